"""The fetches of one look at a source: each address asked "changed since?", and asked again before a change is told.

What a look learns of addresses that did not change is kept back and written with the look itself, in one transaction.
"""

import asyncio
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import Desk
from bot.drafts.answer import Fetched, NotModified, Validators
from bot.drafts.archive import Posted
from bot.drafts.listing import as_known
from bot.drafts.page import Page, page
from bot.drafts.reading import Reading
from bot.errors import FetchError, ShowsElse
from bot.sentences import flash as told
from bot.sentences import watch as sentences
from storage import drafts
from storage.tables import Address, Source, Space

AWAITED = ("pending", "wanted")  # states of addresses that are taken as soon as they can be had
_WAITS = timedelta(days=1)  # so long a page is looked through for the sake of a link that leads nowhere
_TRUSTED = 40  # "not modified" is believed so often in a row, then the whole is fetched: some servers are wrong


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands at an address now."""

    url: str
    answer: Fetched
    sha256: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was found, and the answer that it came in."""

    posted: Posted
    seen: Seen


@dataclass(slots=True)
class Sight:
    """One look. `rows`: what is known of each address of the source; `language`: the one that is taken where a row has several;
    `unchanged`: those of the rows that were asked and had nothing new, with the answer and the hash of their bytes; `moved_to`:
    where the source's own address has moved for good; `hurried`: a new file was fetched at once, the others of this look keep
    the distance."""

    desk: Desk
    source: Source
    rows: dict[str, Address]
    language: str = "en"
    headers: dict[str, str] = field(default_factory=dict)
    unchanged: list[tuple[Address, Fetched | NotModified, str]] = field(default_factory=list)
    moved_to: str = ""
    hurried: bool = False

    async def changed(self, url: str, *, whole: bool = False) -> Seen | None:
        """What stands at an address if its bytes are others than at the last look, else None; with `whole`, in any case.
        FetchError if it cannot be had."""
        row = None if whole else self.rows.get(url)
        validators = Validators(row.etag, row.last_modified, row.answered) if row and row.trusted < _TRUSTED else None
        hurries = not (whole or url in self.rows or self.hurried)
        self.hurried = self.hurried or hurries
        answer = await self.desk.fetcher.get(url, validators, self.headers, unspaced=hurries)
        if url == self.source.url and answer.moved_to:
            self.moved_to = answer.moved_to
        seen = None if isinstance(answer, NotModified) else Seen(url, answer, _sha256(answer.data))
        if row and (seen is None or seen.sha256 == row.sha256):
            self.unchanged.append((row, answer, row.sha256))
            return None
        return seen

    def same(self, seen: Seen) -> None:
        """Other bytes, and nothing new: noted with the look."""
        self.unchanged.append((self.rows[seen.url], seen.answer, seen.sha256))

    async def again(self, url: str) -> Seen:
        """The same address once more, whole: what a change is confirmed by."""
        answer = await self.desk.fetcher.get(url, None, self.headers, unspaced=True)
        assert isinstance(answer, Fetched)
        return Seen(url, answer, _sha256(answer.data))

    async def view(self, seen: Seen) -> tuple[Seen, Page]:
        """The page that was seen; where it is a login form or the like, what the next fetch shows. ShowsElse if it is, too."""
        try:
            return seen, as_known(view(seen), self.rows)
        except ShowsElse:
            other = await self.again(seen.url)
            return other, as_known(view(other), self.rows)

    async def read(self, seen: Seen) -> Reading:
        """The text of what was seen; Unreadable if there is none."""
        return await self.desk.read(seen.answer.data, seen.answer.filename or seen.answer.url)

    def awaits(self) -> bool:
        """Whether drafts are waited for, so that the page is looked through although it did not change."""
        since = self.desk.clock() - _WAITS
        waits = [row for row in self.rows.values() if row.state in AWAITED and row.gone is None]
        return any(row.state == "wanted" or (row.checked > since and not row.sha256) for row in waits)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


async def begin(desk: Desk, source: Source) -> Sight:
    """A look begins: with all that is known of the source's addresses, and the headers that it needs."""
    async with desk.db.read() as session:
        rows = await drafts.addresses(session, source.id)
        space = await session.get_one(Space, source.space_id)
    return Sight(desk, source, {row.url: row for row in rows}, space.language)


async def read_headers(source: Source) -> dict[str, str]:
    """The lines "Name: value" of the source's headers file, for pages behind a login."""
    if not source.headers_file:
        return {}
    try:
        text = await asyncio.to_thread(Path(source.headers_file).read_text, "utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FetchError(sentences.NO_HEADERS, file=source.headers_file, again=False, cause=str(error)) from error
    pairs = (line.partition(":") for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def view(seen: Seen) -> Page:
    """The page that stands at an address; ShowsElse, with what it shows, if it is a login form or the like."""
    shown = page(seen.answer.data, seen.answer.url, seen.answer.charset)
    if shown.looks_like:
        raise ShowsElse(told.SHOWS_ELSE, url=seen.url, what=told.SHOWN[shown.looks_like])
    return shown


async def note(
    session: AsyncSession,
    source_id: int,
    url: str,
    now: datetime,
    *,
    state: str,
    seen: Seen | None = None,
    draft_id: int | None = None,
    label: str | None = None,
) -> Address:
    """Remembers what an address is and what was seen there; what is not given stays as it is known."""
    row = await drafts.address(session, source_id, url) or Address(source_id=source_id, url=url, checked=now)
    row.state, row.checked, row.gone = state, now, None
    row.draft_id = draft_id if draft_id is not None else row.draft_id
    row.label = label if label is not None else row.label
    if seen is not None:
        row.sha256 = seen.sha256
        remember(row, seen.answer)
    session.add(row)
    await session.flush()
    return row


async def want(session: AsyncSession, row: Address) -> None:
    """A person said that a draft of its own stands at an address: it is taken at the next look."""
    if row.draft_id is not None:
        await drafts.detach(session, row.draft_id, row.sha256)
    row.state, row.draft_id = "wanted", None
    row.sha256 = row.etag = row.last_modified = ""
    session.add(row)


def remember(row: Address, answer: Fetched | NotModified) -> None:
    """The words by which the server tells whether a thing changed, for the next look."""
    row.etag, row.last_modified = answer.validators.etag, answer.validators.last_modified
    row.answered = answer.validators.url
    row.trusted = row.trusted + 1 if isinstance(answer, NotModified) else 0
