"""Brackets: which are open and since when, and what the last draft opened and closed.

brackets                 of the newest draft
brackets C8  ·  brackets III  ·  brackets C5-C8     of a paragraph, a section, a range
brackets r2  ·  brackets C8 r2                       as they stood in another draft, and what that one did
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.drafts.citing import Cite, citing, label, suggested
from bot.drafts.comparison.scope import scope
from bot.drafts.keeping import archive, comparing, naming
from bot.drafts.keeping.stamp import stamp
from bot.drafts.lineage.ledger import Bracket, Closed, How, Ledger, alternatives, ledger
from bot.drafts.reading import Paragraph, Reading
from bot.errors import BadInput
from bot.message import Block, Message, Para, Span, Title, para
from bot.sentences import brackets as sentences
from bot.sentences import inline as words
from bot.wording import excerpt
from handlers.request import Answer, Request

_SHOWN = 160  # characters of a bracket
_HOWS: tuple[How, ...] = ("kept", "deleted", "reworded")


@dataclass(frozen=True, slots=True)
class Told:
    """The drafts up to the one asked for, with their names. `cut`: there are earlier ones that were not looked at."""

    names: tuple[str, ...]
    readings: tuple[Reading, ...]
    cut: bool

    @property
    def name(self) -> str:
        return self.names[-1]


async def run(request: Request) -> Answer:
    document = await naming.document(request.session, request.space, request.line.keys.get("doc"))
    asked = (*request.line.drafts(), "latest")[0]
    draft = await naming.draft(request.session, document, asked, request.zone)
    drafts, left_out = await comparing.around(request.session, draft)
    chain = await comparing.chain(request.session, drafts)
    at = next(k for k, one in enumerate(drafts) if one.id == draft.id)
    told = Told(tuple(map(archive.name, drafts[: at + 1])), chain.readings[: at + 1], left_out is not None)
    kept = await asyncio.to_thread(ledger, chain.readings, chain.steps, at)
    refs = request.line.refs()
    meant = _within(told, document.name, kept, refs) if refs else kept
    blocks = (_title(document.name, told, meant, refs), *_open(told, meant), *_closed(told, meant))
    return Answer(Message((*blocks, stamp([draft], told.readings[-1:], request.zone, request.today))))


def _within(told: Told, document: str, whole: Ledger, refs: Sequence[str]) -> Ledger:
    """The part of a ledger in the paragraphs asked for; of what was closed, in what became of them or in what was deleted."""
    new, old = (_meant(reading, refs) for reading in (told.readings[-1], told.readings[max(0, len(told.readings) - 2)]))
    if not new and not old:
        raise _no_paragraph(told, document, refs)
    closed = (one for one in whole.closed if (new.intersection(one.now) if one.now else one.bracket.n in old))
    return Ledger(whole.at, tuple(one for one in whole.open if one.n in new), tuple(closed))


def _meant(reading: Reading, refs: Sequence[str]) -> set[int]:
    return {p.n for ref in refs for p in scope(reading.paragraphs, ref)}


def _no_paragraph(told: Told, document: str, refs: Sequence[str]) -> BadInput:
    near, said = suggested(told.readings[-1].paragraphs, refs[0])
    return BadInput(
        words.NO_PARAGRAPH,
        name=told.name,
        document=document,
        asked=refs[0],
        nearest=said,
        choices=tuple(f'brackets {label} {told.name} doc:"{document}"' for label in near),
    )


def _title(document: str, told: Told, kept: Ledger, refs: Sequence[str]) -> Title:
    n = len(kept.open)
    title = (sentences.TITLE if n > 1 else sentences.TITLE_ONE if n else sentences.TITLE_NONE).format(
        document=document, name=told.name, n=n
    )
    return Title(sentences.TITLE_REF.format(title=title, refs=", ".join(refs)) if refs else title)


def _open(told: Told, kept: Ledger) -> Iterator[Block]:
    reading = told.readings[-1]
    cite = citing(reading.paragraphs)
    for group in alternatives(kept.open, reading):
        text = " ".join(_excerpt(bracket) for bracket in group)
        yield _line(cite(reading.paragraphs[group[0].n - 1]), text, _about(told, group))


def _about(told: Told, group: Sequence[Bracket]) -> list[str]:
    """ "alternatives", "open since r1", "inside another (depth 2)"."""
    about = [sentences.ALTERNATIVES] if len(group) > 1 else []
    about += [_since(told, opened) for opened in dict.fromkeys(bracket.opened for bracket in group)]
    if group[0].span.depth > 1:
        about.append(sentences.DEPTH.format(depth=group[0].span.depth))
    if not group[-1].span.closed:
        about.append(sentences.NO_END)
    return about


def _since(told: Told, opened: int) -> str:
    name = told.names[opened]
    if opened == len(told.names) - 1 > 0:
        return sentences.NEW.format(name=name)
    return (sentences.SINCE_CUT if told.cut and not opened else sentences.SINCE).format(name=name)


def _closed(told: Told, kept: Ledger) -> Iterator[Block]:
    if len(told.names) < 2:
        return
    before = told.names[-2]
    if not kept.opened and not kept.closed:
        yield para(sentences.NOTHING.format(name=told.name, before=before))
        return
    yield para(sentences.OPENED.format(name=told.name, n=len(kept.opened), closed=len(kept.closed)), "strong")
    counted = Counter(one.how for one in kept.closed)
    cite = citing(told.readings[-1].paragraphs)
    for how in _HOWS:
        if counted[how]:
            yield para(sentences.CLOSED[how].format(name=told.name, n=counted[how]), "strong")
        for one in kept.closed:
            if one.how == how:
                yield _closed_line(told, one, cite)


def _closed_line(told: Told, one: Closed, cite: Cite) -> Block:
    """Under the label that its paragraph has now, with the old one where that is another."""
    before, after = (reading.paragraphs for reading in told.readings[-2:])
    old = _label(before, one.bracket.n)
    about = [sentences.HOW[one.how].format(name=told.name)]
    if one.now and _label(after, one.now[0]) != old:
        about.append(sentences.WAS.format(label=old))
    return _line(cite(after[one.now[0] - 1]) if one.now else old, _excerpt(one.bracket), about)


def _line(label: str, text: str, about: Sequence[str]) -> Para:
    return Para((Span(label, "strong"), Span(f"  {text}  "), Span(" · ".join(about), "code")))


def _label(paragraphs: Sequence[Paragraph], n: int) -> str:
    return label(paragraphs, paragraphs[n - 1]) or words.UNLABELLED.format(n=n)


def _excerpt(bracket: Bracket) -> str:
    return excerpt(bracket.text, _SHOWN)
