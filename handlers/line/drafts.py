"""A draft named at the terminal, a file or an address: its bytes, and its reading."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.drafts import sandbox
from bot.drafts.reading import Reading
from bot.errors import FetchError, RapporteurError, Unreadable
from bot.sentences import cli as sentences
from bot.sentences import fetch as fetch_sentences
from handlers.line.output import tell

if TYPE_CHECKING:
    from bot.drafts.fetching.fetch import Fetcher

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Taken:
    """Bytes of a file or an answer. `url`: where they came from in the end, "" for a file; `mime`, `charset`: as declared."""

    asked: str
    data: bytes
    url: str = ""
    mime: str = ""
    charset: str | None = None


def is_address(name: str) -> bool:
    return _ADDRESS.match(name) is not None


async def take(name: str, config: str, *, browser: bool = False) -> Taken:
    """The bytes of a file or of a typed address, which may be private; a RapporteurError says why not. `browser`: a page's when
    its scripts have run."""
    return await _fetch(name, config, browser) if is_address(name) else _open(name)


async def read_all(names: Sequence[str], config: str, *, original: bool = False) -> list[Reading]:
    """The readings of several drafts, taken at the same time. One Unreadable names each that could not be read, and why."""
    found = await asyncio.gather(*(_read(name, config, original) for name in names), return_exceptions=True)
    failed = {name: error for name, error in zip(names, found, strict=True) if isinstance(error, BaseException)}
    for error in failed.values():
        if not isinstance(error, RapporteurError):
            raise error
    if failed:
        said = [sentences.NOT_READ.format(name=name, why=why(error)) for name, error in failed.items()]
        raise Unreadable("{said}", said="\n".join(said), cause="; ".join(map(_cause, failed.values())))
    return [reading for reading in found if isinstance(reading, Reading)]


async def _read(name: str, config: str, original: bool) -> Reading:
    taken = await take(name, config)
    return await sandbox.read_safely(taken.data, name, original=original, tell=tell)


def why(error: BaseException) -> str:
    """What the watcher will try again is here for the person to try again."""
    return str(error).replace(fetch_sentences.LATER, sentences.TRY_LATER)


def _cause(error: BaseException) -> str:
    return error.cause if isinstance(error, RapporteurError) else repr(error)


async def _fetch(url: str, config: str, browser: bool) -> Taken:
    from bot.drafts.fetching.answer import Fetched
    from bot.drafts.fetching.browser import Browser

    async with fetcher(config) as client, Browser(client) as shown:
        answer = await (shown if browser else client).get(url, typed=True)
    if not isinstance(answer, Fetched):  # nothing was asked under a condition
        raise FetchError(sentences.NO_CONTENT, url=url)
    return Taken(url, answer.data, answer.url, answer.mime, answer.charset)


def _open(name: str) -> Taken:
    """A pipe serves too, as in <(…); no more is read than a draft may have."""
    try:
        with open(name, "rb") as file:
            return Taken(name, file.read(sandbox.LARGEST_FILE + 1))
    except FileNotFoundError:
        raise Unreadable(sentences.NO_SUCH_FILE) from None
    except IsADirectoryError:
        raise Unreadable(sentences.IS_FOLDER) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Unreadable(sentences.CANNOT_OPEN, why=reason) from error


def short_names(names: Sequence[str]) -> list[str]:
    """The last part of each name, or the whole names where that would not tell them apart."""
    parts = [name.rstrip("/").rpartition("/")[2] or name for name in names]
    return parts if len(set(parts)) == len(set(names)) else list(names)


def fetcher(config: str) -> "Fetcher":
    """A fetcher as the configuration sets it up, where there is one."""
    from bot.config import load
    from bot.drafts.fetching.fetch import Fetcher
    from bot.settings import FetchSection

    settings = load(Path(config)).fetch if Path(config).exists() else FetchSection()
    return Fetcher(settings.contact or sentences.CONTACT, settings.allow_private)
