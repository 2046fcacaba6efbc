"""TelegramChat and the real python-telegram-bot against the simulator: what people and Telegram do, and what comes of it."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from bot.errors import ConfigError, CutOff, Gone, Later, Moved, Refused
from bot.message import Button, Message, Para, Quote, Span, Upload, say
from bot.places import Person, Place, Posted
from bot.sentences import telegram as sentences
from handlers.chat import Command
from handlers.telegram.chat import TelegramChat

pytestmark = [pytest.mark.sims, pytest.mark.xdist_group("sims")]

TOKEN = "123456:TEST"
GROUP, AMIRA, BO = Place("telegram", "", "-100"), Place("telegram", "", "7"), Place("telegram", "", "8")
CARD = Message((Quote((Span("keep "), Span("men", "del"), Span("people", "add"))),), ((Button("Next", token="n1"),),))


class Core:
    """Stands for the core: writes down every command and does what the test says with it."""

    def __init__(self, chat: TelegramChat) -> None:
        self.chat, self.commands = chat, []
        self.does: Any = None

    async def __call__(self, command: Command) -> None:
        self.commands.append(command)
        if self.does:
            await self.does(command)

    def whispers(self, message: Message) -> None:
        self.does = lambda command: self.chat.whisper(command, message)


@contextlib.asynccontextmanager
async def listening(sims: Any, **options: Any) -> AsyncIterator[Core]:
    core = Core(TelegramChat(token=TOKEN, api_url=sims.tg_api, **options))
    task = asyncio.create_task(core.chat.run(core))
    await sims.tg.ready()
    try:
        yield core
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await core.chat.aclose()
    assert await sims.tg.violations() == []


@contextlib.asynccontextmanager
async def sending(sims: Any) -> AsyncIterator[TelegramChat]:
    chat = TelegramChat(token=TOKEN, api_url=sims.tg_api)
    yield chat
    await chat.aclose()
    assert await sims.tg.violations() == []


async def within(seconds: float, condition: Callable[[], Awaitable[Any]]) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.02)


async def taken(core: Core, update: dict[str, Any]) -> bool:
    """Whether the bot listened already, as Telegram finds out: it brings an update again until it is taken."""
    try:
        await core.chat.handle(update)
    except Later:
        return False
    return True


async def test_a_command_in_a_group_is_answered_in_private_or_with_a_pointer_that_says_nothing(sims):
    async with listening(sims) as core:
        core.whispers(CARD)
        (pointer,) = await sims.tg.say("/diff latest", chat=-100, user=7)
        assert pointer["text"] == sentences.ASK_IN_PRIVATE
        assert pointer["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://t.me/flash_bot?start=help"
        assert pointer["reply_to_message"]["text"] == "/diff latest"

        (card,) = await sims.tg.start(7, "help")
        assert core.commands[-1].text == "start help"
        assert await sims.tg.say("/diff@flash_bot latest", chat=-100, user=7, wait=0.5) == []
        assert [message["text"] for message in await sims.tg.messages(7)].count(card["text"]) == 2

        (answer,) = await sims.tg.say("diff latest", chat=7, user=7)
        assert answer["text"] == card["text"]
    assert [command.text for command in core.commands] == ["diff latest", "start help", "diff latest", "diff latest"]


async def test_an_anonymous_administrator_gets_the_pointer_too(sims):
    group = {"id": -100, "type": "supergroup", "title": "Plenary"}
    nameless = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    message = {"message_id": 50, "date": 1, "chat": group, "sender_chat": group, "from": nameless, "text": "/me"}
    async with listening(sims) as core:
        core.whispers(say("secret"))
        await sims.tg.post("/ctl/update", update={"message": message})
        await within(5, lambda: sims.tg.messages(-100))
        assert [seen["text"] for seen in await sims.tg.messages(-100)] == [sentences.ASK_IN_PRIVATE]
        assert core.commands[0].who.anonymous


async def test_other_bots_commands_and_edits_and_channels_are_not_ours(sims):
    async with listening(sims) as core:
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
        await sims.tg.say("/help", wait=0.5)
    assert [command.text for command in core.commands] == ["help"]


async def test_deleted_words_arrive_struck_and_added_ones_underlined(sims):
    async with sending(sims) as chat:
        posted = await chat.send(GROUP, CARD, "k1")
        (message,) = await sims.tg.messages(-100)
    assert (posted.place, message["text"]) == (GROUP, "keep menpeople")
    kinds = {kind["type"]: message["text"][kind["offset"] :][: kind["length"]] for kind in message["entities"]}
    assert kinds == {"blockquote": "keep menpeople", "strikethrough": "men", "underline": "people"}


async def test_a_page_is_turned_by_a_press_that_is_answered_at_once(sims):
    async with listening(sims) as core:
        posted = await core.chat.send(GROUP, CARD, "k")

        async def turn(command: Command) -> None:
            await core.chat.edit(command.pressed, say("page 2"))

        core.does = turn
        answer = await sims.tg.click(-100, int(posted.id), "Next", user=8)
        (message,) = await sims.tg.messages(-100)
    assert answer["answered"]
    assert not answer["text"]
    assert answer["dt"] < 1
    assert (message["text"], core.commands[0].token, core.commands[0].who.id) == ("page 2", "n1", "8")
    assert "reply_markup" not in message


async def test_a_press_is_answered_within_a_second_however_long_its_command_takes(sims):
    async with listening(sims) as core:
        posted = await core.chat.send(GROUP, CARD, "k")
        core.does = lambda _: asyncio.sleep(3)
        answers = await asyncio.gather(*(sims.tg.click(-100, int(posted.id), "Next", user=n) for n in range(20, 40)))
    assert all(answer["answered"] for answer in answers)
    assert max(answer["dt"] for answer in answers) < 1


async def test_a_press_is_answered_though_its_command_fails(sims, caplog):
    async with listening(sims) as core:
        posted = await core.chat.send(GROUP, CARD, "k")

        async def fail(_: Command) -> None:
            raise ValueError("a bug")

        core.does = fail
        assert (await sims.tg.click(-100, int(posted.id), "Next"))["answered"]
        assert (await sims.tg.click(-100, int(posted.id), "Next"))["answered"]
    assert "a bug" in caplog.text


async def test_a_short_answer_to_a_press_shows_over_the_chat(sims):
    async with listening(sims) as core:
        posted = await core.chat.send(GROUP, CARD, "k")
        core.whispers(say("Recorded."))
        short = await sims.tg.click(-100, int(posted.id), "Next")
        core.whispers(say("Recorded, but " + "x" * 90))
        long = await sims.tg.click(-100, int(posted.id), "Next")
        assert len(await sims.tg.messages(-100)) == 1
    assert (short["text"], str(short["alert"]).lower()) == ("Recorded.", "false")
    assert str(long["alert"]).lower() == "true"


async def test_a_long_answer_to_a_press_goes_to_the_private_chat_and_else_as_much_as_fits_is_shown(sims):
    async with listening(sims) as core:
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


async def test_a_stale_press_is_no_error(sims):
    async with listening(sims) as core:
        posted = await core.chat.send(GROUP, CARD, "k")
        core.whispers(say("Recorded."))
        description = "Bad Request: query is too old and response timeout expired or query ID is invalid"
        await sims.tg.chat(8, started=True)
        await sims.tg.fail("answerCallbackQuery", code=400, description=description, times=1)
        await sims.tg.click(-100, int(posted.id), "Next", user=8, wait=0.5)
        assert [message["text"] for message in await sims.tg.messages(8)] == ["Recorded."]


async def test_an_update_that_comes_twice_has_the_same_key_twice(sims):
    async with listening(sims) as core:
        await sims.tg.say("/diff latest", wait=0.3)
        await sims.tg.dup()
        await sims.tg.say("/help", wait=0.3)
    assert [command.text for command in core.commands] == ["diff latest", "diff latest", "help"]
    assert [command.key for command in core.commands] == ["tg:1", "tg:1", "tg:2"]


async def test_refusals_have_their_meaning(sims):
    async with sending(sims) as chat:
        await sims.tg.limit("sendMessage", times=1, retry_after=7)
        with pytest.raises(Later) as later:
            await chat.send(GROUP, say("x"), "k")
        assert later.value.seconds == 7

        await sims.tg.kick(-101)
        with pytest.raises(Gone):
            await chat.send(Place("telegram", "", "-101"), say("x"), "k")
        with pytest.raises(Gone):
            await chat.send(BO, say("x"), "k")

        await sims.tg.migrate(-5, -1005)
        with pytest.raises(Moved) as moved:
            await chat.send(Place("telegram", "", "-5"), say("x"), "k")
        assert moved.value.new == "-1005"

        await sims.tg.chat(-7, topics=[3])
        with pytest.raises(Gone, match="topic"):
            await chat.send(Place("telegram", "", "-7", "4"), say("x"), "k")
        await chat.send(Place("telegram", "", "-7", "3"), say("x"), "k")
        assert (await sims.tg.messages(-7))[0]["message_thread_id"] == 3

        with pytest.raises(Refused):
            await chat.send(GROUP, Message(()), "k")
        with pytest.raises(Refused):
            await chat.find(GROUP, "k")


async def test_a_request_whose_answer_is_lost_is_cut_off_and_one_never_sent_is_for_later():
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    chat = TelegramChat(token=TOKEN, api_url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    with pytest.raises(CutOff):
        await chat.send(GROUP, say("x"), "k")
    server.close()
    await server.wait_closed()
    with pytest.raises(Later):
        await chat.send(GROUP, say("x"), "k")
    await chat.aclose()


async def test_the_same_content_again_is_success_and_a_deleted_message_is_gone(sims):
    async with sending(sims) as chat:
        posted = await chat.send(GROUP, CARD, "k")
        await chat.edit(posted, CARD)
        await chat.edit(posted, say("new"))
        with pytest.raises(Gone, match="no longer there"):
            await chat.edit(Posted(GROUP, "99"), CARD)


async def test_a_file_arrives_in_its_topic_with_a_short_note_that_can_be_changed(sims):
    place = Place("telegram", "", "-7", "3")
    note = Message((Para((Span("Redline of "), Span("r2", "strong"), Span(" word" * 400))),))
    async with sending(sims) as chat:
        pdf = await chat.upload(place, Upload("redline.pdf", b"%PDF-1.7", "Redline", "application/pdf"), note, "k")
        await chat.upload(place, Upload("page.png", b"\x89PNG", "Page 1", "image/png"), Message(()), "k")
        document, photo = await sims.tg.messages(-7)
        no_text = "Bad Request: there is no text in the message to edit"
        await sims.tg.fail("editMessageText", code=400, description=no_text, times=1)
        await chat.edit(pdf, say("Superseded by r3"))
        with pytest.raises(Refused, match="50 MB"):
            await chat.upload(place, Upload("x", b"0" * 50_000_001, "x"), note, "k")
        edited, _ = await sims.tg.messages(-7)
    assert (document["document"]["file_name"], document["message_thread_id"]) == ("redline.pdf", 3)
    assert document["caption"].startswith("Redline of r2 word")
    assert len(document["caption"]) <= 1024
    assert (photo["caption"], bool(photo["photo"])) == ("Page 1", True)
    assert edited["caption"] == "Superseded by r3"


async def test_a_picture_that_telegram_takes_for_none_is_sent_as_a_document(sims):
    async with sending(sims) as chat:
        await sims.tg.fail("sendPhoto", code=400, description="Bad Request: PHOTO_INVALID_DIMENSIONS")
        await chat.upload(GROUP, Upload("long.png", b"\x89PNG", "Page 1", "image/png"), say("Page 1"), "k")
        (message,) = await sims.tg.messages(-100)
    assert message["document"]["file_name"] == "long.png"


async def test_standing_is_telegrams_word_asked_once_in_five_minutes(sims):
    chair, member = Person("telegram", "", "7", "A"), Person("telegram", "", "8", "B")
    nameless = Person("telegram", "", "1087968824", "G", anonymous=True)
    async with sending(sims) as chat:
        await sims.tg.chat(-100, admins=[7])
        assert [await chat.standing(chair, GROUP) for _ in range(3)] == ["admin"] * 3
        assert await chat.standing(member, GROUP) == "member"
        assert await chat.standing(nameless, GROUP) == "admin"
        await sims.tg.fail("getChatMember", code=400, description="Bad Request: user not found")
        assert await chat.standing(Person("telegram", "", "9", "C"), GROUP) == "absent"
        assert len(await sims.tg.log("getChatMember")) == 3


async def test_the_list_of_commands_is_left_in_every_scope_and_a_refusal_is_not_fatal(sims, caplog):
    await sims.tg.fail("setMyCommands", code=400, description="Bad Request: BOT_COMMAND_INVALID", times=1)
    async with listening(sims, menu=[("diff", "what changed"), ("help", "how " * 90)]) as core:
        await sims.tg.say("/help", wait=0.3)
        assert core.commands
        commands = await sims.tg.get("/ctl/commands")
    assert len(commands) == 2
    assert [command["command"] for command in commands[0][-1]] == ["diff", "help"]
    assert "list of commands was not set (default)" in caplog.text


@pytest.mark.parametrize(
    ("code", "sentence"), [(401, sentences.TOKEN_REFUSED), (404, sentences.NOT_A_BOT_SERVER)], ids=["401", "404"]
)
async def test_a_wrong_token_is_one_clear_sentence_without_the_token(sims, code, sentence):
    await sims.tg.fail("getMe", code=code, description={401: "Unauthorized", 404: "Not Found"}[code])
    chat = TelegramChat(token=TOKEN, api_url=sims.tg_api)
    with pytest.raises(ConfigError) as error:
        await chat.run(Core(chat))
    await chat.aclose()
    assert str(error.value) == sentence
    assert TOKEN not in repr(error.value.__cause__)


async def test_the_token_is_in_no_log(sims, caplog):
    with caplog.at_level(logging.INFO):
        async with listening(sims) as core:
            await core.chat.send(GROUP, say("x"), "k")
    assert "sendMessage" not in caplog.text
    assert TOKEN not in caplog.text


async def test_updates_brought_to_the_webhook_are_handled_before_it_returns(sims):
    address = "https://bot.example.org/telegram/webhook"
    async with listening(sims, webhook=address, secret="s3cret") as core:
        await within(3, lambda: sims.tg.log("setWebhook"))
        (call,) = await sims.tg.log("setWebhook")
        assert (call["args"]["url"], call["args"]["secret_token"]) == (address, "s3cret")
        message = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "help"}
        person = {"id": 7, "is_bot": False, "first_name": "Amira"}
        await within(3, lambda: taken(core, {"update_id": 12, "message": message | {"from": person}}))
        await core.chat.handle({"update_id": 13, "message": {"text": "no chat"}})
        assert [(command.key, command.text) for command in core.commands] == [("tg:12", "help")]
    with pytest.raises(Later):
        await core.chat.handle({})


def test_no_token_is_said_at_once():
    with pytest.raises(ConfigError, match="no Telegram token"):
        TelegramChat(token="")
