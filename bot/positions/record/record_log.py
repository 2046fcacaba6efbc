"""The record of a space: what happened, appended to a chain of hashes in the transaction in which it happens.

A row is {"ev", "prev", "seq"}; its hash is SHA-256 of that as canonical JSON (sorted keys, no blanks, UTF-8). Personal text
and names do not stand in it: a salted hash does, the text beside it (`storage.tables.Aside`), so that it can be erased and the
chain stays whole.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import events
from storage.tables import Aside, EventRow

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Personal:
    """Text of a person, or their name, to stand beside an event. `person_id`: whose it is; `withheld`: never exported."""

    text: str
    person_id: int | None = None
    withheld: bool = False


async def note(
    session: AsyncSession, space_id: int, kind: str, now: datetime, /, **facts: "Personal | Any"
) -> EventRow:
    """Appends one event, in the caller's transaction. `facts`: JSON values; those that are `Personal` are kept beside it."""
    await events.lock(session, space_id)
    last = await events.last(session, space_id)
    seq, prev = (last.seq + 1, last.hash) if last else (1, GENESIS)
    told: dict[str, Any] = {"kind": kind, "at": now.isoformat(timespec="seconds")}
    for name, fact in facts.items():
        told[name] = _beside(session, space_id, seq, name, fact) if isinstance(fact, Personal) else fact
    row = EventRow(space_id=space_id, seq=seq, prev=prev, hash="", ev=canonical(told), at=now)
    row.hash = hash_of(seq, prev, told)
    session.add(row)
    await session.flush()
    return row


async def head(session: AsyncSession, space_id: int) -> str:
    """The first 16 digits of the last event's hash, "" where nothing was recorded: what is posted, and checked later."""
    last = await events.last(session, space_id)
    return last.hash[:16] if last else ""


def _beside(session: AsyncSession, space_id: int, seq: int, field: str, said: Personal) -> dict[str, str]:
    salt = secrets.token_hex(16)
    hashed = hashlib.sha256(f"{salt}{said.text}".encode()).hexdigest()
    session.add(
        Aside(
            hash=hashed,
            space_id=space_id,
            seq=seq,
            field=field,
            salt=salt,
            text=said.text,
            person_id=said.person_id,
            withheld=said.withheld,
        )
    )
    return {"hash": hashed}


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with sorted keys, without blanks, in UTF-8: one value, one text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(seq: int, prev: str, ev: Mapping[str, Any]) -> str:
    """The hash of an event in its place of the chain."""
    return hashlib.sha256(canonical({"ev": ev, "prev": prev, "seq": seq}).encode()).hexdigest()
