"""What stands in the way of a stance is said in one kind sentence with the nearest choice; names stay beside the record."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from bot.message import Budget
from storage.tables import Aside
from tests.handlers.stances.steps import record


@pytest.mark.parametrize(
    ("line", "said_why", "labels"),
    [
        ("support", "On which words? For example: /support C9", []),
        ("object", "On which words?", []),
        ("support C77", "has no C77", None),
        ("support C9,C77", "has no C77", None),
        ("object because it is bad", "has no because", None),
        ("support C9 r1", "Positions are taken on the newest words: those of r2", ["/support C9 doc:Vision"]),
        ("accept C9 chair", None, None),
        ("support r1", "For the whole text write “all”", ["/support all doc:Vision", "/object r1 doc:Vision"]),
        ("support C9 r9", "no draft r9", ["/support C9 doc:Vision"]),
        ("object r9 wrong", "no draft r9", ["/object r2 doc:Vision wrong"]),
        ("support C9 doc:Nothing", "no document Nothing", ["/support C9 doc:Vision"]),
        ("support C9 --secret", "no option --secret", []),
        ("object C9 --as-is never", "no option --as-is", []),
        ("support C9 until:17:00", "does not know until:", []),
        ("reserve C9 until:yesterday", "yesterday is not a time that I can read", []),
        ("reserve C9 until:2014-06-10", "10 June 23:59 is past already", []),
        ("reserve C9 until:12:00", "12:00 is past already", []),
        ("reserve C9 until:9999-12-31T23:59", None, None),
        ("support C9 as:XX", "no delegation XX", ["/support C9 as:NO", "/support C9 as:me"]),
        ("support C9 as:KE", "Kenya speaks through its own people", ["/support C9 as:NO", "/support C9 as:me"]),
        (f"object C9 {'no ' * 3400}", "2\N{NARROW NO-BREAK SPACE}000 can be recorded. Nothing was recorded", []),
        (f"concern C9 {'x' * 2001}", "has 2\N{NARROW NO-BREAK SPACE}001 characters", []),
        ("undo", "Nothing that you said is pending", []),
        ("undo 7 1", "Nothing is pending there", []),
        ("settle", "Nothing is held under that number", []),
        ("settle 4 stand", "Nothing is held under that number", []),
        ("withdraw C9", "Norway holds nothing on Vision", []),
        ("signoff C77", "has no C77", None),
    ],
)
async def test_what_cannot_be_done_is_said_with_what_can(
    house: Any, line: str, said_why: str | None, labels: list[str] | None
) -> None:
    (said,) = await house.say(line)
    if said_why is None:
        return
    assert said_why in said.text
    assert labels is None or said.labels == labels
    assert await house.positions() == []
    assert await record(house) == []


async def test_an_unknown_label_is_answered_with_the_nearest_in_the_full_line(house: Any) -> None:
    (said,) = await house.say("object C99 a red line, “in instructions”")
    assert "/object C9 doc:Vision a red line, “in instructions”" in said.labels
    await house.press(said, "/object C9 doc:Vision a red line, “in instructions”")
    (row,) = await house.positions()
    assert (row.ref, row.reason) == ("C9", "a red line, “in instructions”")


async def test_words_that_turn_the_line_are_kept_without_turning_it(house: Any) -> None:
    (said,) = await house.say("object C9 we \u202eevorppa\u202c this\u2066 text\u2069\u0007 now")
    (row,) = await house.positions()
    assert row.reason == "we evorppa this text now"
    assert "\u202e" not in said.text


async def test_markup_in_a_reason_stays_the_letters_that_it_is(house: Any) -> None:
    await house.say("object C9 <b>no</b> *never* <@U1> [x](http://evil.example) & `code`")
    (row,) = await house.positions()
    assert row.reason == "<b>no</b> *never* <@U1> [x](http://evil.example) & `code`"


@pytest.mark.parametrize("n", [1, 3, 40])
async def test_the_answer_to_an_act_has_one_page_so_that_no_turning_repeats_it(
    house: Any, reading: Callable[..., Any], n: int
) -> None:
    await house.keep(reading(*[f"{k}. {'Many words of paragraph ' * 120}{k}." for k in range(1, 41)]))
    house.chat.budget = Budget(3000, 95, 90, utf16=True)
    refs = ",".join(str(k) for k in range(1, n + 1))
    (said,) = await house.say(f"object {refs} {'because of this ' * 120}")
    assert said.labels == ["Undo", "Send now"]
    assert len(await house.positions()) == n
    (said,) = await house.say("support 1 page:2")
    assert "turning a page records nothing" in said.text
    assert len(await house.positions()) == n


async def test_a_command_that_is_brought_twice_is_one_act(house: Any) -> None:
    await house.say("support C9", key="again")
    assert await house.say("support C9", key="again") == []
    assert len(await house.positions()) == 1


async def test_names_and_words_stand_beside_the_event_and_not_in_it(house: Any) -> None:
    await house.say("object C9 red line; would accept: less")
    await house.wait()
    (told,) = await record(house)
    assert told["kind"] == "position"
    assert (told["delegation"], told["seat"], told["draft"], told["ref"]) == ("NO", "delegate", "r2", "C9")
    assert "red line" not in json.dumps(told)
    assert "Dina" not in json.dumps(told)
    async with house.db.read() as session:
        beside = {row.field: row.text for row in (await session.exec(select(Aside))).all()}
    assert beside == {"by": "Dina", "reason": "red line", "wording": "less"}


@pytest.mark.parametrize(
    ("line", "choices"),
    [
        ("support r9 we want it", ["/support all doc:Vision we want it"]),
        ("object r9 red line", ["/object r2 doc:Vision red line"]),
        ("support C9 r9 we want it", ["/support C9 doc:Vision we want it"]),
        ("object C9 doc:Nope red line", ["/object C9 doc:Vision red line"]),
        ("support r1 we want it", ["/support all doc:Vision we want it", "/object r1 doc:Vision"]),
        ("support C5,C99", ["/support C5,C9 doc:Vision", "/support C5,C8 doc:Vision"]),
    ],
)
async def test_a_wrong_name_is_answered_with_the_line_that_would_work(
    house: Any, line: str, choices: list[str]
) -> None:
    (said,) = await house.say(line)
    assert said.labels == choices
    assert await house.positions() == []


async def test_an_unknown_label_is_said_again_in_short_and_in_one_blank(house: Any) -> None:
    (said,) = await house.say(f"support {'x' * 10_000}")
    assert len(said.text) < 200
    (said,) = await house.say("support C99")
    assert said.text == "r2 of Vision has no C99. The nearest are C9, C5 and C8."


async def test_another_space_than_that_of_the_chat_is_not_taken_for_this_one(house: Any) -> None:
    (said,) = await house.say("support C9 space:nowhere")
    assert "This chat belongs to WSIS+10 Vision (space:vision)" in said.text
    assert await house.positions() == []
    await house.say("support C9 space:Vision")
    assert len(await house.positions()) == 1
