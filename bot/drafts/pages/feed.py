"""The entries of a feed as rows of a page, so that a feed's drafts are found, ordered and told as those of a page. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from bot.drafts.pages.addresses import FILES, absolute, ending, filename
from bot.drafts.pages.page import Link, Page, page
from bot.drafts.pages.rows import clean

MOST_ENTRIES = 500
READER = "bot.drafts.pages.feed_reader:read"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `id`: by which it is known again; `url`: its own page, "" if it has none; `at`: when it was published (UTC);
    `html`: what it says; `files`: addresses that it encloses."""

    id: str
    title: str
    url: str
    at: datetime | None
    html: str
    files: tuple[str, ...]


def to_json(entry: Entry) -> dict[str, Any]:
    return asdict(entry) | {"at": entry.at.isoformat() if entry.at else None}


def from_json(told: Mapping[str, Any]) -> Entry:
    at = datetime.fromisoformat(told["at"]) if told["at"] else None
    return Entry(told["id"], told["title"], told["url"], at, told["html"], tuple(told["files"]))


def page_of(entries: Sequence[Entry], url: str) -> Page:
    """The feed at `url` as a page: one row for each entry, with the files that it leads to, or else with its own page."""
    links: list[Link] = []
    for row, entry in enumerate(entries):
        links += _row(entry, url, row, len(links))
    return Page("", (), tuple(links))


def links_of(entry: Entry, url: str) -> Sequence[Link]:
    """Where an entry leads to."""
    return list(_row(entry, url, 0, 0))


def _row(entry: Entry, url: str, row: int, position: int) -> Iterator[Link]:
    base = urljoin(url, entry.url)
    said = page(entry.html.encode(), base).links
    found = {link.url: link.text for link in said}
    found |= {whole: entry.title for file in entry.files if (whole := absolute(url, file)) and whole not in found}
    files = {one: text for one, text in found.items() if ending(filename(one)) in FILES}
    own = absolute(url, entry.url)
    title = clean(entry.title)
    dated = f"{title} ({entry.at:%Y-%m-%d})" if entry.at else title
    for at, (one, text) in enumerate((files or ({own: title} if own else {})).items(), position):
        name = filename(one)
        yield Link(one, text, dated, name, ending(name), at, row, row_lines=(title,), heading=title, at=entry.at)


def notices(entries: Sequence[Entry], url: str, drafts: Collection[str]) -> list[Entry]:
    """The entries that lead to no draft, oldest first; `drafts`: the addresses of those on the feed."""
    told = [entry for entry in entries if not any(link.url in drafts for link in links_of(entry, url))]
    return sorted(told, key=lambda entry: entry.at.timestamp() if entry.at else 0)


def words(entry: Entry) -> str:
    """What an entry says, in plain words."""
    return clean(f"{entry.title} {page(entry.html.encode(), 'https://feed.invalid/').text}")
