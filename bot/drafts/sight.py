"""Fetching for a source, with what it knows of each address: asked "changed since?", and asked again before it is told."""

import asyncio
import hashlib
from dataclasses import dataclass
from pathlib import Path

from bot.desk import Desk
from bot.drafts.answer import Fetched, NotModified, Validators
from bot.drafts.page import Page, page
from bot.errors import FetchError, Unreadable
from bot.sentences import flash as told
from bot.sentences import watch as sentences
from storage.tables import Address, Source


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands at an address now: bytes that are not those of the last look."""

    url: str
    answer: Fetched
    sha256: str


async def changed(desk: Desk, source: Source, url: str, known: Address | None) -> Seen | None:
    """What stands at an address if its bytes are others than at the last look, else None. FetchError if it cannot be had."""
    validators = Validators(known.etag, known.last_modified) if known else None
    answer = await desk.fetcher.get(url, validators, await headers(source))
    if isinstance(answer, NotModified):
        return None
    sha256 = hashlib.sha256(answer.data).hexdigest()
    return None if known and known.sha256 == sha256 else Seen(url, answer, sha256)


async def again(desk: Desk, source: Source, url: str) -> Seen:
    """The same address once more, whole: what a change is confirmed by."""
    answer = await desk.fetcher.get(url, None, await headers(source))
    assert isinstance(answer, Fetched)
    return Seen(url, answer, hashlib.sha256(answer.data).hexdigest())


async def headers(source: Source) -> dict[str, str]:
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
    """The page that stands at an address; Unreadable, with what it shows, if it is a login form or the like."""
    shown = page(seen.answer.data, seen.answer.url, seen.answer.charset)
    if shown.looks_like:
        raise Unreadable(told.SHOWS_ELSE, url=seen.url, what=told.SHOWN[shown.looks_like])
    return shown


def remember(row: Address, seen: Seen) -> None:
    """Notes what was seen at an address, for the next look."""
    row.etag = seen.answer.validators.etag
    row.last_modified = seen.answer.validators.last_modified
    row.sha256 = seen.sha256
