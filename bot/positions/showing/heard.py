"""Who has been heard and who was shown which words, from the database: a set a paragraph, however many delegations there are.

To be reached is to have been shown these very words in person, in whatever draft they stood: see `bot.positions.showing.reach`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive
from bot.positions.showing.hearing import Circulation, Hearing, Ids
from bot.positions.showing.reach import WHOLE
from bot.positions.showing.standing import room
from bot.positions.words.ground import Ground
from bot.wording import of_chat
from storage import drafts, people
from storage import standing as queries
from storage.tables import Chat, Document, Draft, Space


async def hearing(session: AsyncSession, space: Space, on: Ground, now: datetime) -> Hearing:
    """Who has been heard on every paragraph of the newest settled draft."""
    who = await room(session, space, now)
    ids = cache(_ids)  # acts on a whole draft make the same list for each of its paragraphs
    heard: dict[int, Ids] = {}
    stale: dict[int, Ids] = {}
    for thread, state, listed in await queries.heard(session, on.document.id):
        kept = stale if state == "stale" else heard
        kept[thread] = kept.get(thread, frozenset()) | ids(listed)
    reached, shown = await _reached(session, on)
    said = frozenset().union(*heard.values(), *stale.values())
    return Hearing(tuple(who.parties.values()), who.groups, heard, stale, reached, shown | said)


def _ids(listed: str) -> Ids:
    return frozenset(map(int, listed.split(",")))


async def _reached(session: AsyncSession, on: Ground) -> tuple[Mapping[int, Ids], Ids]:
    """Thread → the delegations that were shown the words it has now; and all that were shown any."""
    rows = await queries.reached(session, on.document.id)
    ids = cache(_ids)
    now = {on.threads[p.n]: p.text_hash for p in on.reading.paragraphs}
    older = {row[0] for row in rows} - {on.draft.id}
    same = await _unchanged(session, older, now) | {on.draft.id: frozenset(now)}
    found: dict[int, Ids] = {}
    for draft_id, thread, listed in rows:
        for at in same.get(draft_id, frozenset()) if thread == WHOLE else {thread} & same.get(draft_id, frozenset()):
            found[at] = found.get(at, frozenset()) | ids(listed)
    return found, frozenset().union(*(ids(row[2]) for row in rows))


async def _unchanged(session: AsyncSession, drafts: Iterable[int], now: Mapping[int, str]) -> dict[int, Ids]:
    """Draft → the threads whose words there are those of now."""
    found: dict[int, set[int]] = {}
    for draft_id, thread, text_hash in await queries.hashes(session, list(drafts)):
        if thread is not None and now.get(thread) == text_hash:
            found.setdefault(draft_id, set()).add(thread)
    return {draft_id: frozenset(threads) for draft_id, threads in found.items()}


async def circulation(
    session: AsyncSession,
    space: Space,
    document: Document,
    draft: Draft,
    person_id: int,
    now: datetime,
    here: Chat | None = None,
) -> Circulation:
    """To whom a draft was shown; of chats those where everybody of the space may read, and the one where it is asked.

    That another caucus had a draft is nobody's business; who brought a private one may know where it went.
    """
    brought = draft.private is not None and draft.person_id == person_id
    posted = await (drafts.given if draft.private is not None else queries.posted)(session, draft.id)
    who = await room(session, space, now)
    mine = await people.seats(session, space.id, person_id, now)
    return Circulation(
        document=document.name,
        draft=archive.name(draft),
        parties=tuple(who.parties.values()),
        groups=who.groups,
        served={row[0]: row[1] for row in await queries.served(session, draft.id)},
        posted=[
            (of_chat(chat.platform, chat.chat, chat.title), chat.kind, at)
            for chat, at in posted
            if at is not None and (chat.kind != "caucus" or brought or (here is not None and here.id == chat.id))
        ],
        mine=frozenset(delegation.id for delegation, _ in mine),
    )
