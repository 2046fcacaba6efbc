"""A person's own words, as they are kept: cleaned of what would turn or break a line, and parted into what they say. Pure."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.errors import BadInput
from bot.sentences import acts as sentences
from bot.spans import deadline
from bot.wording import clock, grouped

MOST = 2_000
"""Characters of a reason or a statement: what one card and one question of Slack hold."""

# Signs that turn the direction of a line (Unicode UAX #9), control characters, halves of characters.
_UNWANTED = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]"
)
_ALL_QUOTED = re.compile('[“”„«»"][^“”„«»"]*[“”„«»"]')
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”«»]')
_LIFT = re.compile(r"(?:^|(?<=[\s.;,(]))would\s+accept\s*:", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\s*(\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2})?|\d{1,2}:\d{2})(?:\s+|$)")


def kept(text: str, most: int = MOST) -> str:
    """The text on one line, without the quotes around it. BadInput if it has more than `most` characters."""
    text = " ".join(_UNWANTED.sub("", text).split())
    if _ALL_QUOTED.fullmatch(text):
        text = text[1:-1].strip()
    if len(text) > most:
        raise BadInput(sentences.TOO_LONG, n=grouped(len(text)), most=grouped(most))
    return text


def parted(text: str) -> tuple[str, str]:
    """(reason, words that would lift it) of "the reason; would accept: the words"."""
    match = _LIFT.search(text)
    if not match:
        return text, ""
    return text[: match.start()].rstrip(" \n;,(–—-"), text[match.end() :].strip()


def dated(text: str) -> tuple[str, str]:
    """(time, the rest) of a text that begins with a time: "2014-06-11 16:00 capital has not answered"; "" where it does not."""
    match = _TIME.match(text)
    return (match[1].replace(" ", "T"), text[match.end() :]) if match else ("", text)


def until(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant (UTC) of "2014-06-11T16:00", "16:00" today, or the end of the day "2014-06-11", in a zone.

    BadInput if it cannot be read or is past; it names a time that would do.
    """
    example = f"{now.astimezone(zone).date().isoformat()}T23:00"
    try:
        at = deadline(f"{text}T23:59" if _DAY.fullmatch(text) else text, now, zone)
    except (ValueError, OverflowError):
        raise BadInput(sentences.UNTIL_FORM, asked=text, example=example) from None
    if at <= now:
        shown = clock(at, zone, now.astimezone(zone).date())
        raise BadInput(sentences.UNTIL_PAST, at=shown, example=example)
    return at
