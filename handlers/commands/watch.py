"""Watch a page of the secretariat and post a Flash for each new draft; alone: the sources and how they are.

watch                             every source with its last look, last change, next look, trouble
watch URL                         look once, show what would be watched, ask to confirm
watch URL doc:"Plan"              … for another document, on the same page too
watch URL --document              the address is the draft itself, not a list of drafts
watch URL --calendar              the page tells times and rooms of meetings
watch URL until:18:00             … and look every few seconds until then; so too for one that is watched: watch 2 until:18:00
watch URL --browser               a page that shows its content only with JavaScript; watch browser 2 for one that is watched
watch URL --despite-robots        although robots.txt asks programs to stay away: a chair decides, the record says so
watch robots 2                    … and to keep to its robots.txt again, while it is watched on
watch stop 2  ·  watch resume 2   stop and go on; what was seen is kept
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import naming
from bot.drafts.keeping.archive import name
from bot.drafts.looking import sight
from bot.drafts.looking.sight import want
from bot.errors import BadInput
from bot.languages import again
from bot.message import Block, Button, Message, Title, para, say
from bot.sentences import chat as sentences
from bot.sentences import watch as watch_sentences
from bot.wording import anded, hours
from handlers import browsing, overriding, previewing, watched
from handlers.numbers import row_id
from handlers.previewing import Wanted
from handlers.request import Answer, Request
from storage import health, moved, spaces, watching
from storage.tables import Address, Document, Source

_OVERDUE = timedelta(minutes=2)


async def run(request: Request) -> Answer:
    match request.line.words:
        case ():
            return await _list(request)
        case (verb, *rest) if verb in _ACTS:
            return await _ACTS[verb](request, rest)
        case (url, *rest):
            return await _of(request, url, rest)
    raise BadInput(sentences.WATCH_WHAT, form=request.typed("watch https://…"))


async def _of(request: Request, url: str, rest: list[str]) -> Answer:
    """A preview; with `until` for a source that is watched already, by number or address, haste until then."""
    known = await watched.at(request.session, request, url, request.line.keys.get("doc", ""))
    if "until" in request.line.keys:
        if url.isdecimal():
            return await _hurry_known(request, [await _named(request, [url])])
        if active := [one for one in known if one.state != "paused"]:
            return await _hurry_known(request, active)
    for flag, act in (("despite-robots", overriding.known), ("browser", browsing.known)):
        if flag in request.line.flags and known:
            answers = [await act(request, one) for one in known]
            return answers[0]
    return await _look(request, [url, *rest])


async def _list(request: Request) -> Answer:
    sources = await watching.sources(request.session, request.space.id)
    if not sources:
        raise BadInput(sentences.WATCH_NONE, form=request.typed("watch https://…"))
    blocks: list[Block] = [Title(sentences.WATCH_TITLE.format(space=request.space.title))]
    row: list[Button] = []
    for n, source in enumerate(sources, 1):
        blocks += await _source(request, n, source)
        if not source.declared:
            label = sentences.WATCH_BUTTON_RESUME if source.state == "paused" else sentences.WATCH_BUTTON_STOP
            verb = "resume" if source.state == "paused" else "stop"
            row.append(Button(label.format(n=n), f"watch {verb} {source.id}"))
        if source.despite_robots:
            row.append(Button(watch_sentences.BUTTON_KEEP.format(n=n), f"watch robots {source.id}"))
    return Answer(Message(tuple(blocks), (tuple(row[:8]),) if row else ()))


async def _source(request: Request, n: int, source: Source) -> list[Block]:
    document = await request.session.get_one(Document, source.document_id)
    told: list[Block] = [para(sentences.WATCH_LINE.format(n=n, url=source.url), "strong")]
    if source.state == "paused":
        return [*told, *say(sentences.WATCH_PAUSED.format(kind=source.kind, document=document.name)).blocks]
    times = {"looked": source.looked, "changed": source.changed, "next": source.next_due}
    words = {name: request.clock(at) if at else sentences.NEVER for name, at in times.items()}
    told += say(sentences.WATCH_HEALTH.format(kind=source.kind, document=document.name, **words)).blocks
    told += [para(line) for line in await _health(request, source)]
    if source.despite_robots:
        told.append(para(watch_sentences.DESPITE_LINE))
    if source.browser:
        told.append(para(watch_sentences.BROWSER_LINE))
    if others := await moved.documents_beside(request.session, source.id):
        told.append(para(watch_sentences.ALSO.format(documents=anded([f"“{one}”" for one in others]))))
    if source.declared:
        told += say(sentences.WATCH_FILE).blocks
    return told


async def _health(request: Request, source: Source) -> list[str]:
    """Trouble now or before, a look that is overdue, and how late the last draft was seen."""
    told = []
    if source.error and source.failing_since:
        told.append(sentences.WATCH_ERROR.format(since=request.clock(source.failing_since), why=again(source.error)))
    elif failed := await health.last_failed(request.session, source.id):
        told.append(watch_sentences.WAS_TROUBLE.format(at=request.clock(failed)))
    if request.now - source.next_due > _OVERDUE:
        told.append(watch_sentences.OVERDUE.format(length=hours(request.now - source.next_due)))
    return told + [_came(last) for last in await health.times(request.session, source.id)]


def _came(last: health.Times) -> str:
    """When the last draft was published, seen and posted, as far as that is known."""
    said = []
    if last.published and last.seen >= last.published:
        said.append(watch_sentences.LATE.format(name=name(last.draft), length=_short(last.seen - last.published)))
    else:
        said.append(watch_sentences.LATE_UNKNOWN.format(name=name(last.draft)))
    if last.posted:
        said.append(watch_sentences.POSTED.format(length=_short(last.posted - last.seen)))
    return ", ".join(said)


def _short(length: timedelta) -> str:
    return hours(length) if length >= timedelta(minutes=2) else f"{length.total_seconds():.0f} s"


async def _look(request: Request, rest: list[str]) -> Answer:
    return await previewing.show(request, Wanted.of(request, rest))


async def _which(request: Request, rest: list[str]) -> Answer:
    return await previewing.which(request, Wanted.of(request, rest, "list"))


async def _begin(request: Request, wanted: Wanted) -> Answer:
    """A confirmed preview: the source starts with its first look; one that was stopped goes on."""
    if wanted.despite_robots:
        overriding.require_chair(request, wanted.line("look"))
    until = previewing.until(request, wanted.until)
    async with request.write() as session:
        known = await watched.stopped(session, request, wanted.url, wanted.doc)
        document = await spaces.document(session, request.space.id, wanted.doc or request.space.title)
        source = known or Source(
            space_id=request.space.id, document_id=document.id, url=wanted.url, kind=wanted.kind, next_due=request.now
        )
        source.links, source.browser = wanted.links or source.links, wanted.browser
        source.sessions = [*source.sessions, *_hurry(request, until)]
        session.add(source)
        await session.flush()
        if wanted.despite_robots:
            await overriding.decided(session, request, source)
        for url in wanted.without:
            await sight.note(session, source.id, url, request.now, state="passed")
        if known:
            await _go_on(session, known, request.now)
    request.aloud()
    if known:
        return Answer(say(sentences.WATCH_RESUMED.format(url=wanted.url)), public=True)
    return Answer(say(sentences.WATCH_STARTED.format(url=wanted.url, document=document.name)), public=True)


def _begins(kind: str) -> Callable[[Request, list[str]], Awaitable[Answer]]:
    async def begin(request: Request, rest: list[str]) -> Answer:
        return await _begin(request, Wanted.of(request, rest, kind))

    return begin


def _hurry(request: Request, until: datetime | None) -> list[str]:
    """A session from now on, as the configuration writes one."""
    if until is None:
        return []
    start, end = request.now.astimezone(request.zone), until.astimezone(request.zone)
    return [f"{start:%Y-%m-%dT%H:%M}/{end:%H:%M}"]


async def _hurry_known(request: Request, found: Sequence[Source]) -> Answer:
    """Sources of one page that are watched already are looked at as in session for a while."""
    until = previewing.until(request, request.line.keys["until"])
    assert until is not None
    async with request.write() as session:
        for one in found:
            source = await session.get_one(Source, one.id)
            source.sessions = [*source.sessions, *_hurry(request, until)]
            source.next_due = request.now
    told = {"url": found[0].url, "until": request.clock(until), "every": f"{found[0].in_session_s:g} s"}
    return Answer(say(watch_sentences.HURRIES.format(**told)))


async def _stop(request: Request, rest: list[str]) -> Answer:
    return await _switch(request, rest, "paused", sentences.WATCH_STOPPED)


async def _resume(request: Request, rest: list[str]) -> Answer:
    return await _switch(request, rest, "watching", sentences.WATCH_RESUMED)


async def _switch(request: Request, rest: list[str], state: str, said: str) -> Answer:
    found = await _named(request, rest)
    if found.declared:
        raise BadInput(sentences.WATCH_DECLARED, url=found.url)
    async with request.write() as session:
        source = await session.get_one(Source, found.id)
        if state == "paused":
            source.state = state
        else:
            await _go_on(session, source, request.now)
    return Answer(say(said.format(url=found.url)))


async def _go_on(session: AsyncSession, source: Source, now: datetime) -> None:
    """Looks at a source again: for the first time if no first look ever came to its end."""
    seen = await watching.address(session, source.id, source.url)
    source.state, source.next_due = "watching" if seen else "starting", now


async def _named(request: Request, rest: list[str]) -> Source:
    """A source by its number in the list of this space, or by its id on a button."""
    sources = await watching.sources(request.session, request.space.id)
    number = row_id(rest[0]) if rest else 0
    if request.command.token:
        found = next((one for one in sources if one.id == number), None)
    else:
        found = sources[number - 1] if 1 <= number <= len(sources) else None
    if found is None:
        raise BadInput(sentences.WATCH_NO_SOURCE, asked=" ".join(rest) or "–", form=request.typed("watch"))
    return found


async def _despite(request: Request, rest: list[str]) -> Answer:
    return await overriding.known(request, await _named(request, rest))


async def _robots(request: Request, rest: list[str]) -> Answer:
    return await overriding.kept(request, await _named(request, rest))


async def _browser(request: Request, rest: list[str]) -> Answer:
    return await browsing.known(request, await _named(request, rest))


async def _take(request: Request, rest: list[str]) -> Answer:
    """The many new drafts that were asked about are taken, at the next look."""
    found = await _named(request, rest)
    async with request.write() as session:
        source = await session.get_one(Source, found.id)
        for row in await watching.addresses(session, source.id):
            if row.state == "asked":
                await want(session, row)
        source.next_due = request.now
    return Answer(say(sentences.WATCH_TAKEN.format(url=found.url)))


async def _draft(request: Request, rest: list[str]) -> Answer:
    """A posting that was asked about is a draft, of another document if one is named: it is taken at the next look."""
    async with request.write() as session:
        row, source = await _asked(session, request, rest)
        await want(session, row)
        if name := request.line.keys.get("doc"):
            document = await naming.document(session, request.space, name)
            row.document_id = document.id if document.id != source.document_id else None
        source.next_due = request.now
    return Answer(say(sentences.WATCH_TAKEN.format(url=source.url)))


async def _not_draft(request: Request, rest: list[str]) -> Answer:
    """A posting that was asked about is no draft of the document: it is not asked about again."""
    async with request.write() as session:
        row, source = await _asked(session, request, rest)
        document = await session.get_one(Document, source.document_id)
        if row.draft_id is not None:
            form = request.typed(f'drafts doc:"{document.name}"')
            raise BadInput(sentences.WATCH_DRAFT_ALREADY, label=row.label, document=document.name, form=form)
        row.state = "passed"
    return Answer(say(sentences.WATCH_NOT_OF.format(label=row.label, document=document.name)))


async def _asked(session: AsyncSession, request: Request, rest: list[str]) -> tuple[Address, Source]:
    """The address that a question was about, with its source."""
    row = await session.get(Address, row_id(rest[0])) if rest else None
    source = await session.get(Source, row.source_id) if row else None
    if row is None or source is None or source.space_id != request.space.id:
        raise BadInput(sentences.WATCH_NO_SOURCE, asked=" ".join(rest) or "–", form=request.typed("watch"))
    return row, source


_ACTS: Mapping[str, Callable[[Request, list[str]], Awaitable[Answer]]] = {
    "look": _look,
    "which": _which,
    "list": _begins("list"),
    "document": _begins("document"),
    "feed": _begins("feed"),
    "calendar": _begins("calendar"),
    "stop": _stop,
    "resume": _resume,
    "despite": _despite,
    "robots": _robots,
    "browser": _browser,
    "take": _take,
    "draft": _draft,
    "not": _not_draft,
}
