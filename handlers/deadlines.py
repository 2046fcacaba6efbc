"""The deadline that a line names, or the refusal that offers the next possible one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import spans
from bot.days_off import holiday
from bot.errors import BadInput
from bot.positions.asking import notice, silence_words
from bot.sentences import silence as sentences
from bot.spans import hours
from handlers.grammar import Line, written
from handlers.request import Request


def deadline(request: Request, line: Line, given: datetime | None = None) -> tuple[datetime, bool]:
    """The deadline that a line names, and whether it had to be forced; BadInput with the next possible one where it cannot be.

    `given`: the deadline that it replaces.
    """
    space, zone = request.space, request.zone
    refused = _refusal(request, line, given)
    asked = line.keys.get("until")
    if not asked:
        raise refused(sentences.UNTIL_WHEN)
    try:
        at = spans.deadline(asked, request.now, zone)
    except (ValueError, OverflowError):
        raise refused(sentences.NO_TIME, asked=asked) from None
    long, allowed = timedelta(hours=space.min_notice_h), hours(space.working_hours)
    hindrances = notice.hindrances(at, request.now, long, allowed, zone, given=given, off=off(request))
    shown = silence_words.when(at, space.timezone)
    if "past" in hindrances:
        until = silence_words.when(given or at, space.timezone)
        raise refused(sentences.NOT_LATER if given else sentences.PAST, asked=shown, until=until)
    if hindrances and "force" not in line.flags:
        told = {"space": space.title, "hours": space.working_hours, "notice": f"{space.min_notice_h:g} h"}
        told["holiday"] = off(request)(at.astimezone(zone).date())
        sentence = {"short": sentences.SHORT, "outside": sentences.OUTSIDE, "holiday": sentences.HOLIDAY}[hindrances[0]]
        raise refused(sentence, asked=shown, **told)
    return at, bool(hindrances)


def _refusal(request: Request, line: Line, given: datetime | None) -> Callable[..., BadInput]:
    """BadInput that offers the next possible deadline."""
    at = _next(request, given)
    choice = written(replace(line, keys={**line.keys, "until": typed(at, request)}, flags=frozenset()))

    def refusal(sentence: str, **told: str) -> BadInput:
        return BadInput(sentence, choices=(choice,), next=silence_words.when(at, request.space.timezone), **told)

    return refusal


def _next(request: Request, given: datetime | None = None) -> datetime:
    long = timedelta() if given else timedelta(hours=request.space.min_notice_h)
    allowed = hours(request.space.working_hours)
    return notice.next_moment(given or request.now, long, allowed, request.zone, off=off(request))


def example(request: Request) -> str:
    """The next possible deadline as it is typed: for an example that would work."""
    return typed(_next(request), request)


def off(request: Request) -> notice.Off:
    """The holidays of the venue."""
    code = request.space.holidays

    def named(day: date) -> str:
        return holiday(code, day)

    return named


def typed(at: datetime, request: Request) -> str:
    return f"{at.astimezone(request.zone):%Y-%m-%dT%H:%M}"
