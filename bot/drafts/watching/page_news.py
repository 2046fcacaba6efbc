"""What is told of a page itself: links gone, moved or renamed, other languages, its own words; and what it is remembered by."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.arriving.files import Visit
from bot.drafts.keeping import archive
from bot.drafts.looking import sight
from bot.drafts.looking.listing import Listing, Renamed, changed_lines, moved_on, moved_to, tell_changes
from bot.drafts.looking.restless import ADDRESS, LABEL, PAGE, told_of
from bot.drafts.looking.sight import Seen, Sight
from bot.drafts.pages.order import Posting
from bot.drafts.pages.steady import without_noise
from bot.drafts.provenance import titled
from bot.drafts.watching.first_look import tell_first_look
from bot.languages import again, named
from bot.message import Button, Message, Para, Title, say
from bot.outbox import alert_space, tell_officers, tell_space
from bot.sentences import flash as sentences
from bot.wording import anded
from storage import drafts
from storage.tables import Address, Document, Draft, Source

_ONE_BY_ONE = 3  # drafts whose links are gone; more are told in one sentence


@dataclass(frozen=True, slots=True)
class Words:
    """A page's own words. `told`: a change of them is told; `flaps`: something on the page differs at every fetch."""

    text: str
    told: bool
    flaps: bool


Line = tuple[str, tuple[tuple[str, object], ...]]
"""A sentence and its values; one that depends on the language is a function."""


async def note_page(visit: Visit, seen: Seen, found: Listing, words: Words) -> None:
    """Remembers the page as seen and tells what changed on it, in one transaction and one message."""
    now = visit.sight.desk.clock()
    async with visit.sight.desk.db.write() as session:
        source = await session.get_one(Source, visit.sight.source.id)
        document = await session.get_one(Document, source.document_id)
        links = await _links(session, visit, document, found, now)
        told = list(dict.fromkeys([*links, *_own_words(document, source, visit.sight, words)]))
        if told and not visit.first:
            visit.verdicts.append("told")
            key = f"page:{source.id}:{seen.sha256[:16]}:{now.timestamp():.6f}"
            await tell_space(session, source.space_id, key, lambda: say(*map(_said, told)), now)
        await _remember(session, visit, source, seen, words, now)
        if visit.first:
            await tell_first_look(session, source, document, now, failed=visit.failed, flaps=words.flaps)
        await tell_several(session, source, document, now, late=visit.late_since is not None)


async def _remember(
    session: AsyncSession, visit: Visit, source: Source, seen: Seen, words: Words, now: datetime
) -> None:
    """A page with something left to do is not remembered as seen: the next look looks through it again."""
    known = None if visit.unfinished else seen
    await sight.note(session, source.id, source.url, now, state="page", seen=known)
    source.page_words, source.state = words.text, "watching"
    session.add(source)


def _line(sentence: str, **values: object) -> Line:
    return sentence, tuple(values.items())


def _said(line: Line) -> str:
    """A line in the language that is spoken; its values may be lines, whose sentences are joined."""
    sentence, values = line
    return again(sentence).format(**{name: value() if callable(value) else value for name, value in values})


def _own_words(document: Document, source: Source, look: Sight, words: Words) -> list[Line]:
    """What changed, and what stands still again."""
    old, new = (without_noise(one, look.noise, shuffled=look.shuffled) for one in (source.page_words, words.text))
    changes = told_of(look.calm, PAGE, changed_lines(old, new)) if words.told else []
    changes += look.calm.still(PAGE, LABEL, ADDRESS)
    told = partial(tell_changes, changes)
    return [_line(sentences.PAGE_WORDS, document=document.name, changes=told)] if changes else []


async def _links(session: AsyncSession, visit: Visit, document: Document, found: Listing, now: datetime) -> list[Line]:
    """What became of links; notes it."""
    told = await _removed(session, visit, document, found, now)
    for row in found.returned:
        (await session.get_one(Address, row.id)).gone = None
        told.append(_line(sentences.LINK_BACK, document=document.name, label=row.label, url=row.url))
    for renamed in found.renamed:
        told += await _rename(session, visit.sight, document, renamed)
    for posting, draft_id in found.resymboled:
        if visit.draft_of(posting) != draft_id:
            continue  # another text came with it
        told += await _resymbol(session, document, posting, draft_id)
    for posting, link in found.translations:
        names = {
            "document": document.name,
            "language": partial(named, link.language),
            "label": posting.label,
            "url": link.url,
        }
        told.append(_line(sentences.LANGUAGE_VERSION, **names))
        await sight.note(session, visit.sight.source.id, link.url, now, state="passed", label=posting.label)
    return told


async def _removed(
    session: AsyncSession, visit: Visit, document: Document, found: Listing, now: datetime
) -> list[Line]:
    """One sentence a draft, with every address of it that is gone; none where a new draft was told in its place."""
    gone = {row.url for row in found.removed}
    left = [row for row in visit.rows.values() if row.url not in gone]
    new = {link.url for posting in (*found.fresh, *found.joined) for link in posting.renditions}
    on = moved_on(found.removed, new, [row for row in left if row.gone is None])
    by_sentence: defaultdict[tuple[str, str, int | None], list[str]] = defaultdict(list)
    for row in found.removed:
        (await session.get_one(Address, row.id)).gone = now
        if row.url in on:
            continue
        other = moved_to(row, left)
        if other and not visit.sight.calm.tells(ADDRESS, row.url, other.url):
            continue
        sentence = sentences.ADDRESS_CHANGED if other else sentences.LINK_REMOVED
        by_sentence[sentence, row.label, row.draft_id].append(other.url if other else row.url)
    if len(by_sentence) > _ONE_BY_ONE:
        labels = partial(anded, [f"“{label}”" for _, label, _ in by_sentence])
        return [_line(sentences.LINKS_REMOVED, document=document.name, n=len(by_sentence), labels=labels)]
    return [
        _line(sentence, document=document.name, label=label, url=partial(anded, urls))
        for (sentence, label, _), urls in by_sentence.items()
    ]


async def _resymbol(session: AsyncSession, document: Document, posting: Posting, draft_id: int) -> list[Line]:
    """A draft has another symbol; not told where its name changed with it."""
    draft = await session.get_one(Draft, draft_id)
    old, draft.symbol = draft.symbol, posting.symbol
    names = {"document": document.name, "label": posting.label}
    symbols = {name: partial(_symbol, one) for name, one in (("old", old), ("new", posting.symbol))}
    return [_line(sentences.LINK_SYMBOL, **names, **symbols)] if draft.label == posting.label else []


def _symbol(symbol: str) -> str:
    return symbol or sentences.NO_SYMBOL


async def _rename(session: AsyncSession, look: Sight, document: Document, renamed: Renamed) -> list[Line]:
    """A draft is called otherwise now; not told where another text came with the new name."""
    told = []
    for known in renamed.addresses:
        row = await session.get_one(Address, known.id)
        draft = await session.get(Draft, row.draft_id) if row.draft_id else None
        row.label = renamed.label
        if draft is not None and draft.label == known.label:
            draft.label = renamed.label
            if look.calm.tells(LABEL, known.label, renamed.label):
                told.append(_line(sentences.LINK_WORDS, document=document.name, old=known.label, new=renamed.label))
    return told


async def ask_about_many(look: Sight, fresh: Sequence[Posting]) -> None:
    """More new drafts at once than a negotiation has: a chair or secretary says whether they are."""
    source, now = look.source, look.desk.clock()
    async with look.desk.db.write() as session:
        document = await session.get_one(Document, source.document_id)
        about, line = {"document": document.name, "n": len(fresh), "url": source.url}, f"watch take {source.id}"

        def told() -> Message:
            return Message(say(sentences.MANY.format(**about)).blocks, ((Button(sentences.BUTTON_TAKE, line),),))

        addresses = " ".join(sorted(posting.url for posting in fresh))
        key = f"many:{source.id}:{hashlib.sha256(addresses.encode()).hexdigest()[:16]}"
        await tell_officers(session, source.space_id, key, told, now)


async def tell_several(session: AsyncSession, source: Source, document: Document, now: datetime, *, late: bool) -> None:
    """Drafts that were missed, or waited for an answer, in one message to every chat."""
    waiting = await drafts.untold(session, document.id)
    if not waiting:
        return
    for row, _ in waiting:
        row.told = True
    taken = [draft for _, draft in waiting]
    key = f"several:{document.id}:{taken[-1].id}"
    told = partial(_several, document.name, taken, late=late)
    await alert_space(session, source.space_id, key, told, now, about=document.id)


def _several(document: str, taken: Sequence[Draft], *, late: bool) -> Message:
    said = sentences.SEVERAL_LATE if late else sentences.SEVERAL
    title = Title(said.format(document=document, n=len(taken), name=archive.name(taken[-1])))
    lines = [Para(titled(f"{archive.name(draft)}  {draft.label}", draft.url, draft.brought)) for draft in taken]
    return Message((title, *lines), ((Button(sentences.BUTTON_DIFF, f'diff doc:"{document}"'),),))
