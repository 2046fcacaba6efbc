"""The process in which one file is read: started by `bot.drafts.sandbox`, with `python -I -S -B` and no environment.

Standard input: one line of JSON, `{"path": [folders], "reader": "module:function", "source", "original", "limits"}`, then the
file's bytes. Standard output: one JSON value, `{"reading": …}` or `{"unreadable": sentence, "cause": …}`. Anything else, a
signal or another exit status than 0 means that the reader broke. Nothing beyond the standard library is imported before the
limits stand.
"""

import ctypes
import importlib
import json
import os
import resource
import signal
import sys
from typing import Any, BinaryIO

CLONE_NEWUSER = 0x10000000  # linux/sched.h; Python 3.12 has them as os.CLONE_*
CLONE_NEWNET = 0x40000000


def limit(limits: dict[str, int]) -> None:
    """Caps this process for good: `memory` in bytes, `cpu` and `wall` in seconds, `files` open at once."""
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    # One second between the limits: SIGXCPU at the first tells a slow file from a kill by the system.
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu"], limits["cpu"] + 1))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits["files"], limits["files"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    signal.alarm(limits["wall"])  # should the bot that waits for us be killed


def leave_network() -> bool:
    """Moves this process into a network namespace of its own, with no way out; False where the kernel forbids it."""
    try:
        unshare = ctypes.CDLL(None).unshare
    except AttributeError:  # not Linux
        return False
    return bool(unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)


def own_output() -> BinaryIO:
    """The real standard output, for the answer alone: what a C library prints goes to standard error."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answer


def read(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    from bot import errors
    from bot.sentences import parsing

    module, function = request["reader"].split(":")
    try:
        reader = getattr(importlib.import_module(module), function)
        return {"reading": reader(data, request["source"], original=request["original"]).to_json()}
    except errors.Unreadable as e:
        return {"unreadable": str(e), "cause": e.cause}
    except MemoryError as e:
        return {"unreadable": parsing.TOO_MUCH_MEMORY, "cause": repr(e)}


def main() -> None:
    request = json.loads(sys.stdin.buffer.readline())
    limit(request["limits"])
    alone = leave_network()
    sys.path[:0] = request["path"]
    answer = own_output()
    result = read(request, sys.stdin.buffer.read()) if request["reader"] else {"alone": alone}
    answer.write(json.dumps(result).encode())
    answer.flush()
    os._exit(0)  # tearing down a large reading would only cost time


if __name__ == "__main__":
    main()
