"""PDFs that hold pictures of pages are read by OCR where the extra is installed, and always in doubt."""

import asyncio
import hashlib
import io
import zlib
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import typst
from rapidfuzz import fuzz

from bot.drafts import sandbox
from bot.drafts.sandbox import ocr
from bot.errors import Unreadable
from bot.sentences import ocr as sentences
from bot.sentences import parsing

# One worker for all: two pages at once keep two cores busy.
installed = pytest.mark.skipif(
    not ocr.installed(), reason="no OCR: make test EXTRAS=ocr, and apt install tesseract-ocr with its languages"
)

ROOT = Path(__file__).resolve().parents[3]
PAGES = {
    "en": [
        "The Parties to this Agreement recall the Tunis Agenda for the Information Society.",
        "The Parties shall meet again in the year 2015 and shall review what they have agreed.",
    ],
    "ru": [
        "Стороны настоящего Соглашения ссылаются на Тунисскую программу для информационного общества.",
        "Стороны вновь соберутся в 2015 году и рассмотрят то, о чём они договорились.",
    ],
    "ar": [
        "تشير الأطراف في هذا الاتفاق إلى برنامج عمل تونس بشأن مجتمع المعلومات",
        "تجتمع الأطراف مرة أخرى وتستعرض ما اتفقت عليه في هذا الاتفاق",
    ],
}


def scan(language: str) -> bytes:
    """One page with the paragraphs of a language, as a scanner delivers it: a PDF that holds a picture and no letter."""
    font = '#set text(font: "Noto Naskh Arabic")\n' if language == "ar" else ""
    return scanned("\n\n".join(PAGES[language]), f'#set text(lang: "{language}")\n{font}#set par(spacing: 3em)\n')


def scanned(text: str, settings: str = "", size: int = 14) -> bytes:
    page = f'#set page("a4", margin: 2.5cm)\n#set text({size}pt, font: "Noto Sans")\n{settings}{text}'
    bitmap = pypdfium2.PdfDocument(typst.compile(page.encode(), format="pdf"))[0].render(scale=200 / 72, grayscale=True)
    grey, stride = bytes(bitmap.buffer), bitmap.stride
    rows = b"".join(grey[at : at + bitmap.width] for at in range(0, bitmap.height * stride, stride))
    return pdf_of_picture(rows, bitmap.width, bitmap.height)


def pdf_of_picture(grey: bytes, width: int, height: int) -> bytes:
    drawn, packed = b"q 595 0 0 842 0 0 cm /I Do Q", zlib.compress(grey)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
        b"/Length %d>>stream\n%s\nendstream" % (width, height, len(packed), packed),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"


@installed
@pytest.mark.parametrize("language", PAGES)
async def test_a_scanned_page_is_read_in_its_language_and_in_doubt(language: str) -> None:
    data, told = scan(language), []
    reading = await sandbox.read_safely(data, "scan.pdf", tell=told.append)
    assert len(reading.paragraphs) == len(PAGES[language])
    read = " ".join(p.text for p in reading.paragraphs)
    assert fuzz.ratio(read, " ".join(PAGES[language])) > 95
    assert reading.language == language
    assert sentences.READ_BY_OCR in reading.doubts
    assert sentences.READ_BY_OCR in reading.warnings
    assert (reading.format, reading.sha256) == ("pdf", hashlib.sha256(data).hexdigest())
    assert told == ["scan.pdf: 1 pages are read by OCR; this may take 1 min …"]


CHAPTERS = ("一、管辖", "二、回避", "三、诉讼参加人", "四、证据", "五、期间和送达", "六、调解", "七、保全和先予执行")


@installed
async def test_the_numbers_of_short_chinese_lines_are_read() -> None:
    settings = (
        '#set text(font: "Noto Serif CJK SC", lang: "zh")\n#set par(first-line-indent: (amount: 2em, all: true))\n'
    )
    body = "人民法院应当依照法律规定审查当事人提交的证据，并在判决书中说明采纳或者不予采纳的理由。" * 3
    text = "\n\n".join([*CHAPTERS, body])
    reading = await sandbox.read_safely(scanned(text, settings, 11), "scan.pdf")
    assert [p.label for p in reading.paragraphs[: len(CHAPTERS)]] == [chapter[:2] for chapter in CHAPTERS]


@installed
async def test_scanned_columns_are_read_one_after_the_other() -> None:
    sentence = (
        "{n}. The Parties shall cooperate in good faith and shall keep each other informed of what they have done."
    )
    printed = [sentence.format(n=n) for n in range(1, 25)]
    text = "\n\n".join(s.replace(".", "\\.", 1) for s in printed)
    reading = await sandbox.read_safely(scanned(text, "#set page(columns: 2)\n", 11), "scan.pdf")
    assert [p.label for p in reading.paragraphs] == [f"{n}." for n in range(1, 25)]


def half_scanned() -> bytes:
    """Two pages of the same draft: the first with letters, the second a picture."""
    with pypdfium2.PdfDocument.new() as both:
        text = "#set page(margin: 2.5cm)\n#set text(14pt)\n#set par(spacing: 3em)\n" + "\n\n".join(PAGES["en"])
        for page in (typst.compile(text.encode(), format="pdf"), scan("en")):
            both.import_pages(pypdfium2.PdfDocument(page))
        made = io.BytesIO()
        both.save(made)
    return made.getvalue()


@installed
async def test_pages_with_a_text_keep_it_and_only_the_others_are_read_by_ocr() -> None:
    data, told = half_scanned(), []
    reading = await sandbox.read_safely(data, "half.pdf", tell=told.append)
    assert [p.page for p in reading.paragraphs] == [1, 1, 2, 2]
    assert [p.text for p in reading.paragraphs[:2]] == PAGES["en"]
    assert fuzz.ratio(" ".join(p.text for p in reading.paragraphs[2:]), " ".join(PAGES["en"])) > 95
    assert reading.doubts == reading.warnings == (sentences.PAGES_READ_BY_OCR.format(pages=1, all=2),)
    assert reading.sha256 == hashlib.sha256(data).hexdigest()
    assert told == ["half.pdf: 1 pages are read by OCR; this may take 1 min …"]


async def test_without_the_extra_what_can_be_read_is_read_and_the_rest_named(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = replace(sandbox.HELPERS["OCR"], installed=lambda: False)
    monkeypatch.setattr(sandbox, "HELPERS", {**sandbox.HELPERS, "OCR": absent})
    reading = await sandbox.read_safely(half_scanned(), "half.pdf")
    assert [p.text for p in reading.paragraphs] == PAGES["en"]
    assert reading.warnings == (parsing.PDF_SCANNED_PAGES.format(pages=1, all=2),)
    assert not reading.doubts


async def refusal(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        await sandbox.read_safely(data, "scan.pdf")
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts other Python in the place of the program that reads pictures; returns the folder where it may leave things."""

    def become(code: str) -> Path:
        file, rooms = tmp_path / "program.py", tmp_path / "rooms"
        file.write_text(code)
        rooms.mkdir()
        present = replace(sandbox.HELPERS["OCR"], installed=lambda: True)
        monkeypatch.setattr(sandbox, "HELPERS", {**sandbox.HELPERS, "OCR": present})
        monkeypatch.setattr(ocr, "_PROGRAM", str(file))
        monkeypatch.setattr(ocr.tempfile, "tempdir", str(rooms))
        return rooms

    return become


async def test_without_the_extra_the_sentence_tells_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = replace(sandbox.HELPERS["OCR"], installed=lambda: False)
    monkeypatch.setattr(sandbox, "HELPERS", {**sandbox.HELPERS, "OCR": absent})
    error = await refusal(pdf_of_picture(b"\0" * 100, 10, 10))
    assert str(error) == parsing.PDF_SCAN
    assert "make run EXTRAS=ocr" in str(error)


async def test_a_label_that_was_misread_is_told_by_those_around_it(program, tmp_path: Path) -> None:
    texts = ["1. The Parties shall meet again.", "2, The Parties shall report.", "3. The Parties shall agree."]
    printed = "#set par(spacing: 3em)\n" + "\n\n".join(text.replace(". ", "\\. ", 1) for text in texts)
    (tmp_path / "read.pdf").write_bytes(typst.compile(printed.encode(), format="pdf"))
    program(f"import shutil; shutil.copy({str(tmp_path / 'read.pdf')!r}, 'made.pdf')")
    reading = await sandbox.read_safely(pdf_of_picture(b"\0" * 100, 10, 10), "scan.pdf")
    assert [(p.label, p.text) for p in reading.paragraphs][1] == ("2.", "The Parties shall report.")


async def test_what_hangs_is_given_up(program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "SECONDS_FIRST", 1)
    monkeypatch.setattr(ocr, "SECONDS_A_PAGE", 0)
    rooms = program("import time; time.sleep(60)")
    assert str(await refusal(pdf_of_picture(b"\0" * 100, 10, 10))) == parsing.TOO_SLOW.format(seconds=1)
    assert not list(rooms.iterdir())


async def test_what_fails_is_one_sentence_and_the_rest_is_for_the_log(program) -> None:
    rooms = program("raise SystemExit('tesseract is in a bad mood')")
    error = await refusal(pdf_of_picture(b"\0" * 100, 10, 10))
    assert str(error) == sentences.FAILED
    assert "bad mood" in error.cause
    assert not list(rooms.iterdir())


async def test_a_picture_without_a_letter_is_still_refused(program) -> None:
    program("import shutil; shutil.copy('draft.pdf', 'made.pdf')")
    assert str(await refusal(pdf_of_picture(b"\0" * 100, 10, 10))) == sentences.FAILED


@pytest.mark.parametrize(
    "code",
    ["raise SystemExit('a bad mood')", "import shutil; shutil.copy('draft.pdf', 'made.pdf')"],
    ids=["fails", "a photo"],
)
async def test_where_ocr_adds_nothing_to_a_text_it_is_not_in_doubt(program, code: str) -> None:
    program(code)
    data = half_scanned()
    reading = await sandbox.read_safely(data, "half.pdf")
    assert [p.text for p in reading.paragraphs] == PAGES["en"]
    assert reading.warnings == (parsing.PDF_SCANNED_PAGES.format(pages=1, all=2),)
    assert (reading.doubts, reading.sha256) == ((), hashlib.sha256(data).hexdigest())


async def test_a_book_is_not_read_by_ocr() -> None:
    with pytest.raises(Unreadable) as caught:
        await ocr.with_text(b"", {"pages": ocr.MOST_PAGES + 1})
    assert str(caught.value) == sentences.TOO_LONG.format(pages=301, most=300)


async def test_one_document_at_a_time(program) -> None:
    program("import os, time; time.sleep(0.4); raise SystemExit(str(time.time()))")
    scans = [pdf_of_picture(bytes([n]) * 100, 10, 10) for n in range(2)]
    first, second = sorted(float(e.cause.split()[-1]) for e in await asyncio.gather(*map(refusal, scans)))
    assert second - first > 0.4


def test_the_limits_are_those_that_the_documents_tell() -> None:
    told = " ".join((ROOT / "docs" / "reading.md").read_text("utf-8").split())
    assert f"up to {ocr.MOST_PAGES} pages" in told
    assert f"{ocr.SECONDS_FIRST} s and {ocr.SECONDS_A_PAGE} s a page" in told
