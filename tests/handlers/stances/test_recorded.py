"""/support, /accept, /abstain, /concern, /object, /reserve: what is recorded, and what replaces what."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.handlers.stances.steps import C9, holdings, record


async def test_a_stance_is_recorded_on_the_very_words_and_shown_to_its_author_alone(house: Any) -> None:
    (said,) = await house.say("support C9")
    assert said.how == "whisper"
    assert "Recorded for Norway 12:57:00, shown at 12:58:00." in said.text
    assert C9 in said.text
    (row,) = await house.positions()
    assert (row.state, row.stance, row.level, row.ref) == ("pending", "support", "paragraph", "C9")
    assert f"r2 · {row.text_hash[:8]}" in said.text
    await house.wait()
    (row,) = await house.positions()
    assert (row.state, row.pressed.hour, row.taken.minute) == ("taken", 10, 58)
    (held,) = await holdings(house)
    assert (held.state, held.row, held.text_hash, held.speaks) == ("live", "plain", row.text_hash, True)


@pytest.mark.need(42)
async def test_can_live_with_it_is_kept_apart_from_support(house: Any) -> None:
    await house.say("accept C9")
    await house.say("support C8")
    await house.wait()
    assert [(one.ref, one.stance) for one in await house.positions()] == [("C9", "accept"), ("C8", "support")]
    assert [one["stance"] for one in await record(house)] == ["accept", "support"]
    for ref, said in (("C9", "Can live with it: "), ("C8", "Support: ")):
        (shown,) = await house.say(f"show {ref}")
        assert any(line.startswith(said) and "NO" in line for line in shown.text.splitlines())


@pytest.mark.parametrize(
    ("line", "stance", "reason", "as_is"),
    [
        ("support C9 --as-is", "support", "", True),
        ("accept C9 —as-is we thank the chair", "accept", "we thank the chair", True),
        ("abstain C9", "abstain", "", False),
        ("concern C9 dissociates from the second half", "concern", "dissociates from the second half", False),
        ("object с9 red line, “in instructions”", "object", "red line, “in instructions”", False),
        ("object C9 “all of it”", "object", "all of it", False),
        ('object C9 "all" of "it"', "object", '"all" of "it"', False),
    ],
)
async def test_each_stance_with_what_goes_with_it(house: Any, line: str, stance: str, reason: str, as_is: bool) -> None:
    await house.say(line)
    (row,) = await house.positions()
    assert (row.stance, row.reason, row.as_is, row.ref) == (stance, reason, as_is, "C9")


async def test_the_words_that_would_lift_an_objection_stand_behind_would_accept(house: Any) -> None:
    (said,) = await house.say("object C9 red line; would accept: the same rights offline")
    (row,) = await house.positions()
    assert (row.reason, row.wording) == ("red line", "the same rights offline")
    assert "objects: “red line” → would accept: “the same rights offline”" in said.text
    (said,) = await house.say("object C8 red line", who="alma")
    assert "would accept" in said.text


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("reserve C9 until:2014-06-11T16:00 capital", datetime(2014, 6, 11, 14, 0, tzinfo=UTC)),
        ("reserve C9 until:16:00 capital", datetime(2014, 6, 11, 14, 0, tzinfo=UTC)),
        ("reserve C9 2014-06-12 capital", datetime(2014, 6, 12, 21, 59, tzinfo=UTC)),
        ("reserve C9 2014-06-12 16:00 capital", datetime(2014, 6, 12, 14, 0, tzinfo=UTC)),
    ],
)
async def test_a_reserve_has_its_date_in_the_time_zone_of_the_space(house: Any, line: str, until: datetime) -> None:
    await house.say(line)
    (row,) = await house.positions()
    assert (row.stance, row.until) == ("reserve", until)


async def test_a_reserve_runs_to_the_end_of_its_day_where_no_time_is_said(house: Any) -> None:
    (said,) = await house.say("reserve C9 until:2014-06-11")
    assert "reserves, ad referendum, until 23:59" in said.text


async def test_several_references_are_several_acts_and_the_whole_is_one_on_every_paragraph(house: Any) -> None:
    (said,) = await house.say("support C5, C8 C10")
    assert said.text.count("supports") == 3
    await house.say("support all", who="alma")
    await house.say("abstain III", who="hansen")
    await house.say("accept C8-C9", who="hansen")
    await house.wait()
    scopes = [(one.level, one.ref, one.breadth) for one in await house.positions()]
    assert scopes[:3] == [("paragraph", ref, 1) for ref in ("C5", "C8", "C10")]
    assert scopes[3:] == [("document", "all", 6), ("section", "III", 6), ("range", "C8-C9", 2)]


@pytest.mark.need(10)
async def test_the_record_of_a_draft_is_disputed_apart_from_its_words(house: Any) -> None:
    (said,) = await house.say("object r1 does not accurately reflect the status of discussions")
    assert "the record of r1" in said.text
    await house.wait()
    (row,) = await house.positions("taken")
    assert (row.level, row.ref, row.threads) == ("record", "r1", [])
    assert await holdings(house) == []
    (shown,) = await house.say("show all")
    assert "Challenge to the record of r1: Norway" in shown.text
    assert "OBJECTED" not in shown.text


async def test_one_objects_to_a_deletion_by_the_label_that_is_gone(house: Any, reading: Callable[..., Any]) -> None:
    await house.keep(reading("# III. Action lines", "C5. Building confidence and security.", "C10. Ethics matter."))
    (said,) = await house.say("support C9")
    assert "C9 is no longer in r3; it stood in r2" in said.text
    assert said.labels == ["/object C9 doc:Vision"]
    assert await house.positions() == []
    (said,) = await house.say("object C9 human rights must stay")
    assert "the deletion of C9" in said.text
    await house.wait()
    (row,) = await house.positions("taken")
    assert (row.level, row.ref) == ("deletion", "C9")
    (held,) = await holdings(house)
    assert (held.row, held.state, held.text_hash) == ("deletion", "live", row.text_hash)


async def test_an_acceptance_replaces_the_objection_and_the_record_keeps_both(house: Any) -> None:
    await house.say("object C9 red line", who="hansen")
    await house.wait()
    await house.say("accept C9 for the sake of compromise", who="hansen")
    await house.wait()
    first, second = await house.positions()
    assert (first.state, first.end, first.ended_by, first.ended) == ("ended", "replaced", second.id, second.pressed)
    assert [held.position_id for held in await holdings(house)] == [second.id]
    told = await record(house)
    assert [one["stance"] for one in told] == ["object", "accept"]
    assert told[1]["ends"] == [first.id]


async def test_the_last_press_counts_whichever_is_sent_first(house: Any) -> None:
    await house.say("support C9", who="hansen")
    house.desk.clock.advance(10)
    (said,) = await house.say("accept C9", who="alma")
    await house.press(said, "Send now", who="alma")
    await house.wait()
    first, second = await house.positions()
    assert (first.stance, first.state, first.end) == ("support", "ended", "replaced")
    assert (second.stance, second.state) == ("accept", "taken")


async def test_the_narrower_act_speaks_whatever_its_time_and_a_broad_one_asks_about_it(house: Any) -> None:
    await house.say("object C9 red line", who="hansen")
    await house.wait()
    (said,) = await house.say("support all", who="hansen")
    assert "still counts there" in said.text
    assert said.labels == ["Undo", "Send now", "Withdraw on C9"]
    await house.wait()
    objection, support = await house.positions("taken")
    speaking = {held.thread: held.position_id for held in await holdings(house) if held.speaks}
    assert speaking[objection.threads[0]] == objection.id
    assert set(speaking) == set(support.threads)
    (said,) = await house.press(said, "Withdraw on C9", who="hansen")
    await house.wait()
    assert {held.position_id for held in await holdings(house)} == {support.id}
    assert all(held.speaks for held in await holdings(house))


@pytest.mark.need(60)
async def test_what_somebody_says_of_others_changes_nothing_for_them(house: Any) -> None:
    await house.seat("kim", "KE")
    await house.say("object C9 red line", who="kim")
    await house.wait()
    (before,) = await house.say("show C9")
    await house.say("support C9 Kenya has agreed to the compromise text", who="hansen")
    await house.wait()
    (after,) = await house.say("show C9")
    for shown in (before, after):
        assert "OBJECTED" in shown.text
        assert "Object: Kenya" in shown.text
    kenya, norway = await house.positions("taken")
    assert (kenya.stance, kenya.state, norway.stance) == ("object", "taken", "support")
    assert kenya.delegation_id != norway.delegation_id
    (said,) = await house.say("support C9 as:KE", who="hansen")
    assert "Kenya speaks through its own people" in said.text
    assert len(await house.positions()) == 2
