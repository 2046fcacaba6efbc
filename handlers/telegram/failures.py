"""Telegram's refusals → the failures of `bot.errors`.

Telegram has no codes beside HTTP's: its descriptions are what there is to go by. Those in the table are from the sources of
tdlib/telegram-bot-api and collections of seen answers (vrumger/telegram-errors); one that is not listed is Refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot import metrics
from bot.errors import ChatError, CutOff, Gone, Later, Moved, Refused
from bot.sentences import telegram as say

AGAIN = 5.0
"""Seconds until the next try when Telegram could not be reached."""

LONG = 60.0

# refused with another status than 400
REFUSED = ("request entity too large",)
UNCHANGED = "message is not modified"
NOT_DELETED = "message can't be deleted"
NO_TEXT = "there is no text in the message to edit"
NO_PHOTO = ("photo_invalid_dimensions", "photo_save_file_invalid", "image_process_failed", "photo_ext_invalid")
NO_MEMBER = ("user not found", "member not found", "participant_id_invalid", "user_not_participant", "user_id_invalid")

# raised before a byte of the request was written
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.ProxyError)


def says(error: TelegramError, *descriptions: str) -> bool:
    """Whether Telegram gave one of these reasons."""
    return any(description in error.message.lower() for description in descriptions)


@contextmanager
def asking() -> Iterator[None]:
    """Turns the library's failures inside into ours."""
    try:
        yield
    except TelegramError as error:
        raise failure(error) from error


def failure(error: TelegramError) -> ChatError:
    """What an answer of Telegram means for the message that was to be sent."""
    cause = f"{type(error).__name__}: {error.message}"
    match error:
        case ChatMigrated():
            new = str(error.new_chat_id)
            return Moved(say.CHAT_MOVED, new=new, chat=new, cause=cause)
        case RetryAfter():
            metrics.TOO_MANY.labels("telegram").inc()
            return _later(seconds(error), cause)
        case Forbidden():
            return Gone(say.CHAT_GONE, cause=cause)
        case InvalidToken():
            # 404 is also what a proxy or a wrong path answers: no reason to give up every chat
            return Gone(say.TOKEN_REFUSED, cause=cause) if says(error, "unauthorized") else _later(LONG, cause)
        case Conflict():
            return _later(AGAIN, cause)
        case BadRequest():
            sentence = next((sentence for reason, sentence in _gone().items() if says(error, reason)), None)
            return Gone(sentence, cause=cause) if sentence else _refused(error, cause)
    if isinstance(error.__cause__, _NOT_SENT):
        return _later(AGAIN, cause)
    return _refused(error, cause) if says(error, *REFUSED) else CutOff(say.CUT_OFF, cause=cause)


def _gone() -> dict[str, str]:
    """What the description holds, in lower case → the sentence for a place or message that is gone."""
    return {
        "message thread not found": say.TOPIC_GONE,
        "topic_closed": say.TOPIC_GONE,
        "topic_deleted": say.TOPIC_GONE,
        "topic_id_invalid": say.TOPIC_GONE,
        "message to edit not found": say.MESSAGE_GONE,
        "message can't be edited": say.MESSAGE_GONE,
        "message_id_invalid": say.MESSAGE_GONE,
        "chat not found": say.CHAT_GONE,
        "chat_write_forbidden": say.CHAT_GONE,
        "have no rights to send a message": say.CHAT_GONE,
        "not enough rights to send text messages": say.CHAT_GONE,
        "need administrator rights in the channel chat": say.CHAT_GONE,
        "group chat was deactivated": say.CHAT_GONE,
        "group chat was upgraded": say.CHAT_GONE,
        "channel_private": say.CHAT_GONE,
        "peer_id_invalid": say.CHAT_GONE,
        "user_deactivated": say.CHAT_GONE,
    }


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks us to wait."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


def _later(wait: float, cause: str) -> Later:
    return Later(say.NOT_NOW, seconds=wait, wait=wait, cause=cause)


def _refused(error: TelegramError, cause: str) -> Refused:
    return Refused(say.REFUSED, reason=error.message.rstrip("."), cause=cause)
