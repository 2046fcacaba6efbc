"""Watching: this program beside urlwatch, webchanges and changedetection.io, on one origin, in one run.

sweep: sources that have not changed, CPU a source, beside a bare httpx client that asks the same (5 at once), bytes, memory.
alert: one of many has changed: seconds from the start of the round until the alert is handed over, and from the moment in which
the changed page is asked for, the confirming fetch included. quality: false alarms, real changes found, changes aimed at what
silences false alarms; by seed, 0 being the pages on which the tools were first measured, the others variants of them
(bench.watch_pages).

The peers stand in virtual environments at --peers (NAME/bin/…), as bench/watch/setup.sh of the shared benchmarks puts them:
    python -m venv DIR/urlwatch && DIR/urlwatch/bin/pip install urlwatch==2.29
    python -m venv DIR/webchanges && DIR/webchanges/bin/pip install webchanges==3.37.0
    python -m venv DIR/cdio && DIR/cdio/bin/pip install changedetection.io==0.60.10
One that is not there is named as missing.
"""

import argparse
import asyncio
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import watch_ours, watch_peers
from bench.watch_pages import ADVERSARIAL, NOISE, REAL, REVERT

Row = dict[str, Any]
SWEEPS = 4
TURNS = 5
OURS = "bench.watch_ours"


class Site:
    """The origin, in a process of its own."""

    def __init__(self, delay: float = 0) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._process = subprocess.Popen([sys.executable, "-m", "bench.watch_site", str(self.port), str(delay)])
        self.base = f"http://127.0.0.1:{self.port}"
        for _ in range(100):
            with contextlib.suppress(OSError):
                self.ask("stats")
                return
            time.sleep(0.1)
        raise OSError("the origin did not start")

    def ask(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.base}/ctl/{path}", timeout=30) as answer:
            return json.loads(answer.read())

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


@contextlib.contextmanager
def site(delay: float = 0) -> Iterator[Site]:
    made = Site(delay)
    try:
        yield made
    finally:
        made.close()


# ── sweeps and alerts ────────────────────────────────────────────────────────────────────────────────────────────────────


def _child(module: str, *arguments: str) -> Row:
    """A part of ours in a process of its own, so that its memory and CPU are its own."""
    done = subprocess.run([sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE, check=True)
    found: Row = json.loads(done.stdout.splitlines()[-1])
    return found


def sweeps(count: int, repeats: int, alerts: int, peers: Path, names: Sequence[str]) -> Iterator[Row]:
    with site() as origin, tempfile.TemporaryDirectory() as folder:
        database, sized = f"sqlite:///{folder}/ours.db", (origin.base, str(count))
        _child(OURS, "begin", database, *sized)
        bare, ours = [], []
        for _ in range(TURNS):  # in turn, so that what else the machine does falls on both
            bare.append(_child("bench.watch_bare", *sized, str(repeats)))
            ours.append(_child(OURS, "sweep", database, *sized, str(repeats)))
        yield {"what": "sweep", "tool": "httpx alone", **_median(bare)}
        yield {"what": "sweep", "tool": "rapporteur", **_median(ours), "to_httpx": _ratio(ours, bare)}
        yield {"what": "alert", "tool": "rapporteur", **_child(OURS, "alert", database, *sized, str(alerts))}
        for name in names:
            yield from watch_peers.sweeps(name, peers, origin, count, repeats, alerts, Path(folder))


def _median(rows: Sequence[Row]) -> Row:
    """The run with the median CPU."""
    return sorted(rows, key=lambda row: float(row["cpu_ms"]))[len(rows) // 2]


def _ratio(ours: Sequence[Row], bare: Sequence[Row]) -> float:
    """CPU beside the bare client's of the same turn, the median of the turns."""
    return round(statistics.median(mine["cpu_ms"] / its["cpu_ms"] for mine, its in zip(ours, bare, strict=True)), 2)


# ── quality ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def quality(seeds: Sequence[int], peers: Path, names: Sequence[str]) -> Iterator[Row]:
    with site() as origin, tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            yield _judged("rapporteur", seed, asyncio.run(watch_ours.quality(origin.base, seed, origin.ask)))
        for name in names:
            for seed in seeds:
                found = watch_peers.quality(name, peers, origin, seed, Path(folder))
                yield (
                    {"what": "quality", "tool": name, "missing": True} if found is None else _judged(name, seed, found)
                )


def _judged(tool: str, seed: int, found: watch_ours.Found) -> Row:
    beside = {kind: kind in found.beside for kind in REAL}
    return {
        "what": "quality",
        "tool": tool,
        "seed": seed,
        "false_alarms": sum(found.alarms.values()),
        "of": SWEEPS * len(NOISE),
        "real": sum(kind in found.told for kind in REAL),
        "adversarial": sum(kind in found.told for kind in ADVERSARIAL) + found.revert,
        "beside_noise": sum(beside.values()),
        "alarms": {kind: n for kind, n in found.alarms.items() if n},
        "missed": [kind for kind in (*REAL, *ADVERSARIAL) if kind not in found.told]
        + [f"beside noise: {kind}" for kind, seen in beside.items() if not seen]
        + ([] if found.revert else [f"{REVERT} back"]),
    }


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench watch", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sources", type=int, nargs="*", default=[200, 1000])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--alerts", type=int, default=5)
    parser.add_argument("--seeds", type=int, nargs="*", default=[0, 1, 2, 3])
    parser.add_argument("--only", choices=["sweep", "quality"])
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument(
        "--peers",
        type=Path,
        default=Path(os.environ.get("BENCH_HOME", Path.home() / ".cache/rapporteur-bench")) / "watch",
    )
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    names = () if asked.alone else watch_peers.NAMES
    if asked.only != "quality":
        for count in asked.sources:
            _show(sweeps(count, asked.repeats, asked.alerts, asked.peers, names), asked.json)
    if asked.only != "sweep":
        _show(quality(asked.seeds, asked.peers, names), asked.json)
    return 0


def _show(rows: Iterator[Row], as_json: bool) -> None:
    for row in rows:
        line = json.dumps(row, ensure_ascii=False)
        print(line if as_json else "  ".join(f"{name} {value}" for name, value in row.items()), flush=True)
