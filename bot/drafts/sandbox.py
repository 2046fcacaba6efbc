"""Reads an untrusted file in a child process with limits; whatever the file does to its reader, the bot goes on.

The child (`bot.drafts.child`) has 1 GiB of address space, 10 s of CPU and 20 s in all, may write no file, sees no
environment and, where the kernel allows, no network. Its death means one thing: the file could not be read.

What it cannot read alone it says (`errors.NeedsHelp`): a helper of HELPERS, where installed, makes another file of it, which a
second child reads. A helper is a large program and no less a reader of untrusted files: it has limits too.
"""

import asyncio
import hashlib
import json
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from bot.drafts import convert, process
from bot.drafts.reading import Reading, from_json
from bot.errors import Unreadable
from bot.sentences import convert as convert_sentences
from bot.sentences import parsing

LARGEST_FILE = 64 << 20
LARGEST_ANSWER = 64 << 20
AT_ONCE = 2
LIMITS = {"memory": 1 << 30, "cpu": 10, "wall": 20, "files": 32, "written": 0}
READER = "bot.drafts.read:read"
FOLDERS = (
    str(Path(__file__).resolve().parents[2]),
    *(p for p in sys.path if Path(p).name in ("site-packages", "dist-packages")),
)
# One thread each: a numeric library that starts a pool would spend the address space on stacks.
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Helper:
    """Makes of a file that the child cannot read one that it can.

    `help` takes the file and the named values of NeedsHelp. `told`: a sentence that the reading carries as a warning.
    """

    installed: Callable[[], bool]
    help: Callable[[bytes, Mapping[str, Any]], Awaitable[bytes]]
    told: str


HELPERS: Mapping[str, Helper] = {
    "LibreOffice": Helper(convert.installed, convert.to_word, convert_sentences.CONVERTED),
}

_places: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
_help: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


async def read_safely(data: bytes, source: str, *, original: bool = False) -> Reading:
    """The reading of a file's bytes; `source` is its address or name, `original` the text before tracked changes.

    At most two children and one helper work at once; others wait their turn. Raises Unreadable, its `cause` for the log.
    """
    if len(data) > LARGEST_FILE:
        raise Unreadable(parsing.TOO_BIG, limit=LARGEST_FILE >> 20, cause=f"{len(data)} bytes")
    answer = await _answer(data, source, original)
    helper = HELPERS.get(answer.get("helper", ""))
    if helper is None or not helper.installed():
        return _reading(answer)
    return await _helped(helper, answer["needs"], data, source, original)


def read_in_child(data: bytes, source: str, *, original: bool = False) -> Reading:
    """`read_safely` for code outside any event loop: the command line."""
    return asyncio.run(read_safely(data, source, original=original))


def isolation() -> str:
    """How far a child is cut off on this system, as a sentence for `doctor`. Not for use inside an event loop."""
    answer = asyncio.run(_ask_child("", b"", "", False))
    return parsing.ISOLATED if answer.get("alone") is True else parsing.LIMITS_ONLY


async def _helped(helper: Helper, needs: Mapping[str, Any], data: bytes, source: str, original: bool) -> Reading:
    async with _help.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        made = await helper.help(data, needs)
    reading = _reading(await _answer(made, source, original))
    told = helper.told.format(**needs)
    return replace(
        reading,
        format=needs["format"],
        sha256=hashlib.sha256(data).hexdigest(),
        warnings=(told, *reading.warnings),
    )


async def _answer(data: bytes, source: str, original: bool) -> dict[str, Any]:
    async with _places.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
        return await _ask_child(READER, data, source, original)


async def _ask_child(reader: str, data: bytes, source: str, original: bool) -> dict[str, Any]:
    request = {"path": FOLDERS, "reader": reader, "source": source, "original": original, "limits": LIMITS}
    return _outcome(await process.run(request, data, most=LARGEST_ANSWER, environment=ENVIRONMENT))


def _outcome(child: process.Process) -> dict[str, Any]:
    if child.too_much():
        raise Unreadable(parsing.ANSWER_TOO_BIG, cause=f"more than {LARGEST_ANSWER} bytes of answer")
    if child.status != 0:
        raise _died(child.status, child.said)
    return _parsed(bytes(child.answer), child.said)


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
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"], cause=answer.get("cause", ""))
    try:
        return from_json(answer["reading"])
    except (KeyError, TypeError, ValueError) as e:
        raise Unreadable(parsing.READER_DIED, cause=f"no reading in the answer: {e!r}") from e
