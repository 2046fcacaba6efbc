"""The fetches of one look at a source: each address asked "changed since?", and asked again before a change is told.

What a look learns of addresses that did not change is kept back and written with the look itself, in one transaction.
"""

import asyncio
import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import Desk, Getter
from bot.drafts.fetching.answer import Fetched, NotModified, Validators
from bot.drafts.keeping.archive import Posted
from bot.drafts.looking.listing import as_known
from bot.drafts.looking.restless import Calm, calm
from bot.drafts.looking.shared import Share, shares
from bot.drafts.pages.page import Page, page
from bot.drafts.reading import Reading
from bot.errors import FetchError, ShowsElse
from bot.sentences import fetch as fetch_sentences
from bot.sentences import flash as told
from bot.sentences import watch as sentences
from storage import drafts, turns, watching
from storage.tables import Address, Source

AWAITED = watching.WAITED_FOR
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
    """One look.

    `rows`: what is known of each address of the source, where nothing has changed only those that every look asks about
    (`know_all`, `knows_all`); `language`: the one that is taken where a row has several; `timezone`: the space's; `first`: the
    first look; `unchanged`: those of the rows that were asked and had nothing new, with the answer and the hash of their bytes;
    `moved_to`: where the source's own address has moved for good; `hurried`: a new file was fetched at once, the others of
    this look keep the distance; `fresh_for`: seconds for which the page may be kept, by its own word; `tokens`: parts of
    addresses that differ at every fetch, `noise`: patterns of lines that do, `shuffled`: the lines stand in another order each
    time; `page_words`: the page's own at the last look, once it has changed; `calm`: what changes again and again; `symbols`:
    those of the source's drafts; `share`: in what is fetched for others that look at the same page now.
    """

    desk: Desk
    source: Source
    rows: dict[str, Address]
    language: str = "en"
    timezone: str = "UTC"
    first: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    unchanged: list[tuple[Address, Fetched | NotModified, str]] = field(default_factory=list)
    moved_to: str = ""
    hurried: bool = False
    fresh_for: float | None = None
    tokens: frozenset[str] = frozenset()
    noise: frozenset[str] = frozenset()
    shuffled: bool = False
    page_words: str = ""
    calm: Calm = field(default_factory=lambda: Calm(datetime.max))
    symbols: dict[int, str] = field(default_factory=dict)
    share: Share | None = None
    knows_all: bool = False

    @property
    def learnt(self) -> bool:
        """Whether this look learnt something of the source that the next one has to know."""
        known = frozenset(self.source.noise), frozenset(self.source.tokens), self.source.shuffled, self.source.restless
        return known != (self.noise, self.tokens, self.shuffled, self.calm.kept())

    async def changed(self, url: str, *, whole: bool = False) -> Seen | None:
        """What stands at an address if its bytes are others than at the last look, else None; with `whole`, in any case.
        FetchError if it cannot be had."""
        row = None if whole else self.rows.get(url)
        validators = Validators(row.etag, row.last_modified, row.answered) if row and row.trusted < _TRUSTED else None
        hurries = not (self.first or whole or url in self.rows or self.hurried)
        self.hurried = self.hurried or hurries
        answer = await self._get(url, validators, unspaced=hurries)
        if url == self.source.url:
            self.moved_to, self.fresh_for = answer.moved_to or self.moved_to, answer.fresh_for
        seen = None if isinstance(answer, NotModified) else Seen(url, answer, _sha256(answer.data))
        if row and (seen is None or seen.sha256 == row.sha256):
            self.unchanged.append((row, answer, row.sha256))
            return None
        if seen and url == self.source.url:
            async with self.desk.db.read() as session:
                self.page_words = await watching.page_words(session, self.source.id)
        return seen

    def same(self, seen: Seen) -> None:
        """Other bytes, and nothing new: noted with the look."""
        self.unchanged.append((self.rows[seen.url], seen.answer, seen.sha256))

    async def again(self, url: str) -> Seen:
        """The same address once more, whole: what a change is confirmed by, and what a first look learns from. A passing fault
        is not the end of it. For a change nobody waits; first looks keep the distance, of which there may be many."""
        for pause in (1.0, 2.0, None):
            try:
                answer = await self._get(url, None, unspaced=not self.first)
                break
            except FetchError as error:
                if pause is None or not error.again or error.after:
                    raise
                await self.desk.pause(pause)
        assert isinstance(answer, Fetched)
        return Seen(url, answer, _sha256(answer.data))

    async def _get(self, url: str, validators: Validators | None, *, unspaced: bool) -> Fetched | NotModified:
        fetcher, despite = self._getter(url), self.source.despite_robots
        fetch = partial(fetcher.get, url, validators, self.headers, unspaced=unspaced, despite_robots=despite)
        return await (self.share.fetch(url, validators, fetch) if self.share else fetch())

    def _getter(self, url: str) -> Getter:
        """Who fetches: a browser the page of a source that needs one, never its files."""
        if not self.source.browser or url != self.source.url:
            return self.desk.fetcher
        if self.desk.browser is None:
            raise FetchError(fetch_sentences.NO_BROWSER, again=False)
        return self.desk.browser

    async def know_all(self) -> None:
        """What is known of every address of the source, now that the page or a file has changed."""
        if self.knows_all:
            return
        self.knows_all = True
        async with self.desk.db.read() as session:
            self.rows = {row.url: row for row in await watching.addresses(session, self.source.id)} | self.rows
            self.symbols = await drafts.symbols(session, self.source.id)

    async def view(self, seen: Seen) -> tuple[Seen, Page]:
        """The page that was seen; where it is a login form or the like, what the next fetches show; ShowsElse if it stays."""
        for pause in (0.0, 2.0):
            try:
                return seen, self.known(view(seen))
            except ShowsElse:
                await self.desk.pause(pause)
                seen = await self.again(seen.url)
        return seen, self.known(view(seen))

    def known(self, page: Page) -> Page:
        """The page with its links at the addresses by which they are known."""
        return as_known(page, self.rows, self.tokens)

    async def read(self, seen: Seen) -> Reading:
        """The text of what was seen; Unreadable if there is none."""
        read = partial(self.desk.read, seen.answer.data, seen.answer.filename or seen.answer.url)
        return await (self.share.read(seen.sha256, read) if self.share else read())

    def awaits(self) -> bool:
        """Whether drafts are waited for, so that the page is looked through although it did not change."""
        since = self.desk.clock() - _WAITS
        waits = [row for row in self.rows.values() if row.state in AWAITED and row.gone is None]
        return any(row.state == "wanted" or (row.checked > since and not row.sha256) for row in waits)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


async def begin(desk: Desk, source_ids: Collection[int]) -> list[Sight]:
    """Looks begin, with what is known of each source, in a handful of statements for all of them."""
    async with desk.db.read() as session:
        sources = await watching.sources_of(session, source_ids)
        rows = await turns.asked_at_every_look(session, sources)
        spaces = await watching.spaces_of(session, sources)
    looks, shared = [], shares(sources)
    for source in sources:
        space, first = spaces[source.space_id], source.state == "starting"
        known = {row.url: row for row in rows.get(source.id, ())}
        look = Sight(desk, source, known, space.language, space.timezone, first, share=shared.get(source.id))
        look.tokens, look.noise, look.shuffled = frozenset(source.tokens), frozenset(source.noise), source.shuffled
        look.calm = calm(source.restless, desk.clock())
        looks.append(look)
    return looks


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
    shown = whole(seen)
    if shown.looks_like:
        raise ShowsElse(told.SHOWS_ELSE, url=seen.url, what=told.SHOWN[shown.looks_like])
    return shown


def whole(seen: Seen) -> Page:
    """The same, whatever it shows."""
    return page(seen.answer.data, seen.answer.url, seen.answer.charset)


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
    row = await watching.address(session, source_id, url) or Address(source_id=source_id, url=url, checked=now)
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
    for name, value in remembered(row, answer).items():
        setattr(row, name, value)


def remembered(row: Address, answer: Fetched | NotModified) -> dict[str, Any]:
    """The same as values of the row's columns."""
    validators = answer.validators
    return {
        "etag": validators.etag,
        "last_modified": validators.last_modified,
        "answered": validators.url,
        "trusted": row.trusted + 1 if isinstance(answer, NotModified) else 0,
    }
