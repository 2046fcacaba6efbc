import pytest

from bot.drafts.comparison import Comparison
from bot.drafts.comparison.changes import compare
from bot.drafts.reading import Paragraph, Reading, words

STAYS = "The plenary meets at five and the chair reports on the consultations."
OTHER = "Access to networks remains uneven within and between countries."
OLD = "We note the role of governments."
LOST = "The register of commitments is published every year by the secretariat."


def reading(*texts: str) -> Reading:
    made = []
    for n, text in enumerate(texts, 1):
        text_hash, word_hash = words.hashes(text)
        made.append(Paragraph(n, text, text_hash=text_hash, word_hash=word_hash))
    return Reading("draft.txt", "text", "", 0, "en", tuple(made))


def traced(old: list[str], new: list[str], **bases: list[str]) -> Comparison:
    return compare(reading(*old), reading(*new), bases={name: reading(*texts) for name, texts in bases.items()})


@pytest.mark.need(6)
def test_every_run_of_the_new_text_is_tagged_with_the_bases_that_have_it() -> None:
    comparison = traced(
        [OLD, STAYS],
        ["We note the role of governments and of civil society today.", STAYS],
        r1=[OLD, STAYS],
        chair=["We note the role of governments and of civil society.", STAYS],
    )
    change = comparison.changes[0]
    assert list(zip(change.runs, change.origins, strict=True)) == [
        (("=", "We note the role of governments"), ("r1", "chair")),
        (("+", " and of civil society"), ("chair",)),
        (("+", " today"), ()),
        (("=", "."), ("r1", "chair")),
    ]
    assert change.origin is None


def test_a_paragraph_that_a_base_has_whole_names_that_base() -> None:
    comparison = traced([OLD, STAYS], [f"{OLD[:-1]} and business.", STAYS], chair=[f"{OLD[:-1]} and business."])
    assert comparison.changes[0].origin == "chair"
    assert comparison.changes[1].origin is None


@pytest.mark.need(11)
def test_a_paragraph_back_in_from_a_base_is_restored() -> None:
    change = traced([STAYS], [STAYS, OTHER], r0=[OTHER, STAYS]).changes[1]
    assert (change.kind, change.origin, change.runs) == ("restored", "r0", (("+", OTHER),))


def test_words_that_the_old_draft_still_has_are_added_not_restored() -> None:
    assert traced([OTHER, STAYS], [OTHER, STAYS, OTHER], r0=[OTHER]).changes[-1].kind == "added"


@pytest.mark.need(6)
def test_what_stood_in_a_base_and_in_neither_draft_is_gone() -> None:
    comparison = traced([OLD, STAYS], [OLD, STAYS], r0=[LOST, OLD, STAYS])
    assert [(lost.base, lost.n, lost.text) for lost in comparison.gone] == [("r0", 1, LOST)]
    assert traced([LOST, STAYS], [STAYS], r0=[LOST, STAYS]).gone == ()


def test_a_deleted_paragraph_has_no_origin() -> None:
    change = traced([OTHER, STAYS], [STAYS], r0=[OTHER, STAYS]).changes[0]
    assert (change.kind, change.origins, change.origin) == ("deleted", ((),), None)


def test_a_split_paragraph_is_tagged_across_its_parts() -> None:
    whole = "Access remains uneven within countries. Women and girls are most affected by the gap."
    parts = ["Access remains uneven within countries.", "Women and girls are most affected by the gap."]
    change = traced([whole, STAYS], [*parts, STAYS], r0=[whole, STAYS]).changes[0]
    assert (change.kind, change.origin) == ("split", "r0")


def test_without_a_base_nothing_is_said_of_origins() -> None:
    change = compare(reading(OLD), reading(OTHER)).changes[0]
    assert (change.origin, change.origins) == (None, ())
