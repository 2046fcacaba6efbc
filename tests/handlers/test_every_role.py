"""Every form of every command, by every role: what the documented table allows and nothing else."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, func, select

from bot.positions.seats.roles import RANK
from handlers.commands import COMMANDS

PEOPLE = {
    "stranger": "eve",
    "observer": "oscar",
    "delegate": "dina",
    "alternate": "alma",
    "head": "hansen",
    "secretariat": "sekou",
    "chair": "chang",
}
# Behind the table: what a form is for, beside its command, and how it is refused.
OFFICERS, CHAIR = {"secretariat", "chair"}, {"chair"}
FORMS = {
    "drafts add": (OFFICERS, "Drafts are added by"),
    "drafts continue": (OFFICERS, "is said by the chair and the secretariat"),
    "drafts confirm": (OFFICERS, "is for the chair or the secretariat"),
    "drafts base": (CHAIR, "Only a chair"),
    "drafts move": (CHAIR, "Only a chair"),
}
OF_THE_CHAT = re.compile(r"space (?:digest|mute)|space quiet .* here")  # for who administers it; refused by the command
_PASSING = {"person", "account", "seen", "press", "asked", "delivery"}  # who somebody is, and what they were told


@cache
def table() -> dict[str, dict[str, str]]:
    """Command → role → "yes", "–" or "open chat", as docs/commands.md has it."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "commands.md").read_text()
    lines = text[text.index("| command | stranger |") :].split("\n\n", 1)[0].splitlines()
    head, _, *rows = ([cell.strip(" `/") for cell in line.strip("|").split("|")] for line in lines)
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}


def forms(verb: str) -> list[str]:
    """A command's forms, as its help has them, the optional part left out."""
    parts = [part for line in COMMANDS[verb].doc.splitlines() for part in re.split(r"\s{2,}", line)]
    found = [part for part in parts if part == verb or part.startswith(f"{verb} ")] or [verb]
    # a language would make what follows another language's
    return [re.sub(r" \[.*?\]", "", form) for form in found if " language " not in form]


def denied(role: str, form: str, *, open_chat: bool) -> str:
    """How a form is refused; "" where it is allowed."""
    verb = form.partition(" ")[0]
    cell = table()[verb][role]
    if cell == "–" or (cell == "open chat" and not open_chat):
        return f"/{verb} is for "
    who, said = next((told for begin, told in FORMS.items() if form.startswith(begin)), (set(PEOPLE), ""))
    return "" if role in who else said


async def kept(house: Any) -> dict[str, int]:
    """How many rows each table has, but for who somebody is and what they were told."""
    async with house.db.read() as session:
        tables = [one for one in SQLModel.metadata.sorted_tables if one.name not in _PASSING]
        return {one.name: (await session.exec(select(func.count()).select_from(one))).one() for one in tables}


def test_the_table_has_every_command_and_every_role() -> None:
    assert set(table()) == set(COMMANDS)
    assert all(set(cells) == set(RANK) == set(PEOPLE) for cells in table().values())


@pytest.mark.parametrize("at", ["room", "corner"])
@pytest.mark.parametrize("role", PEOPLE)
async def test_what_the_table_denies_is_refused_and_leaves_nothing_behind(house: Any, role: str, at: str) -> None:
    before = await kept(house)
    for form in (form for verb in COMMANDS for form in forms(verb) if not OF_THE_CHAT.match(form)):
        if sentence := denied(role, form, open_chat=at == "room"):
            [said] = await house.say(form, PEOPLE[role], at=at)
            assert (said.how, sentence in said.text) == ("whisper", True), (form, said.text)
    assert await kept(house) == before


@pytest.mark.parametrize("role", PEOPLE)
async def test_what_the_table_allows_is_answered(house: Any, role: str) -> None:
    refusals = ["/{verb} is for ", *(said for _, said in FORMS.values())]
    leaving = [form for verb in COMMANDS for form in forms(verb) if form.endswith(" leave")]
    allowed = [form for verb in COMMANDS for form in forms(verb) if not denied(role, form, open_chat=True)]
    for form in sorted(allowed, key=leaving.__contains__):
        for said in await house.say(form, PEOPLE[role]):
            verb = form.partition(" ")[0]
            assert not any(one.format(verb=verb) in said.text for one in refusals), (form, said.text)
            assert "went wrong" not in said.text


async def test_in_private_a_stranger_has_what_is_about_no_space(house: Any) -> None:
    said = {verb: (await house.say(verb, "eve", at="eve"))[-1].text for verb in COMMANDS}
    refused = {verb for verb, text in said.items() if text.startswith("You have no seat in any space")}
    assert refused == {verb for verb, entry in COMMANDS.items() if entry.needs_space} | {"space"}
    assert "You have no seat in any space" in said["help"]
