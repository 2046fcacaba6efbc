"""TelegramChat and the real python-telegram-bot against the simulator: what people and Telegram do, and what comes of it."""

import asyncio
import logging
from typing import Any
from unittest.mock import AsyncMock

import pytest

from bot.errors import ConfigError, Later
from bot.languages import LANGUAGES, spoken
from bot.message import Button, Message, Quote, Span, say
from bot.places import Place
from bot.sentences import telegram as sentences
from handlers.chat import Command
from handlers.commands import COMMANDS
from handlers.telegram.chat import TelegramChat
from handlers.telegram.menus import MENUS

pytestmark = pytest.mark.sims

TOKEN = "123456:TEST"
GROUP = Place("telegram", "", "-100")
CARD = Message((Quote((Span("keep "), Span("men", "del"), Span("people", "add"))),), ((Button("Next", token="n1"),),))


async def taken(core: Any, update: dict[str, Any]) -> bool:
    """Whether the bot listened already, as Telegram finds out: it brings an update again until it is taken."""
    try:
        await core.chat.handle(update)
    except Later:
        return False
    return True


async def by_bot(sims: Any, chat: int) -> list[dict[str, Any]]:
    return [message for message in await sims.tg.messages(chat) if message["from"]["is_bot"]]


async def test_a_command_in_a_group_is_answered_in_private_or_with_a_pointer_that_says_nothing(sims, listening, until):
    async with listening() as core:
        core.whispers(CARD)
        (pointer,) = await sims.tg.say("/diff latest", chat=-100, user=7)
        assert pointer["text"] == sentences.ASK_IN_PRIVATE
        assert pointer["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://t.me/flash_bot?start=help"
        assert pointer["reply_to_message"]["text"] == "/diff latest"

        (card,) = await sims.tg.start(7, "help")
        assert core.commands[-1].text == "start help"
        await sims.tg.say("/diff@flash_bot latest", chat=-100, user=7, wait=0)

        async def again() -> bool:
            return [message["text"] for message in await by_bot(sims, 7)] == [card["text"]] * 2

        await until(again)
        assert await by_bot(sims, -100) == [pointer]

        (answer,) = await sims.tg.say("diff latest", chat=7, user=7)
        assert answer["text"] == card["text"]
    assert [command.text for command in core.commands] == ["diff latest", "start help", "diff latest", "diff latest"]


async def test_an_anonymous_administrator_gets_the_pointer_too(sims, listening, until):
    group = {"id": -100, "type": "supergroup", "title": "Plenary"}
    nameless = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    message = {"message_id": 50, "date": 1, "chat": group, "sender_chat": group, "from": nameless, "text": "/me"}
    async with listening() as core:
        core.whispers(say("secret"))
        await sims.tg.post("/ctl/update", update={"message": message})
        await until(lambda: sims.tg.messages(-100))
        assert [seen["text"] for seen in await sims.tg.messages(-100)] == [sentences.ASK_IN_PRIVATE]
        assert core.commands[0].who.anonymous


async def test_other_bots_commands_and_edits_and_channels_are_not_ours(sims, listening):
    async with listening() as core:
        await sims.tg.chat(-100, bot_admin=True)
        await sims.tg.say("/diff@other_bot", wait=0.1)
        await sims.tg.say("let us talk", wait=0.1)
        message = {
            "message_id": 3,
            "date": 1,
            "chat": {"id": -100, "type": "supergroup", "title": "G"},
            "text": "/diff",
        }
        edited = message | {"from": {"id": 7, "is_bot": False, "first_name": "A"}, "edit_date": 2}
        await sims.tg.post("/ctl/update", update={"edited_message": edited})
        await sims.tg.post("/ctl/update", update={"channel_post": message})
        await sims.tg.say("/help", wait=0)
        await core.hears(1)
    assert [command.text for command in core.commands] == ["help"]


async def test_a_page_is_turned_by_a_press_that_is_answered_at_once(sims, listening):
    async with listening() as core:
        posted = await core.chat.send(GROUP, CARD, "k")

        async def turn(command: Command) -> None:
            await core.chat.edit(command.pressed, say("page 2"))

        core.does = turn
        answer = await sims.tg.click(-100, int(posted.id), "Next", user=8)
        (message,) = await sims.tg.messages(-100)
    assert answer["answered"]
    assert not answer["text"]
    assert (message["text"], core.commands[0].token, core.commands[0].who.id) == ("page 2", "n1", "8")
    assert "reply_markup" not in message


async def test_a_press_is_answered_while_its_command_still_runs(sims, listening):
    done = asyncio.Event()
    async with listening() as core:
        posted = await core.chat.send(GROUP, CARD, "k")
        core.does = lambda _: done.wait()
        answers = await asyncio.gather(*(sims.tg.click(-100, int(posted.id), "Next", user=n) for n in range(20, 40)))
        done.set()
    assert all(answer["answered"] for answer in answers)


async def test_a_press_is_answered_though_its_command_fails(sims, listening, caplog):
    async with listening() as core:
        posted = await core.chat.send(GROUP, CARD, "k")

        async def fail(_: Command) -> None:
            raise ValueError("a bug")

        core.does = fail
        assert (await sims.tg.click(-100, int(posted.id), "Next"))["answered"]
        assert (await sims.tg.click(-100, int(posted.id), "Next"))["answered"]
    assert "a bug" in caplog.text


async def test_a_short_answer_to_a_press_shows_over_the_chat(sims, listening):
    async with listening() as core:
        posted = await core.chat.send(GROUP, CARD, "k")
        core.whispers(say("Recorded."))
        short = await sims.tg.click(-100, int(posted.id), "Next")
        core.whispers(say("Recorded, but " + "x" * 90))
        long = await sims.tg.click(-100, int(posted.id), "Next")
        assert len(await sims.tg.messages(-100)) == 1
    assert (short["text"], str(short["alert"]).lower()) == ("Recorded.", "false")
    assert str(long["alert"]).lower() == "true"


async def test_a_long_answer_to_a_press_goes_to_the_private_chat_and_else_as_much_as_fits_is_shown(sims, listening):
    async with listening() as core:
        posted = await core.chat.send(GROUP, CARD, "k")
        core.whispers(say("word " * 100))
        cut = await sims.tg.click(-100, int(posted.id), "Next", user=8)
        assert cut["text"].startswith("word word")
        assert cut["text"].endswith(sentences.REST_IN_PRIVATE.format(bot="flash_bot"))
        assert len(cut["text"]) <= 200

        await sims.tg.chat(8, started=True)
        whole = await sims.tg.click(-100, int(posted.id), "Next", user=8)
        assert not whole["text"]
        assert len(await sims.tg.messages(8)) == 1
        assert len(await sims.tg.messages(-100)) == 1


async def test_presses_that_are_answered_too_late_leave_one_pointer_in_the_group_not_one_each(sims, listening, until):
    async with listening() as core:
        posted = await core.chat.send(GROUP, CARD, "k")
        core.whispers(say("Recorded."))
        description = "Bad Request: query is too old and response timeout expired or query ID is invalid"
        await sims.tg.fail("answerCallbackQuery", code=400, description=description, times=9)
        for user in (8, 9, 10):
            await sims.tg.click(-100, int(posted.id), "Next", user=user, wait=0)

        async def all_tried() -> bool:
            tried = await sims.tg.log("answerCallbackQuery")
            return len(tried) == 3 and len(await sims.tg.messages(-100)) > 1

        await until(all_tried)
        assert [seen["text"] for seen in (await sims.tg.messages(-100))[1:]] == [sentences.ASK_IN_PRIVATE]


async def test_a_stale_press_is_no_error(sims, listening, until):
    async with listening() as core:
        posted = await core.chat.send(GROUP, CARD, "k")
        core.whispers(say("Recorded."))
        description = "Bad Request: query is too old and response timeout expired or query ID is invalid"
        await sims.tg.chat(8, started=True)
        await sims.tg.fail("answerCallbackQuery", code=400, description=description, times=1)
        await sims.tg.click(-100, int(posted.id), "Next", user=8, wait=0)
        assert [message["text"] for message in await until(lambda: sims.tg.messages(8))] == ["Recorded."]


async def test_an_update_that_comes_twice_has_the_same_key_twice(sims, listening, brought_again):
    async with listening() as core:
        await sims.tg.say("/diff latest", wait=0)
        await core.hears(1)
        await brought_again(sims)
        await core.hears(2)
        await sims.tg.say("/help", wait=0)
        await core.hears(3)
    assert [command.text for command in core.commands] == ["diff latest", "diff latest", "help"]
    assert [command.key for command in core.commands] == ["tg:1", "tg:1", "tg:2"]


async def test_each_kind_of_chat_and_reader_has_its_list_of_commands_and_a_refusal_is_not_fatal(
    sims, listening, caplog, until
):
    scopes = ("default", "all_group_chats", "all_private_chats", "all_chat_administrators")
    await sims.tg.fail("setMyCommands", code=400, description="Bad Request: BOT_COMMAND_INVALID", times=1)
    async with listening(does=lambda verb: f"{spoken()} {verb} " * 90) as core:
        await sims.tg.say("/help", wait=0)
        await core.hears(1)

        async def asked_for_all() -> list[dict[str, Any]] | None:
            calls = await sims.tg.log("setMyCommands")
            return calls if len(calls) == len(scopes) * len(LANGUAGES) else None

        asked = [call["args"] for call in await until(asked_for_all)]
    found = {(one["scope"]["type"], one.get("language_code")): one["commands"] for one in asked}
    assert set(found) == {(scope, language) for scope in scopes for language in (None, *list(LANGUAGES)[1:])}
    assert found["all_private_chats", None] != found["all_group_chats", None] != found["all_chat_administrators", None]
    assert "space" in [one["command"] for one in found["all_chat_administrators", "fr"]]
    assert found["all_group_chats", "fr"][0]["description"].startswith("fr diff")
    assert "list of commands was not set (default )" in caplog.text


async def test_a_chat_that_chose_a_language_has_its_lists_in_it_and_loses_them_again(sims):
    chat = TelegramChat(token=TOKEN, api_url=sims.tg_api, does=lambda verb: f"{spoken()} {verb}")
    for at in ("-100", "7"):
        await chat.menu(Place("telegram", "", at), "fr")
        await chat.menu(Place("telegram", "", at), "")
    await chat.aclose()
    assert {method for method, _ in await sims.tg.violations()} <= {"deleteMyCommands"}, "which it does not play"
    left = [call["args"] for call in await sims.tg.log("setMyCommands")]
    taken = [call["args"] for call in await sims.tg.log("deleteMyCommands")]
    scopes = [(one["scope"]["type"], int(one["scope"]["chat_id"])) for one in left]
    assert scopes == [("chat", -100), ("chat_administrators", -100), ("chat", 7)]
    assert [(one["scope"]["type"], int(one["scope"]["chat_id"])) for one in taken] == scopes
    assert all(one["commands"][0]["description"].startswith("fr ") for one in left)
    assert not any("language_code" in one for one in (*left, *taken))


def test_lists_of_commands_are_short_and_hold_what_there_is():
    for _, verbs in MENUS:
        assert set(verbs) <= set(COMMANDS)
        assert len(set(verbs)) == len(verbs) < 12


@pytest.mark.parametrize(
    ("code", "sentence"), [(401, sentences.TOKEN_REFUSED), (404, sentences.NOT_A_BOT_SERVER)], ids=["401", "404"]
)
async def test_a_wrong_token_is_one_clear_sentence_without_the_token(sims, chat, code, sentence):
    await sims.tg.fail("getMe", code=code, description={401: "Unauthorized", 404: "Not Found"}[code])
    with pytest.raises(ConfigError) as error:
        await chat.run(AsyncMock())
    assert str(error.value) == sentence
    assert TOKEN not in repr(error.value.__cause__)


async def test_the_token_is_in_no_log(sims, listening, caplog):
    with caplog.at_level(logging.INFO):
        async with listening() as core:
            await core.chat.send(GROUP, say("x"), "k")
    assert "sendMessage" not in caplog.text
    assert TOKEN not in caplog.text


async def test_updates_brought_to_the_webhook_are_handled_before_it_returns(sims, listening, until):
    address = "https://bot.example.org/telegram/webhook"
    async with listening(webhook=address, secret="s3cret") as core:
        await until(lambda: sims.tg.log("setWebhook"))
        (call,) = await sims.tg.log("setWebhook")
        assert (call["args"]["url"], call["args"]["secret_token"]) == (address, "s3cret")
        message = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "help"}
        person = {"id": 7, "is_bot": False, "first_name": "Amira"}
        await until(lambda: taken(core, {"update_id": 12, "message": message | {"from": person}}))
        await core.chat.handle({"update_id": 13, "message": {"text": "no chat"}})
        assert [(command.key, command.text) for command in core.commands] == [("tg:12", "help")]
    with pytest.raises(Later):
        await core.chat.handle({})


def test_no_token_is_said_at_once():
    with pytest.raises(ConfigError, match="no Telegram token"):
        TelegramChat(token="")


WHY = Message((*say("What stands in the way?").blocks,))


async def test_a_question_is_asked_in_private_and_the_reply_to_it_is_the_answer(sims, listening):
    async with listening() as core:
        asked = []

        async def ask(command: Command) -> None:
            if not command.replied:
                asked.append(await core.chat.ask(command, WHY, "tok"))

        core.does = ask
        await sims.tg.chat(8, started=True)
        posted = await core.chat.send(GROUP, CARD, "k")
        pressed = await sims.tg.click(-100, int(posted.id), "Next", user=8)
        assert pressed["text"] == sentences.ASKED_IN_PRIVATE.format(bot="flash_bot")
        (question,) = await sims.tg.messages(8)
        assert (asked[0].place.chat, asked[0].id) == ("8", str(question["message_id"]))
        (sent,) = [call for call in await sims.tg.log("sendMessage") if str(call["args"]["chat_id"]) == "8"]
        assert sent["args"]["reply_markup"]["force_reply"]
        assert len(sent["args"]["reply_markup"]["input_field_placeholder"]) <= 64

        await sims.tg.say("red line:\nas:me", chat=8, user=8, reply_to=question["message_id"], wait=0)
        await core.hears(2)
        await sims.tg.say("/help", chat=8, user=8, reply_to=question["message_id"], wait=0)
        await core.hears(3)
        await sims.tg.say("diff latest", chat=8, user=8, wait=0)
        await core.hears(4)
    answer, command, plain = core.commands[1:]
    assert (answer.replied, answer.text, answer.private) == (asked[0], "red line:\nas:me", True)
    assert (command.replied, command.text) == (None, "help")
    assert (plain.replied, plain.text) == (None, "diff latest")
    assert len(await sims.tg.messages(-100)) == 1


async def test_who_never_wrote_to_the_bot_finds_the_answer_behind_the_link(sims, listening):
    async with listening() as core:

        async def keep() -> str:
            return "tok"

        async def answer(command: Command) -> None:
            await core.chat.whisper(command, CARD, keep)

        core.does = answer
        (pointer,) = await sims.tg.say("/show C9", chat=-100, user=7)
        assert pointer["text"] == sentences.ANSWER_IN_PRIVATE
        assert pointer["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://t.me/flash_bot?start=tok"


async def test_who_never_wrote_to_the_bot_is_led_to_the_question(sims, listening):
    async with listening() as core:

        async def ask(command: Command) -> None:
            assert await core.chat.ask(command, WHY, "tok") is None

        core.does = ask
        posted = await core.chat.send(GROUP, CARD, "k")
        await sims.tg.click(-100, int(posted.id), "Next", user=8)
        (call,) = await sims.tg.log("answerCallbackQuery")
        assert call["args"]["url"] == "https://t.me/flash_bot?start=tok"
        assert len(await sims.tg.messages(-100)) == 1

        (pointer,) = await sims.tg.say("/object C9", chat=-100, user=7)
        assert pointer["text"] == sentences.QUESTION_IN_PRIVATE
        assert pointer["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://t.me/flash_bot?start=tok"

        core.does = None
        await sims.tg.start(7, "tok", wait=0)
        await core.hears(3)
    assert core.commands[-1].text == "start tok"
