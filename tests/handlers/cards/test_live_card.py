"""The live card that *Share* posts and every act edits in place."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from bot.drafts.reading import Reading
from bot.positions.showing import mirror
from storage.tables import Card, Chat, Reach
from tests.handlers.cards.acts import cards, edited, says, shared
from tests.handlers.vision import R3


async def test_share_posts_one_card_in_the_open_chat_alone(room: Any) -> None:
    (said,) = await room.say("show C9")
    (told,) = await room.press(said, "Share")
    assert (told.how, told.text) == (
        "whisper",
        "The card of C9 is posted in the open chats; it is edited as positions come in.",
    )
    posted = await room.delivered()
    assert [(one.how, one.to.chat) for one in posted] == [("send", "room")]
    assert posted[0].text.startswith("C9 “Affirm that the same human rights must …”  r2 · ")
    assert posted[0].labels == ["Support", "Can live with", "Concern", "Object", "Show text", "Diff", "More"]


async def test_the_same_words_have_one_card(room: Any) -> None:
    await shared(room)
    (said,) = await room.say("share c9", who="reza")
    assert said.text.startswith("There is a card of C9 with these very words already")
    assert len(await cards(room)) == 1
    await room.say("share C9,C8")
    await room.say("share III")
    assert [one.ref for one in await cards(room)] == ["C9", "III"]


@pytest.mark.parametrize("who", ["oscar", "eve"])
async def test_an_observer_does_not_share(room: Any, who: str) -> None:
    (said,) = await room.say("show C9", who=who)
    assert "Share" not in said.labels
    await room.say("share C9", who=who)
    assert await cards(room) == []


@pytest.mark.parametrize("line", ["share", "share C9 C8", "share C99", "share C9 r1"])
async def test_what_cannot_be_shared_is_answered_with_what_can(room: Any, line: str) -> None:
    (said,) = await room.say(line)
    assert said.how == "whisper"
    assert "C9" in said.text + " ".join(said.labels)
    assert await cards(room) == []


async def test_everyone_may_press_and_the_card_is_edited_in_place_not_posted_again(room: Any) -> None:
    card = await shared(room)
    (asked,) = await room.press(card, "Support", who="reza")
    assert "Recorded for Iran" in asked.text
    await room.wait()
    after = await edited(room)
    assert after.at == card.at
    assert "Support: governments (declared): IR" in after.text


async def test_many_acts_in_a_moment_are_one_edit_and_the_last_state_is_shown(room: Any) -> None:
    await shared(room)
    await says(room, ("dina", "support C9"), ("reza", "object C9 no"), ("anna", "accept C9"), ("ian", "concern C9 hm"))
    room.desk.clock.advance(mirror.APART.total_seconds())
    edits = [said for said in await room.delivered() if said.how == "edit"]
    assert len(edits) == 1
    assert "OBJECTED" in edits[0].text
    assert "Concern: ICC" in edits[0].text


async def test_the_card_is_mirrored_in_every_open_chat(room: Any) -> None:
    async with room.db.write() as session:
        session.add(Chat(space_id=room.space_id, platform="fake", chat="hall", kind="open"))
    await room.say("share C9")
    sent = await room.delivered() + await room.delivered()
    assert {said.to.chat for said in sent if "C9 “Affirm" in said.text} == {"room", "hall"}


async def test_more_answers_in_private_with_the_other_stances(room: Any) -> None:
    card = await shared(room)
    (said,) = await room.press(card, "More", who="reza")
    assert said.how == "whisper"
    assert said.labels == ["Can live with, as it is", "Reserve", "Abstain"]
    await room.press(said, "Abstain", who="reza")
    await room.wait()
    assert "Take no part: governments (declared): IR" in (await edited(room)).text


async def test_show_text_brings_the_words_to_the_one_who_presses(room: Any) -> None:
    card = await shared(room)
    (said,) = await room.press(card, "Show text", who="reza")
    assert said.how == "whisper"
    assert "C9. Affirm that the same human rights must be protected online and offline, in all media." in said.text


async def test_a_press_on_the_words_reaches_the_delegation(room: Any) -> None:
    card = await shared(room)
    await room.press(card, "Show text", who="reza")
    await room.press(card, "Show text", who="reza")
    await room.press(card, "Show text", who="eve")
    async with room.db.read() as session:
        found = (await session.exec(select(Reach))).all()
    assert [(one.how, one.thread) for one in found] == [("button", (await cards(room))[0].threads[0])]


async def test_a_closed_card_leaves_the_difference_alone(room: Any, reading: Callable[..., Reading]) -> None:
    card = await shared(room)
    await room.keep(reading(*R3, source="https://wsis.example/r3.html"))
    async with room.db.write() as session:
        (row,) = await cards(room)
        row = await session.get_one(Card, row.id)
        if row.closed is None:
            await mirror.close(session, row, "changed", room.desk.clock())
    room.desk.clock.advance(3)
    sent = [said for said in await room.delivered() + await room.delivered() if said.how == "edit"]
    assert sent[-1].at == card.at
    assert sent[-1].text.splitlines()[0].endswith("changed in r3")
    assert sent[-1].labels == ["Diff"]
    (diff,) = [said for said in await room.press(sent[-1], "Diff", who="reza") if "all media" in said.text]
    assert "[deleted: , in all media]" in diff.text


async def test_the_board_as_a_card_lists_every_hold_first(room: Any) -> None:
    await says(room, ("dina", "support all"), ("reza", "object C9 red line"))
    card = await shared(room, "all")
    lines = card.text.splitlines()
    assert lines[0].startswith("Vision  r2 · ")
    assert lines[1] == "Object: Iran [governments, declared], by Reza, fake (on C9): “red line”"
    assert card.labels[:2] == ["Support", "Can live with"]


async def test_a_label_that_is_not_there_is_shared_by_the_nearest(room: Any) -> None:
    (said,) = await room.say("share C99")
    assert said.labels[0] == "/share C9 doc:Vision"
    (told,) = await room.press(said, said.labels[0])
    assert told.text.startswith("The card of C9 is posted")


async def test_a_button_to_share_words_that_changed_offers_those_of_now(room: Any) -> None:
    (said,) = await room.say("share C9 on:0123456789abcdef")
    (told,) = await room.press(said, "Share C9")
    assert told.text.startswith("The card of C9 is posted")
