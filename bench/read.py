"""Reading: whole paragraphs with their labels got out of PDF, Word and HTML, and pages a second, beside peers.

Each file is made from a text with known paragraphs: by typst in layouts whose paper, type and spacing vary with the seed
(`bench.layouts`), and by ../shared/bench/read/mkdocs.py, which asks for an interpreter with weasyprint and python-docx
(--make) or has run before (--docs). A paragraph counts when all of it, label and words, is equal after folding; notes,
table cells and a page's title are allowed beside. Peers are those of ../shared/bench/read/engines.py, run by the
interpreter of --peers: they have no paragraph builder, so ten lines join their lines. A row is measured in a process of
its own; "pages/s" is one first reading, by the wall clock, loading the library included; "warm" is by the CPU of ours,
the best of three further readings in a process set up as the bot's child, and "words/s" the same in words: what a page
costs goes by the words on it.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench import layouts
from bot.drafts.reading.read import read
from bot.drafts.sandbox import child

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
OURS = "ours"
PEERS = ("pypdfium2", "pypdf", "pdfminer_native", "pdftotext", "python_docx", "pandoc", "trafilatura")
MADE = ("one_{}.pdf", "two_{}.pdf", "lo_{}.pdf", "draft_{}.docx", "site_{}.html")
COLUMNS = ("engine", "file", "F1", "P", "R", "text", "pages", "words/page", "pages/s", "warm", "words/s", "other")

Row = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Prints the table, or one JSON object a line. Returns the exit code."""
    options = _options().parse_args(arguments)
    if not SHARED.is_dir():
        print("No ../shared/bench: the generator of drafts with known answers is not here.", file=sys.stderr)
        return 1
    if not options.json:
        print("| " + " | ".join(COLUMNS) + " |\n" + "|---" * len(COLUMNS) + "|")
    with tempfile.TemporaryDirectory() as folder:
        for file, truth in _files(options, Path(folder)):
            for engine in options.engine:
                if engine == OURS or _reads(engine, file):
                    row = {"engine": engine, "file": file.name, **_measured(engine, file, truth, options.peers)}
                    print(json.dumps(row) if options.json else _line(row), flush=True)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bench read", description=__doc__)
    parser.add_argument("--words", type=int, default=10000)
    parser.add_argument("--seed", type=_seeds, default=range(31, 32), help="e.g. 31..33: other paper, type and spacing")
    parser.add_argument("--layout", type=_list, default=list(layouts.LAYOUTS), help=", ".join(layouts.LAYOUTS))
    parser.add_argument("--engine", type=_list, default=[OURS, *PEERS], help=f"{OURS} and names of engines.py")
    parser.add_argument("--docs", type=Path, help="the folder that mkdocs.py wrote for as many words")
    parser.add_argument("--make", help="an interpreter with weasyprint and python-docx, which runs mkdocs.py")
    parser.add_argument("--peers", default=sys.executable, help="the interpreter that has the peers")
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of the table")
    return parser


def _list(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


def _seeds(text: str) -> range:
    first, _, last = text.partition("..")
    return range(int(first), int(last or first) + 1)


def _reads(engine: str, file: Path) -> bool:
    return engine in _shared().ENGINES[file.suffix[1:]]


def _shared() -> Any:
    """run.py of ../shared/bench/read: its scoring and its table of readers."""
    sys.path[:0] = [str(SHARED / "read"), str(SHARED)]
    import run

    return run


# ---------------------------------------------------------------- files


def _files(options: argparse.Namespace, folder: Path) -> Iterator[tuple[Path, Path]]:
    """(file, its truth), made as they are asked for."""
    parts = _parts(options.words)
    for seed in options.seed:
        for layout in options.layout:
            made = layouts.printed(layout, parts, seed)
            file = folder / f"{layout} {seed}.pdf"
            file.write_bytes(made.data)
            truth = file.with_suffix(".json")
            truth.write_text(json.dumps(made.truth), encoding="utf-8")
            yield file, truth
    docs = options.docs
    if options.make:
        docs = folder / "docs"
        command = [options.make, str(SHARED / "read" / "mkdocs.py"), "--words", str(options.words), "--out", str(docs)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for name in MADE if docs else ():
        if (file := docs / name.format(options.words)).exists():
            yield file, docs / f"truth_{options.words}.json"


def _parts(words: int, seed: int = 7) -> list[tuple[str, str, str]]:
    sys.path[:0] = [str(SHARED / "compare")]
    import gen

    doc = gen.base(words, seed)
    return [(part["k"], label, text) for (label, text), part in zip(gen.number(doc), doc, strict=True)]


# ---------------------------------------------------------------- measuring


def _measured(engine: str, file: Path, truth: Path, peers: str) -> Row:
    if engine == OURS:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            return pool.submit(ours, file, truth).result()
    command = [peers, str(SHARED / "read" / "run.py"), "--one", engine, str(file), str(truth)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    row: Row = json.loads(done.stdout.splitlines()[-1]) if done.stdout else {"fail": done.stderr[-200:]}
    return row | _speed(file, row.get("wall", 0.0))


def ours(file: Path, truth: Path) -> Row:
    """Our reader on one file: its score, first and warm speed."""
    child.keep_memory()
    data, start = file.read_bytes(), time.perf_counter()
    reading = read(data, file.name)
    wall = time.perf_counter() - start
    warm = min(_cpu(data, file.name) for _ in range(3))
    paragraphs = [f"{p.label} {p.text}".strip() for p in reading.paragraphs]
    known = json.loads(truth.read_text(encoding="utf-8"))
    row: Row = _shared().score(paragraphs, known, file.suffix[1:], bool(known.get("notes")) and file.suffix == ".pdf")
    row |= _speed(file, wall) | {"words/s": round(reading.words / warm / 1000) * 1000}
    return row | (
        {"words/page": round(reading.words / count), "warm": round(count / warm)} if (count := pages(file)) else {}
    )


def _cpu(data: bytes, name: str) -> float:
    start = time.process_time()
    read(data, name)
    return time.process_time() - start


def pages(file: Path) -> int | None:
    """The pages of a PDF; None for what has none."""
    if file.suffix != ".pdf":
        return None
    import pypdfium2

    with pypdfium2.PdfDocument(file) as document:
        return len(document)


def _speed(file: Path, wall: float) -> Row:
    count = pages(file)
    return {"pages": count or "–", "pages/s": round(count / wall) if count and wall else "–"}


def _line(row: Row) -> str:
    if why := row.get("skip") or row.get("fail"):
        return f"| {row['engine']} | {row['file']} | {why} |"
    told = {key: f"{value:.3f}" if isinstance(value, float) else value for key, value in row.items()}
    return "| " + " | ".join(str(told.get(column, "–")) for column in COLUMNS) + " |"
