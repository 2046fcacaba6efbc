"""The words of a paragraph, section or range; who stands where on them, and which groups were not heard.

show C9                  one paragraph of the newest draft, or the section that it heads
show C5-C8  ·  show III  a range, a section; show C5.3: item 3 inside C5
show C9 r1               as it stood in another draft
show all                 the whole draft: first the board, each paragraph clear or held
show C9 --names          who said what, all of it by name
"""

from collections.abc import Callable, Sequence

from bot.drafts.citing import suggested
from bot.drafts.comparison.scope import scope
from bot.drafts.keeping import archive, naming
from bot.drafts.provenance import source
from bot.drafts.reading import Paragraph, Reading
from bot.errors import BadInput
from bot.message import Block, Message, Para, Quote, Span, Title, para
from bot.positions.showing import card
from bot.positions.showing.lines import WHOLE, blocks
from bot.positions.showing.standing import Standing, standing
from bot.positions.words import ground as grounds
from bot.positions.words.ground import Ground
from bot.positions.words.scopes import scopes
from bot.sentences import cards as cards_say
from bot.sentences import chat as sentences
from bot.sentences import facts as facts_say
from bot.sentences import inline as words
from bot.wording import short
from handlers import noting, private
from handlers.request import Answer, Request
from handlers.sharing import share_row
from storage import people, positions
from storage.tables import Document, Draft


async def run(request: Request) -> Answer:
    refs = request.line.refs()
    if not refs:
        raise BadInput(sentences.SHOW_WHAT, form=request.typed("show C9"))
    document = await naming.document(request.session, request.space, request.line.keys.get("doc"))
    asked = (*request.line.drafts(), "latest")[0]
    draft = await private.draft(request, document, asked)
    reading = await archive.load(request.session, draft)
    found = _found(document.name, draft, reading, refs)
    on = await _ground(request, document)
    stand = [] if on is None or on.draft.id != draft.id else await _standings(request, on, refs)
    if "more" in request.line.flags and stand:
        return Answer(card.more(stand[0].about))
    title = words.SHOW_TITLE_LABEL if draft.label else words.SHOW_TITLE
    head = Title(title.format(document=document.name, name=archive.name(draft), label=draft.label))
    stamp = words.SHOW_STAMP.format(sha=short(reading.sha256), at=request.clock(draft.seen))
    foot = Para((Span(stamp), *source(draft.url, draft.brought)))
    notes = await _notes(request, on, draft, found)
    text = () if "names" in request.line.flags and stand else tuple(b for p in found for b in (_block(p), *notes(p)))
    holds = (*_changed(request, stand), *_doubt(on, draft), *(block for one in stand for block in _holds(one)))
    body = (*text, *holds) if len(found) == 1 else (*holds, *text)
    return Answer(Message((head, *body, foot), share_row(request, [one.about for one in stand])))


def _found(document: str, draft: Draft, reading: Reading, refs: tuple[str, ...]) -> list[Paragraph]:
    """The paragraphs that the references mean, each once, in reading order."""
    wanted: dict[int, Paragraph] = {}
    for ref in refs:
        found = scope(reading.paragraphs, ref)
        if not found:
            near, said = suggested(reading.paragraphs, ref)
            raise BadInput(
                words.NO_PARAGRAPH,
                name=archive.name(draft),
                document=document,
                asked=ref,
                nearest=said,
                choices=tuple(f'show {label} {archive.name(draft)} doc:"{document}"' for label in near),
            )
        wanted.update({p.n: p for p in found})
    return [wanted[n] for n in sorted(wanted)]


def _block(p: Paragraph) -> Block:
    label = (Span(f"{p.label} ", "strong"),) if p.label else ()
    mark = (Span(words.MARKED.format(mark=p.mark)),) if p.mark else ()
    if p.heading:
        return Para((Span(f"{p.label} {p.text}".strip(), "strong"), *mark))
    return Quote((*label, *_text(p), *mark))


def _text(p: Paragraph) -> tuple[Span, ...]:
    """The text with what the draft itself strikes through shown so."""
    spans, at = [], 0
    for start, end in p.struck:
        spans += [Span(p.text[at:start]), Span(p.text[start:end], "del")]
        at = end
    return tuple(span for span in (*spans, Span(p.text[at:])) if span.text)


async def _notes(
    request: Request, on: Ground | None, draft: Draft, found: Sequence[Paragraph]
) -> Callable[[Paragraph], list[Block]]:
    """What the asker's delegations have noted for themselves on a paragraph of the newest draft; an answer to them alone."""
    if on is None or on.draft.id != draft.id:
        return lambda _: []
    threads = on.threads
    kept = await noting.beside(request.session, request, on.document.id, {threads[p.n] for p in found})
    return lambda p: [para(said) for said in kept.get(threads[p.n], ())]


# ── where the space stands on them ───────────────────────────────────────────────────────────────────────────────────────


async def _ground(request: Request, document: Document) -> Ground | None:
    """What positions stand on; None before any draft is settled, and where there is nobody to take one."""
    if not await people.delegations(request.session, request.space.id):
        return None
    if await positions.newest_settled(request.session, document.id) is None:
        return None
    return await grounds.ground(request.session, document)


async def _standings(request: Request, on: Ground, refs: Sequence[str]) -> list[Standing]:
    found, _ = scopes(on.reading, on.threads, refs)
    return [await standing(request.session, request.space, on, one, request.now) for one in found]


def _changed(request: Request, stand: Sequence[Standing]) -> list[Block]:
    """That a button's words are no longer those that are shown."""
    on = request.line.keys.get("on", "").casefold()
    if not on or len(stand) != 1 or stand[0].about.text_hash.startswith(on):
        return []
    return [para(cards_say.OTHER_WORDS.format(ref=stand[0].about.ref))]


def _doubt(on: Ground | None, draft: Draft) -> list[Block]:
    """That no position stands on the draft that is shown, its reading being in doubt."""
    if on is None or on.in_doubt is None or on.in_doubt.id != draft.id:
        return []
    said = cards_say.IN_DOUBT.format(name=archive.name(draft), draft=archive.name(on.draft))
    return [para(said)]


def _holds(one: Standing) -> tuple[Block, ...]:
    about = one.about
    state = facts_say.STATE.format(
        ref=about.ref, draft=about.draft, hash=short(about.text_hash), state=facts_say.STATES[one.facts.state]
    )
    return (para(state, "strong"), *blocks(about, one.facts, one.board, WHOLE))
