"""Slack's failures turned into those of bot.errors.

Codes are those of the pages of chat.postMessage, chat.update, conversations.history and files.completeUploadExternal
(docs.slack.dev/reference/methods). What is not in the table is refused: it would fail again in the same form.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import metrics
from bot.errors import ChatError, CutOff, Gone, Later, Refused
from bot.sentences import slack as say

# Raised before anything was written: nothing has been done, and it may be tried again.
_BEFORE = (aiohttp.ClientConnectorError, aiohttp.ClientSSLError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
_PAUSE = 10.0


@contextmanager
def typed(*, repeatable: bool = False) -> Iterator[None]:
    """Lets out ChatErrors only. `repeatable`: doing it twice harms nobody, so what was cut off is just for later."""
    try:
        yield
    except (SlackApiError, SlackRequestError, aiohttp.ClientError, OSError) as error:
        failure = failure_of(error)
        if repeatable and isinstance(failure, CutOff):
            failure = Later(say.UNREACHABLE, seconds=_PAUSE, cause=failure.cause)
        raise failure from error


def failure_of(error: Exception) -> ChatError:
    """What a failure of slack_sdk, or of the connection under it, means for the message."""
    if isinstance(error, SlackApiError):
        return _of_answer(error)
    cause = f"{type(error).__name__}: {error}"
    # SlackRequestError: the bytes of a file were not taken, so nobody was shown anything.
    if isinstance(error, (SlackRequestError, *_BEFORE)):
        return Later(say.UNREACHABLE, seconds=_PAUSE, cause=cause)
    return CutOff(say.CUT_OFF, cause=cause)


def is_about_token(failure: ChatError) -> bool:
    """Whether Slack refused the token itself, not what was asked with it."""
    return failure.sentence == say.ACCESS_LOST


def lost() -> set[str]:
    """Why a chat was set aside whose workspace no longer took our token."""
    codes = [code for code, (_, sentence) in errors().items() if sentence == say.ACCESS_LOST]
    return {str(of_code(code, 200, {})) for code in codes}


def _of_answer(error: SlackApiError) -> ChatError:
    answer = error.response
    if not isinstance(answer, AsyncSlackResponse):  # slack_sdk could not read it as JSON
        return CutOff(say.CUT_OFF, cause=str(error))
    data = answer.data if isinstance(answer.data, dict) else {}
    return of_code(str(data.get("error", "")), answer.status_code, answer.headers, str(data.get("needed", "")))


def errors() -> dict[str, tuple[type[ChatError], str]]:
    """What each of Slack's error codes is for us."""
    return {
        "account_inactive": (Gone, say.ACCESS_LOST),
        "invalid_auth": (Gone, say.ACCESS_LOST),
        "not_allowed_token_type": (Gone, say.ACCESS_LOST),
        "not_authed": (Gone, say.ACCESS_LOST),
        "team_access_not_granted": (Gone, say.ACCESS_LOST),
        "token_expired": (Gone, say.ACCESS_LOST),
        "token_revoked": (Gone, say.ACCESS_LOST),
        "cannot_dm_bot": (Gone, say.CLOSED),
        "channel_not_found": (Gone, say.CLOSED),
        "is_archived": (Gone, say.CLOSED),
        "not_in_channel": (Gone, say.CLOSED),
        "user_disabled": (Gone, say.CLOSED),
        "user_not_found": (Gone, say.CLOSED),
        "message_not_found": (Gone, say.MESSAGE_GONE),
        "thread_not_found": (Gone, say.MESSAGE_GONE),
        "file_deleted": (Gone, say.FILE_GONE),
        "file_not_found": (Gone, say.FILE_GONE),
        "ratelimited": (Later, say.BUSY),
        "rate_limited": (Later, say.BUSY),
        "request_timeout": (Later, say.BUSY),
        "service_unavailable": (Later, say.BUSY),
        "team_added_to_org": (Later, say.BUSY),
        "cant_update_message": (Refused, say.NOT_PERMITTED),
        "edit_window_closed": (Refused, say.NOT_PERMITTED),
        "ekm_access_denied": (Refused, say.NOT_PERMITTED),
        "messages_tab_disabled": (Refused, say.NOT_PERMITTED),
        "restricted_action": (Refused, say.NOT_PERMITTED),
        "restricted_action_non_threadable_channel": (Refused, say.NOT_PERMITTED),
        "restricted_action_read_only_channel": (Refused, say.NOT_PERMITTED),
        "restricted_action_thread_locked": (Refused, say.NOT_PERMITTED),
        "restricted_action_thread_only_channel": (Refused, say.NOT_PERMITTED),
        "missing_scope": (Refused, say.SCOPE_MISSING),
        # "It's possible some aspect of the operation succeeded before the error was raised", says Slack of these two.
        "fatal_error": (CutOff, say.CUT_OFF),
        "internal_error": (CutOff, say.CUT_OFF),
    }


def of_code(code: str, status: int, headers: Mapping[str, str], needed: str = "") -> ChatError:
    """The failure for Slack's error code (or "") and HTTP status; `headers` may say when to come back."""
    cause = code or f"HTTP {status}"
    kind, sentence = errors().get(code, (Refused, say.NOT_TAKEN))
    if status == 429:
        metrics.TOO_MANY.labels("slack").inc()
        kind, sentence = Later, say.BUSY
    elif status >= 500 and kind is not Later:
        kind, sentence = CutOff, say.CUT_OFF
    if kind is Later:
        after = headers.get("Retry-After", "")
        seconds = float(after) if after.isdigit() else _PAUSE
        return Later(sentence, seconds=seconds, wait=seconds, cause=cause)
    return kind(sentence, code=cause, needed=needed or "what is missing", cause=cause)
