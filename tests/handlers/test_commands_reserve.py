"""/reserve: ad referendum, until a date; what the capital has not answered by then is overdue, and never a yes."""

from typing import Any

import pytest


@pytest.mark.need(47)
async def test_after_its_date_a_reserve_is_overdue_and_holds_on(house: Any) -> None:
    await house.say("reserve C9 until:2014-06-12T16:00 instructions from capital", "hansen")
    await house.wait()
    before = (await house.say("show C9", "dina"))[-1].text
    assert "RESERVED" in before
    assert "overdue" not in before
    house.desk.clock.advance(3 * 86_400)
    after = (await house.say("show C9", "dina"))[-1].text
    assert "RESERVED" in after
    assert "overdue" in after
    assert "“instructions from capital”" in after
    (row,) = await house.positions("taken")
    assert row.stance == "reserve"


async def test_a_date_that_cannot_be_read_is_asked_for_with_what_was_typed(house: Any) -> None:
    (said,) = await house.say("reserve C9 tomorrow", "hansen")
    assert said.text.startswith("“tomorrow” does not begin with a date that I can read: please write the date first")
    assert await house.positions() == []


@pytest.mark.need(47)
async def test_a_reserve_stands_through_new_words_until_the_capital_has_spoken(house: Any) -> None:
    await house.say("reserve C9 until:2014-06-12", "hansen")
    await house.wait()
    await house.say("support C9", "hansen")
    await house.wait()
    assert "RESERVED" not in (await house.say("show C9", "dina"))[-1].text
