"""Acts that come to hold on more paragraphs than they were given on: what speaks there is what is shown."""

from collections.abc import Callable
from typing import Any

from bot.drafts.reading import Reading

C5 = "C5. Building confidence and security in the use of all these technologies remains essential."
C8 = "C8. Cultural diversity and identity shall be respected by women in all the media of the world."
C9 = "C9. Affirm that the same rights that people have offline must also be protected online, in all media."
C12 = "C12. International and regional cooperation is needed for the follow-up in the next ten years."
C13 = "C13. Partnerships of all stakeholders are the way in which the targets shall be reached together."
FIRST, SECOND = "# III. Action lines", "# IV. Follow-up of the summit"
LONG = (
    "C9. Affirm that the same rights that people have offline must also be protected online, in all media. "
    "Recall that governments, civil society and the private sector each have a role in reaching this goal together."
)
HALVES = (LONG.partition(". Recall")[0] + ".", "C10. Recall" + LONG.partition(". Recall")[2])


async def state(house: Any, ref: str) -> str:
    [said] = await house.say(f"show {ref}", "oscar")
    return str(said.text)


async def test_an_objection_to_a_section_is_seen_on_what_is_moved_into_it(
    house: Any, reading: Callable[..., Reading]
) -> None:
    await house.keep(reading(FIRST, C5, C8, C9, SECOND, C12, C13))
    await house.say("object IV red line")
    await house.wait()
    await house.keep(reading(FIRST, C5, C8, SECOND, C12, C13, C9))
    shown = await state(house, "C9")
    assert "OBJECTED" in shown
    assert "red line" in shown


async def test_what_is_left_speaks_on_a_part_once_the_act_that_was_split_is_withdrawn(
    house: Any, reading: Callable[..., Reading]
) -> None:
    await house.keep(reading(FIRST, C5, C8, LONG, C12))
    await house.say("object all the whole of it")
    await house.say("concern C9 a word")
    await house.wait()
    await house.keep(reading(FIRST, C5, C8, *HALVES, C12))
    assert "a word" in await state(house, "C10")
    for part in ("C9", "C10"):
        assert "OBJECTED" not in await state(house, part)
        await house.say(f"withdraw {part}")
        await house.wait()
        shown = await state(house, part)
        assert "the whole of it" in shown
        assert "OBJECTED" in shown


async def test_withdraw_all_lifts_what_was_given_on_all_though_a_paragraph_is_out_since(
    house: Any, reading: Callable[..., Reading]
) -> None:
    await house.keep(reading(FIRST, C5, C8, C9, C12))
    await house.say("object all the whole of it")
    await house.say("concern C9 a word")
    await house.wait()
    await house.keep(reading(FIRST, C5, C9, C12))
    await house.say("withdraw all")
    await house.wait()
    assert [one.stance for one in await house.positions("taken")] == []
