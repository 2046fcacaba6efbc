"""A chair says that a draft is another document's: it goes there, and all that followed from its place here is put right.

Here it stays as what it was, without a number, so that what was said and sent about it keeps its words. There it is a draft as
any other: judged, numbered, compared, positions carried to it. Both are one transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import Desk
from bot.drafts.arriving.case import Manner, Origin
from bot.drafts.arriving.intake import Outcome, Then, take_in
from bot.drafts.keeping import archive, flashes, leaving
from bot.drafts.keeping.archive import Posted
from bot.drafts.looking import sight
from bot.errors import BadInput
from bot.languages import named
from bot.message import Button, Message, say
from bot.outbox import Private, tell_many, tell_space
from bot.positions.onward import following
from bot.positions.record.record_log import Personal, note
from bot.positions.words.stances import STANCES
from bot.sentences import moving as sentences
from storage import drafts, moved, people, threads, undone, watching
from storage.tables import Address, Blob, Document, Draft, Person, Position, Source

_SHOWN = 5  # acts that a delegation is shown with a button


@dataclass(frozen=True, slots=True)
class Move:
    """`draft`: of `document`, and really of `other`, there as the base of that name if there is one."""

    draft: Draft
    document: Document
    other: Document
    base: str = ""


async def posted(session: AsyncSession, draft: Draft) -> Posted:
    """A kept draft as it was found."""
    reading = await archive.load(session, draft)
    blob = await session.get_one(Blob, reading.sha256)
    return Posted(
        url=draft.url,
        data=blob.data,
        mime=blob.mime,
        reading=reading,
        label=draft.label,
        symbol=draft.symbol,
        published=draft.published,
        brought=draft.brought,
        person_id=draft.person_id,
    )


async def move(desk: Desk, asked: Move, by: Person, then: Then) -> Draft:
    """What the draft is now; `then` is part of the transaction. BadInput where positions would have no words to stand on, where
    the other document is in another language, or where somebody was faster."""
    async with desk.db.read() as session:
        found = await posted(session, asked.draft)

    async def leave(session: AsyncSession, outcome: Outcome) -> None:
        await then(session, outcome)
        draft = await session.get_one(Draft, asked.draft.id)
        if draft.number is None:
            raise _gone(asked)
        if outcome.draft is None:
            raise _in_another_language(asked, found)
        await _leave(session, asked, draft, outcome.draft, by, desk.clock())

    origin = Origin(asked.document.space_id, asked.other.id, asked.draft.source_id, asked.base)
    outcome = await take_in(desk, origin, found, Manner(moved=asked.draft), leave)
    assert outcome.draft is not None
    return outcome.draft


def _gone(asked: Move) -> BadInput:
    name, document = archive.name(asked.draft), asked.document.name
    return BadInput(sentences.GONE, name=name, document=document, choices=(f'drafts doc:"{document}"',))


def _in_another_language(asked: Move, found: Posted) -> BadInput:
    name, other = archive.name(asked.draft), asked.other.name
    as_base = f'drafts move {name} "{other}" doc:"{asked.document.name}" base:text'
    language = named(found.reading.language or "")
    return BadInput(sentences.LANGUAGE, name=name, other=other, language=language, choices=(as_base,))


async def _leave(session: AsyncSession, asked: Move, draft: Draft, new: Draft, by: Person, now: datetime) -> None:
    """All that followed from its place in the document that it leaves."""
    assert draft.number is not None
    document, number, was = asked.document, draft.number, archive.name(draft)
    names = {"name": was, "document": document.name, "new": archive.name(new), "other": asked.other.name}
    said, ended = await undone.given_on(session, draft.id), await leaving.ended_by(session, draft)
    brought = await leaving.given_back(session, document, draft, now)
    draft.former, draft.number, draft.settled, draft.moved_to = number, None, None, new.id
    session.add(draft)
    await session.flush()
    await threads.stand_without(session, draft)
    await moved.now_of(session, draft.id, new.id)
    told = {"document": names["document"], "draft": was, "to": names["other"], "as": names["new"]}
    await note(session, document.space_id, "moved", now, **told, by=Personal(by.name, by.id))
    await _addresses(session, asked, draft.id, new, now)
    if own := await drafts.flash_of(session, draft.id):
        await flashes.amend(session, own, now, moved=now, moved_to=(names["new"], names["other"]))
    await leaving.compared_anew(session, document.id, draft, number, now)
    if brought:
        await following.tell(session, brought, None, now)
    await _tell_speakers(session, document.space_id, said, names, now)
    await leaving.tell_ended(session, document, was, ended, now)
    last = await drafts.latest(session, document.id)
    tell = partial(_told, names, draft.label or draft.url, archive.name(last) if last else "", _diff(asked, new))
    key = f"moved:{draft.id}:{now.timestamp():.6f}"
    await tell_space(session, document.space_id, key, tell, now, about=asked.other.id)


def _diff(asked: Move, new: Draft) -> str:
    """The line that shows what it changed there; "" for the first one and for a base."""
    return f'diff {archive.name(new)} doc:"{asked.other.name}"' if (new.number or 0) > 1 else ""


def _told(names: dict[str, str], label: str, last: str, diff: str) -> Message:
    said = [sentences.TOLD.format(**names, label=label)]
    said += [sentences.TOLD_BEFORE.format(document=names["document"], last=last)] if last else []
    return Message(say(*said).blocks, ((Button(sentences.BUTTON_DIFF, diff),),) if diff else ())


# ── what is posted at its address from now on ────────────────────────────────────────────────────────────────────────────


async def _addresses(session: AsyncSession, asked: Move, draft_id: int, new: Draft, now: datetime) -> None:
    """Where a source of the other document looks at the same page the address is its own; else its texts go there from here."""
    for row, source in await moved.addresses_of(session, draft_id):
        neighbours = await watching.at_the_same_page(session, source.space_id, source.url)
        theirs = next((one for one in neighbours if one.document_id == new.document_id and one.base == new.base), None)
        if theirs is None or theirs.id == source.id or row.url == source.url:
            row.draft_id = new.id
            row.document_id = new.document_id if source.document_id != new.document_id else None
        else:
            await _hand_over(session, row, theirs, new, now)
            row.draft_id, row.document_id, row.state = None, None, "passed"
        session.add(row)
    await session.flush()


async def _hand_over(session: AsyncSession, row: Address, source: Source, new: Draft, now: datetime) -> None:
    """Another source knows of an address what this one knew, so that it does not take it for new."""
    theirs = await sight.note(session, source.id, row.url, now, state="draft", draft_id=new.id, label=row.label)
    for name in ("etag", "last_modified", "answered", "trusted", "sha256", "checked", "gone"):
        setattr(theirs, name, getattr(row, name))
    session.add(theirs)


# ── who spoke on it ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def _tell_speakers(
    session: AsyncSession, space_id: int, said: Sequence[Position], names: dict[str, str], now: datetime
) -> None:
    """Each delegation that said something on its words hears that this was not taken over."""
    by_delegation: dict[int, list[tuple[str, str]]] = {}
    for act in said:
        by_delegation.setdefault(act.delegation_id or 0, []).append((act.stance, act.ref))
    known = {one.id: one.name for one in await people.delegations(session, space_id)}
    seated = await people.seated(session, space_id, now)
    letters = [
        Private(
            sorted(seated.get(delegation, ())),
            f"moved:{names['document']}:{names['name']}:{delegation}",
            partial(_to_speakers, {**names, "delegation": known[delegation]}, acts),
        )
        for delegation, acts in by_delegation.items()
    ]
    await tell_many(session, space_id, letters, now)


def _to_speakers(names: dict[str, str], acts: Sequence[tuple[str, str]]) -> Message:
    each = list(dict.fromkeys(acts))
    lines = [sentences.SAY_AGAIN.format(stance=STANCES[stance].button, ref=ref) for stance, ref in each]
    refs = list(dict.fromkeys(ref for _, ref in each))[:_SHOWN]
    rows = [(Button(sentences.BUTTON_SHOW.format(ref=ref), f'show {ref} doc:"{names["other"]}"'),) for ref in refs]
    return Message(say(sentences.SPEAKERS.format(**names), *lines).blocks, tuple(rows))
