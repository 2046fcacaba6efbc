"""What breaks a silence, and what is attached to it or kept apart."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from handlers.works import endings
from storage.tables import Position
from tests.handlers.silence.steps import DEADLINE, acts, at, kinds, last_card, opened, row, seat, swept


@pytest.mark.need(41)
async def test_the_first_objection_breaks_it_and_the_room_is_told_who_and_why(room: Any) -> None:
    await opened(room)
    await room.say("object C9 red line in instructions; would accept: all media", "reza")
    room.desk.clock.advance(61)
    told = [one for one in await swept(room) if one.to.chat == "room" and one.how == "send"]
    assert told[-1].text.startswith("Silence 1 on C8, C9 is broken. Iran (on C9) objects: “red line in instructions”")
    assert "would accept: “all media”" in told[-1].text
    card = await last_card(room)
    assert card.text.startswith("SILENCE 1 on C8, C9 r2: broken by Iran")
    assert card.labels == ["Object", "Concern", "Accept", "Seen"]
    assert "silence broken" in await kinds(room)


async def test_the_rest_may_still_record_theirs_and_are_attached(room: Any) -> None:
    await opened(room)
    await acts(room, "object C9 red line", "reza")
    await acts(room, "object C8 not agreed", "hansen")
    await at(room, "2014-06-12T18:01")
    card = await last_card(room)
    assert "broken by Iran" in card.text
    assert "Norway (on C8) objects: “not agreed”" in card.text
    assert card.labels == []


async def test_of_a_broken_one_ones_own_page_does_not_say_what_comes_of_no_objection(room: Any) -> None:
    await opened(room)
    (before,) = await room.say("home", "dina", at="dina")
    assert "If nobody objects by" in before.text
    await acts(room, "object C9 red line", "reza")
    (after,) = await room.say("home", "dina", at="dina")
    assert "broken by Iran" in after.text
    assert "If nobody objects by" not in after.text
    assert "Object · C8, C9" in after.labels


async def test_an_example_is_a_line_that_would_work(room: Any) -> None:
    room.desk.clock.now = datetime(2026, 6, 2, 14, 0, tzinfo=UTC)
    (none,) = await room.say("silence", "chang")
    assert "/silence C5,C8 until:2026-06-03T16:15 opens one" in none.text
    await opened(room, "silence C5,C8 until:2026-06-03T16:15")
    await room.say("silence withdraw 1", "chang")
    (again,) = await room.say("silence reopen 1", "chang")
    assert "/silence reopen 1 until:2026-06-03T16:15 WHY" in again.text


async def test_a_reserve_is_attached_with_its_date_and_more_time_is_asked_for_its_own_words(room: Any) -> None:
    await opened(room)
    await acts(room, "reserve C9 until:2014-06-13T12:00 capital is asleep", "reza")
    said = "Iran (on C9) reserves, ad referendum, until Fri 13 June 12:00 Zurich (10:00 UTC): “capital is asleep”"
    assert said in (await last_card(room)).text
    await room.say("seen 1 more", "reza")
    [asked] = [one for one in await room.delivered() if one.to.chat == "chang"]
    assert asked.text.startswith("Iran has a reserve on C9 and asks for more time in silence 1")


async def test_who_has_seen_a_broken_one_is_told_that_it_is(room: Any) -> None:
    await opened(room)
    await acts(room, "object C9 red line", "reza")
    (said,) = await room.say("seen 1", "hansen")
    assert "It is broken; objections are recorded until Thu 12 June 18:00" in said.text


async def test_the_list_says_when_one_was_withdrawn_not_when_it_would_have_ended(room: Any) -> None:
    await opened(room)
    await room.say("silence withdraw 1", "chang")
    (listed,) = await room.say("silence", "chang")
    assert "withdrawn Wed 11 June 12:57 Zurich" in listed.text


async def test_one_objection_to_several_of_its_paragraphs_is_told_once(room: Any) -> None:
    await opened(room, f"silence C5,C8 until:{DEADLINE}")
    await acts(room, "object C5,C8 not yet", "hansen")
    assert (await last_card(room)).text.count("Norway objects: “not yet”") == 1
    await acts(room, "object C8 another reason", "reza")
    await acts(room, "concern C5 the wording", "reza")
    lines = (await last_card(room)).text.splitlines()
    assert [one for one in lines if "object" in one and "≠" not in one and "may record" not in one] == [
        "Norway objects: “not yet”",
        "Iran (on C8) objects: “another reason”",
    ]
    assert any("the wording" in one for one in lines)


@pytest.mark.parametrize(
    "line", ["object all nothing is agreed", "object III the whole part", "object C8-C9 both of them"]
)
async def test_an_objection_to_what_contains_the_words_breaks_it(room: Any, line: str) -> None:
    await opened(room, f"silence C9 until:{DEADLINE}")
    await acts(room, line, "reza")
    assert (await row(room)).state == "broken"


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("concern C9 this troubles us", "reza"),
        ("reserve C9 until:2014-06-13T12:00 capital", "reza"),
        ("accept C9", "reza"),
        ("object C5 elsewhere", "reza"),
        ("object r1 that was not said", "reza"),
        ("object C9 as:me my own view", "reza"),
        ("concern C9 a comment", "oscar"),
    ],
)
async def test_nothing_less_than_an_objection_of_a_delegation_breaks_it(room: Any, line: str, who: str) -> None:
    await opened(room)
    await acts(room, line, who)
    assert (await row(room)).state == "running"
    await at(room, "2014-06-12T18:01")
    assert (await row(room)).state == "observed"


async def test_concerns_and_reserves_are_attached_to_what_is_posted(room: Any) -> None:
    await opened(room)
    await acts(room, "concern C9 this troubles us", "reza")
    await acts(room, "reserve C8 until:2014-06-13T12:00 capital", "hansen")
    sent = [one for one in await at(room, "2014-06-12T18:01") if one.to.chat == "room" and one.how == "send"]
    assert "Iran (on C9) has a concern: “this troubles us”" in sent[-1].text
    assert (
        "Norway (on C8) reserves, ad referendum, until Fri 13 June 12:00 Zurich (10:00 UTC): “capital”" in sent[-1].text
    )


async def test_an_undone_objection_breaks_nothing(room: Any) -> None:
    await opened(room)
    said = await room.say("object C9 a slip", "reza")
    await room.press(said[-1], "Undo", "reza")
    await at(room, "2014-06-12T18:02")
    assert (await row(room)).state == "observed"


async def test_an_objection_pressed_before_the_deadline_counts_though_its_minute_is_not_over(room: Any) -> None:
    await opened(room)
    await at(room, "2014-06-12T17:59")
    await room.say("object C9 just in time", "reza")
    await at(room, "2014-06-12T18:00")
    room.desk.clock.advance(30)
    assert not await endings(room.desk).due()
    (said,) = await room.say("silence extend 1 until:2014-06-12T19:00", "chang")
    assert "Silence 1 on C8, C9 is over: its time was over Thu 12 June 18:00" in said.text
    await at(room, "2014-06-12T18:01")
    done = await row(room)
    assert (done.state, done.closed is not None) == ("broken", True)


@pytest.mark.need(41)
async def test_a_late_objection_is_kept_apart_and_changes_no_outcome(room: Any) -> None:
    await opened(room)
    await at(room, "2014-06-12T18:01")
    await acts(room, "object C9 too late", "reza")
    assert (await row(room)).state == "observed"
    said = (await room.say("silence", "chang"))[-1]
    assert "observed Thu 12 June 18:00" in said.text
    assert "late, changes nothing above: Iran objects: “too late”" in said.text


async def test_a_held_objection_that_nobody_settled_counts_at_the_deadline(room: Any) -> None:
    await seat(room, "sara", "IR", "Iran", role="delegate")
    await seat(room, "navid", "IR", "Iran", role="delegate")
    await opened(room)
    await at(room, "2014-06-12T17:40")
    await acts(room, "accept C9", "sara")
    await acts(room, "object C9 never agreed", "navid")
    async with room.db.read() as session:
        assert (await session.exec(select(Position.state).where(Position.stance == "object"))).one() == "held"
    assert (await row(room)).state == "running"
    await at(room, "2014-06-12T18:01")
    assert (await row(room)).state == "broken"
    assert "not settled by the deadline" in (await last_card(room)).text


async def test_an_objection_from_before_that_nobody_withdrew_breaks_it_at_the_end(room: Any) -> None:
    await acts(room, "object C9 since yesterday", "reza")
    said, card = await opened(room)
    assert "Unless withdrawn by the deadline, it breaks the silence" in said.text
    assert "Before the opening, Wed 11 June" in card.text
    await at(room, "2014-06-12T18:01")
    assert (await row(room)).state == "broken"


async def test_an_objection_from_before_that_was_withdrawn_does_not(room: Any) -> None:
    await acts(room, "object C9 since yesterday", "reza")
    await opened(room)
    await acts(room, "withdraw C9", "reza")
    await at(room, "2014-06-12T18:01")
    assert (await row(room)).state == "observed"


async def test_the_buttons_of_the_card_act_on_the_words_that_it_shows(room: Any) -> None:
    _, card = await opened(room)
    await room.press(card, "Accept", "reza")
    room.desk.clock.advance(61)
    await swept(room)
    async with room.db.read() as session:
        found = (await session.exec(select(Position))).all()
    assert sorted((one.ref, one.stance) for one in found) == [("C8", "accept"), ("C9", "accept")]
    (asked,) = await room.press(card, "Object", "hansen")
    assert "Why does Norway object to C8, C9?" in asked.text
    (seen,) = await room.press(card, "Seen", "dina")
    assert "That is no position" in seen.text
