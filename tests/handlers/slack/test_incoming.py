"""What Slack sends, read into commands."""

from typing import Any

import pytest

from bot.places import Place
from handlers.slack.incoming import RESERVED, is_fleeting, opened, press, response_url, slash, spoken, trigger

VERBS = frozenset({"diff", "show"})


def command(name: str, text: str, **more: str) -> dict[str, Any]:
    body = {
        "command": name,
        "text": text,
        "trigger_id": "1.2.x",
        "user_id": "U1",
        "user_name": "amira",
        "channel_id": "C9",
    }
    return {**body, "response_url": "https://hooks.example/1", **more}


def event(kind: str = "app_mention", **more: Any) -> dict[str, Any]:
    said = {"type": kind, "user": "U1", "text": "<@UBOT> diff latest", "ts": "10.1", "channel": "C9"}
    return {"event_id": "Ev1", "event": {**said, **more}}


def pressed(**more: Any) -> dict[str, Any]:
    body = {
        "trigger_id": "1.2.x",
        "user": {"id": "U1", "name": "bo"},
        "container": {"channel_id": "C9", "message_ts": "10.1"},
        "actions": [{"action_id": "tok", "value": "tok", "action_ts": "11.1"}],
        "response_url": "https://hooks.example/2",
    }
    return {**body, **more}


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("/diff", "latest", "diff latest"),
        ("/draft", "diff latest", "diff latest"),
        ("/draft", " /diff latest ", "diff latest"),
        ("/renamed-umbrella", "show C9", "show C9"),
        ("/draft", "", "help"),
        ("/show", "", "show"),
        ("/draft", "watch <https://example.org/a?b=1&amp;c=2>", "watch https://example.org/a?b=1&c=2"),
        ("/draft", "poll C9 &lt;b&gt; &amp;amp;", "poll C9 <b> &amp;"),
    ],
)
def test_slash_command_becomes_one_line(name: str, text: str, line: str) -> None:
    heard = slash(command(name, text), VERBS, "T1")
    assert heard.text == line
    assert (heard.key, heard.who.name, heard.place.chat, heard.place.tenant) == ("1.2.x", "amira", "C9", "T1")
    assert (response_url(heard), trigger(heard)) == ("https://hooks.example/1", heard.key)


@pytest.mark.parametrize(
    ("channel", "called"), [("plenary", "#plenary"), ("privategroup", ""), ("directmessage", ""), ("", "")]
)
def test_a_public_channel_has_a_name_and_others_a_sort_that_is_none(channel: str, called: str) -> None:
    assert slash(command("/diff", "latest", channel_name=channel), VERBS, "T1").called == called
    told = press(pressed(channel={"id": "C9", "name": channel}), "T1")
    assert told is not None
    assert told.called == called


def test_mention_is_answered_in_its_thread_or_opens_one() -> None:
    first = spoken(event(), "UBOT", "T1")
    inside = spoken(event(thread_ts="9.1"), "UBOT", "T1")
    assert first
    assert inside
    assert (first.text, first.place.thread, first.key) == ("diff latest", "10.1", "Ev1")
    assert inside.place.thread == "9.1"
    assert not first.private


def test_direct_message_needs_neither_slash_nor_mention() -> None:
    heard = spoken(event("message", channel_type="im", channel="D1", text="/diff latest"), "UBOT", "T1")
    assert heard
    assert (heard.text, heard.private, heard.place.thread) == ("diff latest", True, None)


def test_only_our_own_mention_is_taken_out() -> None:
    heard = spoken(event(text="<@UBOT> space chair <@U2|bo> <mailto:a@b.org|a@b.org> <#C1|general>"), "UBOT", "T1")
    assert heard
    assert heard.text == "space chair @bo a@b.org <#C1|general>"


def test_who_is_mentioned_is_named_with_and_without_a_name() -> None:
    by_slash = slash(command("/draft", "space chair <@U2|bo>"), VERBS, "T1")
    by_mention = spoken(event(text="<@UBOT> space chair <@W3> <@U2|bo>"), "UBOT", "T1")
    assert by_mention
    assert [(one.id, one.name) for one in by_slash.named] == [("U2", "bo")]
    assert [(one.id, one.name) for one in by_mention.named] == [("W3", ""), ("U2", "bo")]
    assert by_mention.text == "space chair @W3 @bo"


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"text": "", "attachments": [{"is_share": True, "text": "support C9"}]},
        {"edited": {"user": "U1"}},
        {"user": None},
        {"type": "reaction_added"},
        {"type": "message", "channel_type": "channel"},
    ],
)
def test_bots_edits_and_other_peoples_talk_are_no_commands(more: dict[str, Any]) -> None:
    assert spoken(event(**more), "UBOT", "T1") is None


def test_press_carries_the_token_and_where_the_button_stands() -> None:
    heard = press(pressed(message={"thread_ts": "9.1"}), "T1")
    assert heard
    assert heard.pressed
    assert (heard.token, heard.text, heard.who.name) == ("tok", "", "bo")
    assert (heard.pressed.id, heard.pressed.place.chat, heard.pressed.place.thread) == ("10.1", "C9", "9.1")


def test_press_without_trigger_is_known_by_time_person_and_token() -> None:
    heard = press(pressed(trigger_id=None), "T1")
    assert heard
    assert heard.key == "11.1:U1:tok"


def test_link_button_asks_for_nothing() -> None:
    assert press(pressed(actions=[{"action_id": "link.0"}]), "T1") is None


def test_button_on_a_private_answer_is_told_apart() -> None:
    assert not is_fleeting(pressed())
    assert is_fleeting(pressed(container={"channel_id": "C9", "message_ts": "1.1", "is_ephemeral": True}))


def test_slacks_own_names_are_lower_case_words() -> None:
    assert {"join", "me", "who", "status", "help"} <= RESERVED
    assert all(name == name.lower() for name in RESERVED)


def test_home_tab_that_is_opened_asks_for_the_page_and_the_messages_tab_for_nothing() -> None:
    found = opened(event("app_home_opened", tab="home", channel="D1"), "T1")
    assert found
    assert (found.text, found.tab, found.private, found.key) == ("home", True, True, "Ev1")
    assert found.place == Place("slack", "T1", "D1")
    assert opened(event("app_home_opened", tab="messages", channel="D1"), "T1") is None
    assert opened(event(), "T1") is None


def test_press_on_the_home_tab_is_private_and_turns_no_message() -> None:
    found = press(pressed(container={"type": "view", "view_id": "V1"}), "T1")
    assert found
    assert (found.tab, found.private, found.pressed, found.place.chat) == (True, True, None, "U1")
    usual = press(pressed(), "T1")
    assert usual
    assert (usual.tab, usual.private) == (False, False)
