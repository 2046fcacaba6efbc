"""The drafts of a document, newest first: number, the secretariat's own label, times, source.

drafts
drafts doc:"Vision"      where a space has several documents
drafts --chart           a picture over all drafts: brackets open, words, paragraphs changed
"""

import asyncio
from collections.abc import Sequence

from bot.drafts import comparing, naming
from bot.drafts.archive import name
from bot.drafts.redline.chart import chart, figures, in_words
from bot.errors import BadInput
from bot.message import Block, Message, Para, Span, Title, Upload
from bot.sentences import chat as sentences
from bot.sentences import inline as words
from bot.sentences import redline
from bot.wording import clock
from handlers.request import Answer, Request
from storage import drafts
from storage.tables import Document, Draft


async def run(request: Request) -> Answer:
    document = await naming.document(request.session, request.space, request.line.keys.get("doc"))
    numbered = await drafts.numbered(request.session, document.id)
    bases = await drafts.bases(request.session, document.id)
    if not numbered and not bases:
        raise BadInput(sentences.NO_DRAFTS, document=document.name)
    if "chart" in request.line.flags:
        return await _chart(request, document, numbered)
    blocks: list[Block] = [Title(sentences.DRAFTS_TITLE.format(document=document.name))]
    for draft in (*reversed(numbered), *bases.values()):
        blocks += await _draft(request, draft)
    return Answer(Message(tuple(blocks)))


async def _chart(request: Request, document: Document, numbered: Sequence[Draft]) -> Answer:
    if len(numbered) < 2:
        shown = name(numbered[-1]) if numbered else sentences.NO_LABEL
        raise BadInput(sentences.ONE_DRAFT, document=document.name, name=shown, choices=("drafts",))
    kept, _ = await comparing.around(request.session, numbered[-1])
    chain = await comparing.chain(request.session, kept)
    points = figures([name(draft) for draft in kept], chain.steps)

    async def files() -> list[Upload]:
        title = redline.CHART.format(document=document.name)
        data = await asyncio.to_thread(chart, document.name, points)
        return [Upload(redline.CHART_NAME, data, title, "image/png", in_words(points))]

    return Answer(Message(()), public=True, files=files, alone=True)


async def _draft(request: Request, draft: Draft) -> list[Block]:
    label = draft.label or sentences.NO_LABEL
    line = sentences.DRAFTS_BASE if draft.base else sentences.DRAFTS_LINE
    head = Para((Span(line.format(name=name(draft), label=label), "strong"),))
    reading = await drafts.current_reading(request.session, draft.id)
    seen = clock(draft.seen, request.zone, request.today)
    times = sentences.DRAFTS_TIMES if draft.published else sentences.DRAFTS_TIMES_UNKNOWN
    published = clock(draft.published, request.zone, request.today) if draft.published else ""
    told = times.format(published=published, seen=seen, words=reading.words if reading else 0)
    return [head, Para((Span(told), Span(words.SOURCE, href=draft.url)))]
