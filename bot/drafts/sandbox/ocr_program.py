"""The program that reads pictures of pages: started by `bot.drafts.sandbox.ocr`, in a process with limits.

`DRAFT.pdf MADE.pdf JOBS HOW`; HOW is --force-ocr, or --skip-text where pages that have a text keep it.

One page is tried in each group of languages, and tesseract's trust in what it read decides: on pages of one treaty the right
group had 86 to 96 of 100, another at most 82. (Its guess of the script took English for Russian.) Then ocrmypdf works.

Where no page is set in columns, tesseract is told so. Left to find some, it takes the numbers of short lines below each other
("二、", "三、") for one, and loses them: of 51 labels of a Chinese text 39 came out, now 50. Told so of pages with columns, it
would read across.
"""

import math
import re
import statistics
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium_c

# Each group a script; within one, tesseract tells the languages apart itself. A group too many costs letters, not only time.
GROUPS = ("eng+fra+spa", "rus", "ara", "chi_sim")
TRUSTED = 60.0  # of 100: below, no group is right, and all are tried at once
DPI = 200
COARSE = 50
STRIP = 0.014  # of the page's width: the least that parts columns
PALE = 0.06  # of the darkest: what a title across both columns may leave
SIDE = 0.2  # of the print: the least at each side
UNEVEN = 1.7  # times the usual size of print or a part of it: as far as the same print is measured, a line without tall letters


def main() -> None:
    draft, made, jobs, mode = sys.argv[1:]
    page = picture(draft, bare=mode == "--skip-text")
    trust = {group: trusted(page, group) for group in GROUPS}
    best = max(trust, key=lambda group: trust[group])
    languages = best if trust[best] >= TRUSTED else "+".join(GROUPS)
    layout = "3" if any(in_columns(page) for page in pypdfium2.PdfDocument(draft)) else "4"  # of tesseract's --psm
    how = (
        mode,
        "--tesseract-pagesegmode",
        layout,
        "--pdf-renderer",
        "fpdf2",
        "--rasterizer",
        "pypdfium",
        "--output-type",
        "pdf",
        "--quiet",
    )
    command = [
        sys.executable,
        "-I",
        "-m",
        "ocrmypdf",
        *how,
        "--jobs",
        jobs,
        "--language",
        languages,
        draft,
        "uneven.pdf",
    ]
    subprocess.run(command, check=True)  # noqa: S603 -- a command of ours, and no shell
    even(Path("uneven.pdf"), Path(made), printed(draft))


def printed(draft: str) -> float:
    """The size of most print of the draft, in points: also of a text that is rubbish; 0 where there is none."""
    sizes: Counter[float] = Counter()
    for page in pypdfium2.PdfDocument(draft):
        for piece in page.get_objects([pdfium_c.FPDF_PAGEOBJ_TEXT]):
            left, _, right, _ = piece.get_bounds()
            matrix = piece.get_matrix()
            sizes[round(piece.get_font_size() * math.hypot(matrix.c, matrix.d), 1)] += round(right - left)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def picture(draft: str, *, bare: bool) -> bytes:
    """The page in the middle, of those without a text if `bare`, as a grey PGM."""
    document = pypdfium2.PdfDocument(draft)
    pages = [n for n in range(len(document)) if not (bare and document[n].get_textpage().count_chars())]
    rows = grey(document[pages[len(pages) // 2]], DPI)
    return b"P5 %d %d 255\n" % (len(rows[0]), len(rows)) + b"".join(rows)


def grey(page: Any, dpi: int) -> list[bytes]:
    """The rows of a page as a picture, a byte for each dot, 255 white."""
    bitmap = page.render(scale=dpi / 72, grayscale=True)
    dots = bytes(bitmap.buffer)
    return [dots[at : at + bitmap.width] for at in range(0, bitmap.height * bitmap.stride, bitmap.stride)]


def in_columns(page: Any) -> bool:
    """Whether two quarters of a page or more have a white strip near their middle with print at both sides.

    In quarters, as a page that was laid aslant on the scanner has no strip that is white from top to bottom.
    """
    rows = grey(page, COARSE)
    step = -(-len(rows) // 4)
    quarters = [rows[at : at + step] for at in range(0, len(rows), step)]
    return sum(parted([255 - statistics.fmean(dots) for dots in zip(*rows, strict=True)]) for rows in quarters) >= 2


def parted(ink: list[float]) -> bool:
    """Whether print, told by how dark it is from left to right, is parted near the middle."""
    width, least = len(ink), SIDE * sum(ink)
    white = "".join(" " if dark < PALE * max(ink) else "x" for dark in ink)
    return any(
        0.3 * width < (strip.start() + strip.end()) / 2 < 0.7 * width
        and sum(ink[: strip.start()]) > least < sum(ink[strip.end() :])
        for strip in re.finditer(f" {{{max(3, round(STRIP * width))},}}", white)
    )


def trusted(page: bytes, languages: str) -> float:
    """Tesseract's mean trust, 0 to 100, in the letters that it read."""
    command = ("tesseract", "stdin", "stdout", "-l", languages, "--dpi", str(DPI), "tsv")
    done = subprocess.run(command, input=page, capture_output=True, check=True)  # noqa: S603 -- of ours, and no shell
    words = [line.split("\t") for line in done.stdout.decode().splitlines()[1:]]
    letters = [(float(word[10]), len(word[11].strip())) for word in words if len(word) == 12]
    return sum(trust * count for trust, count in letters) / max(1, sum(count for _, count in letters))


def even(uneven: Path, made: Path, printed: float) -> None:
    """Each line of one print has the same size again: that of the pages with a text, or the usual one.

    Tesseract measures every line by the letters that happen to be in it, ocrmypdf prints it in that size, and a reader that
    takes another size for another paragraph would cut there.
    """
    with pikepdf.open(uneven) as pdf:
        layers = [layer for page in pdf.pages for layer in _layers(page)]
        told = [list(pikepdf.parse_content_stream(layer)) for layer in layers]
        usual = _usual(told)
        size = printed if usual / UNEVEN < printed < usual * UNEVEN else usual
        for layer, instructions in zip(layers, told, strict=True):
            layer.write(pikepdf.unparse_content_stream(list(_evened(instructions, usual, size))))
        pdf.save(made)


def _layers(page: Any) -> list[Any]:
    """The text that ocrmypdf laid under a page: a form of its own."""
    return [form for name, form in page.Resources.get("/XObject", {}).items() if name.startswith("/OCR-")]


def _usual(told: list[list[Any]]) -> float:
    sizes, size = [], 0.0
    for instruction in (one for page in told for one in page):
        if str(instruction.operator) == "Tf":
            size = float(instruction.operands[1])
        elif str(instruction.operator) == "Tj":
            sizes.append(size)
    return statistics.median(sizes) if sizes else 0.0


def _evened(instructions: list[Any], usual: float, even: float) -> Any:
    """The instructions with sizes (Tf) near the usual one made even, and widths (Tz, in percent) that keep words in place."""
    wider = 1.0
    for one in instructions:
        operator = str(one.operator)
        if operator == "Tf":
            font, size = one.operands[0], float(one.operands[1])
            new = even if usual / UNEVEN < size < usual * UNEVEN else size
            wider = size / new
            yield pikepdf.ContentStreamInstruction([font, new], one.operator)
        elif operator == "Tz":
            yield pikepdf.ContentStreamInstruction([float(one.operands[0]) * wider], one.operator)
        else:
            yield one


if __name__ == "__main__":
    main()
