"""Files and pictures that go into a Telegram chat, and what takes the place of a picture there."""

from dataclasses import replace
from typing import Any

from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.errors import Refused
from bot.message import Message, Quote, Span, Upload
from bot.message import say as words_of
from bot.places import Posted
from bot.sentences import telegram as say
from handlers.telegram import render
from handlers.telegram.failures import NO_PHOTO, NOT_DELETED, UNCHANGED, asking, says

_DOCUMENT_BYTES, _PHOTO_BYTES = 50_000_000, 10_000_000
_PHOTOS = ("image/png", "image/jpeg")


async def upload(bot: Bot, where: dict[str, Any], file: Upload, note: Message) -> str:
    """As a picture if it is one that Telegram takes for one, else as a document; the message's id. `where`: what every message
    is sent with."""
    if len(file.data) > _DOCUMENT_BYTES:
        raise Refused(say.FILE_TOO_BIG, limit=_DOCUMENT_BYTES // 1_000_000)
    named = where | {"filename": file.name, "caption": _caption(file, note)}
    with asking():
        if _is_photo(file):
            try:
                return str((await bot.send_photo(photo=file.data, **named)).message_id)
            except BadRequest as error:
                if not says(error, *NO_PHOTO):
                    raise
        return str((await bot.send_document(document=file.data, **named)).message_id)


async def redraw(bot: Bot, at: Posted, file: Upload | None, note: Message) -> None:
    """Another picture in place of one of ours. Where there is none it is deleted, as Telegram allows for 48 hours; then its
    words say that it is over."""
    named: dict[str, Any] = {"chat_id": at.place.chat, "message_id": int(at.id)}
    with asking():
        try:
            await (_replace(bot, file, note, named) if file else bot.delete_message(**named))
        except BadRequest as error:
            if not file and says(error, NOT_DELETED):
                await bot.edit_message_caption(caption=render.caption(note), parse_mode=ParseMode.HTML, **named)
            elif not says(error, UNCHANGED):
                raise


async def _replace(bot: Bot, file: Upload, note: Message, named: dict[str, Any]) -> None:
    said: dict[str, Any] = {"caption": _caption(file, note), "parse_mode": ParseMode.HTML, "filename": file.name}
    if _is_photo(file):
        try:
            await bot.edit_message_media(media=InputMediaPhoto(file.data, **said), **named)
            return
        except BadRequest as error:
            if not says(error, *NO_PHOTO):
                raise
    await bot.edit_message_media(media=InputMediaDocument(file.data, **said), **named)


def _is_photo(file: Upload) -> bool:
    return file.mime in _PHOTOS and len(file.data) <= _PHOTO_BYTES


def _caption(file: Upload, note: Message) -> str:
    caption = note if note.blocks else words_of(file.title)
    if file.alt:  # Telegram has no words for those who do not see a picture: they stand folded below it
        caption = replace(caption, blocks=(*caption.blocks, Quote((Span(file.alt),), folded=True)))
    return render.caption(caption)
