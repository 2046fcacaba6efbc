"""/heard: who has been heard, who is silent, and who was never approached; and to whom a draft was shown."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from bot import outbox
from bot.drafts import flash
from bot.drafts.reading import Reading
from bot.message import say
from storage import people
from storage.tables import Delegation, Draft, FlashRow, Reach, Space
from tests.handlers.vision import R3


@pytest.fixture
async def room(house: Any) -> Any:
    """The house with the ICC and ISOC seated."""
    await house.seat("ian", "ICC", "head", name="ICC", group="business")
    await house.seat("tim", "TC", name="ISOC", group="technical community")
    return house


async def approach(house: Any, code: str, user: str, threads: tuple[int, ...] = (), draft: str = "latest") -> None:
    """A private message that shows a delegation words of the newest draft, or of r1."""
    async with house.db.write() as session:
        delegation = (await session.exec(select(Delegation).where(Delegation.code == code))).one()
        person = await people.meet(session, "fake", "", user, "")
        drafts = (await session.exec(select(Draft).where(Draft.base == "").order_by(Draft.number))).all()
        shown = {"delegation": delegation.id, "draft": drafts[-1 if draft == "latest" else 0].id}
        shown |= {"threads": list(threads), "silence": None}
        key = f"approach:{code}:{draft}:{threads}"
        told = house.space_id, [person.id], key, lambda: say("Please look at this."), house.desk.clock()
        await outbox.tell_persons(session, *told, reaches=shown)


async def reaches(house: Any) -> list[Reach]:
    async with house.db.read() as session:
        return list((await session.exec(select(Reach))).all())


async def test_it_goes_to_the_asker_alone(room: Any) -> None:
    (said,) = await room.say("heard")
    assert said.how == "whisper"
    assert said.text.startswith("Vision  r2: who has been heard\n")


@pytest.mark.need(34)
async def test_business_was_approached_and_the_technical_community_was_not(room: Any) -> None:
    await room.say("support all")
    await room.wait()
    await approach(room, "ICC", "ian")
    await room.delivered()
    (said,) = await room.say("heard")
    assert said.text.splitlines()[1:4] == [
        "C5-C11  not reached: technical community · silent: business · heard: governments",
        "Never approached: governments (declared): KE · technical community (declared): TC",
        said.text.splitlines()[3],
    ]
    assert said.text.splitlines()[3].startswith("Vision · unofficial · sha ")


async def test_of_one_paragraph_every_delegation_is_named(room: Any) -> None:
    await room.say("accept C9")
    await room.wait()
    await approach(room, "ICC", "ian")
    await room.delivered()
    (said,) = await room.say("heard c9")
    assert said.text.splitlines()[:4] == [
        "Vision  C9  r2: who has been heard",
        "not reached: governments (declared): KE · technical community (declared): TC",
        "silent: business (declared): ICC",
        "heard: governments (declared): NO",
    ]


async def test_a_message_reaches_when_it_is_accepted_and_not_before(room: Any) -> None:
    await approach(room, "ICC", "ian", (4,))
    assert await reaches(room) == []
    await room.delivered()
    (found,) = await reaches(room)
    assert (found.how, found.thread) == ("message", 4)
    await approach(room, "ICC", "ian", (4, 5))
    await room.delivered()
    assert sorted(one.thread for one in await reaches(room)) == [4, 5]


async def test_paragraphs_where_somebody_is_missing_come_first_and_those_alike_stand_together(room: Any) -> None:
    for who in ("dina", "ian", "tim"):
        await room.say("support C5-C8", who=who)
    await room.say("abstain C10", who="tim")
    await room.wait()
    (said,) = await room.say("heard")
    assert [line for line in said.text.splitlines() if "heard:" in line or "reached:" in line] == [
        "C9, C11  not reached: business, governments, technical community",
        "C10  not reached: business, governments · heard: technical community",
        "C5-C8  heard: business, governments, technical community",
    ]


@pytest.mark.need(61)
async def test_words_that_changed_were_not_shown_to_who_saw_the_old_ones(
    room: Any, reading: Callable[..., Reading]
) -> None:
    await approach(room, "ICC", "ian")
    await room.delivered()
    await room.keep(reading(*R3, source="https://wsis.example/r3.html"))
    (said,) = await room.say("heard C9")
    assert "not reached: business (declared): ICC" in said.text
    (said,) = await room.say("heard C8")
    assert "silent: business (declared): ICC" in said.text
    assert "Never approached: governments (declared): KE, NO · technical" in said.text


async def test_what_is_to_be_confirmed_is_not_heard(room: Any, reading: Callable[..., Reading]) -> None:
    async with room.db.write() as session:
        space = await session.get_one(Space, room.space_id)
        space.required_groups = ["Governments", "academia"]
        session.add(space)
    await room.say("support C9")
    await room.wait()
    await room.keep(reading(*R3, source="https://wsis.example/r3.html"))
    (said,) = await room.say("heard C9")
    assert "to be confirmed: governments (declared): NO" in said.text
    assert "No delegation here of: academia" in said.text
    (said,) = await room.say("show C9")
    assert "Not heard: governments, academia" in said.text


@pytest.mark.need(21)
@pytest.mark.need(22)
async def test_to_whom_a_draft_was_shown_and_who_was_left_out(room: Any) -> None:
    async with room.db.write() as session:
        draft = (await session.exec(select(Draft).where(Draft.number == 1))).one()
        told = flash.Flash("Vision", 1, "", draft.url, "0" * 64, draft.seen)
        row = FlashRow(draft_id=draft.id, facts=flash.FLASH.dump_python(told, mode="json"), made=draft.seen)
        session.add(row)
        await session.flush()
        await outbox.flash_out(session, room.space_id, row, room.desk.clock())
    await room.delivered()
    await approach(room, "ICC", "ian", draft="r1")
    await room.delivered()
    (said,) = await room.say("heard r1", who="tim")
    assert said.text.splitlines() == [
        "Vision  r1: to whom it was shown",
        "ISOC has not been shown r1 in person.",
        "Not shown in person: governments (declared): KE, NO · technical community (declared): TC",
        "Shown in person: business (declared): ICC (12:57)",
        "Posted in: fake room (open) 12:57 · fake channel (public) 12:57",
    ]


@pytest.mark.parametrize("line", ["heard C99", "heard r9"])
async def test_what_is_not_there_is_answered_with_what_is(room: Any, line: str) -> None:
    (said,) = await room.say(line)
    assert "C9" in said.text or "r2" in said.text


async def test_who_is_the_same_command(room: Any) -> None:
    (said,) = await room.say("who C9")
    assert "who has been heard" in said.text


async def test_a_space_without_delegations_says_how_to_begin(house: Any) -> None:
    async with house.db.write() as session:
        session.add(Space(name="other", title="Other"))
    async with house.db.write() as session:
        for one in (await session.exec(select(Delegation))).all():
            one.space_id = 2
    (said,) = await house.say("heard", who="chang")
    assert "WSIS+10 Vision has no delegations yet" in said.text


@pytest.mark.parametrize(("line", "ref"), [("heard", "all"), ("heard C9", "C9"), ("heard III", "III")])
async def test_the_card_of_what_was_asked_about_is_shared_by_a_button(room: Any, line: str, ref: str) -> None:
    (said,) = await room.say(line)
    assert said.labels == ["Share"]
    (told,) = await room.press(said, "Share")
    assert told.text.startswith(f"The card of {ref} is posted in the open chats")


async def test_who_may_not_share_and_who_asks_about_several_has_no_button(room: Any) -> None:
    assert (await room.say("heard C9", who="oscar"))[-1].labels == []
    assert (await room.say("heard C8,C9"))[-1].labels == []


async def test_it_is_not_shared_on_words_that_changed_since(room: Any, reading: Callable[..., Reading]) -> None:
    (said,) = await room.say("heard C9")
    await room.keep(reading(*R3))
    (told,) = await room.press(said, "Share")
    assert told.text.startswith("The words have changed since they were shown")


async def test_paragraphs_of_an_older_draft_are_not_answered_with_those_of_the_newest(room: Any) -> None:
    (said,) = await room.say("heard C9 r1")
    assert said.text.startswith("Who was heard on paragraphs is told of the newest draft, r2; of r1 to whom")
    assert said.labels == ['/heard C9 doc:"Vision"', '/heard r1 doc:"Vision"']
    assert (await room.say("heard C9 r2"))[-1].text.startswith("Vision  C9  r2")


async def test_what_is_asked_twice_is_told_once_and_what_is_long_in_short(room: Any) -> None:
    assert (await room.say("heard C9,C9"))[-1].text == (await room.say("heard C9"))[-1].text
    assert len((await room.say(f"heard {'x' * 10_000}"))[-1].text) < 200
