"""The answers to a secret poll: sealed until it closes, then written down shuffled, without their voters (positions.md, 8).

After the close no pair of rows tells whose a choice or a reason is. Every function takes part in the caller's transaction.
"""

import hashlib
import logging
import secrets
from collections import Counter
from collections.abc import Sequence

from cryptography.fernet import InvalidToken
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.positions.asking import pulse
from bot.positions.asking.sealing import Seal
from bot.positions.record.record_log import canonical
from storage import people
from storage import polls as queries
from storage.tables import Choice, Delegation, Poll, SealedBallot, SecretReason

log = logging.getLogger(__name__)


async def given(session: AsyncSession, poll: Poll, voter: str, secret: str) -> tuple[int, ...]:
    """What a voter ("d12", "p7") has chosen until now."""
    sealing = Seal(secret, poll.salt)
    row = await session.get(SealedBallot, (poll.id, sealing.name(voter)))
    return sealing.open(row.sealed) if row else ()


async def vote(session: AsyncSession, poll: Poll, voter: str, choices: Sequence[int], secret: str) -> bool:
    """Seals a voter's answer, in place of the one before. Whether a reason went with that one: it goes too, being no reason for
    another answer."""
    sealing = Seal(secret, poll.salt)
    name = sealing.name(voter)
    row = await session.get(SealedBallot, (poll.id, name)) or SealedBallot(poll_id=poll.id, voter=name, sealed=b"")
    before = sealing.read(row.reason) if row.reason else ""
    goes = bool(before) and sealing.open(row.sealed) != tuple(choices)
    row.sealed = sealing.shut(choices)
    row.reason = sealing.write("" if goes else before) if poll.reasons else None
    session.add(row)
    await queries.note_part(session, poll.id, voter)
    return goes


async def reason(session: AsyncSession, poll: Poll, voter: str, text: str, secret: str) -> None:
    """Seals the reason that goes with the answer that a voter has given, "" for none."""
    sealing = Seal(secret, poll.salt)
    row = await session.get_one(SealedBallot, (poll.id, sealing.name(voter)))
    row.reason = sealing.write(text)
    session.add(row)


async def open_all(session: AsyncSession, poll: Poll, secret: str) -> dict[str, object]:
    """Opens the answers, writes them down shuffled without their voters, destroys what could tell whose they were.

    A reason stands apart from the choice and the group of whoever gave it, and in no hash, so that it can be erased. Returns
    what the record says: how many took part and the hash of the result.
    """
    took_part = await queries.took_part(session, poll.id)
    rows: list[tuple[int, str]] = []
    reasons: list[str] = []
    if poll.state == "closed" and len(took_part) >= pulse.FEWEST:
        rows, reasons = await _opened(session, poll, Seal(secret, poll.salt), took_part)
    session.add_all(
        Choice(id=secrets.token_hex(8), poll_id=poll.id, option=option, group=group) for option, group in rows
    )
    session.add_all(SecretReason(id=secrets.token_hex(8), poll_id=poll.id, text=text) for text in reasons)
    await queries.unseal(session, poll.id)
    poll.salt = ""
    poll.result_hash = hashlib.sha256(canonical({"choices": sorted(rows)}).encode()).hexdigest()
    return {"took_part": len(took_part), "result": poll.result_hash}


async def _opened(
    session: AsyncSession, poll: Poll, sealing: Seal, took_part: Sequence[str]
) -> tuple[list[tuple[int, str]], list[str]]:
    """(option, group) of every choice, the group told only where that names nobody; and the reasons."""
    groups = {sealing.name(voter): await group_of(session, poll, voter) for voter in took_part}
    told = pulse.groups_told(Counter(groups.values()))
    try:
        answers = [(row, sealing.open(row.sealed)) for row in await queries.sealed(session, poll.id)]
        reasons = [sealing.read(row.reason) for row, _ in answers if row.reason]
    except InvalidToken:
        log.exception("poll %s: its answers were sealed with another [security] ballot_secret", poll.id)
        return [], []
    return _apart([(choices, groups[row.voter]) for row, choices in answers], told), [text for text in reasons if text]


def _apart(answers: Sequence[tuple[Sequence[int], str]], told: frozenset[str]) -> list[tuple[int, str]]:
    return [(option, group if group in told else "") for choices, group in answers for option in choices]


async def group_of(session: AsyncSession, poll: Poll, voter: str) -> str:
    """The group of a voter, "" where a person has none."""
    if voter.startswith("d"):
        return (await session.get_one(Delegation, int(voter[1:]))).group
    seats = await people.seats(session, poll.space_id, int(voter[1:]), poll.closed or poll.opened)
    return seats[0][0].group if seats else ""
