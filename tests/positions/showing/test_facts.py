"""Facts: names, never totals; one objector is an objection, whoever else agrees."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.positions.showing.facts import Act, Apart, Gap, Party, board, facts, overdue

GROUPS = ("governments", "civil society", "business", "technical community")
C9 = (9,)


def party(number: int, group: str = "governments", **more: Any) -> Party:
    return Party(number, f"D{number}", f"Delegation {number}", group, **more)


IRAN, NORWAY = Party(1, "IR", "Iran", "governments"), Party(2, "NO", "Norway", "governments")
CIVIL, ICC, TECH = Party(3, "CS1", "APC", "civil society"), Party(4, "ICC", "ICC", "business"), party(5, GROUPS[3])
ALL = (IRAN, NORWAY, CIVIL, ICC, TECH)


def act(who: Party, stance: str, *threads: int, **more: Any) -> Act:
    return Act(who, stance, frozenset(threads or C9), **more)


def state(*acts: Act, required: tuple[str, ...] = ("governments",), apart: Apart = Apart()) -> str:  # noqa: B008
    return facts(acts, ALL, C9, required, apart).state


@pytest.mark.need(39)
def test_one_objector_is_named_not_counted_away() -> None:
    crowd = [party(n) for n in range(100, 600)]
    told = facts([*(act(one, "support") for one in crowd), act(IRAN, "object")], [*crowd, IRAN], C9)
    assert told.state == "objected"
    assert [one.party.name for one in told.objections] == ["Iran"]


def test_the_state_is_the_first_that_holds() -> None:
    heard = [act(one, "support") for one in ALL]
    assert state(*heard, required=GROUPS) == "no objection"
    assert state(*heard, act(IRAN, "concern"), required=GROUPS) == "concerns"
    assert state(*heard, act(IRAN, "concern"), act(NORWAY, "accept", state="stale"), required=GROUPS) == "re-confirm"
    assert state(act(IRAN, "concern"), act(NORWAY, "accept", state="stale"), required=GROUPS) == "not heard"
    assert state(act(IRAN, "reserve")) == "reserved"
    assert state(act(IRAN, "reserve"), act(NORWAY, "object")) == "objected"


@pytest.mark.need(44)
def test_after_an_objection_becomes_a_concern_it_waits_for_the_group_that_was_not_heard() -> None:
    others = [act(NORWAY, "support"), act(CIVIL, "accept"), act(ICC, "accept")]
    assert state(act(IRAN, "object"), *others, required=GROUPS) == "objected"
    told = facts([act(IRAN, "concern"), *others], ALL, C9, GROUPS)
    assert (told.state, told.not_heard) == ("not heard", (Gap("technical community"),))
    assert state(act(IRAN, "concern"), *others, act(TECH, "abstain"), required=GROUPS) == "concerns"


def test_to_abstain_is_to_be_heard_and_an_act_to_be_confirmed_is_not() -> None:
    assert state(act(TECH, "abstain"), required=(GROUPS[3],)) == "no objection"
    assert state(act(TECH, "support", state="stale"), required=(GROUPS[3],)) == "not heard"
    assert state(act(TECH, "object", state="standing"), required=(GROUPS[3],)) == "objected"


def test_without_required_groups_those_of_the_delegations_are_to_be_heard() -> None:
    told = facts([act(IRAN, "support")], ALL, C9)
    assert told.not_heard == (Gap("business"), Gap("civil society"), Gap("technical community"))
    assert told.heard == ("governments",)


@pytest.mark.need(45)
def test_an_objection_on_other_words_stands_and_still_blocks() -> None:
    told = facts([act(IRAN, "object", state="standing")], ALL, C9, ("governments",))
    assert (told.state, told.stale) == ("objected", ())


@pytest.mark.need(47)
def test_a_reserve_past_its_date_is_overdue_and_holds_on() -> None:
    now = datetime(2014, 6, 11, 16, tzinfo=UTC)
    late = act(IRAN, "reserve", until=now - timedelta(days=30))
    assert overdue(late, now)
    assert not overdue(act(IRAN, "reserve", until=now + timedelta(hours=1)), now)
    assert state(late, act(NORWAY, "support")) == "reserved"


@pytest.mark.need(54)
def test_of_a_document_the_narrowest_hold_comes_first_and_one_paragraph_is_enough() -> None:
    order = tuple(range(1, 12))
    whole = act(NORWAY, "object", *order[:8], *order[9:], breadth=11, level="document")
    told = facts([whole, act(IRAN, "object", 9), act(NORWAY, "accept", 9)], ALL, order, ("governments",))
    assert [one.party.code for one in told.objections] == ["IR", "NO"]
    only = facts([act(ICC, "support", *order, breadth=11), act(IRAN, "object", 9)], ALL, order, ("business",))
    assert only.state == "objected"


def test_a_group_heard_on_some_paragraphs_alone_is_a_gap_on_the_others() -> None:
    told = facts([act(TECH, "support", 5, 8)], ALL, (5, 8, 9), (GROUPS[3],))
    assert told.not_heard == (Gap(GROUPS[3], (9,)),)


def test_groups_are_to_be_heard_on_what_is_asked_alone_and_an_act_on_the_rest_is_no_error() -> None:
    acts = [act(TECH, "support", 5, 8), act(IRAN, "object", 1, 5)]
    told = facts(acts, ALL, (1, 5, 8), (GROUPS[3],), asked=(5, 8))
    assert told.not_heard == ()
    assert set(board(told, (5, 8), (GROUPS[3],))) == {5, 8}


@pytest.mark.need(57)
def test_the_board_tells_each_paragraph_with_its_own_gaps() -> None:
    acts = [act(IRAN, "support", 5, 8, 9), act(TECH, "object", 9), act(TECH, "accept", 5)]
    required = ("governments", GROUPS[3])
    told = board(facts(acts, ALL, (5, 8, 9), required), (5, 8, 9), required)
    assert {thread: one.state for thread, one in told.items()} == {5: "no objection", 8: "not heard", 9: "objected"}


def test_what_is_dormant_or_elsewhere_is_not_told() -> None:
    told = facts([act(IRAN, "object", state="dormant"), act(NORWAY, "object", 10)], ALL, C9)
    assert (told.objections, told.stale) == ((), ())
    assert IRAN in told.silent


def test_an_objection_to_a_deletion_is_one_to_the_document_and_one_to_its_record_is_none() -> None:
    against = act(IRAN, "object", level="deletion")
    heard = act(NORWAY, "support")
    assert state(heard, apart=Apart(deletions=(against,))) == "objected"
    assert state(heard, apart=Apart(challenges=(against,), comments=(against,))) == "no objection"
