"""A paragraph through all drafts: each change, when each phrase came in and left; and what was said on it.

history C9               the paragraph that is C9 in the newest draft; one that was deleted is found too
history 5 r1             the paragraph that was 5 in another draft, whatever its number became
history III  ·  history C5-C8   a section or a range, those paragraphs too that are gone from it
"""

import asyncio
from collections.abc import Sequence

from bot.drafts import archive, comparing, history, lineage, naming
from bot.drafts.history import Told
from bot.drafts.lineage import Stage
from bot.drafts.scope import nearest
from bot.drafts.stamp import stamp
from bot.errors import BadInput
from bot.message import Block, Message, Para, Span
from bot.positions.past import past, threads_of
from bot.sentences import history as sentences
from bot.sentences import inline as words
from bot.wording import anded
from handlers.request import Answer, Request
from storage.tables import Draft


async def run(request: Request) -> Answer:
    refs = request.line.refs()
    if not refs:
        raise BadInput(sentences.WHAT, form=request.typed("history C9"))
    document = await naming.document(request.session, request.space, request.line.keys.get("doc"))
    asked = request.line.drafts()
    draft = await naming.draft(request.session, document, (*asked, "latest")[0], request.zone)
    drafts, left_out = await comparing.around(request.session, draft)
    told = Told(document.name, await comparing.chain(request.session, drafts), tuple(map(archive.name, drafts)))
    at = next(k for k, one in enumerate(drafts) if one.id == draft.id) if asked else None
    lives = await asyncio.to_thread(_lives, told, refs, at)
    blocks = await asyncio.to_thread(history.blocks, told, ", ".join(refs), lives)
    blocks = (*blocks, *await _said(request, drafts, lives))
    if left_out is not None:
        form = request.typed(f"history {' '.join(refs)} r{left_out}")
        blocks = (*blocks, Para((Span(sentences.CUT.format(first=told.names[0], form=form)),)))
    return Answer(Message((*blocks, stamp(drafts, told.chain.readings, request.zone, request.today))))


async def _said(request: Request, drafts: Sequence[Draft], lives: Sequence[tuple[Stage, ...]]) -> tuple[Block, ...]:
    """The positions on a paragraph, also those of the past; of several paragraphs on all of them."""
    threads = [await threads_of(request.session, drafts, stages) for stages in lives]
    meant = frozenset[int]().union(*threads)
    return await past(request.session, request.space, drafts[-1].document_id, meant, request.now) if meant else ()


def _lives(told: Told, refs: Sequence[str], at: int | None) -> list[tuple[Stage, ...]]:
    """The histories asked for, each once: paragraphs that became one have one."""
    found: dict[tuple[int, tuple[int, ...]], tuple[Stage, ...]] = {}
    for ref in refs:
        places = lineage.find(told.chain, ref, at)
        if not places:
            raise _no_paragraph(told, ref, at)
        for stages in (lineage.life(told.chain, place) for place in places):
            last = lineage.standing(stages)
            found.setdefault((last.at, last.numbers), stages)
    return list(found.values())


def _no_paragraph(told: Told, ref: str, at: int | None) -> BadInput:
    """That there is none: in the draft named, or in any draft; with the nearest as choices."""
    k = len(told.names) - 1 if at is None else at
    near = nearest(told.chain.readings[k].paragraphs, ref)
    named = "" if at is None else f" {told.names[k]}"
    return BadInput(
        words.NO_PARAGRAPH if named or k == 0 else sentences.NO_PARAGRAPH,
        document=told.document,
        name=told.names[k],
        first=told.names[0],
        last=told.names[k],
        asked=ref,
        nearest=words.NEAREST.format(labels=anded(near)) if near else "",
        choices=tuple(f'history {label}{named} doc:"{told.document}"' for label in near),
    )
