"""Messages on their way out: the core writes deliveries here, `handlers.delivery` sends them.

What is written to one person waits until their quiet hours are over (`bot.waking`), unless it would be too late then. Whoever
tells several hands over what composes the message: each chat and each person is told in a language of their own.
Every function takes part in the caller's transaction. A key names a message; the same key twice is one message.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import flash
from bot.habits import waits_until
from bot.languages import first, speaking
from bot.message import MESSAGE, Button, Message
from bot.places import Place
from storage import deliveries, habits, people, presses, spaces
from storage.rows import add_once
from storage.tables import Chat, Delivery, Draft, FlashRow, Press, Space

Compose = Callable[[], Message]
"""Makes a message in the language that is spoken."""


def new_token() -> str:
    """A button's token: 16 characters that nobody can guess."""
    return secrets.token_urlsafe(12)


async def seal(
    session: AsyncSession,
    message: Message,
    now: datetime,
    *,
    space_id: int | None = None,
    person_id: int | None = None,
    whispered: bool = False,
) -> Message:
    """The message with a token on each button, and what each press stands for kept (see `storage.tables.Press`).

    What anyone may press has one token for each line and space: a card that is edited often keeps its buttons.
    """

    bare = {button.line for row in message.buttons for button in row if not (button.url or button.token)}
    known = await presses.shared_presses(session, bare, space_id) if bare and person_id is None else []
    tokens = {press.line: press.token for press in known}

    def sealed(button: Button) -> Button:
        if button.url or button.token:
            return button
        if button.line in tokens:
            return replace(button, token=tokens[button.line])
        token = new_token()
        if person_id is None:
            tokens[button.line] = token
        line = button.line
        session.add(
            Press(token=token, line=line, person_id=person_id, space_id=space_id, whispered=whispered, made=now)
        )
        return replace(button, token=token)

    rows = [tuple(sealed(button) for button in row) for row in message.buttons]
    return replace(message, buttons=tuple(rows))


async def queue(
    session: AsyncSession,
    key: str,
    kind: str,
    place: Place,
    message: Message,
    now: datetime,
    *,
    space_id: int | None = None,
    chat_id: int | None = None,
    reaches: Mapping[str, Any] | None = None,
    waits: datetime | None = None,
) -> None:
    """One message to one place, once. `reaches`: which words a delegation is shown by it (see `storage.tables.Delivery`);
    `waits`: until when."""
    if await deliveries.known(session, key):
        return
    sealed = await seal(session, message, now, space_id=space_id)
    body = MESSAGE.dump_python(sealed, mode="json")
    row = delivery(key, kind, place, now, waits, chat_id=chat_id, body=body, reaches=dict(reaches or {}))
    await add_once(session, row)


async def flash_out(session: AsyncSession, space_id: int, row: FlashRow, now: datetime) -> None:
    """The Flash to every chat of a space that can be posted to and did not mute the document, and the picture that goes with
    it; both are made when sent.

    Chats that are to get the Flash only get no picture.
    """
    draft = await session.get_one(Draft, row.draft_id)
    chats = await spaces.live_chats(session, space_id, draft.document_id)
    session.add_all(_of_flash("flash", row, chat, now) for chat in chats)
    if flash.pictured(flash.FLASH.validate_python(row.facts)):
        session.add_all(_of_flash("picture", row, chat, now) for chat in chats if chat.kind != "public")


def _of_flash(kind: str, row: FlashRow, chat: Chat, now: datetime) -> Delivery:
    key = f"{kind}:{row.id}:{chat.id}"
    return delivery(key, kind, place_of(chat), now, chat_id=chat.id, flash_id=row.id)


async def edit_flash(session: AsyncSession, row: FlashRow, now: datetime, *, redraws: bool = False) -> None:
    """The Flash again, in place, wherever it was posted or is on its way: it says something else now. `redraws`: its changes
    are others, so that its picture is drawn anew too."""
    edits = {
        f"{posted.key}:edit:{now.timestamp():.6f}": posted for posted in await deliveries.of_flash(session, row.id)
    }
    there = await deliveries.known_keys(session, edits)
    for key, posted in ((key, posted) for key, posted in edits.items() if key not in there):
        place = Place(posted.platform, posted.tenant, posted.chat, posted.thread)
        session.add(delivery(key, "flash", place, now, chat_id=posted.chat_id, flash_id=row.id, edits=posted.id))
    for drawn in await deliveries.pictures_of(session, row.id) if redraws else ():
        place = Place(drawn.platform, drawn.tenant, drawn.chat, drawn.thread)
        key = f"{drawn.key}:edit:{now.timestamp():.6f}"
        session.add(delivery(key, "picture", place, now, chat_id=drawn.chat_id, flash_id=row.id, edits=drawn.id))


def delivery(key: str, kind: str, place: Place, now: datetime, waits: datetime | None = None, **more: Any) -> Delivery:
    """A row that is to be sent now, or `waits` until then. `more`: its other columns."""
    return Delivery(
        key=key,
        kind=kind,
        platform=place.platform,
        tenant=place.tenant,
        chat=place.chat,
        thread=place.thread,
        state="waiting" if waits else "ready",
        due=waits or now,
        **more,
    )


async def tell_space(
    session: AsyncSession, space_id: int, key: str, compose: Compose, now: datetime, *, about: int | None = None
) -> None:
    """One quiet message in the open chats of a space; `about`: a document, which some of them may have muted."""
    for chat in await spaces.live_chats(session, space_id, about):
        if chat.kind == "open":
            message = replace(await in_chat(session, chat, compose), quiet=True)
            await _post(session, f"{key}:{chat.id}", "told", chat, message, now)


async def alert_space(
    session: AsyncSession, space_id: int, key: str, compose: Compose, now: datetime, *, about: int | None = None
) -> None:
    """One message to every chat of a space that can be posted to, as a Flash goes. `about`: as in `tell_space`."""
    for chat in await spaces.live_chats(session, space_id, about):
        await _post(session, f"{key}:{chat.id}", "alert", chat, await in_chat(session, chat, compose), now)


async def _post(session: AsyncSession, key: str, kind: str, chat: Chat, message: Message, now: datetime) -> None:
    await queue(session, key, kind, place_of(chat), message, now, space_id=chat.space_id, chat_id=chat.id)


async def in_chat(session: AsyncSession, chat: Chat, compose: Compose) -> Message:
    """A message in the language of a chat."""
    with speaking(chat.language, (await session.get_one(Space, chat.space_id)).language):
        return compose()


async def tell_officers(session: AsyncSession, space_id: int, key: str, compose: Compose, now: datetime) -> None:
    """One private message to each chair and secretary of a space."""
    holders = {officer.person_id for officer in await people.officers(session, space_id, now)}
    await tell_persons(session, space_id, holders, key, compose, now)


async def tell_persons(
    session: AsyncSession,
    space_id: int,
    persons: Iterable[int],
    key: str,
    compose: Compose,
    now: datetime,
    *,
    reaches: Mapping[str, Any] | None = None,
    by: datetime | None = None,
) -> None:
    """One private message to each person, on the account that they were known by first.

    `reaches`: what their delegation is shown by it, {"delegation", "draft", "threads", "silence"}; noted when it is accepted.
    `by`: when it must have been read; quiet hours that end too late for that are no reason to wait, and for `now` none are.
    """
    persons = set(persons)
    asleep = await _asleep(session, space_id, persons, now, by)
    theirs, ours = await _languages(session, space_id, persons)
    for person_id in sorted(persons):
        shown = _shown_to(person_id, reaches)
        with speaking(theirs.get(person_id, ""), ours):
            message = compose()
        for account in (await people.accounts(session, person_id))[:1]:
            place = Place(account.platform, account.tenant, account.user)
            name = f"{key}:p{person_id}"
            waits = asleep.get(person_id)
            await queue(session, name, "private", place, message, now, space_id=space_id, reaches=shown, waits=waits)


def _shown_to(person: int, reaches: Mapping[str, Any] | None) -> dict[str, Any]:
    """What somebody is shown by a message, for the delegations that are reached by it (`storage.tables.Delivery`)."""
    if reaches and "each" in reaches:
        return {"each": [{**one, "person": person} for one in reaches["each"]]}
    return {**reaches, "person": person} if reaches else {}


async def _languages(session: AsyncSession, space_id: int, persons: Iterable[int]) -> tuple[dict[int, str], str]:
    """The languages of those persons who have named one, and the space's."""
    return await habits.languages(session, set(persons)), (await session.get_one(Space, space_id)).language


async def _asleep(
    session: AsyncSession, space_id: int, persons: Iterable[int], now: datetime, by: datetime | None = None
) -> dict[int, datetime]:
    """Who has quiet hours now for which a message can wait, each until when."""
    zone = (await session.get_one(Space, space_id)).timezone
    known = (await habits.quiet(session, set(persons))).items()
    found = {n: waits_until(now, one.quiet_hours, ZoneInfo(one.timezone or zone), by) for n, one in known}
    return {person: ends for person, ends in found.items() if ends}


@dataclass(frozen=True, slots=True)
class Private:
    """A private message to some persons; `key`, `compose`, `reaches`, `by` as in `tell_persons`."""

    persons: Sequence[int]
    key: str
    compose: Compose
    reaches: Mapping[str, Any] | None = None
    by: datetime | None = None


async def tell_many(session: AsyncSession, space_id: int, letters: Sequence[Private], now: datetime) -> None:
    """As `tell_persons`, for hundreds of messages by a handful of statements."""
    persons = {person for one in letters for person in one.persons}
    written = _written(letters, *await _languages(session, space_id, persons))
    tokens = await _shared_tokens(session, space_id, [message for _, _, message in written], now)
    known = await people.first_accounts(session, persons)
    asleep = {by: await _asleep(session, space_id, persons, now, by) for by in {one.by for one in letters}}
    rows = {}
    for one, readers, message in written:
        body = MESSAGE.dump_python(_with_tokens(message, tokens), mode="json")
        for person, account in ((person, known[person]) for person in readers if person in known):
            key = f"{one.key}:p{person}"
            place = Place(account.platform, account.tenant, account.user)
            shown = _shown_to(person, one.reaches)
            waits = asleep[one.by].get(person)
            rows[key] = delivery(key, "private", place, now, waits, body=body, reaches=shown)
    there = await deliveries.known_keys(session, rows)
    session.add_all(row for key, row in rows.items() if key not in there)
    await session.flush()


def _written(
    letters: Sequence[Private], theirs: Mapping[int, str], ours: str
) -> list[tuple[Private, list[int], Message]]:
    """Each letter once in each language that one of its readers has, with those readers."""
    written = []
    for letter in letters:
        by_language: dict[str, list[int]] = {}
        for person in letter.persons:
            by_language.setdefault(first(theirs.get(person, ""), ours), []).append(person)
        for language, readers in by_language.items():
            with speaking(language):
                written.append((letter, readers, letter.compose()))
    return written


async def _shared_tokens(
    session: AsyncSession, space_id: int, messages: Sequence[Message], now: datetime
) -> dict[str, str]:
    """The token of each line that a button of these messages stands for, one for all who may press it."""
    lines = {button.line for one in messages for row in one.buttons for button in row if button.line}
    tokens = {press.line: press.token for press in await presses.shared_presses(session, lines, space_id)}
    fresh = {line: new_token() for line in sorted(lines - tokens.keys())}
    session.add_all(Press(token=token, line=line, space_id=space_id, made=now) for line, token in fresh.items())
    return tokens | fresh


def _with_tokens(message: Message, tokens: Mapping[str, str]) -> Message:
    rows = (tuple(replace(one, token=tokens.get(one.line, one.token)) for one in row) for row in message.buttons)
    return replace(message, buttons=tuple(rows))


async def tell_elsewhere(session: AsyncSession, refused: Delivery, now: datetime) -> None:
    """A private message that one account of a person cannot be sent goes to the next one that they have."""
    person = await people.person_of(session, refused.platform, refused.tenant, refused.chat)
    known = await people.accounts(session, person.id) if person else []
    at = [(one.platform, one.user) for one in known]
    here = (refused.platform, refused.chat)
    for account in known[at.index(here) + 1 :][:1] if here in at else []:
        place = Place(account.platform, account.tenant, account.user)
        message = MESSAGE.validate_python(refused.body)
        await queue(session, f"{refused.key}:a{account.id}", "private", place, message, now, reaches=refused.reaches)


def place_of(chat: Chat) -> Place:
    return Place(chat.platform, chat.tenant, chat.chat, chat.thread)
