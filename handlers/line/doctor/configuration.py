"""Checks of the configuration file: whether it can be used, what in it does nothing, who may read it."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr

from bot.config import as_written, load
from bot.errors import ConfigError
from bot.sentences import doctor as sentences
from bot.settings import Config, SlackSection
from handlers.line.doctor.finding import Finding, Patient, fails, note, ok

_EXAMPLE_CONTACT = "you@example.org"


def examine(path: Path) -> Patient:
    try:
        return Patient(path, load(path), as_written(path))
    except ConfigError as error:
        return Patient(path, None, None, str(error))


def configuration(patient: Patient) -> Iterator[Finding]:
    config, written = patient.config, patient.written
    if config is None or written is None:
        yield fails(patient.why, sentences.MEND_CONFIG)
        return
    yield ok(sentences.CONFIG_LOADS.format(path=patient.path, spaces=len(config.space)))
    if not config.slack and not config.telegram:
        yield fails(sentences.NO_PLATFORM, sentences.MEND_PLATFORM)
    if written.slack and not config.slack and any(_secrets(written.slack)):
        yield note(sentences.SLACK_OFF, sentences.MEND_SLACK_OFF)
    if written.telegram and not config.telegram and any(_secrets(written.telegram)):
        yield note(sentences.TELEGRAM_OFF, sentences.MEND_TELEGRAM_OFF)
    yield from _fetching(config)
    yield from _chats_without_platform(config)
    yield from _ways_in(config)


def _fetching(config: Config) -> Iterator[Finding]:
    if not config.fetch.contact or _EXAMPLE_CONTACT in config.fetch.contact:
        yield note(sentences.NO_CONTACT, sentences.MEND_CONTACT)
    for space in config.space:
        for watch in space.watch:
            if "…" in watch.url:
                yield note(
                    sentences.EXAMPLE_WATCH.format(space=space.name, url=watch.url), sentences.MEND_EXAMPLE_WATCH
                )
            if watch.headers_file and not os.access(watch.headers_file, os.R_OK):
                yield fails(sentences.NO_HEADERS.format(file=watch.headers_file), sentences.MEND_HEADERS)


def _chats_without_platform(config: Config) -> Iterator[Finding]:
    on: Mapping[str, object] = {"slack": config.slack, "telegram": config.telegram}
    for space in config.space:
        for chat in (*space.chats, *space.caucus, *space.public):
            if not on.get(chat.partition(":")[0]):
                yield note(sentences.CHAT_OFF.format(space=space.name, chat=chat), sentences.MEND_CHAT_OFF)


def _ways_in(config: Config) -> Iterator[Finding]:
    """By which way Slack and Telegram tell us what people do."""
    slack, telegram, url = config.slack, config.telegram, config.server.public_url
    if slack and slack.client_id:
        yield from _installing(slack, url)
    elif slack and not slack.app_token.get_secret_value() and not slack.signing_secret.get_secret_value():
        yield fails(sentences.SLACK_NO_WAY_IN, sentences.MEND_SLACK_NO_WAY_IN)
    if telegram and telegram.webhook_secret.get_secret_value() and not url:
        yield note(sentences.WEBHOOK_WITHOUT_URL, sentences.MEND_WEBHOOK_WITHOUT_URL)


def _installing(slack: SlackSection, url: str) -> Iterator[Finding]:
    from handlers.slack.installing import check  # with Bolt, which no other check needs

    try:
        check(slack, url)
    except ConfigError as error:
        yield fails(str(error), sentences.MEND_SLACK_INSTALLING)


def secrets(patient: Patient) -> Iterator[Finding]:
    """A file that holds secrets and that everybody on the machine may read."""
    if patient.written is None:
        return
    if not any(_secrets(as_written(patient.path, {}))):
        yield ok(sentences.NO_SECRETS.format(path=patient.path))
    elif patient.path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        yield fails(sentences.WORLD_READABLE.format(path=patient.path), sentences.MEND_WORLD_READABLE)
    else:
        yield ok(sentences.PRIVATE_FILE.format(path=patient.path))


def _secrets(settings: Any) -> Iterator[bool]:
    """For every secret in the settings, whether it is filled in."""
    if isinstance(settings, SecretStr):
        yield bool(settings.get_secret_value())
    elif isinstance(settings, BaseModel):
        for _, value in settings:
            yield from _secrets(value)
