"""What Slack sends, read into commands: slash commands, mentions, direct messages, presses. Pure.

Bodies are those of docs.slack.dev (slash-commands, events api, block_actions). A slash command and a press carry the
person's name; an event carries the id alone, so `who.name` is empty there. Slack sends an event again when our
acknowledgement was lost: its event_id, our key, stays the same.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from bot.places import Person, Place, Posted
from handlers.chat import Command
from handlers.slack.files import attached

Body = Mapping[str, Any]

# Names of Slack's own commands. One of them in the manifest makes Slack refuse it whole ("the slash command has an invalid
# name"). Source: Slack's list of built-in commands, as collected by NousResearch/hermes-agent#18456 and tried there
# (#17054); "help" is reported both ways (openclaw#29032). These work under the umbrella command and in a mention.
# fmt: off
RESERVED = frozenset({
    "active", "apps", "archive", "away", "call", "close", "collapse", "dm", "dnd", "expand", "feed", "feedback",
    "help", "huddle", "invite", "invite_people", "join", "keys", "kick", "leave", "me", "msg", "mute", "open",
    "part", "people", "prefs", "pro", "remind", "remove", "rename", "search", "shortcuts", "shrug", "star",
    "status", "topic", "unarchive", "who", "whois",
})
# fmt: on

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^>]*))?>")
_ADDRESS = re.compile(r"<(?:mailto:(?=[^>|]+@)|(?=https?://))([^>|]+)(?:\|[^>]*)?>")


def slash(body: Body, verbs: Collection[str], tenant: str) -> Command:
    """`/diff latest` if `diff` is a verb; every other name is the umbrella, and its text the whole command."""
    name = str(body.get("command", "")).removeprefix("/")
    words = f"{name if name in verbs else ''} {body.get('text', '')}"
    return Command(
        key=str(body["trigger_id"]),
        who=person(tenant, body["user_id"], body.get("user_name", "")),
        place=Place("slack", tenant, body["channel_id"]),
        text=_words(words),
        named=_named(words, tenant),
        called=_called(body.get("channel_name", "")),
        handle=handle(body.get("response_url", ""), str(body["trigger_id"])),
    )


def spoken(body: Body, bot: str, tenant: str) -> Command | None:
    """A mention of `bot` (its user id), answered in a thread, or a direct message to it; None for anything else.

    Messages of bots, edits and other changed messages are nothing that somebody said to us.
    """
    event: Body = body["event"]
    direct = event.get("type") == "message" and event.get("channel_type") == "im"
    if not (direct or event.get("type") == "app_mention"):
        return None
    if event.get("bot_id") or event.get("edited") or not event.get("user"):
        return None
    if event.get("subtype", "file_share") != "file_share":
        return None
    if (event.get("files") or event.get("attachments")) and not event.get("text", "").strip():
        return None  # a file or a forwarded message that comes without a word asks for nothing
    thread = event.get("thread_ts") or (None if direct else event["ts"])
    words = re.sub(rf"<@{re.escape(bot)}(\|[^>]*)?>", " ", event.get("text", ""))
    return Command(
        key=str(body["event_id"]),
        who=Person("slack", tenant, event["user"], ""),
        place=Place("slack", tenant, event["channel"], thread),
        text=_words(words),
        named=_named(words, tenant),
        files=attached(event),
        private=direct,
    )


def opened(body: Body, tenant: str) -> Command | None:
    """Somebody opened our Home tab; None for anything else (docs.slack.dev, app_home_opened: `channel` is our direct one)."""
    event: Body = body["event"]
    if event.get("type") != "app_home_opened" or event.get("tab") != "home":
        return None
    who = Person("slack", tenant, event["user"], "")
    place = Place("slack", tenant, event.get("channel") or event["user"])
    return Command(key=str(body["event_id"]), who=who, place=place, text="home", private=True, tab=True)


def press(body: Body, tenant: str) -> Command | None:
    """A pressed button of ours; None for one that only opens a link. One of the Home tab is as of our direct messages."""
    action: Body = body["actions"][0]
    token = str(action.get("value") or "")
    if not token:
        return None
    user, container = body["user"], body["container"]
    thread = container.get("thread_ts") or body.get("message", {}).get("thread_ts")
    tab = container.get("type") == "view"
    place = Place("slack", tenant, user["id"] if tab else container["channel_id"], thread)
    return Command(
        key=str(body.get("trigger_id") or f"{action.get('action_ts')}:{user['id']}:{token}"),
        who=person(tenant, user["id"], user.get("name") or user.get("username", "")),
        place=place,
        token=token,
        pressed=None if tab else Posted(place, container["message_ts"]),
        private=tab,
        tab=tab,
        called=_called(body.get("channel", {}).get("name", "")),
        handle=handle(body.get("response_url", ""), str(body.get("trigger_id", ""))),
    )


def _called(channel: str) -> str:
    """A channel's name; of what is not public Slack tells the sort in its place (docs.slack.dev, slash commands)."""
    return "" if channel in {"", "privategroup", "directmessage"} else f"#{channel}"


def handle(response_url: str, trigger: str) -> str:
    """What an answer in private needs: where it goes, and Slack's leave to open a modal, which lives for three seconds."""
    return f"{response_url} {trigger}"


def response_url(command: Command) -> str:
    """Where the answer to a command goes for its asker alone, "" where Slack named no such place."""
    return command.handle.partition(" ")[0]


def trigger(command: Command) -> str:
    """Slack's leave to open a modal, "" where there is none: in a mention and in a direct message."""
    return command.handle.partition(" ")[2]


def is_fleeting(body: Body) -> bool:
    """Whether the pressed button stands on an answer that only its asker sees (an ephemeral message)."""
    return bool(body["container"].get("is_ephemeral"))


def person(tenant: str, user: str, name: str) -> Person:
    """`name`: the one that Slack's mentions show, without blanks."""
    return Person("slack", tenant, user, name, handle=name)


def _named(text: str, tenant: str) -> tuple[Person, ...]:
    return tuple(Person("slack", tenant, user, name) for user, name in _MENTION.findall(text))


def _words(text: str) -> str:
    """What was typed: Slack's mentions, links and escapes undone, the slash taken off. Nothing at all asks for help."""
    plain = _MENTION.sub(lambda found: f"@{found[2] or found[1]}", _ADDRESS.sub(r"\1", text))
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        plain = plain.replace(entity, sign)
    return plain.strip().removeprefix("/") or "help"
