"""The peers of `bench.watch`, driven as their users drive them: urlwatch and webchanges once a sweep, as cron does it;
changedetection.io as a daemon. Default settings: all have filters that would cut noise, if somebody wrote them.
"""

import contextlib
import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Protocol

from bench.watch_ours import Found
from bench.watch_pages import ADVERSARIAL, NOISE, REAL, REVERT

Row = dict[str, Any]
NAMES = ("urlwatch", "webchanges", "cdio")
PROGRAMS = {"urlwatch": "urlwatch", "webchanges": "webchanges", "cdio": "changedetection.io"}
_LONGEST = 10_000_000  # signs of a report; of one longer than 40,000 webchanges sends the first part and fails
_APART_S = 1.3  # urlwatch keeps whole seconds: never two sweeps within one


class Origin(Protocol):
    base: str

    def ask(self, path: str) -> Any: ...


class Command:
    """urlwatch or webchanges."""

    def __init__(self, name: str, program: Path, origin: Origin, urls: Sequence[str], folder: Path) -> None:
        folder.mkdir(parents=True)
        jobs = "---\n".join(f"url: {url}\nname: page-{url.rpartition('/')[2]}\n" for url in urls)
        (folder / "jobs.yaml").write_text(jobs)
        hook = f"{{enabled: true, webhook_url: '{origin.base}/hook'}}"
        if name == "urlwatch":
            display, report, store = "empty-diff: true", f"stdout: {{enabled: false}}\n  slack: {hook}", "--cache"
        else:
            display, report, store = (
                "error: true",
                f"tz: null\n  stdout: {{enabled: false}}\n  webhook: {hook[:-1]}, max_message_length: {_LONGEST}}}",
                "--database",
            )
        head = "version_check: {enabled: false}\n" if name == "webchanges" else ""
        (folder / "config.yaml").write_text(f"{head}display: {{new: false, {display}}}\nreport:\n  {report}\n")
        jobs_at = "--urls" if name == "urlwatch" else "--jobs"
        files = [jobs_at, "jobs.yaml", "--config", "config.yaml", store, "pages.db", "--hooks", "hooks.py"]
        self._command, self._folder = [str(program), *files], folder

    def sweep(self) -> Row:
        began = time.time()
        with (self._folder / "out").open("ab") as out:
            environment = os.environ | {"HOME": str(self._folder), "NO_PROXY": "*"}
            process = subprocess.Popen(self._command, cwd=self._folder, env=environment, stdout=out, stderr=out)
            _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu = used.ru_utime + used.ru_stime
        return {
            "began": began,
            "wall": time.time() - began,
            "cpu": cpu,
            "rss": used.ru_maxrss / 1024,
            "code": process.returncode,
        }

    def close(self) -> None:
        pass


class Daemon:
    """changedetection.io: each page looked at when it is told to."""

    def __init__(self, program: Path, origin: Origin, urls: Sequence[str], folder: Path) -> None:
        folder.mkdir(parents=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        more = {"ALLOW_IANA_RESTRICTED_ADDRESSES": "true", "HOME": str(folder), "DISABLE_VERSION_CHECK": "true"}
        command = [str(program), "-h", "127.0.0.1", "-p", str(port), "-d", str(folder), "-C", "-l", "WARNING"]
        out = (folder / "out").open("wb")
        self._process = subprocess.Popen(command, env=os.environ | more, stdout=out, stderr=out)
        self._base, self._origin, self._count = f"http://127.0.0.1:{port}/api/v1", origin, len(urls)
        self._key = self._find_key(folder)
        for known in json.loads(self._ask("/watch")):
            self._ask(f"/watch/{known}", method="DELETE")
        origin.ask("reset")
        hook = origin.base.replace("http://", "json://") + "/hook"
        for url in urls:
            watch: Row = {"url": url, "title": url.rpartition("/")[2], "notification_urls": [hook]}
            watch |= {"time_between_check_use_default": False, "time_between_check": {"hours": 30}}
            self._ask("/watch", json.dumps(watch).encode())
        self._wait()

    def _find_key(self, folder: Path) -> str:
        for _ in range(120):
            time.sleep(0.5)
            for file in folder.glob("*.json"):
                with contextlib.suppress(ValueError, KeyError, OSError):
                    key = json.loads(file.read_text())["settings"]["application"]["api_access_token"]
                    urllib.request.urlopen(self._base.removesuffix("/api/v1") + "/", timeout=5).close()
                    return str(key)
        raise OSError("changedetection.io did not start")

    def _ask(self, path: str, data: bytes | None = None, method: str | None = None) -> bytes:
        headers = {"x-api-key": self._key, "content-type": "application/json"}
        asked = urllib.request.Request(self._base + path, data=data, headers=headers, method=method)
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return bytes(answer.read())

    def _wait(self, limit: float = 120) -> float:
        """Until every page was asked for and the origin has had a second of quiet; when the last was."""
        until = time.time() + limit
        while time.time() < until:
            stats = self._origin.ask("stats")
            if stats["n"] >= self._count and not stats["now"] and time.time() - stats["last"] > 1:
                break
            time.sleep(0.1)
        return float(self._origin.ask("stats")["last"])

    def _used(self) -> tuple[float, float]:
        """CPU seconds and megabytes of the process."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def sweep(self) -> Row:
        self._origin.ask("reset")
        spent, began = self._used()[0], time.time()
        self._ask("/watch?recheck_all=1")
        last = self._wait()
        cpu, rss = self._used()
        return {"began": began, "wall": last - began, "cpu": cpu - spent, "rss": rss, "code": 0}

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()


def _make(name: str, peers: Path, origin: Origin, urls: Sequence[str], folder: Path) -> Command | Daemon | None:
    program = peers / name / "bin" / PROGRAMS[name]
    if not program.exists():
        return None
    place = folder / f"{name}-{time.monotonic_ns()}"
    return Daemon(program, origin, urls, place) if name == "cdio" else Command(name, program, origin, urls, place)


def sweeps(
    name: str, peers: Path, origin: Origin, count: int, repeats: int, alerts: int, folder: Path
) -> Iterator[Row]:
    peer = _make(name, peers, origin, [f"{origin.base}/p/{n}" for n in range(count)], folder)
    if peer is None:
        yield {"what": "sweep", "tool": name, "missing": True}
        return
    try:
        peer.sweep()
        runs, stats = [], {}
        for _ in range(repeats):
            origin.ask("reset")
            runs.append(peer.sweep())
            stats = origin.ask("stats")
        middle = {key: median(run[key] for run in runs) for key in ("cpu", "wall", "rss")}
        figures = {"cpu_ms": 1000 * middle["cpu"] / count, "wall_s": middle["wall"], "mb": stats["bytes"] / 1e6}
        more = {
            "n304": stats["n304"],
            "asked": stats["n"],
            "rss_mb": middle["rss"],
            "codes": sorted({run["code"] for run in runs}),
        }
        yield {"what": "sweep", "tool": name, "sources": count} | figures | more
        found = [_alert(peer, origin, (turn * 37 + count // 2) % count) for turn in range(alerts)]
        seconds, looks = zip(*found, strict=True)
        told = {"alert_s": median(seconds), "slowest_s": max(seconds)}
        told |= {"from_look_s": median(looks), "slowest_from_look_s": max(looks)}
        yield {"what": "alert", "tool": name, "sources": count} | told
    finally:
        peer.close()


def _alert(peer: Command | Daemon, origin: Origin, number: int) -> tuple[float, float]:
    """Seconds until the alert is posted: from the start of the sweep, and from when the changed page is asked for."""
    origin.ask("hooks?clear=1")
    origin.ask(f"publish?i={number}")
    time.sleep(_APART_S)
    began = peer.sweep()["began"]
    until = time.time() + 60
    while not (posted := origin.ask("hooks")) and time.time() < until:
        time.sleep(0.05)
    if not posted:
        return float("inf"), float("inf")
    at = float(posted[0][0])
    return at - began, at - float(origin.ask(f"found?i={number}"))


def quality(name: str, peers: Path, origin: Origin, seed: int, folder: Path) -> Found | None:
    if not (peers / name / "bin" / PROGRAMS[name]).exists():
        return None
    found, apart = Found(), 6.0 if name == "cdio" else _APART_S
    origin.ask("real?v=0")

    def watched(urls: Sequence[str]) -> tuple[Command | Daemon, Callable[[], str]]:
        peer = _make(name, peers, origin, urls, folder)
        assert peer is not None
        peer.sweep()
        time.sleep(apart)
        origin.ask("hooks?clear=1")

        def look() -> str:
            peer.sweep()
            time.sleep(apart)
            return "\n".join(body for _, body in origin.ask("hooks?clear=1"))

        return peer, look

    peer, look = watched([f"{origin.base}/f/{seed}/{kind}" for kind in NOISE])
    for _ in range(4):
        told = look()
        found.alarms.update(kind for kind in NOISE if f"/f/{seed}/{kind}" in told)
    peer.close()
    kinds = (*REAL, *ADVERSARIAL)
    beside = [f"{origin.base}/b/{seed}/{kind}" for kind in REAL]
    peer, look = watched([*(f"{origin.base}/r/{seed}/{kind}" for kind in kinds), *beside])
    origin.ask("real?v=1")
    told = look()
    found.told = {kind for kind in kinds if f"/r/{seed}/{kind}" in told}
    found.beside = {kind for kind in REAL if f"/b/{seed}/{kind}" in told}
    origin.ask("real?v=0")
    found.revert = f"/r/{seed}/{REVERT}" in look()
    peer.close()
    return found
