"""What follows where positions have been carried: it is recorded, polls and silences and cards hear of it, people are told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.comparison.scope import called
from bot.drafts.keeping import archive
from bot.drafts.provenance import written
from bot.message import Button, Message, say
from bot.outbox import Private, tell_many, tell_officers
from bot.positions.asking import polls, silences
from bot.positions.onward.carry import Fate
from bot.positions.onward.confirming import Letter, asked_about, message, said_by
from bot.positions.onward.consequences import Alike, Spot, by_delegation, carried, what
from bot.positions.onward.followers import with_followers
from bot.positions.onward.notes import with_notes
from bot.positions.onward.steps import News, Step, letter_key, spots_of
from bot.positions.record import record_log
from bot.positions.showing import mirror
from bot.positions.words.ground import Stood
from bot.positions.words.scopes import Scope, scopes, single
from bot.sentences import carry as sentences
from storage import cards, habits, people
from storage import positions as queries
from storage.tables import Card, Document, Draft, Space


async def follow(session: AsyncSession, step: Step, fates: Mapping[int, Fate], now: datetime) -> News:
    """Records what became of positions, and tells polls and silences of the words that changed."""
    document = await session.get_one(Document, step.draft.document_id)
    found = await _effects(session, step, document.space_id)
    words = {thread: fate.new.text_hash if fate.new else None for thread, fate in fates.items()}
    if words:
        await polls.words_changed(session, document.id, words, step.draft, now)
        await silences.words_changed(session, document.id, words, step.draft, now)
    if found:
        known = {"document": document.name, "draft": archive.name(step.draft), "reread": step.reread}
        await record_log.note(session, document.space_id, "carried", now, **known, positions=carried(found))
    return News(step, fates, found)


async def _effects(session: AsyncSession, step: Step, space_id: int) -> tuple[Alike, ...]:
    """What became of the acts that speak, by paragraph."""
    rows = await queries.changed(session, step.draft.document_id, step.draft.id, step.cause)
    spots = spots_of(step, {row.thread for row in rows})
    codes = {one.id: one.code for one in await people.delegations(session, space_id)}
    return tuple(_alike(row, spots[row.thread], codes) for row in rows if row.thread in spots)


def _alike(row: Any, spot: Spot, codes: Mapping[int, str]) -> Alike:
    became = what(row.stance, row.state, row.cause, signoff=row.signoff)
    ids = [int(number) for number in row.who.replace(":", ",").split(",")]
    delegations = ids[::2]
    return Alike(became, row.cause, spot, delegations, [codes[one] for one in delegations], ids[1::2])


# ── who is told ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def tell(session: AsyncSession, news: News, flash_id: int | None, now: datetime) -> None:
    """Whom it concerns: each delegation and whoever follows a paragraph in private, and the cards. `flash_id`: the Flash under
    which fresh cards go."""
    document = await session.get_one(Document, news.step.draft.document_id)
    space = await session.get_one(Space, document.space_id)
    muting = await habits.muting(session, document.id)
    seated = await people.seated(session, space.id, now)
    willing = {one: [person for person in persons if person not in muting] for one, persons in seated.items()}
    letters = await _to_delegations(session, news, document, space, willing, now)
    letters = await with_notes(session, news, document, willing, letters, now)
    letters = await with_followers(session, news, document, willing, letters, now)
    await tell_many(session, space.id, letters, now)
    await _renew_cards(session, news, flash_id, now)


async def _to_delegations(
    session: AsyncSession,
    news: News,
    document: Document,
    space: Space,
    seated: Mapping[int, Sequence[int]],
    now: datetime,
) -> list[Private]:
    """Once for each draft: head, alternates and delegates of those whose acts it concerns."""
    mine = by_delegation(news.effects)
    known = {one.id: one for one in await people.delegations(session, space.id)}
    ids = {one.position_id for effects in mine.values() for one in asked_about(effects)}
    said = {act.id: said_by(act) for act in await queries.said(session, ids)}
    letters = []
    for delegation_id, effects in mine.items():
        letter = Letter(
            document=document.name,
            name=archive.name(news.step.draft),
            before=archive.name(news.step.before) if news.step.before.document_id == document.id else "",
            delegation=known[delegation_id].name,
            code=known[delegation_id].code,
            now=now,
            zone=ZoneInfo(space.timezone),
        )
        key = letter_key(news, delegation_id, now)
        threads = sorted({effect.spot.thread for effect in asked_about(effects)})
        reaches = {"delegation": delegation_id, "draft": news.step.draft.id, "threads": threads, "silence": None}
        persons = sorted(seated.get(delegation_id, ()))
        letters.append(Private(persons, key, partial(message, letter, effects, said), reaches if threads else None))
    return letters


async def ask_to_confirm(session: AsyncSession, draft: Draft, against: Draft | None, now: datetime) -> None:
    """Chairs and secretariat are asked to compare a doubtful reading with the original and to confirm it."""
    document = await session.get_one(Document, draft.document_id)
    name, doc = archive.name(draft), f'doc:"{document.name}"'
    url, older = written(draft.url, draft.brought), archive.name(against) if against else ""

    def told() -> Message:
        buttons = [Button(sentences.BUTTON_CONFIRM.format(name=name), f"drafts confirm {name} {doc}", "go")]
        buttons += [Button(sentences.BUTTON_DIFF, f"diff {older} {name} {doc}")] if older else []
        question = say(sentences.DOUBT.format(document=document.name, name=name, url=url))
        return Message(question.blocks, (tuple(buttons),))

    await tell_officers(session, document.space_id, f"doubt:{draft.id}", told, now)


# ── cards ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _renew_cards(session: AsyncSession, news: News, flash_id: int | None, now: datetime) -> None:
    """Cards whose words changed are closed; a fresh one of each scope that still stands is posted under the Flash."""
    document_id = news.step.draft.document_id
    await mirror.touch_places(session, document_id, {*news.fates, *news.step.new.threads.values()}, now)
    for card in await cards.open_cards(session, document_id):
        if card.kind == "scope":
            scope = _scope(news.step.new, card)
            if scope is None or scope.text_hash != card.text_hash:
                await _renew(session, card, scope, news.step.draft, flash_id, now)


def _scope(stood: Stood, card: Card) -> Scope | None:
    """The scope of a card as it stands now; None where nothing of it is left."""
    if card.level in ("document", "section"):
        found, _ = scopes(stood.reading, stood.threads, ["all" if card.level == "document" else card.ref])
        return found[0] if found else None
    there = [p for p in stood.reading.paragraphs if stood.threads[p.n] in card.threads]
    if len(there) < 2:
        return single(stood.reading, stood.threads, there[0]) if there else None
    first, last = (called(stood.reading.paragraphs, p) for p in (there[0], there[-1]))
    found, _ = scopes(stood.reading, stood.threads, [f"{first}-{last}"])
    return found[0] if found else None


async def _renew(
    session: AsyncSession, card: Card, scope: Scope | None, draft: Draft, flash_id: int | None, now: datetime
) -> None:
    heir = None
    if scope is not None:
        heir = Card(
            space_id=card.space_id,
            document_id=card.document_id,
            level=scope.level,
            ref=scope.ref,
            threads=list(scope.threads),
            draft_id=draft.id,
            text_hash=scope.text_hash,
            person_id=card.person_id,
            opened=now,
        )
        session.add(heir)
        await session.flush()
        await mirror.post(session, heir, now, flash_id=flash_id)
    await mirror.close(session, card, "changed", now, heir)
