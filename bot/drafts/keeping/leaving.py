"""A draft leaves the sequence of its document: it was a base, or another document's. Everything takes part in the caller's
transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive, flashes
from bot.errors import BadInput
from bot.message import Button, Message, say
from bot.outbox import tell_officers
from bot.positions.onward.giving_back import give_back
from bot.positions.onward.steps import News
from bot.sentences import basing as sentences
from bot.sentences import moving
from bot.wording import anded, excerpt
from storage import drafts, undone
from storage import positions as queries
from storage.tables import Document, Draft, Poll, Silence


async def given_back(session: AsyncSession, document: Document, draft: Draft, now: datetime) -> News | None:
    """Positions brought to the words before, where they stood on those of this draft; BadInput where there are none."""
    stands = await queries.newest_settled(session, document.id)
    if stands is None or stands.id != draft.id:
        return None
    before = await queries.newest_settled(session, document.id, before=draft.number)
    if before is None and await queries.given(session, document.id):
        raise BadInput(sentences.HELD, document=document.name, name=archive.name(draft))
    return await give_back(session, draft, before, now) if before else None


async def compared_anew(session: AsyncSession, document_id: int, draft: Draft, number: int, now: datetime) -> None:
    """The Flashes that were compared with this draft, which had that number."""
    before = await drafts.numbered(session, document_id, most=1, up_to=number)
    for row in await drafts.flashes_against(session, draft.id):
        await flashes.compare_with(session, row, before[0] if before else None, now)


async def ended_by(session: AsyncSession, draft: Draft) -> tuple[Sequence[Silence], Sequence[Poll]]:
    """The silences that lapsed and the polls that were closed when positions came to stand on a draft."""
    if draft.settled is None:
        return (), ()
    at = draft.document_id, draft.settled
    return await undone.silences(session, *at), await undone.polls(session, *at)


def named(silences: Sequence[Silence], polls: Sequence[Poll]) -> str:
    """What ended, as people call it; "" where nothing did."""
    said = [moving.SILENCE.format(number=one.id, refs=one.refs) for one in silences]
    return anded([*said, *(moving.POLL.format(question=excerpt(one.question, 60), ref=one.ref) for one in polls)])


async def tell_ended(
    session: AsyncSession,
    document: Document,
    name: str,
    ended: tuple[Sequence[Silence], Sequence[Poll]],
    now: datetime,
) -> None:
    """Chairs and secretariat hear what the draft of that name had ended: nobody is held to it unawares once more."""
    silences, polls = ended

    def told() -> Message:
        again = [(moving.BUTTON_SILENCE.format(number=one.id), f"silence reopen {one.id}") for one in silences]
        said = say(moving.ENDED.format(name=name, document=document.name, what=named(silences, polls)))
        return Message(said.blocks, tuple((Button(label, line),) for label, line in again))

    if silences or polls:
        await tell_officers(session, document.space_id, f"ended:{document.id}:{name}:{now.timestamp():.6f}", told, now)
