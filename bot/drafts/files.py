"""The files of a list: fetched, confirmed, read, taken as drafts or as further files of one."""

import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk import Desk
from bot.drafts import archive, sight
from bot.drafts.answer import Fetched
from bot.drafts.archive import Posted
from bot.drafts.intake import Manner, take
from bot.drafts.order import Posting
from bot.drafts.renditions import take_rendition
from bot.drafts.sight import Seen
from bot.errors import FetchError, RapporteurError, Unreadable
from bot.message import say
from bot.outbox import tell_officers
from bot.sentences import flash as sentences
from storage import drafts
from storage.tables import Address, Document, Draft, Source

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Visit:
    """One look at a list and what it has found so far. `known`: what is known of each address; `wanted`: addresses that a
    person said are drafts and that are not taken yet; `verdicts`: what was found, in order."""

    desk: Desk
    source: Source
    known: dict[str, Address]
    wanted: set[str]
    quiet: bool = False
    late_since: datetime | None = None
    verdicts: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        return " ".join(dict.fromkeys(self.verdicts)) or "unchanged"

    async def take_posting(self, posting: Posting) -> Draft | None:
        """The files of a posting, the best first: the first that can be read is the draft, the others are files of it."""
        draft = await self._draft_of(posting)
        for link in posting.renditions:
            if link.url in self.known:
                continue
            text = await self._text(link.url, posting.label, posting.symbol)
            if text is None:
                continue
            found, seen = text
            if draft is None:
                draft = await self._take(found, replaced=False)
            else:
                await take_rendition(self.desk, self.source, draft, found)
            await self._note(link.url, seen, draft, posting.label)
        return draft

    async def fetch(self, url: str) -> Fetched:
        """What stands at an address, whole."""
        return (await sight.again(self.desk, self.source, url)).answer

    async def pass_over(self, posting: Posting) -> None:
        """Notes a posting as seen, not a draft."""
        for link in posting.renditions:
            await self._note(link.url, None, None, posting.label)

    async def recheck(self, postings: Mapping[str, Posting]) -> None:
        """Looks whether files that are known hold another text: those of the newest draft, and of the others the one that was
        looked at longest ago. `postings`: by address, where the page was read in this look."""
        for row in self._due():
            posting = postings.get(row.url)
            label = posting.label if posting else row.label
            text = await self._text(row.url, label, posting.symbol if posting else "")
            if text is None:
                continue
            found, seen = text
            sibling = self._sibling(row)
            if sibling is not None:
                draft: Draft | None = await self._draft(sibling)
                assert draft is not None
                await take_rendition(self.desk, self.source, draft, found)
            else:
                draft = await self._take(found, replaced=True)
            await self._note(row.url, seen, draft, row.label)

    def _due(self) -> list[Address]:
        by_draft: defaultdict[int, list[Address]] = defaultdict(list)
        for row in self.known.values():
            if row.draft_id is not None and row.gone is None and row.url != self.source.url:
                by_draft[row.draft_id].append(row)
        if not by_draft:
            return []
        newest = by_draft.pop(max(by_draft))
        others = sorted((row for rows in by_draft.values() for row in rows), key=lambda row: row.checked)
        return [*newest, *others[:1]]

    def _sibling(self, row: Address) -> int | None:
        """The draft that another file of the same posting holds already, if it is a newer one."""
        same = [one.draft_id for one in self.known.values() if one.label == row.label and one.draft_id is not None]
        newest = max(same, default=0)
        return newest if row.label and newest > (row.draft_id or 0) else None

    async def _draft_of(self, posting: Posting) -> Draft | None:
        rows = [self.known[link.url] for link in posting.renditions if link.url in self.known]
        ids = [row.draft_id for row in rows if row.draft_id is not None]
        return await self._draft(max(ids)) if ids else None

    async def _draft(self, draft_id: int) -> Draft | None:
        async with self.desk.db.read() as session:
            return await session.get(Draft, draft_id)

    async def _take(self, found: Posted, *, replaced: bool) -> Draft | None:
        manner = Manner(quiet=self.quiet, replaced=replaced, late_since=self.late_since)
        outcome = await take(self.desk, self.source, found, manner)
        self.verdicts.append(outcome.verdict)
        return outcome.draft

    async def _text(self, url: str, label: str, symbol: str) -> tuple[Posted, Seen] | None:
        """The text at an address if its bytes are new and a second fetch confirms it. What cannot be read is told once."""
        try:
            seen = await sight.changed(self.desk, self.source, url, self.known.get(url))
            if seen is None:
                return None
            found = await self._read(seen, label, symbol)
            if found is None:
                return None
            if not self.quiet and not await self._confirmed(seen, found):
                self.verdicts.append("unsettled")
                return None
            return found, seen
        except FetchError as error:
            log.info("source %s: %s: %s %s", self.source.id, url, error, error.cause)
            self.verdicts.append("unreachable")
            if not error.again:
                await self._tell_unreadable(url, label, error, url)
            return None

    async def _read(self, seen: Seen, label: str, symbol: str) -> Posted | None:
        answer = seen.answer
        try:
            reading = await self.desk.read(answer.data, answer.filename or answer.url)
        except Unreadable as error:
            log.warning("source %s: %s: %s %s", self.source.id, seen.url, error, error.cause)
            self.verdicts.append("unreadable")
            await self._note(seen.url, seen, None, label)
            await self._tell_unreadable(seen.url, label, error, seen.sha256[:16])
            return None
        return Posted(seen.url, answer.data, answer.mime, reading, label, symbol, answer.published)

    async def _confirmed(self, seen: Seen, found: Posted) -> bool:
        other = await sight.again(self.desk, self.source, seen.url)
        if other.sha256 == seen.sha256:
            return True
        reading = await self.desk.read(other.answer.data, other.answer.filename or other.answer.url)
        return archive.sequence(reading) == archive.sequence(found.reading)

    async def _note(self, url: str, seen: Seen | None, draft: Draft | None, label: str) -> None:
        """Remembers what an address holds."""
        now = self.desk.clock()
        async with self.desk.db.write() as session:
            row = await drafts.address(session, self.source.id, url) or Address(
                source_id=self.source.id, url=url, checked=now
            )
            if seen is not None:
                sight.remember(row, seen)
            row.checked, row.label, row.gone = now, label, None
            row.draft_id = draft.id if draft else row.draft_id
            session.add(row)
        self.known[url] = row

    async def _tell_unreadable(self, url: str, label: str, error: RapporteurError, key: str) -> None:
        now = self.desk.clock()
        async with self.desk.db.write() as session:
            document = await session.get_one(Document, self.source.document_id)
            told = sentences.UNREADABLE.format(document=document.name, label=label, why=error, url=url)
            await tell_officers(session, self.source.space_id, f"unreadable:{self.source.id}:{key}", say(told), now)
