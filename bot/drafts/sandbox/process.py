"""A process with limits of its own, for whatever is done to a file of others; when it is over, all that it started is too."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from bot.errors import Unreadable
from bot.sentences import parsing

STDERR_KEPT = 4096
CHILD = str(Path(__file__).with_name("child.py"))


def environment(folder: Path, **more: str) -> dict[str, str]:
    """All that a program at work in a folder of its own is told of this machine, and what it needs to know beside."""
    home = {"HOME": str(folder), "TMPDIR": str(folder)}
    return {"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath), **home, **more}


class Process(asyncio.SubprocessProtocol):
    """What a process has said so far; `gone` is set when it has ended and its pipes are closed.

    The high-level asyncio.subprocess cannot close the pipes of a child that is given up.
    """

    transport: asyncio.SubprocessTransport

    def __init__(self, most: int) -> None:
        self.answer = bytearray()
        self.most = most
        self._stderr = b""
        self.gone = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.SubprocessTransport, transport)

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if fd == 2:
            self._stderr = (self._stderr + data)[-STDERR_KEPT:]  # a traceback's last lines are the telling ones
        elif not self.too_much():
            self.answer += data
            if self.too_much():
                self.kill()

    def connection_lost(self, exc: Exception | None) -> None:
        self.gone.set()

    @property
    def said(self) -> str:
        return self._stderr.decode(errors="replace").strip()

    @property
    def status(self) -> int:
        """The exit status of a process that has ended; a negative one is a signal."""
        status = self.transport.get_returncode()
        assert status is not None
        return status

    def too_much(self) -> bool:
        return len(self.answer) > self.most

    def kill(self) -> None:
        """Ends the process and whatever it started."""
        with contextlib.suppress(ProcessLookupError):  # all of it has ended
            os.killpg(self.transport.get_pid(), signal.SIGKILL)


async def run(
    request: Mapping[str, Any], data: bytes, *, most: int, environment: Mapping[str, str], folder: str = "/"
) -> Process:
    """The ended process of a request to `bot.drafts.sandbox.child`, `data` on its standard input.

    `most`: bytes of answer after which it is ended. `environment`: all that it sees of one. `folder`: where it works.
    Raises Unreadable when it takes longer than the request's limit `wall`.
    """
    process = await _start(most, environment, folder)
    seconds = request["limits"]["wall"]
    try:
        stdin = cast(asyncio.WriteTransport, process.transport.get_pipe_transport(0))
        stdin.writelines((json.dumps(request).encode() + b"\n", data))
        stdin.close()  # once all of it is written
        async with asyncio.timeout(seconds):
            await process.gone.wait()
    except TimeoutError:
        raise Unreadable(parsing.TOO_SLOW, seconds=seconds, cause="wall clock") from None
    finally:
        process.kill()
        process.transport.close()
        await process.gone.wait()
    return process


async def _start(most: int, environment: Mapping[str, str], folder: str) -> Process:
    _, process = await asyncio.get_running_loop().subprocess_exec(
        lambda: Process(most),
        *(sys.executable, "-I", "-S", "-B", CHILD),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
        cwd=folder,
        start_new_session=True,
    )
    return process
