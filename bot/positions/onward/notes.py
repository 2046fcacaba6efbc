"""A delegation's own notes on paragraphs: red lines, instructions. Those who speak for it alone read them.

They stand in no card and no Flash; the record has their hash, and its export says "withheld". Every function takes part in the
caller's transaction.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive
from bot.message import Message
from bot.outbox import Private
from bot.positions.onward.confirming import asked_about
from bot.positions.onward.consequences import by_delegation
from bot.positions.onward.followed import Drafts, Item, kept
from bot.positions.onward.followers import items_of
from bot.positions.onward.noted import Noted, also, message
from bot.positions.onward.steps import News, letter_key
from bot.positions.record import record_log
from bot.positions.record.record_log import Personal
from bot.positions.words.scopes import single
from storage import notes as queries
from storage.tables import Delegation, Document, Note, Person


async def add(
    session: AsyncSession,
    delegation: Delegation,
    document: Document,
    places: Mapping[int, str],
    text: str,
    by: Person,
    now: datetime,
) -> None:
    """Keeps a text on paragraphs: thread → how it is cited."""
    for thread, ref in places.items():
        about = {"delegation_id": delegation.id, "document_id": document.id, "person_id": by.id}
        session.add(Note(**about, thread=thread, ref=ref, text=text, at=now))
    await _record(session, delegation, f"{delegation.code} {', '.join(places.values())}: {text}", by.id, now)


async def remove(
    session: AsyncSession,
    delegation: Delegation,
    document: Document,
    refs: Mapping[int, str],
    by: Person,
    now: datetime,
) -> None:
    """The delegation's notes on these paragraphs (thread → how it is cited) are no more."""
    await queries.remove(session, delegation.id, document.id, refs)
    await _record(session, delegation, f"{delegation.code} {', '.join(refs.values())}: –", by.id, now)


async def _record(session: AsyncSession, delegation: Delegation, said: str, person_id: int, now: datetime) -> None:
    """That something was noted; whose it is and on what is withheld, too."""
    await record_log.note(session, delegation.space_id, "note", now, said=Personal(said, person_id, withheld=True))


async def with_notes(
    session: AsyncSession,
    news: News,
    document: Document,
    seated: Mapping[int, Sequence[int]],
    letters: Sequence[Private],
    now: datetime,
) -> list[Private]:
    """Letters to delegations, with their notes on paragraphs whose words changed. `seated`: delegation → who is told.

    Who gets no letter for another reason gets one for the notes.
    """
    found = await queries.on(session, document.id, news.fates)
    written = list(letters)
    if not found:
        return written
    items = items_of(news, {note.thread for note, _ in found})
    mine: dict[int, list[Noted]] = defaultdict(list)
    for thread, item in items.items():
        for delegation_id, notes in _by_delegation(found, thread).items():
            mine[delegation_id].append(Noted(item, notes))
    await _go_on(session, news, items, [note for note, _ in found])
    for delegation_id, noted in mine.items():
        name = (await session.get_one(Delegation, delegation_id)).name
        _add(written, news, delegation_id, noted, partial(_own, news, document, name, noted), seated, now)
    return written


def _by_delegation(found: Sequence[tuple[Note, str]], thread: int) -> dict[int, list[tuple[str, str]]]:
    notes: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for note, name in found:
        if note.thread == thread:
            notes[note.delegation_id].append((note.text, name))
    return notes


def _own(news: News, document: Document, delegation: str, noted: Sequence[Noted]) -> Message:
    told = Drafts(document.name, archive.name(news.step.draft), archive.name(news.step.before))
    return message(told, delegation, noted)


def _add(
    written: list[Private],
    news: News,
    delegation_id: int,
    noted: Sequence[Noted],
    own: Callable[[], Message],
    seated: Mapping[int, Sequence[int]],
    now: datetime,
) -> None:
    """The notes of one delegation, in the letter that it gets anyway, or in one of their own."""
    key = letter_key(news, delegation_id, now)
    at = next((n for n, one in enumerate(written) if one.key == key), None)
    if at is None:
        threads = sorted(one.item.spot.thread for one in noted)
        reaches = {"delegation": delegation_id, "draft": news.step.draft.id, "threads": threads, "silence": None}
        written.append(Private(sorted(seated.get(delegation_id, ())), key, own, reaches))
        return
    effects = by_delegation(news.effects).get(delegation_id, [])
    shown = {one.spot.thread for one in asked_about(effects)}
    letter = written[at]
    written[at] = replace(letter, compose=lambda: also(letter.compose(), noted, shown))


async def _go_on(session: AsyncSession, news: News, items: Mapping[int, Item], found: Sequence[Note]) -> None:
    """A note stands on the parts, too, that the words of its paragraph went to; it is kept how the paragraph is cited now."""
    there, stood = news.step.new.paragraphs(), news.step.new
    for note in found:
        note.ref = kept(items[note.thread].spot)
        session.add(note)
        for part in news.fates[note.thread].parts:
            ref = single(stood.reading, stood.threads, there[part]).ref
            session.add(Note(**note.model_dump(exclude={"id", "thread", "ref"}), thread=part, ref=ref))
    await session.flush()
