"""What was said alike on many paragraphs is asked about together, and a button for all of it is bound to all of it."""

from typing import Any

import pytest

from tests.handlers.vision import R2

WORDS = {"C5": "security", "C8": "women and men", "C9": "in all media", "C10": "matter"}
REASON = 'note: "our" instructions --do not allow it'


def changed(*labels: str, to: str = "others") -> tuple[str, ...]:
    """The draft with a word of each of these paragraphs changed."""
    return tuple(line.replace(WORDS[label], to) if (label := line.partition(".")[0]) in labels else line for line in R2)


def letter(said: list[Any], who: str) -> Any:
    [told] = [one for one in said if one.to.chat == who]
    return told


@pytest.fixture
async def objected(house: Any, post: Any) -> Any:
    """The letter of Kenya, which objected to the whole of r2, about r3, in which four paragraphs are others."""
    await house.say(f"object all {REASON}", "wanjiru")
    return letter(await post(*changed("C5", "C8", "C9", "C10")), "wanjiru")


async def test_an_objection_to_the_document_is_asked_about_once_with_every_changed_word(objected: Any) -> None:
    assert objected.text.count("the objection stands") == 1
    assert objected.text.count("(it was given on the whole document)") == 1
    assert objected.text.count("[added: others]") == 4
    assert objected.labels == ["Confirm", "Withdraw · all", "One by one", "Diff"]


async def test_confirm_says_the_same_on_each_of_them_letter_for_letter(house: Any, objected: Any) -> None:
    [receipt] = await house.press(objected, "Confirm", "wanjiru")
    assert receipt.text.count("objects") == 4
    whole, *parts = await house.positions("taken")
    assert [one.ref for one in parts] == ["C5", "C8", "C9", "C10"]
    assert {one.reason for one in parts} == {whole.reason} == {REASON}
    [nothing] = await house.say("confirm", "wanjiru")
    assert "nothing to confirm" in nothing.text


async def test_withdraw_lifts_the_whole_objection_as_its_button_says(house: Any, objected: Any) -> None:
    await house.press(objected, "Withdraw · all", "wanjiru")
    assert [one.stance for one in await house.positions("taken")] == []


async def test_one_by_one_shows_each_with_buttons_of_its_own(house: Any, objected: Any) -> None:
    [each] = await house.press(objected, "One by one", "wanjiru")
    assert each.text.count("the objection stands") == 4
    assert each.labels.count("Withdraw · all") == 1
    await house.press(each, "Confirm · C8", "wanjiru")  # a reason that looks like an option is asked for once more
    assert [label for label in each.labels if label.startswith("Confirm")] == [f"Confirm · {ref}" for ref in WORDS]


async def test_a_word_that_moved_since_stops_the_button_for_all(house: Any, post: Any, objected: Any) -> None:
    before = await house.positions()
    await post(*(line.replace("Ethics matter", "Ethics count") for line in changed("C5", "C8", "C9")))
    for label in ("Confirm", "Withdraw · all"):
        [fresh] = await house.press(objected, label, "wanjiru")
        assert "Nothing was recorded" in fresh.text
    assert await house.positions() == before
    await house.press(fresh, "Confirm", "wanjiru")
    assert len(await house.positions("taken")) > len(before)


async def test_an_act_of_a_colleague_since_stops_the_button_for_all(house: Any, objected: Any) -> None:
    await house.seat("kamau", "KE")
    house.desk.clock.advance(3600)
    await house.say("accept C9", "kamau")
    [fresh] = await house.press(objected, "Confirm", "wanjiru")
    assert "Nothing was recorded" in fresh.text
    assert "C9" not in fresh.text.partition("the objection stands")[0].splitlines()[-1]
    assert [one.ref for one in await house.positions("taken")] == ["all", "C9"]
    await house.press(fresh, "Confirm", "wanjiru")
    [again] = await house.press(objected, "Confirm", "wanjiru")
    assert "nothing to confirm" in again.text


async def test_sign_offs_are_signed_again_on_words_that_are_shown_whole_and_still_fine_is_without_the_mark(
    house: Any, post: Any
) -> None:
    [card] = await house.say("signoff C5,C8,C9 accept", "hansen")
    await house.press(card, next(label for label in card.labels if label.startswith("Sign")), "hansen")
    told = letter(await post(*changed("C5", "C8", "C9")), "hansen")
    assert told.labels == ["Sign again", "Still fine", "Concern", "Object", "One by one", "Diff"]
    [words] = await house.press(told, "Sign again", "hansen")
    assert words.text.count("others") == 3
    await house.press(told, "Still fine", "hansen")
    assert [(one.ref, one.signoff) for one in await house.positions("taken")] == [
        ("C5", False),
        ("C8", False),
        ("C9", False),
    ]


async def test_object_to_all_of_them_asks_for_one_reason_on_the_words_shown(house: Any, post: Any) -> None:
    await house.say("accept C5,C8,C9", "dina")
    told = letter(await post(*changed("C5", "C8", "C9")), "dina")
    assert told.text.count("to be confirmed: the words changed") == 1
    [asked] = await house.press(told, "Object", "dina")
    assert "C5, C8, C9" in asked.text
    await post(*changed("C5", "C8", "C9", to="persons"))
    [fresh] = await house.press(told, "Object", "dina")
    assert "changed" in fresh.text
    assert {one.stance for one in await house.positions()} == {"accept"}


async def test_acts_with_other_reasons_stay_apart(house: Any, post: Any) -> None:
    for ref in ("C5", "C8", "C9"):
        await house.say(f"object {ref} the reason of {ref}", "wanjiru")
    told = letter(await post(*changed("C5", "C8", "C9")), "wanjiru")
    assert "One by one" not in told.labels
    assert {"Confirm · C5", "Withdraw · C8", "Confirm · C9"} <= set(told.labels)


async def test_what_a_letter_has_no_room_for_is_opened_behind_it_and_stays_unanswered(house: Any, post: Any) -> None:
    many = tuple(
        f"C{n}. Of subject{n} and matter{n} there is cooperation between side{n} and part{n}." for n in range(12, 45)
    )
    await post(*R2, *many)
    await house.say("drafts confirm latest", "sekou")
    await house.say("object all our instructions", "wanjiru")
    told = letter(await post(*R2, *(line.replace("cooperation", "trust") for line in many)), "wanjiru")
    assert "Also concerned: C" in told.text
    await house.press(told, "Confirm", "wanjiru")
    confirmed = len(await house.positions("taken")) - 1
    [others] = await house.press(told, "The others", "wanjiru")
    assert 33 - confirmed > 0
    assert others.text.count("[added: trust]") == min(33 - confirmed, confirmed)


async def test_confirm_is_for_those_who_speak_for_a_delegation(house: Any, post: Any) -> None:
    [refused] = await house.say("confirm", "oscar")
    assert "delegates, alternates" in refused.text
    [nothing] = await house.say("confirm C9", "dina")
    assert "has nothing to confirm on C9" in nothing.text
    [unknown] = await house.say("confirm C77", "dina")
    assert "C77" in unknown.text
