"""How a silence ends: observed, lapsed, withdrawn, extended, opened anew; and the bot's own absence."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.positions.asking import heartbeat
from storage.tables import Space
from tests.handlers.silence.steps import DEADLINE, R3, acts, at, kinds, last_card, opened, redraft, row, swept


@pytest.mark.need(61)
async def test_observed_posts_words_hash_and_who_was_not_reached_and_never_says_consensus_of_them(room: Any) -> None:
    await opened(room)
    sent = [one for one in await at(room, "2014-06-12T18:01") if one.to.chat == "room" and one.how == "send"]
    told = sent[-1].text
    assert told.startswith("SILENCE 1 on C8, C9 r2: observed, not reached: Kenya (nobody seated at its opening)")
    assert "No objection was received by Thu 12 June 18:00 Zurich (16:00 UTC)" in told
    assert "That is no consensus" in told
    assert "C9 · 48839bef" in told
    assert "Affirm that the same human rights" in told
    done = await row(room)
    assert done.outcome["missing"] == ["Kenya (nobody seated at its opening)"]
    assert (await kinds(room))[-1] == "silence closed"


@pytest.mark.need(41)
async def test_new_words_let_it_lapse_and_the_chair_is_offered_to_open_it_anew(
    room: Any, reading: Callable[..., Any]
) -> None:
    await opened(room)
    await redraft(room, reading, *R3)
    sent = await swept(room)
    assert (await row(room)).state == "lapsed"
    in_room = [one.text for one in sent if one.to.chat == "room" and one.how == "send"]
    assert any("has lapsed: r3 has other words in C9" in text for text in in_room)
    offer = next(one for one in sent if one.to.chat == "chang" and "Open anew" in one.labels)
    (when,) = await room.press(offer, "Open anew", "chang")
    (said,) = await room.press(when, when.labels[0], "chang")
    assert "Silence 2 on C8, C9 is open" in said.text
    again = await row(room, 2)
    assert (again.reopens, again.said) == (1, "the words changed")


async def test_a_changed_layout_or_kind_of_quote_does_not_let_it_lapse(room: Any, reading: Callable[..., Any]) -> None:
    await opened(room)
    lines = [line.replace("protected online", "protected  on\u00adline") for line in (*R3[:3], "")]
    lines[3] = "C9. Affirm that the same human rights must be protected on\u00adline and offline, in all media."
    await redraft(room, reading, *lines, "C10. Ethics matter, and so do commas.")
    assert (await row(room)).state == "running"


@pytest.mark.need(41)
async def test_broken_stays_broken_when_the_words_change(room: Any, reading: Callable[..., Any]) -> None:
    await opened(room)
    await acts(room, "object C9 red line", "reza")
    await redraft(room, reading, *R3)
    await swept(room)
    done = await row(room)
    assert (done.state, done.closed is not None) == ("broken", True)


async def test_it_is_withdrawn_with_a_word_and_nothing_is_decided(room: Any) -> None:
    said, _ = await opened(room)
    (answer,) = await room.press(said, "Withdraw", "chang")
    assert "is withdrawn" in answer.text
    sent = await swept(room)
    assert any("was withdrawn by Chang" in one.text for one in sent if one.to.chat == "room")
    assert (await row(room)).state == "withdrawn"
    (again,) = await room.say("silence withdraw 1 twice", "chang")
    assert "Silence 1 on C8, C9 is over" in again.text


async def test_it_is_extended_never_shortened(room: Any) -> None:
    said, _ = await opened(room)
    (when,) = await room.press(said, "Extend", "chang")
    assert when.labels == ["/silence extend 1 until:2014-06-12T19:00", "/silence extend 1 until:2014-06-13T18:00"]
    (shorter,) = await room.say("silence extend 1 until:2014-06-12T17:00", "chang")
    assert "is not later than the deadline that it has" in shorter.text
    await room.say("silence extend 1 until:2014-06-12T19:30 Iran asked", "chang")
    assert (await row(room)).deadline == datetime(2014, 6, 12, 17, 30, tzinfo=UTC)
    sent = await swept(room)
    assert any("now runs until Thu 12 June 19:30" in one.text and "Iran asked" in one.text for one in sent)
    await at(room, "2014-06-12T19:00")
    assert (await row(room)).state == "running"


async def test_an_hour_outside_the_working_hours_is_forced_on_an_extension_too(room: Any) -> None:
    await opened(room)
    (refused,) = await room.say("silence extend 1 until:2014-06-12T23:00", "chang")
    assert "outside the working hours" in refused.text
    await room.say("silence extend 1 until:2014-06-12T23:00 --force the night session", "chang")
    await swept(room)
    assert "outside the working hours: the night session" in (await last_card(room)).text
    assert (await kinds(room))[-1] == "override"


async def test_a_deadline_on_a_holiday_of_the_venue_is_refused_by_its_name_or_forced(room: Any) -> None:
    async with room.db.write() as session:
        (await session.get_one(Space, room.space_id)).holidays = "CH-GE"
    (refused,) = await room.say("silence C9 until:2014-08-01T12:00", "chang")
    assert "is on a holiday of WSIS+10 Vision (National Day)" in refused.text
    assert len(refused.labels) == 1
    _, card = await opened(room, "silence C9 until:2014-08-01T12:00 --force the capital is at work")
    assert "on a holiday (National Day): the capital is at work" in card.text
    assert "override" in await kinds(room)


async def test_a_year_that_no_calendar_knows_is_no_trouble(room: Any) -> None:
    async with room.db.write() as session:
        (await session.get_one(Space, room.space_id)).holidays = "CH-GE"
    (refused,) = await room.say("silence C9 until:9999-12-31T23:59", "chang")
    assert "outside the working hours" in refused.text


async def test_of_several_that_run_it_is_asked_which_is_meant(room: Any) -> None:
    await opened(room, f"silence C8 until:{DEADLINE}")
    await opened(room, f"silence C9 until:{DEADLINE}")
    (asked,) = await room.say("silence withdraw", "chang")
    assert "Which silence? Running: 2 (C9) and 1 (C8)" in asked.text
    (asked,) = await room.say("silence withdraw 9", "chang")
    assert "There is no silence 9 here" in asked.text
    (said,) = await room.press(asked, "/silence withdraw 1", "chang")
    assert "Silence 1 on C8 is withdrawn" in said.text


async def test_only_the_chair_opens_it_again_and_says_why(room: Any) -> None:
    await opened(room)
    await at(room, "2014-06-12T18:01")
    (refused,) = await room.say("silence reopen 1 until:2014-06-14T18:00 late news", "sekou")
    assert "Only the chair" in refused.text
    (refused,) = await room.say("silence reopen 1 until:2014-06-14T18:00", "chang")
    assert "Say why" in refused.text
    (said,) = await room.say("silence reopen 1 until:2014-06-14T18:00 late news", "chang")
    assert "Silence 2 on C8, C9 is open" in said.text
    assert "takes up silence 1 again: late news" in (await room.delivered())[0].text


async def test_a_reserve_may_ask_for_more_time_once(room: Any) -> None:
    await opened(room)
    await room.say("reserve C9 until:2014-06-13T12:00 capital", "reza")
    room.desk.clock.advance(61)
    offer = next(one for one in await swept(room) if one.to.chat == "reza" and one.labels == ["Ask for more time"])
    (said,) = await room.press(offer, "Ask for more time", "reza")
    assert "The chair is asked" in said.text
    wish = next(one for one in await swept(room) if one.to.chat == "chang" and one.labels == ["Extend"])
    assert "Iran has a reserve on C9 and asks for more time" in wish.text
    (said,) = await room.press(offer, "Ask for more time", "reza")
    assert "has asked for more time in silence 1 already" in said.text
    (said,) = await room.say("seen 1 more", "hansen")
    assert "by a delegation with a reserve" in said.text


@pytest.mark.parametrize(
    ("line", "who", "why"), [("seen 9", "dina", "no such silence"), ("seen", "dina", "no such silence")]
)
async def test_seen_on_nothing_is_said_kindly(room: Any, line: str, who: str, why: str) -> None:
    assert why in (await room.say(line, who))[-1].text


@pytest.mark.need(41)
async def test_four_minutes_of_absence_are_added_and_announced(room: Any) -> None:
    await opened(room)
    await at(room, "2014-06-12T17:57")
    await heartbeat.beat(room.desk)
    sent = await at(room, "2014-06-12T18:01")  # back after the deadline: nothing is declared
    assert (await row(room)).state == "running"
    await heartbeat.beat(room.desk)
    sent = await swept(room)
    assert any("The bot was away for 4 min" in one.text and "18:04" in one.text for one in sent)
    assert "4 min longer, because the bot was away" in (await last_card(room)).text
    await room.say("object C9 within the added time", "reza")
    await at(room, "2014-06-12T18:06")
    assert (await row(room)).state == "broken"
    assert "outage" in await kinds(room)
