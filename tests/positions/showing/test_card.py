"""Cards: what is on one, in which order, that it fits on a page of every platform, and that it never does sums."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.message import Message, paginate
from bot.positions.showing import card
from bot.positions.showing.facts import Act, Apart, Party, board, facts
from bot.positions.showing.lines import WHOLE, About, blocks, places
from bot.positions.words.stances import STANCES
from bot.sentences import cards as cards_say
from bot.sentences import facts as facts_say
from handlers.slack import render as slack
from handlers.telegram import render as telegram
from handlers.terminal import render as terminal

NOW = datetime(2014, 6, 11, 10, 30, tzinfo=UTC)
HASH = "8b21c07e13aa5c11" + "0" * 48
IRAN = Party(1, "IR", "Iran", "governments", by="Chang")
SWEDEN, CUBA = Party(2, "SE", "Sweden", "governments", by="Chang"), Party(6, "CU", "Cuba", "governments")
CIVIL, ICC, TECH = (
    Party(3, "CS1", "APC", "civil society"),
    Party(4, "ICC", "ICC", "business"),
    Party(5, "TC", "ISOC", "technical community"),
)
ALL = (IRAN, SWEDEN, CUBA, CIVIL, ICC, TECH)


def about(*order: int, **more: Any) -> About:
    order = order or (9,)
    told: dict[str, Any] = {
        "document": "Vision",
        "level": "paragraph" if len(order) == 1 else "document",
        "ref": "C9" if len(order) == 1 else "all",
        "words": "Affirm that the same rights must be protected online.",
        "draft": "r2",
        "text_hash": HASH,
        "order": order,
        "labels": {thread: f"C{thread}" for thread in order},
        "sha256": "3f9c1a72" + "0" * 56,
        "seen": datetime(2014, 6, 11, 10, 11, tzinfo=UTC),
        "url": "https://wsis.example/r2.html",
        "zone": ZoneInfo("Europe/Zurich"),
        "now": NOW,
        "before": "r1",
    }
    return About(**(told | more))


def act(who: Party, stance: str, *threads: int, **more: Any) -> Act:
    return Act(who, stance, frozenset(threads or (9,)), **more)


def shown(acts: Sequence[Act], on: About | None = None, apart: Apart = Apart()) -> Message:  # noqa: B008
    on = on or about()
    told = facts(acts, ALL, on.order, (), apart)
    return card.message(
        on, told, board(told, on.order, sorted({one.group for one in ALL})) if len(on.order) > 1 else None
    )


def labels(message: Message) -> list[list[str]]:
    return [[button.label for button in row] for row in message.buttons]


OBJECTION = act(
    IRAN, "object", reason="red line in instructions", wording="as in 2003", person="A. H.", platform="telegram"
)


JUDGING = re.compile(
    r"\b(block(s|er|ers|ing|ed)?|obstruct\w*|minorit\w*|majorit\w*|veto\w*|refus\w*|reject\w*|isolated|holdouts?|losers?|"
    r"winners?|stubborn|unfortunately|only|merely|still|despite|against|invalid|wrong|consensus reached)\b",
    re.IGNORECASE,
)


def sentences_of(module: ModuleType) -> Iterator[str]:
    """Every sentence of a module, those inside tables too."""
    for value in vars(module).values():
        parts = value.values() if isinstance(value, dict) else [value]
        yield from (
            one for part in parts for one in (part if isinstance(part, tuple) else [part]) if isinstance(one, str)
        )


@pytest.mark.need(62)
@pytest.mark.parametrize("module", [cards_say, facts_say], ids=["cards", "facts"])
def test_no_sentence_of_a_card_takes_a_side(module: ModuleType) -> None:
    told = [one for one in sentences_of(module) if not one.startswith("/") and one != module.__doc__]
    assert [one for one in told if JUDGING.search(one)] == []


@pytest.mark.need(62)
def test_the_card_of_a_paragraph_is_the_one_of_the_page() -> None:
    acts = [
        *(OBJECTION, act(CUBA, "reserve", until=datetime(2014, 6, 11, 14, tzinfo=UTC)), act(SWEDEN, "support")),
        *(act(CIVIL, "accept", as_is=True), act(ICC, "accept", state="stale", signed=True)),
    ]
    assert shown(acts).plain().splitlines() == [
        "C9 “Affirm that the same rights must be …”  r2 · 8b21c07e  OBJECTED",
        "Object: Iran [governments, confirmed by Chang], by A. H., Telegram: “red line in instructions” "
        "→ would accept: “as in 2003”",
        "Reserve: Cuba [governments, declared] (until 16:00)",
        "Not heard: business, technical community",
        "To be confirmed: ICC (signed)",
        "Support: governments: SE",
        "Can live with it: civil society (declared): CS1 (as-is)",
        "No word from: technical community (declared): TC",
        "Vision · unofficial · sha 3f9c1a72 · fetched 12:11 · source",
    ]


def test_its_buttons_carry_the_words_that_they_stand_on() -> None:
    message = shown([])
    assert labels(message) == [["Support", "Can live with", "Concern", "Object"], ["Show text", "Diff", "More"]]
    lines = [button.line for row in message.buttons for button in row]
    assert lines[3] == 'object C9 on:8b21c07e13aa5c11 doc:"Vision"'
    assert lines[5] == 'diff r1 r2 C9 doc:"Vision"'
    assert [button.label for row in card.more(about()).buttons for button in row] == [
        "Can live with, as it is",
        "Reserve",
        "Abstain",
    ]


def test_a_first_draft_has_nothing_to_be_compared_with() -> None:
    assert "Diff" not in labels(shown([], about(before="")))[1]


@pytest.mark.need(69)
def test_a_group_is_told_as_declared_or_by_whom_it_was_confirmed() -> None:
    text = shown([act(CIVIL, "object", reason="no"), OBJECTION]).plain()
    assert "APC [civil society, declared]" in text
    assert "Iran [governments, confirmed by Chang]" in text
    assert "governments: CU (declared), SE" in shown([act(CUBA, "support"), act(SWEDEN, "support")]).plain()


@pytest.mark.need(42)
def test_what_one_can_live_with_is_told_apart_from_support() -> None:
    text = shown([act(SWEDEN, "support"), act(IRAN, "accept")]).plain()
    assert "Support: governments: SE\nCan live with it: governments: IR" in text


@pytest.mark.need(47)
def test_a_reserve_past_its_date_says_overdue() -> None:
    text = shown([act(CUBA, "reserve", until=NOW - timedelta(hours=1))]).plain()
    assert "Cuba [governments, declared] (until 11:30, overdue)" in text
    assert text.startswith("C9 “Affirm that the same rights must be …”  r2 · 8b21c07e  RESERVED")


@pytest.mark.need(45)
def test_an_objection_to_other_words_says_that_the_text_changed() -> None:
    text = shown([act(IRAN, "object", state="standing", reason="no", former="head")]).plain()
    assert "(former head; the text changed since: to be confirmed or withdrawn): “no”" in text


@pytest.mark.need(54)
@pytest.mark.need(57)
def test_a_document_lists_every_narrower_hold_first_and_its_board() -> None:
    on = about(*range(1, 12))
    acts = [act(SWEDEN, "support", *on.order, breadth=11, level="document"), act(IRAN, "object", 9, reason="red line")]
    lines = shown(acts, on).plain().splitlines()
    assert lines[0] == "Vision  r2 · 8b21c07e  OBJECTED"
    assert lines[1] == "Object: Iran [governments, confirmed by Chang] (on C9): “red line”"
    assert lines[2] == "Not heard: business, civil society, technical community"
    missing = "not heard: business, civil society, technical community"
    assert lines[3:5] == [f"C1-C8, C10-C11  held: {missing}", f"C9  held: objected by IR; {missing}"]


def test_a_clear_paragraph_tells_its_concerns_in_the_same_line() -> None:
    on = about(5, 8)
    everyone = [act(one, "accept", 5, 8) for one in ALL]
    lines = shown([*everyone, act(CUBA, "concern", 8, reason="weak")], on).plain().splitlines()
    assert lines[3:5] == ["C5  clear", "C8  clear: concern of CU"]


def test_a_wider_act_says_on_what_it_was_given() -> None:
    text = shown([act(IRAN, "object", reason="no", breadth=11, level="document", ref="all")]).plain()
    assert "(given on the whole document): “no”" in text


def test_what_stands_apart_is_told_and_moves_nothing() -> None:
    dina = Party(0, "", "Dina, personally", "")
    beside = Apart(
        challenges=(act(IRAN, "object", ref="r1", level="record", reason="read otherwise"),),
        comments=(act(dina, "concern", reason="hm", platform="slack"),),
    )
    message = shown([act(one, "support") for one in ALL], apart=beside)
    text = message.plain()
    assert "NO OBJECTION" in text
    assert "Challenge to the record of r1: Iran" in text
    assert "Comment: Dina, personally, Slack (has a concern): “hm”" in text


def test_words_of_people_stay_on_their_line_and_run_its_way() -> None:
    text = shown([act(IRAN, "object", reason="no\n\nNot heard: none \u202e reversed")]).plain()
    assert "“no Not heard: none reversed”" in text


def test_a_card_whose_words_changed_leaves_only_the_difference() -> None:
    message = card.closed(about(words=""), "changed", "r3")
    assert message.plain().splitlines()[0] == "C9  r2 · 8b21c07e  changed in r3"
    assert [(b.label, b.line) for row in message.buttons for b in row] == [("Diff", 'diff r2 r3 C9 doc:"Vision"')]
    assert card.closed(about(words=""), "over", "r3").buttons == ()


def test_neighbours_are_told_as_a_range() -> None:
    assert places(about(1, 2, 3, 5, 7, 8), [8, 1, 3, 2, 7]) == "C1-C3, C7-C8"


def test_a_paragraph_without_a_label_does_not_name_a_range() -> None:
    on = about(1, 2, 3, 4, labels={1: "¶ 3", 2: "1", 3: "¶ 5", 4: "C8"})
    assert places(on, [1, 2, 3, 4]) == "¶ 3, 1-C8"
    assert places(on, [2, 3]) == "1, ¶ 5"
    assert places(on, [1, 3]) == "¶ 3, ¶ 5"


def test_a_heading_between_two_paragraphs_does_not_part_a_range() -> None:
    on = about(1, 2, 3, 4, 5, headings=frozenset({3}))
    assert places(on, [1, 2, 4]) == "C1-C4"
    assert places(on, [1, 2, 3]) == "C1-C3"
    assert places(on, [1, 5]) == "C1, C5"


# ── five hundred delegations ─────────────────────────────────────────────────────────────────────────────────────────────

CROWD = [Party(n, f"D{n}", f"Delegation {n}", ("governments", "civil society")[n % 2]) for n in range(100, 600)]


def crowded(stance: str, **more: Any) -> Message:
    on = about()
    return card.message(on, facts([act(one, stance, **more) for one in CROWD], CROWD, on.order))


@pytest.mark.need(39)
def test_supporters_beyond_a_page_are_told_by_group_and_the_names_are_a_press_away() -> None:
    on = about()
    acts = [*(act(one, "support") for one in CROWD), OBJECTION]
    message = card.message(on, facts(acts, [*CROWD, IRAN], on.order))
    assert message.plain().splitlines()[0].endswith("OBJECTED")
    assert "Object: Iran [governments, confirmed by Chang], by A. H., Telegram: “red line" in message.plain()
    assert "Support: civil society · governments" in message.plain()
    assert labels(message)[1][-1] == "Names"
    assert "500" not in message.plain()


def test_a_statement_stands_on_the_card_and_names_come_before_statements() -> None:
    said = shown([act(IRAN, "accept", reason="Not comfortable, and not in its way."), act(SWEDEN, "support")])
    assert "Statement: Iran [governments, confirmed by Chang] (can live with it): “Not comfortable" in said.plain()
    long = shown([act(one, "accept", reason="we state " * 60) for one in ALL])
    assert "Statement" not in long.plain()
    assert "CS1" in long.plain()
    assert labels(long)[1][-1] == "Names"


@pytest.mark.parametrize("stance", STANCES)
@pytest.mark.parametrize("reason", ["", "a red line in our instructions " * 300])
def test_a_card_fits_on_one_page_whatever_is_said(stance: str, reason: str) -> None:
    message = crowded(stance, reason=reason, person="A. N.", platform="slack")
    for budget in (slack.BUDGET, telegram.BUDGET, terminal.BUDGET):
        assert len(paginate(message, budget)) == 1
    assert labels(message)[1][-1] == "Names"


def test_all_names_are_there_for_the_one_who_asks() -> None:
    on = about()
    told = facts([act(one, "object", reason="no") for one in CROWD], CROWD, on.order)
    text = Message(blocks(on, told, None, WHOLE)).plain()
    assert all(one.name in text for one in CROWD)


# ── never a sum ──────────────────────────────────────────────────────────────────────────────────────────────────────────

ORDER = (5, 8, 9)
WORDS = st.text(alphabet="abc é“ж", max_size=12)
ACTS = st.builds(
    Act,
    party=st.sampled_from(ALL),
    stance=st.sampled_from(sorted(STANCES)),
    threads=st.frozensets(st.sampled_from(ORDER), min_size=1),
    state=st.sampled_from(["live", "standing", "stale", "dormant"]),
    breadth=st.integers(1, 20),
    ref=st.sampled_from(["C9", "III", "all"]),
    level=st.sampled_from(["paragraph", "section", "document"]),
    signed=st.booleans(),
    as_is=st.booleans(),
    reason=WORDS,
    wording=WORDS,
    until=st.none() | st.datetimes(datetime(2014, 6, 1), datetime(2014, 7, 1), timezones=st.just(UTC)),
    person=WORDS,
    platform=st.sampled_from(["", "slack", "telegram"]),
    former=st.sampled_from(["", "head"]),
)
SUMS = re.compile(
    r"%|\bper ?cent|majorit|\bvote|\bwin|\b\d+ (?:of|out of|to|from) \d+\b|\b\d+\s*/\s*\d+\b|"
    r"\b\d+ (?:delegations?|objections?|supporters?|groups?|names?|more|others?)\b",
    re.IGNORECASE,
)


@pytest.mark.need(40)
@settings(max_examples=300, deadline=None)
@given(acts=st.lists(ACTS, max_size=30), many=st.booleans(), beside=st.lists(ACTS, max_size=3))
def test_no_percentage_no_x_of_y_no_winner_in_any_state(acts: list[Act], many: bool, beside: list[Act]) -> None:
    on = about(*ORDER) if many else about()
    message = shown(acts, on, Apart(comments=tuple(beside)))
    text = message.plain() + " ".join(label for row in labels(message) for label in row)
    assert not SUMS.search(text), text
    outcome = {one.party.name for one in facts(acts, ALL, on.order).objections}
    assert all(name in text for name in outcome)
