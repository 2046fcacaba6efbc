"""Watch a page of the secretariat and post a Flash for each new draft; alone: the sources and how they are.

watch                             every source with its last look, last change, next look, trouble
watch URL                         look once, show what would be watched, ask to confirm
watch URL --document              the address is the draft itself, not a list of drafts
watch stop 2  ·  watch resume 2   stop and go on; what was seen is kept
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.answer import Fetched
from bot.drafts.fetch import read_address
from bot.drafts.order import Posting, summary
from bot.drafts.page import Page, page
from bot.drafts.sight import want
from bot.errors import BadInput
from bot.message import Block, Button, Message, Title, para, say
from bot.sentences import chat as sentences
from bot.sentences import flash
from bot.wording import day
from handlers.numbers import row_id
from handlers.request import Answer, Request
from storage import drafts, spaces
from storage.tables import Address, Document, Source

_SHOWN = 6  # postings of a page that a preview names


async def run(request: Request) -> Answer:
    match request.line.words:
        case ():
            return await _list(request)
        case (verb, *rest) if verb in _ACTS:
            return await _ACTS[verb](request, rest)
        case (url, *_):
            return await _preview(request, url)
    raise BadInput(sentences.WATCH_WHAT, form=request.typed("watch https://…"))


async def _list(request: Request) -> Answer:
    sources = await drafts.sources(request.session, request.space.id)
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
    return Answer(Message(tuple(blocks), (tuple(row[:8]),) if row else ()))


async def _source(request: Request, n: int, source: Source) -> list[Block]:
    document = await request.session.get_one(Document, source.document_id)
    told: list[Block] = [para(sentences.WATCH_LINE.format(n=n, url=source.url), "strong")]
    if source.state == "paused":
        return [*told, *say(sentences.WATCH_PAUSED.format(kind=source.kind, document=document.name)).blocks]
    times = {"looked": source.looked, "changed": source.changed, "next": source.next_due}
    words = {name: request.clock(at) if at else sentences.NEVER for name, at in times.items()}
    told += say(sentences.WATCH_HEALTH.format(kind=source.kind, document=document.name, **words)).blocks
    if source.error and source.failing_since:
        since = request.clock(source.failing_since)
        told += say(sentences.WATCH_ERROR.format(since=since, why=source.error)).blocks
    if source.declared:
        told += say(sentences.WATCH_FILE).blocks
    return told


async def _preview(request: Request, typed: str) -> Answer:
    """One look at the address; nothing is kept until somebody confirms."""
    url = str(read_address(typed))
    for known in await drafts.sources(request.session, request.space.id):
        if known.url == url and known.state != "paused":
            raise BadInput(sentences.WATCH_TWICE, url=url)
    answer = await request.desk.fetcher.get(url)
    assert isinstance(answer, Fetched)
    if "document" in request.line.flags or "html" not in answer.mime:
        return await _preview_document(request, url, answer)
    view = page(answer.data, answer.url, answer.charset)
    if view.looks_like:
        raise BadInput(flash.SHOWS_ELSE, url=url, what=flash.SHOWN[view.looks_like])
    return _preview_list(request, url, view)


def _preview_list(request: Request, url: str, view: Page) -> Answer:
    found = summary(view)
    said = sentences.WATCH_FOUND if found.postings else sentences.WATCH_FOUND_NONE
    blocks: list[Block] = [
        Title(sentences.WATCH_FOUND_TITLE.format(url=url)),
        *say(said.format(links=found.links, drafts=len(found.postings))).blocks,
        *(para(_posting(posting)) for posting in found.postings[:_SHOWN]),
    ]
    confirm = (Button(sentences.WATCH_CONFIRM, _line(request, "list", url), "go"),) if found.postings else ()
    as_document = Button(sentences.WATCH_AS_DOCUMENT, _line(request, "document", url))
    return Answer(Message(tuple(blocks), ((*confirm, as_document),)))


def _line(request: Request, kind: str, url: str) -> str:
    """What a press confirms: the address, for the document that was asked for."""
    doc = request.line.keys.get("doc")
    return f'watch {kind} "{url}"' + (f' doc:"{doc}"' if doc else "")


def _posting(posting: Posting) -> str:
    formats = ", ".join(dict.fromkeys(link.ending.lstrip(".") or "page" for link in posting.renditions))
    date = f", {day(posting.date)} {posting.date.year}" if posting.date else ""
    return sentences.WATCH_FOUND_DRAFT.format(label=posting.label, formats=formats, date=date)


async def _preview_document(request: Request, url: str, answer: Fetched) -> Answer:
    reading = await request.desk.read(answer.data, answer.filename or answer.url)
    said = sentences.WATCH_FOUND_DOCUMENT.format(paragraphs=len(reading.paragraphs), words=reading.words)
    title = Title(sentences.WATCH_FOUND_TITLE.format(url=url))
    button = Button(sentences.WATCH_CONFIRM, _line(request, "document", url), "go")
    return Answer(Message((title, *say(said).blocks), ((button,),)))


async def _begin(request: Request, url: str, kind: str) -> Answer:
    """A confirmed preview: the source starts with its first look; one that was stopped goes on."""
    async with request.write() as session:
        sources = await drafts.sources(session, request.space.id)
        known = next((one for one in sources if one.url == url), None)
        if known and known.state != "paused":
            raise BadInput(sentences.WATCH_TWICE, url=url)
        if known:
            await _go_on(session, known, request.now)
            return Answer(say(sentences.WATCH_RESUMED.format(url=url)), public=True)
        name = request.line.keys.get("doc") or request.space.title
        document = await spaces.document(session, request.space.id, name)
        source = Source(space_id=request.space.id, document_id=document.id, url=url, kind=kind, next_due=request.now)
        session.add(source)
    return Answer(say(sentences.WATCH_STARTED.format(url=url, document=document.name)), public=True)


async def _begin_list(request: Request, rest: list[str]) -> Answer:
    return await _begin(request, _only(request, rest), "list")


async def _begin_document(request: Request, rest: list[str]) -> Answer:
    return await _begin(request, _only(request, rest), "document")


def _only(request: Request, rest: list[str]) -> str:
    if not rest:
        raise BadInput(sentences.WATCH_WHAT, form=request.typed("watch https://…"))
    return rest[0]


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
    seen = await drafts.address(session, source.id, source.url)
    source.state, source.next_due = "watching" if seen else "starting", now


async def _named(request: Request, rest: list[str]) -> Source:
    """A source by its number in the list of this space, or by its id on a button."""
    sources = await drafts.sources(request.session, request.space.id)
    number = row_id(rest[0]) if rest else 0
    if request.command.token:
        found = next((one for one in sources if one.id == number), None)
    else:
        found = sources[number - 1] if 1 <= number <= len(sources) else None
    if found is None:
        raise BadInput(sentences.WATCH_NO_SOURCE, asked=" ".join(rest) or "–", form=request.typed("watch"))
    return found


async def _take(request: Request, rest: list[str]) -> Answer:
    """The many new drafts that were asked about are taken, at the next look."""
    found = await _named(request, rest)
    async with request.write() as session:
        source = await session.get_one(Source, found.id)
        for row in await drafts.addresses(session, source.id):
            if row.state == "asked":
                await want(session, row)
        source.next_due = request.now
    return Answer(say(sentences.WATCH_TAKEN.format(url=found.url)))


async def _draft(request: Request, rest: list[str]) -> Answer:
    """A posting that was asked about is a draft: it is taken at the next look."""
    async with request.write() as session:
        row = await session.get(Address, row_id(rest[0])) if rest else None
        source = await session.get(Source, row.source_id) if row else None
        if row is None or source is None or source.space_id != request.space.id:
            raise BadInput(sentences.WATCH_NO_SOURCE, asked=" ".join(rest) or "–", form=request.typed("watch"))
        await want(session, row)
        source.next_due = request.now
    return Answer(say(sentences.WATCH_TAKEN.format(url=source.url)))


_ACTS: Mapping[str, Callable[[Request, list[str]], Awaitable[Answer]]] = {
    "list": _begin_list,
    "document": _begin_document,
    "stop": _stop,
    "resume": _resume,
    "take": _take,
    "draft": _draft,
}
