"""docs/needs.md names every need, and the tests that it names are those that carry the need's mark."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).resolve().parent
PAGE = (TESTS.parent / "docs" / "needs.md").read_text("utf-8")
STATES = {"met", "partly", "built", "later"}


class Need(NamedTuple):
    number: int
    said: str
    does: str
    wave: str
    state: str
    tests: list[str]


def rows() -> Iterator[Need]:
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if cells[0].isdecimal():
            number, said, does, wave, state, *shown = cells
            yield Need(int(number), said, does, wave, state.rstrip(" |"), re.findall(r"`([^`]+)`", "".join(shown)))


def marks() -> dict[int, set[str]]:
    """The tests that carry a need's mark, by its number: `drafts/comparison/test_terms.py::test_name`."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for number in filter(None, map(marked, node.decorator_list)):
                    found[number].add(f"{path.relative_to(TESTS).as_posix()}::{node.name}")
    return found


def marked(decorator: ast.expr) -> int | None:
    """17 of `@pytest.mark.need(17)`."""
    if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.need":
        [number] = decorator.args
        assert isinstance(number, ast.Constant)
        assert isinstance(number.value, int)
        return number.value
    return None


NEEDS, MARKS = list(rows()), marks()


def test_all_needs_are_there_in_order() -> None:
    assert [need.number for need in NEEDS] == list(range(1, 107))


def test_each_need_says_its_words_its_wave_and_its_state() -> None:
    for need in NEEDS:
        assert re.fullmatch(r"“.+” [A-E]", need.said), need
        assert need.does, need
        assert need.wave in ("1", "2"), need
        assert need.state in STATES, need


def test_a_need_is_met_or_partly_met_where_tests_carry_its_number_and_names_some_of_them() -> None:
    for need in NEEDS:
        carrying = sorted(MARKS.get(need.number, ()))
        assert (need.state in ("met", "partly")) == bool(carrying), (
            f"{need.number} is {need.state}, shown by {carrying}"
        )
        assert bool(need.tests) == bool(carrying), f"name for need {need.number} some of {carrying}"
        assert set(need.tests) <= set(carrying), (
            f"need {need.number} is shown by {carrying}, not by all of {need.tests}"
        )


def test_no_mark_names_a_need_that_there_is_not() -> None:
    assert set(MARKS) <= {need.number for need in NEEDS}
