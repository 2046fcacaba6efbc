"""The table by which positions are carried, cell by cell, and what it does to real words."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.drafts.comparison.changes import compare
from bot.drafts.reading import Paragraph, Reading
from bot.positions.onward.carry import BLOCKING, CARRY, Fate, Held, carried, fates, grown
from bot.positions.words.stances import STANCES, row_of
from bot.positions.words.threads import Threads, going_on, numbered, onward

Make = Callable[..., Reading]

STAYS = ("same", "typography", "renumbered", "moved")
TABLE = {
    # row: brackets, reworded, deleted
    "signoff": ("unsigned", "stale", "dormant"),
    "as_is": ("stale", "stale", "dormant"),
    "plain": ("stays", "stale", "dormant"),
    "blocking": ("standing", "standing", "dormant"),
    "abstain": ("stays", "stale", "dormant"),
}
CELLS = [(row, kind, "stays") for row in TABLE for kind in STAYS] + [
    (row, kind, effect)
    for row, effects in TABLE.items()
    for kind, effect in zip(("brackets", "reworded", "deleted"), effects, strict=True)
]
P = Paragraph(1, "[The] words of now.", text_hash="now", word_hash="words")


@pytest.mark.parametrize(("row", "kind", "effect"), CELLS, ids=[f"{row}-{kind}" for row, kind, _ in CELLS])
def test_every_cell_of_the_table(row: Any, kind: Any, effect: str) -> None:
    assert CARRY[row][kind] == effect
    held = Held(row, signed=row == "signoff", text_hash="then")
    new = carried(held, Fate(kind, None if kind == "deleted" else P))
    assert new.state == {"stays": "live", "unsigned": "live"}.get(effect, effect)
    assert new.signed == (row == "signoff" and effect == "stays")


@pytest.mark.parametrize("stance", STANCES)
def test_every_stance_has_its_row(stance: str) -> None:
    expected = {"support": "plain", "accept": "plain", "abstain": "abstain"}.get(stance, "blocking")
    assert row_of(stance, signoff=False, as_is=False) == expected
    assert set(CARRY) == {row_of(stance, signoff=True, as_is=False), *TABLE, "deletion"}


def test_where_several_rows_apply_the_strictest_wins() -> None:
    assert row_of("accept", signoff=True, as_is=True) == "as_is"


@pytest.mark.parametrize("row", TABLE)
@pytest.mark.parametrize("state", ["stale", "standing"])
def test_what_waits_for_a_word_waits_whatever_comes(row: str, state: str) -> None:
    for kind in ("same", "typography", "moved", "brackets", "reworded"):
        assert carried(Held(row, state, text_hash="then"), Fate(kind, P)).state == state


@pytest.mark.parametrize("row", TABLE)
@pytest.mark.parametrize("state", ["live", "stale", "standing"])
def test_what_is_deleted_wakes_as_it_was_with_the_same_words_and_unsigned(row: str, state: str) -> None:
    rests = carried(Held(row, state, signed=row == "signoff", text_hash="now"), Fate("deleted", None))
    assert (rests.state, rests.was) == ("dormant", state)
    woken = carried(rests, Fate("back", P))
    assert (woken.state, woken.signed, woken.was) == (state, False, "")


@pytest.mark.parametrize("row", TABLE)
def test_what_is_back_in_other_words_is_to_be_confirmed(row: str) -> None:
    woken = carried(Held(row, "dormant", "live", text_hash="then"), Fate("back", P))
    assert woken.state == ("standing" if row in BLOCKING else "stale")


def test_words_that_are_back_struck_through_are_other_words() -> None:
    struck = Paragraph(1, "The words.", struck=((0, 3),), text_hash="now", word_hash="now")
    assert carried(Held("plain", "dormant", "live", text_hash="now"), Fate("back", struck)).state == "stale"


def test_a_sign_off_does_not_outlive_other_brackets_where_the_reading_changed() -> None:
    assert carried(Held("signoff", signed=True), Fate("brackets", P), reread=True).state == "stale"


# ── on real words ────────────────────────────────────────────────────────────────────────────────────────────────────────

ABOVE = "C8. Cultural diversity and identity shall be respected by women in all the media of the world."
BELOW = "C10. The ethical dimensions of the information society are to be considered by everybody concerned."


def threads(old: Reading, new: Reading) -> tuple[Threads, Threads]:
    """Of a first draft and the one after it."""
    before = numbered(old, 0)
    return before, onward(going_on(before, compare(old, new)), new, {}, {}, len(before))


def on(reading: Make, old: str, new: str, row: str = "signoff") -> str:
    """How a position on C9 holds when its line is another one: its state, " signed" behind it."""
    a, b = reading(ABOVE, old, BELOW), reading(ABOVE, new, BELOW)
    before, after = threads(a, b)
    p = a.paragraphs[1]
    held = Held(row, signed=row == "signoff", text_hash=p.text_hash)
    found = carried(held, fates(compare(a, b), before, after)[before[p.n]])
    return found.state + (" signed" if found.signed else "")


TEXT = "C9. Affirm the 2015 review within 30 days, that the same rights that people have must be protected by men."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2015 review", "2016 review"),
        ("30 days", "60 days"),
        ("by men", "by women and men"),
        ("must be", "shall be"),
        ("have must", "have, must"),
        ("Affirm", "affirm"),
        (" same ", " "),
        ("by men.", "by men"),
    ],
)
def test_any_change_of_the_words_is_to_be_confirmed(reading: Make, old: str, new: str) -> None:
    other = TEXT.replace(old, new)
    assert other != TEXT
    assert on(reading, TEXT, other) == "stale"
    assert on(reading, TEXT, other, "plain") == "stale"
    assert on(reading, TEXT, other, "as_is") == "stale"
    assert on(reading, TEXT, other, "abstain") == "stale"
    assert on(reading, TEXT, other, "blocking") == "standing"


def test_a_number_that_is_not_a_label_is_words(reading: Make) -> None:
    old, new = "2015 review of the outcomes shall be held by all.", "2016 review of the outcomes shall be held by all."
    assert on(reading, old, new) == "stale"


_WORDS = st.sampled_from(
    [
        "rights",
        "people",
        "“media”",
        "don’t",
        "well-being",
        "2015",
        "30",
        "naïve",
        "all",
        "права",
        "社会",
        "(online)",
        "co-op",
    ]
)
SENTENCES = st.lists(_WORDS, min_size=8, max_size=30).map(lambda words: "Affirm " + " ".join(words) + ".")

_ENOUGH = settings(max_examples=60, deadline=None)

# What typography may do to a text without touching a word of it.
QUIET: dict[str, Callable[[str], str]] = {
    "blanks": lambda text: text.replace(" ", "  "),
    "no-break blanks": lambda text: text.replace(" ", "\u00a0"),
    "quotes": lambda text: text.replace("“", '"').replace("”", "»"),
    "apostrophes": lambda text: text.replace("’", "'"),
    "dashes": lambda text: text.replace("-", "\u2011"),
    "soft hyphens": lambda text: text.replace("pe", "p\u00ade").replace("ri", "r\u00adi"),
    "zero width": lambda text: text.replace("a", "\u200ba"),
    "decomposed": lambda text: text.replace("ï", "i\u0308"),
}


@_ENOUGH
@given(
    text=SENTENCES,
    how=st.sets(st.sampled_from(sorted(QUIET))),
    label=st.sampled_from(["C9", "C11", "C 9", "14", "III"]),
)
def test_no_reflow_quote_dash_hyphen_blank_or_number_ever_voids(
    reading: Make, text: str, how: set[str], label: str
) -> None:
    new = text
    for one in how:
        new = QUIET[one](new)
    for row in TABLE:
        assert on(reading, f"C9. {text}", f"{label}. {new}", row).startswith("live")
    assert on(reading, f"C9. {text}", f"{label}. {new}") == "live signed"


def _changed(text: str, at: int, sign: str) -> str:
    return text[:at] + sign + text[at + 1 :]


@_ENOUGH
@given(text=SENTENCES, at=st.integers(8, 400), sign=st.sampled_from("aZ09éж会"))
def test_any_changed_letter_or_digit_is_a_change_of_words(reading: Make, text: str, at: int, sign: str) -> None:
    assume(at < len(text) and text[at].isalnum() and text[at] != sign)
    new = _changed(text, at, sign)
    for row in TABLE:
        expected = "standing" if row == "blocking" else "stale"
        assert on(reading, f"C9. {text}", f"C9. {new}", row) == expected


@_ENOUGH
@given(text=SENTENCES, gap=st.integers(0, 30), sign=st.sampled_from([",", ";", ":", " not", " 7", "!", " /"]))
def test_any_sign_or_word_put_in_is_a_change_of_words(reading: Make, text: str, gap: int, sign: str) -> None:
    parts = text.split(" ")
    at = gap % len(parts)
    new = " ".join([*parts[:at], parts[at] + sign, *parts[at + 1 :]])
    for row in TABLE:
        expected = "standing" if row == "blocking" else "stale"
        assert on(reading, f"C9. {text}", f"C9. {new}", row) == expected
        assert on(reading, f"C9. {new}", f"C9. {text}", row) == expected


@_ENOUGH
@given(text=SENTENCES, first=st.integers(1, 30), last=st.integers(1, 30))
def test_any_bracket_has_the_effect_of_its_row(reading: Make, text: str, first: int, last: int) -> None:
    parts = text.split(" ")
    a, b = sorted((1 + first % (len(parts) - 1), 1 + last % (len(parts) - 1)))
    parts[a] = f"[{parts[a]}"
    parts[b] = f"{parts[b]}]"
    new = " ".join(parts)
    effects = {"signoff": "live", "as_is": "stale", "plain": "live", "blocking": "standing", "abstain": "live"}
    for row, effect in effects.items():
        assert on(reading, f"C9. {text}", f"C9. {new}", row) == effect
        assert on(reading, f"C9. {new}", f"C9. {text}", row) == effect


@_ENOUGH
@given(text=SENTENCES, sign=st.sampled_from([",", " not"]))
def test_moved_and_renumbered_never_soften_a_change_of_words(reading: Make, text: str, sign: str) -> None:
    a = reading(f"C9. {text}", ABOVE, BELOW)
    b = reading(ABOVE, BELOW, f"C11. {text.replace(' ', sign + ' ', 1)}")
    before, after = threads(a, b)
    new = carried(Held("signoff", signed=True), fates(compare(a, b), before, after)[before[1]])
    assert new.state in ("stale", "dormant")


# ── what stands within a scope now ───────────────────────────────────────────────────────────────────────────────────────


def test_what_was_moved_between_others_does_not_widen_a_range(reading: Make) -> None:
    a = reading("C1. One.", "C2. Two.", "C3. Three.", "C4. Four.")
    b = reading("C1. One.", "C4. Four.", "C2. Two.", "C3. Three.")
    before, after = threads(a, b)
    assert grown("range", [1, 2], b, after, frozenset(before.values())) == ()
