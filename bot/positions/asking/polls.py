"""Polls: a quick question on one paragraph's words, one tally over all chats; a pulse, never a decision (positions.md, 8).

A poll is bound to the words that it shows: when they change it closes. Every function takes part in the caller's transaction.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.message import Message
from bot.outbox import seal
from bot.positions.asking import pulse, secret_ballots
from bot.positions.asking.pulse import Given, Opened, Question
from bot.positions.record import record_log
from bot.positions.record.record_log import Personal
from bot.positions.showing import mirror
from bot.sentences import polls as sentences
from bot.wording import clock
from storage import cards, drafts, people
from storage import polls as queries
from storage.tables import Ballot, Card, Delegation, Draft, Person, Poll, Space


@dataclass(frozen=True, slots=True)
class Voter:
    """Whose answer it is. `key`: "d12" a delegation, "p7" a person; `name` as the card prints it."""

    key: str
    name: str
    delegation_id: int | None
    person_id: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What a voter has chosen now. `reason_goes`: a reason was given with another answer, and is no more."""

    choices: tuple[int, ...]
    reason_goes: bool = False


async def open_poll(session: AsyncSession, poll: Poll, now: datetime) -> Card:
    """Opens a poll (a row that is new) and posts its card in the open chats of the space."""
    poll.salt = secrets.token_hex(32) if poll.secret else ""
    session.add(poll)
    await session.flush()
    card = Card(
        space_id=poll.space_id,
        document_id=poll.document_id,
        kind="poll",
        ref=poll.ref,
        threads=[poll.thread],
        draft_id=poll.draft_id,
        text_hash=poll.text_hash,
        poll_id=poll.id,
        person_id=poll.person_id,
        opened=now,
    )
    session.add(card)
    await session.flush()
    await mirror.post(session, card, now)
    asked = Personal("\n".join((poll.question, *poll.options)), poll.person_id)
    flags = {name: getattr(poll, name) for name in ("secret", "multi", "by_person", "adding", "reasons")}
    closes = poll.closes.isoformat(timespec="seconds") if poll.closes else None
    about = {"poll": poll.id, "ref": poll.ref, "words": poll.text_hash, "closes": closes}
    await record_log.note(session, poll.space_id, "poll", now, **about, **flags, asked=asked)
    return card


async def vote(session: AsyncSession, poll: Poll, voter: Voter, option: int, now: datetime, secret: str) -> Taken:
    """Takes an answer: the last one counts; of several that may be chosen it is put in or taken out. A reason that went with
    another answer goes with that."""
    if poll.secret:
        choices = _chosen(poll, await secret_ballots.given(session, poll, voter.key, secret), option)
        return Taken(choices, await secret_ballots.vote(session, poll, voter.key, choices, secret))
    row = await session.get(Ballot, (poll.id, voter.key)) or Ballot(
        poll_id=poll.id, voter=voter.key, delegation_id=voter.delegation_id, person_id=voter.person_id, at=now
    )
    choices = _chosen(poll, row.choices, option)
    goes = bool(row.reason) and list(choices) != row.choices
    if list(choices) != row.choices:  # else whose words the reason is must stay
        row.choices, row.reason, row.person_id = list(choices), "", voter.person_id
    row.at = now
    session.add(row)
    await _note_ballot(session, poll, row, voter, now)
    return Taken(choices, goes)


async def give_reason(session: AsyncSession, poll: Poll, voter: Voter, text: str, now: datetime, secret: str) -> None:
    """The reason that goes with the answer that a voter has given, in place of the one before; "" for none."""
    if poll.secret:
        await secret_ballots.reason(session, poll, voter.key, text, secret)
        return
    row = await session.get_one(Ballot, (poll.id, voter.key))
    row.reason, row.at, row.person_id = text, now, voter.person_id
    session.add(row)
    await _note_ballot(session, poll, row, voter, now)


async def answered(session: AsyncSession, poll: Poll, voter: Voter, secret: str) -> bool:
    """Whether a voter has chosen anything."""
    if poll.secret:
        return bool(await secret_ballots.given(session, poll, voter.key, secret))
    row = await session.get(Ballot, (poll.id, voter.key))
    return row is not None and bool(row.choices)


async def _note_ballot(session: AsyncSession, poll: Poll, row: Ballot, voter: Voter, now: datetime) -> None:
    said: dict[str, object] = {"poll": poll.id, "choices": row.choices}
    said |= {"voice": voter.name} if voter.delegation_id else {"by": Personal(voter.name, voter.person_id)}
    said |= {"reason": Personal(row.reason, row.person_id)} if row.reason else {}
    await record_log.note(session, poll.space_id, "ballot", now, **said)
    await _touch(session, poll, now)


async def erase_reasons(session: AsyncSession, poll: Poll, by: Person, now: datetime) -> None:
    """The reasons of a secret poll that is closed are no more: nobody can say whose one is, so all of them go."""
    await queries.erase_reasons(session, poll.id)
    await record_log.note(session, poll.space_id, "erased", now, poll=poll.id, by=Personal(by.name, by.id))
    await _touch(session, poll, now)


def _chosen(poll: Poll, before: Sequence[int], option: int) -> tuple[int, ...]:
    if not poll.multi:
        return (option,)
    return tuple(sorted(set(before) ^ {option}))


async def add_option(session: AsyncSession, poll: Poll, option: str, person: Person, now: datetime) -> None:
    """A participant's option, behind the others: their numbers stay."""
    poll.options = [*poll.options, option]
    session.add(poll)
    added = Personal(option, person.id)
    await record_log.note(session, poll.space_id, "poll", now, poll=poll.id, added=added)
    await _touch(session, poll, now)


async def close(
    session: AsyncSession, poll: Poll, why: str, now: datetime, secret: str, by: Person | None = None
) -> None:
    """Closes a poll: "time", "asked", "changed" or "cancelled"; a secret one is opened, unless it is cancelled."""
    poll.state, poll.closed, poll.why = "cancelled" if why == "cancelled" else "closed", now, why
    about: dict[str, object] = {"poll": poll.id, "why": why}
    if poll.secret:
        about |= await secret_ballots.open_all(session, poll, secret)
    if by:
        about["by"] = Personal(by.name, by.id)
    session.add(poll)
    await record_log.note(session, poll.space_id, "poll closed", now, **about)
    card = await cards.of_poll(session, poll.id)
    if card:
        await mirror.close(session, card, "over", now)


async def words_changed(
    session: AsyncSession, document_id: int, changed: Mapping[int, str | None], draft: Draft, now: datetime
) -> None:
    """A new draft changed paragraphs (thread → new hash, None if deleted): polls on other words take no more answers, and are
    closed by the next sweep."""
    for poll in await queries.on_words(session, document_id, changed):
        if changed[poll.thread] != poll.text_hash:
            poll.closes, poll.why = now, "changed"
            session.add(poll)


async def _touch(session: AsyncSession, poll: Poll, now: datetime) -> None:
    card = await cards.of_poll(session, poll.id)
    if card:
        await mirror.touch(session, card, now)


# ── what it says ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def card(session: AsyncSession, poll: Poll, now: datetime) -> Message:
    """The card of a poll as it stands."""
    zone, answers = await _zone(session, poll), await given(session, poll)
    asked = await _question(session, poll, answers, now)
    return pulse.card(asked, answers, await _result(session, poll), zone, now)


async def names(session: AsyncSession, poll: Poll, now: datetime) -> Message:
    """Every name of an open poll with its reason; of a secret one that is closed every reason, without a name."""
    asked, answers = await question(session, poll, now), await given(session, poll)
    return pulse.everyone(asked, answers, await _result(session, poll))


async def question(session: AsyncSession, poll: Poll, now: datetime) -> Question:
    """A poll as its card shows it."""
    return await _question(session, poll, await given(session, poll), now)


async def _question(session: AsyncSession, poll: Poll, answers: Sequence[Given], now: datetime) -> Question:
    draft = await session.get_one(Draft, poll.draft_id)
    return Question(
        id=poll.id,
        ref=poll.ref,
        draft=f"r{draft.number}",
        text_hash=poll.text_hash,
        words=await drafts.words_of(session, poll.document_id, poll.text_hash),
        text=poll.question,
        options=tuple(poll.options),
        secret=poll.secret,
        multi=poll.multi,
        by_person=poll.by_person,
        adding=poll.adding,
        reasons=poll.reasons,
        asker=(await session.get_one(Person, poll.person_id)).name,
        closes=poll.closes,
        closed=await closed_told(session, poll, now),
        silent=await _silent(session, poll, answers),
    )


async def closed_told(session: AsyncSession, poll: Poll, now: datetime) -> str:
    """Why and when a poll was closed, "" while it is open."""
    if poll.closed is None:
        return ""
    zone = await _zone(session, poll)
    at = clock(poll.closed, zone, now.astimezone(zone).date())
    return sentences.CLOSED[poll.why].format(at=at, ref=poll.ref)


async def given(session: AsyncSession, poll: Poll) -> list[Given]:
    """The answers to an open poll, by name."""
    if poll.secret:
        return []
    rows = await queries.answers(session, poll.id)
    alone = [person.id for _, delegation, person in rows if delegation is None]
    groups = await people.groups_of(session, poll.space_id, alone, poll.closed or poll.opened)
    return [
        Given(delegation.code, delegation.group, tuple(ballot.choices), ballot.reason)
        if delegation
        else Given(person.name, groups.get(person.id, ""), tuple(ballot.choices), ballot.reason)
        for ballot, delegation, person in rows
    ]


async def _result(session: AsyncSession, poll: Poll) -> Opened | None:
    if not poll.secret or poll.state != "closed":
        return None
    took_part = [await _voter_name(session, voter) for voter in await queries.took_part(session, poll.id)]
    rows = [(row.option, row.group) for row in await queries.choices(session, poll.id)]
    return pulse.opened(rows, took_part, await queries.reasons(session, poll.id))


async def _voter_name(session: AsyncSession, voter: str) -> str:
    if voter.startswith("d"):
        return (await session.get_one(Delegation, int(voter[1:]))).code
    return (await session.get_one(Person, int(voter[1:]))).name


async def _silent(session: AsyncSession, poll: Poll, answers: Sequence[Given]) -> tuple[str, ...]:
    """The groups of which nobody has answered; of a secret poll only once it is closed."""
    space = await session.get_one(Space, poll.space_id)
    groups = list(space.required_groups) or [one.group for one in await people.delegations(session, space.id)]
    if not poll.secret:
        heard = {one.group for one in answers if one.choices}
    elif poll.state == "closed":
        heard = {
            await secret_ballots.group_of(session, poll, voter) for voter in await queries.took_part(session, poll.id)
        }
    else:
        return ()
    return tuple(dict.fromkeys(group for group in groups if group not in heard))


async def _zone(session: AsyncSession, poll: Poll) -> ZoneInfo:
    return ZoneInfo((await session.get_one(Space, poll.space_id)).timezone)


async def entry(session: AsyncSession, poll: Poll, voice: str, now: datetime) -> Message:
    """Where a secret poll is answered. The buttons are the same for all who answer: a press tells nobody's name. `voice`: whose
    answer it is, of who has several seats; "" where it was not said."""
    asked = await question(session, poll, now)
    return await seal(session, pulse.entry(asked, f" as:{voice}" if voice else ""), now, space_id=poll.space_id)
