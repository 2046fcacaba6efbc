"""space zone, quiet, plenary, terms: the time of a space, when its cards wait, what its Flashes count down to and count."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot import spans
from bot.errors import BadInput
from bot.message import say
from bot.positions.asking import silence_words
from bot.sentences import habits as sentences
from bot.spans import moment
from bot.wording import anded, city, clock
from handlers import chat_habits
from handlers.deadlines import typed
from handlers.habits import OFF, QUIET, hours_of, known_zone
from handlers.request import Answer, Request
from storage.tables import Space

_MOST_TERMS = 20
_LONGEST_TERM = 80
_MOST_PLENARIES = 20


async def zone(request: Request, rest: Sequence[str]) -> Answer:
    """The time zone of the space: times are told in it, and read in it where somebody types one."""
    _check_ours(request)
    if not rest:
        raise BadInput(sentences.ZONE_WHICH, form=request.typed("space zone Europe/Zurich"))
    chosen = known_zone("_".join(rest), "space zone {}")
    await _change(request, timezone=chosen)
    request.aloud()
    there = ZoneInfo(chosen)
    at = clock(request.now, there, request.now.astimezone(there).date())
    return Answer(say(sentences.SPACE_ZONE_SET.format(space=request.space.title, zone=chosen, at=at)), public=True)


async def quiet(request: Request, rest: Sequence[str]) -> Answer:
    """The hours in which new cards wait in the chats of the space, or with "here" in this one."""
    if [word.casefold() for word in rest[-1:]] == [chat_habits.HERE]:
        return await chat_habits.quiet(request, "".join(rest[:-1]))
    asked, line = "".join(rest), f"space quiet {QUIET}"
    off = asked.casefold() == "off"
    hours = "" if off else hours_of(asked, request.typed(line), line)
    await _change(request, quiet_hours=hours)
    said = sentences.SPACE_QUIET_CLEARED if off else sentences.SPACE_QUIET_SET
    return Answer(say(said.format(space=request.space.title, quiet=hours, zone=city(request.space.timezone))))


async def plenary(request: Request, rest: Sequence[str]) -> Answer:
    """When the plenaries are; they take the place of those that were told before, and of those of a calendar."""
    _check_ours(request)
    tomorrow = request.today + timedelta(days=1)
    form = request.typed(f"space plenary {tomorrow.isoformat()}T17:00")
    if not rest or len(rest) > _MOST_PLENARIES:
        raise BadInput(sentences.SPACE_PLENARY_WHEN, form=form)
    asked = [] if _is_off(rest) else rest
    try:
        times = sorted({spans.deadline(word, request.now, request.zone) for word in asked})
    except (ValueError, OverflowError):
        raise BadInput(sentences.SPACE_PLENARY_WHEN, form=form) from None
    if past := [at for at in times if at <= request.now]:
        raise BadInput(sentences.SPACE_PLENARY_PAST, at=silence_words.when(past[0], request.space.timezone), form=form)
    await _change(request, plenary=[typed(at, request) for at in times])
    request.aloud()
    if not times:
        return Answer(say(sentences.SPACE_PLENARY_CLEARED.format(space=request.space.title)), public=True)
    shown = anded([silence_words.when(at, request.space.timezone) for at in times])
    return Answer(say(sentences.SPACE_PLENARY_SET.format(space=request.space.title, times=shown)), public=True)


async def terms(request: Request, rest: Sequence[str]) -> Answer:
    """The words that every Flash of the space counts and /terms shows; they take the place of those before."""
    _check_ours(request)
    form = request.typed('space terms "human rights" gender')
    asked = list(dict.fromkeys(" ".join(word.split()) for word in rest if word.strip()))
    if not asked or len(asked) > _MOST_TERMS or any(len(term) > _LONGEST_TERM for term in asked):
        raise BadInput(sentences.SPACE_TERMS_WHICH, most=_MOST_TERMS, longest=_LONGEST_TERM, form=form)
    chosen = [] if _is_off(asked) else asked
    await _change(request, terms=chosen)
    request.aloud()
    said = sentences.SPACE_TERMS_SET if chosen else sentences.SPACE_TERMS_CLEARED
    named = anded([sentences.SPACE_TERM.format(term=term) for term in chosen])
    return Answer(say(said.format(space=request.space.title, terms=named)), public=True)


def told(space: Space) -> Sequence[str]:
    """What holds of these, a line each, where there is something."""
    named = [sentences.SPACE_TERM.format(term=term) for term in space.terms]
    times = [silence_words.when(moment(text, ZoneInfo(space.timezone)), space.timezone) for text in space.plenary]
    lines = (sentences.SPACE_TERMS, anded(named)), (sentences.SPACE_PLENARIES, anded(times))
    return [line.format(told=value) for line, value in lines if value]


def _is_off(words: Sequence[str]) -> bool:
    return len(words) == 1 and words[0].casefold() in OFF


def _check_ours(request: Request) -> None:
    """What the operator's file says would hold again at the next start."""
    if request.space.declared:
        raise BadInput(sentences.SPACE_DECLARED, space=request.space.title)


async def _change(request: Request, **values: str | list[str]) -> None:
    """Writes it; cards that wait for the morning wait for that of the zone that holds now."""
    async with request.write() as session:
        space = await session.get_one(Space, request.space.id)
        for name, value in values.items():
            setattr(space, name, value)
        await session.flush()
        await chat_habits.wake(session, space, request.now)
