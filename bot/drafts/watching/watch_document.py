"""A source whose address is the draft itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.arriving.case import Manner
from bot.drafts.arriving.intake import Outcome, take
from bot.drafts.arriving.renditions import take_rendition
from bot.drafts.keeping import archive, news
from bot.drafts.keeping.archive import Posted
from bot.drafts.looking import sight, texts
from bot.drafts.looking.listing import changed_lines, links_text, tell_changes
from bot.drafts.looking.pace import late_since
from bot.drafts.looking.replaced import instead_of_text
from bot.drafts.looking.restless import told_of
from bot.drafts.looking.sight import Seen, Sight, Text
from bot.drafts.looking.texts import FETCHES
from bot.drafts.pages.page import Page
from bot.drafts.pages.steady import Steady
from bot.drafts.reading import Reading
from bot.drafts.watching.first_look import LOOKS, LOOKS_APART_S, tell_first_look
from bot.errors import ShowsElse, Unreadable
from bot.message import Message, say
from bot.outbox import tell_space
from bot.sentences import flash as sentences
from storage import drafts
from storage.tables import Address, Document, Draft, Source


@dataclass(frozen=True, slots=True)
class _Shown:
    """What one fetch of the address shows. `links`: the page's own, one a line."""

    seen: Seen
    reading: Reading
    title: str = ""
    links: str = ""


async def look_at_document(look: Sight) -> str:
    """One look: the text at the address, judged if its bytes changed."""
    source = look.source
    seen = await look.changed(source.url, whole=look.first or look.calm.waits(source.url))
    if seen is None:
        return "unchanged"
    try:
        shown = await _show(look, seen)
    except Unreadable:
        await _show(look, await look.again(source.url))
        return "unsettled"  # a file that was being uploaded
    return await _first(look, shown) if look.first else await _later(look, shown)


async def _show(look: Sight, seen: Seen) -> _Shown:
    if "html" not in seen.answer.mime:
        return _Shown(seen, await look.read(seen))
    row = None if look.first else look.rows[look.source.url]
    before = (await _last(look, row))[1] if row else None
    if before is None:
        page = sight.view(seen)
        return _Shown(seen, await look.read(seen), page.title, links_text(page))
    page = sight.whole(seen)
    reading = await _text_of(look, seen, page)
    if shown := instead_of_text(page, reading, before):
        raise ShowsElse(sentences.SHOWS_ELSE, url=seen.url, what=sentences.SHOWN[shown])
    return _Shown(seen, reading, page.title, links_text(page))


async def _text_of(look: Sight, seen: Seen, page: Page) -> Reading:
    """The text of a page; where there is none, what the page shows instead of it."""
    try:
        return await look.read(seen)
    except Unreadable:
        if page.looks_like:
            raise ShowsElse(sentences.SHOWS_ELSE, url=seen.url, what=sentences.SHOWN[page.looks_like]) from None
        raise


async def _again(look: Sight, shown: _Shown) -> _Shown:
    """What the next fetch shows, read only if its bytes differ."""
    seen = await look.again(look.source.url)
    return shown if seen.sha256 == shown.seen.sha256 else await _show(look, seen)


async def _first(look: Sight, shown: _Shown) -> str:
    """The address is looked at three times, and on until it is clear what differs at every fetch; the text is kept as it was
    first seen."""
    fetches = [shown]
    while len(fetches) < LOOKS or (_agreed(look, fetches).open and len(fetches) < FETCHES):
        await look.desk.pause(LOOKS_APART_S)
        fetches.append(await _again(look, shown))
    found = _agreed(look, fetches)
    _learn(look, found)

    async def note(session: AsyncSession, outcome: Outcome) -> None:
        source, _ = await _note(session, look, shown, outcome)
        source.page_words, source.state = shown.links, "watching"
        document = await session.get_one(Document, source.document_id)
        flaps = found.open or bool(look.noise) or look.shuffled
        await tell_first_look(session, source, document, look.desk.clock(), flaps=flaps)

    outcome = await take(look, _posted(shown), Manner(quiet=True), note)
    return outcome.verdict


def _agreed(look: Sight, fetches: Sequence[_Shown]) -> Steady:
    return texts.agreed([one.reading for one in fetches], look.noise)


def _learn(look: Sight, found: Steady) -> None:
    look.noise |= found.noise
    look.shuffled = look.shuffled or found.shuffled


async def _later(look: Sight, shown: _Shown) -> str:
    """What changed since the last look is told if the next fetches show the same."""
    row = look.rows[look.source.url]
    last, latest = await _last(look, row)
    same = last is not None and row.state == "draft" and await _is(look, last, shown.reading)
    if last and same and shown.links == look.page_words:
        if shown.reading.format == "html":
            look.same(shown.seen)
        else:
            await take_rendition(look, last.id, Text(_posted(shown), shown.seen))
        return "same"
    known = latest if row.state == "draft" else None
    fetches = [shown]
    if not (_is_noise(look, known, shown) and shown.links == look.page_words):
        while len(fetches) == 1 or (_agreed(look, fetches).open and texts.may_tell([one.reading for one in fetches])):
            fetches.append(await _again(look, shown))
        found = _agreed(look, fetches)
        _learn(look, found)
        if found.open and not same:
            return "unsettled"
    same = same or _is_noise(look, known, shown) or not _tells(look, known, shown)
    told = shown.links != look.page_words and all(one.links == shown.links for one in fetches)
    return await _take(look, shown, same=same, links_told=told)


def _changes(look: Sight, known: Reading, shown: _Shown) -> list[tuple[str, str]]:
    return texts.changes(known, shown.reading, look.noise, shuffled=look.shuffled)


def _is_noise(look: Sight, known: Reading | None, shown: _Shown) -> bool:
    """Whether a text differs from the last draft in nothing but what differs at every fetch."""
    return bool(look.noise or look.shuffled) and known is not None and not _changes(look, known, shown)


def _tells(look: Sight, known: Reading | None, shown: _Shown) -> bool:
    """Whether something changed that is no clock."""
    url = look.source.url
    told = known is None or not (changes := _changes(look, known, shown)) or told_of(look.calm, url, changes)
    look.calm.still(url)
    return bool(told)


async def _take(look: Sight, shown: _Shown, *, same: bool, links_told: bool) -> str:
    """Judges the text, and tells what changed among the page's own links, in one transaction."""

    async def note(session: AsyncSession, outcome: Outcome | None) -> None:
        source, _ = await _note(session, look, shown, outcome)
        if links_told:
            await _tell_links(session, source, shown, look.desk.clock())
            source.page_words = shown.links

    if not same:
        row = look.rows[look.source.url]
        late = late_since(look.source, look.desk.clock())
        last, _ = await _last(look, row)
        base = last.base if last else ""
        other = row.state == "other"
        manner = Manner(replaced=True, other=other, late_since=late, base=base, document_id=row.document_id)
        outcome = await take(look, _posted(shown), manner, note)
        return f"{outcome.verdict} told" if links_told else outcome.verdict
    async with look.desk.db.write() as session:
        await note(session, None)
    return "told" if links_told else "same"


async def _last(look: Sight, row: Address) -> tuple[Draft | None, Reading | None]:
    """The draft that stands at the address, as far as is known, and its reading."""
    async with look.desk.db.read() as session:
        draft = await session.get(Draft, row.draft_id) if row.draft_id else None
        return draft, await archive.load(session, draft) if draft else None


async def _is(look: Sight, draft: Draft, reading: Reading) -> bool:
    """Whether a text is that draft, as one of its files reads."""
    async with look.desk.db.read() as session:
        found = await drafts.with_sequence(session, draft.document_id, news.sequence(reading), draft.base)
    return found is not None and found.id == draft.id


def _posted(shown: _Shown) -> Posted:
    answer = shown.seen.answer
    return Posted(
        shown.seen.url, answer.data, answer.mime, shown.reading, label=shown.title, published=answer.published
    )


async def _note(session: AsyncSession, look: Sight, shown: _Shown, outcome: Outcome | None) -> tuple[Source, Address]:
    """Remembers what stands at the address now."""
    draft = outcome.draft if outcome else None
    state = "draft" if draft or outcome is None else "other"
    now, url = look.desk.clock(), look.source.url
    draft_id = draft.id if draft else None
    row = await sight.note(session, look.source.id, url, now, state=state, seen=shown.seen, draft_id=draft_id)
    return await session.get_one(Source, look.source.id), row


async def _tell_links(session: AsyncSession, source: Source, shown: _Shown, now: datetime) -> None:
    document = await session.get_one(Document, source.document_id)
    changed = changed_lines(source.page_words, shown.links)

    def told() -> Message:
        return say(sentences.PAGE_LINKS.format(document=document.name, changes=tell_changes(changed)))

    key = f"links:{source.id}:{shown.seen.sha256[:16]}:{now.timestamp():.6f}"
    await tell_space(session, source.space_id, key, told, now)
