"""Comparing: pairs found, words shown changed, moves and milliseconds, beside peers, on generated drafts with known answers.

The generator, the scoring and the peers are those of ../shared/bench/compare, where the columns are explained. Each row is
measured in a process of its own. Ours in "ms" is CPU in process, two finished readings compared, least of five; a peer's is
that of comparing two texts and reading its output. "× rapidfuzz": the CPU of rapidfuzz's word difference of the same pair,
in the same process, as a multiple of ours. "rss_mb": the peak of that process; what a tool takes in one of its own is not
in it. Compare ratios, not milliseconds.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bot.drafts.comparison.changes import compare
from bot.drafts.reading import Paragraph, Reading, labels, words

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
OURS = "ours"
PEERS = ("rapidfuzz_word", "cydifflib_word", "difflib_para", "git_histogram")
# The peer needs a bit for each pair of words of the whole text: gigabytes beyond this many.
RAPIDFUZZ_MOST_WORDS = 40_000
COLUMNS = ("engine", "words", "level", "seed", "F1", "moved", "changed", "false_touch", "ms", "× rapidfuzz", "rss_mb")

Row = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Prints the table, or one JSON object a line. Returns the exit code."""
    options = _options().parse_args(arguments)
    if not SHARED.is_dir():
        print("No ../shared/bench: the generator of drafts with known answers is not here.", file=sys.stderr)
        return 1
    if not options.json:
        print("| " + " | ".join(COLUMNS) + " |\n" + "|---" * len(COLUMNS) + "|")
    for row in _rows(options):
        print(json.dumps(row) if options.json else _line(row), flush=True)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bench compare", description=__doc__)
    parser.add_argument("--words", type=_list, default=["10000"], help="sizes, e.g. 10000,40000,150000")
    parser.add_argument("--level", type=_list, default=["light", "heavy"], help="light, heavy or both")
    parser.add_argument(
        "--seed", type=_seeds, default=range(21, 24), help="e.g. 21..25; 1..6 and 1000..1019 were tuned on"
    )
    parser.add_argument("--engine", type=_list, default=[OURS, *PEERS], help=f"{OURS} and names of engines.py")
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of the table")
    return parser


def _list(text: str) -> list[str]:
    return text.split(",")


def _seeds(text: str) -> range:
    first, _, last = text.partition("..")
    return range(int(first), int(last or first) + 1)


def _rows(options: argparse.Namespace) -> Iterator[Row]:
    work = [
        (engine, int(size), level, seed)
        for size in options.words
        for level in options.level
        for engine in options.engine
        for seed in options.seed
    ]
    for one in work:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            yield pool.submit(measure, *one).result()


def measure(engine: str, size: int, level: str, seed: int) -> Row:
    """One engine on one pair. A peer that is not installed gives a row that says so."""
    sys.path[:0] = [str(SHARED / "compare"), str(SHARED)]
    import engines
    import score

    engines.ENGINES[OURS] = _ours
    try:
        row: Row = score.measure(engine, size, level, seed)
    except (ImportError, engines.NotInstalled) as missing:
        return {"engine": engine, "words": size, "level": level, "seed": seed, "skipped": str(missing)}
    row["moved"] = "/".join(str(row[f"moved_{what}"]) for what in ("found", "reported", "true"))
    row["ms"], row["rss_mb"] = round(1000 * row["cpu"], 1), _peak_mb()
    return row | (_in_process(score.make(size, seed, level), size) if engine == OURS else {})


def _ours(old: list[str], new: list[str], pair: dict[str, Any]) -> dict[str, Any]:
    import score

    changes = compare(_reading(pair["old"]), _reading(pair["new"])).to_json()["changes"]
    return score.result_of(changes, pair)[0]


def _reading(paragraphs: list[tuple[str, str]]) -> Reading:
    made = []
    for n, (label, text) in enumerate(paragraphs, 1):
        text_hash, word_hash = words.hashes(text)
        made.append(Paragraph(n, text, label=label, key=labels.key(label), text_hash=text_hash, word_hash=word_hash))
    return Reading("generated", "text", "", sum(words.count(p.text) for p in made), "en", tuple(made))


def _in_process(pair: dict[str, Any], size: int) -> Row:
    """CPU of comparing alone, and how many times that rapidfuzz's word difference of the whole texts takes."""
    from rapidfuzz.distance import Indel

    old, new = _reading(pair["old"]), _reading(pair["new"])
    ours = _least(lambda: compare(old, new), 5)
    if size > RAPIDFUZZ_MOST_WORDS:
        return {"ms": round(ours, 1)}
    texts = ["\n".join(f"{label} {text}" for label, text in pair[side]).split() for side in ("old", "new")]
    peer = _least(lambda: Indel.opcodes(*texts), 2)
    return {"ms": round(ours, 1), "× rapidfuzz": round(peer / ours, 2)}


def _peak_mb() -> int:
    """Of this process alone: `getrusage` counts in that of whoever started it (proc_pid_status(5), VmHWM)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def _least(work: Callable[[], object], times: int) -> float:
    """Milliseconds of CPU, the least of several runs."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - start))
    return min(taken)


def _line(row: Row) -> str:
    if "skipped" in row:
        return f"| {row['engine']} | {row['words']} | {row['level']} | {row['seed']} | skipped: {row['skipped']} |"
    return "| " + " | ".join(str(row.get(column, "–")) for column in COLUMNS) + " |"
