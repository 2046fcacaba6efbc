"""A bare httpx client on the origin of `bench.watch`, in a process that knows nothing of this program.

`python -m bench.watch_bare BASE COUNT REPEATS`, one JSON object as its last line."""

import asyncio
import json
import resource
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpx

Row = dict[str, Any]
AT_ONCE = 5


def cpu() -> float:
    """Seconds of this process, children not counted."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_mb() -> float:
    """The most memory of this process. getrusage would count what its parent had when it was forked."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) / 1024


def ask(base: str, path: str) -> Any:
    return httpx.get(f"{base}/ctl/{path}", timeout=30).json()


def row(base: str, count: int, times: list[tuple[float, float]]) -> Row:
    """`times`: (wall, CPU) seconds of each sweep."""
    counted, repeats = ask(base, "stats"), len(times)
    return {
        "sources": count,
        "cpu_ms": 1000 * statistics.median(cpu for _, cpu in times) / count,
        "wall_s": statistics.median(wall for wall, _ in times),
        "mb": counted["bytes"] / 1e6 / repeats,
        "n304": counted["n304"] // repeats,
        "rss_mb": peak_mb(),
    }


async def bare(base: str, count: int, repeats: int) -> Row:
    """The same requests as ours: "changed since?", five at once."""
    etags: dict[int, str] = {}
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    async with httpx.AsyncClient(limits=limits, timeout=30) as client:

        async def work(numbers: Iterable[int]) -> None:
            for n in numbers:
                headers = {"If-None-Match": etags[n]} if n in etags else None
                answer = await client.get(f"{base}/p/{n}", headers=headers)
                etags[n] = answer.headers["etag"]

        async def all_of_them() -> None:
            numbers = iter(range(count))
            await asyncio.gather(*(work(numbers) for _ in range(AT_ONCE)))

        await all_of_them()
        ask(base, "reset")
        times = []
        for _ in range(repeats):
            began, spent = time.perf_counter(), cpu()
            await all_of_them()
            times.append((time.perf_counter() - began, cpu() - spent))
    return row(base, count, times)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(bare(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))))
