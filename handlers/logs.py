"""The log: lines for people or JSON for programs, each with its trail, none with a secret.

What is logged is written with care; that libraries and tracebacks are not is why every line is gone through before it leaves.
"""

import json
import logging
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.settings import Config
from storage.trail import current

HIDDEN = "•••"
_SHORTEST = 6  # what is shorter would hide ordinary words
_FROM = {  # from which level on a library is heard
    **dict.fromkeys(("httpx", "httpcore", "apscheduler", "slack_bolt", "alembic", "uvicorn"), logging.WARNING),
    "psycopg.pool": logging.ERROR,  # a line for every try while the server is away; `bot.jobs.cluster` says it
    "procrastinate": logging.CRITICAL,  # the same with a traceback; what fails in a job of ours we say ourselves
}
_LOOKS_SECRET = re.compile(
    r"xox[a-z](?:\.xox[a-z])?-[\w-]+"  # Slack: bot, user, configuration and refresh tokens
    r"|xapp-[\w-]+"
    r"|(?<=bot)\d{5,}:[\w-]{20,}"  # Telegram, in an address
    r"|\b\d{5,}:[\w-]{30,}"
    r"|(?<=://)[^\s/@:]*:[^\s/@]+(?=@)"  # user:password@host
    r"|(?i:(?<=authorization: )(?:bearer |basic )?|(?<=bearer )|(?<=cookie: ))[^\s\"',]+"
)


def begin(style: Literal["text", "json"], secrets: Iterable[str] = ()) -> None:
    """From here on everything that is logged goes to standard error in that style, without the secrets."""
    handler = logging.StreamHandler(sys.stderr)
    known = sorted({one for one in secrets if len(one) >= _SHORTEST}, key=len, reverse=True)
    handler.setFormatter((Json if style == "json" else Text)(known))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name, level in _FROM.items():
        logging.getLogger(name).setLevel(level)  # httpx alone would write a line for every look


def hidden(text: str, known: Iterable[str] = ()) -> str:
    """The text without these secrets, and without what looks like one."""
    for secret in known:
        text = text.replace(secret, HIDDEN)
    return _LOOKS_SECRET.sub(HIDDEN, text)


class Text(logging.Formatter):
    """Time, level, name, trail, text: for people."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s%(trail)s: %(message)s")
        self.known = tuple(known)

    def format(self, record: logging.LogRecord) -> str:
        trail = current()
        record.trail = f" [{trail}]" if trail else ""
        return hidden(super().format(record), self.known)


class Json(Text):
    """One JSON object a line: at, level, name, trail, text, and where an error came from."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "name": record.name,
        }
        if trail := current():
            line["trail"] = trail
        line["text"] = hidden(record.getMessage(), self.known)
        if record.exc_info:
            line["error"] = hidden(self.formatException(record.exc_info), self.known)
        return json.dumps(line, ensure_ascii=False)


def secrets_of(config: Config) -> Iterator[str]:
    """Every secret of the configuration: tokens, passwords, what is sent to pages behind a login."""
    yield from _filled(config)
    try:
        yield str(make_url(config.database.url).password or "")
        yield str(make_url(config.database.url).query.get("password", ""))
    except ArgumentError:
        yield from ()
    for watch in (watch for space in config.space for watch in space.watch if watch.headers_file):
        yield from _headers(Path(watch.headers_file))


def _filled(settings: Any) -> Iterator[str]:
    if isinstance(settings, SecretStr):
        yield settings.get_secret_value()
    elif isinstance(settings, BaseModel):
        for _, value in settings:
            yield from _filled(value)


def _headers(file: Path) -> Iterator[str]:
    """The values of the lines "Name: value", whole and word by word."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):  # the look will say so
        return
    for line in lines:
        value = line.partition(":")[2].strip()
        yield value
        yield from re.split(r"[\s;=]+", value)
