"""The press in a child process with limits: its memory goes when it does, and what it cannot finish is given up.

What Typst takes grows with the draft: 90 MB for 12,000 words, 470 MB for 150,000, of which much would stay with the bot.
"""

import asyncio
import json
import os
import re
import signal
import threading
from base64 import b64decode

from bot.drafts.sandbox import ENVIRONMENT, FOLDERS, process
from bot.errors import NotMade, Unreadable
from bot.sentences import press as sentences

LIMITS = {"memory": 2 << 30, "cpu": 60, "wall": 120, "files": 64, "written": 0}
LARGEST_ANSWER = 128 << 20
AT_ONCE = 2
READER = "bot.drafts.redline.press:in_child"
# Typst takes a thread a core, and each would reserve address space of its own; a person's own fonts are in their home.
_THREADS = {"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}
_OUT_OF_MEMORY = re.compile("memory allocation of .* failed")  # Rust's word for it
_OF_FONTS = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")
_PLACES = threading.Semaphore(AT_ONCE)


def print_safely(told: bytes) -> tuple[int, bytes]:
    """`bot.drafts.redline.press.here`, in a child; at most two at once. Blocks: not for an event loop. Raises NotMade."""
    try:
        with _PLACES:
            return _made(asyncio.run(_ask_child(told)))
    except Unreadable as e:
        raise NotMade(sentences.TOO_SLOW, seconds=LIMITS["wall"], cause=e.cause) from None


async def _ask_child(told: bytes) -> process.Process:
    request = {"path": FOLDERS, "reader": READER, "limits": LIMITS, "source": "", "original": False, "helpers": []}
    home = {name: os.environ[name] for name in _OF_FONTS if name in os.environ}
    return await process.run(request, told, most=LARGEST_ANSWER, environment={**ENVIRONMENT, **_THREADS, **home})


def _made(child: process.Process) -> tuple[int, bytes]:
    if child.status == -signal.SIGXCPU:
        raise NotMade(sentences.TOO_SLOW, seconds=LIMITS["cpu"], cause="SIGXCPU")
    if child.too_much() or _OUT_OF_MEMORY.search(child.said):
        raise NotMade(sentences.TOO_LARGE, cause=f"status {child.status}: {child.said}")
    if child.status != 0:
        raise RuntimeError(f"the press broke, status {child.status}: {child.said}")
    answer = json.loads(child.answer)
    if "reading" not in answer:  # Python itself ran out of memory
        raise NotMade(sentences.TOO_LARGE, cause=answer["cause"])
    number, data = answer["reading"]
    return number, b64decode(data)
