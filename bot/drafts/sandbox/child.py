"""The process in which one file is read: started by `bot.drafts.sandbox.process`, with `python -I -S -B` and no environment.

Standard input: one line of JSON, `{"path": [folders], "reader": "module:function", "source", "original", "helpers", "limits"}`,
then the file's bytes. Standard output: one JSON value, `{"reading": …}` or `{"unreadable": sentence, "cause": …}`, with
`"helper"` and its `"needs"` where another program may help, `"optional"` if less can be read without. Anything else, a
signal or another exit status than 0 means that the reader broke.
Nothing beyond the standard library is imported before the limits stand.

With `{"program": [path, arguments …], "limits"}` the process becomes that program as soon as they do.
"""

import ctypes
import gc
import importlib
import json
import os
import resource
import signal
import sys
from contextlib import suppress
from typing import Any, BinaryIO

CLONE_NEWUSER = 0x10000000  # linux/sched.h; Python 3.12 has them as os.CLONE_*
CLONE_NEWNET = 0x40000000
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # malloc.h of glibc


def limit(limits: dict[str, int]) -> None:
    """Caps this process for good: `memory` and `written` (a file's size) in bytes, `cpu` and `wall` in seconds, `files`."""
    _cap(resource.RLIMIT_AS, limits["memory"])
    # One second between the limits: SIGXCPU at the first tells a slow file from a kill by the system.
    _cap(resource.RLIMIT_CPU, limits["cpu"], slack=1)
    _cap(resource.RLIMIT_NOFILE, limits["files"])
    _cap(resource.RLIMIT_FSIZE, limits["written"])
    _cap(resource.RLIMIT_CORE, 0)
    signal.alarm(limits["wall"])  # should the bot that waits for us be killed


def _cap(kind: int, most: int, slack: int = 0) -> None:
    """Lowers a limit; one that the system has set lower stays, as raising it is not allowed."""
    _, hard = resource.getrlimit(kind)
    hard = most + slack if hard == resource.RLIM_INFINITY else min(hard, most + slack)
    resource.setrlimit(kind, (min(most, hard), hard))


def leave_network() -> bool:
    """Moves this process into a network namespace of its own, with no way out; False where the kernel forbids it."""
    try:
        unshare = ctypes.CDLL(None).unshare
    except AttributeError:  # not Linux
        return False
    return bool(unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)


def keep_memory() -> None:
    """One file, then the end: what a reader leaves in circles is not looked for, and what it frees is kept for what comes
    next instead of being given back to the system page by page (mallopt(3)); a tenth of the time of a PDF.
    """
    gc.disable()
    with suppress(AttributeError):  # not glibc
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(M_TRIM_THRESHOLD, 256 << 20)
        mallopt(M_MMAP_THRESHOLD, 32 << 20)


def own_output() -> BinaryIO:
    """The real standard output, for the answer alone: what a C library prints goes to standard error."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answer


def read(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    from bot import errors
    from bot.sentences import parsing

    keep_memory()
    module, function = request["reader"].split(":")
    try:
        reader = getattr(importlib.import_module(module), function)
        reading = reader(data, request["source"], original=request["original"], helpers=request["helpers"])
        return {"reading": reading.to_json()}
    except errors.NeedsHelp as e:
        return {"unreadable": str(e), "cause": e.cause, "helper": e.helper, "needs": e.values, "optional": e.optional}
    except errors.Unreadable as e:
        return {"unreadable": str(e), "cause": e.cause}
    except MemoryError as e:
        return {"unreadable": parsing.TOO_MUCH_MEMORY, "cause": repr(e)}


def main() -> None:
    request = json.loads(sys.stdin.buffer.readline())
    limit(request["limits"])
    alone = leave_network()
    if "program" in request:
        os.execv(request["program"][0], request["program"])  # noqa: S606 -- a command of ours, and no shell
    sys.path[:0] = request["path"]
    answer = own_output()
    result = read(request, sys.stdin.buffer.read()) if request["reader"] else {"alone": alone}
    answer.write(json.dumps(result).encode())
    answer.flush()
    os._exit(0)  # tearing down a large reading would only cost time


if __name__ == "__main__":
    main()
