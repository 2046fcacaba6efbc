"""Polls as conversations: bound to the words shown, one tally, closed by time or new words."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from bot.drafts.reading import Reading
from bot.positions.asking import polls
from storage import events
from storage.tables import (
    Ballot,
    Draft,
    Poll,
)
from tests.handlers.polls.steps import kept, latest, polled, swept


async def test_a_poll_shows_the_words_and_takes_one_answer_a_delegation(house: Any) -> None:
    _, card = await polled(house)
    assert "Poll on C9  r2" in card.text
    assert "Affirm that the same human rights" in card.text
    assert card.labels[:3] == ["Yes", "No", "No view"]
    await house.press(card, "Yes", "dina")
    said = await house.press(card, "No", "hansen")
    assert said[-1].text == "NO: No. You may change it until the poll closes."
    assert "Yes: –\nNo: governments NO" in await latest(house)


async def test_one_tally_over_two_accounts_counts_a_delegation_once(house: Any) -> None:
    _, card = await polled(house)
    for who in ("dina", "hansen", "alma"):
        await house.press(card, "Yes", who)
    assert "Yes: governments NO\n" in await latest(house)


async def test_an_observer_answers_only_where_persons_are_asked(house: Any) -> None:
    _, card = await polled(house)
    assert "an observer has no voice" in (await house.press(card, "Yes", "oscar"))[-1].text
    _, card = await polled(house, 'poll C5 "Well?" --person')
    assert (await house.press(card, "Yes", "oscar"))[-1].text.startswith("Oscar: Yes")
    assert "Yes: governments Oscar" in await latest(house)


async def test_an_observer_who_reads_the_card_reads_all_its_names(house: Any) -> None:
    _, card = await polled(house)
    await house.press(card, "Yes", "dina")
    assert "Yes: governments NO" in (await house.say("ballot names 1", "oscar"))[-1].text


@pytest.mark.need(98)
async def test_several_options_that_one_could_live_with(house: Any) -> None:
    _, card = await polled(house, 'poll C9 "Which could you live with?" "Text A" "Text B" "Text C" --multi')
    await house.press(card, "Text A")
    assert "NO: Text A and Text C." in (await house.press(card, "Text C"))[-1].text
    assert "NO: Text C." in (await house.press(card, "Text A"))[-1].text


@pytest.mark.need(64)
async def test_a_third_option_added_by_a_participant_is_announced(house: Any) -> None:
    _, card = await polled(house, 'poll C9 "For or against?" "For" "Against" --add', "hansen")
    question = (await house.press(card, "Add an option", "dina"))[-1]
    assert question.how == "ask"
    await house.say("Send it back", "dina", token=question.key)
    house.desk.clock.advance(5)
    said = await house.delivered()
    assert any("Dina added the option “Send it back”" in one.text for one in said)
    edited = next(one for one in said if one.how == "edit")
    assert edited.labels[:3] == ["For", "Against", "Send it back"]


@pytest.mark.need(64)
async def test_a_reason_stands_on_the_card_with_its_name_and_its_answer(house: Any) -> None:
    _, card = await polled(house, 'poll C9 "Which one?" "Text A" "Text B" "Neither" --reasons')
    assert card.labels == ["Text A", "Text B", "Neither", "Give a reason"]
    assert "Answer the poll first" in (await house.press(card, "Give a reason", "dina"))[-1].text
    await house.press(card, "Text B", "dina")
    question = (await house.press(card, "Give a reason", "dina"))[-1]
    assert question.how == "ask"
    assert "Why does NO answer so on C9, “Which one?”?" in question.text
    (said,) = await house.say("It keeps ballot 2 --person “offline”", "dina", token=question.key)
    assert said.text.startswith("Noted for NO: “It keeps ballot 2 --person “offline””.")
    assert "Reasons:\nNO (Text B): “It keeps ballot 2 --person “offline””" in await latest(house)


async def test_a_reason_may_be_typed_with_the_answer_and_goes_with_it(house: Any) -> None:
    await polled(house, 'poll C9 "Keep it?" --reasons')
    await house.say("ballot 1 1 the capital likes it", "dina")
    assert "NO (Yes): “the capital likes it”" in await latest(house)
    assert (await house.say("ballot 1 1", "hansen"))[-1].text == "NO: Yes. You may change it until the poll closes."
    assert "the capital likes it" in await latest(house)
    assert "is gone: give one anew" in (await house.say("ballot 1 2", "hansen"))[-1].text
    told = await latest(house)
    assert "No: governments NO" in told
    assert "the capital likes it" not in told


async def test_a_reason_can_be_taken_back_and_the_answer_stays(house: Any) -> None:
    _, card = await polled(house, 'poll C9 "Keep it?" --reasons')
    await house.press(card, "Yes", "dina")
    (given,) = await house.say("ballot reason 1 the capital likes it", "dina")
    (back,) = await house.press(given, "Take the reason back", "dina")
    assert back.text == "The reason is taken back; the answer of NO stays."
    told = await latest(house)
    assert "Yes: governments NO" in told
    assert "Reasons" not in told


async def test_what_somebody_gave_as_a_reason_is_erased_with_their_other_words(house: Any) -> None:
    await polled(house, 'poll C9 "Keep it?" --reasons')
    await house.say("ballot 1 1 the capital likes it", "dina")
    await house.delivered()
    (asked,) = await house.say("space erase fake:dina", "chang")
    await house.press(asked, "Erase", "chang")
    assert not [row for row in await kept(house) if "the capital likes it" in row]


@pytest.mark.parametrize(
    ("line", "who", "said"),
    [
        ("ballot 1 1 because", "dina", "This poll asks for no reasons"),
        ("ballot reason 1", "dina", "This poll asks for no reasons"),
        ("ballot reason 9", "dina", "There is no poll 9"),
        ("ballot reason", "dina", "There is no poll"),
        ("ballot 2 1 " + "x" * 10_000, "dina", "300 can be recorded. Nothing was recorded"),
        ("ballot reason 2 why", "oscar", "an observer has no voice"),
        ("ballot reason 2 why", "dina", "Answer the poll first"),
        ("ballot reason 2 why as:KE", "dina", "Kenya speaks through its own people"),
        ("poll erase 2", "dina", "Only the chair and the secretariat"),
        ("poll erase 2", "chang", "keeps no reason without a name"),
    ],
)
async def test_a_reason_that_cannot_be_taken_is_one_kind_sentence(house: Any, line: str, who: str, said: str) -> None:
    await polled(house)
    await polled(house, 'poll C5 "Keep it?" --reasons')
    assert said in (await house.say(line, who))[-1].text
    async with house.db.read() as session:
        assert (await session.exec(select(Ballot))).all() == []


async def test_a_poll_closes_at_its_time_and_takes_nothing_after(house: Any) -> None:
    _, card = await polled(house, 'poll C9 "Keep it?" until:14:00')
    await house.press(card, "Yes")
    house.desk.clock.advance(3 * 3600)
    assert "This poll is closed" in (await house.press(card, "No"))[-1].text
    await swept(house)
    told = await latest(house)
    assert "closed at its time" in told
    assert "Yes: governments NO\nNo: –" in told


async def test_new_words_close_a_poll_and_its_answers_stay_with_the_old_ones(house: Any) -> None:
    _, card = await polled(house)
    await house.press(card, "Yes")
    async with house.db.write() as session:
        poll = (await session.exec(select(Poll))).one()
        draft = await session.get_one(Draft, poll.draft_id)
        await polls.words_changed(session, poll.document_id, {poll.thread: "0" * 64}, draft, house.desk.clock())
    assert "words have changed" in (await house.press(card, "No"))[-1].text
    await swept(house)
    told = await latest(house)
    assert "the words of C9 changed" in told
    assert "Yes: governments NO" in told


async def test_reflowed_words_leave_a_poll_open(house: Any) -> None:
    await polled(house)
    async with house.db.write() as session:
        poll = (await session.exec(select(Poll))).one()
        draft = await session.get_one(Draft, poll.draft_id)
        await polls.words_changed(session, poll.document_id, {poll.thread: poll.text_hash}, draft, house.desk.clock())
    await swept(house)
    async with house.db.read() as session:
        assert (await session.exec(select(Poll.state))).one() == "open"


async def test_only_the_asker_and_officers_end_a_poll_and_a_cancelled_one_says_so(house: Any) -> None:
    said, card = await polled(house)
    await house.press(card, "Yes")
    assert "Only the one who asked" in (await house.say("poll cancel 1", "hansen"))[-1].text
    assert "cancelled" in (await house.say("poll cancel 1", "sekou"))[-1].text
    assert "cancelled" in await latest(house)
    assert said.labels == ["Close poll 1", "Cancel poll 1"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("poll", "No poll is open."),
        ("poll C9", "A poll needs a paragraph and a question"),
        ('poll "Keep it?"', "A poll needs a paragraph and a question"),
        ('poll C99 "Keep it?"', "C99"),
        ('poll all "Keep it?"', "A poll asks about one paragraph"),
        ('poll C5-C8 "Keep it?"', "A poll asks about one paragraph"),
        ('poll C9 "Keep it?" "Yes"', "One option is no choice"),
        ('poll C9 "Keep it?" "Yes" "yes"', "stands there twice"),
        ('poll C9 "Keep it?" "Object" "Yes"', "is the name of a stance"),
        ('poll C9 "Keep it?" ' + " ".join(f'"{n}"' for n in range(500)), "A poll has ten options at most"),
        ('poll C9 "Keep it?" "' + "x" * 200 + '" "No"', "is longer than"),
        ('poll C9 "' + "x" * 10_000 + '"', "The question is longer than"),
        ('poll C9 "Keep it?" until:09:00', "is past"),
        ('poll C9 "Keep it?" until:teatime', "is no time that can be read"),
        ('poll C9 "Keep it?" --loud', "no option --loud"),
        ('poll C9 "Keep it?" --secret --add', "Options cannot be added to a secret poll"),
        ("poll close 7", "There is no poll 7"),
        ("poll add 7 More", "There is no poll 7"),
        ("ballot names 7", "There is no poll 7"),
    ],
)
async def test_what_cannot_be_asked_is_one_kind_sentence_and_records_nothing(house: Any, line: str, said: str) -> None:
    answer = (await house.say(line, "dina"))[-1]
    assert said in answer.text
    async with house.db.read() as session:
        assert (await session.exec(select(Poll))).all() == []
        assert await events.last(session, house.space_id) is None


async def test_curly_quotes_of_a_phone_make_a_poll(house: Any) -> None:
    _, card = await polled(house, "poll С9 “Keep it?” “Aye” “Nay”")
    assert card.labels[:2] == ["Aye", "Nay"]


async def test_an_option_comes_too_late_once_the_time_is_over(house: Any) -> None:
    await polled(house, 'poll C9 "Keep it?" --add until:13:30')
    house.desk.clock.advance(3600)
    (said,) = await house.say("poll add 1 Perhaps", "dina")
    assert said.text == "This poll is closed: its time is over, or its words have changed."


async def test_closing_a_poll_whose_words_have_changed_says_so(house: Any, reading: Callable[..., Reading]) -> None:
    await polled(house)
    await house.keep(reading("C5. Building confidence.", "C9. Affirm that the same human rights must be protected."))
    await house.say("poll close 1", "dina")
    assert "the words of C9 changed" in await latest(house)


@pytest.mark.parametrize("question", ['""', '" "', "“ ”"])
async def test_a_poll_without_a_question_is_not_opened(house: Any, question: str) -> None:
    (said,) = await house.say(f'poll C9 {question} "Yes" "No"')
    assert said.text == 'A poll needs a paragraph and a question: /poll C9 "Keep it?" "Yes" "No"'
    assert "No poll is open" in (await house.say("poll"))[0].text


async def test_an_open_poll_that_is_answered_in_private_is_not_said_to_be_secret(house: Any) -> None:
    await house.say('poll C9 "Keep it?"')
    await house.say('poll C9 "And this?" --secret')
    for number, secret in ((1, False), (2, True)):
        (entry,) = await house.say(f"ballot {number}", "hansen", at="hansen")
        assert entry.labels == ["Yes", "No", "No view"]
        assert ("Secret from members" in entry.text) == secret


async def test_a_poll_whose_time_is_over_was_not_closed_early_by_whoever_presses_then(house: Any) -> None:
    await house.say('poll C9 "Keep it?" until:17:00')
    await house.delivered()
    house.desk.clock.advance(24 * 3600)
    (said,) = await house.say("poll close 1")
    assert said.text == "The poll is closed; its card shows the result."
    house.desk.clock.advance(4)
    assert "closed early" not in (await house.delivered())[-1].text
