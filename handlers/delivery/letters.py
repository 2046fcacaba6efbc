"""What a delivery says at the moment it is sent: a message that was kept, a Flash or a card as it stands, in pages."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import flash
from bot.drafts.keeping.plenary import plenaries
from bot.languages import speaking, spoken
from bot.message import MESSAGE, Budget, Message, in_words, paginate, para, say
from bot.outbox import seal
from bot.places import Place, Posted
from bot.positions import cards
from bot.sentences import chat as sentences
from bot.sentences import habits
from bot.waking import digest
from bot.wording import excerpt
from handlers.chat import Chat
from handlers.delivery import outcomes
from handlers.delivery.outcomes import Outcome
from storage import cards as queries
from storage import deliveries, people
from storage.tables import Card, Delivery, FlashRow, Space
from storage.tables import Chat as ChatRow

_UNPOSTED = "what it edits was never posted"


@dataclass(frozen=True, slots=True)
class Letter:
    """One part of a message on its way: posted at `to` under `key`, `more` parts to come; or what is `edited`, part by part.

    `grown`: the whole message, where there is more of it than the parts that were posted can hold.
    """

    to: Place
    key: str
    pages: tuple[Message, ...]
    more: bool = False
    edited: tuple[Posted, ...] = ()
    grown: Message | None = None


Drawn = dict[tuple[int, str], Message]
"""Cards by their ids and languages, as they stand in one transaction: drawn once for all chats."""


async def written(session: AsyncSession, row: Delivery, chat: Chat, now: datetime, drawn: Drawn) -> Letter | Outcome:
    """What to send for a delivery, its buttons sealed; or what becomes of it where there is nothing to send.

    A message of several parts is kept as it was when the first was sent: the parts after it are of the same words.
    """
    with speaking(*await languages(session, row)):
        return await _written(session, row, chat, now, drawn)


async def languages(session: AsyncSession, row: Delivery) -> tuple[str, str]:
    """The language of the chat that a delivery goes to, and of its space."""
    chat = await session.get(ChatRow, row.chat_id) if row.chat_id else None
    return (chat.language, (await session.get_one(Space, chat.space_id)).language) if chat else ("", "")


async def _written(session: AsyncSession, row: Delivery, chat: Chat, now: datetime, drawn: Drawn) -> Letter | Outcome:
    if row.edits is not None:
        return await _edit(session, row, chat, now, drawn)
    if chat.threads and row.card_id is not None and row.flash_id is not None:
        await _under_flash(session, row)
    begun = bool(row.parts)
    message = MESSAGE.validate_python(row.body) if begun else await _message(session, row, now, now, drawn)
    pages = parts(message, chat.budget)
    if len(pages) > 1 and not begun:
        row.body = MESSAGE.dump_python(message, mode="json")
    at = len(row.parts)
    page = _perhaps_a_repeat(pages[at]) if row.repeat else pages[at]
    return Letter(place_of(row), part_key(row), (page,), more=at + 1 < len(pages))


async def _edit(session: AsyncSession, row: Delivery, chat: Chat, now: datetime, drawn: Drawn) -> Letter | Outcome:
    original = await session.get_one(Delivery, row.edits)
    if original.state != "sent":
        return outcomes.dead(_UNPOSTED)
    message = await _message(session, row, original.sent or now, now, drawn)
    pages = parts(message, chat.budget)
    at = tuple(Posted(place_of(original), one) for one in original.parts or [original.posted or ""])
    grown = message if len(pages) > len(at) else None
    return Letter(place_of(row), row.key, tuple(_as_many(pages, len(at))), edited=at, grown=grown)


def _as_many(pages: list[Message], count: int) -> list[Message]:
    """As many pages as there are parts to edit: those that are not needed any more say so, since Telegram deletes nothing that
    is older than two days (Bot API, deleteMessage); what there is no part for is posted next, until then the buttons stay."""
    kept = pages[:count]
    if len(kept) < len(pages):
        kept[-1] = replace(kept[-1], buttons=pages[-1].buttons)
    return kept + [say(sentences.PART_EMPTY)] * (count - len(kept))


def left(row: Delivery, budget: Budget) -> bool:
    """Whether parts of a message follow the one that was under way."""
    return bool(row.body) and len(row.parts) + 1 < len(parts(MESSAGE.validate_python(row.body), budget))


def part_key(row: Delivery) -> str:
    """The key of the part of a message that is to be sent next: the delivery's own for the first."""
    return f"{row.key}:{len(row.parts) + 1}" if row.parts else row.key


def place_of(row: Delivery) -> Place:
    return Place(row.platform, row.tenant, row.chat, row.thread)


def parts(message: Message, budget: Budget) -> list[Message]:
    """A message in as many parts as the platform needs, each with its number, the buttons under the last."""
    pages = paginate(message, budget)
    if len(pages) == 1:
        return pages
    begins = excerpt(message.plain().partition("\n")[0])
    return [_numbered(page, n, len(pages), begins) for n, page in enumerate(pages, 1)]


def _numbered(page: Message, n: int, of: int, begins: str) -> Message:
    """What others write may stand between two parts: those after the first say how the message begins."""
    form = sentences.PART if n == 1 else sentences.PART_AFTER
    said = para(form.format(n=n, of=of, begins=begins))
    return replace(page, blocks=(*page.blocks, said), buttons=page.buttons if n == of else ())


def _perhaps_a_repeat(page: Message) -> Message:
    return replace(page, blocks=(*page.blocks, para(sentences.REPEAT)))


async def _message(session: AsyncSession, row: Delivery, posted: datetime, now: datetime, drawn: Drawn) -> Message:
    if row.card_id is not None:
        return await _drawn(session, await session.get_one(Card, row.card_id), now, drawn)
    if row.kind == "digest":
        shown = await queries.joined(session, row.edits or row.id)
        return digest([await _drawn(session, card, now, drawn) for card in shown], habits.CHAT_DIGEST)
    if row.flash_id is not None:
        return await _flash(session, row, posted, now)
    message = MESSAGE.validate_python(row.body)
    return in_words(message) if await _has_text_mode(session, row) else message


async def _has_text_mode(session: AsyncSession, row: Delivery) -> bool:
    """Whether a message goes to one person who wants no styles."""
    person = await people.person_of(session, row.platform, row.tenant, row.chat) if row.kind == "private" else None
    return person is not None and person.text_mode


async def _flash(session: AsyncSession, delivery: Delivery, posted: datetime, now: datetime) -> Message:
    """The Flash for one chat, its buttons sealed."""
    row = await session.get_one(FlashRow, delivery.flash_id)
    chat = await session.get_one(ChatRow, delivery.chat_id)
    space = await session.get_one(Space, chat.space_id)
    zone = ZoneInfo(space.timezone)
    plenary = await plenaries(session, space)
    message = flash.message(flash.FLASH.validate_python(row.facts), posted, zone, plenary)
    return await seal(session, message, now, space_id=space.id)


async def _drawn(session: AsyncSession, card: Card, now: datetime, drawn: Drawn) -> Message:
    """A card as it stands at this moment; everyone may press its buttons."""
    this = card.id, spoken()
    if this not in drawn:
        message = await cards.message(session, card, now)
        drawn[this] = await seal(session, message, now, space_id=card.space_id)
    return drawn[this]


async def _under_flash(session: AsyncSession, row: Delivery) -> None:
    """A card that goes under a Flash goes to its thread; noted before it is sent, for whoever must find it after a crash."""
    posted = await deliveries.flash_in(session, row.flash_id or 0, row.chat_id or 0)
    if row.thread is None and posted and posted.posted:
        row.thread = posted.posted
