"""Reads an untrusted file in a child process with limits; whatever the file does to its reader, the bot goes on.

The child (`bot.drafts.child`) has 1 GiB of address space, 10 s of CPU and 20 s in all, may write no file, sees no
environment and, where the kernel allows, no network. Its death means one thing: the file could not be read.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, cast
from weakref import WeakKeyDictionary

from bot.drafts.reading import Reading, from_json
from bot.errors import Unreadable
from bot.sentences import parsing

LARGEST_FILE = 64 << 20
LARGEST_ANSWER = 64 << 20
STDERR_KEPT = 4096
AT_ONCE = 2
LIMITS = {"memory": 1 << 30, "cpu": 10, "wall": 20, "files": 32}
READER = "bot.drafts.read:read"
FOLDERS = (
    str(Path(__file__).resolve().parents[2]),
    *(p for p in sys.path if Path(p).name in ("site-packages", "dist-packages")),
)
CHILD = str(Path(__file__).with_name("child.py"))
# One thread each: a numeric library that starts a pool would spend the address space on stacks.
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

_places: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def read_safely(data: bytes, source: str, *, original: bool = False) -> Reading:
    """The reading of a file's bytes; `source` is its address or name, `original` the text before tracked changes.

    At most two children work at once; others wait their turn. Raises Unreadable, its `cause` for the log.
    """
    if len(data) > LARGEST_FILE:
        raise Unreadable(parsing.TOO_BIG, limit=LARGEST_FILE >> 20, cause=f"{len(data)} bytes")
    async with _places.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
        answer = await _ask_child(_request(READER, source, original), data)
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"], cause=answer.get("cause", ""))
    return _reading(answer)


def read_in_child(data: bytes, source: str, *, original: bool = False) -> Reading:
    """`read_safely` for code outside any event loop: the command line."""
    return asyncio.run(read_safely(data, source, original=original))


def isolation() -> str:
    """How far a child is cut off on this system, as a sentence for `doctor`. Not for use inside an event loop."""
    answer = asyncio.run(_ask_child(_request("", "", False), b""))
    return parsing.ISOLATED if answer.get("alone") is True else parsing.LIMITS_ONLY


def _request(reader: str, source: str, original: bool) -> bytes:
    request = {"path": FOLDERS, "reader": reader, "source": source, "original": original, "limits": LIMITS}
    return json.dumps(request).encode() + b"\n"


class _Child(asyncio.SubprocessProtocol):
    """What a child has said so far; `gone` is set when it has ended and its pipes are closed.

    The high-level asyncio.subprocess cannot close the pipes of a child that is given up.
    """

    transport: asyncio.SubprocessTransport

    def __init__(self) -> None:
        self.answer = bytearray()
        self.said = b""
        self.gone = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.SubprocessTransport, transport)

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if fd == 2:
            self.said = (self.said + data)[-STDERR_KEPT:]  # a traceback's last lines are the telling ones
        elif not self.too_much():
            self.answer += data
            if self.too_much():
                self.kill()

    def connection_lost(self, exc: Exception | None) -> None:
        self.gone.set()

    def too_much(self) -> bool:
        return len(self.answer) > LARGEST_ANSWER

    def kill(self) -> None:
        """Ends the child and whatever it started."""
        with contextlib.suppress(ProcessLookupError):  # all of it has ended
            os.killpg(self.transport.get_pid(), signal.SIGKILL)


async def _ask_child(request: bytes, data: bytes) -> dict[str, Any]:
    child = await _start()
    try:
        stdin = cast(asyncio.WriteTransport, child.transport.get_pipe_transport(0))
        stdin.writelines((request, data))
        stdin.close()  # once all of it is written
        async with asyncio.timeout(LIMITS["wall"]):
            await child.gone.wait()
    except TimeoutError:
        raise Unreadable(parsing.TOO_SLOW, seconds=LIMITS["wall"], cause="wall clock") from None
    finally:
        child.kill()
        child.transport.close()
        await child.gone.wait()
    return _outcome(child)


async def _start() -> _Child:
    _, child = await asyncio.get_running_loop().subprocess_exec(
        _Child,
        *(sys.executable, "-I", "-S", "-B", CHILD),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    )
    return child


def _outcome(child: _Child) -> dict[str, Any]:
    status, said = child.transport.get_returncode(), child.said.decode(errors="replace").strip()
    if child.too_much():
        raise Unreadable(parsing.ANSWER_TOO_BIG, cause=f"more than {LARGEST_ANSWER} bytes of answer")
    if status != 0:
        assert status is not None  # it has ended
        raise _died(status, said)
    return _parsed(bytes(child.answer), said)


def _died(status: int, said: str) -> Unreadable:
    """The sentence for a child that ended with this status; a negative one is a signal."""
    name = signal.Signals(-status).name if status < 0 else f"exit {status}"
    cause = f"{name}: {said}" if said else name
    if status == -signal.SIGXCPU:
        return Unreadable(parsing.TOO_SLOW, seconds=LIMITS["cpu"], cause=cause)
    if "MemoryError" in said[-200:]:
        return Unreadable(parsing.TOO_MUCH_MEMORY, cause=cause)
    return Unreadable(parsing.READER_DIED, cause=cause)


def _parsed(out: bytes, said: str) -> dict[str, Any]:
    try:
        answer = json.loads(out)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise Unreadable(parsing.READER_DIED, cause=f"no JSON: {out[:200]!r} {said}")
    return answer


def _reading(answer: dict[str, Any]) -> Reading:
    try:
        return from_json(answer["reading"])
    except (KeyError, TypeError, ValueError) as e:
        raise Unreadable(parsing.READER_DIED, cause=f"no reading in the answer: {e!r}") from e
