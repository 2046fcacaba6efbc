"""A Flash whose changes are others shows them in its picture too: in place on Telegram, anew on Slack."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col, select
from telegram.error import BadRequest

from bot import outbox
from bot.drafts import flash
from bot.drafts.keeping import flashes
from bot.errors import Gone, Later
from bot.message import Upload, say
from bot.places import Place, Posted
from handlers.delivery.pictures import Pictures
from handlers.slack.chat import SlackChat
from handlers.telegram.chat import TelegramChat
from storage.tables import Delivery, Draft, FlashRow

CHAIR, R1, R2 = 1, 2, 3  # ids of the drafts in the house
PICTURE = Upload("Vision-r1-r2.png", b"\x89PNG anew", "All changes", "image/png", "two changes")


@pytest.fixture
def pictures(house: Any) -> Pictures:
    house.chat.pictures = True
    return Pictures(house.desk, house.chats, {"fake": 1000.0})


@pytest.fixture
def drawn(house: Any, pictures: Pictures) -> Callable[[], Any]:
    """What is sent when every picture that is due has been sent."""

    async def drawn() -> list[Any]:
        before = len(house.chat.said)
        for token in await pictures.due():
            await pictures.run(token)
        return house.chat.said[before:]  # type: ignore[no-any-return]

    return drawn


@pytest.fixture
async def flashed(house: Any) -> Any:
    """A Flash that was posted in the open chat and in the caucus; its pictures are due."""
    told = flash.Flash("Vision", 2, "Proposal", "https://wsis.example/r2.html", "ab" * 32, house.desk.clock())
    facts = flash.FLASH.dump_python(told, mode="json") | {"against": "r1", "counts": {"reworded": 2, "added": 1}}
    async with house.db.write() as session:
        row = FlashRow(draft_id=R2, against=R1, facts=facts, made=house.desk.clock())
        session.add(row)
        await session.flush()
        await outbox.flash_out(session, house.space_id, row, house.desk.clock())
    await house.delivered()
    return row.id


@pytest.fixture
async def posted(flashed: int, drawn: Any) -> int:
    """Each with its picture."""
    assert len(await drawn()) == 2
    return flashed


async def compared_with(house: Any, flash_id: int, against: int | None) -> None:
    house.desk.clock.advance(60)
    async with house.db.write() as session:
        row = await session.get_one(FlashRow, flash_id)
        other = await session.get(Draft, against) if against else None
        await flashes.compare_with(session, row, other, house.desk.clock())


async def rows(house: Any) -> list[Delivery]:
    async with house.db.read() as session:
        query = select(Delivery).where(Delivery.kind == "picture").order_by(col(Delivery.id))
        return list((await session.exec(query)).all())


async def test_a_flash_that_is_compared_with_another_draft_is_drawn_anew_in_the_place_of_the_old_picture(
    house: Any, posted: int, drawn: Any
) -> None:
    before = {one.chat: one.posted for one in await rows(house)}
    await compared_with(house, posted, CHAIR)
    said = await drawn()
    assert {one.to.chat: one.at.id for one in said} == before
    assert {one.how for one in said} == {"redraw"}
    assert all("chair → r2" in one.text for one in said)
    assert len({one.file.data for one in said}) == 1
    assert await drawn() == []


async def test_a_correction_that_changes_no_comparison_draws_nothing(house: Any, posted: int, drawn: Any) -> None:
    async with house.db.write() as session:
        row = await session.get_one(FlashRow, posted)
        await flashes.amend(session, row, house.desk.clock(), confirmed=None)
    assert await drawn() == []


async def test_where_nothing_is_compared_any_more_the_picture_is_taken_away(
    house: Any, posted: int, drawn: Any
) -> None:
    await compared_with(house, posted, None)
    assert [(one.how, one.file) for one in await drawn()] == [("redraw", None)] * 2


async def test_several_corrections_are_drawn_once_and_the_last_picture_is_the_one_that_is_replaced(
    house: Any, posted: int, drawn: Any
) -> None:
    await compared_with(house, posted, None)
    await compared_with(house, posted, CHAIR)
    assert len(await drawn()) == 2
    await compared_with(house, posted, R1)
    said = await drawn()
    assert len(said) == 2
    assert all("r1 → r2" in one.text for one in said)
    assert {one.edits for one in await rows(house)} - {None} == {one.id for one in await rows(house) if not one.edits}
    assert len(await rows(house)) == 4


async def test_a_picture_that_waits_still_is_drawn_as_the_flash_stands(house: Any, pictures: Any, drawn: Any) -> None:
    house.chat.fail("upload", Later("busy", seconds=30), Later("busy", seconds=30))
    told = flash.Flash("Vision", 2, "Proposal", "https://wsis.example/r2.html", "ab" * 32, house.desk.clock())
    facts = flash.FLASH.dump_python(told, mode="json") | {"against": "r1", "counts": {"reworded": 2}}
    async with house.db.write() as session:
        row = FlashRow(draft_id=R2, against=R1, facts=facts, made=house.desk.clock())
        session.add(row)
        await session.flush()
        await outbox.flash_out(session, house.space_id, row, house.desk.clock())
    await house.delivered()
    await drawn()
    await compared_with(house, row.id, CHAIR)
    said = await drawn()
    assert [one.how for one in said] == ["upload"] * 2
    assert all("chair → r2" in one.text for one in said)


@pytest.mark.parametrize(("refused", "how"), [(False, ["upload", "redraw"]), (True, ["upload"])])
async def test_a_flash_that_is_corrected_while_its_picture_is_sent_is_drawn_anew_behind_it(
    house: Any, flashed: int, drawn: Any, monkeypatch: pytest.MonkeyPatch, refused: bool, how: list[str]
) -> None:
    """Where what was being sent is refused, the picture as it stands now is the first."""
    send, sending = house.chat.upload, set()

    async def upload(to: Place, *given: Any) -> Any:
        if not sending:
            await compared_with(house, flashed, CHAIR)
        if to.chat not in sending and refused:
            sending.add(to.chat)
            raise Gone("no rights")
        sending.add(to.chat)
        return await send(to, *given)

    monkeypatch.setattr(house.chat, "upload", upload)
    said = await drawn()
    for chat in ("room", "corner"):
        there = [one for one in said if one.to.chat == chat]
        assert [one.how for one in there] == how
        assert "chair → r2" in there[-1].text


# ── the platforms ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Recorded:
    """A client that writes down what it is asked, and refuses what it is told to."""

    def __init__(self, **fails: Exception) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.fails = fails

    def __getattr__(self, name: str) -> Any:
        async def call(**given: Any) -> None:
            self.asked.append((name, given))
            if name in self.fails:
                raise self.fails[name]

        return call


def telegram(**fails: Exception) -> tuple[TelegramChat, Recorded]:
    chat, bot = TelegramChat(token="123456:TEST"), Recorded(**fails)
    chat._bot = bot  # type: ignore[assignment]
    return chat, bot


IN_GROUP = Posted(Place("telegram", "", "-100"), "7")


async def test_telegram_changes_the_picture_in_place() -> None:
    chat, bot = telegram()
    assert await chat.redraw(IN_GROUP, PICTURE, say("All changes"), "k") == IN_GROUP
    [(name, given)] = bot.asked
    assert (name, given["message_id"], given["media"].type) == ("edit_message_media", 7, "photo")
    assert "two changes" in given["media"].caption


async def test_telegram_takes_a_picture_away_or_says_below_it_that_it_is_over() -> None:
    chat, bot = telegram()
    await chat.redraw(IN_GROUP, None, say("over"), "k")
    assert [name for name, _ in bot.asked] == ["delete_message"]
    chat, bot = telegram(delete_message=BadRequest("Message can't be deleted for everyone"))
    await chat.redraw(IN_GROUP, None, say("over"), "k")
    assert [name for name, _ in bot.asked] == ["delete_message", "edit_message_caption"]
    assert bot.asked[1][1]["caption"] == "over"


async def test_the_same_picture_once_more_is_no_failure_on_telegram() -> None:
    chat, _ = telegram(edit_message_media=BadRequest("Message is not modified"))
    assert await chat.redraw(IN_GROUP, PICTURE, say("All changes"), "k") == IN_GROUP


def slack(gone: bool = False) -> tuple[SlackChat, list[tuple[str, dict[str, str]]]]:
    asked: list[tuple[str, dict[str, str]]] = []
    chat = SlackChat(bot_token="xoxb-x", app_token="xapp-x", verbs=())

    async def ask(method: str, **data: str) -> Any:
        asked.append((method, data))
        if method == "files.delete" and gone:
            raise Gone("gone")
        return {"messages": [{"ts": "5.0"}, {"ts": "6.0", "files": [{"id": "F6"}]}]}

    async def upload(to: Place, file: Upload, note: Any, key: str) -> Posted:
        asked.append(("upload", {"key": key}))
        return Posted(to, "F7")

    chat._api.ask = ask  # type: ignore[method-assign, assignment]
    chat.upload = upload  # type: ignore[method-assign]
    return chat, asked


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize("shown", ["6.0", "F6"])
async def test_slack_deletes_the_file_and_posts_the_new_one_in_the_thread(shown: str, gone: bool) -> None:
    chat, asked = slack(gone)
    at = Posted(Place("slack", "T1", "C1", "5.0"), shown)
    again = await chat.redraw(at, PICTURE, say("All changes"), "k")
    assert (again.place.thread, again.id) == ("5.0", "F7")
    assert asked[-2:] == [("files.delete", {"file": "F6"}), ("upload", {"key": "k"})]
    assert await chat.redraw(at, None, say("over"), "k") == at
