"""A feed's bytes → its entries. Run by the limited child alone (`bot.drafts.sandbox`): XML of strangers, as a draft is a file
of strangers. feedparser knows the dialects of RSS and Atom (https://feedparser.readthedocs.io/).
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import feedparser

from bot.drafts.pages.feed import MOST_ENTRIES, Entry, to_json
from bot.errors import Unreadable
from bot.sentences import watch as sentences

_ENTITY = re.compile(rb"<\x00?!\x00?E\x00?N\x00?T\x00?I\x00?T\x00?Y", re.IGNORECASE)  # in UTF-16 too
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Feed:
    entries: tuple[Entry, ...]

    def to_json(self) -> list[dict[str, Any]]:
        return [to_json(entry) for entry in self.entries]


def read(data: bytes, source: str, **_: object) -> Feed:
    """The entries of a feed, as they stand in it; `source`: its address. Unreadable if it is none.

    A feed that declares entities of its own is refused: none needs them, and they are what XML is attacked with.
    """
    if _ENTITY.search(data):
        raise Unreadable(sentences.FEED_ENTITIES, cause=source)
    # Always a file, never a string: feedparser would fetch what looks like an address.
    found = feedparser.parse(io.BytesIO(data), response_headers={"content-location": source})
    if not found.version:
        raise Unreadable(sentences.NO_FEED, cause=f"{source}: {found.get('bozo_exception')!r}")
    return Feed(tuple(_entry(entry) for entry in found.entries[:MOST_ENTRIES]))


def _entry(entry: Any) -> Entry:
    html = "\n".join(part.get("value", "") for part in (entry.get("summary_detail") or {}, *entry.get("content", ())))
    title, link = entry.get("title", ""), entry.get("link", "")
    return Entry(
        id=(entry.get("id") or link or title)[:_LONGEST],
        title=title[:_LONGEST],
        url=link[:_LONGEST],
        at=_at(entry.get("published_parsed") or entry.get("updated_parsed")),
        html=html[: 50 * _LONGEST],
        files=tuple(_files(entry)),
    )


def _files(entry: Any) -> Iterator[str]:
    """What the entry says that it encloses, or that is another form of it."""
    for link in entry.get("links", ()):
        if link.get("rel") in ("enclosure", "related", "alternate") and link.get("href"):
            yield link["href"][:_LONGEST]


def _at(parsed: Any) -> datetime | None:
    """feedparser gives UTC as a tuple of time, and what no calendar has if the feed says so."""
    if not parsed:
        return None
    try:
        year, month, day, hour, minute, second = parsed[:6]
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        return None
