"""Which postings of a page are drafts of the source's document.

With a pattern, those that it names. Without one, those that look like the document's last draft by name; of the others that are
new, the text decides: at least 0.30 alike is a draft, from 0.15 on the chairs are asked, the rest is "seen, not a draft".
"""

from collections.abc import Sequence
from functools import partial

from bot.drafts.arriving import strays
from bot.drafts.arriving.files import Visit
from bot.drafts.keeping import archive, news
from bot.drafts.keeping.archive import Posted
from bot.drafts.looking.sight import Text
from bot.drafts.pages.order import Posting, likely
from bot.drafts.pages.preview import by_document
from bot.drafts.reading import Reading
from bot.errors import FetchError, Unreadable
from bot.message import Button, Message, say
from bot.outbox import tell_officers
from bot.sentences import flash as sentences
from bot.wording import excerpt
from storage import drafts, spaces
from storage.tables import Document

_OTHERS = 3  # documents that are offered beside the source's own
_READ_AT_ONCE = 5  # texts looked into at one look; the others have their turn at the next


async def of_document(visit: Visit, postings: Sequence[Posting]) -> Sequence[Posting]:
    """The postings that are drafts of the document, in their order."""
    if visit.sight.source.links or not postings:
        return await _in_our_language(visit, postings)
    last = max(postings, key=partial(visit.draft_of, ours=True))
    last = last if visit.draft_of(last, ours=True) else await _likeliest(visit, postings)
    like = [last, *(one for one in postings if visit.draft_of(one) and not visit.draft_of(one, ours=True))]
    mine = [posting for posting in postings if _is_held(visit, posting) or _is_new_and_likely(visit, posting, like)]
    others = [posting for posting in postings if posting not in mine and not _is_seen(visit, posting)]
    newest_first = others[::-1]
    mine += [posting for posting in newest_first[:_READ_AT_ONCE] if await _is_alike(visit, posting, last)]
    for posting in newest_first[_READ_AT_ONCE:]:
        if visit.first:
            await visit.pass_over(posting)
        else:
            visit.unfinished = True
    return await _in_our_language(visit, [posting for posting in postings if posting in mine])


async def _likeliest(visit: Visit, postings: Sequence[Posting]) -> Posting:
    """What stands for the document's last draft while it has none that the page shows."""
    async with visit.sight.desk.db.read() as session:
        document = await session.get_one(Document, visit.sight.source.document_id)
    return by_document(postings[::-1], document.name)[0][0]


async def _in_our_language(visit: Visit, postings: Sequence[Posting]) -> Sequence[Posting]:
    """On a first look nothing is known yet that a text could be a version of: what stands before the first text in the space's
    own language comes behind it."""
    if not visit.first or await _has_drafts(visit):
        return postings
    for at, posting in enumerate(postings[:_READ_AT_ONCE]):
        try:
            language = (await _look_into(visit, posting)).language
        except (FetchError, Unreadable):
            continue  # told when it is taken
        if language in (None, visit.sight.language):
            return (*postings[at:], *postings[:at])
    return postings


async def _has_drafts(visit: Visit) -> bool:
    async with visit.sight.desk.db.read() as session:
        return await drafts.latest(session, visit.sight.source.document_id) is not None


def _is_held(visit: Visit, posting: Posting) -> bool:
    return visit.draft_of(posting) > 0 or any(
        link.url in visit.rows and not visit.known(link.url) for link in posting.renditions
    )


def _is_seen(visit: Visit, posting: Posting) -> bool:
    return any(link.url in visit.rows for link in posting.renditions)


def _is_new_and_likely(visit: Visit, posting: Posting, like: Sequence[Posting]) -> bool:
    return not _is_seen(visit, posting) and any(likely(posting, one) for one in like)


async def _is_alike(visit: Visit, posting: Posting, last: Posting) -> bool:
    """Whether the text of a posting is a draft of the document; asks the chairs in between."""
    readings = [*await _last_reading(visit, last), *await strays.readings(visit.sight)]
    try:
        found = await _look_into(visit, posting)
    except FetchError:
        visit.unfinished = visit.unfinished or not visit.first
        return False
    except Unreadable:
        await visit.pass_over(posting)
        return False
    share = max((news.likeness(found, reading) for reading in readings), default=0.0)
    if share >= news.DRAFT:
        return True
    visit.read.pop(posting.url, None)
    await visit.pass_over(posting)
    if share >= news.MAYBE:
        await _ask(visit, posting, share)
    return False


async def _look_into(visit: Visit, posting: Posting) -> Reading:
    """The text of a posting, kept for when it is taken."""
    if posting.url not in visit.read:
        seen = await visit.sight.changed(posting.url, whole=True)
        assert seen is not None
        reading = await visit.sight.read(seen)
        answer = seen.answer
        found = Posted(seen.url, answer.data, answer.mime, reading, posting.label, posting.symbol, answer.published)
        visit.read[posting.url] = Text(found, seen)
    return visit.read[posting.url].posted.reading


async def _last_reading(visit: Visit, last: Posting) -> Sequence[Reading]:
    """The document's last draft, nothing if it cannot be read; on a first look the likeliest of the page stands for it."""
    async with visit.sight.desk.db.read() as session:
        latest = await drafts.latest(session, visit.sight.source.document_id)
        if latest:
            return [await archive.load(session, latest)]
    try:
        return [await _look_into(visit, last)]
    except (FetchError, Unreadable):
        return []  # told when it is taken


async def _ask(visit: Visit, posting: Posting, share: float) -> None:
    source, now = visit.sight.source, visit.sight.desk.clock()
    async with visit.sight.desk.db.write() as session:
        document = await session.get_one(Document, source.document_id)
        row = visit.rows[posting.url]
        known = await spaces.documents(session, source.space_id)
        others = [one.name for one in known if one.id != document.id][:_OTHERS]
        tell = partial(_question, document.name, others, posting, share, row.id)
        await tell_officers(session, source.space_id, f"maybe:{row.id}", tell, now)


def _question(document: str, others: Sequence[str], posting: Posting, share: float, row: int) -> Message:
    """Whether it is a draft of the document, of another one, or of none."""
    told = sentences.MAYBE.format(document=document, label=posting.label, percent=round(100 * share), url=posting.url)
    no = sentences.BUTTON_NO.format(document=excerpt(document, 30))
    own = (Button(sentences.BUTTON_YES, f"watch draft {row}", "go"), Button(no, f"watch not {row}"))
    rather = tuple(
        Button(sentences.BUTTON_RATHER.format(document=excerpt(one, 30)), f'watch draft {row} doc:"{one}"')
        for one in others
    )
    return Message(say(told).blocks, (own, rather) if rather else (own,))
