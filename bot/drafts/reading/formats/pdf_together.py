"""The words of a page as PDFium tells them: its text parted at blanks, where each word stands, and what is one.

Most words of a page are ordinary: on one line, in one print, a usual blank between. They are one `Word` from here on, so that
lines are put together of a few pieces.
"""

import re
import statistics
from collections.abc import Iterator
from itertools import accumulate, pairwise
from operator import sub
from typing import NamedTuple

from bot.drafts.reading.formats.pdf_letters import Letters, Look
from bot.drafts.reading.formats.pdf_marks import Word

# PDFium writes U+FFFE for a hyphen at a line's end and leaves the line break out.
HYPHEN = "\ufffe"
BLANKS = " \t\r\n\f\v\xa0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
BETWEEN = re.compile(f"([{BLANKS}][{BLANKS}]*)")  # words; with "+" instead the search takes half as long again
CUT = re.compile(f"{HYPHEN}[{BLANKS}]")
CLOSING = re.compile(r"[.,;:)\]”’»]+")
NO_BLANK = re.compile(r"[„‚(\[{] | [,.)\]}]")
TAB = 0.7  # of the size: a blank that may be one is as wide as this; others are between words
# Of the size: a blank narrower than this, and not in the file, is PDFium's guess; between pieces of a word that Word cut and
# spaced out, 0.11 to 0.145 were met, between words 0.153 and more.
TIGHT = 0.15
# … between a letter or digit and a Chinese or Japanese sign, which Word spaces out by 0.25; of Korean, which has blanks between
# words, this much of those.
SPACING, NARROWER = 0.32, 0.75
GUESSED = 0.04  # … in a file without blanks of its own, as TeX writes them; between words 0.057 and more were met
OWN = 0.3  # the share of blanks that stand in the file, if it has any


# What TeX's own encoding (T1) has where ASCII has no signs: its fonts of dots tell no other name for them.
TEX_SIGNS = dict(enumerate(("“", "”", "„", "«", "»", "–", "—"), 0x10)) | dict(
    enumerate(("ff", "fi", "fl", "ffi", "ffl"), 0x1B)
)
TEX = re.compile("[\x10-\x16\x1b-\x1f]")
NO_WORD_ENDS = "\u2060"  # a word joiner: PDFium never writes one
_CJK = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
# The blank first: a search looks for it alone.
SPACED_OUT = re.compile(rf" (?:(?<=[A-Za-z0-9] )(?={_CJK})|(?<={_CJK} )(?=[A-Za-z0-9]))")
KOREAN = re.compile("(?<=[\uac00-\ud7af]) (?=[\uac00-\ud7af])")
_SIGN = "[\u3040-\u30ff\u3400-\u9fff]"
STRETCHED = re.compile(rf"{_SIGN} (?:{_SIGN} ){{2,}}(?={_SIGN})")
BETWEEN_SIGNS = re.compile(rf"(?<={_SIGN}) (?={_SIGN})")
MANY = 30
FIRST = re.compile(r"(?:^|[\r\n])[\w.()（）]*[A-Za-z0-9]$", re.ASCII)


def without_spacing(letters: Letters, text: str) -> str:
    """A page's text with NO_WORD_ENDS for the blanks that PDFium sees where none was typed: where Word spaces out two scripts,
    and between the signs of a line that is stretched.

    What stands first in a line may be a label, and keeps its blank.
    """
    if STRETCHED.search(text):
        text = "".join(_unstretched(letters, text))
    places = [
        at for found in SPACED_OUT.finditer(text) if not FIRST.search(text, max(0, (at := found.start()) - 9), at)
    ]
    if not places:
        return text
    typed = _wide(letters, [found.start() for found in KOREAN.finditer(text)][:MANY])
    widest = NARROWER * statistics.median(typed) if typed else SPACING
    for place, wide in zip(places, _wide(letters, places), strict=True):
        if 0 < wide < widest and letters.made_up(place):
            text = f"{text[:place]}{NO_WORD_ENDS}{text[place + 1 :]}"
    return text


def _unstretched(letters: Letters, text: str) -> Iterator[str]:
    """A page's lines; of those that are stretched, the blanks between signs that PDFium sees are NO_WORD_ENDS."""
    start = 0
    for line in text.splitlines(keepends=True):
        blanks = (found.start() for found in (BETWEEN_SIGNS.finditer(line) if STRETCHED.search(line) else ()))
        seen = {n for n in blanks if letters.made_up(start + n)}
        yield "".join(NO_WORD_ENDS if n in seen else sign for n, sign in enumerate(line)) if seen else line
        start += len(line)


def _wide(letters: Letters, blanks: list[int]) -> list[float]:
    """How wide these blanks are, of the size."""
    starts, ends = letters.origins([n + 1 for n in blanks])[0], letters.ends([n - 1 for n in blanks])
    return [(start - end) / letters.look(n - 1).size for n, start, end in zip(blanks, starts, ends, strict=True)]


class Parted(NamedTuple):
    """A page's text at its blanks: the words, where each begins and has ended in it, and whether in a new line."""

    words: list[str]
    firsts: list[int]
    ends: list[int]
    breaks: list[bool]


def parted(text: str) -> Parted:
    parts = _split(text)
    places = list(accumulate(map(len, parts), initial=0))
    first, last = 0 if parts[0] else 2, len(parts) if parts[-1] else len(parts) - 2
    words, blanks = parts[first:last:2], parts[first + 1 : last - 1 : 2]
    breaks = [True] + [b != " " and (not b or b[0] in "\r\n" or b[-1] in "\r\n") for b in blanks]
    if CUT.search(text):
        breaks[1:] = [new or word[-1] == HYPHEN for new, word in zip(breaks[1:], words, strict=False)]
    if TEX.search(text):
        words = [word.translate(TEX_SIGNS) for word in words]
    return Parted(words, places[first:last:2], places[first + 1 : last + 1 : 2], breaks[: len(words)])


def _split(text: str) -> list[str]:
    """Words, and between each two of them the blanks, if any: a hyphen at a line's end ends a word, too."""
    before, *rest = text.split(HYPHEN)
    parts = BETWEEN.split(before)
    for segment in rest:
        own = BETWEEN.split(segment)
        parts[-1] += HYPHEN
        parts += own[1:] if len(own) > 1 and not own[0] else ["", *own]
    return parts


class Printed(NamedTuple):
    """What PDFium knows of words: from where to where they stand, their baselines, how they are printed, and how wide the blank
    is behind each but the last.
    """

    x0: list[float]
    x1: list[float]
    y: list[float]
    looks: list[Look]
    gaps: list[float]


def printed(letters: Letters, parted: Parted, *, backwards: bool) -> Printed:
    """What stands between blanks, as if all of it were letters from left to right; on a page that is written backwards, in
    the place that is black.
    """
    firsts, lasts = parted.firsts, [end - 1 for end in parted.ends]
    looks = letters.looks(firsts, parted.breaks)
    xs, ys = letters.origins(firsts)
    if backwards:
        (left, right, _, _), (left_too, right_too, _, _) = letters.boxes(firsts), letters.boxes(lasts)
        x0, x1 = list(map(min, left, left_too)), list(map(max, right, right_too))
        return Printed(x0, x1, ys, looks, list(map(sub, x0, x1[1:])))
    x1 = letters.ends(lasts)
    return Printed(xs, x1, ys, looks, list(map(sub, xs[1:], x1)))


def starts(parted: Parted, printed: Printed, ordinary: list[bool]) -> list[int]:
    """Which words begin something: those that are not ordinary, and not printed as the one before, on its line and behind a
    usual blank.
    """
    _, _, y, looks, gaps = printed
    breaks = parted.breaks
    pairs = zip(gaps, breaks[1:], ordinary, ordinary[1:], y, y[1:], looks, looks[1:], strict=False)
    goes_on = [
        a_ordinary
        and b_ordinary
        and a is b
        and not new
        and a_y == b_y
        and TIGHT * a.size < gap <= TAB * a.size
        and not a.turn
        for gap, new, a_ordinary, b_ordinary, a_y, b_y, a, b in pairs
    ]
    return [0, *(n for n, goes in enumerate(goes_on, 1) if not goes)]


def together(parted: Parted, printed: Printed, starts: list[int], *, backwards: bool) -> list[Word]:
    """The words from each start to the next as one."""
    x0, x1, y, looks, gaps = printed
    words = []
    for start, after in pairwise([*starts, len(x0)]):
        look, breaks = looks[start], parted.breaks[start]
        word = Word(
            parted.words[start],
            x0[start],
            x1[start],
            y[start],
            look.size,
            look.bold,
            breaks,
            False,
            look.turn,
            look.fixed,
        )
        if after - start > 1:
            word.first = word.x1 - word.x0
            word.text = " ".join(parted.words[start:after])
            word.gaps = gaps[start : after - 1]
            if backwards:
                word.x0 = x0[after - 1]
            else:
                word.x1 = x1[after - 1]
        words.append(word)
    return words


def whole(letters: Letters, text: str, words: list[Word], firsts: list[int], ends: list[int]) -> list[Word]:
    """Words; what follows one with no blank between but one that PDFium guessed is the same word, and so is a sign right
    behind a raised mark, where PDFium sees a new line. `firsts`, `ends`: where each begins and has ended in the text.
    """
    pairs = list(pairwise(words))
    tight = [
        n
        for n, (a, b) in enumerate(pairs)
        if abs(b.x0 - a.x1) < TIGHT * b.size and _may_be_one(letters, a, b, text[ends[n] : firsts[n + 1]], ends[n])
    ]
    if not tight:
        return words
    guessed = _guessed(letters, text)
    one = {n for n in tight if pairs[n][1].breaks or _is_one(*pairs[n], guessed)}
    out = words[:1]
    for n, (_, word) in enumerate(pairs):
        if n in one:
            _glue(out[-1], word)
        else:
            out.append(word)
    return out


def _may_be_one(letters: Letters, before: Word, word: Word, between: str, blank: int) -> bool:
    if word.breaks:
        return between == "\r\n" and before.y == word.y and CLOSING.match(word.text) is not None
    return len(between) == 1 and before.size == word.size and letters.made_up(blank)


def _is_one(before: Word, word: Word, guessed: float) -> bool:
    least = TIGHT if NO_BLANK.search(f"{before.text[-1]} {word.text[0]}") else guessed
    return abs(word.x0 - before.x1) < least * word.size


def _guessed(letters: Letters, text: str) -> float:
    """Of the size: what is narrower is no blank, if it is none of the file's. It tells most where the file has others."""
    blanks = [n for n, sign in enumerate(text) if sign == " "]
    own = sum(not letters.made_up(n) for n in blanks)
    return TIGHT if own > OWN * len(blanks) else GUESSED


def _glue(before: Word, word: Word) -> None:
    if word.gaps:
        before.first = before.first if before.gaps else word.x0 + word.first - before.x0
        before.gaps = [*before.gaps, *word.gaps]
    before.text += word.text
    before.x1 = word.x1
    before.end_tag = word.end_tag
    before.hyphen = word.hyphen
