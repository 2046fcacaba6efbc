"""What would be watched at an address, before it is: which kind of source, and which of its links are one document. Pure."""

import re
from collections.abc import Sequence
from typing import Literal

from bot.drafts.pages import symbols
from bot.drafts.pages.order import LONGEST_PATTERN, Posting, likely

Kind = Literal["list", "document", "feed", "calendar"]

_FEED = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?[^>]*>\s*)*<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL)
_ITSELF = r"(?![\d.])(?!\S*/(add|corr|amend)\b)"  # behind a symbol: no longer number, no addendum to it, no corrigendum
_PAGES = ("text/html", "application/xhtml+xml")
_PAGE = (".html", ".htm", ".xhtml")
_WORD = re.compile(r"[^\W_]{2,}")
_NAMED = 0.5


def kind_of(data: bytes, mime: str) -> Kind:
    """The kind of source that an answer looks like. A page may still be the draft itself: only a person can say that."""
    head = data[:2000].removeprefix(b"\xef\xbb\xbf")
    if head.lstrip().upper().startswith(b"BEGIN:VCALENDAR"):
        return "calendar"
    if "rss" in mime or "atom" in mime or _FEED.match(head):
        return "feed"
    return "list" if mime in _PAGES else "document"


def by_document(postings: Sequence[Posting], name: str = "") -> list[list[Posting]]:
    """Postings, newest first, in groups that look like drafts of one document by their names; the likeliest first.

    Likelier is what the document's `name` names; then a file rather than another page of the site; then what has several
    drafts; then what is newest.
    """
    groups: list[list[Posting]] = []
    for posting in postings:
        mine = next((group for group in groups if any(likely(posting, one) for one in group)), None)
        if mine is None:
            groups.append([posting])
        else:
            mine.append(posting)
    return sorted(groups, key=lambda group: (-_named(group, name), _is_page(group), len(group) < 2))


def _named(group: Sequence[Posting], name: str) -> float:
    """How much of a document's name stands in that of its newest draft, from the half on; a share of its words."""
    asked = set(_WORD.findall(name.casefold()))
    told = set(_WORD.findall(f"{group[0].label} {group[0].renditions[0].filename}".casefold()))
    share = len(asked & told) / len(asked) if asked else 0.0
    return share if share >= _NAMED else 0.0


def _is_page(group: Sequence[Posting]) -> bool:
    return not any(one.symbol or link.ending not in _PAGE for one in group for link in one.renditions)


def pattern_of(postings: Sequence[Posting]) -> str:
    """A pattern for `links` that names these postings and their later revisions, by symbol or by the names of their files: each
    number in a name may be another. Names that make it too long are left out, the last first."""
    names = dict.fromkeys(name for posting in postings for name in _names(posting))
    kept: list[str] = []
    for name in names:
        if len("|".join([*kept, name])) <= LONGEST_PATTERN:
            kept.append(name)
    return "|".join(kept)


def _names(posting: Posting) -> list[str]:
    if posting.symbol:
        return [_safe(symbols.family(posting.symbol)) + _ITSELF]
    files = [link.filename for link in posting.renditions if symbols.name_family(link.filename)]
    if files:
        return [re.sub(r"\d+", r"\\d+", _safe(file.removesuffix(_ending(file)))) + r"[^/]*\.\w+$" for file in files]
    return [_safe(link.url.partition("://")[2]) for link in posting.renditions]


def _ending(name: str) -> str:
    found = re.search(r"\.[A-Za-z]\w{1,4}$", name)
    return found[0] if found else ""


def _safe(name: str) -> str:
    """A name as a pattern, without the signs that a command line takes for its own."""
    return re.escape(name).replace('"', ".").replace(r"\-", "-")
