"""What waited for quiet hours to end: several private messages become one, and so do several cards in one chat."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.message import MESSAGE, Block, Button, Message, Para, Rule, Span, Title
from bot.outbox import delivery
from bot.places import Place
from bot.positions import cards
from bot.sentences import habits as sentences
from storage import habits, people
from storage.habits import Line
from storage.tables import Card, Chat, Delivery

MOST_BUTTONS = 48
"""Under one digest: Telegram shows 100 (chat.md, section 2), and nobody finds one among so many."""


async def wake(session: AsyncSession, line: Line, now: datetime) -> None:
    """Lets go what waited at one place; each by itself where the person, or the chat, wants no digest."""
    rows = await habits.waiting(session, line, now)
    private = [row for row in rows if row.kind == "private"]
    posts = [row for row in rows if row.card_id is not None]
    person = await people.person_of(session, *line[:3]) if len(private) > 1 else None
    chat = await session.get(Chat, posts[0].chat_id) if len(posts) > 1 else None
    letters = private if person and person.digest else []
    shown = posts if chat and chat.digest else []
    for row in (row for row in rows if row not in (*letters, *shown)):
        row.state, row.due = "ready", now
    messages = [MESSAGE.validate_python(row.body) for row in letters]
    for some in parts(list(map(_buttons, messages))):
        _join(session, [letters[n] for n in some], [messages[n] for n in some], now)
    told = [await cards.message(session, await session.get_one(Card, row.card_id), now) for row in shown]
    for some in parts(list(map(_buttons, told))):
        await _join_cards(session, [shown[n] for n in some], now)


def _buttons(message: Message) -> int:
    return sum(map(len, message.buttons))


def parts(buttons: Sequence[int]) -> list[list[int]]:
    """Which messages go into one digest, by their places: in their order, as many as have room for their buttons. Pure."""
    found: list[list[int]] = []
    room = 0
    for n, needed in enumerate(buttons):
        if not found or needed > room:
            found.append([])
            room = MOST_BUTTONS
        found[-1].append(n)
        room -= needed
    return found


def _join(session: AsyncSession, rows: Sequence[Delivery], messages: Sequence[Message], now: datetime) -> None:
    """One message in place of several; theirs are known by their keys still, so that none is written again."""
    first = rows[0]
    if len(rows) == 1:
        first.state, first.due = "ready", now
        return
    message = digest(messages, sentences.DIGEST)
    shown = [one for row in rows for one in row.reaches.get("each", [row.reaches] if row.reaches else [])]
    place = Place(first.platform, first.tenant, first.chat, first.thread)
    body = MESSAGE.dump_python(message, mode="json")
    reaches = {"each": shown} if shown else {}
    session.add(delivery(f"digest:{first.id}", "private", place, now, body=body, reaches=reaches))
    for row in rows:
        row.state, row.body, row.reaches = "joined", {}, {}


async def _join_cards(session: AsyncSession, rows: Sequence[Delivery], now: datetime) -> None:
    """One message in place of several cards, each of which is shown by it as it stands: what changes one edits that message."""
    first = rows[0]
    if len(rows) == 1:
        first.state, first.due = "ready", now
        return
    place = Place(first.platform, first.tenant, first.chat, first.thread)
    one = delivery(f"digest:{first.id}", "digest", place, now, chat_id=first.chat_id)
    session.add(one)
    await session.flush()
    for row in rows:
        row.state, row.digest = "joined", one.id


def digest(messages: Sequence[Message], title: str) -> Message:
    """Several messages as one, in their order, each whole under its number, which its buttons carry too. Pure."""
    blocks: list[Block] = [Title(title)]
    rows: list[tuple[Button, ...]] = []
    for n, message in enumerate(messages, 1):
        blocks += [Rule(), *_numbered(message.blocks, n)]
        rows += [tuple(_of(button, n) for button in row) for row in message.buttons]
    return Message(tuple(blocks), tuple(rows))


def _numbered(blocks: Sequence[Block], n: int) -> tuple[Block, ...]:
    """A message under its number: in its title, or else before its first words."""
    match blocks:
        case [Title(text), *rest]:
            return Title(sentences.DIGEST_ITEM.format(n=n, text=text)), *rest
        case [Para(spans), *rest]:
            return Para((Span(sentences.DIGEST_ITEM.format(n=n, text=""), "strong"), *spans)), *rest
        case _:
            return Title(sentences.DIGEST_ITEM.format(n=n, text="").strip()), *blocks


def _of(button: Button, n: int) -> Button:
    return replace(button, label=sentences.DIGEST_BUTTON.format(n=n, label=button.label))
