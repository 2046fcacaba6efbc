"""slack-manifest.yaml asks for exactly what the adapter uses, and for no name that Slack keeps."""

import re
from pathlib import Path

import pytest

from bot.errors import ConfigError
from handlers.commands import COMMANDS
from handlers.slack.chat import SlackChat
from handlers.slack.incoming import RESERVED
from handlers.slack.installing import SCOPES as INSTALLED_WITH

ROOT = Path(__file__).resolve().parents[3]
MANIFEST = (ROOT / "slack-manifest.yaml").read_text("utf-8")
SOURCE = "".join(path.read_text("utf-8") for path in sorted((ROOT / "handlers" / "slack").glob("*.py")))
VERBS = tuple(verb for verb, entry in COMMANDS.items() if entry.listed)

# What each method needs (docs.slack.dev/reference/methods) in channels, private channels, direct and group messages.
SCOPES = {
    "auth.test": [],
    "chat.postEphemeral": ["chat:write"],
    "chat.postMessage": ["chat:write"],
    "chat.update": ["chat:write"],
    "conversations.history": ["channels:history", "groups:history", "im:history", "mpim:history"],
    "conversations.info": ["channels:read", "groups:read", "im:read", "mpim:read"],
    "conversations.members": ["channels:read", "groups:read", "im:read", "mpim:read"],
    "conversations.open": ["im:write"],
    "conversations.replies": ["channels:history", "groups:history", "im:history", "mpim:history"],
    "files.delete": ["files:write"],
    "files.info": ["files:read"],
    "files.upload.v2": ["files:write"],
    "users.info": ["users:read"],
}
EVENTS = {
    "app_home_opened": [],
    "app_mention": ["app_mentions:read"],
    "app_uninstalled": [],
    "message.im": ["im:history"],
    "tokens_revoked": [],
}


def listed(key: str) -> set[str]:
    """The items of one YAML list of plain words."""
    block = re.search(rf"^( *){key}:\n((?:\1 +- .*\n)+)", MANIFEST, re.MULTILINE)
    assert block, key
    return {line.strip(" -") for line in block[2].splitlines()}


def methods() -> set[str]:
    called = {name.replace("_", ".") for name in re.findall(r"client\(\)\.((?:chat|files)_\w+)", SOURCE)}
    return called | set(re.findall(r'(?:ask|pages)\(\s*"([a-zA-Z.]+)"', SOURCE))


def test_every_verb_that_slack_allows_is_a_command_of_its_own() -> None:
    commands = re.findall(r"command: /(\S+)", MANIFEST)
    assert commands[0] == "draft"
    assert set(commands[1:]) == set(VERBS) - RESERVED
    assert not set(commands) & RESERVED
    assert len(commands) == len(set(commands))


def test_every_method_that_we_call_has_its_scopes_and_no_scope_is_idle() -> None:
    assert methods() == set(SCOPES)
    needed = {scope for name in methods() for scope in SCOPES[name]} | {scope for e in EVENTS.values() for scope in e}
    assert listed("bot") == needed | {"commands"} == set(INSTALLED_WITH)


def test_events_buttons_and_socket_mode_are_on() -> None:
    assert listed("bot_events") == set(EVENTS)
    for line in (
        "interactivity:\n    is_enabled: true",
        "socket_mode_enabled: true",
        "messages_tab_enabled: true",
        "home_tab_enabled: true",
    ):
        assert line in MANIFEST
    assert "messages_tab_read_only_enabled: false" in MANIFEST


def test_texts_fit_slacks_limits() -> None:
    assert len(re.findall(r"^  name: (.*)", MANIFEST, re.MULTILINE)[0]) <= 35
    assert all(len(text) <= 140 for text in re.findall(r"^  description: (.*)", MANIFEST, re.MULTILINE))
    assert all(len(text) <= 80 for text in re.findall(r"^      description: (.*)", MANIFEST, re.MULTILINE))


def test_reserved_umbrella_is_refused_with_another_name_to_try() -> None:
    with pytest.raises(ConfigError, match=r"/status is a name that Slack keeps.*for example /draft"):
        SlackChat(bot_token="xoxb-x", app_token="xapp-x", command="/status", verbs=VERBS)
