"""What PDFium knows of single letters of a page: place, size, weight, and whether a hyphen is the typesetter's.

Called for every word of a page: the C functions that are called most are bound so that they write to the same place each
time and keep the interpreter's lock, which takes a third of the time.
"""

import codecs
import ctypes
import math
import re
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

BOLD = re.compile(r"bold|black|heavy|semibd|demi", re.IGNORECASE)

ASLANT = 4


class Look(NamedTuple):
    """How a run of letters is printed: size in points, quarter turns of its direction or ASLANT."""

    size: float
    bold: bool
    turn: int


_HANDLE, _PLACE, _WHOLE = ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int


def _bound(function: Any, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, _HANDLE, _WHOLE, *arguments)(address or 0)


_ORIGIN = _bound(pdfium_c.FPDFText_GetCharOrigin, _WHOLE, _PLACE, _PLACE)
_LOOSE_BOX = _bound(pdfium_c.FPDFText_GetLooseCharBox, _WHOLE, _PLACE)
_BOX = _bound(pdfium_c.FPDFText_GetCharBox, _WHOLE, _PLACE, _PLACE, _PLACE, _PLACE)
_SIZE = _bound(pdfium_c.FPDFText_GetFontSize, ctypes.c_double)


class Letters:
    """The letters of one open text page, by PDFium's index."""

    def __init__(self, text_page: Any) -> None:
        self._page = text_page.raw
        self._handle = ctypes.cast(text_page.raw, ctypes.c_void_p).value
        self._looks: dict[int, Look] = {}
        self._fonts: dict[int, bool] = {}
        self._numbers = (ctypes.c_double * 4)()
        self._places = [ctypes.addressof(self._numbers) + 8 * n for n in range(4)]
        self._loose = pdfium_c.FS_RECTF()
        self._loose_place = ctypes.addressof(self._loose)

    def origin(self, index: int) -> tuple[float, float]:
        """Where a letter stands: the beginning of its advance, on the baseline."""
        _ORIGIN(self._handle, index, self._places[0], self._places[1])
        x, y, _, _ = self._numbers
        return x, y

    def end(self, index: int) -> float:
        """The x at which the advance of an upright letter ends."""
        _LOOSE_BOX(self._handle, index, self._loose_place)
        return self._loose.right  # type: ignore[no-any-return]

    def box(self, index: int) -> tuple[float, float, float, float]:
        """What is black of a letter: left, right, bottom, top."""
        _BOX(self._handle, index, *self._places)
        left, right, bottom, top = self._numbers
        return left, right, bottom, top

    def nominal(self, index: int) -> float:
        """The font's size before any scaling: cheap, and different where the print changes."""
        return _SIZE(self._handle, index)  # type: ignore[no-any-return]

    def made_up(self, index: int) -> bool:
        """Whether PDFium added a blank that is not in the file."""
        return bool(pdfium_c.FPDFText_IsGenerated(self._page, index) == 1)

    def look(self, index: int) -> Look:
        item = pdfium_c.FPDFText_GetTextObject(self._page, index)
        key = ctypes.addressof(item.contents) if item else 0
        if key not in self._looks:
            self._looks[key] = self._new_look(item, index)
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

    def _new_look(self, item: Any, index: int) -> Look:
        matrix, size, turn = pdfium_c.FS_MATRIX(), self.nominal(index), 0
        if pdfium_c.FPDFText_GetMatrix(self._page, index, matrix):
            size *= math.hypot(matrix.c, matrix.d)
            quarters = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
            turn = round(quarters) % 4 if abs(quarters - round(quarters)) < 0.1 else ASLANT
        return Look(round(size, 1) or 1.0, self._bold(item), turn)

    def _bold(self, item: Any) -> bool:
        font = pdfium_c.FPDFTextObj_GetFont(item) if item else None
        if not font:
            return False
        key = ctypes.addressof(font.contents)
        if key not in self._fonts:
            name = ctypes.create_string_buffer(200)
            pdfium_c.FPDFFont_GetBaseFontName(font, name, len(name))
            self._fonts[key] = bool(BOLD.search(name.value.decode("latin-1")))
        return self._fonts[key]
