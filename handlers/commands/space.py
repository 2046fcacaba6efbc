"""The negotiation that this chat belongs to: its chats, people, documents; and setting it up.

space                                  what is set up
space new NAME "Title"                 open a space here (an administrator of the chat, who becomes its chair)
space invite [caucus|public]           a one-time code for another chat
space add CODE                         bind this chat with such a code (an administrator of it)
space delegation NO "Norway" governments   sets up a delegation and its group; its people join it
space correct NO "Norway" governments   another name or group for a delegation that was set up
space zone Europe/Zurich               the time zone of the space
space plenary 2026-11-25T17:00         what each Flash counts down to, also several; space plenary off
space terms "human rights" gender      words that each Flash counts; space terms off
space quiet 22:00-07:00 [here]         new cards wait until these hours are over, with here in this chat; space quiet off [here]
space digest off here                  what waited comes card by card in this chat, not as one message
space mute DOC here                    no Flash and no card of a document in this chat; space unmute DOC here
space language fr [here]               the language of the space, or of this chat alone; space language off here
space chair @PERSON                    makes somebody chair; space secretary @PERSON: of the secretariat
space leave @PERSON                    ends an office; a seat ends with join leave @PERSON
space erase @PERSON                    erases what somebody said here, and their name; acts and hashes stay
"""

import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from bot.drafts.keeping.flashes import show_latest
from bot.errors import BadInput, NotAllowed
from bot.languages import speak, spoken
from bot.message import Button, Message, Title, para, say
from bot.positions.record.export import erase
from bot.positions.seats import seating
from bot.sentences import chat as sentences
from bot.sentences import habits as habits_say
from bot.sentences import record as record_sentences
from bot.wording import anded, of_chat, on_platforms
from handlers import chat_habits, habits, menus, space_people, space_times
from handlers.asking import no_space
from handlers.request import Answer, Request
from handlers.whom import whom
from storage import people, spaces
from storage.tables import CHAT_KINDS, Chat, Invitation, Person, Space

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.IGNORECASE)
_CODE_LIVES = timedelta(days=1)
_LONGEST_NAME = 80


async def run(request: Request) -> Answer:
    if not request.line.words:
        return await _overview(request)
    verb, *rest = request.line.words
    act = _ACTS.get(verb.casefold())
    if act is None:
        forms = anded([request.typed(f"space {name}") for name in _ACTS])
        raise BadInput(sentences.SPACE_VERBS, asked=verb, forms=forms)
    if request.bound_space is None and act not in (_new, _add):
        raise no_space(request.command, request.form)
    return await act(request, rest)


async def _overview(request: Request) -> Answer:
    if request.bound_space is None:
        raise no_space(request.command, request.form)
    space, session = request.space, request.session
    held = await people.officers(session, space.id, request.now)
    names = {
        role: [(await session.get_one(Person, one.person_id)).name for one in held if one.role == role]
        for role in ("chair", "secretariat")
    }
    delegations = [f"{one.code} {one.name} ({one.group})" for one in await people.delegations(session, space.id)]
    documents = [one.name for one in await spaces.documents(session, space.id)]
    lines = (
        sentences.SPACE_ZONE.format(zone=space.timezone, language=space.language),
        *space_times.told(space),
        habits_say.SPACE_QUIET.format(quiet=space.quiet_hours or habits_say.SPACE_QUIET_NONE),
        sentences.SPACE_CHATS.format(
            chats=anded([await _chat(request, one) for one in await spaces.chats(session, space.id)])
        ),
        sentences.SPACE_CHAIRS.format(people=anded(names["chair"]) or sentences.SPACE_NOBODY),
        sentences.SPACE_SECRETARIAT.format(people=anded(names["secretariat"]) or sentences.SPACE_NOBODY),
        sentences.SPACE_DELEGATIONS.format(delegations=anded(delegations) or sentences.SPACE_NONE),
        sentences.SPACE_DOCUMENTS.format(documents=anded(documents) or sentences.SPACE_NONE),
    )
    title = Title(sentences.SPACE_TITLE.format(name=space.name, title=space.title))
    return Answer(Message((title, *(para(line) for line in lines))))


async def _chat(request: Request, chat: Chat) -> str:
    gone = sentences.SPACE_CHAT_GONE.format(why=chat.gone) if chat.gone else ""
    kind = ", ".join([chat.kind, *[own async for own in chat_habits.told(request, chat)]])
    return sentences.SPACE_CHAT.format(chat=of_chat(chat.platform, chat.chat, chat.title), kind=kind, gone=gone)


async def _new(request: Request, rest: list[str]) -> Answer:
    if request.bound_space is not None:
        raise BadInput(sentences.SPACE_BOUND, name=request.space.name)
    if request.command.private:
        raise BadInput(sentences.SPACE_IN_GROUP)
    form = request.typed(sentences.NO_SPACE_FORM)
    if len(rest) < 2:
        raise BadInput(sentences.SPACE_NEW_WHAT, form=form)
    name, title = rest[0].casefold(), " ".join(rest[1:])
    if not _NAME.fullmatch(name) or len(title) > _LONGEST_NAME:
        raise BadInput(sentences.SPACE_NAME_BAD, most=_LONGEST_NAME, form=form)
    await _check_admin(request)
    async with request.write() as session:
        if await spaces.by_name(session, name):
            raise BadInput(sentences.SPACE_EXISTS, name=name)
        space = Space(name=name, title=title, language=spoken())
        session.add(space)
        await session.flush()
        chat = _bound(request, space.id, "open")
        session.add(chat)
        await seating.appoint(session, space.id, request.person, "chair", request.person, request.now)
    await menus.of_chats(request, space, [chat], {})
    forms = {
        "zone": request.typed("space zone Europe/Zurich"),
        "watch": request.typed("watch URL"),
        "delegation": request.typed(space_people.DELEGATION),
    }
    return Answer(say(sentences.SPACE_NEW.format(name=name, **forms)), public=True)


def _bound(request: Request, space_id: int, kind: str) -> Chat:
    place = request.command.place
    bound = Chat(space_id=space_id, platform=place.platform, tenant=place.tenant, chat=place.chat, thread=place.thread)
    bound.title, bound.kind = request.command.called, kind
    return bound


async def _check_admin(request: Request) -> None:
    """The platform says who is an administrator of a chat; nobody is by writing in the group's name."""
    if request.command.who.anonymous:
        raise NotAllowed(sentences.ANONYMOUS)
    place = request.command.place
    chat = request.chats.at(place.platform, place.tenant)
    if chat is None or await chat.standing(request.command.who, place) != "admin":
        raise NotAllowed(sentences.SPACE_ADMIN)


async def _invite(request: Request, rest: list[str]) -> Answer:
    kind = rest[0].casefold() if rest else "open"
    if kind not in CHAT_KINDS:
        raise BadInput(sentences.SPACE_KINDS, form=request.typed("space invite [caucus|public]"))
    code = secrets.token_hex(4)
    async with request.write() as session:
        session.add(Invitation(code=code, space_id=request.space.id, kind=kind, expires=request.now + _CODE_LIVES))
    return Answer(say(sentences.SPACE_INVITE.format(form=_anywhere(request, f"space add {code}"), kind=kind)))


def _anywhere(request: Request, line: str) -> str:
    """A line as it is typed on each platform: the other chat may be on another one."""
    forms = request.typed_on(line)
    return on_platforms(forms) if len(forms) > 1 else request.typed(line)


async def _add(request: Request, rest: list[str]) -> Answer:
    if request.chat is not None:
        raise BadInput(sentences.SPACE_BOUND, name=request.space.name)
    await _check_admin(request)
    async with request.write() as session:
        invitation = await session.get(Invitation, rest[0].casefold()) if rest else None
        if invitation is None or invitation.used or invitation.expires < request.now:
            raise BadInput(sentences.SPACE_CODE, form=request.typed("space invite"))
        invitation.used = request.now
        session.add(invitation)
        chat = _bound(request, invitation.space_id, invitation.kind)
        session.add(chat)
        await session.flush()
        await show_latest(session, chat, request.now)
        space = await session.get_one(Space, invitation.space_id)
    await menus.of_chats(request, space, [chat], {})
    speak(space.language)
    return Answer(say(sentences.SPACE_ADDED.format(name=space.name, kind=invitation.kind)), public=True)


async def _language(request: Request, rest: list[str]) -> Answer:
    """The language of the space, or that of this chat with "here"."""
    here = "here" in (word.casefold() for word in rest)
    asked = " ".join(word for word in rest if word.casefold() != "here")
    off = here and asked.casefold() == "off"
    language = "" if off else habits.language_of(asked, "space language {} here" if here else "space language {}")
    async with request.write() as session:
        space = await session.get_one(Space, request.space.id)
        chats = await spaces.chats(session, space.id)
        before = menus.languages(space, chats)
        if not here:
            space.language = language
        elif request.chat is None:
            raise BadInput(habits_say.HERE_IN_CHAT, form=request.typed(f"space {request.line.text}"))
        else:
            (await session.get_one(Chat, request.chat.id)).language = language
    await menus.of_chats(request, space, chats, before)
    speak(language, space.language)
    said = habits_say.SPACE_LANGUAGE_HERE if here else habits_say.SPACE_LANGUAGE_SET
    return Answer(say(said.format(space=space.title, form=request.typed("me language fr"))), public=True)


async def _erase(request: Request, rest: list[str]) -> Answer:
    """Asks first: what is erased is gone."""
    match rest:
        case ["yes", number] if number.isdecimal():
            return await _erased(request, int(number))
    async with request.write() as session:
        person = await whom(request, session, rest, request.typed("space erase telegram:7"))
        await session.flush()
    said = record_sentences.ERASE_ASK.format(person=person.name, space=request.space.title)
    button = Button(record_sentences.BUTTON_ERASE, f"space erase yes {person.id}", "stop")
    return Answer(Message(say(said).blocks, ((button,),)))


async def _erased(request: Request, number: int) -> Answer:
    async with request.write() as session:
        person = await session.get(Person, number)
        if person is None or not await people.known_in(session, request.space.id, number):
            raise BadInput(record_sentences.ERASE_NOBODY, form=request.typed("space erase telegram:7"))
        name = person.name
        await erase(session, request.space, number, request.now)
    return Answer(say(record_sentences.ERASED.format(person=name, space=request.space.title)))


_ACTS: Mapping[str, Callable[[Request, list[str]], Awaitable[Answer]]] = {
    "new": _new,
    "invite": _invite,
    "add": _add,
    "erase": _erase,
    "delegation": space_people.delegation,
    "correct": space_people.correct,
    "zone": space_times.zone,
    "plenary": space_times.plenary,
    "terms": space_times.terms,
    "quiet": space_times.quiet,
    "digest": chat_habits.digest,
    "mute": chat_habits.mute,
    "unmute": chat_habits.unmute,
    "language": _language,
    "chair": space_people.chair,
    "secretary": space_people.secretary,
    "leave": space_people.leave,
}
