"""A source that is a page which links to drafts: new links, new texts under known links, links gone, the page's own words."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.drafts.belonging import of_document
from bot.drafts.files import Visit
from bot.drafts.first_look import LOOKS, LOOKS_APART_S
from bot.drafts.listing import MOST_NEW, Listing, listing, own_words, same_view, shown_twice
from bot.drafts.order import Posting, drafts_on
from bot.drafts.pace import late_since
from bot.drafts.page import Page
from bot.drafts.page_news import Words, ask_about_many, note_page
from bot.drafts.sight import Sight
from storage import drafts
from storage.tables import Address, Source

_SEVERAL = 3  # new drafts that were missed, or waited for an answer: more than these become one message


async def look_at_list(look: Sight) -> str:
    """One look; returns what it found in a word or two."""
    source, first = look.source, look.source.state == "starting"
    visit = Visit(look, first=first, late_since=late_since(source, look.desk.clock()))
    seen = await look.changed(source.url, whole=first or look.awaits())
    if seen is None:
        await visit.recheck({})
        return visit.outcome
    neighbours = await _neighbours(look)
    seen, page = await look.view(seen)
    pages = [page]
    pages += await _spaced(look) if first else await _confirming(visit, page, neighbours)
    postings = _steady(visit, pages)
    mine = await of_document(visit, postings)
    found = listing(mine, _known(visit), _shown(pages))
    if not found and not first and len(pages) == 1 and not await _untold(look):
        look.same(seen)
        await visit.recheck(_by_address(mine))
        return visit.outcome
    found = await without_many(visit, found)
    await take_listing(visit, found, mine)
    await note_page(visit, seen, found, _words(visit, pages, mine, neighbours))
    return visit.outcome


async def _untold(look: Sight) -> bool:
    """Whether drafts that were kept still wait for the one message that tells them: the process ended in between."""
    async with look.desk.db.read() as session:
        return bool(await drafts.untold(session, look.source.document_id))


async def _spaced(look: Sight) -> list[Page]:
    """The page twice more, to learn what differs at every fetch."""
    pages = []
    for _ in range(LOOKS - 1):
        await look.desk.pause(LOOKS_APART_S)
        pages.append((await look.view(await look.again(look.source.url)))[1])
    return pages


async def _confirming(visit: Visit, page: Page, neighbours: Sequence[Source]) -> list[Page]:
    """The page once more, if there is anything on it that would be told."""
    look = visit.sight
    postings = _postings(look, page)
    held = [posting for posting in postings if visit.draft_of(posting)]
    words = own_words(page, _addresses(held) | _theirs(page, neighbours))
    new_words = words != look.source.page_words and not _flaps(look)
    if not new_words and not listing(postings, _known(visit), _shown([page])):
        return []
    return [(await look.view(await look.again(look.source.url)))[1]]


def _postings(look: Sight, page: Page) -> Sequence[Posting]:
    return drafts_on(page, pattern=look.source.links or None, language=look.language)


def _steady(visit: Visit, pages: Sequence[Page]) -> Sequence[Posting]:
    """The postings that every fetch shows; the others wait for the next look."""
    on_pages = [_postings(visit.sight, page) for page in pages]
    if visit.first:
        return on_pages[0]
    steady = list(on_pages[0])
    for other in on_pages[1:]:
        steady = shown_twice(steady, other)
    if len(steady) < len(on_pages[0]):
        visit.put_off()
    return steady


async def without_many(visit: Visit, found: Listing) -> Listing:
    """More new drafts at once than a negotiation has are asked about first, and noted as asked about."""
    new = [posting for posting in found.fresh if not any(link.url in visit.rows for link in posting.renditions)]
    if visit.first or len(new) <= MOST_NEW:
        return found
    await ask_about_many(visit.sight, new)
    for posting in new:
        await visit.pass_over(posting, "asked")
    visit.verdicts.append("asked")
    return replace(found, fresh=tuple(posting for posting in found.fresh if posting not in new))


async def take_listing(visit: Visit, found: Listing, mine: Sequence[Posting]) -> None:
    """New drafts, oldest first; new texts of known ones; new files of known ones."""
    wanted = any(visit.rows[url].state == "wanted" for url in _addresses(found.fresh) if url in visit.rows)
    visit.leaving = frozenset(row.draft_id for row in found.removed if row.draft_id)
    visit.several = len(found.fresh) > _SEVERAL and (wanted or visit.late_since is not None)
    for posting in found.fresh:
        await visit.take_posting(posting)
    visit.several = False
    if not visit.first:
        await visit.recheck(_by_address(mine), found.touched)
    for posting in found.joined:
        await visit.take_posting(posting)


def _words(visit: Visit, pages: Sequence[Page], mine: Sequence[Posting], neighbours: Sequence[Source]) -> Words:
    """The page's own words, where the fetches agree on them; those of a page with several sources are told by one."""
    source = visit.sight.source
    ours = _addresses(mine)
    shown = [own_words(page, ours | _theirs(page, neighbours)) for page in pages]
    if visit.first:
        return Words(shown[0], told=False, flaps=not all(same_view(pages[0], other) for other in pages[1:]))
    flaps = _flaps(visit.sight)
    if len(set(shown)) > 1 and not flaps:
        visit.put_off()
    teller = min((source, *neighbours), key=lambda one: (bool(one.base), one.id))
    told = teller is source and not flaps and len(set(shown)) == 1
    return Words(shown[0] if len(set(shown)) == 1 else source.page_words, told=told, flaps=flaps)


def _flaps(look: Sight) -> bool:
    row = look.rows.get(look.source.url)
    return row is not None and row.flaps


async def _neighbours(look: Sight) -> list[Source]:
    """The other sources of the space that look at the same page."""
    async with look.desk.db.read() as session:
        every = await drafts.sources(session, look.source.space_id)
    return [one for one in every if one.url == look.source.url and one.id != look.source.id]


def _theirs(page: Page, neighbours: Sequence[Source]) -> frozenset[str]:
    """The addresses on a page that other sources take as their drafts."""
    theirs = [drafts_on(page, pattern=one.links) for one in neighbours if one.links]
    return frozenset().union(*(_addresses(postings) for postings in theirs))


def _addresses(postings: Collection[Posting]) -> frozenset[str]:
    return frozenset(link.url for one in postings for link in (*one.renditions, *one.translations))


def _by_address(postings: Sequence[Posting]) -> dict[str, Posting]:
    return {link.url: posting for posting in postings for link in posting.renditions}


def _shown(pages: Sequence[Page]) -> frozenset[str]:
    return frozenset(link.url for page in pages for link in page.links)


def _known(visit: Visit) -> dict[str, Address]:
    return {url: row for url, row in visit.rows.items() if visit.known(url)}
