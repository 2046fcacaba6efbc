"""What is different on a page that lists drafts, against what is known of its addresses. Pure."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.drafts.order import Posting
from bot.drafts.page import Link, Page, words_of
from bot.sentences import flash as sentences
from bot.wording import excerpt
from storage.tables import Address

_CHANGES_TOLD = 4


@dataclass(frozen=True, slots=True)
class Renamed:
    """A link whose words are others now, its address the same."""

    address: Address
    label: str


@dataclass(frozen=True, slots=True)
class Listing:
    """`fresh`: postings with no known address, oldest first; `joined`: known ones with files that are new; `known`: all the
    others; `removed`: addresses that the page no longer links to; `translations`: versions in other languages that are new."""

    fresh: tuple[Posting, ...] = ()
    joined: tuple[Posting, ...] = ()
    known: tuple[Posting, ...] = ()
    removed: tuple[Address, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    translations: tuple[tuple[Posting, Link], ...] = ()


def listing(postings: Sequence[Posting], known: Mapping[str, Address]) -> Listing:
    """Sorts the postings of a page by what is known of them."""
    shown = {link.url for posting in postings for link in (*posting.renditions, *posting.translations)}
    sorted_out: dict[int, list[Posting]] = {0: [], 1: [], 2: []}
    for posting in postings:
        new = [link for link in posting.renditions if link.url not in known]
        sorted_out[0 if len(new) == len(posting.renditions) else 1 if new else 2].append(posting)
    removed = [row for row in known.values() if row.draft_id and row.gone is None and row.url not in shown]
    old = (*sorted_out[1], *sorted_out[2])
    return Listing(
        fresh=tuple(sorted_out[0]),
        joined=tuple(sorted_out[1]),
        known=tuple(sorted_out[2]),
        removed=tuple(removed),
        renamed=tuple(_renamed(old, known)),
        translations=tuple((p, link) for p in postings for link in p.translations if link.url not in known),
    )


def _renamed(postings: Sequence[Posting], known: Mapping[str, Address]) -> Iterator[Renamed]:
    """One a posting: the first of its addresses that is known by another label."""
    for posting in postings:
        rows = [known[link.url] for link in posting.renditions if link.url in known]
        if rows and rows[0].label and rows[0].label != posting.label:
            yield Renamed(rows[0], posting.label)


def own_words(view: Page, postings: Sequence[Posting]) -> str:
    """The page's words without the rows of its drafts, which are told by themselves."""
    return words_of(view, frozenset(posting.row for posting in postings))


def changed_lines(old: str, new: str) -> list[tuple[str, str]]:
    """(struck, inserted) lines that differ, in the order of the page; either may be empty."""
    before, after = old.split("\n"), new.split("\n")
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    return [
        (" / ".join(before[a:b]), " / ".join(after[c:d])) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"
    ]


def links_text(view: Page) -> str:
    """The links of a page that is itself a draft, one a line: words and address."""
    return "\n".join(f"{link.text} <{link.url}>" for link in view.links)


def same_view(one: Page, other: Page) -> bool:
    """Whether two fetches of a page show the same links and words."""
    mine, theirs = [(k.url, k.text) for k in one.links], [(k.url, k.text) for k in other.links]
    return mine == theirs and words_of(one) == words_of(other)


def tell_changes(changes: Sequence[tuple[str, str]]) -> str:
    """The first few changed lines, as one message tells them."""
    shown = [
        sentences.PAGE_CHANGE.format(
            old=excerpt(old, 120) or sentences.NO_LINE, new=excerpt(new, 120) or sentences.NO_LINE
        )
        for old, new in changes[:_CHANGES_TOLD]
    ]
    more = len(changes) - len(shown)
    return "; ".join([*shown, *([sentences.PAGE_MORE.format(n=more)] if more else [])])
