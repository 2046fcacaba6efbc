"""space quiet … here, space digest, mute, unmute: how one chat wants to be told. By the chair, or who administers the chat."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from rapidfuzz import process
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BadInput, NotAllowed
from bot.habits import OFF, of_chat
from bot.message import say
from bot.positions.seats.roles import may
from bot.positions.showing import mirror
from bot.sentences import chat as sentences
from bot.sentences import habits as habits_say
from bot.wording import anded, city
from handlers.grammar import Line
from handlers.habits import QUIET, hours_of, switched
from handlers.request import Answer, Request
from storage import habits as queries
from storage import spaces
from storage.tables import Chat, ChatMute, Document, Space

HERE = "here"
_NEAREST = 3


def of_this_chat(line: Line) -> bool:
    """Whether a line is about the chat in which it is typed, alone: those who administer it may, whatever their role."""
    words = [word.casefold() for word in line.words]
    return line.verb == "space" and (
        words[:1] in (["digest"], ["mute"], ["unmute"]) or (words[:1], words[-1:]) == (["quiet"], [HERE])
    )


async def quiet(request: Request, asked: str) -> Answer:
    """Hours of this chat alone. Those of the space: it goes with the space again."""
    line = f"space quiet {QUIET} {HERE}"
    hours = OFF if asked.casefold() == OFF else hours_of(asked, request.typed(line), line)
    chat = await _chat(request)
    async with request.write() as session:
        space, row = await session.get_one(Space, request.space.id), await session.get_one(Chat, chat.id)
        row.quiet_hours = "" if hours == space.quiet_hours else hours
        await wake(session, space, request.now, row)
    said = habits_say.CHAT_QUIET_CLEARED if hours == OFF else habits_say.CHAT_QUIET_SET
    request.aloud()
    return Answer(say(said.format(quiet=hours, zone=city(space.timezone))), public=True)


async def wake(session: AsyncSession, space: Space, now: datetime, only: Chat | None = None) -> None:
    """Cards that wait in the chats of a space, or in one of them, wait for the hours that hold there from now on."""
    for row in await queries.waiting_cards(session, space.id):
        chat = await session.get_one(Chat, row.chat_id)
        if only is None or chat.id == only.id:
            row.due = mirror.quiet_until(chat, space, now) or now


async def digest(request: Request, rest: Sequence[str]) -> Answer:
    """Whether the cards that waited come as one message; "here" may be left out."""
    words = [word for word in rest if word.casefold() != HERE]
    on = switched(request, "space digest", words or ["on"], f" {HERE}")
    chat = await _chat(request)
    async with request.write() as session:
        (await session.get_one(Chat, chat.id)).digest = on
    request.aloud()
    said = [habits_say.CHAT_DIGEST_SET if on else habits_say.CHAT_DIGEST_CLEARED]
    if on and not of_chat(chat.quiet_hours, request.space.quiet_hours):
        said.append(habits_say.CHAT_DIGEST_NO_QUIET.format(form=request.typed(f"space quiet {QUIET} {HERE}")))
    return Answer(say(*said), public=True)


async def mute(request: Request, rest: Sequence[str]) -> Answer:
    chat, document = await _chat(request), await _document(request, "mute", rest)
    async with request.write() as session:
        if await session.get(ChatMute, (chat.id, document.id)) is None:
            session.add(ChatMute(chat_id=chat.id, document_id=document.id))
        for row in await queries.waiting_cards(session, request.space.id, document.id):
            if row.chat_id == chat.id:
                await session.delete(row)
    request.aloud()
    form = request.typed(f'space unmute "{document.name}"')
    return Answer(say(habits_say.CHAT_MUTED.format(document=document.name, form=form)), public=True)


async def unmute(request: Request, rest: Sequence[str]) -> Answer:
    chat, document = await _chat(request), await _document(request, "unmute", rest)
    async with request.write() as session:
        row = await session.get(ChatMute, (chat.id, document.id))
        if row is None:
            raise BadInput(habits_say.CHAT_NOT_MUTED, document=document.name)
        await session.delete(row)
    request.aloud()
    return Answer(say(habits_say.CHAT_UNMUTED.format(document=document.name)), public=True)


async def card_shown(request: Request, document: Document, by: datetime | None = None) -> list[str]:
    """Why a new card of a document does not stand in every open chat at once: quiet hours, or that it is muted here.

    `by`: when the card must have been read.
    """
    live = await spaces.live_chats(request.session, request.space.id, document.id)
    ends = [mirror.quiet_until(one, request.space, request.now, by) for one in live if one.kind == "open"]
    waits = sorted({at for at in ends if at})
    said = []
    if len(waits) == 1 and None not in ends:
        said.append(habits_say.CARD_WAITS.format(at=request.clock(waits[0])))
    elif waits:
        at = anded([request.clock(one) for one in waits])
        said.append(habits_say.CARD_WAITS_SOME.format(at=at))
    here = request.chat
    if here and here.kind == "open" and document.id in [one.id for one in await _muted(request, here)]:
        form = request.typed(f'space unmute "{document.name}"')
        said.append(habits_say.CARD_MUTED.format(document=document.name, form=form))
    return said


async def told(request: Request, chat: Chat) -> AsyncIterator[str]:
    """What is different in a chat from what its space wants."""
    if chat.quiet_hours:
        hours = of_chat(chat.quiet_hours, "") or habits_say.SPACE_QUIET_NONE
        yield habits_say.CHAT_QUIET.format(quiet=hours)
    if not chat.digest:
        yield habits_say.CHAT_DIGEST_OFF
    if muted := await _muted(request, chat):
        yield habits_say.CHAT_MUTES.format(documents=anded([one.name for one in muted]))


async def _muted(request: Request, chat: Chat) -> Sequence[Document]:
    return await queries.muted_in(request.session, chat.id)


async def _chat(request: Request) -> Chat:
    """The chat that is meant, if the asker may say how it is told."""
    if request.chat is None:
        raise BadInput(habits_say.HERE_IN_CHAT, form=request.typed(f"space {request.line.text}"))
    if may(request.roles, "space", open_chat=False):
        return request.chat
    place = request.command.place
    connection = request.chats.at(place.platform, place.tenant)
    anonymous = request.command.who.anonymous
    if anonymous or connection is None or await connection.standing(request.command.who, place) != "admin":
        raise NotAllowed(sentences.ANONYMOUS if anonymous else habits_say.CHAIR_OR_ADMIN)
    return request.chat


async def _document(request: Request, verb: str, rest: Sequence[str]) -> Document:
    """The document of the space that is named; "here" behind it may be left out."""
    words = rest[:-1] if [word.casefold() for word in rest[-1:]] == [HERE] else rest
    asked = " ".join(words)
    known = {one.name: one for one in await spaces.documents(request.session, request.space.id)}
    for name, document in known.items():
        if name.casefold() == asked.casefold():
            return document
    if not known:
        raise BadInput(habits_say.CHAT_NO_DOCUMENTS, space=request.space.title)
    near = [one[0] for one in process.extract(asked, list(known), limit=_NEAREST)] if asked else list(known)[:_NEAREST]
    choices = tuple(f'space {verb} "{name}" {HERE}' for name in near)
    if not asked:
        raise BadInput(habits_say.MUTE_WHICH, known=anded(list(known)), choices=choices)
    raise BadInput(
        habits_say.CHAT_NO_DOCUMENT, asked=asked, space=request.space.title, known=anded(list(known)), choices=choices
    )
