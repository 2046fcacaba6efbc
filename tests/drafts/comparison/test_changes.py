"""What `changes.compare` promises of any two drafts (product.md, "JSON of read and diff")."""

from collections import Counter
from itertools import pairwise

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drafts.comparison import Change, Comparison
from bot.drafts.comparison.changes import compare
from bot.drafts.reading import Paragraph, Reading, words

WORDS = [
    *(
        "the",
        "States",
        "shall",
        "should",
        "cooperate",
        "and",
        "men",
        "women",
        "30",
        "days",
        "Internet",
        "multi-stakeholder",
    ),
    *(
        "[",
        "]",
        "[and",
        "men]",
        "[12]",
        "“rights”",
        '"rights"',
        "ﬁnal",
        "final",
        "me\u00addia",
        "cafe\u0301",
        "café",
        "…",
        "...",
    ),
    *(
        "第七条",
        "信息社会",
        "［作用］",
        "カ\u3099",
        "สวัสดี",
        "น้ำใจ",
        "مَعَ",
        "الأَطْفَال",
        "क्षेत्र",
        "👩\u200d👧",
        "🇩🇪",
        "a\u0301\u0323",
        "—",
        "-",
    ),
    *("\u0301", "\u200f", "\u200b", "؀١٢", "e\u0301\u200d"),
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=14).flatmap(
    lambda parts: st.sampled_from([" ", "", "\u00a0"]).map(lambda blank: blank.join(parts).strip())
)


@st.composite
def paragraphs(draw: st.DrawFn) -> tuple[str, str, tuple[tuple[int, int], ...]]:
    """(label, text, struck spans)"""
    text = draw(TEXTS)
    spans = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=1))
    return draw(st.sampled_from(["", "1.", "2.", "(a)"])), text, tuple((a, b) for a, b in spans if a < b)


@st.composite
def drafts(draw: st.DrawFn) -> tuple[Reading, Reading]:
    """Two drafts of which the second keeps, drops, repeats and reorders paragraphs of the first."""
    old = draw(st.lists(paragraphs(), max_size=8))
    pool = st.one_of(paragraphs(), st.sampled_from(old)) if old else paragraphs()
    return reading(*old), reading(*draw(st.lists(pool, max_size=8)))


def reading(*given: str | tuple[str, str] | tuple[str, str, tuple[tuple[int, int], ...]]) -> Reading:
    """A reading of texts, of (label, text), or of (label, text, struck)."""
    made = []
    for n, item in enumerate(given, 1):
        label, text, *struck = ("", item) if isinstance(item, str) else item
        text_hash, word_hash = words.hashes(text)
        key = label.strip("().").casefold()
        made.append(
            Paragraph(
                n,
                text,
                label=label,
                key=key,
                struck=struck[0] if struck else (),
                text_hash=text_hash,
                word_hash=word_hash,
            )
        )
    return Reading("draft.txt", "text", "", sum(words.count(p.text) for p in made), "en", tuple(made))


def side(change: Change, ops: str) -> str:
    return "".join(text for op, text in change.runs if op in ops)


def only(comparison: Comparison) -> Change:
    assert len(comparison.changes) == 1
    return comparison.changes[0]


@settings(max_examples=400, deadline=None)
@given(drafts())
def test_every_paragraph_is_in_one_change_and_runs_give_both_texts_back(pair: tuple[Reading, Reading]) -> None:
    old, new = pair
    changes = compare(old, new).changes
    for draft, numbers, ops in ((old, "old", "=-"), (new, "new", "=+")):
        text_of = {p.n: p.text for p in draft.paragraphs}
        assert Counter(n for c in changes for n in getattr(c, numbers)) == Counter(list(text_of))
        for change in changes:
            assert side(change, ops) == "\n".join(text_of[n] for n in sorted(getattr(change, numbers)))
    firsts = [min(c.new) for c in changes if c.new]
    assert firsts == sorted(firsts)


@settings(max_examples=400, deadline=None)
@given(drafts())
def test_kinds_say_what_they_promise(pair: tuple[Reading, Reading]) -> None:
    old, new = pair
    before, after = ({p.n: p for p in draft.paragraphs} for draft in pair)
    for change in compare(old, new).changes:
        shape = (min(len(change.old), 2), min(len(change.new), 2))
        assert shape == {"added": (0, 1), "deleted": (1, 0), "split": (1, 2), "merged": (2, 1)}.get(change.kind, (1, 1))
        if shape != (1, 1):
            continue
        a, b = before[change.old[0]], after[change.new[0]]
        quiet = change.kind in ("same", "typography", "renumbered", "moved")
        assert change.renumbered == (a.key != b.key)
        assert (change.kind == "same") <= (a.text == b.text and not change.renumbered and not change.moved)
        assert quiet <= (a.text_hash == b.text_hash)
        assert (change.kind == "brackets") <= (a.word_hash == b.word_hash and a.text_hash != b.text_hash)
        if a.text_hash != b.text_hash:
            assert change.kind == (
                "brackets" if a.word_hash == b.word_hash and not (a.struck or b.struck) else change.kind
            )
            assert not quiet


@settings(max_examples=300, deadline=None)
@given(drafts())
def test_brackets_add_up_and_no_two_runs_of_one_kind_touch(pair: tuple[Reading, Reading]) -> None:
    comparison = compare(*pair)
    tally = comparison.brackets
    assert tally.old + tally.opened - tally.closed == tally.new
    assert min(tally.opened, tally.closed) >= 0
    for change in comparison.changes:
        assert all(text for _, text in change.runs)
        assert all(a[0] != b[0] for a, b in pairwise(change.runs))


@settings(max_examples=400, deadline=None)
@given(drafts())
def test_no_run_cuts_a_grapheme_cluster(pair: tuple[Reading, Reading]) -> None:
    for change in compare(*pair).changes:
        for ops in ("=-", "=+"):
            borders, at = set(), 0
            for op, text in change.runs:
                at += len(text) * (op in ops)
                borders.add(at)
            assert borders <= {0, *(m.end() for m in regex.finditer(r"\X", side(change, ops)))}


@settings(max_examples=200, deadline=None)
@given(drafts(), drafts())
def test_with_bases_the_runs_still_give_both_texts_back(
    pair: tuple[Reading, Reading], other: tuple[Reading, Reading]
) -> None:
    bases = {"chair": other[0], "r1": pair[0]}
    plain, traced = compare(*pair).changes, compare(*pair, bases=bases).changes
    for a, b in zip(plain, traced, strict=True):
        assert (a.old, a.new) == (b.old, b.new)
        assert side(a, "=-") == side(b, "=-")
        assert side(a, "=+") == side(b, "=+")
        assert len(b.runs) == len(b.origins)
        assert {name for names in b.origins for name in names} <= set(bases)
        assert b.kind == a.kind or (a.kind, b.kind) == ("added", "restored")


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("The States shall cooperate.", "The States shall cooperate.", "same"),
        ('The "ﬁrst" me\u00addia.', "The “first” media.", "typography"),
        ("Both women and men.", "Both women [and men].", "brackets"),
        ("Within 30 days.", "Within 60 days.", "reworded"),
        ("Within 30 days", "Within 30 days.", "reworded"),
        ("the States shall", "The States shall", "reworded"),
        (("1.", "The States shall."), ("2.", "The States shall."), "renumbered"),
        (("1.", 'The "States" shall.'), ("2.", "The “States” shall."), "renumbered"),
        ("", "", "same"),
    ],
)
def test_the_strongest_kind_is_said(old: str | tuple[str, str], new: str | tuple[str, str], kind: str) -> None:
    assert only(compare(reading(old), reading(new))).kind == kind


@pytest.mark.need(80)
def test_two_words_added_are_two_words_shown() -> None:
    change = only(compare(reading("Protect the rights of women."), reading("Protect the rights of women and men.")))
    assert change.runs == (("=", "Protect the rights of women"), ("+", " and men"), ("=", "."))


def test_a_strike_alone_is_reworded_and_shown() -> None:
    new = reading(("", "We note the report with regret.", ((19, 30),)))
    change = only(compare(reading("We note the report with regret."), new))
    assert change.kind == "reworded"
    assert change.runs == (("=", "We note the report "), ("-", "with regret"), ("+", "with regret"), ("=", "."))


def test_a_mark_alone_leaves_the_paragraph_the_same_and_is_told() -> None:
    old, new = reading("We recall the first phase."), reading("We recall the first phase.")
    marked = Paragraph(**{**{f: getattr(new.paragraphs[0], f) for f in Paragraph.__slots__}, "mark": "[agreed]"})
    comparison = compare(old, Reading("x", "text", "", 5, "en", (marked,)))
    assert (only(comparison).kind, only(comparison).mark) == ("same", (None, "[agreed]"))
    assert comparison.shown() == comparison.changes


def test_a_deletion_stands_where_the_paragraph_stood() -> None:
    first, second, third = "The first part of the text.", "Access for everyone everywhere.", "Reports are due by 2030."
    changes = compare(reading(first, second, third), reading(first, third)).changes
    assert [c.kind for c in changes] == ["same", "deleted", "same"]


def test_terms_are_counted_on_both_sides() -> None:
    comparison = compare(reading("Human\u00a0rights."), reading("Human rights, human rights."), terms=["human rights"])
    assert comparison.to_json()["terms"] == {"human rights": {"old": 1, "new": 2}}
