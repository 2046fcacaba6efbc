"""Real drafts whose changes a human listed by reading both: how many are found, and how much is shown beside them.

The floors are what holds today. `python -m bench pairs --wrong` tells what is missing, and shown in its place.
"""

from pathlib import Path

import pytest

from bench import pairs

pytestmark = pytest.mark.corpus
# Precision and recall of changes, then of the pairs of paragraphs.
FLOORS = {
    "cl-comision-3": (1.0, 1.0, 1.0, 1.0),
    "contributor-covenant": (1.0, 1.0, 1.0, 1.0),
    # A paragraph on complaints was written anew as two with few of its words, its heading with none: told as deleted and added.
    "contributor-covenant-ru": (0.87, 0.94, 1.0, 0.88),
    "contributor-covenant-zh": (1.0, 1.0, 1.0, 1.0),
    # A sentence that the law repealed and wrote anew two paragraphs on is told as split off; three that it cut, as merged.
    "de-grundgesetz": (0.95, 0.90, 0.99, 1.0),
    "ietf-quic-invariants": (1.0, 1.0, 1.0, 1.0),
    # A requirement whose words became a definition is told as that, moved, and its number as added.
    "openchain-en-pdf": (0.90, 0.95, 0.99, 0.98),
    "openchain-ja": (1.0, 1.0, 1.0, 1.0),
    "un-ga-bbnj": (1.0, 1.0, 1.0, 1.0),
    "whatwg-workstream-policy": (1.0, 1.0, 1.0, 1.0),
}


@pytest.fixture(params=sorted(FLOORS))
def found(request: pytest.FixtureRequest, corpus: Path) -> pairs.Score:
    return pairs.score(pairs.PAIRS / f"{request.param}.toml")


def test_the_paragraphs_are_those_that_were_numbered_by_hand(found: pairs.Score) -> None:
    assert found.counted == found.listed
    for side, count in ((1, found.listed[0]), (2, found.listed[1])):
        told = {n for one in found.true for n in one[side]}
        assert told == set(range(1, count + 1)), "each paragraph is in the list"


def test_changes_listed_by_hand_are_found_and_few_others_shown(found: pairs.Score) -> None:
    precision, recall, *_ = FLOORS[found.name]
    assert (found.share("shown") >= precision, found.share("true") >= recall) == (True, True), pairs.wrong(found)


def test_few_paragraphs_are_paired_with_a_wrong_one(found: pairs.Score) -> None:
    *_, precision, recall = FLOORS[found.name]
    assert found.share("shown", links=True) >= precision
    assert found.share("true", links=True) >= recall


def test_every_list_has_its_floor() -> None:
    assert {path.stem for path in pairs.PAIRS.glob("*.toml")} == set(FLOORS)
