"""What is printed around a draft and is none of its words: running headers, footers, page and line numbers."""

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from bot.drafts.reading import labels
from bot.drafts.reading.formats.pdf_letters import AROUND
from bot.drafts.reading.formats.pdf_lines import Line

BAND = 0.12  # of the page's height, above and below
DIGITS = re.compile(r"\d+")
ROMAN = r"[ivxl]{1,6}"
ROMAN_PAGE = re.compile(rf"^{ROMAN}\b|\b{ROMAN}$")
PAGE_NUMBER = re.compile(
    rf"\W{{0,3}}(?:(?:page|p\.|стр\.|página|seite|第)\s*)?(?:\d{{1,4}}|{ROMAN})(?:\s*(?:of|de|sur|von|из|/|\|)\s*\d{{1,4}})?\s*页?\W{{0,3}}",
    re.IGNORECASE,
)
END_OR_LABEL = re.compile(r"\d{1,4}[.;,]")  # "… by / 2030.", or "5." whose words stand on the next page
# A United Nations job number and its barcode: "24-07683 (E) 020524", "*2407683*".
JOB_NUMBER = re.compile(r"\d\d-\d{5}(?:\s\([A-Z]\))?(?:\s+\d{6})?|\*\d{7}\*|_{8,}")
CLOSE = 1.7  # of the size: lines that follow each other by less are one group
FOOT = 0.24  # of the height: no page's number stands farther from its edge
LONGEST_NUMBER = 7
SURE_NUMBERS = 3
LARGEST_STAMP, FILLED = 4, 8  # lines of it, and of a page that has text
WATERMARK = 2.5  # times as large as the text
ALONE = re.compile(r"\W{0,3}(\d{1,4})\W{0,3}")
NOTE = re.compile(r"(?:\d{1,3}|[*†‡]{1,3})\.?\s[“\"]?[A-Z][a-z]")
LINE_NUMBERS = 4  # that must follow each other on a page


def body(pages: list[list[Line]], heights: list[float]) -> list[list[Line]]:
    """The lines of each page without running headers and footers. `heights`: of the pages."""
    repeated, placed = _repeated(pages, heights)
    usual = _usual_size(pages)
    counting = _counting_pages(pages, heights)
    behind = _behind(pages, usual)
    out = []
    for n, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        drop = counting | {id(q) for q in lines if q.tag is AROUND}
        drop |= {id(q) for q in _around(lines, height, repeated, placed)}
        drop |= {id(q) for q in lines if q.size > WATERMARK * usual and _stamped(q) in behind}
        if n and not any(id(q) in drop and q.y > height / 2 for q in lines):
            drop |= {id(q) for q in _set_off(lines, height, usual)}
        out.append(_from_above([q for q in lines if id(q) not in drop]))
    return out


def _from_above(lines: list[Line]) -> list[Line]:
    """Lines, a few that are drawn last and stand above all others first: a stamp is no end of the page."""
    for n in range(max(FILLED, len(lines) - LARGEST_STAMP), len(lines)):
        if min(q.y - q.size for q in lines[n:]) > max(q.y for q in lines[:n]):
            return lines[n:] + lines[:n]
    return lines


def _behind(pages: list[list[Line]], usual: float) -> set[tuple[str, int, int]]:
    """Watermarks: what is printed much larger than the text in one place of most pages."""
    large = Counter(key for lines in pages for key in {_stamped(q) for q in lines if q.size > WATERMARK * usual})
    return {key for key, on in large.items() if on >= SURE_NUMBERS and 2 * on > len(pages)}


def _stamped(q: Line) -> tuple[str, int, int]:
    return q.text, round(q.x0), round(q.y)


def _counting_pages(pages: list[list[Line]], heights: list[float]) -> set[int]:
    """Numbers that stand alone at the foot of pages, or at their head, also beyond the band, where most of them count the
    pages; and what else stands alone in their place, as OCR reads them.
    """
    both = zip(pages, heights, strict=True)
    ends = [(_end(lines, FOOT * height, 1), _end(lines, (1 - FOOT) * height, -1)) for lines, height in both]
    return _counting([foot for foot, _ in ends]) | _counting([head for _, head in ends])


def _counting(ends: list[list[Line]]) -> set[int]:
    """Those of the pages' ends that count them."""
    alone = (ALONE.fullmatch("".join(q.text for q in end)) for end in ends)
    counted = {n: int(found[1]) - n for n, found in enumerate(alone) if found}
    usual = statistics.mode(counted.values()) if counted else 0
    sure = [ends[n][0] for n, offset in counted.items() if offset == usual]
    if len(sure) < SURE_NUMBERS or 2 * len(sure) < sum(map(bool, ends)):
        return set()
    places = {round(q.y / q.size) for q in sure}
    return {id(q) for end in ends for q in end if round(end[0].y / end[0].size) in places}


def _end(lines: list[Line], limit: float, up: Literal[1, -1]) -> list[Line]:
    """The lowest line of a page, with `up` -1 the highest, in its pieces, if it is beyond a limit, short, and stands apart."""
    last = min(lines, key=lambda q: up * q.y, default=None)
    if last is None or up * (last.y - limit) > 0:
        return []
    end = [q for q in lines if abs(q.y - last.y) < 0.5 * last.size]
    others = ((abs(q.y - last.y), q.size) for q in lines)
    apart = all(far < 0.5 * last.size or far > CLOSE * max(size, last.size) for far, size in others)
    return end if apart and sum(len(q.text) for q in end) <= LONGEST_NUMBER else []


def _usual_size(pages: list[list[Line]]) -> float:
    letters: dict[float, int] = defaultdict(int)
    for lines in pages:
        for q in lines:
            letters[q.size] += len(q.text)
    return max(letters, key=lambda s: letters[s], default=10.0)


def _in_band(q: Line, height: float) -> bool:
    return not BAND * height < q.y < (1 - BAND) * height


@lru_cache(4096)  # asked for each line of head and foot, and again when the whole document is known
def _masked(text: str) -> str:
    """A text with its page's number hidden. Article 11 above one page and Article 14 above another are two texts."""
    if end := labels.keyword(text):
        return text[:end] + DIGITS.sub("#", text[end:])
    text = ROMAN_PAGE.sub("#", DIGITS.sub("#", text))
    return text.removeprefix("# ").removesuffix(" #")  # the number may be a piece of its own


def _repeated(pages: list[list[Line]], heights: list[float]) -> tuple[set[str], set[tuple[str, int]]]:
    """Texts of head and foot, digits masked, that several pages have; and those that a third have at one height."""
    seen: dict[str, set[int]] = defaultdict(set)
    placed: dict[tuple[str, int], set[int]] = defaultdict(set)
    for n, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        for q in lines:
            if _in_band(q, height):
                seen[_masked(q.text)].add(n)
                placed[_placed(q)].add(n)
    some, third = max(2, min(3, round(0.3 * len(pages)))), max(4, len(pages) / 3)
    return {t for t, on in seen.items() if len(on) >= some}, {t for t, on in placed.items() if len(on) >= third}


def _placed(q: Line) -> tuple[str, int]:
    return _masked(q.text), round(q.y / 3)


def _around(lines: list[Line], height: float, repeated: set[str], placed: set[tuple[str, int]]) -> Iterator[Line]:
    """Lines of a page's head and foot that repeat, where all that stands close to them does; page numbers, job numbers."""
    for group in _groups(lines):
        around = all(
            q.tag is AROUND or (_in_band(q, height) and (_masked(q.text) in repeated or _number(q))) for q in group
        )
        if around and not NOTE.match(group[0].text):
            yield from group
    yield from (q for q in lines if not q.text[:1].isalpha() and JOB_NUMBER.fullmatch(q.text))
    # The text may come close to them. A number alone tells nothing here, unless it is "3/9": it may be the end of a sentence.
    sure = [q for q in lines if _in_band(q, height) and _placed(q) in placed and re.search(r"[^\W\d]|/", q.text)]
    yield from (q for q in lines if sure and any(abs(q.y - other.y) < 0.2 * q.size for other in sure))


def _number(q: Line) -> bool:
    page = PAGE_NUMBER.fullmatch(q.text) and not END_OR_LABEL.fullmatch(q.text)
    return bool(page or JOB_NUMBER.fullmatch(q.text))


def _groups(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines that follow each other closely, together, from above."""
    group: list[Line] = []
    for q in sorted(lines, key=lambda q: (-q.y, q.x0)):
        if group and group[-1].y - q.y > CLOSE * max(q.size, group[-1].size):
            yield group
            group = []
        group.append(q)
    if group:
        yield group


def _set_off(lines: list[Line], height: float, usual: float) -> list[Line]:
    """A header in smaller print, parted from the text by a gap: what a document of two pages shows only once."""
    head = [q for q in lines if q.y > (1 - BAND) * height]
    rest = [q for q in lines if q.y <= (1 - BAND) * height] + [q for q in head if q.size >= 0.95 * usual]
    small = [q for q in head if q.size < 0.95 * usual]
    if not small or not rest:
        return []
    return small if min(q.y for q in small) - max(q.y for q in rest) > 1.5 * usual else []


def without_line_numbers(pages: list[list[Line]]) -> list[list[Line]]:
    """Drops numbers in a margin that count lines: evenly spaced, each 1, 2, 5 or 10 more than the one above.

    Where most pages have them, so has a page with too few lines to tell.
    """
    for right in (False, True):
        columns = [_numbers(lines, right=right) for lines in pages]
        counting = [len(column) >= LINE_NUMBERS and _counts_lines(column) for column in columns]
        most = sum(counting) * 2 > len(pages)
        drop = {id(q) for column, sure in zip(columns, counting, strict=True) if sure or most for q in column}
        pages = [[q for q in lines if id(q) not in drop] for lines in pages]
    return pages


def _numbers(lines: list[Line], *, right: bool) -> list[Line]:
    """The bare numbers in one margin, from above."""
    found = [q for q in lines if len(q.text) < 5 and re.fullmatch(r"\d{1,4}", q.text) and _outside(q, lines)]
    return sorted((q for q in found if (q.x0 > _middle(lines)) == right), key=lambda q: -q.y)


def _middle(lines: list[Line]) -> float:
    return (min(q.x0 for q in lines) + max(q.x1 for q in lines)) / 2


def _outside(number: Line, lines: list[Line]) -> bool:
    """Whether nearly all of the page's text is at one side of it."""
    wide = [q for q in lines if len(q.text) > 8]
    left = sum(q.x0 >= number.x1 for q in wide)
    right = sum(q.x1 <= number.x0 for q in wide)
    return max(left, right) > 0.8 * len(wide) > 0


def _counts_lines(column: list[Line]) -> bool:
    steps = [int(b.text) - int(a.text) for a, b in pairwise(column)]
    usual = max(set(steps), key=steps.count)
    return usual in (1, 2, 5, 10) and steps.count(usual) >= 0.7 * len(steps)
