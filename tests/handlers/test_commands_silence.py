"""/silence and its buttons, as people use them: who is told, what breaks it, how it ends, what is refused."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from bot.drafts import archive
from bot.drafts.archive import Posted
from bot.errors import Gone
from bot.positions import heartbeat
from bot.positions.silence_view import view
from bot.positions.silence_words import View
from handlers.works import effects, endings
from storage import people
from storage.tables import Delegation, EventRow, Membership, Position, Silence, Space

DEADLINE = "2014-06-12T18:00"
R3 = (
    "# III. Action lines",
    "C5. Building confidence and security.",
    "C8. Cultural diversity shall be respected by all women and men.",
    "C9. Affirm that the same human rights must be protected online and offline, in all the media.",
    "C10. Ethics matter.",
)


async def seat(house: Any, user: str, code: str, name: str, role: str = "head", group: str = "governments") -> None:
    async with house.db.write() as session:
        person = await people.meet(session, "fake", "", user, user.title())
        delegation = await people.delegation(session, house.space_id, code)
        if delegation is None:
            delegation = Delegation(space_id=house.space_id, code=code, name=name, group=group)
            session.add(delegation)
            await session.flush()
        since = house.desk.clock()
        session.add(Membership(delegation_id=delegation.id, person_id=person.id, role=role, since=since))


@pytest.fixture
async def room(house: Any) -> Any:
    """The house with somebody for Iran in it."""
    await seat(house, "reza", "IR", "Iran")
    return house


async def opened(house: Any, line: str = f"silence C8,C9 until:{DEADLINE}", who: str = "chang") -> tuple[Any, Any]:
    """Opens a silence: (what was said to the asker, the card in the room)."""
    said = (await house.say(line, who))[-1]
    cards = [one for one in await house.delivered() if one.to.chat == "room"]
    return said, cards[-1] if cards else None


async def swept(house: Any) -> list[Any]:
    """Runs the jobs of acts and silences until nothing is due; what was sent."""
    before = len(house.chat.said)
    jobs = (effects(house.desk), endings(house.desk))
    while rows := [(work, row) for work in jobs for row in await work.due()]:
        for work, row in rows:
            await work.run(row)
    await house.delivered()
    house.desk.clock.advance(4)
    await house.delivered()
    return list(house.chat.said[before:])


async def at(house: Any, time: str) -> list[Any]:
    """The clock goes on to a time of the venue (UTC+2); what the jobs did then."""
    house.desk.clock.now = datetime.fromisoformat(f"{time}:00+02:00").astimezone(UTC)
    return await swept(house)


async def acts(house: Any, line: str, who: str) -> None:
    """Somebody takes a position and lets the minute to undo it pass."""
    await house.say(line, who)
    house.desk.clock.advance(61)
    await swept(house)


async def redraft(house: Any, reading: Callable[..., Any], *lines: str) -> None:
    await house.keep(reading(*lines, source="https://wsis.example/r3.html"))


async def doubtful(house: Any, reading: Callable[..., Any]) -> None:
    """A draft r3 on which no position stands yet."""
    found = Posted("https://wsis.example/r3.html", b"r3", "text/html", reading(*R3))
    async with house.db.write() as session:
        await archive.keep(session, house.document_id, None, found, house.desk.clock())


async def row(house: Any, number: int = 1) -> Silence:
    async with house.db.read() as session:
        return await session.get(Silence, number)


async def kinds(house: Any) -> list[str]:
    async with house.db.read() as session:
        return [json.loads(one.ev)["kind"] for one in (await session.exec(select(EventRow))).all()]


async def last_card(house: Any) -> Any:
    return [one for one in house.chat.said if one.to.chat == "room" and "SILENCE" in one.text.split("\n")[0]][-1]


# ── opening ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.need(41)
async def test_a_silence_pins_the_words_on_one_card_with_four_buttons(room: Any) -> None:
    said, card = await opened(room)
    assert "Silence 1 on C8, C9 is open until Thu 12 June 18:00 Zurich (16:00 UTC)" in said.text
    assert said.labels == ["Withdraw", "Extend"]
    assert card.text.startswith("SILENCE 1 on C8, C9 r2 until Thu 12 June 18:00 Zurich (16:00 UTC)\n")
    assert "set by Chang (chair)" in card.text
    assert "C8 · 0aa9188c   C9 · 48839bef" in card.text
    assert "no objection ≠ consensus" in card.text
    assert card.labels == ["Object", "Concern", "Accept", "Seen"]
    assert await kinds(room) == ["silence"]


@pytest.mark.need(61)
async def test_each_person_with_a_seat_is_told_in_private_and_who_is_not_reached_is_named(room: Any) -> None:
    await room.say(f"silence C9 until:{DEADLINE}", "chang")
    told = {one.to.chat for one in await room.delivered()}
    assert {"hansen", "alma", "dina", "reza", "room"} <= told
    assert not {"oscar", "corner", "channel"} & told
    room.desk.clock.advance(4)
    edited = (await room.delivered())[-1]
    assert "not reached yet: Kenya (nobody seated at its opening)" in edited.text


async def test_who_cannot_be_written_to_is_not_reached_until_they_press_seen(room: Any) -> None:
    room.chat.fail("send", *[Gone("blocked")] * 40)
    await room.say(f"silence C9 until:{DEADLINE}", "chang")
    for _ in range(4):
        await room.delivered()
    room.chat._fails.clear()
    said = await room.say("seen 1", "reza", at="reza")
    assert "Iran has seen silence 1" in said[-1].text
    async with room.db.read() as session:
        shown = await _view(session, room)
    assert list(shown.missing) == ["Norway", "Kenya (nobody seated at its opening)"]


async def _view(session: Any, house: Any, number: int = 1) -> View:
    return await view(session, await session.get(Silence, number), house.desk.clock())


@pytest.mark.need(70)
async def test_noon_to_five_is_refused_at_a_notice_of_a_day(room: Any) -> None:
    said, card = await opened(room, "silence C9 until:17:00")
    assert "less than the notice of 24 h" in said.text
    assert "Thu 12 June 13:15 Zurich (11:15 UTC)" in said.text
    assert card is None
    assert await row(room) is None
    (again,) = await room.press(said, said.labels[0], "chang")
    assert "is open until Thu 12 June 13:15" in again.text


@pytest.mark.need(70)
async def test_a_forced_one_prints_who_and_why(room: Any) -> None:
    _, card = await opened(room, "silence C9 until:17:00 --force the plenary is at five")
    assert "short notice: the plenary is at five" in card.text
    assert "set by Chang (chair)" in card.text
    assert "override" in await kinds(room)


@pytest.mark.parametrize(
    ("until", "printed"),
    [
        (DEADLINE, "\nthe plenary is at five"),
        ("2014-06-12T22:00", "outside the working hours: the plenary is at five"),
        ("17:00", "short notice: the plenary is at five"),
        ("23:00", "short notice: the plenary is at five"),
    ],
)
async def test_what_is_printed_says_what_was_forced_if_anything_was(room: Any, until: str, printed: str) -> None:
    _, card = await opened(room, f"silence C9 until:{until} --force the plenary is at five")
    assert printed in card.text
    assert ("override" in await kinds(room)) == (until != DEADLINE)


async def test_the_chair_can_take_back_what_the_secretariat_set(room: Any) -> None:
    await room.say(f"silence C9 until:{DEADLINE}", "sekou")
    told = next(one for one in await room.delivered() if one.to.chat == "chang")
    assert "set by Sekou (secretariat)" in told.text
    assert told.labels == ["Withdraw", "Extend"]
    (said,) = await room.press(told, "Withdraw", "chang")
    assert "is withdrawn" in said.text


@pytest.mark.parametrize(
    ("line", "who", "why"),
    [
        ("silence C9", "chang", "Until when?"),
        ("silence C9 until:soon", "chang", "“soon” is no time"),
        ("silence C9 until:2014-06-12", "chang", "“2014-06-12” is no time"),
        ("silence C9 until:9999-12-31T23:59", "chang", "outside the working hours"),
        ("silence C9 until:12:00", "chang", "is past. The next possible moment is"),
        ("silence C9 until:2014-06-12T23:00", "chang", "outside the working hours"),
        ("silence C9 until:17:00 --force", "chang", "Say why behind --force"),
        (f"silence C9 until:{DEADLINE} {'x' * 10_000}", "chang", "Nothing was recorded"),
        (f"silence C99 until:{DEADLINE}", "chang", "has no C99"),
        (f"silence r1 until:{DEADLINE}", "chang", ""),
        (f"silence C9 r1 until:{DEADLINE}", "chang", "newest words"),
        (f"silence until:{DEADLINE}", "chang", "On which words?"),
        (f"silence C9 until:{DEADLINE}", "hansen", "secretariat"),
        (f"silence C9 until:{DEADLINE}", "oscar", "secretariat"),
        ("silence withdraw", "chang", "No silence runs"),
        ("silence extend 7", "chang", "No silence runs"),
        ("silence C9 by:NO until:17:00", "chang", "by:"),
    ],
)
async def test_what_stands_in_the_way_is_said_in_a_sentence_and_nothing_opens(
    room: Any, line: str, who: str, why: str
) -> None:
    said = (await room.say(line, who))[-1]
    assert why in said.text
    assert await row(room) is None
    assert await kinds(room) == []


async def test_a_paragraph_is_in_one_silence_at_a_time(room: Any) -> None:
    await opened(room)
    said, _ = await opened(room, f"silence C9 until:{DEADLINE}")
    assert "Silence 1 runs on C8, C9 already" in said.text
    assert said.labels == ["/silence extend 1", "/silence withdraw 1"]


async def test_nothing_is_opened_on_words_whose_reading_is_in_doubt(room: Any, reading: Callable[..., Any]) -> None:
    await doubtful(room, reading)
    said, _ = await opened(room)
    assert "The reading of r3 is in doubt" in said.text


async def test_while_a_newer_draft_is_in_doubt_it_is_said_that_it_is_about_the_older_words(
    room: Any, reading: Callable[..., Any]
) -> None:
    await opened(room)
    await doubtful(room, reading)
    async with room.db.read() as session:
        shown = await _view(session, room)
    assert shown.in_doubt == "r3"
    assert (await row(room)).state == "running"


async def test_words_that_turn_the_line_are_taken_out(room: Any) -> None:
    _, card = await opened(room, f"silence C9 until:{DEADLINE} final\u202e text")
    assert "\u202e" not in card.text
    assert "final text" in card.text


# ── what breaks it ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.need(41)
async def test_the_first_objection_breaks_it_and_the_room_is_told_who_and_why(room: Any) -> None:
    await opened(room)
    await room.say("object C9 red line in instructions; would accept: all media", "reza")
    room.desk.clock.advance(61)
    told = [one for one in await swept(room) if one.to.chat == "room" and one.how == "send"]
    assert told[-1].text.startswith("Silence 1 on C8, C9 is broken. Iran objects: “red line in instructions”")
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
    assert "Norway objects: “not agreed”" in card.text
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
    said = "Iran reserves, ad referendum, until Fri 13 June 12:00 Zurich (10:00 UTC): “capital is asleep”"
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
        "Iran objects: “another reason”",
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
    assert "Iran has a concern: “this troubles us”" in sent[-1].text
    assert "Norway reserves, ad referendum, until Fri 13 June 12:00 Zurich (10:00 UTC): “capital”" in sent[-1].text


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
    assert "unless withdrawn by then, this breaks the silence" in said.text
    assert "Iran objects since Wed 11 June" in card.text
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


# ── how it ends ──────────────────────────────────────────────────────────────────────────────────────────────────────────


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
    ("line", "who", "why"), [("seen 9", "dina", "no longer known"), ("seen", "dina", "no longer known")]
)
async def test_seen_on_nothing_is_said_kindly(room: Any, line: str, who: str, why: str) -> None:
    assert why in (await room.say(line, who))[-1].text


# ── the bot's own absence ────────────────────────────────────────────────────────────────────────────────────────────────


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
