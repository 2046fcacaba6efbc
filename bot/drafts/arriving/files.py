"""The files of a list: fetched, confirmed, read, taken as drafts or as further files of one.

A file that cannot be had does not stop the others: its address is noted as pending and tried again at every look.
"""

import asyncio
import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.arriving import strays
from bot.drafts.arriving.case import Manner
from bot.drafts.arriving.intake import Outcome, take
from bot.drafts.arriving.renditions import take_rendition
from bot.drafts.keeping import archive
from bot.drafts.keeping.archive import Posted
from bot.drafts.looking import sight, texts
from bot.drafts.looking.restless import told_of
from bot.drafts.looking.sight import AWAITED, Seen, Sight, Text
from bot.drafts.pages.order import Posting
from bot.drafts.reading import Reading
from bot.errors import FetchError, RapporteurError, Unreadable
from bot.message import Message, say
from bot.outbox import tell_officers
from bot.sentences import flash as sentences
from storage.tables import Address, Document, Draft

log = logging.getLogger(__name__)
_PASSING = timedelta(minutes=2)  # a new file that cannot be had for longer is told
_BROKEN = 3  # files that could not be read and are looked at again


@dataclass(slots=True)
class Visit:
    """One look at a list and what it has found so far.

    `first`: the first look, which tells nothing; `several`: so many new drafts that one message tells them all; `leaving`:
    drafts whose address the page no longer links to; `read`: texts that were looked into before they were taken; `done`:
    addresses that were fetched as new; `unfinished`: something is left for the next look, which must look at the whole page
    again; `failed`: labels of files that cannot be had or read; `verdicts`: what was found, in order.
    """

    sight: Sight
    first: bool = False
    several: bool = False
    late_since: datetime | None = None
    leaving: frozenset[int] = frozenset()
    read: dict[str, Text] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    unfinished: bool = False
    failed: list[str] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        return " ".join(dict.fromkeys(self.verdicts)) or "unchanged"

    @property
    def rows(self) -> dict[str, Address]:
        return self.sight.rows

    def put_off(self) -> None:
        """Something differs between two fetches: nothing is told of it, and the next look sees it again."""
        self.unfinished = True
        self.verdicts.append("unsettled")

    def known(self, url: str) -> bool:
        """Whether an address has been seen and is not waited for."""
        return url in self.rows and self.rows[url].state not in AWAITED

    def draft_of(self, posting: Posting, *, ours: bool = False) -> int:
        """The newest draft that a file of the posting holds, with `ours` of the source's own document; 0 if none does."""
        rows = [self.rows[link.url] for link in posting.renditions if link.url in self.rows]
        return max((row.draft_id or 0 for row in rows if not (ours and row.document_id)), default=0)

    async def take_posting(self, posting: Posting) -> None:
        """The files of a posting, the best first: the first that can be read is the draft, the others are files of it."""
        draft_id = self.draft_of(posting)
        passed = not draft_id and any(self.known(link.url) for link in posting.renditions)
        for link in posting.renditions:
            row = self.rows.get(link.url)
            if self.known(link.url):
                continue
            if passed:
                await self._note(link.url, "passed", label=posting.label)
                continue
            self.done.add(link.url)
            text = await self._text(link.url, posting.label, posting.symbol)
            if text is None:
                continue
            text = _dated(text, link.at)
            if draft_id and not (row and row.state == "wanted"):
                self.rows[link.url] = await take_rendition(self.sight, draft_id, text)
            else:
                draft = await self._take(text, replaced=False)
                draft_id, passed = draft.id if draft else 0, draft is None

    async def recheck(self, postings: Mapping[str, Posting], touched: Iterable[str] = ()) -> None:
        """Looks whether files that are known hold another text: those of the newest draft, those `touched` (whose rows on the
        page changed), the last that could not be read, and of the others the one that was looked at longest ago. `postings`: by
        address, as on the page."""
        for row in self._due(frozenset(touched)):
            posting = postings.get(row.url)
            text = await self._text(row.url, posting.label if posting else row.label, posting.symbol if posting else "")
            if text is None:
                continue
            await self.sight.know_all()
            sibling = self._sibling(row, posting)
            if sibling:
                self.rows[row.url] = await take_rendition(self.sight, sibling, text)
            elif not await self._is_news(row, text):
                self.sight.same(text.seen)
            else:
                await self._take(text, replaced=row.draft_id is not None)

    def _due(self, touched: frozenset[str]) -> list[Address]:
        mine = self.sight.source.url
        rows = [row for row in self.rows.values() if row.gone is None and row.url != mine and row.url not in self.done]
        held = [row for row in rows if row.draft_id is not None]
        newest = {row.document_id: row.draft_id for row in sorted(held, key=lambda row: row.draft_id or 0)}.values()
        rest = sorted((row for row in held if row.draft_id not in newest), key=lambda row: (row.checked, row.id))
        asked = [row for row in rest if row.url in touched]
        broken = [row for row in rows if row.state == "pending" and row.sha256]
        asked += [row for row in rest if row not in asked and self.sight.calm.waits(row.url)]
        turn = [row for row in rest if row not in asked][:1]
        return [*(row for row in held if row.draft_id in newest), *asked, *broken[-_BROKEN:], *turn]

    def _sibling(self, row: Address, posting: Posting | None) -> int:
        """The newer draft that another file of the same posting holds already; 0 if none does."""
        if posting is not None:
            newest = self.draft_of(posting)
        else:
            same = [one.draft_id or 0 for one in self.rows.values() if one.label == row.label and row.label]
            newest = max(same, default=0)
        return newest if newest > (row.draft_id or 0) else 0

    async def _take(self, text: Text, *, replaced: bool) -> Draft | None:
        """A text as a draft; what it turns out to be is noted with it, in one transaction."""
        found, known = text.posted, self.rows.get(text.posted.url)

        async def note(session: AsyncSession, outcome: Outcome) -> None:
            state = "draft" if outcome.draft else "other" if replaced else "passed"
            self.rows[found.url] = await sight.note(
                session,
                self.sight.source.id,
                found.url,
                self.sight.desk.clock(),
                state=state,
                seen=text.seen,
                draft_id=outcome.draft.id if outcome.draft else None,
                label=found.label,
            )
            await strays.noted(session, self.sight.source, self.rows[found.url], outcome.draft)

        manner = Manner(
            quiet=self.first,
            several=self.several,
            replaced=replaced,
            other=known is not None and known.state == "other",
            leaving=self.leaving,
            late_since=self.late_since,
            base=await self._base_at(known),
            document_id=await strays.document_of(self.sight, known, found.reading),
        )
        outcome = await take(self.sight, found, manner, note)
        self.verdicts.append(outcome.verdict)
        return outcome.draft

    async def _base_at(self, known: Address | None) -> str:
        """The base that a chair said the draft at an address is."""
        if known is None or known.draft_id is None:
            return ""
        async with self.sight.desk.db.read() as session:
            return (await session.get_one(Draft, known.draft_id)).base

    async def _text(self, url: str, label: str, symbol: str) -> Text | None:
        """The text at an address if its bytes are new and a second fetch confirms it. What cannot be read is told once."""
        try:
            whole = self.sight.calm.waits(url)
            seen = self.read[url].seen if url in self.read else await self.sight.changed(url, whole=whole)
            return await self._settled(seen, label, symbol) if seen else None
        except FetchError as error:
            await self._unreachable(url, label, error)
            return None

    async def _settled(self, seen: Seen, label: str, symbol: str) -> Text | None:
        """The text, read while it is fetched once more; None if both differ, or if there is no text."""
        if self.first:
            reading = await self._reading(seen)
        else:
            reading, other = await asyncio.gather(self._reading(seen), self.sight.again(seen.url))
            if other.sha256 != seen.sha256 and not await self._agree(seen.url, reading, await self._reading(other)):
                self.put_off()
                return None
        if isinstance(reading, Unreadable):
            await self._unreadable(seen, label, reading)
            return None
        answer = seen.answer
        return Text(Posted(seen.url, answer.data, answer.mime, reading, label, symbol, answer.published), seen)

    async def _agree(self, url: str, *found: Reading | Unreadable) -> bool:
        """Whether two fetches show the same, or the next ones what differs at every fetch."""
        readings = [one for one in found if not isinstance(one, Unreadable)]
        if len(readings) < len(found):
            return not readings
        while (agreed := texts.agreed(readings, self.sight.noise)).open and texts.may_tell(readings):
            other = await self._reading(await self.sight.again(url))
            if isinstance(other, Unreadable):
                return False
            readings.append(other)
        self.sight.noise |= agreed.noise
        return not agreed.open

    async def _is_news(self, row: Address, text: Text) -> bool:
        """Whether a text under a known link differs from its draft in anything that is told."""
        look = self.sight
        async with look.desk.db.read() as session:
            draft = await session.get(Draft, row.draft_id) if row.draft_id else None
            if draft is None:
                return True
            known = await archive.load(session, draft)
        changes = texts.changes(known, text.posted.reading, look.noise)
        told = told_of(look.calm, row.url, changes) if changes else not look.noise
        look.calm.still(row.url)
        return bool(told)

    async def _reading(self, seen: Seen) -> Reading | Unreadable:
        if seen.url in self.read and self.read[seen.url].seen is seen:
            return self.read[seen.url].posted.reading
        try:
            return await self.sight.read(seen)
        except Unreadable as error:
            log.warning("source %s: %s: %s %s", self.sight.source.id, seen.url, error, error.cause)
            return error

    async def _unreachable(self, url: str, label: str, error: FetchError) -> None:
        """A new file is waited for and told if it stays away; one that is known has its turn again later."""
        log.info("source %s: %s: %s %s", self.sight.source.id, url, error, error.cause)
        self.verdicts.append("unreachable")
        row, now = self.rows.get(url), self.sight.desk.clock()
        dead = self.first and not error.again
        lasts = row is not None and row.state == "pending" and now - row.checked >= _PASSING
        if row is None or row.draft_id:
            await self._note(url, row.state if row else "passed" if dead else "pending", label=label)
        if lasts or not error.again:
            await self._tell(url, label, error)

    async def _unreadable(self, seen: Seen, label: str, error: Unreadable) -> None:
        """Nothing of it is kept; other bytes at the address are looked at again."""
        self.verdicts.append("unreadable")
        row = self.rows.get(seen.url)
        await self._note(seen.url, row.state if row and row.draft_id else "pending", seen, label=label)
        await self._tell(seen.url, label, error)

    async def pass_over(self, posting: Posting, state: str = "passed") -> None:
        """Notes the new addresses of a posting as seen, not drafts, or as asked about."""
        for link in posting.renditions:
            if link.url not in self.rows:
                await self._note(link.url, state, label=posting.label)

    async def _note(self, url: str, state: str, seen: Seen | None = None, *, label: str) -> None:
        now = self.sight.desk.clock()
        async with self.sight.desk.db.write() as session:
            row = await sight.note(session, self.sight.source.id, url, now, state=state, seen=seen, label=label)
        self.rows[url] = row

    async def _tell(self, url: str, label: str, error: RapporteurError) -> None:
        """Once for an address and a reason: what stands there may differ at every fetch. A first look tells all in one."""
        self.failed.append(label)
        if self.first:
            return
        key = hashlib.sha256(f"{url} {error.sentence}".encode()).hexdigest()[:16]
        source, now = self.sight.source, self.sight.desk.clock()
        async with self.sight.desk.db.write() as session:
            document = await session.get_one(Document, source.document_id)
            name = document.name

            def told() -> Message:
                return say(sentences.UNREADABLE.format(document=name, label=label, why=error.told(), url=url))

            await tell_officers(session, source.space_id, f"unreadable:{source.id}:{key}", told, now)


def _dated(text: Text, at: datetime | None) -> Text:
    """When what leads to a file was published counts where the file itself says nothing."""
    if at is None or text.posted.published:
        return text
    return replace(text, posted=replace(text.posted, published=at))
