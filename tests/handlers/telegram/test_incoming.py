"""Which updates are commands for us, and what is in them."""

from typing import Any

import pytest
from telegram import Update

from bot.places import Person, Place, Posted
from handlers.chat import Command
from handlers.telegram.incoming import command_in

AMIRA = {"id": 7, "is_bot": False, "first_name": "Amira", "last_name": "Hansen", "language_code": "nb"}
GROUP = {"id": -100, "type": "supergroup", "title": "Plenary"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Amira"}
NAMELESS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


def read(kind: str = "message", **fields: Any) -> Command | None:
    message = {"message_id": 5, "date": 1, "chat": GROUP, "from": AMIRA, "text": "/diff latest"} | fields
    return command_in(Update.de_json({"update_id": 40, kind: message}, None), "Flash_Bot")


def pressed(**fields: Any) -> Command | None:
    message = {"message_id": 9, "date": 1, "chat": GROUP, "text": "card"} | fields
    query = {"id": "77", "from": AMIRA, "chat_instance": "1", "data": "tok", "message": message}
    return command_in(Update.de_json({"update_id": 41, "callback_query": query}, None), "flash_bot")


def test_a_command_in_a_group_is_read_whole():
    who, place = Person("telegram", "", "7", "Amira Hansen"), Place("telegram", "", "-100")
    read_so = {"text": "diff latest", "slash": True, "called": "Plenary", "locale": "nb", "handle": "5"}
    assert read() == Command(key="tg:40", who=who, place=place, **read_so)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("/diff@flash_bot latest", "diff latest"),
        ("/DIFF@FLASH_BOT", "DIFF"),
        ("/poll C9 “Keep\n‘and men’?”", "poll C9 “Keep\n‘and men’?”"),
        ("  /help  ", "help"),
        ("/start join_abc", "start join_abc"),
    ],
)
def test_slash_and_our_name_are_taken_off(typed, text):
    assert read(text=typed).text == text


@pytest.mark.parametrize("typed", ["/diff@other_bot latest", "diff latest", "hello", "/", "/ diff", ""])
def test_in_a_group_all_else_is_ignored(typed):
    assert read(text=typed) is None


def test_a_reply_to_the_bot_is_talk_unless_it_is_a_command():
    reply = {"message_id": 4, "date": 1, "chat": GROUP, "text": "card"}
    assert read(text="I agree", reply_to_message=reply) is None
    assert read(text="/object C9", reply_to_message=reply).text == "object C9"


@pytest.mark.parametrize(("typed", "text"), [("diff latest", "diff latest"), ("/ diff", "diff"), ("/a/b", "a/b")])
def test_in_private_no_slash_is_needed(typed, text):
    command = read(text=typed, chat=PRIVATE)
    assert command.text == text
    assert command.private
    assert command.slash == typed.startswith("/")


def test_what_another_bot_a_channel_or_a_forwarder_sends_is_ignored():
    bot = {"id": 9, "is_bot": True, "first_name": "B"}
    channel = {"id": -200, "type": "channel", "title": "News"}
    origin = {"type": "user", "date": 1, "sender_user": AMIRA}
    assert read(**{"from": bot}) is None
    assert read(via_bot=bot) is None
    assert read(sender_chat=channel) is None
    assert read(forward_origin=origin) is None
    assert read("channel_post", chat=channel, **{"from": None}) is None


def test_an_edited_command_and_a_picture_are_ignored():
    assert read("edited_message", edit_date=2) is None
    assert read(text=None) is None


def test_an_administrator_in_the_groups_name_is_anonymous():
    who = read(sender_chat=GROUP, author_signature="Chair", **{"from": NAMELESS}).who
    assert who == Person("telegram", "", "1087968824", "Chair", anonymous=True)


def test_only_a_topic_is_a_thread():
    assert read(message_thread_id=3, is_topic_message=True).place == Place("telegram", "", "-100", "3")
    assert read(message_thread_id=3).place.thread is None


def test_a_press_is_a_command_on_the_message_it_stands_on():
    command = pressed(message_thread_id=3, is_topic_message=True)
    place = Place("telegram", "", "-100", "3")
    assert (command.key, command.token, command.text, command.handle) == ("tg:41", "tok", "", "77")
    assert (command.pressed, command.who.anonymous, command.called) == (Posted(place, "9"), False, "Plenary")


def test_a_press_on_a_message_too_old_to_be_read_still_counts():
    assert pressed(date=0, text=None).pressed == Posted(Place("telegram", "", "-100"), "9")


BOT = {"id": 9, "is_bot": True, "first_name": "Flash", "username": "flash_bot"}


def test_a_reply_in_private_says_which_message_it_answers():
    question = {"message_id": 4, "date": 1, "chat": PRIVATE, "from": BOT, "text": "Why?"}
    answer = read(chat=PRIVATE, text="  a red line ", reply_to_message=question)
    assert (answer.replied, answer.text) == (Posted(answer.place, "4"), "a red line")
    assert read(chat=PRIVATE, text="/help", reply_to_message=question).replied is None
    assert read(chat=PRIVATE, text="help", reply_to_message=question | {"from": AMIRA}).replied is None
    assert read(chat=GROUP, text="a red line", reply_to_message=question) is None


def mention(kind: str, typed: str, words: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": len(typed.partition(words)[0]), "length": len(words)} | more


def test_who_is_mentioned_is_named_by_handle_or_by_account():
    text = "/space@flash_bot chair @anna_h"
    handle = mention("mention", text, "@anna_h")
    assert [(one.id, one.handle) for one in read(text=text, entities=[handle]).named] == [("", "anna_h")]
    text = "/space chair Bo Li"
    by_name = mention("text_mention", text, "Bo Li", user={"id": 8, "is_bot": False, "first_name": "Bo"})
    assert [(one.id, one.name) for one in read(text=text, entities=[by_name]).named] == [("8", "Bo")]
    ours = mention("mention", "/help @flash_bot", "@flash_bot")
    assert read(text="/help @flash_bot", entities=[ours]).named == ()


def test_a_command_that_replies_to_somebody_names_them_but_not_the_first_message_of_its_topic():
    said = {"message_id": 4, "date": 1, "chat": GROUP, "from": AMIRA | {"id": 8, "username": "amira"}, "text": "hello"}
    assert [(one.id, one.handle) for one in read(text="/space chair", reply_to_message=said).named] == [("8", "amira")]
    assert read(text="/space chair", reply_to_message=said | {"from": BOT}).named == ()
    in_topic = {"message_thread_id": 4, "is_topic_message": True}
    assert read(text="/space chair", reply_to_message=said, **in_topic).named == ()


@pytest.mark.parametrize(
    "told",
    [
        {"chat": {"id": -5, "type": "group", "title": "Plenary"}, "migrate_to_chat_id": -1005},
        {"chat": {"id": -1005, "type": "supergroup", "title": "Plenary"}, "migrate_from_chat_id": -5},
    ],
)
def test_a_group_that_became_a_supergroup_is_told_by_both_of_them(told: dict[str, Any]):
    found = read(text=None, **told)
    assert (found.place.chat, found.moved, found.text) == ("-5", "-1005", "")
