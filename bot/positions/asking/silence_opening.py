"""Opening a silence: what it pins, who is told, and what is noted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping.archive import name
from bot.drafts.reading import Paragraph
from bot.message import Button, Message
from bot.outbox import Private, tell_many, tell_persons
from bot.positions.asking import silence_words, silences
from bot.positions.asking.silence_view import view
from bot.positions.record import record_log
from bot.positions.record.record_log import Personal
from bot.positions.showing import mirror
from bot.positions.words.ground import Ground
from bot.positions.words.scopes import Scope, hash_of, single
from bot.positions.words.targets import Target
from bot.sentences import silence as sentences
from storage import habits, people
from storage import silences as queries
from storage.tables import Card, Person, Silence, SilenceItem, Space


@dataclass(frozen=True, slots=True)
class Plan:
    """A silence to be opened. `refs`: as people cite what it is on; `said`: words of whoever sets it, `forced`: why its notice
    is short or its hour unusual, `reopens`: the number of an earlier one that it takes up, for the reason `said`."""

    refs: str
    scopes: tuple[Scope | Target, ...]
    deadline: datetime
    said: str = ""
    forced: str = ""
    reopens: int | None = None

    def pinned(self) -> dict[int, Paragraph]:
        """Thread → its paragraph, each once, in the order of the draft."""
        found = {t: p for scope in self.scopes for t, p in zip(scope.threads, scope.paragraphs, strict=True)}
        return dict(sorted(found.items(), key=lambda one: one[1].n))


def again(ground: Ground, items: Sequence[SilenceItem]) -> tuple[Scope, ...]:
    """What is left in the newest draft of the paragraphs of an earlier silence."""
    wanted = {item.thread for item in items}
    return tuple(
        single(ground.reading, ground.threads, p)
        for p in ground.reading.paragraphs
        if p.text and ground.threads[p.n] in wanted
    )


async def open_silence(
    session: AsyncSession, space: Space, ground: Ground, plan: Plan, person: Person, now: datetime
) -> Silence:
    """Pins the words, posts the card in the open chats, tells each person with a seat in private, notes it."""
    voices = await queries.voices(session, space.id, now)
    row = Silence(
        space_id=space.id,
        document_id=ground.document.id,
        draft_id=ground.draft.id,
        refs=plan.refs,
        person_id=person.id,
        opened=now,
        deadline=plan.deadline,
        zone=space.timezone,
        forced=plan.forced,
        said=plan.said,
        expected=sorted({delegation_id for delegation_id, _ in voices}),
        reopens=plan.reopens,
    )
    session.add(row)
    await session.flush()
    pinned = plan.pinned()
    for thread, p in pinned.items():
        label = single(ground.reading, ground.threads, p).ref
        session.add(SilenceItem(silence_id=row.id, thread=thread, label=label, text_hash=p.text_hash))
    await session.flush()
    await mirror.post(session, await _card(session, row, pinned, now), now, by=row.deadline)
    await _note(session, row, ground, pinned, person, now)
    await _tell(session, row, voices, list(pinned), now)
    return row


async def _card(session: AsyncSession, row: Silence, pinned: dict[int, Paragraph], now: datetime) -> Card:
    made = Card(
        space_id=row.space_id,
        document_id=row.document_id,
        kind="silence",
        level="paragraph" if len(pinned) == 1 else "range",
        ref=row.refs,
        threads=list(pinned),
        draft_id=row.draft_id,
        text_hash=hash_of([p.text_hash for p in pinned.values()]),
        silence_id=row.id,
        person_id=row.person_id,
        opened=now,
    )
    session.add(made)
    await session.flush()
    return made


async def _note(
    session: AsyncSession, row: Silence, ground: Ground, pinned: dict[int, Paragraph], person: Person, now: datetime
) -> None:
    known = {one.id: one.code for one in await people.delegations(session, row.space_id)}
    facts: dict[str, object] = {
        "silence": row.id,
        "by": Personal(person.name, person.id),
        "document": ground.document.name,
        "draft": name(ground.draft),
        "refs": row.refs,
        "pinned": {str(thread): p.text_hash for thread, p in pinned.items()},
        "deadline": row.deadline.isoformat(timespec="seconds"),
        "zone": row.zone,
        "expected": [known[number] for number in row.expected],
        "reopens": row.reopens,
    }
    said = {"said": Personal(row.said, person.id)} if row.said else {}
    await record_log.note(session, row.space_id, "silence", now, **facts, **said)
    if row.forced:
        await silences.override(session, row, row.forced, person, now)


async def _tell(
    session: AsyncSession, row: Silence, voices: Sequence[tuple[int, int]], threads: Sequence[int], now: datetime
) -> None:
    """The card with its words in private to each person with a seat, with the deadline in their own time zone; to the other
    chairs how it is taken back."""
    shown = await view(session, row, now)
    shown_to = {"draft": row.draft_id, "threads": silences.shown(row, threads), "silence": row.id}
    zones = await habits.zones(session, {person_id for _, person_id in voices})
    seated: dict[tuple[int, str], list[int]] = {}
    for delegation_id, person_id in voices:
        seated.setdefault((delegation_id, zones.get(person_id, "")), []).append(person_id)
    letters = [
        Private(
            persons,
            f"silence:{row.id}:opened:{delegation_id}",
            partial(silence_words.letter, replace(shown, own=own)),
            {"delegation": delegation_id, **shown_to},
            by=shown.ends,
        )
        for (delegation_id, own), persons in seated.items()
    ]
    await tell_many(session, row.space_id, letters, now)
    others = set(await silences.chairs(session, row.space_id, now)) - {row.person_id}

    def to_chairs() -> Message:
        return Message(silence_words.card(shown).blocks, for_officers(row.id))

    await tell_persons(session, row.space_id, others, f"silence:{row.id}:set", to_chairs, now, by=shown.ends)


def for_officers(number: int) -> tuple[tuple[Button, ...], ...]:
    """The buttons of a silence that are the chair's."""
    return (
        (
            Button(sentences.WITHDRAW, f"silence withdraw {number}", "stop"),
            Button(sentences.EXTEND, f"silence extend {number}"),
        ),
    )
