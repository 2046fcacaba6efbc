"""What was said on a paragraph, in its /history."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.drafts.reading import Reading
from tests.handlers.cards.acts import says
from tests.handlers.vision import R3


@pytest.mark.need(43)
async def test_an_objection_that_was_lifted_stays_in_the_history_with_both_times_and_the_note(room: Any) -> None:
    await says(room, ("reza", "object C9 red line; would accept: offline"))
    room.desk.clock.advance(3 * 3600)
    await says(room, ("reza", "accept C9 for the sake of compromise, we would like to show our flexibility"))
    await says(room, ("dina", "support all"))
    (said,) = await room.say("history C9")
    lines = said.text.splitlines()
    at = lines.index("What was said on it:")
    assert lines[at + 1 : at + 6] == [
        "Iran",
        "12:57  objects: “red line” → would accept: “offline” (on C9 in r2; by Reza; fake; replaced 15:58)",
        "15:58  can live with it: “for the sake of compromise, we would like to show our flexibility” "
        "(on C9 in r2; by Reza; fake; holds)",
        "Norway",
        "15:59  supports (on the whole document in r2; by Dina; fake; holds)",
    ]


async def test_a_withdrawal_with_its_note_follows_what_it_lifted(room: Any) -> None:
    await says(room, ("reza", "object C9 red line"))
    await says(room, ("reza", "withdraw C9 after consultation"))
    (said,) = await room.say("history C9")
    assert "12:57  objects: “red line” (on C9 in r2; by Reza; fake; lifted 12:58)" in said.text
    assert "12:58  lifts what it holds: “after consultation” (on C9 in r2; by Reza; fake)" in said.text


async def test_an_objection_to_words_that_changed_is_told_as_standing(
    room: Any, reading: Callable[..., Reading]
) -> None:
    await says(room, ("reza", "object C9 red line"), ("dina", "accept C9"))
    await room.keep(reading(*R3, source="https://wsis.example/r3.html"))
    (said,) = await room.say("history C9")
    assert "by Reza; fake; stands, its words changed)" in said.text
    assert "by Dina; fake; to be confirmed)" in said.text


async def test_a_paragraph_on_which_nothing_was_said_has_no_such_part(room: Any) -> None:
    (said,) = await room.say("history C9")
    assert "What was said" not in said.text
