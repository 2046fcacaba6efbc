"""What is sent, changed and asked, against the simulator with the real python-telegram-bot."""

import asyncio

import pytest

from bot.errors import CutOff, Gone, Later, Moved, Refused
from bot.message import Button, Message, Para, Quote, Span, Upload, say
from bot.places import Person, Place, Posted
from handlers.telegram.chat import TelegramChat
from handlers.telegram.standings import HOLDS

pytestmark = pytest.mark.sims

TOKEN = "123456:TEST"
GROUP, BO = Place("telegram", "", "-100"), Place("telegram", "", "8")
CARD = Message((Quote((Span("keep "), Span("men", "del"), Span("people", "add"))),), ((Button("Next", token="n1"),),))


async def test_deleted_words_arrive_struck_and_added_ones_underlined(sims, chat):
    posted = await chat.send(GROUP, CARD, "k1")
    (message,) = await sims.tg.messages(-100)
    assert (posted.place, message["text"]) == (GROUP, "keep menpeople")
    kinds = {kind["type"]: message["text"][kind["offset"] :][: kind["length"]] for kind in message["entities"]}
    assert kinds == {"blockquote": "keep menpeople", "strikethrough": "men", "underline": "people"}


async def test_refusals_have_their_meaning(sims, chat):
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


async def test_the_same_content_again_is_success_and_a_deleted_message_is_gone(sims, chat):
    posted = await chat.send(GROUP, CARD, "k")
    await chat.edit(posted, CARD)
    await chat.edit(posted, say("new"))
    with pytest.raises(Gone, match="no longer there"):
        await chat.edit(Posted(GROUP, "99"), CARD)


async def test_a_file_arrives_in_its_topic_with_a_short_note_that_can_be_changed(sims, chat):
    place = Place("telegram", "", "-7", "3")
    note = Message((Para((Span("Redline of "), Span("r2", "strong"), Span(" word" * 400))),))
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


async def test_a_picture_that_telegram_takes_for_none_is_sent_as_a_document(sims, chat):
    await sims.tg.fail("sendPhoto", code=400, description="Bad Request: PHOTO_INVALID_DIMENSIONS")
    await chat.upload(GROUP, Upload("long.png", b"\x89PNG", "Page 1", "image/png"), say("Page 1"), "k")
    (message,) = await sims.tg.messages(-100)
    assert message["document"]["file_name"] == "long.png"


async def test_standing_is_telegrams_word_asked_once_in_a_while(sims, chat):
    chair, member = Person("telegram", "", "7", "A"), Person("telegram", "", "8", "B")
    nameless = Person("telegram", "", "1087968824", "G", anonymous=True)
    await sims.tg.chat(-100, admins=[7])
    assert [await chat.standing(chair, GROUP) for _ in range(3)] == ["admin"] * 3
    assert await chat.standing(member, GROUP) == "member"
    assert await chat.standing(nameless, GROUP) == "admin"
    await sims.tg.fail("getChatMember", code=400, description="Bad Request: user not found")
    assert await chat.standing(Person("telegram", "", "9", "C"), GROUP) == "absent"
    assert len(await sims.tg.log("getChatMember")) == 3


async def test_whoever_is_made_administrator_is_known_as_one_soon(sims, chat, monkeypatch):
    assert HOLDS["member"] <= 30
    monkeypatch.setitem(HOLDS, "member", 0.0)
    member = Person("telegram", "", "8", "B")
    assert await chat.standing(member, GROUP) == "member"
    await sims.tg.chat(-100, admins=[8])
    assert await chat.standing(member, GROUP) == "admin"
