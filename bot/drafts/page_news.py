"""What is told of a page itself: links gone, moved or renamed, other languages, its own words; and what it is remembered by."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import Desk
from bot.drafts import archive, sight
from bot.drafts.files import Visit
from bot.drafts.first_look import tell_first_look
from bot.drafts.listing import Listing, changed_lines, tell_changes
from bot.drafts.order import Posting
from bot.drafts.sight import Seen
from bot.message import Button, Message, Para, Span, Title, say
from bot.outbox import tell_officers, tell_space
from bot.sentences import flash as sentences
from storage import drafts
from storage.tables import Address, Document, Draft, Source


async def note_page(visit: Visit, seen: Seen, found: Listing, words: str, *, flaps: bool) -> None:
    """Remembers the page as seen and tells what changed on it, in one transaction."""
    now = visit.desk.clock()
    async with visit.desk.db.write() as session:
        source = await session.get_one(Source, visit.source.id)
        document = await session.get_one(Document, source.document_id)
        row = await drafts.address(session, source.id, source.url) or Address(
            source_id=source.id, url=source.url, checked=now, flaps=flaps
        )
        sight.remember(row, seen)
        row.checked = now
        session.add(row)
        told = [*await _links(session, visit, document, found, now), *_own_words(document, source, row, words)]
        for number, sentence in enumerate(told):
            visit.verdicts.append("told")
            if not visit.quiet:
                key = f"page:{source.id}:{seen.sha256[:16]}:{now.timestamp():.0f}:{number}"
                await tell_space(session, source.space_id, key, say(sentence), now)
        source.page_words = words
        source.most_new = Source.model_fields["most_new"].default
        if source.state == "starting":
            source.state = "watching"
            await tell_first_look(session, source, document, now, flaps=flaps)
        session.add(source)


def _own_words(document: Document, source: Source, row: Address, words: str) -> list[str]:
    if source.state == "starting" or row.flaps or source.base:
        return []
    changes = changed_lines(source.page_words, words)
    return [sentences.PAGE_WORDS.format(document=document.name, changes=tell_changes(changes))] if changes else []


async def _links(session: AsyncSession, visit: Visit, document: Document, found: Listing, now: datetime) -> list[str]:
    """What became of links, as sentences; notes it."""
    told = []
    new = {visit.known[link.url].draft_id for p in found.fresh for link in p.renditions if link.url in visit.known}
    for row in found.removed:
        sentence = sentences.ADDRESS_CHANGED if row.draft_id in new else sentences.LINK_REMOVED
        told.append(sentence.format(document=document.name, label=row.label, url=row.url))
        mine = await session.get_one(Address, row.id)
        mine.gone = now
        session.add(mine)
    for renamed in found.renamed:
        told += await _rename(session, document, renamed.address, renamed.label)
    for posting, link in found.translations:
        told.append(
            sentences.LANGUAGE_VERSION.format(
                document=document.name, language=link.language, label=posting.label, url=link.url
            )
        )
        session.add(Address(source_id=visit.source.id, url=link.url, label=posting.label, checked=now))
    return told


async def _rename(session: AsyncSession, document: Document, known: Address, label: str) -> list[str]:
    """A draft is called otherwise now; not told where another text came with the new name."""
    row = await session.get_one(Address, known.id)
    draft = await session.get(Draft, row.draft_id) if row.draft_id else None
    old, row.label = known.label, label
    session.add(row)
    if draft is None or draft.label == label:
        return []
    draft.label = label
    session.add(draft)
    return [sentences.LINK_WORDS.format(document=document.name, old=old, new=label)]


async def ask_about_many(desk: Desk, source: Source, fresh: Sequence[Posting]) -> None:
    """More new drafts at once than a negotiation has: a chair or secretary says whether they are."""
    now = desk.clock()
    async with desk.db.write() as session:
        document = await session.get_one(Document, source.document_id)
        told = sentences.MANY.format(document=document.name, n=len(fresh), url=source.url)
        buttons = ((Button(sentences.BUTTON_TAKE, f"watch take {source.id}"),),)
        addresses = " ".join(sorted(posting.url for posting in fresh))
        key = f"many:{source.id}:{hashlib.sha256(addresses.encode()).hexdigest()[:16]}"
        await tell_officers(session, source.space_id, key, Message(say(told).blocks, buttons), now)


async def tell_several(desk: Desk, source: Source, taken: Sequence[Draft]) -> None:
    """Drafts that appeared while nobody looked, in one message."""
    now = desk.clock()
    async with desk.db.write() as session:
        document = await session.get_one(Document, source.document_id)
        lines = [Para((Span(f"{archive.name(draft)}  {draft.label}"),)) for draft in taken]
        title = Title(sentences.SEVERAL_TITLE.format(document=document.name, n=len(taken)))
        button = Button(sentences.BUTTON_DIFF, f'diff doc:"{document.name}"')
        message = Message((title, *lines), ((button,),))
        key = f"several:{source.id}:{taken[-1].id if taken else 0}"
        await tell_space(session, source.space_id, key, message, now)
