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
from bot.drafts.arriving import new_draft
from bot.drafts.arriving.case import Case, Manner, Origin, case_of, compared_of, doubts_of
from bot.drafts.comparison import Comparison
from bot.drafts.keeping import archive, news
from bot.drafts.keeping.archive import Posted
from bot.drafts.looking.sight import Sight
from bot.languages import named
from bot.message import Message, say
from bot.outbox import Compose, tell_space
from bot.positions.onward import carrying, following
from bot.sentences import flash as sentences
from storage import drafts, moved
from storage.tables import Draft

log = logging.getLogger(__name__)
Then = Callable[[AsyncSession, "Outcome"], Awaitable[object]]


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
    case = await case_of(session, origin, found, Manner())
    likeness = news.likeness(case.known.latest, found.reading) if case.known.latest else 1.0
    return Judged(case.verdict, case.same, likeness)


async def take_in(desk: Desk, origin: Origin, found: Posted, manner: Manner, then: Then) -> Outcome:
    """Judges a text and does what follows from it; `then` is part of the same transaction.

    If another source of the document has kept a draft meanwhile, the text is judged anew: one Flash for each new text.
    """
    touched = sorted({origin.document_id, manner.moved.document_id if manner.moved else origin.document_id})
    while True:
        async with desk.db.read() as session:
            case = await case_of(session, origin, found, manner)
            compared = await compared_of(session, case)
            if case.verdict in ("first", "draft"):
                case = replace(case, doubts=await doubts_of(session, case, compared))
        now = desk.clock()
        async with desk.db.write() as session:
            for number in touched:
                await drafts.lock(session, number)
            if await drafts.newest_id(session, case.document.id) != case.newest:
                continue
            outcome = Outcome(case.verdict, await _ACTS[case.verdict](session, case, compared, now))
            await then(session, outcome)
        return outcome


async def _same(session: AsyncSession, case: Case, _: Comparison | None, now: datetime) -> Draft | None:
    assert case.same is not None
    await archive.keep_rendition(session, case.same.id, case.found, now)
    if case.manner.other:
        await _tell(session, case, "back", partial(_back_told, case), now)
    return case.same


async def _draft(session: AsyncSession, case: Case, compared: Comparison | None, now: datetime) -> Draft | None:
    draft = await new_draft.keep(session, case, now)
    log.info("draft %s (%s of document %s) from %s", draft.id, archive.name(draft), case.document.id, draft.url)
    told = None if case.doubts else await carrying.settle(session, draft, now)
    row = None if case.manner.quiet else await new_draft.post_flash(session, case, draft, compared, told, now)
    if told:
        await following.tell(session, told, row.id if row else None, now)
    if case.doubts:
        await following.ask_to_confirm(session, draft, case.settled, now)
    return draft


async def _base(session: AsyncSession, case: Case, _: Comparison | None, now: datetime) -> Draft | None:
    draft = await new_draft.keep(session, case, now)
    last = await drafts.latest(session, case.document.id)
    name = archive.name(last) if last else ""
    names = {"document": case.document.name, "base": draft.base, "label": draft.label, "name": name}
    await _tell(session, case, "base", lambda: _base_told(names), now)
    return draft


def _base_told(names: Mapping[str, str | None]) -> Message:
    return say((sentences.BASE_TEXT if names["name"] else sentences.BASE_TEXT_ALONE).format(**names))


async def _older(session: AsyncSession, case: Case, _: Comparison | None, now: datetime) -> Draft | None:
    """The text of an older draft. That its address alone changed is told with the page."""
    assert case.same is not None
    await archive.keep_rendition(session, case.same.id, case.found, now)
    if case.same.id not in case.manner.leaving:
        await _tell(session, case, "back", partial(_back_told, case), now)
    return case.same


def _back_told(case: Case) -> Message:
    assert case.same is not None
    label = f" “{case.same.label}”" if case.same.label else ""
    names = {"document": case.document.name, "name": archive.name(case.same), "label": label}
    return say(sentences.BACK_TO.format(**names, url=case.found.url))


async def _language(session: AsyncSession, case: Case, _: Comparison | None, now: datetime) -> None:
    await drafts.keep_blob(session, case.found.reading.sha256, case.found.data, case.found.mime)
    found = case.found
    names = {"document": case.document.name, "label": found.label or found.url, "url": found.url}
    code = found.reading.language or ""

    def told() -> Message:
        return say(sentences.LANGUAGE_VERSION.format(**names, language=named(code)))

    await _tell(session, case, "language", told, now)


async def _collapse(session: AsyncSession, case: Case, _: Comparison | None, now: datetime) -> None:
    await drafts.keep_blob(session, case.found.reading.sha256, case.found.data, case.found.mime)
    old = len(case.known.latest.paragraphs) if case.known.latest else 0
    new = len(case.found.reading.paragraphs)
    names = {"document": case.document.name, "url": case.found.url, "old": old, "new": new}
    await _tell(session, case, "collapse", lambda: say(sentences.COLLAPSE.format(**names)), now)


async def _tell(session: AsyncSession, case: Case, what: str, compose: Compose, now: datetime) -> None:
    """One quiet message; what is told twice because it happened twice has two times in its keys."""
    if not (case.manner.quiet or case.manner.moved):
        key = f"{what}:{case.origin.source_id}:{case.found.reading.sha256[:16]}:{now.timestamp():.6f}"
        await tell_space(session, case.space.id, key, compose, now, about=case.document.id)


_ACTS: dict[news.Verdict, Callable[[AsyncSession, Case, Comparison | None, datetime], Awaitable[Draft | None]]] = {
    "same": _same,
    "first": _draft,
    "draft": _draft,
    "base": _base,
    "older": _older,
    "language": _language,
    "collapse": _collapse,
}
