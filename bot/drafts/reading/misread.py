"""Labels that OCR misread, told by the labels around them: "4," after "3.", "Г." before "2.", "9)" between "c)" and "e)".

Only what looks like the label that is due is taken for it; where the sequence says nothing, what was read stays. Never for a
text layer: what a file itself says is what it says.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.drafts.reading import Paragraph, labels, words

_BEGINS = re.compile(r"\(?([^\W_]{1,4}|\|{1,3})([.,)])(?:\s?[—–-])?(?=\s|$)")
_DASHED = re.compile(r"[-–]?(\d{1,3})[ ]?[-–]?")  # as numbers are printed in Arabic
_DIGITS = str.maketrans("ГгIlі|i!ЗзЭОоOoбSsВBZZqgЧ", "1111111133300006558822994")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
# What tesseract read for them on pages of treaties, in small letters; Latin letters stand in Russian texts too.
_LOOK_ALIKES = {
    "a": "а", "b": "ь 6", "c": "с", "d": "9 4 94 ч", "e": "е", "f": "г е р 19 рг т", "g": "2 5 с р 8 9 в",
    "h": "в б ь п", "i": "1 и l | 1l", "j": "] 1 )", "k": "к", "l": "1 |", "m": "т м ш", "n": "п", "o": "о 0", "p": "р",
    "ii": "п 11 и ll it || 1i", "iii": "11 111 ш ил iit lll 1и 1п ||| ш1", "iv": "1у 1м 1v lv ту", "v": "у",
    "vi": "у1 ут", "vii": "уп у11 уи", "viii": "уш у111", "ix": "1х lx", "x": "х", "xi": "х1", "xii": "хп х11",
}  # fmt: skip
_ALIKE = {due: {due, *read.split()} for due, read in _LOOK_ALIKES.items()}
_LETTERS = tuple("abcdefghijklmnop")
_SAME = str.maketrans("аеосрухіьк", "aeocpyxibk")
_SECOND = "б"  # of a list whose letters are Cyrillic, and are no others


class _Read(NamedTuple):
    """What a paragraph begins with: `sign` behind `letters` ("4" and ","), and where its words begin, in its text."""

    place: int
    letters: str
    sign: str
    begins: int


class _Level(NamedTuple):
    """How far a list has come: `order` of its labels, and the place in it of the last one."""

    order: Sequence[str]
    at: int


def mended(paragraphs: Sequence[Paragraph], pages: Collection[int] | None = None) -> tuple[Paragraph, ...]:
    """The paragraphs with the labels that are due where those on these pages (None: on all) look like them."""
    every = [_read(place, p) for place, p in enumerate(paragraphs)]
    due = {**_numbers(paragraphs, every), **_items(paragraphs, every)}
    out = list(paragraphs)
    for read in (read for read in every if read and read.place in due):
        p = paragraphs[read.place]
        if pages is None or p.page in pages:
            out[read.place] = _with_label(p, read, due[read.place])
    return tuple(out)


def _read(place: int, p: Paragraph) -> _Read | None:
    if dashed := _DASHED.fullmatch(p.label):
        return _Read(place, dashed[1], "-", 0)
    found = _BEGINS.match(p.label or p.text) if p.kind in ("paragraph", "heading") else None
    if not found or (p.label and found.end() < len(p.label)):
        return None
    return _Read(place, found[1], found[2], 0 if p.label else found.end())


def _with_label(p: Paragraph, read: _Read, label: str) -> Paragraph:
    text = p.text[read.begins :].lstrip()
    if read.sign == "-":
        label = p.label.replace(read.letters, label)
    elif (p.label or p.text).startswith("("):
        label = f"({label})"
    else:
        label += "." if read.sign == "," else read.sign
    text_hash, word_hash = words.hashes(text)
    return replace(p, text=text, label=label, key=labels.key(label), text_hash=text_hash, word_hash=word_hash)


# ---------------------------------------------------------------- 1. 2. 3.


def _numbers(paragraphs: Sequence[Paragraph], every: Sequence[_Read | None]) -> dict[int, str]:
    """By place the number that is due and was read as something like it; after a heading with a number they begin anew.

    The number after it must be the next one too, if there is one; before the first there is none to tell. A nought behind 9
    shows that first digits are lost: so they are from there on ("0 -", "1 -" for 10, 11, in Arabic).
    """
    found: dict[int, str] = {}
    last, lost = 0, False
    reads = [
        (place, read) for place, read in enumerate(every) if (read and read.sign in ".,-") or _heads(paragraphs[place])
    ]
    for k, (place, read) in enumerate(reads):
        following = reads[k + 1][1] if k + 1 < len(reads) else None
        lost = read is not None and (lost or read.letters == "0") and str(last + 1)[1:] == read.letters
        if not read:
            last = 0
        elif lost:
            last += 1
            found[place] = str(last)
        elif _sure(read):
            last = int(read.letters)
        elif _alike(read, last + 1) and (_number(following) == last + 2 or (last and not following)):
            last += 1
            found[place] = str(last)
    return found


def _heads(p: Paragraph) -> bool:
    if p.label:
        return labels.keyword(p.label) > 0
    return 0 < labels.keyword(p.text) == len(p.text)  # "Article 5" alone is a text


def _sure(read: _Read | None) -> bool:
    return read is not None and read.sign in ".-" and read.letters.isdecimal()


def _number(read: _Read | None) -> int:
    return int(read.letters) if read and read.letters.isdecimal() else 0


def _alike(read: _Read, due: int) -> bool:
    return read.letters.translate(_DIGITS) == str(due) and (read.sign == "." or read.letters.isdecimal())


# ---------------------------------------------------------------- a) b) i) ii) c)


def _items(paragraphs: Sequence[Paragraph], every: Sequence[_Read | None]) -> dict[int, str]:
    """By place the letter or small Roman number that is due in a list, which may stand within another."""
    found: dict[int, str] = {}
    for reads in _lists(paragraphs, every):
        levels: list[_Level] = []
        for k, read in enumerate(reads):
            level = _due(levels, read, reads[k + 1] if k + 1 < len(reads) else None)
            if level and level.order[level.at] != _plain(read):
                found[read.place] = level.order[level.at]
    return found


def _lists(paragraphs: Sequence[Paragraph], every: Sequence[_Read | None]) -> Iterator[list[_Read]]:
    """What is between two numbers or headings and has a round bracket."""
    reads: list[_Read] = []
    for place, read in enumerate(every):
        if read and read.sign == ")":
            reads.append(read)
        elif _sure(read) or _heads(paragraphs[place]):
            yield reads
            reads = []
    yield reads


def _due(levels: list[_Level], read: _Read, following: _Read | None) -> _Level | None:
    """The level of which a label is the next one, put in its place; levels within it end."""
    for depth in reversed(range(len(levels))):
        order, at = levels[depth]
        step = next((step for step in (1, 2) if _continues(read, order[at + step :], step)), 0)
        if step:
            levels[depth:] = [_Level(order, at + step)]
            return levels[depth]
    begun = _begun(read, following)
    if begun:
        levels.append(begun)
    return begun


def _continues(read: _Read, order: Sequence[str], step: int) -> bool:
    """Whether a label is the first of these; after one that was lost only what is certainly that letter."""
    return bool(order) and (_looks(read, order[0]) if step == 1 else _plain(read) == order[0])


def _begun(read: _Read, following: _Read | None) -> _Level | None:
    """A list that begins here: with "a)", or with what looks like "i)" before what looks like "ii)"."""
    if _plain(read) == "a":
        return None if following and following.letters.lower() == _SECOND else _Level(_LETTERS, 0)
    if following and _looks(read, "i") and _looks(following, "ii"):
        return _Level(_ROMAN, 0)
    return None


def _looks(read: _Read, due: str) -> bool:
    return read.letters.lower() in _ALIKE[due] or _plain(read) == due


def _plain(read: _Read) -> str:
    """The letters with Latin ones for Cyrillic ones of their shape."""
    return read.letters.lower().translate(_SAME)
