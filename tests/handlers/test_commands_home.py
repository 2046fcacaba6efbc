"""One's own page: an answer where it is typed, the Home tab where the platform has one."""

from typing import Any

import pytest
from sqlmodel import select

from bot.message import paginate
from handlers.slack import render
from storage.tables import Delegation, Follow, Membership, Person, Space


async def tab(house: Any, who: str = "dina") -> Any:
    """The page as the Home tab shows it when it is opened."""
    (shown,) = await house.say("home", who, at=who, tab=True)
    return shown


async def press(house: Any, shown: Any, label: str, who: str = "dina") -> Any:
    """A button of the page is pressed; what is said to it."""
    return await house.say("", who, at=who, token=shown.token(label), tab=True)


async def test_opened_tab_is_shown_and_nothing_is_said(house: Any) -> None:
    shown = await tab(house)
    assert (shown.how, shown.who.id) == ("home", "dina")
    lines = shown.text.splitlines()
    assert lines[:3] == [
        "Dina: your spaces",
        "WSIS+10 Vision",
        "Norway (NO): delegate since 11:57, from the configuration file",
    ]
    assert "Vision: newest r2 “Proposal by Chairman of WSIS+10 (11 June)”, seen 12:57" in lines
    assert "No poll, silence or wish for a seat waits for your answer." in lines


async def test_tab_that_is_looked_at_again_keeps_its_buttons(house: Any) -> None:
    await house.say('poll C9 "Keep it?"', "hansen")
    first, second = await tab(house), await tab(house)
    assert [first.token(label) for label in first.labels] == [second.token(label) for label in second.labels]


async def test_button_of_another_persons_tab_does_what_its_presser_may(house: Any) -> None:
    await house.say("accept C9", at="dina")
    shown = await tab(house)
    (said,) = await press(house, shown, "Undo · C9", "hansen")
    assert "Dina" not in said.text
    assert [one.state for one in await house.positions()] == ["pending"]


async def test_typed_it_is_an_answer_to_the_asker_alone(house: Any) -> None:
    (said,) = await house.say("home")
    assert (said.how, said.who.id) == ("whisper", "dina")
    assert "Dina: your spaces" in said.text


async def test_stranger_learns_how_to_be_seated_and_nothing_of_any_space(house: Any) -> None:
    await house.say('poll C9 "Keep it?"', "hansen")
    shown = await tab(house, "eve")
    assert "You have no seat and no office in any space" in shown.text
    assert "WSIS" not in shown.text
    assert not shown.labels


async def test_open_poll_is_answered_on_the_tab_which_is_then_shown_anew(house: Any) -> None:
    await house.say('poll C9 "Keep it?" until:17:00', "hansen")
    shown = await tab(house)
    assert "Poll 1 on C9: “Keep it?” · open until 17:00" in shown.text
    said = await press(house, shown, "Yes · C9")
    assert [one.how for one in said] == ["send", "home"]
    assert said[0].text == "NO: Yes. You may change it until the poll closes."
    assert "· answered by Norway" in said[1].text
    assert "Yes" not in said[1].text


async def test_seats_polls_and_a_silence_are_asked_under_one_head(house: Any) -> None:
    await house.say("join NO", "eve")
    await house.say("silence C5 until:2014-06-12T18:00", "chang")
    await house.say('poll C9 "Keep it?"', "hansen")
    told = (await tab(house, "hansen")).text
    assert told.count("Asked of you") == 1
    places = [told.index(words) for words in ("Asked of you", "Eve asks for a seat", "Poll 1 on C9", "SILENCE 1")]
    assert places == sorted(places)


async def test_secret_poll_has_one_button_which_leads_to_where_it_is_answered(house: Any) -> None:
    await house.say('poll C9 "Keep it?" --secret', "hansen")
    shown = await tab(house)
    assert "Yes · C9" not in shown.labels
    said = await press(house, shown, "Answer in private · C9")
    assert said[0].labels == ["Yes", "No", "No view"]


async def test_running_silence_stands_there_with_its_words_and_its_buttons(house: Any) -> None:
    await house.say("silence C5 until:17:00 --force plenary at five", "chang")
    shown = await tab(house)
    assert "SILENCE 1 on C5 r2 until" in shown.text
    assert "Building confidence and security." in shown.text
    (asked,) = await press(house, shown, "Object · C5")
    assert asked.how == "ask"
    said = await house.say("red line", token=asked.key, at="dina", private=True, tab=True)
    assert [one.how for one in said] == ["send", "home"]
    assert "objects" in said[1].text


async def test_pending_act_is_undone_on_the_tab_and_one_that_holds_is_listed(house: Any) -> None:
    await house.say("accept C9", at="dina")
    shown = await tab(house)
    assert "can live with it on C9 (Vision r2): takes effect at" in shown.text
    said = await press(house, shown, "Undo · C9")
    assert said[-1].how == "home"
    assert "Yours, still open" not in said[-1].text
    await house.say("accept C9", at="dina")
    await house.wait()
    lines = (await tab(house)).text.splitlines()
    assert lines[lines.index("What you said") + 1] == "can live with it on C9 (Vision r2)"


CHANGED = ("# III. Action lines", "C5. Building confidence.", "C9. Affirm that rights must be protected online.")


async def test_act_whose_words_changed_is_confirmed_below_the_words_then_and_now(house: Any, reading: Any) -> None:
    await house.say("accept C9", at="dina")
    await house.wait()
    await house.keep(reading(*CHANGED, source="https://wsis.example/r3.html"), label="Draft of 12 June")
    shown = await tab(house)
    assert "to be confirmed on the words of now" in shown.text
    assert "[deleted:" in shown.text
    assert "What you said" not in shown.text
    assert {"Still fine · C9", "Concern · C9", "Object · C9"} <= set(shown.labels)
    said = await press(house, shown, "Still fine · C9")
    assert said[-1].how == "home"
    await house.wait()
    assert "What you said" in (await tab(house)).text


async def test_objection_that_stands_is_confirmed_with_its_reason_letter_for_letter(house: Any, reading: Any) -> None:
    await house.say('object C9 no space:here, "in our view"', at="dina")
    await house.wait()
    await house.keep(reading(*CHANGED, source="https://wsis.example/r3.html"), label="Draft of 12 June")
    shown = await tab(house)
    said = await press(house, shown, "Confirm · C9")
    assert said[-1].how == "home"
    first, second = await house.positions()
    assert second.reason == first.reason == 'no space:here, "in our view"'


async def test_word_of_ones_own_is_no_delegations_to_confirm(house: Any, reading: Any) -> None:
    await house.say("accept C9 as:me", at="dina")
    await house.wait()
    await house.keep(reading(*CHANGED, source="https://wsis.example/r3.html"), label="Draft of 12 June")
    assert not [label for label in (await tab(house)).labels if "Still fine" in label]


async def test_head_finds_who_asks_for_a_seat_and_a_delegate_does_not(house: Any) -> None:
    await house.say("join NO", "eve")
    shown = await tab(house, "hansen")
    assert "Eve asks for a seat in Norway" in shown.text
    assert "Eve" not in (await tab(house)).text
    said = await press(house, shown, "Seat as delegate · Eve", "hansen")
    assert "Eve asks" not in said[-1].text
    assert "Norway (NO): delegate" in (await tab(house, "eve")).text


async def test_followed_paragraphs_are_named_by_document(house: Any) -> None:
    async with house.db.write() as session:
        dina = next(one for one in await _persons(session) if one.name == "Dina")
        for thread, ref in ((1, "C5"), (2, "C9")):
            session.add(Follow(person_id=dina.id, document_id=house.document_id, thread=thread, ref=ref))
    lines = (await tab(house)).text.splitlines()
    assert lines[lines.index("What you follow") + 1] == "Vision: C5 and C9"


async def _persons(session: Any) -> Any:
    return (await session.exec(select(Person))).all()


async def test_button_says_its_space_to_somebody_of_several(house: Any) -> None:
    async with house.db.write() as session:
        other = Space(name="other", title="Other talks")
        session.add(other)
        await session.flush()
        seat = Delegation(space_id=other.id, code="CS1", name="Civil", group="civil society")
        session.add(seat)
        await session.flush()
        dina = next(one for one in await _persons(session) if one.name == "Dina")
        session.add(Membership(delegation_id=seat.id, person_id=dina.id, role="delegate", since=house.desk.clock()))
    shown = await tab(house)
    assert {"WSIS+10 Vision", "Other talks"} <= set(shown.text.splitlines())
    (said,) = await press(house, shown, "What changed · Vision")
    assert "Vision" in said.text
    assert "Which space" not in said.text


@pytest.mark.parametrize("polls", [1, 40])
async def test_page_however_full_is_one_that_slack_takes(house: Any, polls: int) -> None:
    for number in range(polls):
        await house.say(f'poll C9 "Question {number}?"', "hansen")
    shown = await tab(house)
    (page,) = paginate(shown.message, render.BUDGET)
    assert len(render.blocks(page, "stamp", render.MOST_HOME_BLOCKS)) <= render.MOST_HOME_BLOCKS
