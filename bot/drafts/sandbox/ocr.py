"""PDFs without a text layer, or with one that is rubbish, given a new one by ocrmypdf in a process with limits.

An extra (`EXTRAS=ocr`): works wherever ocrmypdf is installed beside the bot and tesseract on the machine.
"""

import asyncio
import importlib.util
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.drafts.reading import Paragraph, misread
from bot.drafts.sandbox import process
from bot.errors import Unreadable
from bot.sentences import ocr as sentences

MOST_PAGES = 300
LIMITS = {"memory": 2 << 30, "cpu": 1200, "files": 256, "written": 128 << 20}
LARGEST_ANSWER = 1 << 16
JOBS = 2
# Measured with two jobs on two cores: 1 s to 2 s a page; ten times that on a machine that is busy elsewhere.
SECONDS_FIRST = 60
SECONDS_A_PAGE = 10
SECONDS_USUAL = 2

_PROGRAM = str(Path(__file__).with_name("ocr_program.py"))


def installed() -> bool:
    return importlib.util.find_spec("ocrmypdf") is not None and shutil.which("tesseract") is not None


def told_first(source: str, needs: Mapping[str, Any]) -> str:
    """What somebody who waits should know."""
    minutes = max(1, round((SECONDS_FIRST / 2 + needs["pages"] * SECONDS_USUAL) / 60))
    return sentences.READING.format(source=source, pages=needs["pages"], minutes=minutes)


def told(needs: Mapping[str, Any]) -> str:
    """What whoever reads the reading should know."""
    return (sentences.PAGES_READ_BY_OCR if "all" in needs else sentences.READ_BY_OCR).format(**needs)


def failed(_needs: Mapping[str, Any]) -> str:
    """What is said where it came to nothing."""
    return sentences.FAILED


def mended(paragraphs: Sequence[Paragraph], needs: Mapping[str, Any]) -> tuple[Paragraph, ...]:
    """The paragraphs with the labels that stand on the pages that OCR read set right, as far as those around them tell."""
    return misread.mended(paragraphs, needs.get("scanned"))


async def with_text(data: bytes, needs: Mapping[str, Any]) -> bytes:
    """The PDF with a text layer; `needs["pages"]`: how many pages have none, of `needs["all"]` if others keep theirs; those
    that have none are then `needs["scanned"]`.

    Raises Unreadable.
    """
    pages = needs["pages"]
    if pages > MOST_PAGES:
        raise Unreadable(sentences.TOO_LONG, pages=pages, most=MOST_PAGES)
    how = "--skip-text" if "all" in needs else "--force-ocr"
    folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="rapporteur-"))
    try:
        await asyncio.to_thread((folder / "draft.pdf").write_bytes, data)
        done = await process.run(
            {
                "program": [sys.executable, "-I", "-B", _PROGRAM, "draft.pdf", "made.pdf", str(JOBS), how],
                "limits": {**LIMITS, "wall": SECONDS_FIRST + pages * SECONDS_A_PAGE},
            },
            b"",
            most=LARGEST_ANSWER,
            # tesseract's threads slow it down; pages are what is shared out
            environment=process.environment(folder, OMP_THREAD_LIMIT="1"),
            folder=str(folder),
        )
        return await asyncio.to_thread(_taken, folder / "made.pdf", done)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def _taken(made: Path, done: process.Process) -> bytes:
    if done.status != 0 or not made.is_file() or made.is_symlink():
        raise Unreadable(sentences.FAILED, cause=f"status {done.status}: {done.said}")
    return made.read_bytes()
