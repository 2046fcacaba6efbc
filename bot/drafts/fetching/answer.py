"""What a server answered, read out of its headers and body: values that the watcher can keep."""

import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import NoReturn
from urllib.parse import unquote

import httpx

from bot.drafts.fetching.guard import went_public
from bot.errors import FetchError
from bot.sentences import fetch as say

MIB = 1024 * 1024
_WHOLE = (200, 203)  # 202 is how some walls against programs answer, 206 a part that nobody asked for
LONGEST_WAIT = 86_400.0  # seconds: what a Retry-After may ask of us


@dataclass(frozen=True, slots=True)
class Validators:
    """The server's own words by which it tells whether a thing changed; `url`: the address that they belong to.

    They are sent to that address only (empty: to the address asked): a redirect that now leads elsewhere must not be
    answered "not modified" on the strength of another file's date.
    """

    etag: str = ""
    last_modified: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with content.

    `url`: where it came from after all redirects; `moved_to`: set where the address asked said that it moved for good;
    `mime`: lower case, "" where not said; `charset`: as declared, or None; `published`: Last-Modified, in UTC;
    `filename`: Content-Disposition's, else the last part of the path; `fresh_for`: max-age in seconds, a hint for the pace;
    `public`: it came from a public address.
    """

    url: str
    status: int
    data: bytes
    mime: str
    charset: str | None
    validators: Validators
    published: datetime | None
    moved_to: str | None
    filename: str
    fresh_for: float | None = None
    public: bool = True


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that nothing changed since it gave us our validators; `validators`: those to send next time."""

    url: str
    validators: Validators
    moved_to: str | None
    fresh_for: float | None = None


async def read_content(response: httpx.Response, limit: int, moved_to: str | None) -> Fetched:
    """The answer with its content; FetchError if its status does not promise the whole of it, or it cannot be had whole."""
    if response.status_code not in _WHOLE:
        _refuse(response)
    data = await _body(response, limit)
    kind = _media_type(response)
    return Fetched(
        url=str(response.url),
        status=response.status_code,
        data=data,
        mime=kind.get_content_type() if "content-type" in response.headers else "",
        charset=kind.get_content_charset(),
        validators=_validators(response, Validators()),
        published=_date(response.headers.get("last-modified", "")),
        moved_to=moved_to,
        filename=_filename(response),
        fresh_for=_fresh_for(response),
        public=went_public(response),
    )


async def read_unchanged(response: httpx.Response, sent: Validators, moved_to: str | None) -> NotModified:
    """Reading to the end of what is empty is what keeps the connection open for the next look."""
    async for _ in response.aiter_raw():
        pass
    return NotModified(str(response.url), _validators(response, sent), moved_to, _fresh_for(response))


async def _body(response: httpx.Response, limit: int) -> bytes:
    """The unpacked body, no byte more than `limit` of it ever in memory."""
    host, encoding = response.url.host, response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(say.BROKEN_ENCODING, host=host, encoding=encoding[:40])
    unpacker = (
        None if encoding in ("", "identity") else zlib.decompressobj(wbits=47)
    )  # 47: gzip or zlib, as its head says
    data, raw = bytearray(), 0
    if int(response.headers.get("content-length", "0")) > limit:
        raise FetchError(say.TOO_BIG, again=False, host=host, limit=limit // MIB)
    async for chunk in response.aiter_raw():
        raw += len(chunk)
        try:
            data += unpacker.decompress(chunk, limit + 1 - len(data)) if unpacker else chunk
        except zlib.error as error:
            raise FetchError(say.BROKEN_ENCODING, cause=str(error), host=host, encoding=encoding) from error
        if max(len(data), raw) > limit:
            raise FetchError(say.TOO_BIG, again=False, host=host, limit=limit // MIB)
    if unpacker and raw and not unpacker.eof:
        raise FetchError(say.CUT_SHORT, host=host)
    return bytes(data)


def _meaning(status: int) -> tuple[str, bool]:
    """What a status means to a reader; whether a later try may work. Others: 5xx is the server's fault, the rest is odd."""
    known = {
        202: (say.ODD_STATUS, True),
        401: (say.LOGIN_WANTED, False),
        403: (say.FORBIDDEN, False),
        404: (say.NOT_THERE, False),
        407: (say.FORBIDDEN, False),
        408: (say.SERVER_FAULT, True),
        410: (say.GONE, False),
        425: (say.TOO_OFTEN, True),
        429: (say.TOO_OFTEN, True),
        451: (say.FORBIDDEN, False),
    }
    return known.get(status, (say.SERVER_FAULT, True) if status >= 500 else (say.ODD_STATUS, False))


def _refuse(response: httpx.Response) -> NoReturn:
    status = response.status_code
    sentence, again = _meaning(status)
    raise FetchError(
        sentence,
        again=again,
        after=_retry_after(response),
        status=status,
        code=status,
        host=response.url.host,
        cause=str(response.url),
    )


def _retry_after(response: httpx.Response) -> float | None:
    """Retry-After in seconds: a number, or a date measured against the server's own clock (RFC 9110, 10.2.3)."""
    text = response.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", text):
        return min(float(text), LONGEST_WAIT)
    due, now = _date(text), _date(response.headers.get("date", "")) or datetime.now(UTC)
    return None if due is None else min(max((due - now).total_seconds(), 0.0), LONGEST_WAIT)


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
        return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _validators(response: httpx.Response, old: Validators) -> Validators:
    """Those of this answer; a 304 may leave out what did not change."""
    etag = response.headers.get("etag", "") or old.etag
    return Validators(etag, response.headers.get("last-modified", "") or old.last_modified, str(response.url))


def _fresh_for(response: httpx.Response) -> float | None:
    found = re.search(r"(?:^|[\s,])max-age=\"?(\d{1,9})", response.headers.get("cache-control", ""))
    return float(found[1]) if found else None


def _media_type(response: httpx.Response) -> Message:
    message = Message()
    message["Content-Type"] = response.headers.get("content-type", "")
    return message


def _filename(response: httpx.Response) -> str:
    """A name without folders, cut to 200 signs: it is shown, and it tells the ending, nothing else."""
    message = Message()
    message["Content-Disposition"] = response.headers.get("content-disposition", "")
    try:
        name = message.get_filename() or unquote(response.url.path)
    except (LookupError, UnicodeError):  # filename*= in a charset that Python does not know
        name = unquote(response.url.path)
    return re.split(r"[/\\]", name.rstrip("/"))[-1][:200]
