"""What PDFium knows of single letters of a page: place, size, weight, and whether a hyphen is the typesetter's.

Asked for every word of a page: the C functions that are called most are bound so that they keep the interpreter's lock and
convert nothing, and are called for many words at once, each writing to its own place of one array. That takes a tenth of the
time.
"""

import codecs
import ctypes
import math
import re
from array import array
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

BOLD = re.compile(r"bold|black|heavy|semibd|demi", re.IGNORECASE)
# The flag for such fonts does not tell: those of Chinese have it too.
FIXED = re.compile(r"courier|mono(?!t)|consol|menlo|code|typewriter|cmtt|lmtt", re.IGNORECASE)

ASLANT = 4
Box = tuple[float, ...]  # left, right, bottom, top


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of letters is printed: size in points, quarter turns of its direction or ASLANT. `fixed`: each letter takes as
    much room as the others, as listings are printed.
    """

    size: float
    bold: bool
    turn: int
    fixed: bool


class Tag(NamedTuple):
    """The number of marked content on its page; `block`: it is named as a block, not as part of one."""

    number: int
    block: bool


AROUND = Tag(-1, block=False)  # of what is printed around the text


def bound(function: Any, result: Any, *arguments: Any) -> Any:
    """A C function that keeps the interpreter's lock, and converts nothing where no arguments are named: then they are to be
    of its types.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_ORIGIN = bound(pdfium_c.FPDFText_GetCharOrigin, None)
_LOOSE_BOX = bound(pdfium_c.FPDFText_GetLooseCharBox, None)
_BOX = bound(pdfium_c.FPDFText_GetCharBox, None)
_SIZE = bound(pdfium_c.FPDFText_GetFontSize, ctypes.c_double)
_MATRIX = bound(pdfium_c.FPDFText_GetMatrix, ctypes.c_int)
_OBJECT = bound(pdfium_c.FPDFText_GetTextObject, ctypes.c_void_p)
_MADE_UP = bound(pdfium_c.FPDFText_IsGenerated, ctypes.c_int)
_FONT = bound(pdfium_c.FPDFTextObj_GetFont, ctypes.c_void_p, ctypes.c_void_p)
_MARKS = bound(pdfium_c.FPDFPageObj_CountMarks, ctypes.c_int, ctypes.c_void_p)
_MARK = bound(pdfium_c.FPDFPageObj_GetMark, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
_SAID = bound(pdfium_c.FPDFPageObjMark_GetParamBlobValue, ctypes.c_int, *5 * [ctypes.c_void_p])

# Room for four numbers of so many letters, and pointers to each first, second … of them. It is one for all: PDFium itself
# serves one thread only.
_AT_ONCE = 512
_FOUR = 32  # bytes of four numbers
_DOUBLES = array("d", bytes(_FOUR * _AT_ONCE))
_FLOATS = memoryview(_DOUBLES).cast("B").cast("f")
_ROOM = (ctypes.c_char * (_FOUR * _AT_ONCE)).from_buffer(_DOUBLES)
_PLACES = [[ctypes.byref(_ROOM, _FOUR * n + at) for n in range(_AT_ONCE)] for at in range(0, _FOUR, 8)]
_HERE = [places[0] for places in _PLACES]
_RIGHT = 2  # in PDFium's FS_RECTF: left, top, right, bottom
_TEXT = ctypes.create_string_buffer(8)
_LENGTH = ctypes.c_ulong()


class Letters:
    """The letters of one open text page, by PDFium's index."""

    def __init__(self, text_page: Any) -> None:
        self._handle = ctypes.c_void_p.from_param(ctypes.cast(text_page.raw, ctypes.c_void_p).value or 0)
        self._looks: dict[int | None, Look] = {}
        self._same: dict[tuple[float, tuple[float, ...] | None, int | None], Look] = {}
        self._fonts: dict[int, tuple[bool, bool]] = {}
        self._boxes: dict[int, Box] = {}

    def origins(self, indexes: Sequence[int]) -> tuple[list[float], list[float]]:
        """Where letters stand: x of the beginning of the advance, y of the baseline."""
        xs, ys = self._told(_ORIGIN, indexes, 2, (0, 1))
        return xs, ys

    def ends(self, indexes: Sequence[int]) -> list[float]:
        """The x at which the advance of each letter ends, if it is upright."""
        return self._told(_LOOSE_BOX, indexes, 1, (_RIGHT,), _FLOATS)[0]

    def looks(self, indexes: Sequence[int], breaks: Sequence[bool]) -> list[Look]:
        """How each of these letters is printed; `breaks`: whether it begins a line, as the first does."""
        looks: list[Look] = []
        starts = [n for n, begins in enumerate(breaks) if begins]
        at = [indexes[n] for n in starts]
        firsts, lasts = self.objects(at), self.objects([indexes[n - 1] for n in starts[1:]] + [indexes[-1]])
        self._learn_looks(at, firsts)
        for first, last, (start, end) in zip(firsts, lasts, pairwise([*starts, len(indexes)]), strict=True):
            looks += [self._looks[first]] * (end - start) if first == last else self._looks_within(indexes[start:end])
        return looks

    def _looks_within(self, line: Sequence[int]) -> list[Look]:
        """A look costs more than all the rest: only a change of the font's size before any scaling, or the end of bold or
        fixed print, is looked for.
        """
        sizes = list(map(_SIZE, repeat(self._handle), line))
        look, nominal = self.look(line[0]), sizes[0]
        if not (look.bold or look.fixed) and sizes.count(nominal) == len(sizes):
            return [look] * len(sizes)
        looks = []
        for index, now in zip(line, sizes, strict=True):
            if now != nominal or look.bold or look.fixed:
                look, nominal = self.look(index), now
            looks.append(look)
        return looks

    def origin(self, index: int) -> tuple[float, float]:
        """Of one letter."""
        _ORIGIN(self._handle, index, *_HERE[:2])
        return _DOUBLES[0], _DOUBLES[1]

    def box(self, index: int) -> Box:
        """What is black of one letter."""
        if index not in self._boxes:
            _BOX(self._handle, index, *_HERE)
            self._boxes[index] = tuple(_DOUBLES[:4])
        return self._boxes[index]

    def boxes(self, indexes: Sequence[int]) -> list[list[float]]:
        """What is black of letters: where it begins and ends from left to right, then upwards."""
        return self._told(_BOX, indexes, 4, range(4))

    def learn_boxes(self, indexes: Sequence[int]) -> None:
        """Asks for many at once: cheaper where each will be asked about."""
        self._boxes.update(zip(indexes, zip(*self.boxes(indexes), strict=True), strict=True))

    def _told(
        self,
        function: Any,
        indexes: Sequence[int],
        places: int,
        wanted: Sequence[int],
        numbers: "array[float] | memoryview[float]" = _DOUBLES,
    ) -> list[list[float]]:
        """Those wanted of the numbers that a function tells of each letter when it is handed so many places."""
        told: list[list[float]] = [[] for _ in wanted]
        step = len(numbers) // _AT_ONCE
        for start in range(0, len(indexes), _AT_ONCE):
            some = indexes[start : start + _AT_ONCE]
            deque(map(function, repeat(self._handle), some, *_PLACES[:places]), maxlen=0)
            for of_all, n in zip(told, wanted, strict=True):
                of_all += numbers[n : step * len(some) : step].tolist()
        return told

    def objects(self, indexes: Sequence[int]) -> list[int | None]:
        """PDFium's text object of each of these letters; None for a blank that it added."""
        return list(map(_OBJECT, repeat(self._handle), indexes))

    def made_up(self, index: int) -> bool:
        """Whether PDFium added a blank that is not in the file."""
        return bool(_MADE_UP(self._handle, index) == 1)

    def look(self, index: int) -> Look:
        """How one letter is printed."""
        item = _OBJECT(self._handle, index)
        if item not in self._looks:
            self._learn_looks([index], [item])
        return self._looks[item]

    def _learn_looks(self, indexes: Sequence[int], objects: Sequence[int | None]) -> None:
        """The looks of letters' objects; most objects look as others did."""
        sizes = map(_SIZE, repeat(self._handle), indexes)
        matrices = zip(*self._told(_MATRIX, indexes, 1, range(4), _FLOATS), strict=True)
        for item, size, matrix, font in zip(objects, sizes, matrices, map(_FONT, objects), strict=True):
            seen = (size, matrix if item else None, font)
            if seen not in self._same:
                self._same[seen] = self._new_look(*seen)
            self._looks[item] = self._same[seen]

    def actual_text(self, index: int) -> str:
        """What a tagged PDF says that a letter stands for, if it says (ISO 32000, 14.9.4); short texts only."""
        item = _OBJECT(self._handle, index)
        for n in range(_MARKS(item) if item else 0):
            if _SAID(_MARK(item, n), b"ActualText", _TEXT, len(_TEXT), ctypes.byref(_LENGTH)):
                said = _TEXT.raw[: _LENGTH.value] if _LENGTH.value <= len(_TEXT) else b""
                return said.decode("utf-16" if said.startswith(codecs.BOM_UTF16_BE) else "latin-1", "replace")
        return ""

    def _new_look(self, size: float, matrix: tuple[float, ...] | None, font: int | None) -> Look:
        turn = 0
        if matrix:
            a, b, c, d = matrix
            size *= math.hypot(c, d)
            quarters = math.atan2(b, a) / (math.pi / 2)
            turn = round(quarters) % 4 if abs(quarters - round(quarters)) < 0.1 else ASLANT
        bold, fixed = self._print(font)
        return Look(round(size, 1) or 1.0, bold, turn, fixed)

    def _print(self, font: int | None) -> tuple[bool, bool]:
        """Whether a font is bold, and whether its letters are all as wide."""
        if not font:
            return False, False
        if font not in self._fonts:
            name = ctypes.create_string_buffer(200)
            pdfium_c.FPDFFont_GetBaseFontName(ctypes.cast(font, pdfium_c.FPDF_FONT), name, len(name))
            told = name.value.decode("latin-1")
            self._fonts[font] = bool(BOLD.search(told)), bool(FIXED.search(told))
        return self._fonts[font]
