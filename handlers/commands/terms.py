"""How often words stand in each draft, and where.

terms                    the words that this space watches
terms "human rights"     any words: whole words, case and accents aside, across line breaks
terms "human rights" r1 r2     in these drafts only; a base is named like a draft
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.drafts.citing import citing
from bot.drafts.comparison.terms import occurrences
from bot.drafts.keeping import archive, naming
from bot.drafts.keeping.stamp import stamp
from bot.drafts.reading import Reading
from bot.errors import BadInput
from bot.message import Block, Message, Para, Span, Title, para
from bot.sentences import terms as sentences
from bot.wording import excerpt, listed
from handlers.grammar import Line
from handlers.request import Answer, Request
from storage import drafts
from storage.tables import Document, Draft

_PLACES = 20  # labels named for one draft
_MOST = 50  # drafts counted in, the newest


async def run(request: Request) -> Answer:
    document = await naming.document(request.session, request.space, request.line.keys.get("doc"))
    terms, named = _asked(request.line)
    terms = terms or tuple(request.space.terms)
    if not terms:
        raise BadInput(sentences.NONE, form=request.typed('terms "human rights"'))
    chosen = await _drafts(request, document, named)
    readings = [await archive.load(request.session, draft) for draft in chosen]
    named_readings = list(zip(map(archive.name, chosen), readings, strict=True))[::-1]
    blocks = await asyncio.to_thread(lambda: [block for term in terms for block in _term(term, named_readings)])
    head, whole = Title(sentences.TITLE.format(document=document.name)), para(sentences.WHOLE)
    return Answer(Message((head, *blocks, whole, stamp(chosen, readings, request.zone, request.today))))


def _asked(line: Line) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The terms and the drafts of a line. Beside quoted terms every word names a draft; without quotes the words that do not
    are one term."""
    quoted = tuple(word for word in line.words if word in line.quoted)
    plain = tuple(word for word in line.words if word not in line.quoted)
    if quoted:
        return quoted, plain
    named = tuple(word for word in line.drafts() if word not in line.quoted)
    term = " ".join(word for word in plain if word not in named)
    return ((term,) if term else ()), named


async def _drafts(request: Request, document: Document, named: Sequence[str]) -> Sequence[Draft]:
    """The drafts to count in, oldest first: those named, or all."""
    if named:
        found = [await naming.draft(request.session, document, word, request.zone) for word in named]
        return sorted({draft.id: draft for draft in found}.values(), key=lambda draft: draft.number or 0)
    await naming.draft(request.session, document, "latest", request.zone)
    return await drafts.numbered(request.session, document.id, most=_MOST)


def _term(term: str, read: Sequence[tuple[str, Reading]]) -> Iterator[Block]:
    """A term's count and places in each of these readings."""
    yield para(sentences.TERM.format(term=excerpt(term, 100)), "strong")
    for name, reading in read:
        found = occurrences(reading, term)
        line = Span(sentences.LINE.format(name=name, n=len(found)))
        places = sentences.PLACES.format(places=listed(_places(reading, found), _PLACES, between=", "))
        yield Para((line, Span(places)) if found else (line,))


def _places(reading: Reading, found: Sequence[int]) -> list[str]:
    """ "C5", "C9 ×2"; the number of a paragraph without a label."""
    told, cite = [], citing(reading.paragraphs)
    for n, times in Counter(found).items():
        label = cite(reading.paragraphs[n - 1])
        told.append(sentences.SEVERAL.format(label=label, n=times) if times > 1 else label)
    return told
