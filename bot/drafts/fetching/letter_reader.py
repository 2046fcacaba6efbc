"""A letter's bytes → its subject, words and attachments. Run by the limited child alone (`bot.drafts.sandbox`): mail is what
anybody may send. The standard library's `email` reads it (RFC 5322, MIME).
"""

import base64
import email
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from typing import Any

from bot.drafts.fetching.letters import MOST_PARTS

_LONGEST = 300
_LONGEST_BODY = 200_000


@dataclass(frozen=True, slots=True)
class Parsed:
    told: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        return self.told


def read(data: bytes, _: str, **__: object) -> Parsed:
    message = email.message_from_bytes(data, policy=policy.default)
    return Parsed({
        "subject": _header(message, "subject"),
        "at": _at(message),
        "html": _body(message, "html"),
        "text": _body(message, "plain"),
        "files": list(_files(message)),
    })  # fmt: skip


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())[:_LONGEST]
    except (ValueError, IndexError, LookupError, AttributeError):  # what email raises on headers that are none
        return ""


def _at(message: EmailMessage) -> str | None:
    try:
        at = message["date"].datetime if message["date"] else None
    except (ValueError, IndexError, LookupError, AttributeError, TypeError):
        return None
    return (at.replace(tzinfo=at.tzinfo or UTC)).astimezone(UTC).isoformat() if isinstance(at, datetime) else None


def _body(message: EmailMessage, kind: str) -> str:
    try:
        part = message.get_body((kind,))
        return str(part.get_content())[:_LONGEST_BODY] if part is not None else ""
    except (LookupError, ValueError, AttributeError):  # a charset that nobody knows, a part that is none
        return ""


def _files(message: EmailMessage) -> Iterator[dict[str, str]]:
    """Every part that has a name, inside forwarded letters too."""
    parts = [part for part in message.walk() if not part.is_multipart() and _name(part)]
    for part in parts[:MOST_PARTS]:
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and data:
            coded = base64.b64encode(data).decode()
            yield {"name": _name(part), "mime": part.get_content_type().lower(), "data": coded}


def _name(part: Any) -> str:
    try:
        return " ".join((part.get_filename() or "").replace("\\", "/").rpartition("/")[2].split())[:200]
    except (ValueError, LookupError, TypeError):
        return ""
