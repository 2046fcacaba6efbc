"""Configuration: `config.toml`, the environment above it, into the settings of `bot.settings`.

Every value of a single table may come as RAPPORTEUR_SECTION__KEY (lists as JSON), and from a file whose name is in
RAPPORTEUR_SECTION__KEY_FILE. An unknown key is an error that names the nearest known one.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.errors import ConfigError
from bot.sentences import config as sentences
from bot.settings import (
    Config,
    DatabaseSection,
    DelegationSection,
    FetchSection,
    MailSection,
    RetentionSection,
    Section,
    SecuritySection,
    ServerSection,
    SlackSection,
    SpaceSection,
    TelegramSection,
    WatchSection,
)

PREFIX = "RAPPORTEUR_"


def load(path: Path, environment: Mapping[str, str] = os.environ) -> Config:
    """Reads the file and what the environment sets above it. Relative paths are taken from the file's folder.

    ConfigError, with one sentence that names the key, for anything that cannot be used.
    """
    config = as_written(path, environment)
    slack, telegram, mail = config.slack, config.telegram, config.mail
    on = {
        "slack": slack if slack and (slack.bot_token.get_secret_value() or slack.client_id) else None,
        "telegram": telegram if telegram and telegram.token.get_secret_value() else None,
        "mail": mail if mail and mail.host else None,
    }
    return config.model_copy(update=on)


def as_written(path: Path, environment: Mapping[str, str] = os.environ) -> Config:
    """`load` with the sections too that lack the token without which they do nothing."""
    values = _read_toml(path)
    folder = path.resolve().parent
    for section, key, value in _overrides(environment, folder):
        _put(values, section, key, value)
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        raise _explain(path, error) from error
    _refuse_twice(config)
    _refuse_strangers(config)
    return _anchored(config, folder)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError(sentences.NO_FILE, path=path) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(sentences.NOT_TOML, path=path, why=str(error).rstrip(".")) from error


def _put(values: dict[str, Any], section: str, key: str, value: Any) -> None:
    """Only what is a single table takes values from the environment."""
    if section not in _SINGLE:
        near = get_close_matches(section, _SINGLE, n=1, cutoff=0.0)[0]
        raise ConfigError(sentences.UNKNOWN_VARIABLE, variable=_variable(section, key), known=_variable(near, key))
    table = values.setdefault(section, {})
    if isinstance(table, dict):  # anything else is refused below, with its name
        table[key] = value


def _variable(section: str, key: str) -> str:
    return f"{PREFIX}{section}__{key}".upper()


def _overrides(environment: Mapping[str, str], folder: Path) -> Iterator[tuple[str, str, Any]]:
    """(section, key, value) of every variable that sets one; lists are JSON."""
    for name, raw in sorted(environment.items()):
        section, between, key = name.removeprefix(PREFIX).lower().partition("__")
        if not name.startswith(PREFIX) or not between:
            continue
        if key.endswith("_file") and key.removesuffix("_file") in _fields(section):
            key, raw = key.removesuffix("_file"), _secret(name, folder / raw)
        yield section, key, _parsed(section, key, raw)


def _fields(section: str) -> Mapping[str, Any]:
    kind = _SINGLE.get(section)
    return kind.model_fields if kind else {}


_SINGLE: dict[str, type[Section]] = {
    "database": DatabaseSection,
    "slack": SlackSection,
    "telegram": TelegramSection,
    "server": ServerSection,
    "fetch": FetchSection,
    "mail": MailSection,
    "security": SecuritySection,
    "retention": RetentionSection,
}
_JSON: TypeAdapter[Any] = TypeAdapter(Any)


def _parsed(section: str, key: str, raw: str) -> Any:
    field = _fields(section).get(key)
    if field is not None and "tuple" in str(field.annotation):
        try:
            return _JSON.validate_json(raw)
        except ValidationError:
            return raw  # refused below, with the key's name
    return raw


def _secret(variable: str, file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise ConfigError(sentences.NO_SECRET_FILE, variable=variable, file=file, why=why) from error


def _explain(path: Path, error: ValidationError) -> ConfigError:
    """The first thing wrong, as one sentence."""
    first = error.errors()[0]
    where = [str(part) for part in first["loc"]]
    key = ".".join(where)
    if first["type"] == "extra_forbidden":
        near = get_close_matches(where[-1], _known_beside(where), n=1, cutoff=0.0)
        nearest = sentences.NEAREST.format(known=near[0]) if near else ""
        return ConfigError(sentences.UNKNOWN_KEY, path=path, key=key, nearest=nearest)
    if first["type"] == "value_error":  # a validator's own sentence
        return ConfigError(str(first["ctx"]["error"]).replace("{key}", key), cause=str(path))
    why = first["msg"][0].lower() + first["msg"][1:]
    return ConfigError(sentences.BAD_VALUE, path=path, key=key, why=f"cannot be used: {why}")


def _known_beside(where: list[str]) -> list[str]:
    """The keys that are known in the table where an unknown one stands."""
    kinds: dict[str, type[Section]] = {
        **_SINGLE,
        "space": SpaceSection,
        "watch": WatchSection,
        "delegation": DelegationSection,
    }
    tables = [part for part in where[:-1] if not part.isdigit()]
    kind = kinds.get(tables[-1], Config) if tables else Config
    return list(kind.model_fields)


def _refuse_strangers(config: Config) -> None:
    """A mailbox is read for the letters of those who are named, and of nobody else."""
    for watch in (watch for space in config.space for watch in space.watch if watch.kind == "mail"):
        if not watch.url.startswith("imap:"):
            raise ConfigError(sentences.MAIL_URL, key="space.watch.url", value=watch.url)
        if not watch.senders:
            raise ConfigError(sentences.MAIL_SENDERS, key="space.watch.senders")


def _refuse_twice(config: Config) -> None:
    """One name for one space, one delegation code in a space, one source for an address, document and base, one space for
    a chat."""
    names = [space.name for space in config.space]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(sentences.TWICE, key="space.name", name=name)
    places = [place for space in config.space for place in (*space.chats, *space.caucus, *space.public)]
    for place in places:
        if places.count(place) > 1:
            raise ConfigError(sentences.CHAT_TWICE, address=place)
    for space in config.space:
        title = space.title or space.name
        watched = [(section.url, section.base, section.document or title) for section in space.watch]
        for source in watched:
            if watched.count(source) > 1:
                raise ConfigError(sentences.TWICE, key="watch.url", name=source[0])
        codes = [delegation.code for delegation in space.delegation]
        for code in codes:
            if codes.count(code) > 1:
                raise ConfigError(sentences.TWICE, key="delegation.code", name=code)


def _anchored(config: Config, folder: Path) -> Config:
    """Relative file names, taken from the configuration's folder."""
    url = config.database.url
    marker = "sqlite:///"
    if url.startswith(marker) and not Path(url.removeprefix(marker)).is_absolute():
        url = marker + str(folder / url.removeprefix(marker))
    spaces = tuple(
        space.model_copy(update={"watch": tuple(_with_headers(watch, folder) for watch in space.watch)})
        for space in config.space
    )
    database = config.database.model_copy(update={"url": url})
    mail = config.mail
    if mail and mail.ca_file:
        mail = mail.model_copy(update={"ca_file": str(folder / mail.ca_file)})
    return config.model_copy(update={"database": database, "mail": mail, "space": spaces})


def _with_headers(watch: WatchSection, folder: Path) -> WatchSection:
    return watch.model_copy(update={"headers_file": str(folder / watch.headers_file)}) if watch.headers_file else watch
