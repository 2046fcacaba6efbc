"""How people want to be told: /me zone, quiet, digest, text, mute; quiet hours of a space; what waits and what does not."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from bot.message import Message, Para, Quote, Span, say
from bot.outbox import tell_persons
from storage import people
from storage.tables import Delivery, Reach, Space
from tests.handlers.vision import flashed, to

DEADLINE = "2014-06-12T18:00"


async def night(house: Any, *names: str) -> None:
    """Some have set quiet hours, and it is 23:00."""
    for name in names:
        await house.say("me quiet 22:00-07:00", name)
    await house.at("2014-06-11T23:00")


async def tell(house: Any, key: str, text: str, *names: str) -> None:
    async with house.db.write() as session:
        persons = [await people.person_of(session, "fake", "", name) for name in names]
        ids = [one.id for one in persons if one]
        await tell_persons(session, house.space_id, ids, key, lambda: say(text), house.desk.clock())


# ── what is set, and what holds then ─────────────────────────────────────────────────────────────────────────────────────


async def test_each_change_is_answered_with_what_holds_now_and_me_shows_all_of_it(house: Any) -> None:
    [said] = await house.say("me zone America/New_York", "dina")
    assert said.text == (
        "Your time zone is America/New_York: it is 06:57 there. "
        "In private, times are told as 12:57 (your 06:57 New York)."
    )
    [said] = await house.say("me quiet 22:00-7:00", "dina")
    assert said.text.startswith(
        "Quiet hours: 22:00-07:00 (New York). What is written to you in private waits until 07:00."
    )
    [said] = await house.say("me digest off", "dina")
    assert "comes message by message" in said.text
    [said] = await house.say("me text on", "dina")
    assert "Text mode is on" in said.text
    [said] = await house.say('me mute "vision"', "dina")
    assert said.text.startswith("Vision (WSIS+10 Vision) is muted")
    [me] = await house.say("me", "dina")
    for line in (
        "Time zone: America/New_York, now 06:57. /me zone off",
        "Quiet hours: 22:00-07:00 (New York). /me quiet off",
        "What waits for their end comes message by message. /me digest",
        "Text mode: on. /me text off",
        'Muted: Vision. /me unmute "Vision"',
        "Norway (NO): delegate since 11:57 (your 05:57 New York), from the configuration file",
    ):
        assert line in me.text.splitlines()


async def test_everything_can_be_taken_back(house: Any) -> None:
    for line in ("zone Zurich", "quiet 22:00-07:00", "digest off", "text on", "mute Vision"):
        await house.say(f"me {line}", "dina")
    for line in ("zone off", "quiet off", "digest", "text off", "unmute Vision"):
        await house.say(f"me {line}", "dina")
    [me] = await house.say("me", "dina")
    assert "Time zone: that of each space; yours: /me zone Europe/Zurich" in me.text
    assert "Quiet hours: none. /me quiet 22:00-07:00" in me.text
    assert "Text mode: off" in me.text
    assert "Muted" not in me.text


@pytest.mark.parametrize(
    ("line", "said", "choice"),
    [
        ("me zone", "Which time zone? For example: /me zone Europe/Zurich", ""),
        ("me zone Europe/Zürich", "There is no time zone “Europe/Zürich”", "/me zone Europe/Zurich"),
        ("me zone Zurch", "There is no time zone “Zurch”", "/me zone Europe/Zurich"),
        ("me quiet", "From when until when?", "/me quiet 22:00-07:00"),
        ("me quiet 25:00-07:00", "“25:00-07:00” are no hours", "/me quiet 22:00-07:00"),
        ("me quiet at night", "“atnight” are no hours", "/me quiet 22:00-07:00"),
        ("me text", "On or off? /me text on and /me text off", "/me text on"),
        ("me digest weekly", "On or off?", "/me digest off"),
        ("me mute", "Which document? Here there are Vision.", '/me mute "Vision"'),
        ("me mute Vison", "There is no document “Vison” in your spaces. There are Vision.", '/me mute "Vision"'),
        ("me unmute Vision", "Vision (WSIS+10 Vision) is not muted.", ""),
    ],
)
async def test_what_cannot_be_used_is_answered_with_the_nearest_that_can(
    house: Any, line: str, said: str, choice: str
) -> None:
    [answer] = await house.say(line, "dina")
    assert said in answer.text
    assert choice in [*answer.labels, ""]
    async with house.db.read() as session:
        dina = await people.person_of(session, "fake", "", "dina")
    assert (dina.timezone, dina.quiet_hours, dina.digest, dina.text_mode) == ("", "", True, False)


async def test_a_city_alone_names_its_zone(house: Any) -> None:
    [said] = await house.say("me zone new york", "dina")
    assert "Your time zone is America/New_York" in said.text


async def test_somebody_without_a_space_has_habits_too(house: Any) -> None:
    [said] = await house.say("me quiet 22:00-07:00", "eve", at="eve")
    assert "Quiet hours: 22:00-07:00 (UTC)" in said.text
    [said] = await house.say("me mute Vision", "eve", at="eve")
    assert "no seat and no office in a space with documents" in said.text


# ── zones ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.need(28)
async def test_one_deadline_is_told_to_each_in_their_own_time(house: Any) -> None:
    await house.say("me zone America/New_York", "dina")
    await house.say(f"silence C8 until:{DEADLINE}", "chang")
    said = await house.delivered()
    [dina], [hansen], [card, *_] = to(said, "dina"), to(said, "hansen"), to(said, "room")
    assert "until Thu 12 June 18:00 Zurich (your 12:00 New York)" in dina.text
    assert "until Thu 12 June 18:00 Zurich (16:00 UTC)" in hansen.text
    assert "New York" not in card.text


@pytest.mark.need(28)
async def test_a_receipt_tells_both_times_to_its_author_alone(house: Any) -> None:
    await house.say("me zone America/New_York", "dina")
    [dina] = await house.say("accept C9", "dina")
    assert "12:57:00 (your 06:57 New York)" in dina.text
    [alma] = await house.say("accept C10", "alma")
    assert "New York" not in alma.text


# ── quiet hours ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_what_is_written_at_night_waits_for_the_morning_and_comes_as_one_message(house: Any) -> None:
    await night(house, "dina")
    await tell(house, "one", "The first of them.", "dina", "alma")
    house.desk.clock.advance(60)
    await tell(house, "two", "The second of them.", "dina")
    assert [one.to.chat for one in await house.delivered()] == ["alma"]
    assert await house.at("2014-06-12T06:59") == []
    [digest] = await house.at("2014-06-12T07:00")
    assert digest.to.chat == "dina"
    assert digest.text.splitlines() == [
        "While you had quiet hours",
        "—",
        "1. The first of them.",
        "—",
        "2. The second of them.",
    ]
    await tell(house, "two", "The second of them.", "dina")
    assert await house.delivered() == []


async def test_without_a_digest_they_come_one_by_one(house: Any) -> None:
    await house.say("me digest off", "dina")
    await night(house, "dina")
    await tell(house, "one", "The first of them.", "dina")
    await tell(house, "two", "The second of them.", "dina")
    said = await house.at("2014-06-12T07:00")
    assert [one.text for one in said] == ["The first of them.", "The second of them."]


async def test_a_single_message_comes_as_it_is(house: Any) -> None:
    await night(house, "dina")
    await tell(house, "one", "The only one.", "dina")
    [said] = await house.at("2014-06-12T07:00")
    assert said.text == "The only one."


async def test_who_ends_the_quiet_hours_gets_what_waited(house: Any) -> None:
    await night(house, "dina")
    await tell(house, "one", "The only one.", "dina")
    await house.say("me quiet off", "dina")
    said = await house.at("2014-06-11T23:01")
    assert [one.text for one in to(said, "dina")] == ["The only one."]


async def test_quiet_hours_are_in_ones_own_zone(house: Any) -> None:
    await house.say("me zone America/New_York", "dina")
    await night(house, "dina")  # five in the afternoon there
    await tell(house, "one", "The only one.", "dina")
    assert [one.text for one in await house.delivered()] == ["The only one."]


async def test_held_acts_pierce_quiet_hours(house: Any) -> None:
    await night(house, "dina", "alma", "hansen")
    await house.say("accept C9", "alma")
    await house.say("object C9 not these words", "dina")
    said = await house.at("2014-06-11T23:02")
    assert {one.to.chat for one in said if len(one.labels) == 2} == {"dina", "alma", "hansen"}


async def test_a_silence_that_ends_before_the_morning_pierces_and_another_waits(house: Any) -> None:
    await night(house, "dina")
    await house.say("silence C8 until:2014-06-12T07:59 --force The plenary begins", "chang")
    assert to(await house.delivered(), "dina")
    await house.say("silence C9 until:2014-06-13T08:00", "chang")
    assert not to(await house.delivered(), "dina")
    [said] = to(await house.at("2014-06-12T07:00"), "dina")
    assert "SILENCE 2 on C9" in said.text


async def test_who_has_not_been_woken_is_not_reached_and_the_notice_runs_on(house: Any) -> None:
    await night(house, "dina", "alma", "hansen")
    await house.say("silence C9 until:2014-06-13T08:00", "chang")
    [card] = to(await house.delivered(), "room")
    assert "not reached yet: Norway" in card.text
    async with house.db.read() as session:
        assert (await session.exec(select(Reach))).all() == []
    edited = await house.at("2014-06-12T07:00")
    async with house.db.read() as session:
        assert {one.how for one in (await session.exec(select(Reach))).all()} == {"message"}
    edited += await house.at("2014-06-12T07:01")
    assert "not reached yet: Norway" not in to(edited, "room")[-1].text


async def test_what_a_digest_shows_counts_as_shown(house: Any) -> None:
    await night(house, "dina", "alma", "hansen")
    await house.say("silence C9 until:2014-06-13T08:00", "chang")
    await house.say("silence C8 until:2014-06-13T08:00", "chang")
    await house.delivered()
    said = await house.at("2014-06-12T07:00")
    [digest] = to(said, "dina")
    assert digest.labels == [f"{n} · {label}" for n in (1, 2) for label in ("Object", "Concern", "Accept", "Seen")]
    async with house.db.read() as session:
        shown = {one.silence_id for one in (await session.exec(select(Reach))).all()}
    assert shown == {1, 2}
    [seen] = await house.press(digest, "2 · Seen", "dina")
    assert "has seen silence 2" in seen.text


@pytest.mark.need(29)
async def test_a_poll_is_held_through_the_night_and_the_flash_is_sent(house: Any) -> None:
    [said] = await house.say("space quiet 22:00-07:00", "chang")
    assert said.text.startswith("Quiet hours of WSIS+10 Vision: 22:00-07:00 (Zurich).")
    await house.at("2014-06-11T23:00")
    [said] = await house.say('poll C9 "Keep it?"', "dina")
    assert "The chats have quiet hours: the card is posted when they end, at 12 June 07:00." in said.text
    await flashed(house)
    said = await house.delivered()
    assert {one.to.chat for one in said if one.text.startswith("FLASH")} == {"room", "corner", "channel"}
    assert not [one for one in said if "Keep it?" in one.text]
    assert not to(await house.at("2014-06-12T06:59"), "room")
    [card] = to(await house.at("2014-06-12T07:00"), "room")
    assert "Keep it?" in card.text


async def test_a_silence_that_ends_before_the_morning_is_posted_at_night(house: Any) -> None:
    await house.say("space quiet 22:00-07:00", "chang")
    await house.at("2014-06-11T23:00")
    await house.say("silence C8 until:2014-06-12T07:59 --force The plenary begins", "chang")
    assert to(await house.delivered(), "room")
    await house.say("silence C9 until:2014-06-13T08:00", "chang")
    assert not to(await house.delivered(), "room")


async def test_a_chair_ends_the_quiet_hours_of_a_space(house: Any) -> None:
    await house.say("space quiet 22:00-07:00", "chang")
    await house.at("2014-06-11T23:00")
    await house.say("share C9", "dina")
    await house.say("space quiet off", "chang")
    assert to(await house.at("2014-06-11T23:01"), "room")
    [said] = await house.say("space", "chang")
    assert "Quiet hours: none" in said.text
    [said] = await house.say("space quiet nights", "chang")
    assert "are no hours" in said.text
    [said] = await house.say("space quiet 22:00-07:00", "dina")
    assert "the chair" in said.text
    async with house.db.read() as session:
        assert (await session.get_one(Space, house.space_id)).quiet_hours == ""


# ── text mode ────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_text_mode_is_for_what_one_person_reads_and_leaves_the_chat_as_it_is(house: Any) -> None:
    """Who asks for something that all read gets it in words beside."""
    await house.say("me text on", "dina")
    [whispered] = await house.say("show C9", "dina")
    assert {span.mark for block in whispered.message.blocks for span in getattr(block, "spans", ())} == {""}
    [public, beside] = await house.say("diff C9", "dina")
    assert (beside.how, beside.who.id, beside.labels) == ("whisper", "dina", [])
    assert "[added: human ]" in beside.text
    assert not {"add", "del"} & {span.mark for block in beside.message.blocks for span in getattr(block, "spans", ())}
    assert {"add", "del"} & {span.mark for block in public.message.blocks for span in getattr(block, "spans", ())}
    [private] = await house.say("diff C9", "dina", at="dina")
    assert "[added: human ]" in private.text
    assert not {"add", "del"} & {span.mark for block in private.message.blocks for span in getattr(block, "spans", ())}


async def test_private_messages_that_are_not_asked_for_are_in_words_too(house: Any) -> None:
    await house.say("me text on", "dina")
    message = Message((Quote((Span("shall", "del"), Span("should", "add"))),))
    async with house.db.write() as session:
        persons = [(await people.person_of(session, "fake", "", name)).id for name in ("dina", "alma")]
        await tell_persons(session, house.space_id, persons, "one", lambda: message, house.desk.clock())
    said = await house.delivered()
    [dina], [alma] = to(said, "dina"), to(said, "alma")
    assert dina.message.blocks == (Para((Span("[deleted: shall]"), Span("[added: should]"))),)
    assert alma.message.blocks == message.blocks


async def test_nothing_waits_longer_than_its_line(house: Any) -> None:
    await night(house, "dina")
    await tell(house, "one", "One.", "dina")
    async with house.db.read() as session:
        [row] = (await session.exec(select(Delivery).where(Delivery.state == "waiting"))).all()
    assert row.due == datetime(2014, 6, 12, 5, tzinfo=UTC)


@pytest.mark.need(28)
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("show C9", "seen 12:57 (your 06:57 New York)"),
        ("drafts", "12:57 (your 06:57 New York)"),
        ("home", "18:00 Zurich (your 12:00 New York)"),
        ("seen 1", "it runs until Thu 12 June 18:00 Zurich (your 12:00 New York)"),
    ],
)
async def test_what_somebody_reads_alone_tells_their_own_time_too(house: Any, line: str, told: str) -> None:
    await house.say(f"silence C8 until:{DEADLINE}", "chang")
    await house.say("me zone America/New_York", "dina")
    [said] = await house.say(line, "dina")
    assert told in said.text
    [public] = await house.say("diff", "dina")
    assert "New York" not in public.text


async def test_held_acts_are_told_to_each_in_their_own_time(house: Any) -> None:
    await house.say("me zone America/New_York", "hansen")
    await house.say("accept C9", "alma")
    await house.say("object C9 not these words", "dina")
    said = await house.at("2014-06-11T13:02")
    [hansen], [alma] = to(said, "hansen"), to(said, "alma")
    assert "(your 06:57 New York)" in hansen.text
    assert "New York" not in alma.text


async def test_the_chair_reads_deadlines_in_their_own_time(house: Any) -> None:
    await house.say("me zone America/New_York", "chang")
    for line in (f"silence C8 until:{DEADLINE}", "silence", "silence extend 1 until:2014-06-12T19:00"):
        [said] = await house.say(line, "chang")
        assert "Zurich (your 1" in said.text
    assert "New York" not in to(await house.delivered(), "room")[0].text
