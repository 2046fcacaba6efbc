"""A text found at an address: what it is, what is kept of it, who is told.

All that follows from one text is one transaction: the draft, its Flash and the deliveries are there together or not at all.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import Desk
from bot.drafts import archive, flash, news
from bot.drafts.archive import Posted
from bot.drafts.changes import compare
from bot.drafts.comparison import Comparison
from bot.drafts.reading import Reading
from bot.message import say
from bot.outbox import flash_out, tell_space
from bot.sentences import flash as sentences
from storage import drafts
from storage.tables import Document, Draft, FlashRow, Source, Space


@dataclass(frozen=True, slots=True)
class Manner:
    """How a text was found. `quiet`: on the first look, so that it is kept and not flashed; `replaced`: at an address where
    another text stood; `late_since`: the last look before a long silence."""

    quiet: bool = False
    replaced: bool = False
    late_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a text: `draft` is the draft that it is now, None if it is none."""

    verdict: news.Verdict
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class _Situation:
    space: Space
    document: Document
    latest: Draft | None
    known: news.Known
    same: Draft | None
    older: dict[str, Reading]
    bases: tuple[str, ...]


async def take(desk: Desk, source: Source, found: Posted, manner: Manner) -> Outcome:
    """Judges a text and does what follows from it."""
    async with desk.db.read() as session:
        situation = await _situation(session, source, found, manner)
    verdict = news.judge(situation.known, found.reading)
    compared = await _compared(situation, found.reading, verdict)
    now = desk.clock()
    async with desk.db.write() as session:
        draft = await _act(session, source, situation, verdict, found, compared, manner, now)
    return Outcome(verdict, draft)


async def _situation(session: AsyncSession, source: Source, found: Posted, manner: Manner) -> _Situation:
    document = await session.get_one(Document, source.document_id)
    numbered = await drafts.numbered(session, document.id)
    bases = await drafts.bases(session, document.id)
    sequence = archive.sequence(found.reading)
    same = await drafts.with_sequence(session, document.id, sequence, source.base)
    latest = (bases.get(source.base) if source.base else numbered[-1] if numbered else None) or None
    reading = await archive.load(session, latest) if latest else None
    older = {} if source.base else await archive.load_older(session, numbered[:-1])
    known = news.Known(
        latest=reading,
        same=None if same is None else "latest" if latest and same.id == latest.id else "older",
        base=bool(source.base),
        replaced=manner.replaced,
    )
    space = await session.get_one(Space, source.space_id)
    return _Situation(space, document, latest, known, same, older, tuple(bases))


async def _compared(situation: _Situation, reading: Reading, verdict: news.Verdict) -> Comparison | None:
    if verdict != "draft" or situation.known.latest is None:
        return None
    return await asyncio.to_thread(
        compare, situation.known.latest, reading, bases=situation.older or None, terms=situation.space.terms
    )


async def _act(
    session: AsyncSession,
    source: Source,
    situation: _Situation,
    verdict: news.Verdict,
    found: Posted,
    compared: Comparison | None,
    manner: Manner,
    now: datetime,
) -> Draft | None:
    """Keeps and tells; returns the draft that the text is."""
    match verdict:
        case "same":
            assert situation.same is not None
            await archive.keep_rendition(session, situation.same.id, found, now)
            return situation.same
        case "first" | "draft":
            draft = await archive.keep(session, source.document_id, source.id, found, now)
            if not manner.quiet:
                await _flash(session, situation, draft, found, compared, manner, now)
            return draft
        case "base":
            draft = await archive.keep(session, source.document_id, source.id, found, now, base=source.base)
            if not manner.quiet:
                await _tell(session, situation, f"base:{draft.id}", _base_told(situation, draft), now)
            return draft
        case "older":
            assert situation.same is not None
            await archive.keep_rendition(session, situation.same.id, found, now)
            if manner.replaced and not manner.quiet:
                await _tell(session, situation, _key("back", source, found, now), _back_told(situation), now)
            return situation.same
        case "language" | "collapse":
            await drafts.keep_blob(session, found.reading.sha256, found.data, found.mime)
            if not manner.quiet:
                told = _language_told(situation, found) if verdict == "language" else _collapse_told(situation, found)
                await _tell(session, situation, _key(verdict, source, found, now), told, now)
            return None


def _key(what: str, source: Source, found: Posted, now: datetime) -> str:
    return f"{what}:{source.id}:{found.reading.sha256[:16]}:{now.timestamp():.0f}"


async def _tell(session: AsyncSession, situation: _Situation, key: str, told: str, now: datetime) -> None:
    await tell_space(session, situation.space.id, key, say(told), now)


async def _flash(
    session: AsyncSession,
    situation: _Situation,
    draft: Draft,
    found: Posted,
    compared: Comparison | None,
    manner: Manner,
    now: datetime,
) -> None:
    facts = _facts(situation, draft, found.reading, compared, manner.late_since)
    told = _told(facts, situation.latest, found.reading, compared)
    row = FlashRow(
        draft_id=draft.id,
        against=situation.latest.id if situation.latest else None,
        facts=flash.FLASH.dump_python(told, mode="json"),
        made=now,
    )
    session.add(row)
    await session.flush()
    await flash_out(session, situation.space.id, row, now)


def _told(facts: flash.Facts, latest: Draft | None, reading: Reading, compared: Comparison | None) -> flash.Flash:
    if compared is None or latest is None:
        return flash.first_flash(facts, reading)
    return flash.flash(facts, archive.name(latest), compared)


def _facts(
    situation: _Situation, draft: Draft, reading: Reading, compared: Comparison | None, late_since: datetime | None
) -> flash.Facts:
    assert draft.number is not None
    return flash.Facts(
        document=situation.document.name,
        number=draft.number,
        label=draft.label,
        url=draft.url,
        seen=draft.seen,
        published=draft.published,
        bases=situation.bases,
        late_since=late_since,
        doubts=news.doubts(compared) if compared else reading.doubts,
    )


def _base_told(situation: _Situation, draft: Draft) -> str:
    number = situation.latest.number if situation.latest and situation.latest.number else 1
    return sentences.BASE_TEXT.format(
        document=situation.document.name, base=draft.base, label=draft.label, number=number
    )


def _back_told(situation: _Situation) -> str:
    assert situation.same is not None
    label = f" “{situation.same.label}”" if situation.same.label else ""
    return sentences.BACK_TO.format(document=situation.document.name, name=archive.name(situation.same), label=label)


def _language_told(situation: _Situation, found: Posted) -> str:
    return sentences.LANGUAGE_VERSION.format(
        document=situation.document.name, language=found.reading.language, label=found.label, url=found.url
    )


def _collapse_told(situation: _Situation, found: Posted) -> str:
    old = len(situation.known.latest.paragraphs) if situation.known.latest else 0
    return sentences.COLLAPSE.format(
        document=situation.document.name, url=found.url, old=old, new=len(found.reading.paragraphs)
    )
