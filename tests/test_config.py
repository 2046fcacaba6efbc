"""Configuration: the file, the environment above it, and what is said of mistakes."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from bot import config
from bot.config import load
from bot.errors import ConfigError
from bot.settings import Config

EXAMPLE = Path(__file__).resolve().parent.parent / "config.example.toml"
TABLES: Mapping[str, type[BaseModel]] = {
    "database": config.DatabaseSection,
    "slack": config.SlackSection,
    "telegram": config.TelegramSection,
    "server": config.ServerSection,
    "fetch": config.FetchSection,
    "mail": config.MailSection,
    "security": config.SecuritySection,
    "space": config.SpaceSection,
    "watch": config.WatchSection,
    "delegation": config.DelegationSection,
}
INNER = ("watch", "delegation")
# What the example fills in to be understood; everything else in it is the default.
FILLED_IN = {
    "fetch": {"contact"},
    "space": {"name", "title", "timezone", "holidays", "terms", "required_groups", "chats", "chairs", "plenary"},
    "watch": {"url", "links", "document", "sessions"},
    "delegation": {"code", "name", "group", "head"},
}
Loaded = Callable[..., Config]


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    """Loads a configuration of these lines, with these variables in the environment."""

    def call(text: str = "", **environment: str) -> Config:
        path = tmp_path / "config.toml"
        path.write_text(text, "utf-8")
        return load(path, environment)

    return call


# the example


def _example_tables() -> dict[str, dict[str, Any]]:
    found = tomllib.loads(EXAMPLE.read_text("utf-8"))
    [space] = found["space"]
    return {**found, "space": space, "watch": space["watch"][0], "delegation": space["delegation"][0]}


@pytest.mark.parametrize("table", TABLES)
def test_the_example_has_every_setting_in_order_and_no_other(table: str) -> None:
    settings = [name for name in TABLES[table].model_fields if name not in INNER]
    assert [key for key in _example_tables()[table] if key not in INNER] == settings


@pytest.mark.parametrize("table", TABLES)
def test_the_values_of_the_example_are_the_defaults(table: str) -> None:
    for key, value in _example_tables()[table].items():
        if key in FILLED_IN.get(table, ()) or key in INNER:
            continue
        default = TABLES[table].model_fields[key].get_default()
        default = default.get_secret_value() if isinstance(default, SecretStr) else default
        assert value == (list(default) if isinstance(default, tuple) else default), key


def test_the_example_copied_with_tokens_filled_in_loads(tmp_path: Path) -> None:
    text = EXAMPLE.read_text("utf-8")
    text = text.replace('bot_token = ""', 'bot_token = "xoxb-1"').replace('\ntoken = ""', '\ntoken = "7:x"')
    (tmp_path / "config.toml").write_text(text, "utf-8")
    found = load(tmp_path / "config.toml", {})
    assert found.slack
    assert found.slack.bot_token.get_secret_value() == "xoxb-1"
    assert found.telegram
    assert found.space[0].watch[0].links == r"vision.*\.(pdf|docx|html)$"


def test_the_example_without_tokens_runs_on_no_platform() -> None:
    found = load(EXAMPLE, {})
    assert (found.slack, found.telegram, found.mail) == (None, None, None)


# sections and paths


def test_sections_left_out_have_their_defaults(loaded: Loaded, tmp_path: Path) -> None:
    found = loaded()
    assert (found.slack, found.telegram, found.mail, found.space) == (None, None, None, ())
    assert found.server.listen == "127.0.0.1:8080"
    assert found.database.url == f"sqlite:///{tmp_path}/var/rapporteur.db"


def test_relative_paths_start_at_the_folder_of_the_file(loaded: Loaded, tmp_path: Path) -> None:
    found = loaded(
        '[database]\nurl = "sqlite:///x.db"\n[[space]]\nname = "v"\n'
        '[[space.watch]]\nurl = "https://example.org"\nheaders_file = "login.txt"\n'
    )
    assert found.database.url == f"sqlite:///{tmp_path}/x.db"
    assert found.space[0].watch[0].headers_file == str(tmp_path / "login.txt")
    assert loaded('[database]\nurl = "sqlite:////srv/x.db"\n').database.url == "sqlite:////srv/x.db"


# the environment


def test_the_environment_is_above_the_file(loaded: Loaded) -> None:
    found = loaded(
        '[server]\nlisten = "127.0.0.1:1"\n[fetch]\ncontact = "x"\n',
        RAPPORTEUR_SERVER__LISTEN="0.0.0.0:80",
        RAPPORTEUR_FETCH__ALLOW_PRIVATE='["127.0.0.0/8", "wiki"]',
        RAPPORTEUR_TELEGRAM__TOKEN="7:x",
        RAPPORTEUR_DEBUG="1",
        HOME="/",
    )
    assert found.server.listen == "0.0.0.0:80"
    assert found.fetch.contact == "x"
    assert found.fetch.allow_private == ("127.0.0.0/8", "wiki")
    assert found.telegram
    assert found.telegram.api_url == "https://api.telegram.org"


def test_an_address_alone_switches_no_platform_on(loaded: Loaded) -> None:
    found = loaded(RAPPORTEUR_SLACK__API_URL="http://127.0.0.1:9/", RAPPORTEUR_TELEGRAM__API_URL="http://127.0.0.1:9")
    assert (found.slack, found.telegram) == (None, None)


def test_a_secret_may_stand_in_a_file_of_its_own(loaded: Loaded, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-2\n", "utf-8")
    for path in (str(tmp_path / "token"), "token"):
        found = loaded('[slack]\nbot_token = "xoxb-1"\n', RAPPORTEUR_SLACK__BOT_TOKEN_FILE=path)
        assert found.slack
        assert found.slack.bot_token.get_secret_value() == "xoxb-2"


def test_a_setting_that_ends_in_file_is_itself(loaded: Loaded) -> None:
    with pytest.raises(ConfigError, match="nothing"):
        loaded(RAPPORTEUR_WATCH__HEADERS_FILE="x")


def test_secrets_are_not_shown(loaded: Loaded) -> None:
    found = loaded('[slack]\nbot_token = "xoxb-secret"\n[security]\nballot_secret = "sealed"\n')
    assert "xoxb-secret" not in repr(found)
    assert "sealed" not in repr(found)


# mistakes

MISTAKES = {
    '[slack]\nbot_tokn = ""\n': "slack.bot_tokn is not a setting; the nearest is bot_token.",
    '[slak]\nbot_token = ""\n': "slak is not a setting; the nearest is slack.",
    '[[space]]\nname = "v"\nchats = ["signal"]\n': "space.0.chats.0: signal is no address",
    '[[space]]\nname = "v"\nterm = []\n': "space.0.term is not a setting; the nearest is terms.",
    '[[space]]\nname = "v"\ntimezone = "Mars"\n': "space.0.timezone: Mars is no time zone",
    '[[space]]\nname = "v"\nplenary = ["at five"]\n': "at five is no time",
    '[[space]]\nname = "v"\nchairs = ["Ann"]\n': "Ann is no account",
    '[[space]]\nname = "v"\nundo = "a minute"\n': "a minute is no length of time",
    '[[space]]\nname = "v"\n[[space.watch]]\nurl = "u"\nlinks = "("\n': "space.0.watch.0.links: ( is no regular expression",
    '[[space]]\nname = "v"\n[[space.watch]]\nurl = "u"\nkind = "blog"\n': "space.0.watch.0.kind cannot be used",
    '[[space]]\nname = "v"\n[[space.watch]]\nurl = "u"\nsessions = ["9-18"]\n': "9-18 is no session",
    '[[space]]\nname = "v"\n[[space.delegation]]\ncode = "NO"\nname = "N"\n': "space.0.delegation.0.group cannot be used",
    '[[space]]\nname = "v"\n[[space]]\nname = "v"\n': "v is named twice",
    '[[space]]\nname = "v"\n[[space.watch]]\nurl = "https://a/"\n[[space.watch]]\nurl = "https://a/"\nlinks = "x"': (
        "watch.url: https://a/ is named twice"
    ),
    '[[space]]\nname = "a"\nchats = ["telegram:1"]\n[[space]]\nname = "b"\npublic = ["telegram:1"]\n': "two spaces",
    "[slack]\nposts_per_second = 0\n": "slack.posts_per_second cannot be used",
    "[slack]\ncommand = 3\n": "slack.command cannot be used",
    "slack = 3\n": "slack cannot be used",
    "[slack\n": "cannot be read as TOML",
    '[telegram]\nafter_crash = "shrug"\n': "telegram.after_crash cannot be used",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_one_sentence_that_names_the_key(loaded: Loaded, text: str) -> None:
    with pytest.raises(ConfigError) as raised:
        loaded(text)
    assert MISTAKES[text] in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("RAPPORTEUR_SLACK__BOT_TOKN", "x", "slack.bot_tokn is not a setting; the nearest is bot_token."),
        ("RAPPORTEUR_SLAK__BOT_TOKEN", "x", "the nearest is RAPPORTEUR_SLACK__BOT_TOKEN."),
        ("RAPPORTEUR_SPACE__NAME", "x", "RAPPORTEUR_SPACE__NAME in the environment sets nothing"),
        ("RAPPORTEUR_FETCH__ALLOW_PRIVATE", "wiki", "fetch.allow_private cannot be used"),
        ("RAPPORTEUR_SLACK__BOT_TOKEN_FILE", "/none", "RAPPORTEUR_SLACK__BOT_TOKEN_FILE names /none"),
    ],
)
def test_a_mistake_in_the_environment_is_one_too(loaded: Loaded, variable: str, value: str, said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        loaded("", **{variable: value})
    assert said in str(raised.value)


def test_a_table_that_is_none_is_said_even_under_the_environment(loaded: Loaded) -> None:
    with pytest.raises(ConfigError, match="slack cannot be used"):
        loaded("slack = 3\n", RAPPORTEUR_SLACK__BOT_TOKEN="x")


def test_a_missing_file_says_what_to_copy(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"copy config\.example\.toml"):
        load(tmp_path / "config.toml", {})


def test_no_mistake_repeats_a_secret(loaded: Loaded) -> None:
    with pytest.raises(ConfigError) as raised:
        loaded('[slack]\nbot_token = ["xoxb-secret"]\n')
    assert "xoxb-secret" not in str(raised.value)
