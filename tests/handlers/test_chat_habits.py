"""How one chat wants to be told: quiet hours of its own, documents that it muted; by the chair, or who administers it."""

from typing import Any

import pytest
from sqlmodel import select

from bot.message import say
from bot.outbox import tell_space
from storage.tables import Chat
from tests.handlers.vision import flashed


@pytest.fixture
async def rooms(house: Any) -> Any:
    """The house with a second open chat, "hall"; Ada administers the chats."""
    place = house.place("hall")
    async with house.db.write() as session:
        session.add(Chat(space_id=house.space_id, platform=place.platform, tenant=place.tenant, chat=place.chat))
    house.chat.admins = {"ada"}
    return house


def chats(said: list[Any], words: str) -> set[str]:
    return {one.to.chat for one in said if words in one.text}


# ── quiet hours ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.need(29)
async def test_in_a_chat_with_quiet_hours_polls_wait_and_the_flash_does_not(rooms: Any) -> None:
    [said] = await rooms.say("space quiet 22:00-07:00 here", "chang")
    assert said.text.startswith("Quiet hours of this chat: 22:00-07:00 (Zurich).")
    await rooms.at("2014-06-11T23:00")
    [said] = await rooms.say('poll C9 "Keep it?"', at="hall")
    assert "Some of the chats have quiet hours: the card is posted there when they end, at 12 June 07:00." in said.text
    await flashed(rooms)
    sent = await rooms.delivered()
    assert chats(sent, "FLASH") == {"room", "hall", "corner", "channel"}
    assert chats(sent, "Keep it?") == {"hall"}
    assert chats(await rooms.at("2014-06-12T07:00"), "Keep it?") == {"room"}


async def test_a_silence_that_ends_before_the_morning_is_posted_at_night_there_too(rooms: Any) -> None:
    await rooms.say("space quiet 22:00-07:00 here", "chang")
    await rooms.at("2014-06-11T23:00")
    [said] = await rooms.say("silence C8 until:2014-06-12T07:59 --force The plenary begins", "chang")
    assert "quiet hours" not in said.text
    assert chats(await rooms.delivered(), "SILENCE 1") >= {"room", "hall"}
    [said] = await rooms.say("silence C9 until:2014-06-13T08:00", "chang")
    assert "Some of the chats have quiet hours" in said.text
    assert "room" not in chats(await rooms.delivered(), "SILENCE 2")


async def test_a_chat_may_have_none_though_its_space_has_some_and_follow_it_again(rooms: Any) -> None:
    await rooms.say("space quiet 22:00-07:00", "chang")
    [said] = await rooms.say("space quiet off here", "chang")
    assert said.text == "This chat has no quiet hours: cards are posted here at once."
    await rooms.at("2014-06-11T23:00")
    await rooms.say("share C9")
    assert chats(await rooms.delivered(), "C9") == {"room"}
    [said] = await rooms.say("space", "chang")
    assert "fake room (open, quiet hours none)" in said.text
    await rooms.say("space quiet 22:00-07:00 here", "chang")
    assert "fake room (open)" in (await rooms.say("space", "chang"))[0].text


async def test_what_waits_in_a_chat_comes_when_its_hours_are_taken_back(rooms: Any) -> None:
    await rooms.say("space quiet 22:00-07:00 here", "chang")
    await rooms.at("2014-06-11T23:00")
    await rooms.say("share C9")
    assert not chats(await rooms.at("2014-06-11T23:01"), "C9") & {"room"}
    await rooms.say("space quiet off here", "chang")
    assert chats(await rooms.at("2014-06-11T23:02"), "C9") == {"room"}


# ── muted documents ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_chat_that_muted_a_document_gets_no_flash_no_card_and_no_news_of_it(rooms: Any) -> None:
    [said] = await rooms.say("space mute Vision here", "chang", at="hall")
    assert said.text.startswith("Vision is muted in this chat: no Flash, no card and no news of it")
    assert said.text.endswith('/space unmute "Vision"')
    await flashed(rooms)
    await rooms.say('poll C9 "Keep it?"')
    await rooms.say("silence C8 until:2014-06-12T18:00", "chang")
    await rooms.say("object C8 not yet", "hansen")
    await rooms.wait(61)
    async with rooms.db.write() as session:
        now = rooms.desk.clock()
        await tell_space(session, rooms.space_id, "news", lambda: say("news"), now, about=rooms.document_id)
        await tell_space(session, rooms.space_id, "other", lambda: say("of the space"), now)
    sent = []
    for _ in range(8):
        sent += await rooms.delivered()
        rooms.desk.clock.advance(4)
    for words in ("FLASH", "Keep it?", "SILENCE 1 on C8 r2", "is broken"):
        assert "room" in chats(sent, words)
    assert [one.text for one in sent if one.to.chat == "hall"] == ["of the space"]


async def test_who_asks_a_poll_where_it_is_muted_is_told_that_its_card_stands_elsewhere(rooms: Any) -> None:
    await rooms.say("space mute vision", "chang", at="hall")
    [said] = await rooms.say('poll C9 "Keep it?"', at="hall")
    assert "Vision is muted in this chat, so the card is posted in the other open chats alone." in said.text
    assert chats(await rooms.delivered(), "Keep it?") == {"room"}
    await rooms.say("space mute vision", "chang")
    [said] = await rooms.say("share C9", at="hall")
    assert "Vision is muted in every open chat" in said.text


async def test_a_card_that_waits_for_the_morning_is_not_posted_once_its_document_is_muted(rooms: Any) -> None:
    await rooms.say("space quiet 22:00-07:00", "chang")
    await rooms.at("2014-06-11T23:00")
    await rooms.say("share C9")
    await rooms.say("space mute Vision here", "chang", at="hall")
    assert chats(await rooms.at("2014-06-12T07:00"), "C9") == {"room"}


async def test_the_space_lists_it_and_it_is_taken_back(rooms: Any) -> None:
    await rooms.say("space quiet 22:00-07:00 here", "ada", at="hall")
    await rooms.say("space mute Vision here", "ada", at="hall")
    [said] = await rooms.say("space", "chang")
    assert "fake hall (open, quiet hours 22:00-07:00, muted: Vision)" in said.text
    [said] = await rooms.say("space unmute Vision here", "ada", at="hall")
    assert said.text.startswith("Vision is no longer muted in this chat")
    await flashed(rooms)
    assert "hall" in chats(await rooms.delivered(), "FLASH")


# ── who may, and what is asked wrongly ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line", ["space mute Vision here", "space unmute Vision", "space quiet 22:00-07:00 here", "space digest off here"]
)
async def test_it_is_for_the_chair_or_who_administers_the_chat(rooms: Any, line: str) -> None:
    for who in ("dina", "sekou", "eve"):
        [said] = await rooms.say(line, who, at="hall")
        assert said.text == "Only the chair of the space, or an administrator of this chat, can do that."
    [said] = await rooms.say(line, "ada", at="hall", anonymous=True)
    assert "anonymous" in said.text
    [said] = await rooms.say("space quiet 22:00-07:00", "ada", at="hall")
    assert "the chair" in said.text


@pytest.mark.parametrize(
    ("line", "told", "choice"),
    [
        ("space mute", "Which document? Here there are Vision.", 'space mute "Vision" here'),
        ("space mute Visoin here", "There is no document “Visoin” in WSIS+10 Vision. There are Vision.", "Vision"),
        ("space unmute Vision here", "Vision is not muted in this chat.", ""),
        ("space quiet nights here", "“nights” are no hours.", "space quiet 22:00-07:00 here"),
        ("space quiet here", "From when until when?", "space quiet 22:00-07:00 here"),
    ],
)
async def test_what_cannot_be_used_is_said_with_what_can(rooms: Any, line: str, told: str, choice: str) -> None:
    [said] = await rooms.say(line, "chang")
    assert told in said.text
    assert choice in f"{said.text} {said.labels}"
    async with rooms.db.read() as session:
        assert {one.quiet_hours for one in (await session.exec(select(Chat))).all()} == {""}


@pytest.mark.parametrize("line", ["space mute Vision here", "space quiet off here", "space language fr here"])
async def test_in_private_it_is_asked_for_in_the_chat_that_is_meant(rooms: Any, line: str) -> None:
    [said] = await rooms.say(line, "chang", at="chang")
    assert said.text == f"This is about one chat: type /{line} in that chat."


# ── the digest ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def morning(rooms: Any) -> list[Any]:
    """What comes at seven to "room", which had quiet hours while three cards were made."""
    await rooms.say("space quiet 22:00-07:00 here", "chang")
    await rooms.at("2014-06-11T23:00")
    for line in ('poll C9 "Keep it?"', "share C8", "silence C5 until:2014-06-13T18:00"):
        await rooms.say(line, "chang", at="hall")
    await rooms.delivered()
    return [one for one in await rooms.at("2014-06-12T07:00") if one.to.chat == "room"]


@pytest.mark.need(29)
async def test_the_cards_that_waited_for_the_morning_come_as_one_message(rooms: Any) -> None:
    [said] = await morning(rooms)
    lines = said.text.splitlines()
    assert lines[0] == "While this chat had quiet hours"
    items = [line for line in lines if line[:3] in ("1. ", "2. ", "3. ")]
    assert [words in item for words, item in zip(("C9", "C8", "C5"), items, strict=True)] == [True] * 3
    assert {label[:4] for label in said.labels} == {"1 · ", "2 · ", "3 · "}
    assert not [one for one in await rooms.delivered() if one.to.chat == "room"]


async def test_what_changes_one_of_its_cards_edits_the_digest(rooms: Any) -> None:
    [posted] = await morning(rooms)
    await rooms.press(posted, "1 · Yes", "dina")
    rooms.desk.clock.advance(4)
    edits = [one for one in await rooms.delivered() if one.to.chat == "room"]
    assert [(one.how, one.at) for one in edits] == [("edit", posted.at)]
    assert edits[0].text != posted.text
    assert edits[0].labels == posted.labels
    await rooms.say("object C8 not these words", "dina")
    await rooms.wait(64)
    [edit] = [one for one in await rooms.delivered() if one.to.chat == "room" and one.how == "edit"]
    assert "Object: Norway" in edit.text


async def test_without_a_digest_the_cards_come_one_by_one(rooms: Any) -> None:
    [said] = await rooms.say("space digest off here", "chang")
    assert said.text == "The cards that wait here until quiet hours end come one by one."
    assert len(await morning(rooms)) == 3
    [said] = await rooms.say("space", "chang")
    assert "fake room (open, quiet hours 22:00-07:00, no digest)" in said.text
    [said] = await rooms.say("space digest on here", "ada")
    assert said.text == "The cards that wait here until quiet hours end come as one message."


async def test_who_wants_a_digest_where_nothing_waits_is_told_how_to_set_quiet_hours(rooms: Any) -> None:
    [said] = await rooms.say("space digest on here", "chang")
    assert said.text.endswith("This chat has no quiet hours yet: /space quiet 22:00-07:00 here")
    [said] = await rooms.say("space digest sometimes here", "chang")
    assert said.text.startswith("On or off?")
    assert said.labels == ["/space digest on here", "/space digest off here"]


async def test_a_single_card_that_waited_comes_as_it_is(rooms: Any) -> None:
    await rooms.say("space quiet 22:00-07:00 here", "chang")
    await rooms.at("2014-06-11T23:00")
    await rooms.say("share C9", at="hall")
    [said] = [one for one in await rooms.at("2014-06-12T07:00") if one.to.chat == "room"]
    assert said.text.startswith("C9")
