"""What an answer of Telegram means for the message that was to be sent."""

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.errors import ConfigError, CutOff, Gone, Later, Moved, Refused
from bot.sentences import telegram as say
from handlers.telegram.failures import failure
from handlers.telegram.polling import pause

REQUEST = httpx.Request("POST", "https://example.org")


@pytest.mark.parametrize(
    ("error", "meant"),
    [
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Gone),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), Gone),
        (BadRequest("Bad Request: chat not found"), Gone),
        (BadRequest("Bad Request: message thread not found"), Gone),
        (BadRequest("Bad Request: TOPIC_CLOSED"), Gone),
        (BadRequest("Bad Request: message to edit not found"), Gone),
        (BadRequest("Bad Request: message is too long"), Refused),
        (BadRequest("Bad Request: BUTTON_DATA_INVALID"), Refused),
        (NetworkError("Request Entity Too Large"), Refused),
        (InvalidToken("Unauthorized"), Gone),
        (InvalidToken("Not Found"), Later),
        (Conflict("Conflict: terminated by other getUpdates request"), Later),
        (NetworkError("Bad Gateway"), CutOff),
    ],
)
def test_each_answer_has_one_meaning(error, meant):
    assert type(failure(error)) is meant
    assert error.message in failure(error).cause


def test_a_group_that_moved_names_its_new_id():
    moved = failure(ChatMigrated(-1005))
    assert isinstance(moved, Moved)
    assert moved.new == "-1005"
    assert "-1005" in str(moved)


def test_a_limit_says_how_long_to_wait():
    later = failure(RetryAfter(17))
    assert isinstance(later, Later)
    assert later.seconds == 17
    assert "17 seconds" in str(later)


@pytest.mark.parametrize("cause", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout])
def test_a_request_that_was_never_written_may_be_sent_again(cause):
    assert isinstance(failure(_caused(cause)), Later)


@pytest.mark.parametrize("cause", [httpx.ReadTimeout, httpx.ReadError, httpx.RemoteProtocolError, httpx.WriteError])
def test_a_request_that_was_written_may_have_been_done(cause):
    assert isinstance(failure(_caused(cause)), CutOff)


def _caused(cause: type[httpx.RequestError]) -> NetworkError:
    error = TimedOut() if issubclass(cause, httpx.TimeoutException) else NetworkError("x")
    error.__cause__ = cause("x", request=REQUEST)
    return error


def test_topic_and_message_have_sentences_of_their_own():
    assert str(failure(BadRequest("Bad Request: message thread not found"))) == say.TOPIC_GONE
    assert str(failure(BadRequest("Bad Request: message can't be edited"))) == say.MESSAGE_GONE


def test_looking_for_updates_waits_longer_after_each_failure(caplog):
    assert [pause(NetworkError("x"), failed) for failed in (0, 1, 2, 9)] == [1, 2, 4, 30]
    assert pause(RetryAfter(7), 0) == 7
    pause(Conflict("Conflict: x"), 0)
    assert say.OTHER_READER in caplog.text


def test_looking_for_updates_ends_when_the_token_was_revoked():
    with pytest.raises(ConfigError):
        pause(InvalidToken("Unauthorized"), 0)
