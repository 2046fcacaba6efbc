"""A paragraph through all drafts: each change, when each phrase came in and left; and what was said on it.

history C9               the paragraph that is C9 in the newest draft; one that was deleted is found too
history 5 r1             the paragraph that was 5 in another draft, whatever its number became
history III  ·  history C5-C8   a section or a range, those paragraphs too that are gone from it
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.drafts import lineage
from bot.drafts.citing import suggested
from bot.drafts.keeping import archive, comparing, continuing, naming
from bot.drafts.keeping.continuing import State
from bot.drafts.keeping.stamp import stamp
from bot.drafts.lineage import Stage, history
from bot.drafts.lineage.history import Told
from bot.errors import BadInput
from bot.message import Block, Message, para
from bot.positions.showing.past import past, threads_of
from bot.positions.words import ground as grounds
from bot.sentences import history as sentences
from bot.sentences import inline as words
from handlers.request import Answer, Request
from storage.tables import Document, Draft

_STATES = 50  # of the documents that this one goes on from


async def run(request: Request) -> Answer:
    refs = request.line.refs()
    if not refs:
        raise BadInput(sentences.WHAT, form=request.typed("history C9"))
    document = await naming.document(request.session, request.space, request.line.keys.get("doc"))
    asked = request.line.drafts()
    draft = await naming.draft(request.session, document, (*asked, "latest")[0], request.zone)
    drafts, left_out = await comparing.around(request.session, draft)
    before = await _before(request, document, drafts, left_out)
    readings = [await archive.load(request.session, one) for one in drafts]
    chain = await comparing.chain_of([*(state.reading for state in before), *readings])
    told = Told(document.name, chain, (*(state.name for state in before), *map(archive.name, drafts)))
    at = len(before) + [one.id for one in drafts].index(draft.id) if asked else None
    lives = await asyncio.to_thread(_lives, told, refs, at)
    blocks = await asyncio.to_thread(history.blocks, told, ", ".join(refs), lives)
    blocks = (*blocks, *await _said(request, before, drafts, lives))
    if left_out is not None:
        form = request.typed(f"history {' '.join(refs)} r{left_out}")
        blocks = (*blocks, para(sentences.CUT.format(first=told.names[0], form=form)))
    return Answer(Message((*blocks, stamp(drafts, readings, request.zone, request.today))))


async def _before(
    request: Request, document: Document, drafts: Sequence[Draft], left_out: int | None
) -> Sequence[State]:
    """What the document goes on from, where its own history is told from the beginning."""
    if left_out is not None or drafts[0].number is None:
        return ()
    return await continuing.states(request.session, document, _STATES)


async def _said(
    request: Request, before: Sequence[State], drafts: Sequence[Draft], lives: Sequence[tuple[Stage, ...]]
) -> tuple[Block, ...]:
    """The positions on a paragraph, also those of the past, and those in the documents that this one goes on from; of several
    paragraphs on all of them."""
    meant: dict[int, set[int]] = {}
    for stages in lives:
        for older, n in _last_places(before, stages):
            if older.settled is not None:
                stood = await grounds.on(request.session, older)
                meant.setdefault(older.document_id, set()).add(stood.threads[n])
        own = [replace(stage, at=stage.at - len(before)) for stage in stages if stage.at >= len(before)]
        meant.setdefault(drafts[-1].document_id, set()).update(await threads_of(request.session, drafts, own))
    found: list[Block] = []
    for document_id, threads in meant.items():
        said = await past(request.session, request.space, document_id, threads, request.now) if threads else ()
        if said and document_id != drafts[-1].document_id:
            named = await request.session.get_one(Document, document_id)
            found.append(para(sentences.IN_OLDER.format(document=named.name), "strong"))
        found += said
    return tuple(found)


def _last_places(before: Sequence[State], stages: Sequence[Stage]) -> list[tuple[Draft, int]]:
    """Where a paragraph stood last in the older documents."""
    there = [stage for stage in stages if stage.at < len(before) and stage.numbers]
    return [before[there[-1].at].places[n] for n in there[-1].numbers] if there else []


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
    near, said = suggested(told.chain.readings[k].paragraphs, ref)
    named = "" if at is None else f" {told.names[k]}"
    return BadInput(
        words.NO_PARAGRAPH if named or k == 0 else sentences.NO_PARAGRAPH,
        document=told.document,
        name=told.names[k],
        first=told.names[0],
        last=told.names[k],
        asked=ref,
        nearest=said,
        choices=tuple(f'history {label}{named} doc:"{told.document}"' for label in near),
    )
