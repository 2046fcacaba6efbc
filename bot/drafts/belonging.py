"""Which postings of a page are drafts of the source's document.

With a pattern, those that it names. Without one, those that look like the document's last draft by name; of the others that are
new, the text decides: at least 0.30 alike is a draft, from 0.15 on the chairs are asked, the rest is "seen, not a draft".
"""

from collections.abc import Sequence

from bot.drafts import archive, news
from bot.drafts.files import Visit
from bot.drafts.order import Posting, likely
from bot.errors import RapporteurError
from bot.message import Button, Message, say
from bot.outbox import tell_officers
from bot.sentences import flash as sentences
from storage import drafts
from storage.tables import Document

_READ_AT_ONCE = 5  # texts looked into at one look


async def of_document(visit: Visit, postings: Sequence[Posting]) -> Sequence[Posting]:
    """The postings that are drafts of the document, in their order."""
    if visit.source.links or not postings:
        return postings
    last = _last(visit, postings)
    named = [posting for posting in postings if _is_known(visit, posting) or likely(posting, last)]
    others = [posting for posting in postings if posting not in named and not _is_seen(visit, posting)]
    if visit.quiet:
        for posting in others:
            await visit.pass_over(posting)
        return named
    alike = [posting for posting in others[:_READ_AT_ONCE] if await _is_alike(visit, posting)]
    return [posting for posting in postings if posting in named or posting in alike]


def _last(visit: Visit, postings: Sequence[Posting]) -> Posting:
    """The posting of the document's newest draft, or the newest of the page."""
    held = [posting for posting in postings if any(_draft(visit, link.url) for link in posting.renditions)]
    return max(
        held, key=lambda posting: max(_draft(visit, link.url) for link in posting.renditions), default=postings[-1]
    )


def _draft(visit: Visit, url: str) -> int:
    row = visit.known.get(url)
    return row.draft_id or 0 if row else 0


def _is_known(visit: Visit, posting: Posting) -> bool:
    rows = [visit.known[link.url] for link in posting.renditions if link.url in visit.known]
    return any(row.draft_id for row in rows) or any(link.url in visit.wanted for link in posting.renditions)


def _is_seen(visit: Visit, posting: Posting) -> bool:
    return any(link.url in visit.known for link in posting.renditions)


async def _is_alike(visit: Visit, posting: Posting) -> bool:
    """Whether the text of a posting is a draft of the document; asks the chairs in between."""
    async with visit.desk.db.read() as session:
        latest = await drafts.latest(session, visit.source.document_id)
        last = await archive.load(session, latest) if latest else None
    if last is None:
        return True
    try:
        answer = await visit.fetch(posting.url)
        share = news.likeness(await visit.desk.read(answer.data, answer.filename or answer.url), last)
    except RapporteurError:
        share = 0.0  # what cannot be fetched or read is no draft; the page goes on being watched
    if share >= news.DRAFT:
        return True
    await visit.pass_over(posting)
    if share >= news.MAYBE:
        await _ask(visit, posting, share)
    return False


async def _ask(visit: Visit, posting: Posting, share: float) -> None:
    now = visit.desk.clock()
    async with visit.desk.db.write() as session:
        document = await session.get_one(Document, visit.source.document_id)
        told = sentences.MAYBE.format(
            document=document.name, label=posting.label, percent=round(100 * share), url=posting.url
        )
        row = visit.known[posting.url]
        buttons = ((Button(sentences.BUTTON_YES, f"watch draft {row.id}", "go"),),)
        message = Message(say(told).blocks, buttons)
        await tell_officers(session, visit.source.space_id, f"maybe:{row.id}", message, now)
