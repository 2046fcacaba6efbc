"""/signoff and /withdraw: a formal mark on words that were seen, and the end of what is held."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from storage.tables import Holding

C9 = "Affirm that the same human rights must be protected online and offline, in all media."


async def held(house: Any) -> list[Holding]:
    async with house.db.read() as session:
        return (await session.exec(select(Holding))).all()


# ── /signoff ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["hansen", "alma"])
async def test_a_sign_off_is_confirmed_by_a_button_that_shows_the_words_and_their_hash(house: Any, who: str) -> None:
    (said,) = await house.say("signoff C9", who=who)
    assert C9 in said.text
    assert await house.positions() == []
    (label,) = said.labels
    assert label == f"Sign {label[-8:]}"
    assert f"r2 · {label[-8:]}" in said.text
    (answer,) = await house.press(said, label, who=who)
    assert "supports, signed" in answer.text
    await house.wait()
    (row,) = await house.positions("taken")
    assert (row.stance, row.signoff, row.text_hash[:8]) == ("support", True, label[-8:])
    (one,) = await held(house)
    assert (one.row, one.signed) == ("signoff", True)


async def test_what_can_be_lived_with_is_signed_as_it_is_with_a_statement(house: Any) -> None:
    (said,) = await house.say("signoff C9 accept --as-is", who="hansen")
    assert "any change ends it" in said.text
    await house.press(said, said.labels[0], who="hansen")
    (row,) = await house.positions()
    assert (row.stance, row.signoff, row.as_is) == ("accept", True, True)
    (said,) = await house.say("signoff C8 accept we thank the chair", who="hansen")
    await house.press(said, said.labels[0], who="hansen")
    assert (await house.positions())[-1].reason == "we thank the chair"


async def test_words_that_change_before_the_press_are_not_signed(house: Any, reading: Callable[..., Any]) -> None:
    (said,) = await house.say("signoff C9", who="hansen")
    await house.keep(
        reading("C9. Affirm that the same human rights and freedoms must be protected online, in all media.")
    )
    (answer,) = await house.press(said, said.labels[0], who="hansen")
    assert "Nothing was recorded" in answer.text
    assert "[added:" in answer.text
    assert await house.positions() == []


async def test_a_delegate_is_offered_the_plain_stance_and_the_head(house: Any) -> None:
    (said,) = await house.say("signoff C9 accept")
    assert said.labels == ["Can live with C9", "Ask the head"]
    assert await house.positions() == []
    (answer,) = await house.press(said, "Can live with C9")
    (row,) = await house.positions()
    assert (row.stance, row.signoff) == ("accept", False)
    (answer,) = await house.press(said, "Ask the head")
    assert "The head of Norway was asked to sign C9." in answer.text
    (card,) = await house.delivered()
    assert card.to.chat == "hansen"
    assert "Dina asks you to sign for Norway." in card.text
    assert C9 in card.text
    await house.press(card, card.labels[0], who="hansen")
    signed = (await house.positions())[-1]
    assert (signed.stance, signed.signoff, signed.seat) == ("accept", True, "head")


async def test_of_paragraphs_that_are_numbers_all_are_signed_by_the_head_who_is_asked(
    house: Any, reading: Callable[..., Any]
) -> None:
    await house.keep(reading("3.1. A process exists.", "4.1.1. A procedure is written down."))
    (said,) = await house.say("signoff 3.1,4.1.1")
    await house.press(said, "Ask the head")
    (card,) = await house.delivered()
    await house.press(card, card.labels[0], who="hansen")
    assert [(row.ref, row.signoff) for row in await house.positions()] == [("3.1", True), ("4.1.1", True)]


async def test_where_there_is_no_head_none_can_be_asked(house: Any) -> None:
    await house.seat("kim", "KE")
    (said,) = await house.say("signoff C9", who="kim")
    assert said.labels == ["Support C9"]
    assert "it has none here" in said.text


async def test_nobody_signs_in_their_own_name(house: Any) -> None:
    (said,) = await house.say("signoff C9 as:me", who="hansen")
    assert said.labels == ["Support C9"]
    assert await house.positions() == []


async def test_an_observer_signs_nothing(house: Any) -> None:
    (said,) = await house.say("signoff C9", who="oscar")
    assert "/signoff is for delegates" in said.text


# ── /withdraw ────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_withdrawal_with_a_note_lifts_the_objection_and_keeps_it(house: Any) -> None:
    await house.say("object C9 red line", who="hansen")
    await house.wait()
    (said,) = await house.say("withdraw C9 for the sake of compromise", who="hansen")
    assert "lifts what it holds: “for the sake of compromise”" in said.text
    await house.wait()
    objection, lifting = await house.positions()
    assert (objection.state, objection.end, objection.ended_by) == ("ended", "withdrawn", lifting.id)
    assert (lifting.stance, lifting.reason) == ("withdraw", "for the sake of compromise")
    assert await held(house) == []


async def test_after_it_what_is_broader_speaks_again(house: Any) -> None:
    await house.say("support III", who="hansen")
    await house.say("object C9 red line", who="hansen")
    await house.wait()
    await house.say("withdraw C9", who="hansen")
    await house.wait()
    assert {one.position_id for one in await held(house)} == {(await house.positions())[0].id}
    assert all(one.speaks for one in await held(house))


async def test_without_a_reference_one_chooses_from_what_is_held(house: Any) -> None:
    await house.say("object C9 red line")
    await house.say("object r1 wrong")
    await house.say("support C5")
    await house.wait()
    (said,) = await house.say("withdraw")
    assert "C9 (objects), the record of r1 (objects) and C5 (supports)" in said.text
    assert said.labels == ["C5", "the record of r1", "C9"]
    await house.press(said, "the record of r1")
    await house.wait()
    assert [one.ref for one in await house.positions("taken")] == ["C9", "C5"]


async def test_where_nothing_is_held_what_is_held_is_offered(house: Any) -> None:
    await house.say("support III")
    await house.wait()
    (said,) = await house.say("withdraw C9")
    assert said.text == "Norway holds nothing of its own on C9. It holds: III (supports)."
    assert said.labels == ["/withdraw III doc:Vision"]
    await house.press(said, "/withdraw III doc:Vision")
    await house.wait()
    assert await held(house) == []


async def test_a_broad_withdrawal_lifts_everything_within(house: Any) -> None:
    await house.say("object C9 red line")
    await house.say("support C5-C8")
    await house.say("object r1 wrong")
    await house.wait()
    await house.say("withdraw all")
    await house.wait()
    assert [one.ref for one in await house.positions("taken")] == ["r1"]


async def test_what_is_still_pending_can_be_withdrawn(house: Any) -> None:
    await house.say("object C9 red line")
    house.desk.clock.advance(10)
    await house.say("withdraw C9")
    await house.wait()
    assert await house.positions("taken") == []
    assert await held(house) == []


async def test_a_paragraph_that_is_gone_can_be_withdrawn_from_by_its_label(
    house: Any, reading: Callable[..., Any]
) -> None:
    await house.say("object C9 red line")
    await house.wait()
    await house.keep(reading("# III. Action lines", "C10. Ethics matter."))
    (said,) = await house.say("withdraw C9")
    assert "Recorded for Norway" in said.text
    await house.wait()
    assert await house.positions("taken") == []
    assert await held(house) == []


async def test_nobody_withdraws_for_others(house: Any) -> None:
    await house.say("object C9 red line")
    await house.wait()
    await house.seat("kim", "KE")
    (said,) = await house.say("withdraw C9", who="kim")
    assert "Kenya holds nothing on Vision" in said.text
    (said,) = await house.say("withdraw C9 as:NO", who="kim")
    assert "Norway speaks through its own people" in said.text
    (said,) = await house.say("withdraw C9", who="oscar")
    assert "observer for Norway holds nothing" in said.text
    assert len(await house.positions("taken")) == 1


# ── an acceptance in place of a sign-off ────────────────────────────────────────────────────────────────────────────────


async def signed(house: Any, line: str = "signoff C9 accept") -> None:
    [card] = await house.say(line, "hansen")
    await house.press(card, next(label for label in card.labels if label.startswith("Sign")), "hansen")
    await house.wait()


async def test_an_acceptance_without_the_mark_says_so_and_offers_to_sign(house: Any) -> None:
    await signed(house)
    [said] = await house.say("accept C9", "hansen")
    assert "Norway had signed C9; what was recorded now is without that mark." in said.text
    assert "/signoff C9 accept" in said.text
    [card] = await house.press(said, "Sign C9", "hansen")
    assert card.text.startswith("Sign for Norway: C9")
    await house.press(card, next(label for label in card.labels if label.startswith("Sign")), "hansen")
    await house.wait()
    assert [(one.state, one.signoff) for one in await house.positions()] == [
        ("ended", True),
        ("ended", False),
        ("taken", True),
    ]


@pytest.mark.parametrize("line", ["accept C9", "support C9"])
async def test_what_was_never_signed_has_no_mark_to_lose(house: Any, line: str) -> None:
    await house.say("accept C9", "hansen")
    await house.wait()
    [said] = await house.say(line, "hansen")
    assert "signed" not in said.text
    assert not any(label.startswith("Sign") for label in said.labels)


async def test_a_paragraph_of_what_was_signed_as_a_whole_is_told_apart(house: Any) -> None:
    await signed(house, "signoff all")
    [said] = await house.say("accept C9", "hansen")
    assert "Norway had signed C9" in said.text
    await house.wait()
    [again] = await house.say("support C9", "hansen")
    assert "had signed" not in again.text


async def test_who_objects_is_not_asked_to_sign(house: Any) -> None:
    await signed(house)
    [said] = await house.say("object C9 red line", "hansen")
    assert "had signed" not in said.text


async def test_a_delegate_who_accepts_what_the_head_signed_can_ask_the_head(house: Any) -> None:
    await signed(house)
    [said] = await house.say("accept C9", "dina")
    [offer] = await house.press(said, "Sign C9", "dina")
    assert "Ask the head" in offer.labels


async def test_words_that_changed_are_shown_whole_before_they_are_signed(
    house: Any, reading: Callable[..., Any]
) -> None:
    (said,) = await house.say("signoff C9", who="hansen")
    await house.keep(reading("C9. Affirm that the same human rights must be protected online, in all the media."))
    (answer,) = await house.press(said, said.labels[0], who="hansen")
    assert answer.labels == ["Sign C9"]
    (card,) = await house.press(answer, "Sign C9", who="hansen")
    assert card.text.startswith("Sign for Norway: C9")
    assert await house.positions() == []
    await house.press(card, card.labels[0], who="hansen")
    assert [one.signoff for one in await house.positions()] == [True]


async def test_who_holds_nothing_is_told_where_others_stand(house: Any) -> None:
    (said,) = await house.say("withdraw C9")
    assert said.text.endswith("What others hold is told by /show all")
