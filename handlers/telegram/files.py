"""Files that people put into a Telegram chat: which ones a message carries, and their bytes."""

from telegram import Bot, Message
from telegram.error import BadRequest

from bot.errors import Refused
from bot.sentences import files as say
from handlers.chat import LARGEST_FILE, Attached
from handlers.telegram.failures import asking, says

_HANDED_OUT = 20  # MB
_PHOTO = "photo.jpg"  # Telegram gives photos no name


def attached(message: Message | None) -> tuple[Attached, ...]:
    """The document or photo of a message, else of the one that it replies to."""
    if message is None:
        return ()
    if message.document:
        file = message.document
        return (Attached(file.file_id, file.file_name or "", file.mime_type or "", file.file_size or 0),)
    if message.photo:
        largest = message.photo[-1]
        return (Attached(largest.file_id, _PHOTO, "image/jpeg", largest.file_size or 0),)
    return attached(message.reply_to_message)


async def fetch(bot: Bot, file: Attached) -> bytes:
    """The bytes of a file. Telegram's own servers hand out 20 MB at most (core.telegram.org/bots/api#getfile); a Bot API
    server of one's own hands out any, so the size is looked at first."""
    with asking():
        try:
            known = await bot.get_file(file.id)
        except BadRequest as error:
            if says(error, "file is too big"):
                raise Refused(say.TOO_BIG, name=file.name, limit=_HANDED_OUT, cause=error.message) from error
            raise
        if max(known.file_size or 0, file.size) > LARGEST_FILE:
            raise Refused(say.TOO_BIG, name=file.name, limit=LARGEST_FILE // 1024**2)
        return bytes(await known.download_as_bytearray())
