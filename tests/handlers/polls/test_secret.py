"""Secret polls: nobody can read an answer before the close, and nobody can say whose it was after it."""

import json
from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from sqlmodel import select

from bot.positions.asking.sealing import Seal
from storage import events
from storage.tables import (
    Ballot,
    Choice,
    Poll,
    Press,
    SealedBallot,
    SecretReason,
    TookPart,
)
from tests.handlers.polls.steps import GROUPS, kept, latest, polled, seat, secretly


async def test_deleted_answers_are_overwritten_in_the_file(house: Any) -> None:
    async with house.db.read() as session:
        connection = await session.connection()
        assert (await connection.exec_driver_sql("pragma secure_delete")).scalar() == 1


@pytest.mark.need(66)
async def test_no_pair_of_rows_gives_who_and_what_after_the_close(house: Any) -> None:
    await secretly(house, GROUPS, lambda n: "No" if n == 11 else "Yes")
    await house.say("poll close 1", "dina")
    async with house.db.read() as session:
        poll = (await session.exec(select(Poll))).one()
        choices = (await session.exec(select(Choice))).all()
        assert (await session.exec(select(SealedBallot))).all() == []
        assert (await session.exec(select(Ballot))).all() == []
        voters = (await session.exec(select(TookPart.voter))).all()
        rows = await events.after(session, house.space_id, 0)
    assert poll.salt == ""
    assert len(voters) == len(choices) == 12
    assert {choice.group for choice in choices} == {
        "governments",
        "",
    }  # business alone with five others: not to be told
    assert set(TookPart.model_fields) & set(Choice.model_fields) == {"poll_id"}
    assert not any(json.loads(row.ev)["kind"] == "ballot" for row in rows)
    told = await latest(house)
    assert "No: other groups 1" in told
    assert "business" not in told.split("Took part")[0]


@pytest.mark.need(64)
@pytest.mark.need(66)
async def test_reasons_of_a_secret_poll_are_nobodys_after_the_close(house: Any) -> None:
    seats = [(f"u{n}", f"X{n}", "governments") for n in range(5)]
    await seat(house, *seats)
    _, card = await polled(house, 'poll C9 "Keep it?" --secret --reasons')
    for n, (user, _, _) in enumerate(seats):
        entry = (await house.press(card, "Answer in private", user))[-1]
        assert "shown after the close without a name" in entry.text
        await house.press(entry, "Yes" if n else "No", user, at=user)
    question = (await house.press(entry, "Give a reason", "u4"))[-1]
    (said,) = await house.say("a word from the capital", "u4", token=question.key)
    assert "sealed with the answer of X4" in said.text
    async with house.db.read() as session:
        lengths = {len(row) for row in (await session.exec(select(SealedBallot.reason))).all() if row}
    assert len(lengths) == 1
    assert not [row for row in await kept(house) if "capital" in row]
    await house.say("poll close 1", "dina")
    told = await latest(house)
    assert "answers that they were given with:\n“a word from the capital”" in told
    (row,) = [row for row in await kept(house) if "capital" in row]
    async with house.db.read() as session:
        asked = (await session.exec(select(Press).where(Press.person_id != None))).all()  # noqa: E711
        assert set(SecretReason.model_fields) == {"id", "poll_id", "text"}
    assert not [one for one in asked if "reason" in one.line]
    assert "X4" not in row
    await house.say("poll erase 1", "chang")
    assert not [row for row in await kept(house) if "capital" in row]
    assert "capital" not in await latest(house)


async def test_where_fewer_than_five_answered_in_secret_their_reasons_are_destroyed(house: Any) -> None:
    _, card = await polled(house, 'poll C9 "Keep it?" --secret --reasons')
    (entry,) = await house.press(card, "Answer in private", "dina")
    await house.press(entry, "Yes", "dina", at="dina")
    await house.say("ballot reason 1 a word from the capital", "dina", at="dina")
    await house.say("poll close 1", "dina")
    assert not [row for row in await kept(house) if "capital" in row]


async def test_a_reason_in_secret_is_not_typed_where_all_can_read_it(house: Any) -> None:
    _, card = await polled(house, 'poll C9 "Keep it?" --secret --reasons')
    (entry,) = await house.press(card, "Answer in private", "dina")
    await house.press(entry, "Yes", "dina", at="dina")
    assert "answered in private" in (await house.say("ballot reason 1 because", "dina"))[-1].text


async def test_another_answer_in_secret_drops_the_reason_of_the_one_before(house: Any) -> None:
    await polled(house, 'poll C9 "Keep it?" --secret --reasons')
    await house.say("ballot 1 1 because", "dina", at="dina")
    assert "gone" not in (await house.say("ballot 1 1", "dina", at="dina"))[-1].text
    assert "is gone: give one anew" in (await house.say("ballot 1 2", "dina", at="dina"))[-1].text


async def test_the_buttons_of_a_secret_poll_are_the_same_for_all(house: Any) -> None:
    await seat(house, ("anna", "AA", "governments"), ("bert", "BB", "business"))
    _, card = await polled(house, 'poll C9 "Keep it?" --secret')
    entries = [(await house.press(card, "Answer in private", who))[-1] for who in ("anna", "bert")]
    assert entries[0].token("Yes") == entries[1].token("Yes")


async def test_until_the_close_the_last_answer_counts_and_none_can_be_read(house: Any) -> None:
    await secretly(house, {"governments": 5}, lambda _: "Yes")
    async with house.db.read() as session:
        before = (await session.exec(select(SealedBallot.sealed))).all()
        salt = (await session.exec(select(Poll.salt))).one()
    assert len(set(before)) == 5, "five equal answers do not look equal"
    for sealed in before:
        with pytest.raises(InvalidToken):
            Seal("who has the database has not the operator's secret", salt).open(sealed)
    await house.say("ballot 1 2", "ugov0", at="ugov0")
    await house.say("poll close 1", "chang")
    assert "Yes: governments 4\nNo: governments 1" in await latest(house)


async def test_who_has_two_seats_answers_in_secret_and_no_button_of_theirs_says_what(house: Any) -> None:
    await house.seat("dina", "KE")
    _, card = await polled(house, 'poll C9 "Keep it?" --secret', "hansen")
    (which,) = await house.press(card, "Answer in private", "dina")
    assert which.labels == ["/ballot 1 as:NO", "/ballot 1 as:KE"]
    (entry,) = await house.press(which, "/ballot 1 as:KE", "dina")
    (said,) = await house.press(entry, "No", "dina")
    assert said.text == "Taken for KE. You may change it until the poll closes."
    (which,) = await house.say("ballot 1 2", "dina", at="dina")
    assert which.labels == ["/ballot 1 as:NO", "/ballot 1 as:KE"]
    async with house.db.read() as session:
        own = (await session.exec(select(Press.line).where(Press.person_id != None))).all()  # noqa: E711
    assert not [line for line in own if line.startswith("ballot 1 ") and line.split()[2].isdecimal()]


async def test_a_secret_answer_is_not_typed_where_all_can_read_it(house: Any) -> None:
    await polled(house, 'poll C9 "Keep it?" --secret')
    assert "answered in private" in (await house.say("ballot 1 1", "dina"))[-1].text
    async with house.db.read() as session:
        assert (await session.exec(select(TookPart))).all() == []


async def test_a_cancelled_secret_poll_is_never_opened(house: Any) -> None:
    await secretly(house, {"governments": 6}, lambda _: "Yes")
    await house.say("poll cancel 1", "chang")
    async with house.db.read() as session:
        assert (await session.exec(select(Choice))).all() == []
        assert (await session.exec(select(SealedBallot))).all() == []
    assert "Yes:" not in await latest(house)


async def test_the_record_has_how_many_took_part_and_the_hash_of_the_result(house: Any) -> None:
    await secretly(house, {"governments": 5}, lambda _: "Yes")
    await house.say("poll close 1", "chang")
    async with house.db.read() as session:
        last = await events.last(session, house.space_id)
        poll = (await session.exec(select(Poll))).one()
    assert last
    told = json.loads(last.ev)
    assert (told["kind"], told["took_part"], told["result"]) == ("poll closed", 5, poll.result_hash)
