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
        self._looks: dict[int, Look] = {}
        self._fonts: dict[int, bool] = {}
        self._boxes: dict[int, Box] = {}
        self._matrix = array("f", bytes(24))

    def origins(self, indexes: Sequence[int]) -> tuple[list[float], list[float]]:
        """Where letters stand: x of the beginning of the advance, y of the baseline."""
        xs, ys = self._numbers(_ORIGIN, indexes, "d", range(2))
        return xs, ys

    def ends(self, indexes: Sequence[int]) -> list[float]:
        """The x at which the advance of each letter ends, if it is upright."""
        return self._numbers(_LOOSE_BOX, indexes, "f", range(1), width=4)[_RIGHT]

    def looks(self, indexes: Sequence[int], breaks: Sequence[bool]) -> list[Look]:
        """How each of these letters is printed; `breaks`: whether it begins a line, as the first does."""
        looks: list[Look] = []
        for start, end in pairwise([n for n, begins in enumerate(breaks) if begins] + [len(indexes)]):
            first, last = _OBJECT(self._handle, indexes[start]), _OBJECT(self._handle, indexes[end - 1])
            within = first != last
            looks += self._looks_within(indexes[start:end]) if within else [self.look(indexes[start])] * (end - start)
        return looks

    def _looks_within(self, line: Sequence[int]) -> Iterator[Look]:
        """A look costs more than all the rest: only a change of the font's size before any scaling, or the end of bold
        print, is looked for.
        """
        look, nominal = Look(0.0, False, 0), -1.0
        for index, now in zip(line, map(_SIZE, repeat(self._handle), line), strict=True):
            if now != nominal or look.bold:
                look, nominal = self.look(index), now
            yield look

    def origin(self, index: int) -> tuple[float, float]:
        """Of one letter."""
        (x,), (y,) = self.origins((index,))
        return x, y

    def box(self, index: int) -> Box:
        """What is black of one letter."""
        if index not in self._boxes:
            self.learn_boxes((index,))
        return self._boxes[index]

    def learn_boxes(self, indexes: Sequence[int]) -> None:
        """Asks for many at once: cheaper where each will be asked about."""
        numbers = self._numbers(_BOX, indexes, "d", range(4))
        self._boxes.update(zip(indexes, zip(*numbers, strict=True), strict=True))

    def _numbers(
        self, function: Any, indexes: Sequence[int], type: Literal["d", "f"], places: range, width: int = 0
    ) -> list[list[float]]:
        """For each of a function's numbers, a list of it for all letters. `places`: which of the numbers it is told by."""
        width = width or len(places)
        told: array[float] = array(type, bytes(_BYTES[type] * width * len(indexes)))
        start, step = told.buffer_info()[0], _BYTES[type] * width
        pointers = (
            range(start + _BYTES[type] * n, start + _BYTES[type] * n + step * len(indexes), step) for n in places
        )
        deque(map(function, repeat(self._handle), indexes, *pointers), maxlen=0)
        return [told[n::width].tolist() for n in range(width)]

    def made_up(self, index: int) -> bool:
        """Whether PDFium added a blank that is not in the file."""
        return bool(pdfium_c.FPDFText_IsGenerated(self._page, index) == 1)

    def look(self, index: int) -> Look:
        key = _OBJECT(self._handle, index) or 0
        if key not in self._looks:
            self._looks[key] = self._new_look(index, key)
        return self._looks[key]

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

    def _new_look(self, index: int, item: int) -> Look:
        size, turn = _SIZE(self._handle, index), 0
        if _MATRIX(self._handle, index, self._matrix.buffer_info()[0]):
            a, b, c, d, _, _ = self._matrix
            size *= math.hypot(c, d)
            quarters = math.atan2(b, a) / (math.pi / 2)
            turn = round(quarters) % 4 if abs(quarters - round(quarters)) < 0.1 else ASLANT
        return Look(round(size, 1) or 1.0, self._bold(item), turn)

    def _bold(self, item: int) -> bool:
        font = _FONT(item) if item else None
        if not font:
            return False
        if font not in self._fonts:
            name = ctypes.create_string_buffer(200)
            pdfium_c.FPDFFont_GetBaseFontName(ctypes.cast(font, pdfium_c.FPDF_FONT), name, len(name))
            self._fonts[font] = bool(BOLD.search(name.value.decode("latin-1")))
        return self._fonts[font]
