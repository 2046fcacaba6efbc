"""/space zone, plenary, terms: what a chair sets in chat, and what the next Flash makes of it."""

from typing import Any

import pytest

from storage.tables import Space

R3 = (
    "# III. Action lines",
    "C5. Building confidence and security.",
    "C9. Affirm that the same human rights must be protected online and offline, in all media.",
)


async def space(house: Any) -> Space:
    async with house.db.read() as session:
        return await session.get_one(Space, house.space_id)


async def flash(house: Any, post: Any) -> str:
    said = [one.text for one in await post(*R3) if one.to.chat == "room" and one.text.startswith("FLASH")]
    return said[0]


async def test_the_zone_of_a_space_is_chosen_by_its_name_or_its_city(house: Any) -> None:
    [said] = await house.say("space zone new york", "chang")
    assert said.text.startswith("The time zone of WSIS+10 Vision is America/New_York: it is ")
    assert (await space(house)).timezone == "America/New_York"


async def test_a_zone_that_does_not_exist_changes_nothing_and_names_the_nearest(house: Any) -> None:
    [said] = await house.say("space zone Europe/Zurick", "chang")
    assert "Europe/Zurich" in said.text
    assert said.labels[0] == "/space zone Europe/Zurich"
    assert (await space(house)).timezone == "Europe/Zurich"


async def test_cards_that_wait_for_the_morning_wait_for_that_of_the_new_zone(house: Any) -> None:
    await house.say("space quiet 22:00-07:00", "chang")
    await house.at("2014-06-11T23:00")
    await house.say("share C9")
    assert await house.at("2014-06-11T23:01") == []
    await house.say("space zone New York", "chang")
    assert {one.to.chat for one in await house.at("2014-06-11T23:02")} == {"room"}


async def test_the_flash_counts_down_to_the_plenary_that_the_chair_told(house: Any, post: Any) -> None:
    await house.at("2014-06-11T12:00")
    [said] = await house.say("space plenary 2014-06-12T10:00 17:00", "chang")
    assert said.text.startswith(
        "The plenary of WSIS+10 Vision: Wed 11 June 17:00 Zurich (15:00 UTC) and Thu 12 June 10:00 Zurich (08:00 UTC)."
    )
    assert "4 h 50" in await flash(house, post)


@pytest.mark.parametrize("line", ["space plenary", "space plenary soon", "space plenary 2014-02-30T17:00"])
async def test_a_plenary_without_a_time_that_can_be_read_is_asked_for(house: Any, line: str) -> None:
    [said] = await house.say(line, "chang")
    assert said.text.startswith("When is the plenary? ")
    assert (await space(house)).plenary == []


async def test_a_plenary_that_is_over_is_not_taken(house: Any) -> None:
    await house.at("2014-06-11T12:00")
    [said] = await house.say("space plenary 09:00", "chang")
    assert said.text.startswith("Wed 11 June 09:00 Zurich (07:00 UTC) is over.")
    assert "/space plenary 2014-06-12T17:00" in said.text
    assert (await space(house)).plenary == []


async def test_the_flash_counts_the_words_that_the_chair_watches(house: Any, post: Any) -> None:
    [said] = await house.say('space terms "human rights" Ethics', "chang")
    assert said.text.startswith("WSIS+10 Vision watches “human rights” and “Ethics”:")
    [overview] = await house.say("space", "chang")
    assert "Watched words: “human rights” and “Ethics”" in overview.text
    assert "“Ethics” 1 → 0" in await flash(house, post)


async def test_words_plenary_are_taken_back(house: Any) -> None:
    await house.say("space plenary 2014-06-30T17:00", "chang")
    await house.say("space plenary off", "chang")
    await house.say("space terms off", "chang")
    found = await space(house)
    assert (found.plenary, found.terms) == ([], [])


@pytest.mark.parametrize(
    "line", ["space terms", f"space terms {'x' * 81}", f"space terms {' '.join(map(str, range(21)))}"]
)
async def test_no_words_too_long_and_too_many_words_change_nothing(house: Any, line: str) -> None:
    [said] = await house.say(line, "chang")
    assert said.text.startswith("Which words are to be watched? At most 20 of 80 characters:")
    assert (await space(house)).terms == ["human rights"]


@pytest.mark.parametrize("line", ["space zone UTC", "space plenary 17:00", "space terms gender"])
async def test_what_the_configuration_says_of_a_space_is_changed_there(house: Any, line: str) -> None:
    async with house.db.write() as session:
        (await session.get_one(Space, house.space_id)).declared = True
    [said] = await house.say(line, "chang")
    assert said.text.startswith("The operator’s configuration says this of WSIS+10 Vision")


@pytest.mark.parametrize("line", ["space zone UTC", "space plenary 17:00", "space terms gender"])
async def test_only_the_chair_sets_them(house: Any, line: str) -> None:
    before = await space(house)
    await house.say(line, "hansen")
    after = await space(house)
    assert (before.timezone, before.terms, before.plenary) == (after.timezone, after.terms, after.plenary)
