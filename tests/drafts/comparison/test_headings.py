"""Headings that are only a number go with what they head."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.drafts.comparison import Change
from bot.drafts.comparison.changes import compare
from bot.drafts.comparison.headings import only_renumbered
from bot.drafts.reading import Paragraph, Reading, labels, words

PROVISIONS = (
    "Everyone has the right to speak and to be heard.",
    "Access to networks remains open to schools and libraries.",
    "The Assembly meets in public every spring.",
    "Members are elected for three years by secret ballot.",
    "Records are kept and shown to whoever asks for them.",
)
NEW = "A secretariat of five officers prepares the budget."


def heading(text: str) -> Paragraph:
    return Paragraph(0, text, kind="heading", key=labels.key(text))


def articles(*provisions: str, word: str = "Article", before: Sequence[str] = ()) -> Reading:
    """Article 1, 2, 3 … over a provision each."""
    told = [heading(text) for text in before]
    for number, text in enumerate(provisions, 1):
        told += [heading(f"{word} {number}"), Paragraph(0, text)]
    return reading(told)


def reading(told: Sequence[Paragraph]) -> Reading:
    made = []
    for n, p in enumerate(told, 1):
        text_hash, word_hash = words.hashes(p.text)
        made.append(replace(p, n=n, text_hash=text_hash, word_hash=word_hash))
    return Reading("draft.md", "text", "", 0, "en", tuple(made))


def told(changes: Sequence[Change]) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    return [(change.kind, change.old, change.new) for change in changes if change.kind != "same"]


def test_a_new_article_renumbers_those_after_it_and_moves_none() -> None:
    new = articles(*PROVISIONS[:2], NEW, *PROVISIONS[2:])
    assert told(compare(articles(*PROVISIONS), new).changes) == [
        ("added", (), (5,)),
        ("added", (), (6,)),
        *(("renumbered", (n,), (n + 2,)) for n in (5, 7, 9)),
    ]


def test_a_provision_that_came_to_stand_first_under_another_article_does_not_bring_its_heading() -> None:
    old = articles(*PROVISIONS)
    moved, rest = old.paragraphs[7], [*old.paragraphs[:7], *old.paragraphs[8:]]
    found = compare(old, reading([*rest[:1], moved, *rest[1:]])).changes
    assert told(found) == [("moved", (8,), (2,))]


def test_an_article_that_goes_takes_its_heading_along() -> None:
    new = articles(*PROVISIONS[:1], *PROVISIONS[2:])
    assert told(compare(articles(*PROVISIONS), new).changes) == [
        ("deleted", (3,), ()),
        ("deleted", (4,), ()),
        *(("renumbered", (n,), (n - 2,)) for n in (5, 7, 9)),
    ]


def test_an_article_that_moves_is_moved_heading_and_all() -> None:
    new = articles(*PROVISIONS[1:], PROVISIONS[0])
    moved = [change for change in compare(articles(*PROVISIONS), new).changes if change.moved]
    assert [(change.old, change.new, change.renumbered) for change in moved] == [
        ((1,), (9,), True),
        ((2,), (10,), False),
    ]


def test_an_article_rewritten_under_its_number_keeps_its_heading() -> None:
    new = articles(*PROVISIONS[:2], NEW, *PROVISIONS[3:])
    assert told(compare(articles(*PROVISIONS), new).changes) == [("deleted", (6,), ()), ("added", (), (6,))]


def test_the_runs_of_a_renumbered_heading_give_both_numbers() -> None:
    changes = compare(articles(*PROVISIONS), articles(NEW, *PROVISIONS)).changes
    found = next(change for change in changes if change.kind == "renumbered")
    assert found.runs == (("=", "Article "), ("-", "1"), ("+", "2"))
    assert found.renumbered


def test_a_chapter_goes_with_its_first_article() -> None:
    old = articles(*PROVISIONS, before=["Chapter I"])
    new = articles(*PROVISIONS, before=["Chapter II"])
    assert told(compare(old, new).changes) == [("renumbered", (1,), (1,))]


@pytest.mark.parametrize(
    ("old", "new", "so"),
    [
        ("Article 5", "Article 6", True),
        ("Article 5", "Article 5 bis", True),
        ("第五条", "第六条", True),
        ("Annex I", "Annex IV", True),
        ("Article 5", "Section 5", False),
        ("Article 5", "Section 6", False),
        ("Article 5", "Article 5.", False),
        ("A.", "Purpose", False),
        ("[Article 5]", "Article 6", False),
    ],
)
def test_only_the_number_of_a_heading_changed(old: str, new: str, so: bool) -> None:
    assert only_renumbered(heading(old), heading(new)) == so


def sections(*titled: tuple[str, str, Sequence[str]]) -> Reading:
    """A heading, its label and title, over each of these provisions."""
    told = []
    for label, text, under in titled:
        numbered = label or (text if text[-1].isdigit() else "")
        told += [Paragraph(0, text, label=label, key=labels.key(numbered), kind="heading")]
        told += [Paragraph(0, provision) for provision in under]
    return reading(told)


def test_a_heading_with_another_title_over_the_same_provisions_is_the_same_one() -> None:
    old = sections(("", "Introduction", PROVISIONS[:2]), ("Art. 2 -", "Of members and their elections", PROVISIONS[2:]))
    new = sections(("", "Fixed properties of all", (PROVISIONS[0], NEW)), ("", "Art. 2", (NEW, *PROVISIONS[2:])))
    found = {(change.old, change.new): change for change in compare(old, new).changes}
    assert found[(1,), (1,)].kind == "reworded"
    assert ((4,), (4,)) not in found, "another provision stands first under it"
    same = sections(("", "Introduction", PROVISIONS[:2]), ("", "Art. 2", PROVISIONS[2:]))
    retitled = {(change.old, change.new): change for change in compare(old, same).changes}[(4,), (4,)]
    assert (retitled.kind, retitled.renumbered) == ("reworded", False)


def test_a_heading_over_few_of_the_same_provisions_is_another() -> None:
    others = [NEW, "Its seat is in the capital of the region.", "It keeps a public register of all who gave."]
    titles = "What this paper says of members and of their rights", "Meetings, where they are held, and who may come"
    old, new = sections(("", titles[0], PROVISIONS)), sections(("", titles[1], [PROVISIONS[0], *others]))
    assert ("deleted", (1,), ()) in told(compare(old, new).changes)


def test_a_heading_is_half_of_a_split_only_where_its_words_began_the_paragraph() -> None:
    ran_in = "Records of the Assembly. Records are kept and shown to whoever asks for them."
    said = "Text should be limited to what the impacts of this node are, and to its limits."
    scattered = f"The element Note:Text is a place to put all manner of blobs. {said}"
    heads = ("Records of the Assembly", "Element Note:Text")
    old = reading(
        [Paragraph(0, PROVISIONS[0]), Paragraph(0, ran_in), Paragraph(0, PROVISIONS[1]), Paragraph(0, scattered)]
    )
    new = reading(
        [
            Paragraph(0, PROVISIONS[0]),
            Paragraph(0, heads[0], kind="heading"),
            Paragraph(0, "Records are kept and shown to whoever asks for them."),
            Paragraph(0, PROVISIONS[1]),
            Paragraph(0, heads[1], kind="heading"),
            Paragraph(0, said),
        ]
    )
    assert told(compare(old, new).changes) == [("split", (2,), (2, 3)), ("added", (), (5,)), ("reworded", (4,), (6,))]
