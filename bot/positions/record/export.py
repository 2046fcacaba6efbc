"""The record as files that anyone can check offline, and the erasure of what a person said in it."""

import inspect
import io
import json
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.positions.record import record_log, verifier
from bot.positions.record.record_log import canonical
from bot.positions.record.unsaid import without
from bot.sentences import record as sentences
from storage import events, retention
from storage.tables import Aside, EventRow, Person, Space


@dataclass(frozen=True, slots=True)
class Export:
    """`files`: name → content; `head`: the hash of the last event."""

    files: dict[str, bytes]
    events: int
    head: str

    def zipped(self, now: datetime) -> bytes:
        """The files as one ZIP, the same bytes for the same files and time."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, data in self.files.items():
                packed.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
        return out.getvalue()


async def export(session: AsyncSession, space: Space, now: datetime) -> Export | None:
    """The record of a space as it stands; None where nothing was recorded."""
    rows = [row async for row in _events(session, space.id)]
    if not rows:
        return None
    beside = await events.asides(session, space.id)
    head = rows[-1].hash
    about = sentences.README.format(
        space=space.title, at=now.isoformat(timespec="minutes"), events=len(rows), head=head
    )
    files = {
        "record.jsonl": "".join(f"{_event(row)}\n" for row in rows).encode(),
        "beside.jsonl": "".join(f"{_beside(row)}\n" for row in beside).encode(),
        "verify.py": inspect.getsource(verifier).encode(),
        "README.txt": about.encode(),
    }
    return Export(files, len(rows), head)


async def _events(session: AsyncSession, space_id: int) -> AsyncIterator[EventRow]:
    seq = 0
    while batch := await events.after(session, space_id, seq):
        for row in batch:
            yield row
        seq = batch[-1].seq


def _event(row: EventRow) -> str:
    return canonical({"ev": json.loads(row.ev), "hash": row.hash, "prev": row.prev, "seq": row.seq})


def _beside(row: Aside) -> str:
    known = {"field": row.field, "hash": row.hash, "seq": row.seq}
    if row.erased:
        return canonical(known | {"erased": row.erased.isoformat(timespec="seconds")})
    return canonical(known | ({"withheld": True} if row.withheld else {"salt": row.salt, "text": row.text}))


async def erase(session: AsyncSession, space: Space, person_id: int, now: datetime) -> None:
    """Erases what a person said, and their name, wherever the space keeps it, messages on their way included. The salt goes
    too: nobody can try a guess."""
    person = await session.get_one(Person, person_id)
    name = person.name
    said = {*await events.texts(session, space.id, person_id), *await retention.said(session, space.id, person_id)}
    await events.erase(session, space.id, person_id, now)
    await retention.erase_person(session, space.id, person_id, sentences.ERASED_NAME)
    await session.refresh(person)
    unknown = name if person.name != name else ""
    for row in await retention.unsent(session, space.id):
        row.body = without(row.body, said - {name}, unknown, sentences.ERASED_NAME)
    await record_log.note(session, space.id, "erased", now, person=person_id)
