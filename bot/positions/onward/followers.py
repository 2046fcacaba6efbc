"""Those who follow paragraphs: told in private of their words, once, with what they are told anyway."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive
from bot.message import Message
from bot.outbox import Private
from bot.positions.onward.confirming import asked_about
from bot.positions.onward.consequences import by_delegation
from bot.positions.onward.followed import ITEMS, Drafts, Item, also, item, kept, message
from bot.positions.onward.steps import News, again, label_of, spots_of
from bot.positions.words.scopes import single
from storage import habits
from storage.tables import Document, Follow


async def with_followers(
    session: AsyncSession,
    news: News,
    document: Document,
    seated: Mapping[int, Sequence[int]],
    letters: Sequence[Private],
    now: datetime,
) -> list[Private]:
    """Letters to delegations, and those to who follows a paragraph whose words changed. `seated`: delegation → who is told.

    Who gets a letter anyway finds what they follow in it; what their delegation is told of is not told twice.
    """
    following = await habits.followers(session, document.id, news.fates)
    written = list(letters)
    if not following:
        return written
    told = Drafts(document.name, archive.name(news.step.draft), archive.name(news.step.before))
    items = items_of(news, set().union(*following.values()))
    await _follow_on(session, document.id, following, news, items)
    anyway = _told_anyway(news)
    for person, threads in sorted(following.items()):
        seats = sorted(one for one, persons in seated.items() if person in persons)
        left = threads.difference(*(anyway.get(seat, ()) for seat in seats))
        mine = [one for thread, one in items.items() if thread in left]
        if seats and mine:
            key = f"follow:{news.step.draft.id}{again(news, now)}"
            reaches = [_shown(news, seat, [one.spot.thread for one in mine[:ITEMS]]) for seat in seats]
            _add(written, person, told, mine, Private([person], key, partial(message, told, mine), {"each": reaches}))
    return written


def items_of(news: News, threads: Collection[int]) -> dict[int, Item]:
    """What happened to these paragraphs, in the order of the draft; what is out of it comes last."""
    step = news.step
    old, new = ({p.n: label_of(one, p) for p in one.reading.paragraphs} for one in (step.old, step.new))
    place = {thread: n for n, thread in step.new.threads.items()}
    spots = spots_of(step, threads)
    ordered = sorted(spots, key=lambda thread: (thread not in place, place.get(thread, thread)))
    return {thread: item(spots[thread], news.fates[thread], old, new, reread=step.reread) for thread in ordered}


def _told_anyway(news: News) -> dict[int, set[int]]:
    """Delegation → the paragraphs of which its letter tells more than the label."""
    return {
        one: {effect.spot.thread for effect in (*asked_about(mine), *(e for e in mine if not e.asks))}
        for one, mine in by_delegation(news.effects).items()
    }


def _shown(news: News, seat: int, threads: Collection[int]) -> dict[str, Any]:
    return {"delegation": seat, "draft": news.step.draft.id, "threads": sorted(threads), "silence": None}


def _add(written: list[Private], person: int, told: Drafts, items: Sequence[Item], own: Private) -> None:
    """The letter of one person who follows; in place of the first that they would have had anyway, where there is one."""
    at = next((n for n, one in enumerate(written) if person in one.persons), None)
    if at is None:
        written.append(own)
        return
    first = written[at]
    written[at] = replace(first, persons=[one for one in first.persons if one != person])
    each = [*([first.reaches] if first.reaches else []), *(own.reaches or {}).get("each", [])]

    def both() -> Message:
        return also(first.compose(), told, items)

    written.append(replace(first, persons=[person], compose=both, reaches={"each": each}))


async def _follow_on(
    session: AsyncSession,
    document_id: int,
    following: Mapping[int, set[int]],
    news: News,
    items: Mapping[int, Item],
) -> None:
    """Who followed a paragraph follows the parts that its words went to; and it is kept how it is cited now."""
    known = await habits.followers(session, document_id)
    there, stood = news.step.new.paragraphs(), news.step.new
    for person, threads in following.items():
        for thread in sorted(threads & items.keys()):
            row = await session.get_one(Follow, (person, document_id, thread))
            row.ref = kept(items[thread].spot)
            for part in sorted(set(news.fates[thread].parts) - known[person]):
                ref = single(stood.reading, stood.threads, there[part]).ref
                session.add(Follow(person_id=person, document_id=document_id, thread=part, ref=ref))
                known[person].add(part)
    await session.flush()
