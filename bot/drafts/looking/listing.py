"""What is different on a page that lists drafts, against what is known of its addresses. Pure."""

import difflib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.drafts.pages.addresses import ending, filename
from bot.drafts.pages.order import Posting
from bot.drafts.pages.page import Link, Page, words_of
from bot.drafts.pages.steady import figures, plain
from bot.sentences import flash as sentences
from bot.wording import excerpt
from storage.tables import Address

MOST_NEW = 5  # new drafts at one look; more are asked about first
_CHANGES_TOLD = 4


@dataclass(frozen=True, slots=True)
class Renamed:
    """A posting whose words are others now, its addresses the same."""

    addresses: tuple[Address, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Listing:
    """`fresh`: postings with no known address, oldest first; `joined`: known ones with files that are new; `removed`: addresses
    of drafts that the page no longer links to; `returned`: those that it links to again; `translations`: versions in other
    languages that are new; `resymboled`: (posting, its draft) whose symbol is another."""

    fresh: tuple[Posting, ...] = ()
    joined: tuple[Posting, ...] = ()
    removed: tuple[Address, ...] = ()
    returned: tuple[Address, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    translations: tuple[tuple[Posting, Link], ...] = ()
    resymboled: tuple[tuple[Posting, int], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is different."""
        links = (self.fresh, self.joined, self.removed, self.returned, self.renamed, self.translations)
        return any((*links, self.resymboled))

    @property
    def touched(self) -> frozenset[str]:
        """Known addresses whose rows on the page changed: their files may have changed too."""
        rows = {row.url for one in self.renamed for row in one.addresses}
        return frozenset(rows.union(link.url for posting in self.joined for link in posting.renditions))


def listing(
    postings: Sequence[Posting],
    known: Mapping[str, Address],
    shown: Collection[str],
    symbols: Mapping[int, str] | None = None,
) -> Listing:
    """Sorts the postings of a page by what is known of them. `shown`: every address that the page links to; `symbols`: those
    of the source's drafts."""
    fresh: list[Posting] = []
    joined: list[Posting] = []
    old: list[Posting] = []
    for posting in postings:
        new = [link for link in posting.renditions if link.url not in known]
        (old if not new else fresh if len(new) == len(posting.renditions) else joined).append(posting)
    held = [row for row in known.values() if row.draft_id]
    return Listing(
        fresh=tuple(fresh),
        joined=tuple(joined),
        removed=tuple(row for row in held if row.gone is None and row.url not in shown),
        returned=tuple(row for row in held if row.gone is not None and row.url in shown),
        renamed=tuple(_renamed([*joined, *old], known)),
        translations=tuple((p, link) for p in postings for link in p.translations if link.url not in known),
        resymboled=tuple(_resymboled(old, known, symbols or {})),
    )


def _resymboled(
    postings: Iterable[Posting], known: Mapping[str, Address], symbols: Mapping[int, str]
) -> Iterator[tuple[Posting, int]]:
    """A draft that stands on the page twice, with two symbols, has no other one than before."""
    by_draft: dict[int, list[Posting]] = defaultdict(list)
    for posting in postings:
        for draft_id in {known[link.url].draft_id for link in posting.renditions if link.url in known}:
            by_draft[draft_id or 0].append(posting)
    for draft_id, those in by_draft.items():
        if draft_id in symbols and len(those) == 1 and those[0].symbol != symbols[draft_id]:
            yield those[0], draft_id


def _renamed(postings: Iterable[Posting], known: Mapping[str, Address]) -> Iterator[Renamed]:
    for posting in postings:
        rows = [known[link.url] for link in posting.renditions if link.url in known]
        changed = tuple(row for row in rows if row.label and row.label != posting.label)
        if changed:
            yield Renamed(changed, posting.label)


def shown_twice(postings: Iterable[Posting], again: Iterable[Posting], tokens: Collection[str] = ()) -> list[Posting]:
    """The postings that a second fetch of the page shows too, at the same addresses and by the same words."""
    other = {plain(link.url, tokens): posting.label for posting in again for link in posting.renditions}
    return [p for p in postings if all(other.get(plain(link.url, tokens)) == p.label for link in p.renditions)]


def as_known(view: Page, known: Iterable[str], tokens: Collection[str] = ()) -> Page:
    """The page with its links at the addresses by which they are known: ?t=1733200002 is another at every fetch."""
    names = {plain(url, tokens): url for url in known}
    links = (replace(link, url=names.get(plain(link.url, tokens), link.url)) for link in view.links)
    return replace(view, links=tuple(links))


def moved_to(row: Address, rows: Iterable[Address]) -> Address | None:
    """Another address, of the same format, at which a draft stands whose address is gone; None if there is none."""
    same = ending(filename(row.url))
    others = (one for one in rows if one.draft_id == row.draft_id and one.url != row.url and one.gone is None)
    return next((one for one in others if ending(filename(one.url)) == same), None)


def moved_on(removed: Iterable[Address], new: Collection[str], rows: Iterable[Address]) -> frozenset[str]:
    """The removed addresses in whose place a newer draft stands at one that is other behind the question mark alone:
    draft.html?v=1 has moved on to ?v=2. `new`: addresses that came with this look; `rows`: those that are there.

    Where several drafts are told apart by that alone, it names them, and none of them has moved on.
    """
    left, there = _by_stem(removed), _by_stem(row for row in rows if row.draft_id)
    return frozenset(
        old[0].url
        for stem, old in left.items()
        if len(old) == len(there[stem]) == 1
        and there[stem][0].url in new
        and (there[stem][0].draft_id or 0) > (old[0].draft_id or 0)
    )


def _by_stem(rows: Iterable[Address]) -> defaultdict[str, list[Address]]:
    found: defaultdict[str, list[Address]] = defaultdict(list)
    for row in rows:
        found[row.url.partition("?")[0]].append(row)
    return found


def own_words(view: Page, drafts: Collection[str]) -> str:
    """The page's words without the rows that hold one of these addresses: drafts are told by themselves."""
    return words_of(view, frozenset(link.row for link in view.links if link.url in drafts))


def changed_lines(old: str, new: str) -> list[tuple[str, str]]:
    """(struck, inserted) lines that differ, in the order of the page; either may be empty."""
    before, after = old.split("\n"), new.split("\n")
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    return [
        pair for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal" for pair in _pairs(before[a:b], after[c:d])
    ]


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """Lines of which only the figures changed stand each beside its own; the others are one change."""
    if list(map(figures, old)) == list(map(figures, new)):
        return list(zip(old, new, strict=True))
    alike = {figures(line): line for line in new}
    own = [(line, alike[figures(line)]) for line in old if figures(line) in alike]
    taken = {line for pair in own for line in pair}
    rest = [" / ".join(line for line in lines if line not in taken) for lines in (old, new)]
    return [*own, *([(rest[0], rest[1])] if any(rest) else [])]


def links_text(view: Page) -> str:
    """The links of a page that is itself a draft, one a line: words and address."""
    return "\n".join(f"{link.text} <{link.url}>" for link in view.links)


def tell_changes(changes: Sequence[tuple[str, str]]) -> str:
    """The first few changed lines, as one message tells them; what is gone here and stands there again has moved."""
    moved = {old for old, new in changes if not new} & {new for old, new in changes if not old}
    told = [pair for pair in changes if pair[0] or pair[1] not in moved]
    shown = [_told(old, new, moved=old in moved) for old, new in told[:_CHANGES_TOLD]]
    more = len(told) - len(shown)
    return "; ".join([*shown, *([sentences.PAGE_MORE.format(n=more)] if more else [])])


def _told(old: str, new: str, *, moved: bool) -> str:
    if moved and not new:
        return sentences.PAGE_MOVED.format(line=excerpt(old, 120))
    none = sentences.NO_LINE
    return sentences.PAGE_CHANGE.format(old=excerpt(old, 120) or none, new=excerpt(new, 120) or none)
