"""A text found at an address: what it is, what is kept of it, who is told.

All that follows from one text is one transaction: the draft, its Flash, the deliveries and what is known of the address are
there together or not at all.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import Desk
from bot.drafts import flash
from bot.drafts.comparison import Comparison
from bot.drafts.keeping import archive, comparing, flashes, news
from bot.drafts.keeping.archive import Posted
from bot.drafts.looking.sight import Sight
from bot.drafts.provenance import FILE
from bot.message import Message, say
from bot.outbox import Compose, edit_flash, flash_out, tell_space
from bot.positions.onward import carrying, following
from bot.positions.onward.consequences import carried
from bot.positions.onward.steps import News
from bot.positions.record import record_log
from bot.positions.record.record_log import Personal
from bot.sentences import flash as sentences
from storage import drafts, moved, positions
from storage.tables import Document, Draft, FlashRow, Space

log = logging.getLogger(__name__)
Then = Callable[[AsyncSession, "Outcome"], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a text was found. `quiet`: on the first look, so that it is kept and not told; `several`: with others that were
    missed, so that one message will tell them all; `replaced`: at an address where another text stood; `other`: where
    something stood that was no draft; `leaving`: drafts whose address the page no longer links to; `late_since`: the last look
    before a long silence; `base`: what stands at the address is a base, by a chair's word; `document_id`: … is another
    document's than the source's; `moved`: the text was kept as another document's draft."""

    quiet: bool = False
    several: bool = False
    replaced: bool = False
    other: bool = False
    leaving: frozenset[int] = frozenset()
    late_since: datetime | None = None
    base: str = ""
    document_id: int | None = None
    moved: Draft | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text comes from. `source_id`: the watched source, None where a person brought it; `base`: the base that it is."""

    space_id: int
    document_id: int
    source_id: int | None = None
    base: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a text would be. `same`: the draft that has these very words; `likeness`: to the last draft, 0 to 1."""

    verdict: news.Verdict
    same: Draft | None
    likeness: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a text: `draft` is the draft that it is now, None if it is none."""

    verdict: news.Verdict
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class _Case:
    """A text, what is known of its document, and what that makes of it. `newest`: id of the draft kept last; `same`: the draft
    that is this very text; `settled`: the draft that positions stand on; `doubts`: why they cannot stand on this text yet."""

    origin: Origin
    space: Space
    document: Document
    found: Posted
    manner: Manner
    newest: int
    latest: Draft | None
    same: Draft | None
    known: news.Known
    bases: tuple[str, ...]
    settled: Draft | None
    doubts: tuple[str, ...] = ()

    @property
    def verdict(self) -> news.Verdict:
        return news.judge(self.known, self.found.reading)


async def take(look: Sight, found: Posted, manner: Manner, then: Then) -> Outcome:
    """Takes in a text that stands at an address of a watched source."""
    source = look.source
    base = manner.base if manner.document_id else source.base or manner.base
    document_id = manner.document_id or source.document_id
    async with look.desk.db.read() as session:
        known = await moved.moved_from(session, document_id, news.sequence(found.reading))
    if known is not None:
        document_id, base = known.document_id, known.base
    return await take_in(look.desk, Origin(source.space_id, document_id, source.id, base), found, manner, then)


async def judged(session: AsyncSession, origin: Origin, found: Posted) -> Judged:
    """What a text would be if it were taken in now; nothing is kept."""
    case = await _case(session, origin, found, Manner())
    likeness = news.likeness(case.known.latest, found.reading) if case.known.latest else 1.0
    return Judged(case.verdict, case.same, likeness)


async def take_in(desk: Desk, origin: Origin, found: Posted, manner: Manner, then: Then) -> Outcome:
    """Judges a text and does what follows from it; `then` is part of the same transaction.

    If another source of the document has kept a draft meanwhile, the text is judged anew: one Flash for each new text.
    """
    touched = sorted({origin.document_id, manner.moved.document_id if manner.moved else origin.document_id})
    while True:
        async with desk.db.read() as session:
            case = await _case(session, origin, found, manner)
            compared = await _compared(session, case)
            if case.verdict in ("first", "draft"):
                case = replace(case, doubts=await _doubts(session, case, compared))
        now = desk.clock()
        async with desk.db.write() as session:
            for number in touched:
                await drafts.lock(session, number)
            if await drafts.newest_id(session, case.document.id) != case.newest:
                continue
            outcome = Outcome(case.verdict, await _ACTS[case.verdict](session, case, compared, now))
            await then(session, outcome)
        return outcome


async def _case(session: AsyncSession, origin: Origin, found: Posted, manner: Manner) -> _Case:
    document = await session.get_one(Document, origin.document_id)
    newest = await drafts.newest_id(session, document.id)
    bases = await drafts.bases(session, document.id)
    latest = bases.get(origin.base) if origin.base else await drafts.latest(session, document.id)
    same = await drafts.with_sequence(session, document.id, news.sequence(found.reading), origin.base)
    known = news.Known(
        latest=await archive.load(session, latest) if latest else None,
        same=None if same is None else "latest" if latest and same.id == latest.id else "older",
        base=bool(origin.base),
        replaced=manner.replaced,
    )
    space = await session.get_one(Space, origin.space_id)
    settled = await positions.newest_settled(session, document.id)
    return _Case(origin, space, document, found, manner, newest, latest, same, known, tuple(bases), settled)


async def _compared(session: AsyncSession, case: _Case) -> Comparison | None:
    if case.verdict != "draft" or case.latest is None:
        return None
    return await comparing.against(session, case.latest, case.found.reading, case.space.terms)


async def _doubts(session: AsyncSession, case: _Case, compared: Comparison | None) -> tuple[str, ...]:
    """Why positions cannot stand on a text before somebody confirms it: in itself, and beside the words that they stand on."""
    if case.manner.quiet or case.settled is None:
        return case.found.reading.doubts
    if compared is None or case.latest is None or case.latest.id != case.settled.id:
        compared = await comparing.against(session, case.settled, case.found.reading, ())
    return news.doubts(compared)


async def _same(session: AsyncSession, case: _Case, _: Comparison | None, now: datetime) -> Draft | None:
    assert case.same is not None
    await archive.keep_rendition(session, case.same.id, case.found, now)
    if case.manner.other:
        await _tell(session, case, "back", partial(_back_told, case), now)
    return case.same


async def _draft(session: AsyncSession, case: _Case, compared: Comparison | None, now: datetime) -> Draft | None:
    draft = await archive.keep(session, case.document.id, case.origin.source_id, case.found, now)
    await _moved(session, case, draft)
    await _note(session, case, draft, now)
    log.info("draft %s (%s of document %s) from %s", draft.id, archive.name(draft), case.document.id, draft.url)
    told = None if case.doubts else await carrying.settle(session, draft, now)
    row = None if case.manner.quiet else await _flash(session, case, draft, compared, told, now)
    if told:
        await following.tell(session, told, row.id if row else None, now)
    if case.doubts:
        await following.ask_to_confirm(session, draft, case.settled, now)
    return draft


async def _moved(session: AsyncSession, case: _Case, draft: Draft) -> None:
    """What was another document's draft was seen when that was, and has its files."""
    if was := case.manner.moved:
        draft.seen = was.seen
        session.add(draft)
        await moved.copy_renditions(session, was.id, draft.id)


async def _note(session: AsyncSession, case: _Case, draft: Draft, now: datetime) -> None:
    """The draft in the record: where it was found, as which bytes, with which words."""
    published = draft.published.isoformat(timespec="seconds") if draft.published else None
    known = {"document": case.document.name, "draft": archive.name(draft), "label": draft.label, "published": published}
    named = draft.url.startswith(FILE) and case.found.person_id is not None  # a file's name is its bringer's
    url = Personal(draft.url, case.found.person_id) if named else draft.url
    file = {"url": url, "file": case.found.reading.sha256, "words": draft.sequence}
    by = {"by": Personal(case.found.brought, case.found.person_id)} if case.found.brought else {}
    await record_log.note(session, case.space.id, "draft", now, **known, **file, **by, doubts=list(case.doubts))


async def _flash(
    session: AsyncSession,
    case: _Case,
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
    case: _Case,
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


async def _base(session: AsyncSession, case: _Case, _: Comparison | None, now: datetime) -> Draft | None:
    draft = await archive.keep(session, case.document.id, case.origin.source_id, case.found, now, base=case.origin.base)
    await _moved(session, case, draft)
    await _note(session, case, draft, now)
    last = await drafts.latest(session, case.document.id)
    name = archive.name(last) if last else ""
    names = {"document": case.document.name, "base": draft.base, "label": draft.label, "name": name}
    await _tell(session, case, "base", lambda: _base_told(names), now)
    return draft


def _base_told(names: Mapping[str, str | None]) -> Message:
    return say((sentences.BASE_TEXT if names["name"] else sentences.BASE_TEXT_ALONE).format(**names))


async def _older(session: AsyncSession, case: _Case, _: Comparison | None, now: datetime) -> Draft | None:
    """The text of an older draft. That its address alone changed is told with the page."""
    assert case.same is not None
    await archive.keep_rendition(session, case.same.id, case.found, now)
    if case.same.id not in case.manner.leaving:
        await _tell(session, case, "back", partial(_back_told, case), now)
    return case.same


def _back_told(case: _Case) -> Message:
    assert case.same is not None
    label = f" “{case.same.label}”" if case.same.label else ""
    names = {"document": case.document.name, "name": archive.name(case.same), "label": label}
    return say(sentences.BACK_TO.format(**names, url=case.found.url))


async def _language(session: AsyncSession, case: _Case, _: Comparison | None, now: datetime) -> None:
    await drafts.keep_blob(session, case.found.reading.sha256, case.found.data, case.found.mime)
    found = case.found
    names = {"document": case.document.name, "label": found.label or found.url, "url": found.url}
    names["language"] = found.reading.language or ""
    await _tell(session, case, "language", lambda: say(sentences.LANGUAGE_VERSION.format(**names)), now)


async def _collapse(session: AsyncSession, case: _Case, _: Comparison | None, now: datetime) -> None:
    await drafts.keep_blob(session, case.found.reading.sha256, case.found.data, case.found.mime)
    old = len(case.known.latest.paragraphs) if case.known.latest else 0
    new = len(case.found.reading.paragraphs)
    names = {"document": case.document.name, "url": case.found.url, "old": old, "new": new}
    await _tell(session, case, "collapse", lambda: say(sentences.COLLAPSE.format(**names)), now)


async def _tell(session: AsyncSession, case: _Case, what: str, compose: Compose, now: datetime) -> None:
    """One quiet message; what is told twice because it happened twice has two times in its keys."""
    if not (case.manner.quiet or case.manner.moved):
        key = f"{what}:{case.origin.source_id}:{case.found.reading.sha256[:16]}:{now.timestamp():.6f}"
        await tell_space(session, case.space.id, key, compose, now, about=case.document.id)


_ACTS: dict[news.Verdict, Callable[[AsyncSession, _Case, Comparison | None, datetime], Awaitable[Draft | None]]] = {
    "same": _same,
    "first": _draft,
    "draft": _draft,
    "base": _base,
    "older": _older,
    "language": _language,
    "collapse": _collapse,
}
