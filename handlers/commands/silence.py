"""Ask for objections until a deadline; whoever was not reached is named, and silence is no consent.

silence                                 the silences of this space, running and over
silence C5,C8 until:2014-06-12T18:00    opens one on these words; until:17:00 is today, in the space's time zone
silence C5 until:17:00 --force WHY      with short notice, or outside the working hours; the reason is printed
silence withdraw 3 WHY                  takes it back
silence extend 3 until:19:00            gives it more time
silence reopen 3 until:19:00 WHY        opens it again, on the words of the newest draft
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping.archive import name
from bot.errors import BadInput, NotAllowed
from bot.message import Button, Message, Para, Span, Title, para, say
from bot.positions.asking import notice, silence_opening, silence_words, silences
from bot.positions.asking.silence_opening import Plan
from bot.positions.asking.silence_view import view
from bot.positions.words import ground as grounds
from bot.positions.words.ground import Ground
from bot.positions.words.said import kept
from bot.sentences import silence as sentences
from bot.spans import hours
from bot.wording import anded
from handlers.aiming import aim
from handlers.chat_habits import card_shown
from handlers.deadlines import deadline, example, off, typed
from handlers.grammar import Line, parse, prose, written
from handlers.request import Answer, Request
from storage import events, people
from storage import silences as queries
from storage.tables import Document, Silence

_NUMBERED = re.compile(r"#?(\d{1,9})(?!\S)\s*")


async def run(request: Request) -> Answer:
    line = request.line
    act = _ACTS.get(line.words[0].casefold()) if line.words else None
    if act:
        number, rest = _numbered(line)
        return await act(request, await _known(request, number, line.words[0].casefold()), rest)
    if not (line.words or line.text or line.keys.keys() - {"page", "space", "doc"}):
        return await _list(request)
    return await _open(request)


# ── what there is ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _list(request: Request) -> Answer:
    rows = await queries.of_space(request.session, request.space.id)
    if not rows:
        said = sentences.LIST_NONE.format(form=request.typed(sentences.FORM.format(until=example(request))))
        return Answer(say(said))
    blocks: list[Para | Title] = [Title(sentences.LIST_TITLE.format(space=request.space.title))]
    buttons: list[tuple[Button, ...]] = []
    for row in rows:
        shown = await view(request.session, row, request.now, request.person.timezone)
        head = sentences.CALLED.format(number=row.id, refs=row.refs, draft=shown.draft)
        blocks.append(Para((Span(head, "strong"), Span(f" · {silence_words.outcome(shown)}"))))
        blocks += [para(line) for line in silence_words.late(shown)]
        if row.state == "running":
            buttons += silence_opening.for_officers(row.id)
    return Answer(Message(tuple(blocks), tuple(buttons[:8])))


# ── opening ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _open(request: Request) -> Answer:
    plan = _plan(request, request.line, Plan("", (), request.now))
    async with request.write() as session:
        meant = await aim(session, request, request.line)
        return await _opened(session, request, meant.ground, replace(plan, refs=meant.refs, scopes=meant.targets))


def _plan(request: Request, line: Line, plan: Plan) -> Plan:
    """The plan with its deadline and its words; BadInput where they cannot be used."""
    text = _words(line)
    at, forced = deadline(request, line)
    return replace(plan, deadline=at, forced=text if forced else "", said="" if forced else text)


def _words(line: Line) -> str:
    """The person's own words in a line; behind --force there must be some."""
    text = kept(line.text)
    if "force" in line.flags and not text:
        raise BadInput(sentences.FORCE_WHY)
    return text


async def _opened(session: AsyncSession, request: Request, stands: Ground, plan: Plan) -> Answer:
    if stands.in_doubt:
        raise BadInput(sentences.IN_DOUBT, name=name(stands.in_doubt))
    await events.lock(session, request.space.id)
    await _check_free(session, request, plan)
    row = await silence_opening.open_silence(session, request.space, stands, plan, request.person, request.now)
    shown = await view(session, row, request.now, request.person.timezone)
    names = [one.name for one in await people.delegations(session, request.space.id) if one.id in row.expected]
    told = sentences.TOLD.format(names=anded(names)) if names else sentences.TOLD_NOBODY
    said = [sentences.OPENED.format(number=row.id, refs=row.refs, until=shown.until, told=told)]
    said += [silence_words.before(shown, one) for one in shown.attached if one.before]
    said += await card_shown(request, stands.document, row.deadline)
    return Answer(Message(say(*said).blocks, silence_opening.for_officers(row.id)))


async def _check_free(session: AsyncSession, request: Request, plan: Plan) -> None:
    """One silence at a time on a paragraph."""
    wanted = set(plan.pinned())
    for row in await queries.open_ones(session, request.space.id):
        held = {item.thread for item in await queries.items(session, row.id)}
        if row.state == "running" and wanted & held:
            shown = await view(session, row, request.now, request.person.timezone)
            choices = (f"silence extend {row.id}", f"silence withdraw {row.id}")
            raise BadInput(sentences.RUNS_ALREADY, number=row.id, refs=row.refs, until=shown.until, choices=choices)


# ── one of them ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _withdraw(request: Request, row: Silence, rest: Line) -> Answer:
    why = kept(rest.text)
    async with request.write() as session:
        current = await _running(session, request, row)
        await silences.withdraw(session, current, request.person, why, request.now)
    return Answer(say(sentences.WITHDRAWN_NOTED.format(number=row.id, refs=row.refs)))


async def _extend(request: Request, row: Silence, rest: Line) -> Answer:
    shown = await view(request.session, row, request.now, request.person.timezone)
    await _running(request.session, request, row)
    text = _words(rest)
    if "until" not in rest.keys:
        raise BadInput(sentences.EXTEND_TO, number=row.id, until=shown.until, choices=_later(request, rest, shown.ends))
    until, forced = deadline(request, rest, given=shown.ends)
    words = ("", text) if forced else (text, "")
    async with request.write() as session:
        current = await _running(session, request, row)
        await silences.extend(session, current, until, request.person, *words, request.now)
    said = silence_words.when(until, row.zone, request.person.timezone)
    told = {"number": row.id, "refs": row.refs, "until": said}
    return Answer(say(sentences.EXTENDED_NOTED.format(**told)))


def _later(request: Request, rest: Line, ends: datetime) -> tuple[str, ...]:
    """One hour more, or a day, where that is within the working hours; else the next moment that is."""
    allowed = hours(request.space.working_hours)
    wanted = [ends + timedelta(hours=1), ends + timedelta(days=1)]
    days = off(request)
    fitting = [at for at in wanted if not notice.hindrances(at, ends, timedelta(), allowed, request.zone, off=days)]
    offered = fitting or [notice.next_moment(ends, timedelta(), allowed, request.zone, off=days)]
    return tuple(written(replace(rest, keys={**rest.keys, "until": typed(at, request)})) for at in offered)


async def _reopen(request: Request, row: Silence, rest: Line) -> Answer:
    if "chair" not in request.roles:
        raise NotAllowed(sentences.REOPEN_CHAIR)
    shown = await view(request.session, row, request.now, request.person.timezone)
    if row.state == "running":
        raise BadInput(sentences.STILL_RUNS, number=row.id, refs=row.refs, until=shown.until)
    form = request.typed(f"silence reopen {row.id} until:{example(request)} WHY")
    lapsed = sentences.LAPSED_WHY if row.state == "lapsed" else ""
    if not (rest.text or lapsed):
        raise BadInput(sentences.REOPEN_WHY, form=form)
    plan = _plan(request, rest, Plan("", (), request.now, reopens=row.id))
    async with request.write() as session:
        stands = await grounds.kept(session, await session.get_one(Document, row.document_id))
        left = silence_opening.again(stands, await queries.items(session, row.id))
        if not left:
            raise BadInput(sentences.REOPEN_WORDS, number=row.id, draft=name(stands.draft))
        refs = ", ".join(scope.ref for scope in left)
        plan = replace(plan, refs=refs, scopes=left, said=plan.said or lapsed)
        return await _opened(session, request, stands, plan)


def _numbered(line: Line) -> tuple[int | None, Line]:
    """The number that stands behind the verb of a line, and the line `silence VERB NUMBER` with the options and text behind."""
    match = _NUMBERED.match(line.text)
    if not match:
        return None, line
    # bound by on:, the number is all that the line is about, and the words behind it are the person's own
    behind = prose(parse(f"{line.verb} {match[1]} on:it {line.text[match.end() :]}"))
    keys = {key: value for key, value in {**line.keys, **behind.keys}.items() if key != "on"}
    return int(match[1]), replace(behind, words=(line.words[0], match[1]), keys=keys, flags=line.flags | behind.flags)


async def _known(request: Request, number: int | None, verb: str) -> Silence:
    """The silence of that number; without one the only one that runs."""
    rows = await queries.of_space(request.session, request.space.id)
    for row in rows:
        if row.id == number:
            return row
    offered = [row for row in rows if verb == "reopen" or row.state == "running"]
    if number is None and len(offered) == 1 and verb != "reopen":
        return offered[0]
    if not offered:
        raise BadInput(sentences.NONE_RUNS, space=request.space.title)
    known = anded([f"{row.id} ({row.refs})" for row in offered[:8]])
    choices = tuple(f"silence {verb} {row.id}" for row in offered[:3])
    if number is None:
        raise BadInput(sentences.WHICH, known=known, choices=choices)
    raise BadInput(sentences.NO_SUCH, number=number, known=known, choices=choices)


async def _running(session: AsyncSession, request: Request, row: Silence) -> Silence:
    """The silence as it is now, if it still runs."""
    await events.lock(session, request.space.id)
    current = await queries.fresh(session, row.id) or row
    shown = await view(session, current, request.now, request.person.timezone)
    if current.state != "running" or not shown.taking:
        raise BadInput(sentences.NOT_RUNNING, number=row.id, refs=row.refs, outcome=silence_words.outcome(shown))
    return current


_ACTS: Mapping[str, Callable[[Request, Silence, Line], Awaitable[Answer]]] = {
    "withdraw": _withdraw,
    "extend": _extend,
    "reopen": _reopen,
}
