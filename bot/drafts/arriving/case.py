"""A text that was found, what is known of its document, and what that makes of it: judged before anything is written."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.comparison import Comparison
from bot.drafts.keeping import archive, comparing, news
from bot.drafts.keeping.archive import Posted
from storage import drafts, positions
from storage.tables import Document, Draft, Space


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
class Case:
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


async def case_of(session: AsyncSession, origin: Origin, found: Posted, manner: Manner) -> Case:
    """What a text would be if it were taken in now."""
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
    return Case(origin, space, document, found, manner, newest, latest, same, known, tuple(bases), settled)


async def compared_of(session: AsyncSession, case: Case) -> Comparison | None:
    """The text beside the draft before it, where it is a draft that has one."""
    if case.verdict != "draft" or case.latest is None:
        return None
    return await comparing.against(session, case.latest, case.found.reading, case.space.terms)


async def doubts_of(session: AsyncSession, case: Case, compared: Comparison | None) -> tuple[str, ...]:
    """Why positions cannot stand on a text before somebody confirms it: in itself, and beside the words that they stand on."""
    if case.manner.quiet or case.settled is None:
        return case.found.reading.doubts
    if compared is None or case.latest is None or case.latest.id != case.settled.id:
        compared = await comparing.against(session, case.settled, case.found.reading, ())
    return news.doubts(compared)
