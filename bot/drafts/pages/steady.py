"""What of a page differs at every fetch – counters, tokens in addresses, shuffled lists, late replicas – and what is steady.

Noise is what changed at least twice among fetches that follow each other within seconds: what changed once may be the
secretariat's own hand. It is learnt by its pattern, never by the page: everything else on the page is told. Pure.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bot.drafts.pages.addresses import same_address
from bot.drafts.pages.page import Link, Page

FETCHES = 3  # by which something is told to be noise
MOST_NOISE = 300  # patterns kept of a source
_LONGEST = 200
_HEX = re.compile(r"\b(?=[0-9a-f-]*\d)[0-9a-f][0-9a-f-]{7,}\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Steady:
    """What several fetches of one page agree on. `lines`: those that stand in all of them, in the order of the last; `noise`:
    patterns of those that came and went; `open`: some changed once only: a later look decides; `shuffled`: the order of the
    lines changed more than once."""

    lines: tuple[str, ...]
    noise: frozenset[str]
    open: bool
    shuffled: bool


def figures(line: str) -> str:
    """A line without its figures: "Visitors: 1204" → "Visitors: #"."""
    return _DIGITS.sub("#", _HEX.sub("*", line))


def pattern(line: str) -> str:
    """By which noise is known: the beginning of a line without its figures."""
    return figures(line[:_LONGEST])


def steady(fetches: Sequence[Sequence[str]], noise: Collection[str] = (), *, values: int = 1) -> Steady:
    """`fetches`: the lines of a page, one fetch after the other; `noise`: patterns that are known already; `values`: how many
    different lines must have stood in one place before they are noise."""
    pages = [[line for line in lines if pattern(line) not in noise] for lines in fetches]
    counts = [Counter(lines) for lines in pages]
    common = counts[0]
    for count in counts[1:]:
        common &= count
    kept = [_only(lines, common) for lines in pages]
    moving = [_rest(lines, common) for lines in pages]
    learnt = _noise(moving) & _various(moving, values) if values > 1 else _noise(moving)
    others = [[line for line, _ in lines if pattern(line) not in learnt] for lines in moving]
    orders = _turns(kept)
    settled = all(sorted(a) == sorted(b) for a, b in pairwise(others)) and orders != 1
    return Steady(tuple(kept[-1]), learnt, open=not settled, shuffled=orders > 1)


def without_noise(words: str, noise: Collection[str], *, shuffled: bool = False) -> str:
    """The lines of a page that are no noise, ready to be compared; in alphabetical order where the page has none."""
    lines = [line for line in words.split("\n") if pattern(line) not in noise]
    return "\n".join(sorted(lines) if shuffled else lines)


def _only(lines: Iterable[str], common: Counter[str]) -> list[str]:
    left = common.copy()
    return [line for line in lines if _taken(left, line)]


def _rest(lines: Sequence[str], common: Counter[str]) -> list[tuple[str, tuple[str, str]]]:
    """The lines beyond the common ones, each with the common lines around it."""
    left, before, found = common.copy(), "", list[tuple[str, str]]()
    after = dict[int, str]()
    for line in lines:
        if _taken(left, line):
            after |= {n: line for n in range(len(found)) if n not in after}
            before = line
        else:
            found.append((line, before))
    return [(line, (before, after.get(n, ""))) for n, (line, before) in enumerate(found)]


def _taken(left: Counter[str], line: str) -> bool:
    left[line] -= 1
    return left[line] >= 0


def _noise(moving: Sequence[Sequence[tuple[str, Hashable]]]) -> frozenset[str]:
    """Patterns whose lines changed more than once, and those that stood in the same places."""
    patterns = {pattern(line) for lines in moving for line, _ in lines}
    sure = {
        one for one in patterns if _turns([[line for line, _ in lines if pattern(line) == one] for lines in moving]) > 1
    }
    places = {gap for lines in moving for line, gap in lines if pattern(line) in sure}
    return frozenset(sure | {pattern(line) for lines in moving for line, gap in lines if gap in places})


def _various(moving: Sequence[Sequence[tuple[str, Hashable]]], values: int) -> frozenset[str]:
    """Patterns of lines that took so many forms in one place: by their figures, or else by their words."""
    places = defaultdict[Hashable, set[str]](set)
    for line, gap in (found for lines in moving for found in lines):
        places[gap].add(line)
    found = set[str]()
    for lines in places.values():
        forms = Counter(pattern(line) for line in lines)
        found |= {one for one, n in forms.items() if n >= values}
        others = {one for one, n in forms.items() if n < values}
        found |= others if len(others) >= values else set()
    return frozenset(found)


def _turns(states: Sequence[object]) -> int:
    """How often a state is followed by another."""
    return sum(one != other for one, other in pairwise(states))


# ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def tokens(pages: Sequence[Page]) -> frozenset[str]:
    """Parts of addresses that differ at every fetch: "?v" a parameter, "/2" the second part of the path from the end, ";" what
    follows a semicolon. A part is none if without it two links of a page would be one."""
    if len(pages) < FETCHES:
        return frozenset()
    found = defaultdict(list)
    for page in pages:
        for name, link in _named(page.links):
            found[name].append(link.url)
    moving = {part for urls in found.values() if len(urls) == len(pages) for part in _parts(urls)}
    return frozenset(part for part in moving if all(_tells_apart(page, part) for page in pages))


def tokens_between(urls: Sequence[str], page: Page) -> frozenset[str]:
    """The same from addresses that one link had one after the other."""
    return frozenset(part for part in _parts(urls) if _tells_apart(page, part)) if urls else frozenset()


def plain(url: str, tokens: Collection[str]) -> str:
    """An address by which a file is known again, without its tokens and without a parameter that is nothing but the time."""
    if not tokens:
        return same_address(url)
    parts = urlsplit(url)
    path = parts.path.partition(";")[0] if ";" in tokens else parts.path
    steps = path.split("/")
    for n in range(1, len(steps)):
        if f"/{n}" in tokens:
            steps[-n] = "*"
    query = [(name, value) for name, value in parse_qsl(parts.query, True) if f"?{name}" not in tokens]
    return same_address(urlunsplit((*parts[:2], "/".join(steps), urlencode(query), "")))


def _named(links: Iterable[Link]) -> Iterable[tuple[tuple[str, int], Link]]:
    """Links by their words, and their place among those of the same words."""
    seen = Counter[str]()
    for link in links:
        seen[link.text] += 1
        yield (link.text, seen[link.text]), link


def _parts(urls: Sequence[str]) -> set[str]:
    """The parts of one link's address that are others at each fetch."""
    if len(set(urls)) < len(urls):
        return set()
    split = [urlsplit(url) for url in urls]
    queries = [dict(parse_qsl(one.query, True)) for one in split]
    found = {f"?{name}" for name in queries[0] if _differ([query.get(name) for query in queries])}
    heads, _, tails = zip(*(one.path.partition(";") for one in split), strict=True)
    if _differ(tails):
        found.add(";")
    steps = [head.split("/") for head in heads]
    if len({len(one) for one in steps}) == 1:
        found |= {f"/{n}" for n in range(1, len(steps[0])) if _differ([one[-n] for one in steps])}
    return found


def _differ(values: Sequence[object]) -> bool:
    return len(set(values)) == len(values)


def _tells_apart(page: Page, part: str) -> bool:
    urls = {link.url for link in page.links}
    return len({plain(url, (part,)) for url in urls}) == len({same_address(url) for url in urls})
