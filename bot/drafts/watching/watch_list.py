"""A source that is a page which links to drafts: new links, new texts under known links, links gone, the page's own words."""

from collections.abc import Sequence
from dataclasses import replace

from bot.drafts.arriving.files import Visit
from bot.drafts.looking.listing import MOST_NEW, Listing, listing, own_words, shown_twice
from bot.drafts.looking.pace import late_since
from bot.drafts.looking.replaced import instead, is_itself
from bot.drafts.looking.restless import ADDRESS, LABEL, PAGE
from bot.drafts.looking.sight import Seen, Sight, whole
from bot.drafts.looking.texts import FETCHES
from bot.drafts.pages.order import Posting, drafts_on
from bot.drafts.pages.page import Page, words_of
from bot.drafts.pages.steady import Steady, steady, tokens, tokens_between, without_noise
from bot.drafts.watching import neighbours
from bot.drafts.watching.belonging import of_document
from bot.drafts.watching.first_look import LOOKS, LOOKS_APART_S
from bot.drafts.watching.neighbours import Neighbour, addresses, is_ours, left_to
from bot.drafts.watching.page_news import Words, ask_about_many, note_page
from bot.errors import ShowsElse
from bot.sentences import flash as sentences
from storage import drafts
from storage.tables import Address

_SEVERAL = 3  # new drafts that were missed, or waited for an answer: more than these become one message


async def look_at_list(look: Sight) -> str:
    """One look; returns what it found in a word or two."""
    source, first = look.source, look.first
    visit = Visit(look, first=first, late_since=late_since(source, look.desk.clock()))
    rests = look.calm.waits(PAGE, LABEL, ADDRESS)
    seen = await look.changed(source.url, whole=first or rests or look.awaits())
    if seen is None:
        await visit.recheck({})
        return visit.outcome
    await look.know_all()
    beside = await neighbours.of(look)
    seen, page = await _itself(look, seen)
    pages = await _spaced(visit, page) if first else await _confirmed(visit, page, beside)
    postings = left_to(visit, _on_all(visit, pages), pages[0], beside)
    mine = await of_document(visit, postings)
    found = listing(mine, _known(visit), _shown(pages), look.symbols)
    if not (found or first or rests) and len(pages) == 1 and not await _untold(look):
        look.same(seen)
        await visit.recheck(_by_address(mine))
        return visit.outcome
    found = await without_many(visit, found)
    await take_listing(visit, found, mine)
    await note_page(visit, seen, found, _words(visit, pages, mine, beside))
    look.tokens |= tokens_between(look.calm.moved.get(ADDRESS, ()), page)
    return visit.outcome


async def _itself(look: Sight, seen: Seen) -> tuple[Seen, Page]:
    """The page that was meant; where another one stands there, what the next fetch shows; ShowsElse if it stays."""
    held = {url for url, row in look.rows.items() if row.draft_id and row.gone is None and url != look.source.url}
    for again in (True, False):
        seen, page = await _view(look, seen)
        shown = None if look.first else instead(page, held, look.rows, look.page_words)
        if shown is None:
            break
        if not again:
            raise ShowsElse(sentences.SHOWS_ELSE, url=seen.url, what=sentences.SHOWN[shown])
        await look.desk.pause(LOOKS_APART_S)
        seen = await look.again(seen.url)
    return seen, page


async def _view(look: Sight, seen: Seen) -> tuple[Seen, Page]:
    """The page; one that has all its words but no drafts is that page, though it seems to be a form to log in."""
    try:
        return await look.view(seen)
    except ShowsElse:
        page = look.known(whole(seen))
        if not is_itself(page, look.page_words):
            raise
        return seen, page


async def _untold(look: Sight) -> bool:
    """Whether drafts that were kept still wait for the one message that tells them: the process ended in between."""
    async with look.desk.db.read() as session:
        return bool(await drafts.untold(session, look.source.document_id))


async def _spaced(visit: Visit, page: Page) -> list[Page]:
    """The page several times, to learn what differs at every fetch: twice more, and on until that is clear."""
    look, pages = visit.sight, [page]
    while len(pages) < LOOKS or (len(pages) < FETCHES and _by_page(visit, pages).open):
        await look.desk.pause(LOOKS_APART_S)
        pages.append((await look.view(await look.again(look.source.url)))[1])
    look.tokens |= tokens(pages)
    return pages


async def _confirmed(visit: Visit, page: Page, beside: Sequence[Neighbour]) -> list[Page]:
    """The page and, if there is anything on it that would be told, the page once more; where both differ until it is clear
    what differs at every fetch."""
    look, pages = visit.sight, [page]
    if not _would_tell(visit, page, beside):
        return pages
    while len(pages) < FETCHES and (len(pages) == 1 or not _agree(visit, pages)):
        pages.append((await _view(look, await look.again(look.source.url)))[1])
        look.tokens |= tokens(pages)
        pages = [look.known(one) for one in pages]
    return pages


def _would_tell(visit: Visit, page: Page, beside: Sequence[Neighbour]) -> bool:
    postings = left_to(visit, _postings(visit.sight, page), page, beside)
    held = [posting for posting in postings if is_ours(visit, posting)]
    words = own_words(page, addresses(held) | neighbours.theirs(page, beside))
    look = visit.sight
    known, shown = (without_noise(one, look.noise, shuffled=look.shuffled) for one in (look.page_words, words))
    return known != shown or bool(listing(postings, _known(visit), _shown([page]), look.symbols))


def _agree(visit: Visit, pages: Sequence[Page]) -> bool:
    """Whether it is clear what the page shows: its links at the last two fetches, and what of its words is steady."""
    before, last = (_postings(visit.sight, page) for page in pages[-2:])
    same = len(before) == len(last) == len(shown_twice(before, last, visit.sight.tokens))
    return same and not _by_page(visit, pages).open


def _by_page(visit: Visit, pages: Sequence[Page]) -> Steady:
    return steady([words_of(page).split("\n") for page in pages], visit.sight.noise)


def _postings(look: Sight, page: Page) -> Sequence[Posting]:
    return drafts_on(page, pattern=look.source.links or None, language=look.language)


def _on_all(visit: Visit, pages: Sequence[Page]) -> Sequence[Posting]:
    """The postings that every fetch shows; the others wait for the next look."""
    on_pages = [_postings(visit.sight, page) for page in pages]
    if visit.first:
        return on_pages[0]
    both = list(on_pages[0])
    for other in on_pages[1:]:
        both = shown_twice(both, other, visit.sight.tokens)
    if len(both) < len(on_pages[0]):
        visit.put_off()
    return both


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
    wanted = any(visit.rows[url].state == "wanted" for url in addresses(found.fresh) if url in visit.rows)
    visit.leaving = frozenset(row.draft_id for row in found.removed if row.draft_id)
    visit.several = len(found.fresh) > _SEVERAL and (wanted or visit.late_since is not None)
    for posting in found.fresh:
        await visit.take_posting(posting)
    visit.several = False
    if not visit.first:
        await visit.recheck(_by_address(mine), found.touched)
    for posting in found.joined:
        await visit.take_posting(posting)


def _words(visit: Visit, pages: Sequence[Page], mine: Sequence[Posting], beside: Sequence[Neighbour]) -> Words:
    """The page's own words, where the fetches agree on them; those of a page with several sources are told by one."""
    source, look = visit.sight.source, visit.sight
    ours = addresses([posting for posting in mine if is_ours(visit, posting)])
    shown = [own_words(page, ours | neighbours.theirs(page, beside)) for page in pages]
    agreed = steady([words.split("\n") for words in shown], look.noise)
    if agreed.open and not visit.first:
        visit.put_off()
    look.noise |= agreed.noise
    look.shuffled = look.shuffled or agreed.shuffled
    teller = min((source, *(one.source for one in beside)), key=lambda one: (bool(one.base), one.id))
    told = teller is source and not agreed.open and not visit.first
    text = look.page_words if agreed.open and not visit.first else "\n".join(agreed.lines)
    return Words(text, told, bool(look.noise or look.tokens) or look.shuffled)


def _by_address(postings: Sequence[Posting]) -> dict[str, Posting]:
    return {link.url: posting for posting in postings for link in posting.renditions}


def _shown(pages: Sequence[Page]) -> frozenset[str]:
    return frozenset(link.url for page in pages for link in page.links)


def _known(visit: Visit) -> dict[str, Address]:
    return {url: row for url, row in visit.rows.items() if visit.known(url)}
