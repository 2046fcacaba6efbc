"""A text that is a new draft, or a base: kept, noted in the record, and what its Flash says."""

import logging
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import flash
from bot.drafts.arriving.case import Case
from bot.drafts.comparison import Comparison
from bot.drafts.keeping import archive, flashes
from bot.drafts.provenance import FILE
from bot.outbox import edit_flash, flash_out
from bot.positions.onward.consequences import carried
from bot.positions.onward.steps import News
from bot.positions.record import record_log
from bot.positions.record.record_log import Personal
from storage import drafts, moved
from storage.tables import Document, Draft, FlashRow

log = logging.getLogger(__name__)


async def keep(session: AsyncSession, case: Case, now: datetime) -> Draft:
    """The text as a draft of its document, or as the base that it is, with its line in the record."""
    draft = await archive.keep(session, case.document.id, case.origin.source_id, case.found, now, base=case.origin.base)
    await _moved(session, case, draft)
    await _note(session, case, draft, now)
    return draft


async def _moved(session: AsyncSession, case: Case, draft: Draft) -> None:
    """What was another document's draft was seen when that was, and has its files."""
    if was := case.manner.moved:
        draft.seen = was.seen
        session.add(draft)
        await moved.copy_renditions(session, was.id, draft.id)


async def _note(session: AsyncSession, case: Case, draft: Draft, now: datetime) -> None:
    """The draft in the record: where it was found, as which bytes, with which words."""
    published = draft.published.isoformat(timespec="seconds") if draft.published else None
    known = {"document": case.document.name, "draft": archive.name(draft), "label": draft.label, "published": published}
    named = draft.url.startswith(FILE) and case.found.person_id is not None  # a file's name is its bringer's
    url = Personal(draft.url, case.found.person_id) if named else draft.url
    file = {"url": url, "file": case.found.reading.sha256, "words": draft.sequence}
    by = {"by": Personal(case.found.brought, case.found.person_id)} if case.found.brought else {}
    await record_log.note(session, case.space.id, "draft", now, **known, **file, **by, doubts=list(case.doubts))


async def post_flash(
    session: AsyncSession,
    case: Case,
    draft: Draft,
    compared: Comparison | None,
    positions: News | None,
    now: datetime,
) -> FlashRow | None:
    """A new Flash; of what was another document's draft the one that it had, in place, and none where it had none."""
    moved = case.manner.moved
    row = await drafts.flash_of(session, moved.id) if moved else FlashRow(draft_id=draft.id, made=now, told=False)
    if row is None:
        return None
    told = await _facts(session, case, draft, compared, positions, now)
    was_told, row.told = row.told, moved is not None or not case.manner.several
    row.draft_id, row.against = draft.id, case.latest.id if case.latest else None
    row.facts = flash.FLASH.dump_python(told, mode="json")
    session.add(row)
    await session.flush()
    if was_told:
        await edit_flash(session, row, now, redraws=True)
    elif row.told:
        await flash_out(session, case.space.id, row, now)
    log.info("Flash %s of draft %s", row.id, draft.id)
    return row


async def _facts(
    session: AsyncSession,
    case: Case,
    draft: Draft,
    compared: Comparison | None,
    positions: News | None,
    now: datetime,
) -> flash.Flash:
    """What the Flash of a draft says."""
    known = flashes.facts(case.document, draft, case.bases, case.manner.late_since)
    told = replace(
        flashes.made(known, case.latest, case.found.reading, compared),
        carried=carried(positions.effects) if positions else {},
        waits=(archive.name(case.settled) if case.settled else "") if case.doubts else None,
        record=await record_log.head(session, case.space.id),
    )
    if moved := case.manner.moved:
        was = await session.get_one(Document, moved.document_id)
        told = replace(told, moved=now, moved_from=(archive.name(moved), was.name))
    return told
