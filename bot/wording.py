"""How values are put into words: instants in a zone, lengths of time, lists, hashes."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from bot.languages import Forms
from bot.sentences import me, voices
from bot.sentences import wording as sentences

_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")  # what turns the direction of the words behind it
_FORWARD = "\u200e"


def clock(at: datetime, zone: ZoneInfo, today: date, own: ZoneInfo | None = None, *, seconds: bool = False) -> str:
    """ "11:57", or "10 June 11:57" on another day than `today` (a day in that zone), the year too if it is another.

    `own`: the zone of the one person who reads it, see `yours`. `seconds`: "11:57:10".
    """
    local = at.astimezone(zone)
    time = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    if local.date() == today:
        return f"{time}{yours(at, zone, own)}"
    year = f" {local.year}" if local.year != today.year else ""
    return f"{day(local.date())}{year} {time}{yours(at, zone, own)}"


def yours(at: datetime, zone: ZoneInfo, own: ZoneInfo | None) -> str:
    """ " (your 12:00 New York)": an instant as the reader's own clock shows it, to stand behind the time of a zone; with the
    day where that is another. "" where both clocks say the same, or the reader has named no zone."""
    if own is None or at.astimezone(own).utcoffset() == at.astimezone(zone).utcoffset():
        return ""
    return sentences.YOURS.format(at=clock(at, own, at.astimezone(zone).date()), place=city(own.key))


def city(zone: str) -> str:
    """ "New York" of America/New_York."""
    return zone.rpartition("/")[2].replace("_", " ")


def day(on: date) -> str:
    """ "10 June"."""
    return f"{on.day} {sentences.MONTHS[on.month - 1]}"


def hours(length: timedelta) -> str:
    """ "5 h 00", "45 min", or "2 d 4 h"."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60:02d}"
    return f"{minutes // 1440} d {minutes % 1440 // 60} h"


def listed(words: Sequence[str], most: int = 12, of: int = 0, between: str = " ") -> str:
    """ "C3 C5 C9", the rest beyond `most` as "… 7 more"; `of`: how many there are with those that have no word."""
    shown = between.join(word + forward(word) for word in words[:most])
    rest = max(len(words), of) - len(words[:most])
    return sentences.MORE.format(shown=shown, more=rest) if rest else shown


def on_platforms(forms: Mapping[str, str]) -> str:
    """ "/me link 1a2b (Telegram) · /draft me link 1a2b (Slack)": what is typed on each platform."""
    return " · ".join(
        me.FORM.format(form=form, platform=voices.PLATFORMS.get(name, name)) for name, form in forms.items()
    )


def anded(words: Sequence[str]) -> str:
    """ "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    *first, last = (word + forward(word) for word in words)
    return sentences.AND.format(first=", ".join(first), last=last)


def forward(words: str) -> str:
    """What stands between words of a draft and a number behind them: nothing, or a LEFT-TO-RIGHT MARK behind Arabic or Hebrew,
    which would draw the number to its other side ("2 more" would read "more 2"; UAX #9, rules W2 and N1)."""
    return _FORWARD if any(bidirectional(sign) in ("R", "AL") for sign in words) else ""


def counted(forms: Forms, n: int, **values: object) -> str:
    """The form for a number, filled in."""
    return forms.of(n).format(n=n, **values)


def grouped(n: int) -> str:
    """ "12 000": as every language that we speak reads it (ISO 80000-1)."""
    return f"{n:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def short(sha256: str) -> str:
    """The first eight digits of a hash, as cards carry it."""
    return sha256[:8]


def one_line(text: str) -> str:
    """Somebody's words on one line, in the direction of the line."""
    return " ".join(_TURNS.sub("", text).split())


def of_chat(platform: str, chat: str, title: str) -> str:
    """A chat as people know it: "Telegram, “Plenary”"; by its id where the platform has not told us its title."""
    name = voices.PLATFORMS.get(platform, platform)
    told = excerpt(one_line(title))
    return (sentences.OF_CHAT if told else sentences.OF_CHAT_UNTOLD).format(platform=name, chat=chat, title=told)


def excerpt(text: str, most: int = 60) -> str:
    """The beginning of a text, cut at a blank."""
    if len(text) <= most:
        return text
    at = text.rfind(" ", most // 2, most)
    return text[: at if at > 0 else most].rstrip(" ,;:") + " …"
