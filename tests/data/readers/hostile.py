"""Readers that misbehave as a broken parser may: run by `bot.drafts.sandbox.child` in tests of the sandbox."""

import os
import signal
import socket
import time
from pathlib import Path

from bot.drafts.reading import Reading
from bot.errors import Unreadable


def said(words: str) -> Unreadable:
    return Unreadable(words, cause="a test")


def loop(data: bytes, source: str, *, original: bool, helpers: list[str]) -> Reading:
    while True:
        pass


def sleep(data: bytes, source: str, *, original: bool, helpers: list[str]) -> Reading:
    time.sleep(3600)
    raise said("slept")


def swallow(data: bytes, source: str, *, original: bool, helpers: list[str]) -> Reading:
    raise said(str(len(bytearray(3 << 30))))


def abort(data: bytes, source: str, *, original: bool, helpers: list[str]) -> Reading:
    os.kill(os.getpid(), signal.SIGABRT)
    raise said("aborted")


def write_file(data: bytes, source: str, *, original: bool, helpers: list[str]) -> Reading:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        Path(source).write_bytes(b"words")
    except OSError as e:
        raise said(f"{type(e).__name__}") from e
    raise said("written")


def call_out(data: bytes, source: str, *, original: bool, helpers: list[str]) -> Reading:
    host, port = source.split(":")
    try:
        socket.create_connection((host, int(port)), timeout=2).close()
    except OSError as e:
        raise said("no way out") from e
    raise said("connected")


def environment(data: bytes, source: str, *, original: bool, helpers: list[str]) -> Reading:
    raise said(" ".join(sorted(os.environ)))


def chatter(data: bytes, source: str, *, original: bool, helpers: list[str]) -> Reading:
    os.write(1, b"a library prints to standard output\n" * 10_000)
    raise said("all well")


def rubbish(data: bytes, source: str, *, original: bool, helpers: list[str]) -> Reading:
    for fd in range(3, 10):
        try:
            os.write(fd, b"not JSON")
        except OSError:
            continue
    os._exit(0)


def flood(data: bytes, source: str, *, original: bool, helpers: list[str]) -> Reading:
    raise said("x" * (80 << 20))


def bug(data: bytes, source: str, *, original: bool, helpers: list[str]) -> Reading:
    raise KeyError("a bug of ours")


def fork(data: bytes, source: str, *, original: bool, helpers: list[str]) -> Reading:
    if os.fork() == 0:
        time.sleep(3600)
    raise said("left a child behind")


def started(data: bytes, source: str, *, original: bool, helpers: list[str]) -> Reading:
    begun = time.monotonic()
    time.sleep(0.3)
    raise said(f"{begun} {time.monotonic()}")
