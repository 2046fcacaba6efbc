import pytest

from bot.drafts.comparison import Brackets, Change, Run, brackets
from bot.drafts.comparison.changes import compare
from bot.drafts.reading import Paragraph, Reading, words


def reading(*texts: str) -> Reading:
    made = []
    for n, text in enumerate(texts, 1):
        text_hash, word_hash = words.hashes(text)
        made.append(Paragraph(n, text, text_hash=text_hash, word_hash=word_hash))
    return Reading("draft.txt", "text", "", 0, "en", tuple(made))


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("Both women [and men].", 1),
        ("[shall][should] take", 2),
        ("[Both [women] and [men]]", 3),
        ("An opening [that nobody closes", 1),
        ("A closing] that nobody opened", 0),
        ("See [the report](https://example.org/a) and ![a figure](b.png).", 0),
        ("As stated.[12] Then[3] more [4].", 0),
        ("[12] See the report.", 0),
        ("A note[^1] and [^two] more.", 0),
        ("Within [30] days, by [2030].", 2),
        ("Within [30] [60] days", 2),
        ("第七条［信息］社会", 1),
        ("[ ] and [...]", 2),
        ("[a link](x) within [contested [text]]", 2),
    ],
)
def test_opening_brackets_are_counted_without_links_and_footnote_marks(text: str, openings: int) -> None:
    assert brackets.count(text) == openings


def test_spans_know_their_depth_and_whether_they_are_closed() -> None:
    text = "a [b [c] d] e [f"
    found = [(text[s.start : s.end], s.depth, s.closed) for s in brackets.spans(text)]
    assert found == [("[b [c] d]", 1, True), ("[c]", 2, True), ("[f", 1, False)]


def test_a_closing_bracket_without_an_opening_one_disturbs_nothing() -> None:
    assert [s.depth for s in brackets.spans("a] [b] ] [c [d]]")] == [1, 1, 2]


@pytest.mark.need(14)
def test_a_bracket_that_goes_with_its_words_is_closed() -> None:
    tally = compare(reading("Both women [and men] take part."), reading("Both women take part.")).brackets
    assert tally == Brackets(old=1, new=0, opened=0, closed=1)


@pytest.mark.need(15)
def test_brackets_taken_off_are_closed_and_those_put_on_are_opened() -> None:
    old, new = "We [urge] all States to act.", "We urge all States [to act]."
    assert compare(reading(old), reading(new)).brackets == Brackets(old=1, new=1, opened=1, closed=1)


def test_a_bracket_whose_words_are_replaced_stays_open() -> None:
    old, new = "All States [shall promote] access.", "All States [should consider] access."
    assert compare(reading(old), reading(new)).brackets == Brackets(old=1, new=1, opened=0, closed=0)


def test_alternatives_settled_are_closed_though_another_bracket_opens_beside_them() -> None:
    old = "The information society [must] [should] live within the limits of the planet."
    new = "The information society should [, as far as possible,] live within the limits of the planet."
    assert compare(reading(old), reading(new)).brackets == Brackets(old=2, new=1, opened=1, closed=2)


def test_of_two_brackets_replaced_by_one_the_one_with_its_words_stays() -> None:
    runs: tuple[Run, ...] = (
        ("=", "We "),
        ("-", "[welcome] [note gladly]"),
        ("+", "[should note]"),
        ("=", " the work."),
    )
    change = Change("reworded", (1,), (1,), runs)
    assert brackets.same(change, {3, 13}, {3}) == [(13, 3)]


def test_brackets_of_a_deleted_paragraph_are_closed_and_of_an_added_one_opened() -> None:
    old, new = (
        reading("[Access [for all].]", "The plenary meets at five."),
        reading("The plenary meets at five.", "[Cost.]"),
    )
    assert compare(old, new).brackets == Brackets(old=2, new=1, opened=1, closed=2)


def test_brackets_of_a_moved_paragraph_stay_open() -> None:
    rest = [f"Paragraph number {k} speaks of matter {k} and of nothing else at all." for k in range(6)]
    contested = "States [shall] cooperate in the governance of the network of networks."
    assert compare(reading(contested, *rest), reading(*rest, contested)).brackets == Brackets(1, 1, 0, 0)
