"""Readings to rows and back: what is kept of a draft, and how it is found again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping.news import sequence
from bot.drafts.reading import Paragraph, Reading
from storage import drafts as queries
from storage.tables import Draft, ParagraphRow, ReadingRow, Rendition

OLDER = 8  # drafts before the last that are searched for words that are back in


@dataclass(frozen=True, slots=True)
class Posted:
    """A draft as it was found: where, under which words, as which bytes; `brought`: how a person (`person_id`) brought it."""

    url: str
    data: bytes
    mime: str
    reading: Reading
    label: str = ""
    symbol: str = ""
    published: datetime | None = None
    brought: str = ""
    person_id: int | None = None


async def keep(
    session: AsyncSession,
    document_id: int,
    source_id: int | None,
    found: Posted,
    now: datetime,
    base: str = "",
    private: int | None = None,
) -> Draft:
    """Keeps a new draft of a document: its bytes, its reading, the next number (none for a base and for a private one)."""
    number = None if base or private else await queries.next_number(session, document_id)
    draft = Draft(
        document_id=document_id,
        source_id=source_id,
        number=number,
        base=base,
        label=found.label,
        symbol=found.symbol,
        url=found.url,
        published=found.published,
        seen=now,
        sequence=sequence(found.reading),
        brought=found.brought,
        person_id=found.person_id,
        private=private,
    )
    session.add(draft)
    await session.flush()
    await keep_reading(session, draft, await keep_rendition(session, draft.id, found, now), found.reading, now)
    return draft


async def keep_rendition(session: AsyncSession, draft_id: int, found: Posted, now: datetime) -> Rendition:
    """Keeps one more file of a draft: the same bytes once, and a page once for each text (its bytes differ at every fetch)."""
    told = sequence(found.reading)
    for known in await queries.renditions(session, draft_id):
        page = known.format == found.reading.format == "html"
        if known.sha256 == found.reading.sha256 or (page and known.sequence == told):
            return known
    await queries.keep_blob(session, found.reading.sha256, found.data, found.mime)
    rendition = Rendition(
        draft_id=draft_id,
        url=found.url,
        format=found.reading.format,
        sha256=found.reading.sha256,
        sequence=told,
        seen=now,
    )
    session.add(rendition)
    await session.flush()
    return rendition


async def keep_reading(
    session: AsyncSession, draft: Draft, rendition: Rendition, reading: Reading, now: datetime
) -> None:
    """Makes a reading the draft's current one; the older ones are kept."""
    await queries.supersede_readings(session, draft.id)
    row = ReadingRow(
        draft_id=draft.id,
        rendition_id=rendition.id,
        made=now,
        words=reading.words,
        language=reading.language,
        warnings=list(reading.warnings),
        doubts=list(reading.doubts),
    )
    session.add(row)
    await session.flush()
    session.add_all(_rows(row.id, reading))
    draft.sequence = sequence(reading)
    session.add(draft)
    await session.flush()


def _rows(reading_id: int, reading: Reading) -> list[ParagraphRow]:
    return [
        ParagraphRow(
            reading_id=reading_id,
            n=p.n,
            kind=p.kind,
            label=p.label,
            key=p.key,
            page=p.page,
            mark=p.mark,
            text=p.text,
            struck=[list(span) for span in p.struck],
            text_hash=p.text_hash,
            word_hash=p.word_hash,
        )
        for p in reading.paragraphs
    ]


async def load(session: AsyncSession, draft: Draft) -> Reading:
    """The current reading of a draft."""
    row = await queries.current_reading(session, draft.id)
    if row is None:
        raise LookupError(f"draft {draft.id} has no reading")
    return await load_reading(session, row)


async def load_reading(session: AsyncSession, row: ReadingRow) -> Reading:
    """A reading of a draft, the current one or one before it."""
    rendition = await session.get_one(Rendition, row.rendition_id)
    paragraphs = tuple(map(paragraph, await queries.paragraphs(session, row.id)))
    return Reading(
        source=rendition.url,
        format=rendition.format,
        sha256=rendition.sha256,
        words=row.words,
        language=row.language,
        paragraphs=paragraphs,
        warnings=tuple(row.warnings),
        doubts=tuple(row.doubts),
    )


def paragraph(row: Row[Any]) -> Paragraph:
    """A paragraph from the columns of its table."""
    return Paragraph(
        n=row.n,
        text=row.text,
        kind=row.kind,
        label=row.label,
        key=row.key,
        page=row.page,
        mark=row.mark,
        struck=tuple((start, end) for start, end in row.struck),
        text_hash=row.text_hash,
        word_hash=row.word_hash,
    )


async def load_all(session: AsyncSession, drafts: Sequence[Draft]) -> dict[str, Reading]:
    """The current readings of several drafts by the drafts' names, the last one first."""
    return {name(draft): await load(session, draft) for draft in reversed(drafts)}


def name(draft: Draft) -> str:
    """What a draft is called: "r2", "private1", the name of the base that it is, or the number that it had before it was found
    to be another document's."""
    if draft.private is not None:
        return f"private{draft.private}"
    return f"r{draft.number}" if draft.number is not None else draft.base or f"r{draft.former}"
