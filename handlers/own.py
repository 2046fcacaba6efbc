"""What is somebody's own in a space, a line each: what they are there, the acts that are open, what they hold and follow."""

from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.drafts.keeping import archive
from bot.positions.words.stating import meant, stated
from bot.sentences import chat as roles
from bot.sentences import me as sentences
from bot.wording import anded, clock
from handlers.request import Request
from storage import habits, own, spaces
from storage.tables import Delegation, Document, Draft, Membership, Position, Space


async def hats(request: Request, space: Space) -> AsyncIterator[str]:
    """What the person is, was and asked to be there."""
    session, person = request.session, request.person
    for office in await own.offices(session, person.id):
        if office.space_id == space.id:
            role = roles.ONE_ROLE[office.role]
            yield sentences.OFFICE.format(role=role, since=at(request, space, office.since), by=_by(office.declared))
    for delegation, seat in await own.ever_seated(session, space.id, person.id):
        seated = {"delegation": delegation.name, "code": delegation.code, "role": roles.ROLE_WORDS[seat.role]}
        if seat.until is not None and seat.until <= request.now:
            yield sentences.FORMER.format(until=at(request, space, seat.until), **seated)
        else:
            yield sentences.SEAT.format(since=at(request, space, seat.since), by=_confirmed(seat), **seated)
    for wish in await own.wishes(session, person.id):
        delegation = await session.get_one(Delegation, wish.delegation_id)
        if delegation.space_id == space.id:
            asked = at(request, space, wish.asked)
            yield sentences.WAITS.format(delegation=delegation.name, code=delegation.code, asked=asked)


def _confirmed(seat: Membership) -> str:
    return sentences.CONFIRMED.format(by=seat.by) if seat.by else sentences.DECLARED


def _by(declared: bool) -> str:
    return f", {sentences.DECLARED}" if declared else ""


async def open_acts(request: Request, space: Space) -> AsyncIterator[str]:
    """The person's acts that are not settled: pending, held, or on words that changed since."""
    for position in await own.waiting(request.session, space.id, request.person.id):
        said = await told(request, space, position)
        if position.state == "held":
            yield sentences.HELD.format(**said)
        else:
            yield sentences.PENDING.format(due=at(request, space, position.due or request.now, seconds=True), **said)
    for position, state in await own.to_confirm(request.session, space.id, request.person.id):
        said = await told(request, space, position)
        yield sentences.CONFIRM.format(state=sentences.STATES[state], **said)


async def holds(request: Request, space: Space, most: int) -> AsyncIterator[str]:
    """What the person said and that holds on the words of now, the newest `most`."""
    found = await own.holding(request.session, space.id, request.person.id)
    for position in found[:most]:
        yield sentences.HOLDS.format(**await told(request, space, position))
    if len(found) > most:
        yield sentences.HOLDS_MORE.format(n=len(found) - most, form=request.typed("withdraw"))


async def follows(request: Request, space: Space) -> AsyncIterator[str]:
    """The paragraphs that the person follows, a line for each document."""
    documents = {one.id: one.name for one in await spaces.documents(request.session, space.id)}
    refs: dict[int, list[str]] = {}
    for one in await habits.followed(request.session, request.person.id, documents):
        refs.setdefault(one.document_id, []).append(one.ref)
    for document_id, followed in refs.items():
        yield sentences.FOLLOWS.format(document=documents[document_id], refs=anded(followed))


async def told(request: Request, space: Space, position: Position) -> dict[str, str]:
    """An act in words, for the sentences of this page."""
    zone = ZoneInfo(space.timezone)
    document = await request.session.get_one(Document, position.document_id)
    draft = await request.session.get_one(Draft, position.draft_id)
    said = stated(position, zone, request.now.astimezone(zone).date())
    return {"said": said, "ref": meant(position), "document": document.name, "draft": archive.name(draft)}


def at(request: Request, space: Space, when: datetime, *, seconds: bool = False) -> str:
    """A time as the person reads it there."""
    zone = ZoneInfo(space.timezone)
    today = request.now.astimezone(zone).date()
    return clock(when, zone, today, request.own_zone, seconds=seconds)
