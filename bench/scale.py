"""What grows with a house: sources, drafts, chats, processes. And what is left when processes, database and network go away.

looks: processor time of a look among few sources and among many, few due and all due, on both databases. drafts: of a look
and of /diff latest, with few drafts of the document kept and with many. claims: due sources taken up by one, two and four
processes on PostgreSQL: looked at twice, missed. sends: messages of four tokens a second, by one process and by two, on a
platform that answers after 100 ms, as fast as they can and where each has a tenth of a processor. chaos: three processes on
PostgreSQL under load, one of them killed (-9) every few seconds, the server crashed twice, the network cut once. soak: one
process on SQLite under the same load, undisturbed: its memory.

There is no peer: what binds are ratios, and that nothing is lost, missed or done twice. The exit is 1 where that does not hold.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench import asked, scale_chaos, scale_claims, scale_looks, scale_sends
from bench.postgres import Server, server

Row = dict[str, Any]
MOST = {"look": 1.2, "/diff latest": 1.1} | {
    f"look behind drafts: {what}": 1.1 for what in ("document", "list", "new draft")
}
"""Times the first row of their kind; ratios of processor time."""

LEAST_TWO = 1.8
"""Times what one process sends, by two."""

NOTHING = ("twice", "missed", "lost_flashes", "lost_ballots", "unfired", "fired_twice", "unmarked", "broken_chains")


def looks(given: argparse.Namespace) -> list[Row]:
    sizes, rows = _numbers(given.sources), []
    with ExitStack() as stack:
        for there in (None, stack.enter_context(server())):
            urls = {size: _database(stack, there) for size in sizes}
            rows += asyncio.run(scale_looks.cost(urls, given.times, there))
    return rows


def drafts(given: argparse.Namespace) -> list[Row]:
    sizes = _numbers(given.drafts)
    with ExitStack() as stack:
        urls = {size: _database(stack, None) for size in sizes}
        rows = asyncio.run(scale_looks.drafts_behind(urls, given.words, given.times))
    answers = asyncio.run(asked.measure(sizes, given.words, 5 * given.times))
    first = answers[0]["cpu_ms"]
    return rows + [{"what": "/diff latest", **row, "ratio": row["cpu_ms"] / first} for row in answers]


def claims(given: argparse.Namespace) -> list[Row]:
    with server() as there:
        return [asyncio.run(scale_claims.claimed(there, given.due, count)) for count in _numbers(given.processes)]


def sends(given: argparse.Namespace) -> list[Row]:
    with server() as there:
        return asyncio.run(scale_sends.sent(there, given.messages))


def chaos(given: argparse.Namespace) -> list[Row]:
    return [asyncio.run(scale_chaos.chaos(60 * given.minutes, given.apart, given.seed, given.keep))]


def soak(given: argparse.Namespace) -> list[Row]:
    return [asyncio.run(scale_chaos.soak(60 * given.minutes, given.seed, given.keep))]


PARTS: dict[str, Callable[[argparse.Namespace], list[Row]]] = {
    "looks": looks,
    "drafts": drafts,
    "claims": claims,
    "sends": sends,
    "chaos": chaos,
    "soak": soak,
}


def _numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


def _range(text: str) -> tuple[float, float]:
    least, most = map(float, text.split(","))
    return least, most


def _database(stack: ExitStack, there: Server | None) -> str:
    """A new database: a file, or one of the server."""
    if there:
        return there.database()
    return f"sqlite:///{Path(stack.enter_context(tempfile.TemporaryDirectory())) / 'bench.db'}"


def failings(row: Row) -> list[str]:
    """What of a row does not hold."""
    found = [name for name in NOTHING if row.get(name)]
    if row.get("ratio", 0) > MOST.get(row["what"], float("inf")):
        found.append("ratio")
    if row["what"] == "sends" and row.get("ratio", LEAST_TWO) < LEAST_TWO:
        found.append("ratio")
    if row.get("memory_flat") is False:
        found.append("memory_flat")
    return found


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench scale", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="some of the parts; all if left out")
    parser.add_argument("--sources", default="10,1000,100000", help="looks: among how many")
    parser.add_argument("--drafts", default="10,1000", help="drafts: behind how many")
    parser.add_argument("--words", type=int, default=2_000, help="drafts: of how many words")
    parser.add_argument("--times", type=int, default=20, help="looks, drafts: how often each is measured")
    parser.add_argument("--due", type=int, default=100_000, help="claims: how many sources are due")
    parser.add_argument("--processes", default="1,2,4", help="claims: by how many processes")
    parser.add_argument("--messages", type=int, default=2_000, help="sends: how many")
    parser.add_argument(
        "--minutes", type=float, default=10, help="chaos, soak: how long; the promise of soak is for 60"
    )
    parser.add_argument(
        "--apart", type=_range, default=(3.0, 5.0), help="chaos: seconds between two kills, least and most"
    )
    parser.add_argument("--seed", type=int, default=1, help="chaos: who is killed when")
    parser.add_argument(
        "--keep", type=Path, help="chaos, soak: a folder for the logs, what the platforms took, the deliveries"
    )
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    rows: list[Row] = []
    for name in given.only or PARTS:
        for row in PARTS[name](given):
            rows.append(row | {"load": round(os.getloadavg()[0], 1), "fails": failings(row)})
            if not given.json:
                print(_line(rows[-1]), flush=True)
    if given.json:
        print(json.dumps(rows))
    sys.stdout.flush()
    return 1 if any(row["fails"] for row in rows) else 0


def _line(row: Row) -> str:
    told = (f"{name} {value:.2f}" if isinstance(value, float) else f"{name} {value}" for name, value in row.items())
    return "  ".join(told).removeprefix("what ")
