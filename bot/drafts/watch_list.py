"""A source that is a page which links to drafts: new links, new texts under known links, links gone, the page's own words."""

from bot.desk import Desk
from bot.drafts import sight
from bot.drafts.belonging import of_document
from bot.drafts.files import Visit
from bot.drafts.first_look import LOOKS, LOOKS_APART_S
from bot.drafts.listing import Listing, listing, own_words, same_view
from bot.drafts.order import drafts_on
from bot.drafts.pace import late_since
from bot.drafts.page import Page
from bot.drafts.page_news import ask_about_many, note_page, tell_several
from storage import drafts
from storage.tables import Source

_SEVERAL = 3  # texts seen late: more than these become one message


async def look_at_list(desk: Desk, source: Source) -> str:
    """One look; returns what it found in a word or two."""
    async with desk.db.read() as session:
        rows = await drafts.addresses(session, source.id)
    wanted = {row.url for row in rows if row.wanted and row.draft_id is None}
    known = {row.url: row for row in rows if row.url not in wanted}
    first = source.state == "starting"
    visit = Visit(desk, source, known, wanted, quiet=first, late_since=late_since(source, desk.clock()))
    seen = await sight.changed(desk, source, source.url, None if first else known.get(source.url))
    if seen is None:
        await visit.recheck({})
        return visit.outcome
    view = sight.view(seen)
    flaps = await _flaps(desk, source, view) if first else False
    if not first and not await _confirmed(desk, source, view):
        return "unsettled"
    postings = await of_document(visit, drafts_on(view, pattern=source.links or None))
    found = listing(postings, known)
    if not first and len(found.fresh) > source.most_new:
        await ask_about_many(desk, source, found.fresh)
        return "asked"
    await _take_postings(visit, found)
    await visit.recheck({link.url: posting for posting in postings for link in posting.renditions})
    await note_page(visit, seen, found, own_words(view, postings), flaps=flaps)
    return visit.outcome


async def _flaps(desk: Desk, source: Source, view: Page) -> bool:
    """Whether the page shows other words at fetches that follow each other: looked at twice more, spaced."""
    views = [view]
    for _ in range(LOOKS - 1):
        await desk.pause(LOOKS_APART_S)
        views.append(sight.view(await sight.again(desk, source, source.url)))
    return not all(same_view(view, other) for other in views)


async def _confirmed(desk: Desk, source: Source, view: Page) -> bool:
    return same_view(view, sight.view(await sight.again(desk, source, source.url)))


async def _take_postings(visit: Visit, found: Listing) -> None:
    """New drafts, oldest first, and new files of known ones. Several that were missed become one message."""
    several = visit.late_since is not None and len(found.fresh) > _SEVERAL
    visit.quiet = visit.quiet or several
    taken = [await visit.take_posting(posting) for posting in found.fresh]
    if several:
        await tell_several(visit.desk, visit.source, [draft for draft in taken if draft])
    for posting in found.joined:
        await visit.take_posting(posting)
