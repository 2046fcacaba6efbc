"""/follow: told in private, with the words, when a draft changes a paragraph; once, and nothing else."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from handlers.works import mornings
from storage.tables import Follow, Reach
from tests.handlers.vision import R2, r2_with, to


async def follows(house: Any) -> list[tuple[int, str]]:
    async with house.db.read() as session:
        rows = (await session.exec(select(Follow).order_by(Follow.person_id, Follow.thread))).all()
    return [(row.person_id, row.ref) for row in rows]


# ── what is followed ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_what_is_followed_is_said_listed_and_given_up(house: Any) -> None:
    [said] = await house.say("follow C5 C9", "dina")
    assert (said.how, said.who.id) == ("whisper", "dina")
    assert said.text.startswith("You follow C5, C9 of Vision.")
    await house.say("follow C10", "dina")
    [said] = await house.say("follow", "dina")
    assert said.text.splitlines() == ["What you follow in WSIS+10 Vision", "Vision: C5 C9 C10"]
    [said] = await house.press(said, "Unfollow C9", "dina")
    assert said.text == "You no longer follow C9 of Vision."
    assert [ref for _, ref in await follows(house)] == ["C5", "C10"]
    await house.say("follow off", "dina")
    assert await follows(house) == []


async def test_a_section_is_followed_paragraph_by_paragraph(house: Any) -> None:
    await house.say("follow III", "dina")
    assert [ref for _, ref in await follows(house)] == ["¶1", "C5", "C8", "C9", "C10", "C11"]
    await house.say("follow off III", "dina")
    assert await follows(house) == []


@pytest.mark.parametrize(
    ("line", "said", "choice"),
    [
        ("follow", "You follow nothing in WSIS+10 Vision. For example: /follow C5 C9", ""),
        ("follow C99", "r2 of Vision has no C99", "/follow C9"),
        ("follow off C9", "You follow nothing in WSIS+10 Vision", ""),
        ("follow diff", "You follow nothing in Vision and hold no position on it", ""),
        ("follow diff r1", "r1 is the first draft of Vision that positions stand on", ""),
        ("follow diff r9", "r9", ""),
    ],
)
async def test_what_cannot_be_is_answered_with_what_can(house: Any, line: str, said: str, choice: str) -> None:
    [answer] = await house.say(line, "dina")
    assert said in answer.text
    assert not choice or any(label.startswith(choice) for label in answer.labels)
    assert await follows(house) == []


async def test_what_is_not_followed_is_answered_with_what_is(house: Any) -> None:
    await house.say("follow C5", "dina")
    [said] = await house.say("follow off C9", "dina")
    assert said.text == "You do not follow C9. You follow C5 of Vision."
    assert said.labels == ['/follow off C5 doc:"Vision"']


async def test_following_is_for_those_who_speak_for_a_delegation(house: Any) -> None:
    [said] = await house.say("follow C5", "oscar")
    assert "delegate" in said.text
    assert await follows(house) == []


# ── what they are told ───────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_follower_is_told_with_the_words_in_private_and_nobody_else_is(house: Any, post: Any) -> None:
    await house.say("follow C8 C9", "dina")
    said = await post(*r2_with("protected online", "respected online"))
    [told] = to(said, "dina")
    assert told.text.splitlines() == [
        "Vision r3: paragraphs that you follow",
        "C9  reworded",
        "Affirm that the same human rights must be [deleted: protected][added: respected] online and offline, "
        "in all media.",
    ]
    assert told.labels == ["Diff", "Unfollow C9"]
    assert not to(said, "alma")
    [diff] = await house.press(told, "Diff", "dina")
    assert "[added: respected]" in diff.text
    [off] = await house.press(told, "Unfollow C9", "dina")
    assert off.text == "You no longer follow C9 of Vision."


@pytest.mark.parametrize(
    "lines",
    [
        r2_with("C9. Affirm", "C9 bis. Affirm"),
        r2_with("human rights must", "human  rights must"),
        (*R2[:2], R2[3], R2[2], *R2[4:]),
        r2_with("Ethics matter.", "Ethics matters."),
    ],
)
async def test_another_number_layout_or_place_or_paragraph_tells_nothing(house: Any, post: Any, lines: Any) -> None:
    await house.say("follow C9", "dina")
    assert not to(await post(*lines), "dina")


async def test_deleted_and_back_in_are_told_as_such(house: Any, post: Any) -> None:
    await house.say("follow C10", "dina")
    [told] = to(await post(*R2[:4], R2[5]), "dina")
    assert told.text.splitlines()[1:] == ["C10  deleted", "[deleted: Ethics matter.]"]
    [listed] = await house.say("follow", "dina")
    assert "Vision: C10" in listed.text
    [told] = to(await post(*R2, "C12. Media."), "dina")
    assert told.text.splitlines()[1:] == ["C10  back in", "[added: Ethics matter.]"]


async def test_a_deleted_paragraph_can_be_given_up_by_its_button(house: Any, post: Any) -> None:
    await house.say("follow C10", "dina")
    [told] = to(await post(*R2[:4], R2[5]), "dina")
    await house.press(told, "Unfollow C10", "dina")
    assert await follows(house) == []


async def test_a_split_is_told_and_its_parts_are_followed(house: Any, post: Any) -> None:
    whole = (
        "C12. All people should have access to information, and the freedom of the press must be protected by law "
        "everywhere."
    )
    parts = (
        "C12. All people should have access to information.",
        "C12bis. The freedom of the press must be protected by law everywhere.",
    )
    await post(*R2, whole)
    await house.say("follow C12", "dina")
    [told] = to(await post(*R2, *parts), "dina")
    assert "split, now C12 and C12bis" in told.text
    assert {ref for _, ref in await follows(house)} == {"C12", "C12bis"}
    [told] = to(await post(*R2, parts[0], parts[1].replace("everywhere", "in every country")), "dina")
    assert "C12bis  reworded" in told.text


async def test_what_a_delegation_is_told_of_comes_once(house: Any, post: Any) -> None:
    await house.say("accept C9", "alma")
    await house.say("follow C9", "dina")
    said = await post(*r2_with("protected online", "respected online"))
    [told] = to(said, "dina")
    assert told.text.startswith("Vision r3: what it did to the positions of Norway")
    assert told.text.count("respected") == 1
    assert "You follow" not in told.text


async def test_what_one_follows_beside_that_stands_in_the_same_message(house: Any, post: Any) -> None:
    await house.say("accept C9", "alma")
    await house.say("follow C9 C10", "dina")
    said = await post(*(line.replace("protected", "respected").replace("Ethics matter", "Ethics count") for line in R2))
    [told] = to(said, "dina")
    assert told.text.startswith("Vision r3: what it did to the positions of Norway")
    assert told.text.count("respected") == 1
    lines = told.text.splitlines()
    assert lines[lines.index("You follow, too:") + 1] == "C10  reworded"
    assert told.labels == ["Still fine", "Concern", "Object", "Diff", "Unfollow C10"]
    [alma] = to(said, "alma")
    assert "You follow" not in alma.text


async def test_who_is_told_what_they_follow_was_shown_these_words(house: Any, post: Any) -> None:
    await house.say("follow C9", "dina")
    await post(*r2_with("protected online", "respected online"))
    async with house.db.read() as session:
        [reach] = (await session.exec(select(Reach))).all()
    assert (reach.how, reach.draft_id) == ("message", 4)


async def test_a_doubtful_reading_tells_followers_nothing(house: Any, post: Any) -> None:
    await house.say("follow C9", "dina")
    assert not to(await post(*r2_with("protected online", "respected online"), doubts=("few words",)), "dina")


async def test_who_has_no_seat_any_more_is_not_told(house: Any, post: Any) -> None:
    await house.say("follow C9", "dina")
    await house.say("join leave", "dina")
    assert not to(await post(*r2_with("protected online", "respected online")), "dina")


async def test_a_muted_document_tells_nothing(house: Any, post: Any) -> None:
    await house.say("follow C9", "dina")
    await house.say("accept C10", "dina")
    await house.say("me mute Vision", "dina")
    said = await post(*(line.replace("protected", "respected").replace("Ethics matter", "Ethics count") for line in R2))
    assert not to(said, "dina")
    assert to(said, "alma")


async def test_what_is_followed_waits_for_the_morning(house: Any, post: Any) -> None:
    await house.say("follow C9", "dina")
    await house.say("me quiet 12:00-14:00", "dina")
    said = await post(*r2_with("protected online", "respected online"))
    assert any(one.text.startswith("FLASH") for one in to(said, "room"))
    assert not to(said, "dina")
    house.desk.clock.now = datetime(2014, 6, 11, 12, 0, tzinfo=UTC)
    work = mornings(house.desk)
    for line in await work.due():
        await work.run(line)
    [told] = to(await house.delivered(), "dina")
    assert told.text.startswith("Vision r3: paragraphs that you follow")


# ── My paragraphs ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_button_of_a_flash_shows_the_presser_alone_what_is_theirs(house: Any, post: Any) -> None:
    await house.say("me zone America/New_York", "dina")
    await house.say("follow C9", "dina")
    await house.say("accept C10", "hansen")
    said = await post(
        *(
            line.replace("protected", "respected").replace("matter", "count").replace("all women", "women")
            for line in R2
        )
    )
    [flash] = [one for one in to(said, "room") if one.text.startswith("FLASH")]
    assert flash.labels[-1] == "My paragraphs"
    [mine] = await house.press(flash, "My paragraphs", "dina")
    assert (mine.how, mine.who.id) == ("whisper", "dina")
    assert "respected" in mine.text
    assert "count" in mine.text
    assert "women" not in mine.text
    assert "seen 13:07 (your 07:07 New York)" in mine.text
    [hers] = await house.press(flash, "My paragraphs", "wanjiru")
    assert "You follow nothing in Vision and hold no position on it" in hers.text


async def test_my_paragraphs_of_a_reading_in_doubt_are_those_of_the_draft_before(house: Any, post: Any) -> None:
    await house.say("follow C9", "dina")
    said = await post(*r2_with("protected online", "respected online"), doubts=("few words",))
    [flash] = [one for one in to(said, "room") if one.text.startswith("FLASH")]
    [mine] = await house.press(flash, "My paragraphs", "dina")
    assert "[added: respected]" in mine.text


async def test_where_nothing_of_ones_own_changed_that_is_said(house: Any, post: Any) -> None:
    await house.say("follow C5", "dina")
    said = await post(*r2_with("protected online", "respected online"))
    [flash] = [one for one in to(said, "room") if one.text.startswith("FLASH")]
    [mine] = await house.press(flash, "My paragraphs", "dina")
    assert "No change there between r2 and r3." in mine.text
