"""Files that people put into a Slack channel: which ones a command is about, and their bytes."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientResponse

from bot.errors import Refused
from bot.sentences import files as say
from bot.sentences import slack as slack_say
from handlers.chat import LARGEST_FILE, Attached, Command
from handlers.slack.api import Api
from handlers.slack.failures import of_code, typed

_CHUNK = 1 << 16


def attached(message: Mapping[str, Any]) -> tuple[Attached, ...]:
    """The files of a message. Of one in a shared channel Slack may tell nothing but the id."""
    return tuple(_file(file) for file in message.get("files") or () if file.get("id"))


def _file(file: Mapping[str, Any]) -> Attached:
    """One, from Slack's file object (docs.slack.dev/reference/objects/file-object)."""
    name, mime = str(file.get("name") or ""), str(file.get("mimetype") or "")
    return Attached(str(file["id"]), name, mime, int(file.get("size") or 0))


async def of_command(api: Api, command: Command) -> tuple[Attached, ...]:
    """Those that came with it, else those of the message that its thread hangs on, else the last ones posted in the thread."""
    found = command.files or await _of_thread(api, command)
    return tuple([one if one.name else _file(await _told(api, one)) for one in found])


async def _of_thread(api: Api, command: Command) -> tuple[Attached, ...]:
    place = command.place
    if not place.thread:
        return ()
    answer = await api.ask("conversations.replies", channel=place.chat, ts=place.thread, limit="200")
    every = [attached(message) for message in answer["messages"]]
    return next((files for files in (*every[:1], *every[:0:-1]) if files), ())


async def _told(api: Api, file: Attached) -> dict[str, Any]:
    """Slack's file object."""
    return dict((await api.ask("files.info", file=file.id))["file"])


async def fetch(api: Api, file: Attached) -> bytes:
    """The bytes, by the address that Slack names for the file and with the bot's token, which no other host is shown."""
    told = await _told(api, file)
    url = str(told.get("url_private_download") or told.get("url_private") or "")
    if not _is_slacks(api, url):
        raise Refused(say.ELSEWHERE, name=file.name)
    if max(int(told.get("size") or 0), file.size) > LARGEST_FILE:
        raise _too_big(file)
    with typed(repeatable=True):
        async with api.download(url) as answer:
            return await _body(answer, file)


def _is_slacks(api: Api, url: str) -> bool:
    """Whether Slack itself keeps the file: one from elsewhere (Google Drive, say) has its address there."""
    parts, home = urlsplit(url), urlsplit(api.slack.base_url)
    host = parts.hostname or ""
    if host == home.hostname:
        return True
    return parts.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))


async def _body(answer: ClientResponse, file: Attached) -> bytes:
    """No byte more than the limit is ever kept. Without files:read Slack leads to its page to log in."""
    if answer.status in (301, 302, 303, 307, 308):
        raise Refused(slack_say.SCOPE_MISSING, code="missing_scope", needed="files:read", cause=f"HTTP {answer.status}")
    if answer.status != 200:
        raise of_code("", answer.status, answer.headers)
    data = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        data += chunk
        if len(data) > LARGEST_FILE:
            raise _too_big(file)
    return bytes(data)


def _too_big(file: Attached) -> Refused:
    return Refused(say.TOO_BIG, name=file.name, limit=LARGEST_FILE // 1024**2)
