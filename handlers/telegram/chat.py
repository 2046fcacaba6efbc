"""The connection to Telegram: updates in by polling or webhook, messages out, Telegram's failures as ours.

What Telegram does not offer, and what is done instead: a message carries no key, so `find` cannot tell; an answer for one
person alone is a toast on the button that was pressed, or goes to the private chat, and to nobody where there is none yet.
The pace is the delivery's: nothing is sent twice or held back here.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from telegram import ForceReply, LinkPreviewOptions, ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.errors import Gone, Later, Refused
from bot.message import Button, Message, Upload
from bot.message import say as words_of
from bot.places import Person, Place, Posted
from bot.sentences import telegram as say
from handlers.chat import Attached, Command, On, Resume, Standing
from handlers.telegram import files, render, uploads
from handlers.telegram.connection import connect, introduce
from handlers.telegram.failures import AGAIN, NO_TEXT, UNCHANGED, asking, failure, says
from handlers.telegram.incoming import PLATFORM, command_in
from handlers.telegram.menus import leave_menu
from handlers.telegram.polling import poll, read_update
from handlers.telegram.standings import Standings

ANSWER_WITHIN = 0.6
"""Seconds that a command has to say something on the button that was pressed; then the press is answered without words.
With the ways there and back this stays within the second that a person waits."""

POINTS_APART = 60.0
"""Seconds between two pointers that are left in a group for presses whose answer came too late to show over the chat: where
many press at once they would fill the group, and the card that was pressed shows what became of it."""

SHORT_TOAST = 80
"""Longer ones are shown as a box that must be closed."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

log = logging.getLogger(__name__)


class TelegramChat:
    """One bot. `does`: what a command does, in the language that is spoken, for Telegram's own lists of commands.

    `webhook`: the public address that Telegram is to call, with `secret` in its header; without it the bot polls.
    ConfigError if there is no token.
    """

    platform = PLATFORM
    budget = render.BUDGET
    command_form = "/{}"
    pictures = True
    threads = False  # the topic is the thread, and a message keeps the one it is in

    def __init__(
        self,
        *,
        token: str,
        api_url: str = "https://api.telegram.org",
        does: Callable[[str], str] | None = None,
        webhook: str = "",
        secret: str = "",
    ) -> None:
        self._bot, self._pools = connect(token, api_url)
        self._does, self._webhook, self._secret = does, webhook, secret
        self._name = ""
        self._on: On | None = None
        self._unanswered: set[str] = set()
        self._pointed: dict[str, float] = {}  # a group → until when no press leaves a pointer there
        self._standings = Standings(self._bot)

    async def send(self, to: Place, message: Message, key: str) -> Posted:
        return await self._post(to, message)

    async def find(self, to: Place, key: str) -> Posted | None:
        raise Refused(say.CANNOT_TELL)

    async def edit(self, at: Posted, message: Message) -> None:
        """The text of a message of ours, or the words under its file."""
        try:
            await self._replace(at, message)
        except TelegramError as error:
            if not says(error, UNCHANGED):
                raise failure(error) from error

    async def _replace(self, at: Posted, message: Message) -> None:
        named: dict[str, Any] = {"chat_id": at.place.chat, "message_id": int(at.id), "parse_mode": ParseMode.HTML}
        named["reply_markup"] = render.keyboard(message)
        try:
            await self._bot.edit_message_text(render.text(message), link_preview_options=NO_PREVIEW, **named)
        except BadRequest as error:
            if not says(error, NO_TEXT):
                raise
            await self._bot.edit_message_caption(caption=render.caption(message), **named)

    async def redraw(self, at: Posted, file: Upload | None, note: Message, key: str) -> Posted:
        await uploads.redraw(self._bot, at, file, note)
        return at

    async def upload(self, to: Place, file: Upload, note: Message, key: str) -> Posted:
        return Posted(to, await uploads.upload(self._bot, _where(to, note), file, note))

    async def whisper(self, to: Command, message: Message, resume: Resume | None = None) -> None:
        """A short answer to a press shows over the chat; all else goes to the private chat.

        Who never wrote to the bot cannot be written to: a press is then answered with as much as fits, a typed command with
        a button that opens the private chat and says nothing else.
        """
        words = render.toast(message)
        if words and await self._answer(to.handle, words):
            return
        if to.private:
            await self._post(to.place, message)
        elif not await self._write_to(to.who, message):
            await self._point(to, message, resume)

    async def ask(self, to: Command, prompt: Message, token: str) -> Posted | None:
        """A message in private that the person's client makes them reply to; buttons cannot stand below it.

        Who never wrote to the bot is led there by a link that asks the question again: a press opens it by itself.
        """
        place = to.place if to.private else Place(PLATFORM, "", to.who.id)
        try:
            asked = await self._post(place, Message(prompt.blocks), question=True)
        except Gone:
            if to.private:
                raise
            await self._lead(to, token)
            return None
        await self._answer(to.handle, "" if to.private else say.ASKED_IN_PRIVATE.format(bot=await self._own_name()))
        return asked

    async def _write_to(self, who: Person, message: Message) -> bool:
        """Whether the private chat took it: there is none before the person wrote there, or with an anonymous one."""
        if who.anonymous:
            return False
        try:
            await self._post(Place(PLATFORM, "", who.id), message)
        except Gone:
            return False
        return True

    async def _point(self, to: Command, message: Message, resume: Resume | None) -> None:
        name = await self._own_name()
        rest = say.REST_IN_PRIVATE.format(bot=name)
        head = render.cut(render.clean(message.plain()), render.TOAST - len(rest))
        if await self._answer(to.handle, head + rest):
            return
        words, token = (say.ANSWER_IN_PRIVATE, await resume()) if resume else (say.ASK_IN_PRIVATE, "help")
        await self._leave(to, words, f"https://t.me/{name}?start={token}")

    async def _lead(self, to: Command, token: str) -> None:
        link = f"https://t.me/{await self._own_name()}?start={token}"
        if not await self._answer(to.handle, link=link):
            await self._leave(to, say.QUESTION_IN_PRIVATE, link)

    async def _leave(self, to: Command, words: str, link: str) -> None:
        """A pointer to the private chat, in the group, that says nothing else; for presses one in a minute."""
        now = time.monotonic()
        if to.token and now < self._pointed.get(to.place.chat, 0.0):
            return
        if to.token:
            self._pointed[to.place.chat] = now + POINTS_APART
        pointer = Message(words_of(words).blocks, ((Button(say.OPEN_PRIVATE, url=link),),), quiet=True)
        await self._post(to.place, pointer, answers=None if to.token else int(to.handle))

    async def _own_name(self) -> str:
        with asking():
            self._name = self._name or (await self._bot.get_me()).username or ""
        return self._name

    async def _post(self, to: Place, message: Message, answers: int | None = None, question: bool = False) -> Posted:
        """`answers`: the message that it is a reply to, if that is still there; `question`: to be replied to."""
        reply = ReplyParameters(answers, allow_sending_without_reply=True) if answers else None
        named = _where(to, message) | {"link_preview_options": NO_PREVIEW, "reply_parameters": reply}
        if question:
            named["reply_markup"] = ForceReply(selective=True, input_field_placeholder=say.YOUR_WORDS)
        with asking():
            sent = await self._bot.send_message(text=render.text(message), **named)
        return Posted(to, str(sent.message_id))

    async def home(self, who: Person, message: Message) -> None:
        """Telegram has no such page: /home answers with it."""

    async def menu(self, at: Place, language: str) -> None:
        if self._does:
            await leave_menu(self._bot, self._does, at.chat, language)

    async def files(self, to: Command) -> tuple[Attached, ...]:
        return to.files

    async def fetch_file(self, file: Attached) -> bytes:
        return await files.fetch(self._bot, file)

    async def standing(self, who: Person, place: Place) -> Standing:
        return await self._standings.of(who, place)

    async def run(self, on: On) -> None:
        """Listens until cancelled. ConfigError if Telegram does not know the token or takes no such webhook."""
        self._name = await introduce(self._bot, self._webhook, self._secret, self._does)
        self._on = on
        try:
            if self._webhook:
                await asyncio.Event().wait()
            else:
                await poll(self._bot, self._take)
        finally:
            self._on = None

    async def handle(self, update_json: dict[str, Any]) -> None:
        """Handles one update that Telegram brought to the webhook; whoever calls this has compared the secret.

        Returns when it is handled: answer 200 then, 503 after any error, and Telegram will bring it again. Later while the
        bot does not listen.
        """
        if self._on is None:
            raise Later(say.NOT_LISTENING, seconds=AGAIN)
        update = read_update(self._bot, update_json)
        if update:
            await self._take(update)

    async def _take(self, update: Update) -> None:
        """Hands on the command in an update, and answers a press soon whatever becomes of it."""
        command = command_in(update, self._name)
        query = update.callback_query
        if query:
            self._unanswered.add(query.id)
        async with asyncio.TaskGroup() as group:
            work = group.create_task(self._obey(command)) if command else None
            if query and work:
                await asyncio.wait({work}, timeout=ANSWER_WITHIN)
            if query:
                await self._answer(query.id)

    async def _obey(self, command: Command) -> None:
        try:
            if self._on:
                await self._on(command)
        except Exception:  # one command that fails must not end listening; what the person reads about it is the core's
            log.exception("command %s failed", command.key)

    async def _answer(self, press: str, words: str = "", link: str | None = None) -> bool:
        """Answers a press, once; whether it was still open. That one is too old is no error. `link`: to the private chat,
        which the person's client then opens."""
        if press not in self._unanswered:
            return False
        self._unanswered.discard(press)
        try:
            alert = len(words) > SHORT_TOAST
            await self._bot.answer_callback_query(press, words or None, show_alert=alert, url=link)
        except TelegramError as error:
            log.info("press %s was not answered: %s", press, error.message)
            return False
        return True

    async def aclose(self) -> None:
        await asyncio.gather(*(pool.shutdown() for pool in self._pools))


def _where(to: Place, message: Message) -> dict[str, Any]:
    """What text, picture and document are sent with alike."""
    return {
        "chat_id": to.chat,
        "message_thread_id": int(to.thread) if to.thread else None,
        "parse_mode": ParseMode.HTML,
        "disable_notification": message.quiet,
        "reply_markup": render.keyboard(message),
    }
