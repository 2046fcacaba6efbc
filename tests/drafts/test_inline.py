"""A comparison as a message: what changed, with what stands beside it; the rest folded away."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drafts import inline
from bot.drafts.comparison import Change
from bot.drafts.comparison.changes import compare
from bot.drafts.reading import Reading
from bot.message import Quote, Span

LONG = " ".join(f"Sentence number {n} says that the information society is for everyone." for n in range(1, 30))


@pytest.fixture
def told(reading: Callable[..., Reading]) -> Callable[..., list[Any]]:
    """The blocks of a comparison of two texts."""

    def told(old: Sequence[str], new: Sequence[str], **more: Any) -> list[Any]:
        compared = compare(reading(*old), reading(*new), bases=more.pop("bases", None))
        return list(inline.blocks("Vision", "r1", "r2", compared, **more))

    return told


def quotes(blocks: list[Any]) -> list[Quote]:
    return [block for block in blocks if isinstance(block, Quote)]


def text_of(block: Any) -> str:
    return block.text if hasattr(block, "text") else "".join(span.text for span in block.spans)


def said(blocks: list[Any]) -> str:
    return "\n".join(text_of(block) for block in blocks)


def test_words_are_struck_and_inserted_where_they_stood(told: Any) -> None:
    (quote,) = quotes(told(["C9. The same rights hold."], ["C9. The same human rights hold."]))
    assert quote.spans == (Span("The same "), Span("human ", "add"), Span("rights hold."))


def test_brackets_are_kept_as_they_were_printed(told: Any) -> None:
    blocks = told(["C9. Rights online [and [/or] offline] hold."], ["C9. Rights online and [/or] offline hold."])
    (quote,) = quotes(blocks)
    assert "".join(s.text for s in quote.spans if s.mark != "add") == "Rights online [and [/or] offline] hold."
    assert "brackets only" in said(blocks)


def test_text_that_did_not_change_is_folded_away_far_from_a_change(told: Any) -> None:
    old = f"1. {LONG} The end is near, my friends. {LONG}"
    (quote,) = quotes(told([old], [old.replace("near", "far")]))
    text = text_of(quote)
    assert len(text) < 600
    assert text.count("…") == 2
    assert "The end is " in text
    assert [s.text for s in quote.spans if s.mark] == ["near", "far"]


def test_short_text_is_not_folded(told: Any) -> None:
    old = "1. We affirm that the same rights must be protected online and offline, in all media."
    (quote,) = quotes(told([old], [old.replace("same", "very same")]))
    assert "…" not in text_of(quote)


@given(st.text(st.sampled_from("ab .,;的é"), max_size=700), st.booleans(), st.booleans())
def test_folding_shows_nothing_that_was_not_there(text: str, first: bool, last: bool) -> None:
    shown = inline._folded(text, first=first, last=last)
    assert len(shown) <= len(text)
    head, _, tail = shown.partition("…")
    assert shown == text or (text.startswith(head.removesuffix(" ")) and text.endswith(tail.removeprefix(" ")))


def test_paragraphs_that_did_not_change_are_not_shown(told: Any) -> None:
    blocks = told(["1. One is here.", "2. Two is here."], ["1. One is here.", "2. Two was here."])
    assert len(quotes(blocks)) == 1
    assert "One" not in said(blocks)


def test_each_change_is_headed_by_its_label_and_what_happened(told: Any) -> None:
    blocks = told(
        ["C8. Culture is diverse.", "C9. Media are free."], ["C8. Culture is very diverse.", "C10. Ethics matter."]
    )
    for head in ("C8  reworded", "C10  added", "C9  deleted"):
        assert head in said(blocks)


def test_paragraphs_that_only_moved_or_changed_their_number_are_one_line(told: Any) -> None:
    old = ["1. One is about people.", "2. Two is about money.", "3. Three is about time."]
    new = [
        "1. One is about people.",
        "2. Something quite new came in.",
        "3. Two is about money.",
        "4. Three is about time.",
    ]
    blocks = told(old, new)
    assert "Renumbered only: 2–3 → 3–4" in said(blocks)
    assert len(quotes(blocks)) == 1


def test_a_paragraph_that_moved_to_another_number_is_not_told_as_renumbered_only(
    told: Callable[..., list[Any]],
) -> None:
    lines = [f"Decides on matter {name} as it was laid before it." for name in ("first", "second", "third", "fourth")]
    old = [f"{n}. {line}" for n, line in enumerate(lines, 1)]
    new = [f"{n}. {line}" for n, line in enumerate([lines[3], *lines[:3]], 1)]
    text = said(told(old, new))
    assert "Renumbered only: 1–3 → 2–4\n" in text
    assert "Moved only: 4 → 1\n" in text


def test_a_paragraph_without_label_that_is_gone_is_told_by_its_former_number(told: Any) -> None:
    blocks = told(["One of many.", "Quite other words stand here."], ["One of many."])
    assert "former ¶ 2  deleted" in said(blocks)


def test_a_sign_alone_needs_no_origin() -> None:
    runs = (("=", "men"), ("+", ", "), ("=", "women "), ("+", "and girls"))
    change = Change("reworded", (1,), (1,), runs, origins=((), (), (), ("chair",)))
    assert [span.text for span in inline.spans(change, tagged=True) if span.mark == "code"] == [" ‹chair›"]


def test_two_texts_with_little_in_common_say_so_first(told: Any) -> None:
    blocks = told(["1. Alpha beta gamma delta."], ["1. Quite other words stand here now."])
    assert "little in common" in text_of(blocks[1])


@pytest.mark.need(6)
def test_each_inserted_run_says_which_base_it_came_from(told: Any, reading: Callable[..., Reading]) -> None:
    base = reading("C9. The same rights hold in all media and at all times.")
    blocks = told(
        ["C9. The same rights hold."],
        ["C9. The same human rights hold in all media and at all times."],
        bases={"chair": base},
        tagged=True,
    )
    (quote,) = quotes(blocks)
    assert [s.text for s in quote.spans if s.mark == "code"] == [" ‹new›", " ‹chair›"]


def test_what_stood_in_a_base_and_in_neither_draft_is_listed(told: Any, reading: Callable[..., Reading]) -> None:
    base = reading("C9. The same rights hold.", "C12. Nobody shall be left behind by anybody.")
    blocks = told(["C9. The same rights hold."], ["C9. The same old rights hold."], bases={"chair": base}, tagged=True)
    assert "‹chair› Nobody shall be left behind by anybody." in said(blocks)


def test_split_and_merged_paragraphs_are_shown_with_their_seams() -> None:
    change = Change("split", (1,), (1, 2), (("=", "One."), ("-", " "), ("+", "\n"), ("=", "Two.")))
    assert [s.text for s in inline.spans(change)] == ["One.", " ¶ ", "Two."]


def test_another_apostrophe_or_quotation_mark_is_never_shown_as_a_change(told: Any) -> None:
    old = "1. The Assembly's \"digital divide\" between States' regions grows."
    new = "1. The Assembly’s “digital divide” between States’ regions grows again."
    (quote,) = quotes(told([old], [new]))
    assert [(s.text, s.mark) for s in quote.spans if s.mark] == [(" again", "add")]
    assert "".join(s.text for s in quote.spans) == new.removeprefix("1. ")


def test_a_blank_that_came_or_went_is_never_shown_as_a_change() -> None:
    runs = (("=", "["), ("+", " "), ("=", "All rights"), ("-", " "), ("=", "]"), ("+", " hold"))
    shown = inline.spans(Change("reworded", (1,), (1,), runs))
    assert [(s.text, s.mark) for s in shown] == [("[ All rights]", ""), (" hold", "add")]


@pytest.mark.need(8)
def test_it_is_stamped_unofficial_with_both_hashes(told: Any) -> None:
    assert text_of(told(["1. One."], ["1. Two."])[-1]).startswith("unofficial · r2 sha ")
