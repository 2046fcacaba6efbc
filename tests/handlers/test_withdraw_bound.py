"""A button that withdraws is bound to the words it was shown on: it lifts nothing from others that have their number now."""

from typing import Any

import pytest

BEFORE = (
    "# III. Action lines",
    "C5. Building confidence and security.",
    "C8. Cultural diversity shall be respected by all women and men.",
)
C9 = "C9. Affirm that the same human rights must be protected online and offline, in all media."
NEW = "C9. Decide to hold an overall review of the outcomes by the General Assembly in the year 2025."
AFTER = ("C11. Ethics matter.", "C12. International and regional cooperation.")


@pytest.fixture
async def told(house: Any, post: Any) -> Any:
    """Kenya objects to C9; the next draft has other words there, and asks it."""
    await post(*BEFORE, C9, *AFTER)
    await house.say("object C9 red line in our instructions", "wanjiru")
    said = await post(*BEFORE, C9.replace("protected", "respected"), *AFTER)
    return next(one for one in said if one.to.chat == "wanjiru")


async def objections(house: Any) -> int:
    return [one.stance for one in await house.positions("taken")].count("object")


async def test_after_another_draft_it_shows_the_words_of_now_and_lifts_on_the_next_press(
    house: Any, post: Any, told: Any
) -> None:
    await post(*BEFORE, C9.replace("protected", "upheld"), *AFTER)
    [asked] = await house.press(told, "Withdraw", "wanjiru")
    assert asked.text.startswith("The words have changed since they were shown: r4 to r5. Nothing was recorded.")
    assert await objections(house) == 1
    await house.press(asked, "Withdraw C9", "wanjiru")
    assert await objections(house) == 0


async def test_where_the_number_went_to_other_words_nothing_is_lifted_from_them(
    house: Any, post: Any, told: Any
) -> None:
    await post(*BEFORE, NEW, C9.replace("C9", "C10").replace("protected", "respected"), *AFTER)
    await house.say("object C9 no mandate for a review", "wanjiru")
    [asked] = await house.press(told, "Withdraw", "wanjiru")
    assert asked.text.startswith("These words are C10 in r5. Nothing was recorded yet.")
    assert await objections(house) == 2
    await house.press(asked, "Withdraw C10", "wanjiru")
    card = (await house.say("show C9", "dina"))[-1]
    assert "no mandate for a review" in card.text
    assert await objections(house) == 1


async def test_where_the_words_are_gone_it_says_so_and_offers_what_is_held(house: Any, post: Any, told: Any) -> None:
    await post(*BEFORE, NEW, *AFTER)
    await house.say("object C9 no mandate for a review", "wanjiru")
    [asked] = await house.press(told, "Withdraw", "wanjiru")
    assert asked.text.startswith("These words are no longer in r5. Nothing was withdrawn.")
    [choice] = await house.press(asked, "Choose", "wanjiru")
    assert "Kenya holds" in choice.text
