"""Letters of a mailbox as rows of a page, so that the drafts in them are found, ordered and told as those of a page."""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from bot.drafts.fetching.answer import Fetched, Validators
from bot.drafts.pages import symbols
from bot.drafts.pages.addresses import ending, filename
from bot.drafts.pages.page import Link, Page, page
from bot.drafts.provenance import LETTER

READER = "bot.drafts.fetching.letter_reader:read"
MOST_PARTS = 40
_ADDRESS = re.compile(r"https?://[^\s<>\"'\])]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    url: str
    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter. `at`: its own date (UTC); `links`: addresses in its words; `files`: what was attached."""

    subject: str
    at: datetime | None
    links: tuple[tuple[str, str], ...]
    files: tuple[Attachment, ...]


def from_json(told: Mapping[str, Any], address: str) -> Letter:
    """`address`: of the letter in its mailbox."""
    at = datetime.fromisoformat(told["at"]) if told["at"] else None
    files = tuple(
        Attachment(f"{address}.{n}/{quote(file['name'])}", file["name"], file["mime"], base64.b64decode(file["data"]))
        for n, file in enumerate(told["files"], 1)
    )
    return Letter(told["subject"], at, tuple(_links(told)), files)


def address_of(mailbox: str, validity: int, uid: int) -> str:
    """By which a letter is known for good: its folder's UIDVALIDITY and its own UID (RFC 9051, 2.3.1.1)."""
    return f"{mailbox};{validity}.{uid}"


def folder_of(mailbox: str) -> str:
    return mailbox.removeprefix(LETTER)


def _links(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if told["html"]:
        for link in page(told["html"].encode(), "https://letter.invalid/").links:
            if not link.url.startswith("https://letter.invalid/"):
                yield link.url, link.text
    else:
        yield from ((found[0].rstrip(".,;"), "") for found in _ADDRESS.finditer(told["text"]))


def page_of(letters: Sequence[Letter]) -> Page:
    """The letters as a page, one row for each."""
    links: list[Link] = []
    for row, letter in enumerate(letters):
        links += _row(letter, row, len(links))
    return Page("", (), tuple(links))


def _row(letter: Letter, row: int, position: int) -> Iterator[Link]:
    alone = len({symbols.stem(file.name) for file in letter.files}) == 1
    named = [(file.url, letter.subject if alone else file.name, file.name) for file in letter.files]
    named += [(url, text, filename(url)) for url, text in dict(letter.links).items()]
    dated = f"{letter.subject} ({letter.at:%Y-%m-%d})" if letter.at else letter.subject
    for at, (url, text, name) in enumerate(named, position):
        lines = (letter.subject,)
        yield Link(url, text, dated, name, ending(name), at, row, row_lines=lines, heading=letter.subject)


def enclosed(letters: Sequence[Letter]) -> dict[str, Fetched]:
    """The attachments, as if they had been fetched."""
    return {
        file.url: Fetched(file.url, 200, file.data, file.mime, None, Validators(), letter.at, None, file.name)
        for letter in letters
        for file in letter.files
    }


def is_allowed(sender: str, senders: Sequence[str]) -> bool:
    """Whether letters from an address are read: it stands there, or its domain as "@itu.int"."""
    sender = sender.strip().casefold()
    named = {one.strip().casefold() for one in senders}
    return bool(sender) and (sender in named or "@" + sender.rpartition("@")[2] in named)


def is_authenticated(results: Sequence[str], server: str) -> bool:
    """Whether the receiving server itself wrote that the sender is who he says (RFC 8601): its own line, which stands first."""
    first = " ".join(results[0].split()).casefold() if results else ""
    by, _, said = first.partition(";")
    return by.split(" ")[0] == server.casefold() and re.search(r"(?:^|[;\s])dmarc\s*=\s*pass\b", said) is not None
