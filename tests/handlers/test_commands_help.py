"""/help and /start: what one may do, and how it is typed there."""

from pathlib import Path
from typing import Any

import pytest

from handlers.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


def _spans(said: Any, mark: str) -> list[str]:
    return [s.text for block in said.message.blocks for s in getattr(block, "spans", ()) if s.mark == mark]


@pytest.mark.parametrize(
    ("who", "at", "shown", "hidden"),
    [
        ("eve", "room", {"diff", "show", "drafts", "join", "help"}, {"watch", "space"}),
        ("eve", "corner", {"join", "help"}, {"diff", "show", "drafts", "watch", "space"}),
        ("dina", "corner", {"diff", "show", "drafts", "join", "help"}, {"watch", "space"}),
        ("sekou", "room", {"diff", "show", "drafts", "watch", "join", "help"}, {"space"}),
        ("chang", "room", {"diff", "show", "drafts", "watch", "join", "help", "space"}, set()),
        ("eve", "elsewhere", {"space", "help"}, {"diff", "start"}),
    ],
)
async def test_help_lists_what_one_may_do_there(house: Any, who: str, at: str, shown: set, hidden: set) -> None:
    (said,) = await house.say("help", who=who, at=at)
    listed = {text.lstrip("/") for text in _spans(said, "code")}
    assert shown <= listed
    assert not hidden & listed
    assert "start" not in listed


async def test_help_says_who_one_is(house: Any) -> None:
    (said,) = await house.say("help", who="hansen")
    assert "You are head of delegation in WSIS+10 Vision." in said.text
    (said,) = await house.say("help", who="eve")
    assert "You have no seat in WSIS+10 Vision: /join" in said.text


@pytest.mark.parametrize("verb", [verb for verb, entry in COMMANDS.items() if entry.listed])
async def test_help_of_one_command_shows_its_forms_as_they_are_typed_there(house: Any, verb: str) -> None:
    house.chat.command_form = "/draft {}"
    (said,) = await house.say(f"help {verb}", who="chang")
    assert said.text.startswith(f"/draft {verb}\n")
    assert COMMANDS[verb].summary.split(":")[0].rstrip(".") in said.text
    assert all(form.startswith(f"/draft {verb}") for form in _spans(said, "code"))
    assert _spans(said, "code")


async def test_help_of_what_is_not_there_names_the_nearest(house: Any) -> None:
    (said,) = await house.say("help dif")
    assert "/diff" in said.text
    assert said.labels[0] == "/help diff"


def test_every_command_stands_in_the_documents() -> None:
    document = (ROOT / "docs/commands.md").read_text()
    assert [verb for verb, entry in COMMANDS.items() if entry.listed and f"`/{verb}" not in document] == []


@pytest.mark.parametrize("verb", COMMANDS)
def test_every_command_says_in_one_line_what_it_does(verb: str) -> None:
    summary = COMMANDS[verb].summary
    assert 10 < len(summary) <= 110
    assert summary.endswith(".")


async def test_whoever_presses_start_is_told_where_to_begin(house: Any) -> None:
    (said,) = await house.say("start", who="eve", at="eve")
    assert (said.how, "/help" in said.text) == ("send", True)
