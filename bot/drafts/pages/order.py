"""The links of a page → the drafts posted on it, oldest first.

Candidates are the links that a source's pattern names; without a pattern, links to readable files and links whose words are
a document symbol. Which of them belong to a document by their text is decided later, by whoever fetches them; `likely` says
which do by their names alone.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise

import regex
from rapidfuzz import fuzz

from bot.drafts.pages import symbols
from bot.drafts.pages.addresses import READABLE
from bot.drafts.pages.looks import Looks
from bot.drafts.pages.page import Link, Page
from bot.drafts.pages.postings import Posting, language_of, merged, postings_of_row, with_translations
from bot.errors import BadInput
from bot.sentences import fetch as say

__all__ = ["Posting", "Summary", "drafts_on", "likely", "read_pattern", "summary"]

LONGEST_PATTERN = 300  # signs
LONGEST_SUBJECT = 1000
PATTERN_SECONDS = 0.1  # for one link
ALIKE = 90  # of 100, by rapidfuzz's ratio. On the corpus's pages other documents with the same numbers come up to 88
SHORTEST_NAME = 6  # signs; below, names are alike by chance
SHORTEST_TITLE = 12


@dataclass(frozen=True, slots=True)
class Summary:
    """What would be watched on a page: `postings` newest first; `others`: links that are no drafts."""

    title: str
    links: int
    others: int
    postings: tuple[Posting, ...]
    looks_like: Looks | None


def summary(page: Page, *, pattern: str | None = None, language: str = "en") -> Summary:
    postings = drafts_on(page, pattern=pattern, language=language)
    taken = sum(len(posting.renditions) + len(posting.translations) for posting in postings)
    return Summary(page.title, len(page.links), len(page.links) - taken, postings[::-1], page.looks_like)


def drafts_on(page: Page, *, pattern: str | None = None, language: str = "en") -> tuple[Posting, ...]:
    """The drafts posted on a page, oldest first. `language`: that of the document, where a row has several.

    Raises BadInput if the pattern cannot be used.
    """
    links = [replace(link, language=language_of(link) or "") for link in _candidates(page, pattern)]
    rows = [list(row) for _, row in groupby(sorted(links, key=lambda link: link.row), key=lambda link: link.row)]
    postings = [posting for row in rows for posting in postings_of_row(row, language)]
    return tuple(_oldest_first(with_translations(merged(postings), language)))


# Which links


def read_pattern(pattern: str) -> "regex.Pattern[str]":
    """A source's `links`. `regex` instead of `re`, because it can be given a time: a chair may have written (a+)+$."""
    if len(pattern) > LONGEST_PATTERN:
        raise BadInput(say.PATTERN_TOO_LONG, limit=LONGEST_PATTERN)
    try:
        return regex.compile(pattern, regex.IGNORECASE)
    except (regex.error, RecursionError, OverflowError) as error:
        raise BadInput(say.PATTERN_BROKEN, pattern=pattern, reason=error) from error


def _candidates(page: Page, pattern: str | None) -> list[Link]:
    if pattern:
        compiled = read_pattern(pattern)
        return [link for link in page.links if _matches(compiled, link)]
    links = [link for link in page.links if link.ending in READABLE or symbols.is_symbol(link.text)]
    return [link for link in links if not link.apart] or links


def _matches(pattern: "regex.Pattern[str]", link: Link) -> bool:
    try:
        return any(
            pattern.search(subject[:LONGEST_SUBJECT], timeout=PATTERN_SECONDS)
            for subject in (link.url, link.filename, link.text)
        )
    except TimeoutError as error:
        raise BadInput(say.PATTERN_TOO_SLOW, pattern=pattern.pattern) from error


# Order


def _oldest_first(postings: Sequence[Posting]) -> list[Posting]:
    """By the date on the page, then by place; and drafts of one family take the places of that family by their revision.

    The place counts from below where the page's dates, or else its revisions, fall.
    """
    placed = sorted(postings, key=lambda posting: posting.position, reverse=_falls(postings))
    days = _filled([posting.date for posting in placed])
    by_date = [placed[n] for n in sorted(range(len(placed)), key=lambda n: (days[n], n))]
    families: defaultdict[str, list[Posting]] = defaultdict(list)
    for posting in by_date:
        families[posting.family or posting.url].append(posting)
    in_turn = {name: iter(sorted(members, key=_by_revision)) for name, members in families.items()}
    return [next(in_turn[posting.family or posting.url]) for posting in by_date]


def _by_revision(posting: Posting) -> tuple[symbols.Revision, int]:
    return posting.revision or (0, 1), posting.reissue  # the original stands between a zero draft and Rev.1


def _falls(postings: Sequence[Posting]) -> bool:
    """Whether dates, or without dates the revisions of a family, mostly fall from the top of the page to its end."""
    placed = sorted(postings, key=lambda posting: posting.position)
    days = [posting.date for posting in placed if posting.date]
    steps = [(a > b) - (a < b) for a, b in pairwise(days)]
    if not any(steps):
        turns = [(_by_revision(a), _by_revision(b)) for a, b in pairwise(placed) if a.family == b.family]
        steps = [(a > b) - (a < b) for a, b in turns]
    return sum(steps) > 0


def _filled(days: Sequence[date | None]) -> list[date]:
    """An undated draft counts as posted with its neighbour before it; those before the first date with the first."""
    last = next(filter(None, days), date.min)
    return [last := day or last for day in days]


# Whether two drafts are of one document


def likely(posting: Posting, last: Posting | None) -> bool:
    """Whether a posting is by its names a draft of the document whose last draft was `last` (None: anything may be its first).

    True where both are of one family, or where the names of their files or their labels, with revisions and dates left out,
    hold the same numbers and are alike to `ALIKE` of 100. False is no verdict: the texts decide.
    """
    if last is None or (posting.family and posting.family == last.family):
        return True
    if posting.symbol and last.symbol and _kind(posting) != _kind(last):
        return False  # an addendum or an information paper, whatever it is called
    if _alike(posting.renditions[0].filename, last.renditions[0].filename, SHORTEST_NAME):
        return True
    return _alike(posting.label, last.label, SHORTEST_TITLE)


def _kind(posting: Posting) -> str:
    return "".join(sign for sign in posting.family if sign.isalpha() or sign == "/")


def _alike(one: str, other: str, shortest: int) -> bool:
    """A number that differs is another document: "informal paper 3", "informal paper 4"."""
    one, other = symbols.name_family(one), symbols.name_family(other)
    if min(len(one), len(other)) < shortest or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return fuzz.ratio(one, other) >= ALIKE
