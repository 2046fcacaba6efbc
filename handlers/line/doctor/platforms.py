"""Checks of Slack, Telegram and, by what they answer, of our clock. Nothing is posted."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx

from bot.sentences import doctor as sentences
from bot.settings import SlackSection, TelegramSection
from handlers.line.doctor.finding import Finding, Patient, fails, note, ok

MANIFEST = Path(__file__).resolve().parents[3] / "slack-manifest.yaml"
_TIMEOUT = 15.0
_SKEW_TOLD = 30  # seconds
_SKEW_REFUSED = 300  # seconds: what Slack's signatures allow


def slack(patient: Patient) -> Iterator[Finding]:
    settings = patient.config.slack if patient.config else None
    if settings is None:
        return
    token = settings.bot_token.get_secret_value()
    if not token:
        yield note(sentences.SLACK_OAUTH, sentences.MEND_SLACK_OAUTH)
        return
    answer = _slack(settings, "auth.test", token)
    if isinstance(answer, Finding):
        yield answer
        return
    told = answer.json()
    yield ok(sentences.SLACK_IS.format(user=told.get("user"), team=told.get("team"), id=told.get("team_id")))
    yield _scopes(answer.headers.get("x-oauth-scopes"))
    if settings.app_token.get_secret_value():
        opened = _slack(settings, "apps.connections.open", settings.app_token.get_secret_value())
        yield opened if isinstance(opened, Finding) else ok(sentences.SOCKET_MODE)


def _slack(settings: SlackSection, method: str, token: str) -> httpx.Response | Finding:
    """Slack's answer to a method, or what is wrong with it."""
    answer = _ask(f"{settings.api_url.rstrip('/')}/{method}", bearer=token)
    if isinstance(answer, str):
        return fails(
            sentences.UNREACHABLE.format(platform="Slack", url=settings.api_url, why=answer), sentences.MEND_NETWORK
        )
    told = _json(answer)
    if told.get("ok"):
        return answer
    said = told.get("error") or f"HTTP {answer.status_code}"
    mend = sentences.MEND_APP_TOKEN if method.startswith("apps.") else sentences.MEND_BOT_TOKEN
    return fails(sentences.SLACK_REFUSES.format(method=method, error=said), mend)


def _scopes(header: str | None) -> Finding:
    """The scopes that Slack says the token has, against those that our manifest asks for."""
    wanted = manifest_scopes()
    if header is None or not wanted:
        return note(sentences.SCOPES_UNKNOWN, sentences.MEND_SCOPES_UNKNOWN)
    missing = wanted - {scope.strip() for scope in header.split(",")}
    if missing:
        return fails(sentences.SCOPES_MISSING.format(scopes=", ".join(sorted(missing))), sentences.MEND_SCOPES)
    return ok(sentences.SCOPES.format(n=len(wanted)))


def manifest_scopes() -> set[str]:
    """The bot scopes of slack-manifest.yaml, which is ours and lists them one a line."""
    if not MANIFEST.is_file():
        return set()
    block = re.search(r"^  scopes:\n    bot:\n((?:      - .*\n)+)", MANIFEST.read_text("utf-8"), re.MULTILINE)
    return {line.strip(" -") for line in block[1].splitlines()} if block else set()


def telegram(patient: Patient) -> Iterator[Finding]:
    settings = patient.config.telegram if patient.config else None
    if settings is None:
        return
    answer = _ask(f"{settings.api_url.rstrip('/')}/bot{settings.token.get_secret_value()}/getMe")
    if isinstance(answer, str):
        yield fails(
            sentences.UNREACHABLE.format(platform="Telegram", url=settings.api_url, why=answer), sentences.MEND_NETWORK
        )
        return
    told = _json(answer)
    if told.get("ok"):
        yield ok(sentences.TELEGRAM_IS.format(name=told.get("result", {}).get("username")))
        yield from _webhook(settings, patient.config.server.public_url if patient.config else "")
    else:
        said = told.get("description") or f"HTTP {answer.status_code}"
        yield fails(sentences.TELEGRAM_REFUSES.format(error=said), sentences.MEND_TELEGRAM_TOKEN)


def _webhook(settings: TelegramSection, public_url: str) -> Iterator[Finding]:
    """Whether updates come, and whether they come to us."""
    answer = _ask(f"{settings.api_url.rstrip('/')}/bot{settings.token.get_secret_value()}/getWebhookInfo")
    told = {} if isinstance(answer, str) else _json(answer).get("result", {})
    if not told.get("url"):
        return
    ours = f"{public_url.rstrip('/')}/telegram/webhook" if settings.webhook_secret.get_secret_value() else ""
    if told["url"] != ours:
        yield note(sentences.WEBHOOK_ELSEWHERE.format(url=told["url"]), sentences.MEND_WEBHOOK_ELSEWHERE)
    elif told.get("last_error_message"):
        about = {"url": ours, "why": told["last_error_message"], "n": told.get("pending_update_count", 0)}
        yield fails(sentences.WEBHOOK_FAILS.format(**about), sentences.MEND_WEBHOOK_FAILS)
    else:
        yield ok(sentences.WEBHOOK.format(url=ours))


def clock(patient: Patient) -> Iterator[Finding]:
    """Against the Date of a platform's answers: deadlines are told to the minute, and Slack refuses what is signed too late."""
    settings = patient.config and (patient.config.slack or patient.config.telegram)
    if not settings:
        return
    answer = _ask(_neutral(settings))
    if isinstance(answer, str) or "date" not in answer.headers:
        yield note(sentences.CLOCK_UNKNOWN, sentences.MEND_NETWORK)
        return
    skew = (datetime.now(UTC) - parsedate_to_datetime(answer.headers["date"])).total_seconds()
    yield clock_finding(skew)


def clock_finding(skew: float) -> Finding:
    """`skew`: seconds that our clock is ahead of the platform's."""
    if abs(skew) <= _SKEW_TOLD:
        return ok(sentences.CLOCK)
    sentence = (sentences.CLOCK_AHEAD if skew > 0 else sentences.CLOCK_BEHIND).format(seconds=round(abs(skew)))
    found = fails if abs(skew) > _SKEW_REFUSED else note
    return found(sentence, sentences.MEND_CLOCK)


def _neutral(settings: SlackSection | TelegramSection) -> str:
    """An address of the platform that wants no token."""
    base = settings.api_url.rstrip("/")
    return f"{base}/api.test" if isinstance(settings, SlackSection) else f"{base}/"


def _ask(url: str, bearer: str = "") -> httpx.Response | str:
    """The answer; or why there is none, without the address, in which Telegram wants the token."""
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    try:
        return httpx.post(url, headers=headers, timeout=_TIMEOUT)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return type(error).__name__


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
