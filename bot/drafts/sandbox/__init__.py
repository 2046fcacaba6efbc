"""Reads an untrusted file in a child process with limits; whatever the file does to its reader, the bot goes on.

The child (`bot.drafts.sandbox.child`) has 1 GiB of address space, 10 s of CPU and 20 s in all, may write no file, sees no
environment and, where the kernel allows, no network. Its death means one thing: the file could not be read.

What it cannot read alone it says (`errors.NeedsHelp`): a helper of HELPERS, where installed, makes another file of it, which a
second child reads. A helper is a large program and no less a reader of untrusted files: it has limits too.
"""

import asyncio
import hashlib
import json
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from bot.drafts.reading import Paragraph, Reading, from_json
from bot.drafts.reading.words import count
from bot.drafts.sandbox import convert, ocr, process
from bot.errors import Unreadable
from bot.sentences import parsing

LARGEST_FILE = 64 << 20
LARGEST_ANSWER = 64 << 20
AT_ONCE = 2
LIMITS = {"memory": 1 << 30, "cpu": 10, "wall": 20, "files": 32, "written": 0}
READER = "bot.drafts.reading.read:read"
FOLDERS = (
    str(Path(__file__).resolve().parents[3]),
    *(p for p in sys.path if Path(p).name in ("site-packages", "dist-packages")),
)
# One thread each: a numeric library that starts a pool would spend the address space on stacks.
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Helper:
    """Makes of a file that the child cannot read one that it can.

    `help` takes the file and the named values of NeedsHelp. `told`: of those, a sentence that the reading carries as a warning,
    and where it is `doubtful` as a doubt. `failed`: the sentence where what was made needs help again. `told_first`: of a
    file's name and those values, what somebody who waits should know. `mended`: the paragraphs of what it made, set right.
    """

    installed: Callable[[], bool]
    help: Callable[[bytes, Mapping[str, Any]], Awaitable[bytes]]
    told: Callable[[Mapping[str, Any]], str]
    failed: Callable[[Mapping[str, Any]], str]
    doubtful: bool = False
    mended: Callable[[Sequence[Paragraph], Mapping[str, Any]], tuple[Paragraph, ...]] | None = None
    told_first: Callable[[str, Mapping[str, Any]], str] | None = None


HELPERS: Mapping[str, Helper] = {
    "LibreOffice": Helper(
        convert.installed,
        convert.to_word,
        told=convert.told,
        failed=convert.failed,
    ),
    "OCR": Helper(
        ocr.installed,
        ocr.with_text,
        told=ocr.told,
        failed=ocr.failed,
        doubtful=True,
        mended=ocr.mended,
        told_first=ocr.told_first,
    ),
}

_places: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
_helping: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, asyncio.Lock]] = WeakKeyDictionary()


def _nobody(_: str) -> None:
    """Where nobody waits to be told."""


async def read_safely(
    data: bytes, source: str, *, original: bool = False, tell: Callable[[str], None] = _nobody
) -> Reading:
    """The reading of a file's bytes; `source` is its address or name, `original` the text before tracked changes.

    `tell` is called with a sentence before what takes long. At most two children and one of each helper work at once; others
    wait their turn. Raises Unreadable, its `cause` for the log.
    """
    if len(data) > LARGEST_FILE:
        raise Unreadable(parsing.TOO_BIG, limit=LARGEST_FILE >> 20, cause=f"{len(data)} bytes")
    present = [name for name, helper in HELPERS.items() if helper.installed()]
    answer = await _answer(data, source, original, present)
    name, needs = answer.get("helper", ""), answer.get("needs", {})
    if name not in present:
        return _reading(answer)
    if told_first := HELPERS[name].told_first:
        tell(told_first(source, needs))
    try:
        made = await _made(name, needs, data, source, original)
    except Unreadable:
        if not answer["optional"]:
            raise
        return _reading(await _answer(data, source, original))
    if answer["optional"] and answer["unreadable"] in made.warnings:  # nothing was found that was not there before
        return replace(made, sha256=hashlib.sha256(data).hexdigest())
    return _as_helped(made, HELPERS[name], needs, hashlib.sha256(data).hexdigest())


async def parse_safely(reader: str, data: bytes, source: str) -> Any:
    """What another reader ("module:function") makes of a file, as JSON: a feed, a calendar, a letter. In the same child, with
    the same limits; Unreadable as there."""
    if len(data) > LARGEST_FILE:
        raise Unreadable(parsing.TOO_BIG, limit=LARGEST_FILE >> 20, cause=f"{len(data)} bytes")
    answer = await _answer(data, source, False, reader=reader)
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"], cause=answer.get("cause", ""))
    return answer["reading"]


def isolation() -> str:
    """How far a child is cut off on this system, as a sentence for `doctor`. Not for use inside an event loop."""
    answer = asyncio.run(_ask_child("", b"", {}))
    return parsing.ISOLATED if answer.get("alone") is True else parsing.LIMITS_ONLY


async def _made(name: str, needs: Mapping[str, Any], data: bytes, source: str, original: bool) -> Reading:
    """The reading of what a helper makes of a file."""
    made = await _answer(await _helped(name, needs, data), source, original)
    if "helper" in made:  # what was to help did not
        raise Unreadable(HELPERS[name].failed(needs), cause=made["unreadable"])
    return _reading(made)


async def _helped(name: str, needs: Mapping[str, Any], data: bytes) -> bytes:
    locks = _helping.setdefault(asyncio.get_running_loop(), {})
    async with locks.setdefault(name, asyncio.Lock()):
        return await HELPERS[name].help(data, needs)


def _as_helped(reading: Reading, helper: Helper, needs: Mapping[str, Any], sha256: str) -> Reading:
    """The reading of what a helper made, as one of the file itself."""
    told = helper.told(needs)
    paragraphs = helper.mended(reading.paragraphs, needs) if helper.mended else reading.paragraphs
    return replace(
        reading,
        paragraphs=paragraphs,
        words=sum(count(p.text) for p in paragraphs),
        format=needs["format"],
        sha256=sha256,
        warnings=(told, *reading.warnings),
        doubts=(told, *reading.doubts) if helper.doubtful else reading.doubts,
    )


async def _answer(
    data: bytes, source: str, original: bool, helpers: Sequence[str] = (), reader: str = ""
) -> dict[str, Any]:
    asked = {"source": source, "original": original, "helpers": helpers}
    async with _places.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
        return await _ask_child(reader or READER, data, asked)


async def _ask_child(reader: str, data: bytes, asked: Mapping[str, Any]) -> dict[str, Any]:
    request = {"path": FOLDERS, "reader": reader, "limits": LIMITS, **asked}
    return _outcome(await process.run(request, data, most=LARGEST_ANSWER, environment=ENVIRONMENT))


def _outcome(child: process.Process) -> dict[str, Any]:
    if child.too_much():
        raise Unreadable(parsing.ANSWER_TOO_BIG, cause=f"more than {LARGEST_ANSWER} bytes of answer")
    if child.status != 0:
        raise _died(child.status, child.said)
    return _parsed(bytes(child.answer), child.said)


def _died(status: int, said: str) -> Unreadable:
    """The sentence for a child that ended with this status; a negative one is a signal."""
    from bot import metrics  # what `read` does without unless a child dies

    name = signal.Signals(-status).name if status < 0 else f"exit {status}"
    cause = f"{name}: {said}" if said else name
    if status == -signal.SIGXCPU:
        metrics.PARSER_DEATHS.labels("time").inc()
        return Unreadable(parsing.TOO_SLOW, seconds=LIMITS["cpu"], cause=cause)
    if "MemoryError" in said[-200:]:
        metrics.PARSER_DEATHS.labels("memory").inc()
        return Unreadable(parsing.TOO_MUCH_MEMORY, cause=cause)
    metrics.PARSER_DEATHS.labels("crash").inc()
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
