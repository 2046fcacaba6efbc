"""What a tagged PDF says itself: which words are of one block, and which are printed around the text.

The PDFs of Word, InDesign, Acrobat, Chrome, LibreOffice and typst are tagged: each stretch of a paragraph on a page is marked
content with a number (ISO 32000-1, 14.6 and 14.7.4). The tree above the numbers is left aside: for each page PDFium makes it
anew out of that of the whole file, which takes longer than all else.
"""

import ctypes
from collections.abc import Sequence

import pypdfium2.raw as pdfium_c

from bot.drafts.reading.formats.pdf_letters import AROUND, Letters, Tag, bound
from bot.drafts.reading.formats.pdf_marks import Word

_NUMBER = bound(pdfium_c.FPDFPageObj_GetMarkedContentID, ctypes.c_int, ctypes.c_void_p)
_MARKS = bound(pdfium_c.FPDFPageObj_CountMarks, ctypes.c_int, ctypes.c_void_p)
_NONE = -1
# Standard names of what stands within a block, and of labels, which stand beside theirs; all others are a block's.
_WITHIN = {
    "Span", "Link", "Reference", "Quote", "Code", "Annot", "NonStruct", "Note", "Ruby", "Lbl", "Em", "Strong",
    "Artifact", "TagSuspect",
}  # fmt: skip
_NAME = ctypes.create_string_buffer(200)  # one for all: PDFium itself serves one thread only
_WIDE = ctypes.cast(_NAME, ctypes.POINTER(pdfium_c.FPDF_WCHAR))
_LENGTH = ctypes.c_ulong()


def tell(letters: Letters, words: list[Word], firsts: Sequence[int], ends: Sequence[int]) -> None:
    """Gives words their tags: AROUND to those that the file says are printed around the text, to others their numbers.

    `firsts`, `ends`: where each begins and has ended in the page's text. Where no number goes on from one line to the next the
    numbers are those of lines, and tell nothing.
    """
    objects = letters.objects([*firsts, *(end - 1 for end in ends)])
    numbers = {item: _NUMBER(item) if item else _NONE for item in set(objects)}
    begin, end = objects[: len(words)], objects[len(words) :]
    if any(
        w.breaks and numbers[first] == numbers[last] != _NONE
        for last, first, w in zip(end, begin[1:], words[1:], strict=False)
    ):
        tags = {item: Tag(n, _is_block(item)) if item and n != _NONE else None for item, n in numbers.items()}
        for w, first, last in zip(words, begin, end, strict=True):
            w.tag, w.end_tag = tags[first], tags[last]
    around = {item for item, number in numbers.items() if item and number == _NONE and _MARKS(item) and _around(item)}
    for w, first in zip(words, begin, strict=True) if around else ():
        if first in around:
            w.tag = AROUND


def _is_block(item: int) -> bool:
    """Whether what is marked is named as a block."""
    return _name(_mark(item, _MARKS(item) - 1)) not in _WITHIN


def _around(item: int) -> bool:
    """Whether letters are marked as a page's head or foot: an artifact that is attached to an edge of the page."""
    return any(
        _name(mark) == "Artifact" and pdfium_c.FPDFPageObjMark_GetParamValueType(mark, b"Attached")
        for mark in (_mark(item, n) for n in range(_MARKS(item)))
    )


def _mark(item: int, n: int) -> pdfium_c.FPDF_PAGEOBJECTMARK:
    return pdfium_c.FPDFPageObj_GetMark(ctypes.cast(item, pdfium_c.FPDF_PAGEOBJECT), n)


def _name(mark: pdfium_c.FPDF_PAGEOBJECTMARK) -> str:
    pdfium_c.FPDFPageObjMark_GetName(mark, _WIDE, len(_NAME), _LENGTH)
    return _NAME.raw[: max(_LENGTH.value - 2, 0)].decode("utf-16-le", "replace")
