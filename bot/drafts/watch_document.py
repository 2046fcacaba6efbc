"""A source whose address is the draft itself."""

from bot.desk import Desk
from bot.drafts import sight
from bot.drafts.archive import Posted
from bot.drafts.first_look import LOOKS, LOOKS_APART_S, tell_first_look
from bot.drafts.intake import Manner, take
from bot.drafts.listing import changed_lines, links_text, tell_changes
from bot.drafts.pace import late_since
from bot.drafts.page import Page
from bot.drafts.sight import Seen
from bot.message import say
from bot.outbox import tell_space
from bot.sentences import flash as sentences
from storage import drafts
from storage.tables import Address, Document, Draft, Source


async def look_at_document(desk: Desk, source: Source) -> str:
    """One look: the text at the address, judged if its bytes changed."""
    async with desk.db.read() as session:
        known = await drafts.address(session, source.id, source.url)
    first = source.state == "starting"
    seen = await sight.changed(desk, source, source.url, None if first else known)
    if seen is None:
        return "unchanged"
    view = sight.view(seen) if "html" in seen.answer.mime else None
    found = await _read(desk, seen, view)
    if not await _confirmed(desk, source, seen, found, first=first):
        return "unsettled"
    manner = Manner(quiet=first, replaced=not first, late_since=late_since(source, desk.clock()))
    outcome = await take(desk, source, found, manner)
    links = links_text(view) if view else ""
    await _note(desk, source, seen, outcome.draft, links, first=first)
    return outcome.verdict


async def _read(desk: Desk, seen: Seen, view: Page | None) -> Posted:
    reading = await desk.read(seen.answer.data, seen.answer.url)
    label = view.title if view else ""
    return Posted(seen.url, seen.answer.data, seen.answer.mime, reading, label=label, published=seen.answer.published)


async def _confirmed(desk: Desk, source: Source, seen: Seen, found: Posted, *, first: bool) -> bool:
    """Fetched once more at once (on the first look twice, spaced), it must be the same text."""
    for _ in range(LOOKS - 1 if first else 1):
        if first:
            await desk.pause(LOOKS_APART_S)
        other = await sight.again(desk, source, seen.url)
        if other.sha256 == seen.sha256:
            continue
        reading = await desk.read(other.answer.data, other.answer.url)
        if [p.text_hash for p in reading.paragraphs] != [p.text_hash for p in found.reading.paragraphs]:
            return first  # a text that differs at every fetch is kept as it was first seen
    return True


async def _note(desk: Desk, source: Source, seen: Seen, draft: Draft | None, links: str, *, first: bool) -> None:
    """Remembers what stands there; tells what changed among the page's own links; ends a first look."""
    now = desk.clock()
    async with desk.db.write() as session:
        mine = await session.get_one(Source, source.id)
        row = await drafts.address(session, source.id, source.url) or Address(
            source_id=source.id, url=source.url, checked=now
        )
        sight.remember(row, seen)
        row.checked, row.draft_id = now, draft.id if draft else row.draft_id
        session.add(row)
        document = await session.get_one(Document, mine.document_id)
        if first:
            mine.state = "watching"
            await tell_first_look(session, mine, document, now)
        elif changes := changed_lines(mine.page_words, links):
            told = sentences.PAGE_LINKS.format(document=document.name, changes=tell_changes(changes))
            await tell_space(session, mine.space_id, f"links:{mine.id}:{seen.sha256[:16]}", say(told), now)
        mine.page_words = links
        session.add(mine)
