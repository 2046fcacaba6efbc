"""What changed between two drafts: words struck and inserted.

diff                     the newest draft against the one before (also: diff latest)
diff r1 r3               two drafts; the older one is always the old side
diff r1 r3 C9            one paragraph, section or range of it: C9, III, C5-C8, C5,C8
diff r2 vs:r1,chair      each inserted run shown with the base that it came from
diff r1 r3 file:docx     the whole comparison as a file: pdf, docx (Word, tracked changes) or html

Where a draft is named, its label in quotes, its date (2026-06-11) or `latest` serves too.
"""

import asyncio
from dataclasses import dataclass

from bot.drafts import inline, summing
from bot.drafts.citing import suggested
from bot.drafts.comparison import Change, Comparison
from bot.drafts.comparison.changes import compare
from bot.drafts.comparison.scope import scope
from bot.drafts.keeping import archive, comparing, naming, sheets
from bot.drafts.provenance import source
from bot.drafts.reading import Reading
from bot.errors import BadInput
from bot.message import Button, Message, Para, Span, Upload
from bot.sentences import chat as sentences
from bot.sentences import inline as words
from bot.sentences import redline
from bot.wording import anded, clock
from handlers import private
from handlers.request import Answer, Request
from storage import deliveries, drafts
from storage.tables import Document, Draft

_MANY = 5  # changes: from here a phone's first screen does not show them, and tells which there are


@dataclass(frozen=True, slots=True)
class Pair:
    """Two drafts to compare, the older first, and the bases beside them."""

    document: Document
    old: Draft
    new: Draft
    bases: tuple[Draft, ...] = ()


async def run(request: Request) -> Answer:
    request.aloud()
    form = _form(request)
    pair = await _pair(request)
    compared = await _compared(request, pair)
    thread = await _thread(request, pair.new)

    async def files() -> list[Upload]:
        told = sheets.sheet(pair.document, pair.old, pair.new, compared, request.now, request.zone)
        return [await asyncio.to_thread(sheets.upload, told, pair.document, pair.old, pair.new, form or "pdf")]

    if form:
        return Answer(Message(()), public=True, files=files, alone=True, thread=thread)
    old, new = archive.name(pair.old), archive.name(pair.new)
    only = _only(request, pair, compared)
    overview = summing.overview(compared) if only is None and len(compared.shown()) >= _MANY else ""
    tagged = any(base.id != pair.old.id for base in pair.bases)
    blocks = inline.blocks(pair.document.name, old, new, compared, only, tagged=tagged, overview=overview)
    buttons = _buttons(pair) if compared.shown() else ()
    return Answer(Message((*blocks, _foot(request, pair.new)), buttons), public=True, files=files, thread=thread)


def _foot(request: Request, new: Draft) -> Para:
    """When the newer side was seen, and where it is from."""
    seen = words.STAMP_SEEN.format(name=archive.name(new), at=clock(new.seen, request.zone, request.today))
    return Para((Span(f"{seen} · "), *source(new.url, new.brought)))


def _form(request: Request) -> str | None:
    """The form of file that is asked for, None if none is."""
    asked = request.line.keys.get("file")
    form = asked.casefold() if asked else None
    if form and form not in sheets.FORMS:
        choices = tuple(
            f"{request.line.verb} {request.line.text}".replace(f"file:{asked}", f"file:{known}")
            for known in sheets.FORMS
        )
        raise BadInput(sentences.NO_SUCH_FORM, asked=asked, known=anded(list(sheets.FORMS)), choices=choices)
    return form


def _buttons(pair: Pair) -> tuple[tuple[Button, ...], ...]:
    """The whole comparison in each form of file."""
    return (tuple(Button(redline.FORMS[form], f"{_line(pair)} file:{form}") for form in sheets.FORMS),)


def _line(pair: Pair) -> str:
    """What is typed for this comparison."""
    old, new = (f'"{one.base}"' if one.base else archive.name(one) for one in (pair.old, pair.new))
    vs = ",".join(archive.name(base) for base in pair.bases)
    return f'diff {old} {new} doc:"{pair.document.name}"' + (f' vs:"{vs}"' if vs else "")


async def _pair(request: Request) -> Pair:
    asked = request.line.drafts()
    document = await naming.document(request.session, request.space, request.line.keys.get("doc"))
    if len(asked) > 2:
        raise BadInput(sentences.THREE_DRAFTS, n=len(asked), form=request.typed("diff r2 vs:r1,chair"))
    named = [await private.draft(request, document, word) for word in asked]
    vs = [word for word in request.line.keys.get("vs", "").split(",") if word]
    bases = [await naming.base(request.session, document, word, request.zone) for word in vs]
    new = named[-1] if named else await naming.draft(request.session, document, "latest", request.zone)
    if len(named) == 2:
        old = named[0]
        if old.id == new.id:
            raise BadInput(sentences.SAME_DRAFT, asked=asked[0], other=asked[1])
    else:
        old = bases[0] if bases else await _before(request, document, new)
    if _older(new, old):
        old, new = new, old
    return Pair(document, old, new, tuple(base for base in bases if base.id != new.id))


def _older(one: Draft, other: Draft) -> bool:
    """By number, a base before all drafts; a private draft by when it was seen."""
    if one.private is not None or other.private is not None:
        return one.id < other.id
    return (one.number or 0, one.id) < (other.number or 0, other.id)


async def _before(request: Request, document: Document, new: Draft) -> Draft:
    """The draft before one, or the one after the first; or the sentence that says that there is none."""
    up_to = None if new.number is None else new.number - 1
    before = await drafts.numbered(request.session, document.id, most=1, up_to=up_to)
    if found := before or (await drafts.numbered(request.session, document.id))[1:2]:
        return found[0]
    raise BadInput(sentences.ONE_DRAFT, document=document.name, name=archive.name(new), choices=("show all",))


async def _compared(request: Request, pair: Pair) -> Comparison:
    """The comparison as the Flash tells it; where bases are named, each run with where it came from."""
    terms = request.space.terms
    if not pair.bases:
        return await comparing.told(request.session, pair.old, pair.new, terms)
    old, new = await archive.load(request.session, pair.old), await archive.load(request.session, pair.new)
    bases = await archive.load_all(request.session, pair.bases[::-1])
    return await asyncio.to_thread(compare, old, new, bases=bases, terms=terms)


def _only(request: Request, pair: Pair, compared: Comparison) -> list[Change] | None:
    """The changes of the paragraphs asked for; None where none is asked for."""
    refs = request.line.refs()
    if not refs:
        return None
    wanted_new = {p.n for ref in refs for p in scope(compared.new.paragraphs, ref)}
    wanted_old = {p.n for ref in refs for p in scope(compared.old.paragraphs, ref)}
    if not wanted_new and not wanted_old:
        raise _no_paragraph(pair, compared.new, refs[0])
    return [
        c for c in compared.changes if wanted_new.intersection(c.new) or (not c.new and wanted_old.intersection(c.old))
    ]


def _no_paragraph(pair: Pair, reading: Reading, ref: str) -> BadInput:
    near, said = suggested(reading.paragraphs, ref)
    return BadInput(
        words.NO_PARAGRAPH,
        name=archive.name(pair.new),
        document=pair.document.name,
        asked=ref,
        nearest=said,
        choices=tuple(f"{_line(pair)} {label}" for label in near),
    )


async def _thread(request: Request, draft: Draft) -> str | None:
    """The Flash of the draft in this chat, whose thread a comparison goes to."""
    flash = await drafts.flash_of(request.session, draft.id)
    if flash is None or request.chat is None or request.command.place.thread:
        return None
    place = request.command.place
    chat = request.chats.at(place.platform, place.tenant)
    if chat is None or not chat.threads:
        return None
    posted = await deliveries.flash_in(request.session, flash.id, request.chat.id)
    return posted.posted if posted else None
