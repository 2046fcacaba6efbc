"""The words of a paragraph, a section or a range, as they stand in a draft.

show C9                  one paragraph of the newest draft, or the section that it heads
show C5-C8  ·  show III  a range, a section; show C5.3: item 3 inside C5
show C9 r1               as it stood in another draft
show all                 the whole draft
"""

from bot.drafts import archive, naming
from bot.drafts.reading import Paragraph, Reading
from bot.drafts.scope import nearest, scope
from bot.errors import BadInput
from bot.message import Block, Message, Para, Quote, Span, Title
from bot.sentences import chat as sentences
from bot.sentences import inline as words
from bot.wording import anded, clock, short
from handlers.request import Answer, Request
from storage.tables import Draft


async def run(request: Request) -> Answer:
    refs = request.line.refs()
    if not refs:
        raise BadInput(sentences.SHOW_WHAT, form=request.typed("show C9"))
    document = await naming.document(request.session, request.space, request.line.keys.get("doc"))
    asked = (*request.line.drafts(), "latest")[0]
    draft = await naming.draft(request.session, document, asked, request.zone)
    reading = await archive.load(request.session, draft)
    found = _found(document.name, draft, reading, refs)
    title = words.SHOW_TITLE_LABEL if draft.label else words.SHOW_TITLE
    head = Title(title.format(document=document.name, name=archive.name(draft), label=draft.label))
    stamp = words.SHOW_STAMP.format(sha=short(reading.sha256), at=clock(draft.seen, request.zone, request.today))
    foot = Para((Span(stamp), Span(words.SOURCE, href=draft.url)))
    return Answer(Message((head, *(_block(p) for p in found), foot)))


def _found(document: str, draft: Draft, reading: Reading, refs: tuple[str, ...]) -> list[Paragraph]:
    """The paragraphs that the references mean, each once, in reading order."""
    wanted: dict[int, Paragraph] = {}
    for ref in refs:
        found = scope(reading.paragraphs, ref)
        if not found:
            near = nearest(reading.paragraphs, ref)
            said = words.NEAREST.format(labels=anded(near)) if near else ""
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
