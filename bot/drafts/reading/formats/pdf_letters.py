"""What PDFium knows of single letters of a page: place, size, weight, and whether a hyphen is the typesetter's.

Asked for every word of a page: the C functions that are called most are bound so that they keep the interpreter's lock, and
are called for all words at once, each writing to its own place of one array. That takes a quarter of the time.
"""

import codecs
import ctypes
import math
import re
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from typing import Any, Literal, NamedTuple

import pypdfium2.raw as pdfium_c

BOLD = re.compile(r"bold|black|heavy|semibd|demi", re.IGNORECASE)

ASLANT = 4
Box = tuple[float, ...]  # left, right, bottom, top


class Look(NamedTuple):
    """How a run of letters is printed: size in points, quarter turns of its direction or ASLANT."""

    size: float
    bold: bool
    turn: int


_HANDLE, _PLACE, _WHOLE = ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int


def _bound(function: Any, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, _HANDLE, *arguments)(address or 0)


_ORIGIN = _bound(pdfium_c.FPDFText_GetCharOrigin, _WHOLE, _WHOLE, _PLACE, _PLACE)
_LOOSE_BOX = _bound(pdfium_c.FPDFText_GetLooseCharBox, _WHOLE, _WHOLE, _PLACE)
_BOX = _bound(pdfium_c.FPDFText_GetCharBox, _WHOLE, _WHOLE, _PLACE, _PLACE, _PLACE, _PLACE)
_SIZE = _bound(pdfium_c.FPDFText_GetFontSize, ctypes.c_double, _WHOLE)
_MATRIX = _bound(pdfium_c.FPDFText_GetMatrix, _WHOLE, _WHOLE, _PLACE)
_OBJECT = _bound(pdfium_c.FPDFText_GetTextObject, _HANDLE, _WHOLE)
_FONT = _bound(pdfium_c.FPDFTextObj_GetFont, _HANDLE)
_BYTES = {"d": 8, "f": 4}
_RIGHT = 2  # in PDFium's FS_RECTF: left, top, right, bottom


class Letters:
    """The letters of one open text page, by PDFium's index."""

    def __init__(self, text_page: Any) -> None:
        self._page = text_page.raw
        self._handle = ctypes.cast(text_page.raw, ctypes.c_void_p).value
        self._looks: dict[int | None, Look] = {}
        self._same: dict[tuple[float, tuple[float, ...] | None, int | None], Look] = {}
        self._fonts: dict[int, bool] = {}
        self._boxes: dict[int, Box] = {}
        self._matrix = array("f", bytes(24))
        self._four = array("d", bytes(32))
        start = self._four.buffer_info()[0]
        self._places = tuple(range(start, start + 32, 8))

    def origins(self, indexes: Sequence[int]) -> tuple[list[float], list[float]]:
        """Where letters stand: x of the beginning of the advance, y of the baseline."""
        told = self._told(_ORIGIN, indexes, "d", 2, range(2))
        return told[::2].tolist(), told[1::2].tolist()

    def ends(self, indexes: Sequence[int]) -> list[float]:
        """The x at which the advance of each letter ends, if it is upright."""
        return self._told(_LOOSE_BOX, indexes, "f", 4, range(1))[_RIGHT::4].tolist()

    def looks(self, indexes: Sequence[int], breaks: Sequence[bool]) -> list[Look]:
        """How each of these letters is printed; `breaks`: whether it begins a line, as the first does."""
        looks: list[Look] = []
        starts = [n for n, begins in enumerate(breaks) if begins]
        firsts = map(_OBJECT, repeat(self._handle), [indexes[n] for n in starts])
        lasts = map(_OBJECT, repeat(self._handle), [indexes[n - 1] for n in starts[1:]] + [indexes[-1]])
        for first, last, (start, end) in zip(firsts, lasts, pairwise([*starts, len(indexes)]), strict=True):
            if first != last:
                looks += self._looks_within(indexes[start:end])
            else:
                looks += [self._looks.get(first) or self._look(indexes[start], first)] * (end - start)
        return looks

    def _looks_within(self, line: Sequence[int]) -> Iterator[Look]:
        """A look costs more than all the rest: only a change of the font's size before any scaling, or the end of bold
        print, is looked for.
        """
        sizes = list(map(_SIZE, repeat(self._handle), line))
        look, nominal = self.look(line[0]), sizes[0]
        if not look.bold and sizes.count(nominal) == len(sizes):
            yield from repeat(look, len(sizes))
            return
        for index, now in zip(line, sizes, strict=True):
            if now != nominal or look.bold:
                look, nominal = self.look(index), now
            yield look

    def origin(self, index: int) -> tuple[float, float]:
        """Of one letter."""
        x, y, *_ = self._places
        _ORIGIN(self._handle, index, x, y)
        return self._four[0], self._four[1]

    def box(self, index: int) -> Box:
        """What is black of one letter."""
        if index not in self._boxes:
            _BOX(self._handle, index, *self._places)
            self._boxes[index] = tuple(self._four)
        return self._boxes[index]

    def boxes(self, indexes: Sequence[int]) -> list[list[float]]:
        """What is black of letters: where it begins and ends from left to right, then upwards."""
        told = self._told(_BOX, indexes, "d", 4, range(4))
        return [told[n::4].tolist() for n in range(4)]

    def learn_boxes(self, indexes: Sequence[int]) -> None:
        """Asks for many at once: cheaper where each will be asked about."""
        self._boxes.update(zip(indexes, zip(*self.boxes(indexes), strict=True), strict=True))

    def _told(
        self, function: Any, indexes: Sequence[int], type: Literal["d", "f"], width: int, places: range
    ) -> "array[float]":
        """A function's numbers, `width` for each letter. `places`: of those among them that it is handed."""
        told: array[float] = array(type, bytes(_BYTES[type] * width * len(indexes)))
        start, step = told.buffer_info()[0], _BYTES[type] * width
        pointers = (
            range(start + _BYTES[type] * n, start + _BYTES[type] * n + step * len(indexes), step) for n in places
        )
        deque(map(function, repeat(self._handle), indexes, *pointers), maxlen=0)
        return told

    def made_up(self, index: int) -> bool:
        """Whether PDFium added a blank that is not in the file."""
        return bool(pdfium_c.FPDFText_IsGenerated(self._page, index) == 1)

    def look(self, index: int) -> Look:
        item = _OBJECT(self._handle, index)
        return self._looks.get(item) or self._look(index, item)

    def _look(self, index: int, item: int | None) -> Look:
        """The look of an object that was not asked for before; most objects look as others did."""
        found = _MATRIX(self._handle, index, self._matrix.buffer_info()[0])
        font = _FONT(item) if item else None
        seen = (_SIZE(self._handle, index), tuple(self._matrix[:4]) if found else None, font)
        if seen not in self._same:
            self._same[seen] = self._new_look(*seen)
        self._looks[item] = self._same[seen]
        return self._looks[item]

    def actual_text(self, index: int) -> str:
        """What a tagged PDF says that a letter stands for, if it says (ISO 32000, 14.9.4); short texts only."""
        item = pdfium_c.FPDFText_GetTextObject(self._page, index)
        text, size = (ctypes.c_ubyte * 8)(), ctypes.c_ulong()
        for n in range(pdfium_c.FPDFPageObj_CountMarks(item) if item else 0):
            mark = pdfium_c.FPDFPageObj_GetMark(item, n)
            if pdfium_c.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", text, len(text), size):
                said = bytes(text)[: size.value]
                return said.decode("utf-16" if said.startswith(codecs.BOM_UTF16_BE) else "latin-1", "replace")
        return ""

    def _new_look(self, size: float, matrix: tuple[float, ...] | None, font: int | None) -> Look:
        turn = 0
        if matrix:
            a, b, c, d = matrix
            size *= math.hypot(c, d)
            quarters = math.atan2(b, a) / (math.pi / 2)
            turn = round(quarters) % 4 if abs(quarters - round(quarters)) < 0.1 else ASLANT
        return Look(round(size, 1) or 1.0, self._bold(font), turn)

    def _bold(self, font: int | None) -> bool:
        if not font:
            return False
        if font not in self._fonts:
            name = ctypes.create_string_buffer(200)
            pdfium_c.FPDFFont_GetBaseFontName(ctypes.cast(font, pdfium_c.FPDF_FONT), name, len(name))
            self._fonts[font] = bool(BOLD.search(name.value.decode("latin-1")))
        return self._fonts[font]
