"""The other sources of a space that look at the same page: other documents' drafts stand on it, or a base of its own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.arriving.files import Visit
from bot.drafts.looking.sight import Sight
from bot.drafts.pages.order import Posting, drafts_on
from bot.drafts.pages.page import Page
from storage import watching
from storage.tables import Source


@dataclass(frozen=True, slots=True)
class Neighbour:
    """`held`: the addresses of its drafts."""

    source: Source
    held: frozenset[str]


async def at(session: AsyncSession, space_id: int, url: str) -> list[Neighbour]:
    """The sources of a space that look at a page, those that are stopped left out."""
    found = await watching.at_the_same_page(session, space_id, url)
    held = await watching.held(session, [source.id for source in found])
    return [Neighbour(source, frozenset(held.get(source.id, ()))) for source in found]


async def of(look: Sight) -> list[Neighbour]:
    """The others beside the one that looks."""
    async with look.desk.db.read() as session:
        found = await at(session, look.source.space_id, look.source.url)
    return [one for one in found if one.source.id != look.source.id]


def theirs(page: Page, neighbours: Sequence[Neighbour]) -> frozenset[str]:
    """The addresses on a page that are the drafts of others: those that their patterns name and those that they hold."""
    named = [drafts_on(page, pattern=one.source.links) for one in neighbours if one.source.links]
    return frozenset().union(*(one.held for one in neighbours), *(addresses(postings) for postings in named))


def without_others(postings: Sequence[Posting], page: Page, others: Sequence[Neighbour]) -> list[Posting]:
    """The postings of a page that none of these sources takes."""
    taken = theirs(page, others)
    return [posting for posting in postings if not taken & addresses([posting])]


def left_to(
    visit: Visit, postings: Sequence[Posting], page: Page, neighbours: Sequence[Neighbour]
) -> Sequence[Posting]:
    """The postings that may be drafts of the visit's document: all that its own pattern names; without a pattern those that it
    has taken already, and those that no other document's source takes."""
    source = visit.sight.source
    if source.links or not neighbours:
        return postings
    others = [one for one in neighbours if one.source.document_id != source.document_id]
    left = without_others(postings, page, others)
    return [posting for posting in postings if posting in left or is_ours(visit, posting)]


def is_ours(visit: Visit, posting: Posting) -> bool:
    """Whether a posting is a draft, may become one, or was told as what it is: its row is not told as words of the page."""
    rows = [visit.rows[link.url] for link in posting.renditions if link.url in visit.rows]
    return any(row.draft_id is not None or row.sha256 or row.state not in ("passed", "page") for row in rows)


def addresses(postings: Collection[Posting]) -> frozenset[str]:
    return frozenset(link.url for one in postings for link in (*one.renditions, *one.translations))
