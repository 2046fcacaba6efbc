"""Two looks at one page: which postings are new, which are gone, which are the same under another name or address."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from bot.drafts.addresses import same_address
from bot.drafts.page import Link
from bot.drafts.postings import Posting

Pair = tuple[Posting, Posting]


@dataclass(frozen=True, slots=True)
class Differences:
    """`new` and `removed` postings; the rest are pairs (before, after), a pair in more than one list if more than one holds.

    `renamed`: another symbol, revision or label under the same address (its file must be fetched again) · `moved`: another
    address · `reissued`: an asterisk more · `redated`: another date beside it · `renditions`, `translations`: links that a
    posting has more than before.
    """

    new: tuple[Posting, ...] = ()
    removed: tuple[Posting, ...] = ()
    renamed: tuple[Pair, ...] = ()
    moved: tuple[Pair, ...] = ()
    reissued: tuple[Pair, ...] = ()
    redated: tuple[Pair, ...] = ()
    renditions: tuple[tuple[Posting, Link], ...] = ()
    translations: tuple[tuple[Posting, Link], ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


def differences(before: Sequence[Posting], after: Sequence[Posting]) -> Differences:
    """Postings are known again by an address of theirs, else by symbol and revision, else by a label that only one has."""
    pairs, removed, new = _paired(before, after)
    return Differences(
        new=tuple(new),
        removed=tuple(removed),
        renamed=tuple(pair for pair in pairs if _name(pair[0]) != _name(pair[1])),
        moved=tuple(pair for pair in pairs if _addresses(pair[0]).isdisjoint(_addresses(pair[1]))),
        reissued=tuple(pair for pair in pairs if pair[1].reissue > pair[0].reissue),
        redated=tuple(pair for pair in pairs if pair[0].date != pair[1].date),
        renditions=tuple((b, link) for a, b in pairs for link in _added(a, b, a.renditions, b.renditions)),
        translations=tuple((b, link) for a, b in pairs for link in _added(a, b, a.translations, b.translations)),
    )


def _paired(before: Sequence[Posting], after: Sequence[Posting]) -> tuple[list[Pair], list[Posting], list[Posting]]:
    """(pairs in order of `after`, what is left of `before`, what is left of `after`)."""
    found: dict[Posting, Posting] = {}
    taken: set[Posting] = set()
    for known_by in (_first_address, _any_address, _symbol, _label):
        old = known_by([posting for posting in before if posting not in taken])
        new = known_by([posting for posting in after if posting not in found])
        for key, posting in new.items():
            if key in old and old[key] not in taken and posting not in found:
                found[posting] = old[key]
                taken.add(old[key])
    pairs = [(found[posting], posting) for posting in after if posting in found]
    return pairs, [p for p in before if p not in taken], [p for p in after if p not in found]


def _first_address(postings: Sequence[Posting]) -> dict[Hashable, Posting]:
    return {same_address(posting.url): posting for posting in postings}


def _any_address(postings: Sequence[Posting]) -> dict[Hashable, Posting]:
    return {address: posting for posting in postings for address in _addresses(posting)}


def _symbol(postings: Sequence[Posting]) -> dict[Hashable, Posting]:
    return _only(postings, lambda posting: (posting.family, posting.revision) if posting.symbol else None)


def _label(postings: Sequence[Posting]) -> dict[Hashable, Posting]:
    """Not where a symbol stands beside it: then the symbol would have told."""
    return _only(postings, lambda posting: (posting.label, posting.date) if not posting.symbol else None)


def _only(postings: Sequence[Posting], key: Callable[[Posting], Hashable]) -> dict[Hashable, Posting]:
    """By their keys, without those that two share."""
    keys = [key(posting) for posting in postings]
    times = Counter(keys)
    return {k: posting for k, posting in zip(keys, postings, strict=True) if k is not None and times[k] == 1}


def _name(posting: Posting) -> tuple[object, ...]:
    return posting.label, posting.symbol.rstrip("*"), posting.revision


def _addresses(posting: Posting) -> set[str]:
    return {same_address(link.url) for link in posting.renditions}


def _added(before: Posting, after: Posting, old: Sequence[Link], new: Sequence[Link]) -> list[Link]:
    """Links more than before, by format and language: an address alone that changed is told as `moved`."""
    known = {(link.ending, link.language) for link in (*old, *before.renditions)}
    return [link for link in new if (link.ending, link.language) not in known]
