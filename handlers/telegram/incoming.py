"""A Telegram update → the command in it, if it is meant for us. Pure."""

import re

from telegram import CallbackQuery, Chat, Message, MessageEntity, Update, User

from bot.places import Person, Place, Posted
from handlers.chat import Command
from handlers.telegram.files import attached

PLATFORM = "telegram"

_COMMAND = re.compile(r"/([^\s@/]+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


def command_in(update: Update, bot_name: str) -> Command | None:
    """The command that somebody typed or pressed, None for all else: talk, edits, channel posts, other bots' commands.

    `handle`: the id of the press that waits for an answer, or of the message that was typed.
    """
    key = f"tg:{update.update_id}"
    if update.callback_query:
        return _pressed(update.callback_query, key)
    if update.message and (moved := _moved(update.message, key)):
        return moved
    if update.message:
        return _typed(update.message, key, bot_name)
    return None


def _moved(message: Message, key: str) -> Command | None:
    """A group became a supergroup: told in both, of the one and of the other (Bot API, Message.migrate_to_chat_id)."""
    here = str(message.chat.id)
    old = str(message.migrate_from_chat_id or here)
    new = str(message.migrate_to_chat_id or here)
    return Command(key, Person(PLATFORM, "", here, ""), Place(PLATFORM, "", old), moved=new) if old != new else None


def _pressed(query: CallbackQuery, key: str) -> Command | None:
    if not query.message or not query.data:
        return None
    place = _place(query.message.chat, query.message if isinstance(query.message, Message) else None)
    return Command(
        key=key,
        who=_person(query.from_user),
        place=place,
        token=query.data,
        pressed=Posted(place, str(query.message.message_id)),
        private=query.message.chat.type == Chat.PRIVATE,
        called=query.message.chat.title or "",
        locale=query.from_user.language_code or "",
        handle=query.id,
    )


def _typed(message: Message, key: str, bot_name: str) -> Command | None:
    who, private = _author(message), message.chat.type == Chat.PRIVATE
    place, replied = _place(message.chat, message), _replied(message) if private else None
    typed = message.text or message.caption or ""
    words = typed.strip() if replied else _words(typed, private, bot_name)
    # what is forwarded was said elsewhere, to others
    if who is None or words is None or message.forward_origin or message.via_bot:
        return None
    return Command(
        key=key,
        who=who,
        place=place,
        text=words,
        replied=Posted(place, replied) if replied else None,
        named=_named(message, bot_name),
        files=attached(message),
        slash=typed.lstrip().startswith("/"),
        private=private,
        called=message.chat.title or "",
        locale=(message.from_user.language_code if message.from_user else None) or "",
        handle=str(message.message_id),
    )


def _replied(message: Message) -> str | None:
    """The message of ours that a plain text in the private chat replies to; a command is one, whatever it replies to."""
    replied, typed = message.reply_to_message, (message.text or "").strip()
    ours = replied is not None and replied.from_user is not None and replied.from_user.is_bot
    return str(replied.message_id) if replied and ours and typed and not typed.startswith("/") else None


def _named(message: Message, bot_name: str) -> tuple[Person, ...]:
    """People whom a text mentions, by handle or by name; else the one whose message it replies to."""
    found = [
        _person(entity.user) if entity.user else Person(PLATFORM, "", "", typed, handle=typed.removeprefix("@"))
        for entity, typed in _mentions(message).items()
    ]
    named = tuple(one for one in found if one.handle.lower() != bot_name.lower())
    first = message.reply_to_message
    # in a topic every message that replies to none says that it replies to the topic's first
    if named or first is None or first.message_id == message.message_thread_id:
        return named
    author = _author(first)
    return (author,) if author and not author.anonymous else ()


def _mentions(message: Message) -> dict[MessageEntity, str]:
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
    return message.parse_entities(kinds) if message.text else message.parse_caption_entities(kinds)


def _words(typed: str, private: bool, bot_name: str) -> str | None:
    """What was said to us, without slash and bot name; None if nothing was."""
    typed = typed.strip()
    found = _COMMAND.fullmatch(typed)
    if found is None:
        return (typed.removeprefix("/").strip() or None) if private else None
    verb, name, rest = found.groups()
    if name and name.lower() != bot_name.lower():
        return None
    return f"{verb} {rest or ''}".strip()


def _author(message: Message) -> Person | None:
    """Who wrote: a person, or an administrator in the group's name, whose messages come from the group itself."""
    sender = message.sender_chat
    if sender is not None:
        # another sender is a channel, which nobody answers for
        name = message.author_signature or sender.title or ""
        user = message.from_user
        return Person(PLATFORM, "", str(user.id), name, True) if user and sender.id == message.chat.id else None
    if message.from_user is None or message.from_user.is_bot:
        return None
    return _person(message.from_user)


def _person(user: User) -> Person:
    return Person(PLATFORM, "", str(user.id), user.full_name, handle=user.username or "")


def _place(chat: Chat, message: Message | None) -> Place:
    """`message_thread_id` is a topic only where Telegram says so; elsewhere it is a chain of replies."""
    topic = message.message_thread_id if message and message.is_topic_message else None
    return Place(PLATFORM, "", str(chat.id), str(topic) if topic else None)
