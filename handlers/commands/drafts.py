"""The drafts of a document, newest first: number, the secretariat's own label, times, source.

drafts
drafts doc:"Vision"      where a space has several documents
drafts --chart           a picture over all drafts: brackets open, words, paragraphs changed
drafts add               chair or secretariat, in reply to a message with a file: it becomes a draft, with its Flash
drafts add URL           the same of an address
drafts add --private     in a caucus chat: for the eyes of that chat only
drafts add "Label" doc:"Vision" base:chair   with a label, of a document, as a base (any of them)
drafts continue "Statement" "Plan" doc:"Outcome"   the third goes on from the others: /history tells of them too
drafts base r3 chair     a chair: r3 is really the Chair's report, a base and no draft
drafts base r3 off       a chair: it is a draft after all, under its own number
drafts move r3 "Outcome"   a chair: r3 is a draft of Outcome; you are shown what that does and asked
drafts confirm r2        chair or secretariat: its reading was in doubt, and was compared with the original
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import comparing, naming, settling
from bot.drafts.keeping.archive import name
from bot.drafts.provenance import source
from bot.drafts.redline.chart import chart, figures, in_words
from bot.drafts.sandbox.press import print_safely
from bot.errors import BadInput, NotAllowed
from bot.message import Block, Message, Para, Span, Title, Upload, para, say
from bot.sentences import carry, files, redline
from bot.sentences import chat as sentences
from handlers import basing, bringing, continuing, moving, private
from handlers.request import Answer, Request
from storage import drafts, positions
from storage.tables import Document, Draft


async def run(request: Request) -> Answer:
    if words := request.line.words:
        if words[0] not in _ACTS:
            raise BadInput(sentences.DRAFTS_UNKNOWN, asked=words[0], form=request.typed("help drafts"))
        return await _ACTS[words[0]](request)
    return await _list(request)


async def _list(request: Request) -> Answer:
    document = await naming.document(request.session, request.space, request.line.keys.get("doc"))
    numbered = await drafts.numbered(request.session, document.id)
    bases = await drafts.bases(request.session, document.id)
    kept_back = await drafts.private(request.session, document.id)
    if not numbered and not bases and not kept_back:
        raise BadInput(sentences.NO_DRAFTS, document=document.name)
    if "chart" in request.line.flags:
        return await _chart(request, document, numbered)
    blocks: list[Block] = [Title(sentences.DRAFTS_TITLE.format(document=document.name))]
    for draft in (*reversed(kept_back), *reversed(numbered), *bases.values()):
        may_read = draft.private is None or await private.may_read(request, draft)
        blocks += await _draft(request, draft) if may_read else [para(await private.withheld(request, draft))]
    return Answer(Message(tuple(blocks)))


async def _confirm(request: Request) -> Answer:
    """Positions stand on a draft whose reading was in doubt, from now on."""
    document = await naming.document(request.session, request.space, request.line.keys.get("doc"))
    if not request.roles & {"chair", "secretariat"}:
        raise NotAllowed(carry.CONFIRM_ROLE, space=request.space.title)
    asked = request.line.drafts()
    if not asked:
        raise await _which(request, document)
    draft = await naming.draft(request.session, document, asked[0], request.zone)
    async with request.write() as session:
        await drafts.lock(session, document.id)
        draft = await session.get_one(Draft, draft.id)
        await _check(session, document, draft)
        await settling.confirm(session, draft, request.person, _office(request), request.now)
    return Answer(say(carry.CONFIRM_DONE.format(document=document.name, name=name(draft))))


async def _check(session: AsyncSession, document: Document, draft: Draft) -> None:
    """BadInput where there is nothing to confirm: a base, a draft beyond doubt, one that a newer draft has overtaken."""
    stands = await positions.newest_settled(session, document.id)
    if draft.number is None:
        choice = f'drafts doc:"{document.name}"'
        raise BadInput(carry.CONFIRM_BASE, document=document.name, name=name(draft), choices=(choice,))
    if stands and (draft.settled or (stands.number or 0) > draft.number):
        said = carry.CONFIRM_KNOWN if draft.settled else carry.CONFIRM_PASSED
        raise BadInput(said, document=document.name, name=name(draft), stands=name(stands))


def _office(request: Request) -> str:
    return sentences.THE_CHAIR if "chair" in request.roles else carry.THE_SECRETARIAT


async def _which(request: Request, document: Document) -> BadInput:
    """Asks which draft, and offers those that wait."""
    stands = await positions.newest_settled(request.session, document.id)
    newer = await drafts.numbered(request.session, document.id, most=4)
    waiting = [
        one for one in newer if one.settled is None and (one.number or 0) > (stands.number or 0 if stands else 0)
    ]
    choices = tuple(f'drafts confirm {name(one)} doc:"{document.name}"' for one in reversed(waiting))
    return BadInput(carry.CONFIRM_WHICH, form=request.typed("drafts confirm r2"), choices=choices)


async def _chart(request: Request, document: Document, numbered: Sequence[Draft]) -> Answer:
    if len(numbered) < 2:
        shown = name(numbered[-1]) if numbered else sentences.NO_LABEL
        raise BadInput(sentences.ONE_DRAFT, document=document.name, name=shown, choices=("drafts",))
    kept, _ = await comparing.around(request.session, numbered[-1])
    chain = await comparing.chain(request.session, kept)
    request.aloud()
    points = figures([name(draft) for draft in kept], chain.steps)

    async def files() -> list[Upload]:
        title = redline.CHART.format(document=document.name)
        data = await asyncio.to_thread(chart, document.name, points, print_safely)
        return [Upload(redline.CHART_NAME, data, title, "image/png", in_words(points))]

    return Answer(Message(()), public=True, files=files, alone=True)


async def _draft(request: Request, draft: Draft) -> list[Block]:
    label = draft.label or sentences.NO_LABEL
    line = sentences.DRAFTS_BASE if draft.base else files.PRIVATE if draft.private else sentences.DRAFTS_LINE
    head = para(line.format(name=name(draft), label=label), "strong")
    reading = await drafts.current_reading(request.session, draft.id)
    seen = request.clock(draft.seen)
    times = sentences.DRAFTS_TIMES if draft.published else sentences.DRAFTS_TIMES_UNKNOWN
    published = request.clock(draft.published) if draft.published else ""
    told = times.format(published=published, seen=seen, words=reading.words if reading else 0)
    return [head, Para((Span(told), *source(draft.url, draft.brought)))]


_ACTS: Mapping[str, Callable[[Request], Awaitable[Answer]]] = {
    "add": bringing.add,
    "base": basing.run,
    "confirm": _confirm,
    "continue": continuing.run,
    "move": moving.run,
}
