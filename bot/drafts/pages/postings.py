"""The links of a page's rows → postings: which links are one draft, and what the secretariat calls it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.drafts.pages import symbols
from bot.drafts.pages.addresses import folder, same_address
from bot.drafts.pages.dates import dates_in, latest_date
from bot.drafts.pages.languages import is_bare, language_of_words, split_language
from bot.drafts.pages.page import Link

LONGEST_LABEL = 160
BEST_FIRST = {
    ending: n for n, ending in enumerate((".docx", ".odt", ".html", ".htm", ".pdf", ".doc", ".rtf", ".txt", ".md"))
}


@dataclass(frozen=True, slots=True)
class Posting:
    """One draft as a page posts it.

    `renditions`: the same draft in several formats, the best to read first; `translations`: other language versions of its
    row, which are told and not flashed; `label`: the secretariat's words for it; `symbol`: as printed, "" if none;
    `family`: what it shares with other drafts of its document; `revision`: () the original, (0,) a zero draft, (3,) Rev.3;
    `reissue`: asterisks; `date`: the latest in its row; `language`: ISO 639-1, where told.
    """

    renditions: tuple[Link, ...]
    label: str
    symbol: str
    family: str
    revision: symbols.Revision
    reissue: int
    date: date | None
    language: str | None
    translations: tuple[Link, ...] = ()

    @property
    def url(self) -> str:
        return self.renditions[0].url

    @property
    def position(self) -> int:
        return min(link.position for link in self.renditions)

    @property
    def row(self) -> int:
        return self.renditions[0].row


def language_of(link: Link) -> str | None:
    """From hreflang, the link's words, its column, the name of its file, a folder of its address – whichever tells first."""
    folders = [part for part in link.url.lower().split("/")[3:-1] if len(part) == 2]
    return (
        link.language
        or language_of_words(link.text)
        or language_of_words(link.column)
        or split_language(link.filename.removesuffix(link.ending))[1]
        or next(filter(None, map(language_of_words, folders)), None)
    )


# What belongs together


def postings_of_row(row: Sequence[Link], language: str) -> Iterator[Posting]:
    """The drafts of a row; the versions in other languages go with the first of them."""
    tongues = list(dict.fromkeys(link.language for link in row))
    own = next((tongue for tongue in (language, "") if tongue in tongues), tongues[0])
    first, *others = _formats([link for link in row if link.language == own])
    yield _posting(first, tuple(link for link in row if link.language != own))
    for links in others:
        yield _posting(links, ())


def _formats(links: Sequence[Link]) -> list[list[Link]]:
    """Links of a row that are one draft in several formats: the only ones of their formats, else those of one name."""
    for name in (_row_name, _short_name, _full_name):
        named: defaultdict[str, dict[str, Link]] = defaultdict(dict)
        for link in links:
            named[name(link)].setdefault(same_address(link.url), link)
        groups = [list(group.values()) for group in named.values()]
        if all(len({link.ending for link in group}) == len(group) for group in groups):
            break
    return groups


def _row_name(link: Link) -> str:
    return str(link.row)


def _short_name(link: Link) -> str:
    return symbols.stem(link.filename)


def _full_name(link: Link) -> str:
    return f"{folder(link.url)}/{symbols.stem(link.filename)} {link.language}"


def merged(postings: Iterable[Posting]) -> list[Posting]:
    """The same address twice, or one name in one folder with other endings: one draft, wherever it stands on the page."""
    known_by: dict[tuple[str, str], Posting] = {}
    for posting in postings:
        keys = [("url", same_address(link.url)) for link in posting.renditions]
        keys += [("name", _full_name(link)) for link in posting.renditions if link.ending]
        known = next((known_by[key] for key in keys if key in known_by and _goes_with(known_by[key], posting)), None)
        if known is not None:
            posting = _together(known, posting)
            keys += [key for key, value in known_by.items() if value is known]
        known_by |= dict.fromkeys(keys, posting)
    return list(dict.fromkeys(known_by.values()))


def with_translations(postings: Sequence[Posting], language: str) -> list[Posting]:
    """Versions in other languages that have rows of their own go with the draft of one name and revision in `language`."""
    own = {_version(one): one for one in reversed(postings) if one.family and one.language in (None, language)}
    found: defaultdict[int, list[Link]] = defaultdict(list)
    for one in postings:
        if one.language not in (None, language) and _version(one) in own and not any(map(_by_letter, one.renditions)):
            found[id(own[_version(one)])] += [*one.renditions, *one.translations]
    theirs = {link.url for links in found.values() for link in links}
    kept = (one for one in postings if not theirs.intersection(link.url for link in one.renditions))
    return [
        replace(one, translations=_without_repeats((*one.translations, *found[id(one)]))) if id(one) in found else one
        for one in kept
    ]


def _by_letter(link: Link) -> bool:
    """Whether nothing but one letter behind the name of a file tells a language: annex-c may be an annex."""
    return not language_of_words(link.text) and _LETTER.search(link.filename.removesuffix(link.ending)) is not None


def _version(posting: Posting) -> tuple[object, ...]:
    return posting.family, posting.revision, posting.reissue, posting.date


def _goes_with(known: Posting, posting: Posting) -> bool:
    urls = {same_address(link.url) for link in known.renditions}
    if any(same_address(link.url) in urls for link in posting.renditions):
        return True
    return {link.ending for link in known.renditions}.isdisjoint(link.ending for link in posting.renditions)


def _together(one: Posting, other: Posting) -> Posting:
    """One posting of two: the words of the one that knows a symbol, then a date; the links of both."""
    best, less = sorted((one, other), key=lambda posting: (not posting.symbol, posting.date is None))
    return replace(
        best,
        renditions=_without_repeats(sorted((*one.renditions, *other.renditions), key=_by_format)),
        translations=_without_repeats((*best.translations, *less.translations)),
        date=best.date or less.date,
    )


def _without_repeats(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple({same_address(link.url): link for link in reversed(list(links))}.values())[::-1]


def _by_format(link: Link) -> int:
    return BEST_FIRST.get(link.ending, len(BEST_FIRST))


# What a posting is called


def _posting(links: Sequence[Link], translations: tuple[Link, ...]) -> Posting:
    symbol = _symbol(links[0])
    names = [*(link.text for link in links), *(symbols.stem(link.filename) for link in links)]
    told = filter(None, map(symbols.revision, names))
    return Posting(
        renditions=_without_repeats(sorted(links, key=_by_format)),
        label=_label(links, symbol),
        symbol=symbol,
        family=symbols.family(symbol) if symbol else symbols.name_family(links[0].filename),
        revision=symbols.revision(symbol) if symbol else next(told, ()),
        reissue=max(symbols.reissue(symbol), *(symbols.reissue(symbols.stem(link.filename)) for link in links)),
        date=symbols.symbol_date(symbol) or latest_date(_row_words(links[0])) or latest_date(links[0].filename),
        language=links[0].language or None,
        translations=_without_repeats(translations),
    )


def _row_words(link: Link) -> str:
    """By lines first, where "11<sup>th</sup> June" is whole; then with blanks between what stands side by side."""
    return " / ".join([*link.row_lines, link.row_text])


def _symbol(link: Link) -> str:
    """The link's own words, a line of its row that begins with a symbol, or what the address ends on (undocs.org/A/79/1)."""
    own = symbols.find_symbol(link.text)
    if own and link.text.startswith(own):
        return own
    for line in link.row_lines:
        symbol = symbols.find_symbol(line)
        if symbol and line.startswith(symbol):
            return symbol
    return "" if link.ending else symbols.find_symbol("/".join(link.url.split("/")[3:]))


def _label(links: Sequence[Link], symbol: str) -> str:
    """The link's words if they are a title; else the longest line of the row that is one; else symbol or file name."""
    own = [link.text for link in links if _is_title(link.text)]
    lines = [_TAIL.sub("", line.removeprefix(symbol).strip(" :–-")) for line in links[0].row_lines]
    titles = (
        own or sorted(filter(_is_title, lines), key=len, reverse=True) or list(filter(_is_title, [links[0].row_text]))
    )
    return (titles[0] if titles else symbol or links[0].filename or links[0].url)[:LONGEST_LABEL]


_LETTER = re.compile(r"[\W_][A-Za-z]$")
_TAIL = re.compile(r"[\s:|/,–-]+\(?(?:pdf|word|docx?|html?)\)?\s*$", re.IGNORECASE)


def _is_title(text: str) -> bool:
    if not text or is_bare(text) or symbols.is_symbol(text):
        return False
    return not (dates_in(text) and len(text) < 20) and not text.startswith(("http:", "https:"))
