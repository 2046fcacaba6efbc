"""A poll's card and the arithmetic of secrecy: names by group, no share, nobody's answer worked out."""

import base64
from collections import Counter
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from bot.positions.asking import pulse
from bot.positions.asking.pulse import Given, Question
from bot.positions.asking.sealing import Seal

ZONE = ZoneInfo("Europe/Zurich")
NOW = datetime(2014, 6, 11, 10, 0, tzinfo=UTC)


def asked(**more: Any) -> Question:
    told: dict[str, Any] = {
        "id": 3,
        "ref": "C9",
        "draft": "r2",
        "text_hash": "8b21c07e" * 8,
        "words": "Affirm that the same rights must be protected online.",
        "text": "Keep “and men”?",
        "options": ("Yes", "No", "No view"),
        "secret": False,
        "multi": False,
        "by_person": False,
        "adding": False,
        "asker": "Dina",
        "closes": NOW.replace(hour=15),
    }
    return Question(**told | more)


def card(question: Question, *given: Given, result: pulse.Opened | None = None) -> str:
    return pulse.card(question, given, result, ZONE, NOW).plain()


@pytest.mark.need(40)
def test_answers_are_told_by_group_and_name_and_never_as_a_share() -> None:
    told = card(
        asked(silent=("technical community",)),
        Given("SE", "governments", (0,)),
        Given("NO", "governments", (0,)),
        Given("CS1", "civil society", (0,)),
        Given("IR", "governments", (1,)),
    )
    assert "Yes: civil society CS1 · governments NO, SE\nNo: governments IR\nNo view: –" in told
    assert "No answer from: technical community" in told
    assert "A pulse, not a decision · open until 17:00 Europe/Zurich (15:00 UTC)" in told
    assert "%" not in told
    assert "of 4" not in told


def test_names_without_room_are_had_by_a_button() -> None:
    many = [Given(f"D{n:03}", "governments", (0,)) for n in range(400)]
    told = card(asked(), *many)
    assert "and others: Names" in told
    assert len(told) < 1500
    assert "D399" in pulse.everyone(asked(), many).plain()


def test_an_open_secret_poll_shows_its_options_and_what_is_not_promised() -> None:
    message = pulse.card(asked(secret=True), [], None, ZONE, NOW)
    assert "Not promised: the operator" in message.plain()
    assert [b.label for row in message.buttons for b in row] == ["Answer in private"]


def test_a_closed_poll_has_no_buttons() -> None:
    assert pulse.card(asked(closed="closed at its time, 17:00"), [], None, ZONE, NOW).buttons == ()


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12)))
@pytest.mark.need(66)
def test_no_group_of_fewer_than_five_can_be_worked_out(sizes: dict[str, int]) -> None:
    told = pulse.groups_told(sizes)
    left = sum(size for group, size in sizes.items() if group not in told)
    assert all(sizes[group] >= pulse.FEWEST for group in told)
    assert left == 0 or left >= pulse.FEWEST or not told


def test_a_group_of_one_beside_a_large_one_hides_the_large_one_too() -> None:
    assert pulse.groups_told({"governments": 7, "business": 1}) == frozenset()
    assert pulse.groups_told({"governments": 7, "civil society": 6, "business": 1}) == {"governments"}


def test_where_fewer_than_five_took_part_nothing_is_told() -> None:
    result = pulse.opened([(0, "")] * 4, ["NO", "SE", "IR", "CS1"])
    told = card(asked(secret=True, closed="closed early, 12:00"), result=result)
    assert "Fewer than five took part" in told
    assert "NO" not in told.replace("No view", "")


def test_a_secret_result_tells_large_groups_apart_and_says_what_unanimity_gives_away() -> None:
    rows = [(0, "governments")] * 5 + [(1, "governments")] + [(0, "")] * 5
    told = card(
        asked(secret=True, closed="closed early, 12:00"), result=pulse.opened(rows, [f"D{n}" for n in range(11)])
    )
    assert "Yes: governments 5 · other groups 5\nNo: governments 1" in told
    assert "Where all of a group answered alike" in told


@given(st.sets(st.integers(0, 9)), st.text(), st.text())
def test_what_is_sealed_is_opened_with_the_same_secret_and_salt_alone(
    choices: set[int], secret: str, salt: str
) -> None:
    sealed = Seal(secret, salt).shut(choices)
    assert Seal(secret, salt).open(sealed) == tuple(sorted(choices))
    with pytest.raises(InvalidToken):
        Seal(secret, f"{salt}x").open(sealed)


def test_a_sealed_answer_tells_neither_its_length_nor_its_time() -> None:
    seal = Seal("secret", "salt")
    sealed = [seal.shut(choices) for choices in ((), (0,), range(10))]
    assert Counter(map(len, sealed)) == {100: 3}
    assert {base64.urlsafe_b64decode(one)[1:9] for one in sealed} == {b"\0" * 8}
