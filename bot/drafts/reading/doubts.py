"""Is what was read a text at all, and can it be trusted? Rubbish is refused; what is merely odd is said.

The measure is the word: a run of letters that mixes scripts no language mixes (Han with Cyrillic, Arabic with phonetic
letters), or that consists of phonetic letters alone, comes from a text layer whose letters stand for others.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cache

from bot.drafts.reading import Block, Paragraph
from bot.errors import NeedsHelp, Unreadable
from bot.sentences import reading as sentences

# First code of a block → its script in one letter; "." no letter of ours, "x" a stray (phonetic, runic, syllabic …) script.
_BLOCKS = (
    (0x0000, "l"), (0x0250, "x"), (0x02B0, "."), (0x0370, "g"), (0x0400, "c"), (0x0530, "h"), (0x0590, "e"), (0x0600, "a"),
    (0x0700, "x"), (0x0750, "a"), (0x0780, "x"), (0x0870, "a"), (0x0900, "d"), (0x0980, "b"), (0x0A00, "n"), (0x0E00, "j"),
    (0x0F00, "n"), (0x1000, "j"), (0x10A0, "k"), (0x1100, "j"), (0x1200, "n"), (0x13A0, "x"), (0x1780, "j"), (0x1800, "x"),
    (0x1D00, "x"), (0x1E00, "l"), (0x1F00, "g"), (0x2000, "."), (0x2C60, "x"), (0x2E80, "j"), (0xA000, "x"), (0xAC00, "j"),
    (0xD7B0, "x"), (0xF900, "j"), (0xFB00, "l"), (0xFB13, "h"), (0xFB1D, "e"), (0xFB50, "a"), (0xFE00, "."), (0xFE70, "a"),
    (0xFF00, "l"), (0xFF66, "j"), (0x10000, "x"), (0x11000, "n"), (0x12000, "x"), (0x20000, "j"), (0x40000, "."),
)  # fmt: skip
_STARTS = [start for start, _ in _BLOCKS]
_RUN = re.compile(r"[a-z]{3,}")
# Written without blanks: Latin may stand right beside it.
_FITS = re.compile(r"[lj]+|g+|c+|h+|e+|a+|d+|b+|n+|k+|l*[gc]?l+")

# What Latin script alone is written with: nothing of it is looked for below.
_LATIN = re.compile(r"[\t\n\r -~\xa0-\u024f\u1e00-\u1eff\u2010-\u205e\ufb00-\ufb06]*")
_CONTROLS = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe"
_FORMS = r"\ufb50-\ufdff\ufe70-\ufefc"
_RADICALS = r"\u2e80-\u2fd5"
_CONTROL, _FORM, _RADICAL = (re.compile(f"[{signs}]") for signs in (_CONTROLS, _FORMS, _RADICALS))
_STRANGE = re.compile(f"[{_CONTROLS}{_FORMS}{_RADICALS}]")
_LETTER = re.compile(r"[^\W\d_]")
# Between two letters of one word, where no draft writes it: the letters of one font stand for others. What writers do set
# there is none: "Moderator*in", the "\n" of a listing. In Arabic, the marks un and in, which end a word; but for عندئذٍ and its
# like, where many write the mark a letter too early.
_SIGN = r"[¶%+<>^~|{}¤¦¬*\\\u064c\u064d](?<!\*(?=[a-z]|In))(?<!\\(?=[nrt]))(?<!\u064d(?=\u0630))"
_SIGN_INSIDE = re.compile(rf"{_SIGN}(?<=[^\W\d_].)(?=[^\W\d_])")  # the sign first: a search looks for it alone
_WORD_WITH_SIGN = re.compile(rf"[^\W\d_]+(?:{_SIGN}[^\W\d_]+)+")
_DRAWN = ("pdf", "text")  # a PDF draws its letters, and a text may have been taken from one; other formats hold them
_DOUBLED_NUMBER = re.compile(r"\[\d{1,4}(?:[ ]?(?:bis|ter|quater))?[a-z]?\.?\]")

_SAMPLE = 60_000
_RUBBISH_WORDS = 0.15
_ODD_WORDS = 0.02
_RUBBISH_CONTROLS = 0.30
_RUBBISH_FORMS = 0.30
_RUBBISH_RADICALS = 0.20
_ODD_RADICALS = 0.01
_LEAST_DOUBLED = 2
_LEAST_SIGNS_INSIDE = 5


def refuse_rubbish(blocks: Sequence[Block], format: str) -> None:
    """Raises Unreadable where the text is signs without sense."""
    text = _sample([block.text for block in blocks])
    why = None if _latin(text) else _rubbish(text)
    if why:
        if format == "pdf":
            pages = max(block.page or 1 for block in blocks)
            raise NeedsHelp(sentences.UNREADABLE_LAYER, helper="OCR", why=why, format=format, pages=pages)
        raise Unreadable(sentences.UNREADABLE_TEXT, why=why)


def doubts(paragraphs: Sequence[Paragraph], format: str) -> tuple[str, ...]:
    """Sentences why the reading of a file in `format` should be compared with the original before anything hangs on it."""
    text = _sample([p.text for p in paragraphs])
    found = [] if _latin(text) else _of_scripts(text)
    inside = _words_with_signs(paragraphs) if format in _DRAWN else []
    if len(inside) >= _LEAST_SIGNS_INSIDE:
        found.append(sentences.DOUBT_SIGNS.format(count=len(inside), example=inside[0]))
    doubled = [p for p in paragraphs if p.label[:1].isdigit() and _DOUBLED_NUMBER.match(p.text)]
    if len(doubled) >= _LEAST_DOUBLED:
        example = doubled[0].label + doubled[0].text.split("]")[0] + "]"
        found.append(sentences.DOUBT_EDIT_MARKS.format(count=len(doubled), example=example))
    return tuple(found)


def _of_scripts(text: str) -> list[str]:
    found = []
    share = _odd_share(text)
    if share > _ODD_WORDS:
        found.append(sentences.DOUBT_SCRIPTS.format(share=round(100 * share)))
    radicals = len(_RADICAL.findall(text))
    if radicals > _ODD_RADICALS * len(text):
        found.append(sentences.DOUBT_RADICALS.format(count=radicals))
    return found


def _words_with_signs(paragraphs: Sequence[Paragraph]) -> list[str]:
    """Different words such as PRÉAM%ULE; addresses and names of files are none."""
    found: dict[str, None] = {}
    for text in (p.text for p in paragraphs if p.kind != "cell" and _SIGN_INSIDE.search(p.text)):
        for word in text.split():
            if _SIGN_INSIDE.search(word) and _WORD_WITH_SIGN.fullmatch(word.strip("[](){}.,;:“”\"'«»")):
                found[word] = None
    return list(found)


def _latin(text: str) -> bool:
    return text.isascii() or _LATIN.fullmatch(text) is not None


def _rubbish(text: str) -> str | None:
    if _STRANGE.search(text):
        signs = Counter(text)
        controls = _share(_CONTROL, signs, len(text))
        if controls > _RUBBISH_CONTROLS:
            return sentences.WHY_CONTROLS.format(share=round(100 * controls))
        letters = sum(signs[sign] for sign in signs if _LETTER.match(sign))
        forms = _share(_FORM, signs, letters) + _share(_RADICAL, signs, letters)
        if forms > min(_RUBBISH_FORMS, _RUBBISH_RADICALS):
            return sentences.WHY_FORMS.format(share=round(100 * forms))
    odd = _odd_share(text)
    return sentences.WHY_SCRIPTS.format(share=round(100 * odd)) if odd > _RUBBISH_WORDS else None


def _share(kind: re.Pattern[str], signs: Counter[str], of: int) -> float:
    return sum(signs[sign] for sign in signs if kind.match(sign)) / max(1, of)


def _odd_share(text: str) -> float:
    """Share of the words of three letters and more that mix scripts or have none."""
    every = text.split()
    if not any(_odd(word) for word in {word for word in every if not word.isascii()}):
        return 0.0
    words = Counter(every)  # different ones are few
    total = sum(times * len(_runs(word)) for word, times in words.items())
    return sum(times * _odd(word) for word, times in words.items()) / total if total >= 20 else 0.0


def _odd(word: str) -> int:
    return sum(not _FITS.fullmatch(run) for run in _runs(word))


def _runs(word: str) -> list[str]:
    return _RUN.findall(word.translate(_SCRIPTS))


def _sample(texts: Sequence[str]) -> str:
    """All of a short text; of a long one, every so many paragraphs from beginning to end."""
    step = 1 + sum(map(len, texts)) // _SAMPLE
    return "\n".join(texts[::step])[: 2 * _SAMPLE]


@cache
def _script(code: int) -> str:
    sign = chr(code)
    if sign.isalpha():
        return _BLOCKS[bisect_right(_STARTS, code) - 1][1]
    return "'" if sign == "'" else " "


class _Scripts(dict[int, str]):
    """A translation table that fills itself: code → script."""

    def __missing__(self, code: int) -> str:
        self[code] = _script(code)
        return self[code]


_SCRIPTS = _Scripts()
