"""What the documents say is so: every command, role, setting, variable, table, format and number, and every link."""

import re
import tomllib
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr
from sqlmodel import SQLModel

from bot import config
from bot.drafts import sandbox
from bot.drafts.arriving import files
from bot.drafts.fetching import fetch
from bot.drafts.keeping import news
from bot.drafts.looking import listing, pace, sight
from bot.drafts.pages import order
from bot.drafts.reading import doubts
from bot.drafts.reading.formats import FORMATS, pdf_words
from bot.drafts.reading.formats.word import package
from bot.drafts.watching import belonging, first_look, trouble, watch_list
from bot.positions.onward.carry import CARRY
from bot.positions.seats.roles import IN_OPEN_CHAT, MAY, allowed
from bot.positions.words.stances import STANCES
from handlers import cli
from handlers.commands import COMMANDS
from storage import tables

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
PYTHON = [path for tree in ("bot", "handlers", "storage", "tests") for path in sorted((ROOT / tree).rglob("*.py"))]


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def flowing(name: str) -> str:
    """The page with each run of blanks and line ends as one blank: sentences wrap."""
    return " ".join(page(name).split())


def section(text: str, heading: str) -> str:
    """What stands under a heading "## …", up to the next one."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"there is no section ## {heading}"
    return found[1]


def rows(text: str) -> Iterator[list[str]]:
    """The rows of the tables in a text, heads and rules aside."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        is_head = at + 1 < len(lines) and lines[at + 1].startswith("|--")
        if line.startswith("|") and not line.startswith("|--") and not is_head:
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))]


# Commands of the chats


def forms(verb: str) -> list[str]:
    """The forms of a command, as its docstring writes them."""
    parts = [part for line in COMMANDS[verb].doc.splitlines() for part in re.split(r"\s{2,}|\s·\s", line)]
    return [part for part in parts if part == verb or part.startswith(f"{verb} ")]


@pytest.mark.parametrize("verb", COMMANDS)
def test_every_command_has_its_section_with_every_form(verb: str) -> None:
    told = section(page("commands.md"), f"`/{verb}`").replace("\\|", "|")
    assert [form for form in forms(verb) if f"`{form}`" not in told] == []


def test_no_section_tells_of_a_command_that_there_is_not() -> None:
    assert set(re.findall(r"^## `/(\w+)`$", page("commands.md"), re.MULTILINE)) == set(COMMANDS)


def test_the_table_of_roles_is_the_one_that_is_kept() -> None:
    text = section(page("commands.md"), "Who may do what")
    roles = [cell.strip() for cell in text[text.index("| command") :].splitlines()[0].strip("|").split("|")][1:]
    assert set(roles) == set(MAY)
    told = {row[0].strip("`/"): dict(zip(roles, row[1:], strict=True)) for row in rows(text)}
    assert told == {verb: {role: _may(role, verb) for role in roles} for verb in COMMANDS}


def _may(role: Any, verb: str) -> str:
    if verb in allowed(role):
        return "yes"
    return "open chat" if role == "stranger" and verb in IN_OPEN_CHAT else "–"


def test_every_key_and_option_of_a_command_is_told() -> None:
    text = page("commands.md")
    assert [key for entry in COMMANDS.values() for key in entry.keys if f"`{key}:" not in text] == []
    assert [flag for entry in COMMANDS.values() for flag in entry.flags if f"--{flag}" not in text] == []


# What positions mean


def test_every_stance_is_told_with_its_button() -> None:
    told = {row[0].strip("`"): row[1] for row in rows(section(page("positions.md"), "Stances"))}
    assert told == {key: stance.button for key, stance in STANCES.items()}


ROWS_OF_CARRY = {
    "signed": "signoff",
    "as-is": "as_is",
    "support, accept": "plain",
    "concern, object, reserve": "blocking",
    "abstain": "abstain",
    "objection to a deletion": "deletion",
}


def test_the_table_of_what_a_draft_does_is_the_one_that_is_kept() -> None:
    text = section(page("positions.md"), "What a new draft does to them")
    kinds = [cell.strip() for cell in text[text.index("| position") :].splitlines()[0].strip("|").split("|")][1:]
    told = {ROWS_OF_CARRY[name]: dict(zip(kinds, effects, strict=True)) for name, *effects in rows(text)}
    assert told == CARRY


# The command line


def line_commands() -> Mapping[str, str]:
    """Every command of the command line with its usage."""

    def run(_: object) -> int:
        return 0

    parser = cli._parser({"run": cli.Command("", cli._run_options, run), "demo": cli.Command("", cli._demo, run)})
    assert isinstance(parser, ArgumentParser)
    usages = {"run": "[--only ROLE]", "demo": "[--script FILE]"}
    for name, command in cli.COMMANDS.items():
        one = ArgumentParser(add_help=False)
        command.options(one)
        usages[name] = one.format_usage()
    return usages


def readme_commands() -> Mapping[str, str]:
    table = section((ROOT / "README.md").read_text("utf-8"), "Command line")
    written = [part.strip(" `") for row in rows(table) for part in row[0].split(" / ")]
    return {usage.split()[0]: usage for usage in written if usage != "(none)"}


def test_every_command_of_the_command_line_is_in_the_readme_with_every_option() -> None:
    told = readme_commands()
    assert set(told) == set(line_commands())
    for name, usage in line_commands().items():
        assert set(re.findall(r"--\w+", usage)) == set(re.findall(r"--\w+", told[name])), name


def test_no_page_tells_to_type_a_command_that_there_is_not() -> None:
    typed = {word for path in PAGES for word in re.findall(r"python -m bot ([a-z]+)", path.read_text("utf-8"))}
    assert typed <= set(line_commands())


def test_every_target_of_the_makefile_is_told() -> None:
    targets = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)[0].split()
    told = {row[0] for row in rows((ROOT / "CONTRIBUTING.md").read_text("utf-8"))}
    assert {f"`make {target}`" for target in targets} <= told


# Settings

TABLES: Mapping[str, type[BaseModel]] = {
    **{f"[{name}]": kind for name, kind in config._SINGLE.items()},
    "[[space]]": config.SpaceSection,
    "[[space.watch]]": config.WatchSection,
    "[[space.delegation]]": config.DelegationSection,
}


@pytest.mark.parametrize("table", TABLES)
def test_every_setting_is_told_with_its_default(table: str) -> None:
    told = {row[0].strip("`"): row[1].strip("`") for row in rows(section(page("configuration.md"), table))}
    assert set(told) == set(TABLES[table].model_fields)
    for key, field in TABLES[table].model_fields.items():
        if field.is_required():
            assert told[key] == "–", key
        else:
            assert tomllib.loads(f"value = {told[key]}")["value"] == _plain(field.default), key


def _plain(default: Any) -> Any:
    value = default.get_secret_value() if isinstance(default, SecretStr) else default
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("name", config._SINGLE)
def test_every_setting_of_a_single_table_is_told_with_its_variable(name: str) -> None:
    for row in rows(section(page("configuration.md"), f"[{name}]")):
        assert row[3] == f"`{config.PREFIX}{name}__{row[0].strip('`')}`".upper()


def test_every_other_variable_that_is_read_is_told() -> None:
    text = "".join(path.read_text("utf-8") for path in PAGES)
    pattern = re.compile(r"environ(?:\.get\(|\[)\"(\w+)\"|\"(RAPPORTEUR_[A-Z]+(?:_[A-Z]+)*)\"")
    read = {name for path in PYTHON for found in pattern.findall(path.read_text("utf-8")) for name in found if name}
    assert "RAPPORTEUR_DEBUG" in read
    of_the_system = {"PATH", "TERM"}
    assert [name for name in sorted(read - of_the_system) if "__" not in name and f"`{name}" not in text] == []


# Tables, formats, numbers


def test_every_table_is_told_by_its_purpose() -> None:
    told = {row[0].strip("`"): (row[1].strip("`"), row[2]) for row in rows(page("tables.md"))}
    classes = {kind.__tablename__: kind for kind in vars(tables).values() if hasattr(kind, "__tablename__")}
    assert set(told) == set(SQLModel.metadata.tables)
    for name, (kind, purpose) in told.items():
        assert classes[name].__name__ == kind
        assert purpose


def test_every_format_is_told_with_its_endings() -> None:
    told = {row[0]: row[1:3] for row in rows(section(page("reading.md"), "Formats"))}
    assert told == {
        one.title: [", ".join(f"`{ending}`" for ending in one.endings), one.told_by] for one in FORMATS.values()
    }


def watching() -> tuple[str, ...]:
    every = {name: field.default for name, field in config.WatchSection.model_fields.items()}
    limits = fetch.DEFAULT_LIMITS
    return (
        f"The first look fetches {first_look.LOOKS} times, {first_look.LOOKS_APART_S:g} s apart",
        f"| `every` | {every['every'].removesuffix('m')} minutes |",
        f"| `every_in_session` | {every['every_in_session'].removesuffix('s')} seconds |",
        f"Each interval is spread by {100 * pace._JITTER:g} %",
        f"up to {pace._SLOWEST_S / 3600:g} hour",
        f"The first {trouble.PASSING - 1} failures in a row",
        f"after {sight._TRUSTED} times “not modified”",
        f"not be had for {files._PASSING.seconds // 60} minutes",
        f"Visits to one host are {limits.spacing:g} s apart, {limits.per_host} at a time; at most {limits.at_once} fetches",
        f"not counted that take longer than {limits.slow:g} s",
        f"alike to {order.ALIKE} of 100",
        f"From {news.DRAFT:.2f} on it is a draft; from {news.MAYBE:.2f} on chairs and secretariat are asked",
        f"At most {belonging._READ_AT_ONCE} texts are looked into",
        f"More than {listing.MOST_NEW} new drafts in one look",
        f"only if its language is clearly another and less than {news.MAYBE:.2f} of it",
        f"below {100 * news.ALIKE:g} % they are asked",
        f"if {100 * news.ALIKE:g} % of the paragraphs are equal",
        f"less than {100 * news.LITTLE_IN_COMMON:g} % of the text",
        f"changed by more than {100 * news.COUNT_CHANGED:g} %",
        f"less than {100 * news.MOST_GONE:g} % of its paragraphs left",
        f"at least {news.ENOUGH})",
        f"further back than {pace.LATE_LOOKS} intervals and {pace.LATE_AT_LEAST.seconds // 60} minutes",
        f"More than {watch_list._SEVERAL} at once become one message",
    )


def reading() -> tuple[str, ...]:
    return (
        f"| memory | {sandbox.LIMITS['memory'] >> 30} GiB of address space |",
        f"| time | {sandbox.LIMITS['cpu']} s of CPU, {sandbox.LIMITS['wall']} s in all |",
        f"may write none; {sandbox.LIMITS['files']} open at once",
        f"| at once | {sandbox.AT_ONCE} children",
        f"| answer | {sandbox.LARGEST_ANSWER >> 20} MB |",
        f"larger than {sandbox.LARGEST_FILE >> 20} MB; a fetched file larger than {fetch.DEFAULT_LIMITS.size >> 20} MB",
        f"unpacks to more than {package.MAX_PART >> 20} MB",
        f"of {package.RATIO_FROM >> 20} MB or more unpacks to more than {package.MAX_RATIO} times",
        f"the first {pdf_words.MOST_PAGES:,} pages",
        f"more than {100 * doubts._RUBBISH_WORDS:g} % of the words mix letters",
        f"more than {100 * min(doubts._RUBBISH_FORMS, doubts._RUBBISH_RADICALS):g} % of the letters are shapes",
        f"more than {100 * doubts._RUBBISH_CONTROLS:g} % of the signs are control characters",
        f"From {100 * doubts._ODD_WORDS:g} % of mixed words on",
        f"in place of characters ({100 * doubts._ODD_RADICALS:g} %)",
    )


def security() -> tuple[str, ...]:
    limits = fetch.DEFAULT_LIMITS
    told = f"{limits.size >> 20} MB of unpacked content, {limits.seconds:g} s, {limits.redirects} redirects"
    return (told,)


@pytest.mark.parametrize("told", [watching, reading, security])
def test_numbers_are_those_of_the_program(told: Callable[[], tuple[str, ...]]) -> None:
    text = flowing(f"{told.__name__}.md")
    assert [sentence for sentence in told() if sentence not in text] == []


# Links


def links(path: Path) -> Iterator[str]:
    """The relative links of a page, pictures too, code left out."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text("utf-8"), flags=re.DOTALL)
    found = re.findall(r"\]\(([^)\s]+)\)|\bsrc=\"([^\"]+)\"", text)
    yield from (link for link in map("".join, found) if not re.match(r"[a-z]+:", link))


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in links(path):
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_can_be_reached_from_the_index() -> None:
    reached: set[Path] = set()
    ahead = [DOCS / "index.md"]
    while ahead:
        one = ahead.pop()
        reached.add(one)
        found = {(one.parent / link.partition("#")[0]).resolve() for link in links(one)}
        ahead += [path for path in found if path.suffix == ".md" and path not in reached]
    assert set(PAGES) - reached <= {ROOT / "README.md"}


def test_every_file_that_a_page_names_is_there() -> None:
    named = re.compile(r"`((?:bot|handlers|storage|tests|docs)/[\w/.-]*\w\.(?:py|md|toml|txt))`")
    every = {(path, name) for path in PAGES for name in named.findall(path.read_text("utf-8"))}
    missing = {name for path, name in every if not (ROOT / name).exists() and not re.search("NAME|SUBJECT", name)}
    assert not missing


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    place = re.compile(r"(?<![\w.<>$}])/(?:work|root|home|Users)/\w")
    kinds = {".py", ".md", ".toml", ".yaml", ".yml", ".txt", ".html", ".css", ".typ", ".j2", ".lock", ""}
    tops = [top for top in ROOT.iterdir() if top.name == ".ci" or not top.name.startswith((".", "var"))]
    files = [path for top in tops for path in (top, *top.rglob("*")) if path.suffix in kinds and path.is_file()]
    mine = [path for path in files if "__pycache__" not in path.parts and ".egg-info" not in str(path)]
    assert len(mine) > 100
    assert [str(path.relative_to(ROOT)) for path in mine if place.search(path.read_text("utf-8", "replace"))] == []
