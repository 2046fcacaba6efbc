"""A source that is a mailbox: files and links in the letters of a secretariat are the rows of a list.

Each letter is read once. What a letter brought never changes there; what it links to is looked at again as the files of a list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from bot.desk import Getter
from bot.drafts import sandbox
from bot.drafts.arriving.files import Visit
from bot.drafts.fetching import letters
from bot.drafts.fetching.answer import Fetched, NotModified, Validators
from bot.drafts.fetching.letters import Letter
from bot.drafts.fetching.post import Bag
from bot.drafts.looking import sight
from bot.drafts.looking.listing import listing
from bot.drafts.looking.pace import late_since
from bot.drafts.looking.sight import Sight
from bot.drafts.pages.order import Posting, drafts_on
from bot.drafts.provenance import LETTER
from bot.drafts.watching import neighbours
from bot.drafts.watching.belonging import of_document
from bot.drafts.watching.first_look import tell_first_look
from bot.drafts.watching.neighbours import left_to
from bot.drafts.watching.page_news import tell_several
from bot.drafts.watching.watch_list import take_listing, without_many
from bot.errors import FetchError, Unreadable
from bot.message import Message, say
from bot.outbox import tell_officers
from bot.sentences import mail as sentences
from storage.tables import Document, Source


class Enclosed:
    """A getter that has the attachments at hand; other letters' are as they were, and the web is fetched."""

    def __init__(self, held: Mapping[str, Fetched], web: Getter) -> None:
        self._held, self._web = held, web

    async def get(
        self,
        url: str,
        validators: Validators | None = None,
        headers: Mapping[str, str] | None = None,
        **how: bool,
    ) -> Fetched | NotModified:
        if url in self._held:
            return self._held[url]
        if url.startswith(LETTER):
            return NotModified(url, validators or Validators(), None)
        return await self._web.get(url, validators, headers, **how)


async def look_at_mail(look: Sight) -> str:
    """One look; returns what it found in a word or two."""
    source, first = look.source, look.source.state == "starting"
    bag = await _bag(look)
    opened, unread = await _opened(look, bag)
    await look.know_all()
    look.desk = replace(look.desk, fetcher=Enclosed(letters.enclosed(opened), look.desk.fetcher))
    visit = Visit(look, first=first, late_since=late_since(source, look.desk.clock()))
    page = letters.page_of(opened)
    postings = drafts_on(page, pattern=source.links or None, language=look.language)
    mine = await of_document(visit, left_to(visit, postings, page, await neighbours.of(look)))
    known = {url: row for url, row in visit.rows.items() if visit.known(url)}
    found = await without_many(visit, replace(listing(mine, known, frozenset(visit.rows)), removed=(), renamed=()))
    await take_listing(visit, found, mine)
    await _note(visit, bag, _without_drafts(opened, mine), unread)
    return visit.outcome


async def _bag(look: Sight) -> Bag:
    if look.desk.post is None:
        raise FetchError(sentences.NO_MAILBOX, again=False)
    row = look.rows.get(look.source.url)
    validity, _, uid = (row.etag if row else "").partition(".")
    folder = letters.folder_of(look.source.url)
    return await look.desk.post.since(folder, int(validity or 0), int(uid or 0), look.source.senders)


async def _opened(look: Sight, bag: Bag) -> tuple[list[Letter], list[str]]:
    """The letters, and why some could not be read."""
    opened, unread = [], []
    for uid, data in bag.letters:
        address = letters.address_of(look.source.url, bag.validity, uid)
        try:
            opened.append(letters.from_json(await sandbox.parse_safely(letters.READER, data, address), address))
        except Unreadable as error:
            unread.append(str(error))
    return opened, unread


def _without_drafts(opened: Sequence[Letter], mine: Sequence[Posting]) -> list[Letter]:
    drafts = {link.url for one in mine for link in (*one.renditions, *one.translations)}
    return [one for one in opened if drafts.isdisjoint([url for url, _ in one.links] + [f.url for f in one.files])]


async def _note(visit: Visit, bag: Bag, others: Sequence[Letter], unread: Sequence[str]) -> None:
    """Remembers how far the mailbox was read, and tells the office what came beside drafts, in one transaction.

    While a link of a letter is waited for, the letters are read again: what is known of them is not told twice.
    """
    now = visit.sight.desk.clock()
    async with visit.sight.desk.db.write() as session:
        source = await session.get_one(Source, visit.sight.source.id)
        document = await session.get_one(Document, source.document_id)
        told: list[Letter | str] = [*unread, *others]
        for n, said in enumerate(told):
            if not visit.first:
                key = f"letter:{source.id}:{bag.validity}.{bag.last}.{n}"
                await tell_officers(session, source.space_id, key, partial(_said, document, said), now)
        row = await sight.note(session, source.id, source.url, now, state="page")
        if not visit.unfinished:
            row.etag = f"{bag.validity}.{bag.last}"
        source.state = "watching"
        session.add_all([row, source])
        if visit.first:
            await tell_first_look(session, source, document, now, failed=visit.failed)
        await tell_several(session, source, document, now, late=visit.late_since is not None)


def _said(document: Document, what: Letter | str) -> Message:
    if isinstance(what, str):
        return say(sentences.UNREADABLE.format(document=document.name, why=what))
    return say(sentences.NOTICE.format(document=document.name, subject=what.subject or sentences.NO_SUBJECT))
