"""check: one look at a page, and what would be watched there. Nothing is kept."""

import asyncio
import json
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.drafts import sandbox
from bot.drafts.fetching.answer import Fetched
from bot.drafts.fetching.fetch import Fetcher
from bot.drafts.keeping import news
from bot.drafts.pages import feed, meetings
from bot.drafts.pages.feed import READER as FEED_READER
from bot.drafts.pages.order import Posting, Summary, likely, summary
from bot.drafts.pages.page import Page, page
from bot.drafts.pages.preview import by_document, kind_of, pattern_of
from bot.drafts.reading import Reading, formats
from bot.drafts.watching.watch_calendar import line_of
from bot.errors import RapporteurError, Unreadable
from bot.sentences import cli as sentences
from handlers.line import show
from handlers.line.drafts import Taken, fetcher, is_address, take, why
from handlers.line.output import put_json

_NOWHERE = "https://page.invalid/"  # where the links of a saved page lead that name no host (RFC 2606)
_PAGES = ("text/html", "application/xhtml+xml")
_MOST_FOLLOWED = 30


@dataclass(frozen=True, slots=True)
class Found:
    """One posting. `draft`: whether it would be taken as a draft by its name; `reading` or `refused` once it was followed;
    `share`: how much it has in common with the newest draft, where its name does not tell."""

    posting: Posting
    draft: bool
    reading: Reading | None = None
    refused: str = ""
    share: float | None = None


def run(asked: Namespace) -> int:
    asyncio.run(_run(asked))
    return 0


async def _run(asked: Namespace) -> None:
    taken = await _taken(asked)
    kind = asked.kind or _kind(taken)
    if kind == "feed":
        await _check_feed(asked, taken)
    elif kind == "calendar":
        await _check_calendar(asked, taken)
    elif kind == "document":
        await _check_document(asked, taken)
    else:
        await _check_list(asked, taken)


async def _taken(asked: Namespace) -> Taken:
    try:
        return await take(asked.page, asked.config, browser=asked.browser)
    except RapporteurError as error:
        raise Unreadable(sentences.NOT_READ, name=asked.page, why=why(error), cause=error.cause) from error


def _kind(taken: Taken) -> str:
    found = kind_of(taken.data, taken.mime)
    return "list" if found == "document" and _is_page(taken) else found


def _is_page(taken: Taken) -> bool:
    if taken.mime in _PAGES:
        return True
    try:
        return formats.recognise(taken.data, taken.url or taken.asked) == "html"
    except Unreadable:
        return False


async def _check_document(asked: Namespace, taken: Taken) -> None:
    try:
        reading = await sandbox.read_safely(taken.data, taken.asked)
    except Unreadable as error:
        raise Unreadable(sentences.NOT_READ, name=asked.page, why=error, cause=error.cause) from error
    if asked.json:
        put_json({"kind": "document", **_told(reading)})
    else:
        show.lines([sentences.DOCUMENT.format(name=asked.page), _said(reading), *reading.warnings])


async def _check_list(asked: Namespace, taken: Taken) -> None:
    if not _is_page(taken):
        raise Unreadable(sentences.NO_PAGE, name=asked.page)
    await _tell_links(asked, taken, page(taken.data, taken.url or _NOWHERE, taken.charset))


async def _check_feed(asked: Namespace, taken: Taken) -> None:
    url = taken.url or _NOWHERE
    told = await sandbox.parse_safely(FEED_READER, taken.data, url)
    await _tell_links(asked, taken, feed.page_of([feed.from_json(entry) for entry in told], url), "feed")


async def _check_calendar(asked: Namespace, taken: Taken) -> None:
    now, zone = datetime.now(UTC), ZoneInfo("UTC")
    if _is_page(taken):
        found = meetings.on_page(page(taken.data, taken.url or _NOWHERE, taken.charset), zone, now.date())
    else:
        told = await sandbox.parse_safely(meetings.READER, taken.data, now.isoformat())
        found = [meetings.from_json(one, zone) for one in told]
    if asked.json:
        told = [meetings.to_json(one) for one in found]
        put_json({"kind": "calendar", "source": asked.page, "meetings": told})
    else:
        lines = [line_of(one, zone, now) for one in found]
        show.lines([sentences.CALENDAR.format(name=asked.page, n=len(lines)), *lines, *_how(asked, (), "calendar")])


async def _tell_links(asked: Namespace, taken: Taken, view: Page, kind: str = "list") -> None:
    seen = summary(view, pattern=asked.links)
    newest = next((group[0] for group in by_document(seen.postings)), None)
    found = [Found(posting, bool(asked.links) or likely(posting, newest)) for posting in seen.postings]
    if asked.follow:
        async with fetcher(asked.config) as client:
            found = await _follow(client, taken, found)
    if asked.json:
        put_json(_json(asked.page, seen, found, kind))
    else:
        _show(asked.page, seen, found)
        show.lines(_how(asked, found, kind))


def _how(asked: Namespace, found: Sequence[Found], kind: str) -> list[str]:
    """How it is watched from here: nothing is, before somebody says so."""
    if not is_address(asked.page):
        return []
    lines = [sentences.TO_WATCH.format(url=asked.page), "[[space.watch]]", f"url = {json.dumps(asked.page)}"]
    lines += [f'kind = "{kind}"'] if kind != "list" else []
    lines += ["browser = true"] if asked.browser else []
    drafts = [one.posting for one in found if one.draft]
    links = asked.links or (pattern_of(drafts) if drafts and len(drafts) < len(found) else "")
    return [*lines, *([f"links = '{links}'"] if links and "'" not in links else [])]


# Following


async def _follow(client: Fetcher, page: Taken, found: Sequence[Found]) -> list[Found]:
    """Each posting with its reading, or why it could not be read; those beyond the limit as they are."""
    read = await asyncio.gather(*(_read(client, page, one) for one in found[:_MOST_FOLLOWED]))
    newest = next((one.reading for one in read if one.draft and one.reading), None)
    return [*(_compared(one, newest) for one in read), *found[_MOST_FOLLOWED:]]


async def _read(client: Fetcher, page: Taken, one: Found) -> Found:
    url = one.posting.url
    if url.startswith(_NOWHERE):
        return replace(one, refused=sentences.NO_HOST)
    try:
        answer = await client.get(url, typed=is_address(page.asked) and _site(url) == _site(page.asked))
        assert isinstance(answer, Fetched)  # nothing was asked under a condition
        return replace(one, reading=await sandbox.read_safely(answer.data, answer.filename or answer.url))
    except RapporteurError as error:
        return replace(one, refused=why(error))


def _site(url: str) -> str:
    """A page that was typed may lead on to its own host, wherever that is; to no other private one."""
    return urlsplit(url).netloc.lower()


def _compared(one: Found, newest: Reading | None) -> Found:
    if one.draft or one.reading is None or newest is None:
        return one
    return replace(one, share=news.likeness(one.reading, newest))


# Telling


def _json(asked: str, seen: Summary, found: Sequence[Found], kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "source": asked,
        "title": seen.title,
        "looks_like": seen.looks_like,
        "links": seen.links,
        "others": seen.others,
        "drafts": [_posting_json(one) for one in found],
    }


def _posting_json(one: Found) -> dict[str, Any]:
    posting = one.posting
    told: dict[str, Any] = {
        "url": _address(posting.url),
        "label": posting.label,
        "symbol": posting.symbol,
        "date": posting.date.isoformat() if posting.date else None,
        "language": posting.language,
        "draft": one.draft,
        "renditions": [_address(link.url) for link in posting.renditions],
        "translations": [{"url": _address(link.url), "language": link.language} for link in posting.translations],
    }
    if one.reading:
        told["reading"] = _told(one.reading)
    if one.refused:
        told["refused"] = one.refused
    if one.share is not None:
        told["alike"] = round(one.share, 3)
    return told


def _told(reading: Reading) -> dict[str, Any]:
    return {**reading.head(), "paragraphs": len(reading.paragraphs)}


def _show(asked: str, seen: Summary, found: Sequence[Found]) -> None:
    drafts = [one for one in found if one.draft]
    lines = [sentences.LIST.format(title=seen.title or asked, links=seen.links, drafts=len(drafts), n=len(found))]
    if seen.looks_like:
        lines.append(sentences.LOOKS_LIKE[seen.looks_like])
    elif not found:
        lines.append(sentences.NO_DRAFTS)
    if drafts:
        lines.append(sentences.WOULD_BE_DRAFTS)
        lines += [_line(one, f"r{len(drafts) - at}") for at, one in enumerate(drafts)]
    if len(drafts) < len(found):
        lines.append(sentences.TEXT_DECIDES)
        lines += [_line(one, "–") for one in found if not one.draft]
    show.lines(lines)


def _line(one: Found, name: str) -> str:
    posting = one.posting
    parts = [name, *([str(posting.date)] if posting.date else []), *([posting.symbol] if posting.symbol else [])]
    if posting.label != posting.symbol:
        parts.append(f"“{posting.label}”")
    return "\n".join(["  ".join(parts), *(f"    {said}" for said in _below(one))])


def _below(one: Found) -> list[str]:
    said = [_address(link.url) for link in one.posting.renditions]
    tongues = sorted({link.language or _address(link.url) for link in one.posting.translations})
    if tongues:
        said.append(sentences.TRANSLATIONS.format(languages=", ".join(tongues)))
    if one.reading:
        said += [_said(one.reading), *one.reading.warnings]
    if one.share is not None:
        said.append(_verdict(one.share))
    return [*said, *([one.refused] if one.refused else [])]


def _verdict(share: float) -> str:
    sentence = (
        sentences.ALIKE if share >= news.DRAFT else sentences.MAYBE if share >= news.MAYBE else sentences.NOT_ALIKE
    )
    return sentence.format(percent=round(100 * share))


def _said(reading: Reading) -> str:
    return sentences.READING.format(
        format=formats.FORMATS[reading.format].title,
        paragraphs=len(reading.paragraphs),
        words=reading.words,
        language=reading.language or sentences.NO_LANGUAGE,
    )


def _address(url: str) -> str:
    """A link of a saved page as it stands there, where it names no host."""
    return url.removeprefix(_NOWHERE)
