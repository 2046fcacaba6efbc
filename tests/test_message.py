"""Messages and their pages: nothing lost, every page within its platform's budget, a title never alone at the end."""

from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import MESSAGE, Budget, Button, Message, Para, Quote, Rule, Span, Title, paginate, say

_words = st.text(st.sampled_from("abc αβ 的作用 🙂é.-"), max_size=90)
_spans = st.lists(st.builds(Span, _words, st.sampled_from(["", "add", "del", "strong"])), max_size=12).map(tuple)
_blocks = st.lists(
    st.one_of(
        st.builds(Title, _words), st.builds(Para, _spans), st.builds(Quote, _spans, st.booleans()), st.just(Rule())
    ),
    max_size=25,
)
_budgets = st.builds(Budget, st.integers(60, 400), st.integers(6, 40), st.integers(3, 12), st.booleans())


def _texts(blocks) -> str:
    return "".join(
        block.text if isinstance(block, Title) else "".join(span.text for span in getattr(block, "spans", ()))
        for block in blocks
    )


def _weight(block, budget: Budget) -> tuple[int, int]:
    match block:
        case Title(text):
            return budget.length(text), 1
        case Para(spans) | Quote(spans):
            return sum(budget.length(s.text) for s in spans), sum(1 for s in spans if s.mark or s.href)
    return 1, 0


@given(_blocks.map(tuple), _budgets)
def test_nothing_is_lost_and_nothing_changes_its_place(blocks, budget: Budget) -> None:
    pages = paginate(Message(blocks), budget)
    assert _texts(block for page in pages for block in page.blocks) == _texts(blocks)
    marked = [s for b in blocks for s in getattr(b, "spans", ()) if s.mark == "del"]
    shown = [s for p in pages for b in p.blocks for s in getattr(b, "spans", ()) if s.mark == "del"]
    assert "".join(s.text for s in shown) == "".join(s.text for s in marked)


@given(_blocks.map(tuple), _budgets)
def test_every_page_keeps_within_its_budget(blocks, budget: Budget) -> None:
    for page in paginate(Message(blocks), budget):
        weights = [_weight(block, budget) for block in page.blocks]
        assert sum(length for length, _ in weights) <= budget.characters
        assert sum(marks for _, marks in weights) <= budget.marked
        assert len(page.blocks) <= budget.blocks


@given(_blocks.map(tuple), _budgets)
def test_a_title_ends_no_page_but_one_of_titles_alone(blocks, budget: Budget) -> None:
    for page in paginate(Message((*blocks, Rule())), budget):
        alone = all(isinstance(block, Title) for block in page.blocks)
        assert alone or not isinstance(page.blocks[-1], Title) or _titles_fill_half(blocks, budget)


def _titles_fill_half(blocks, budget: Budget) -> bool:
    """Whether titles, and lines right above a quote, somewhere follow one another until there is no room left to speak of."""
    run: list[object] = []
    for block, below in zip_longest(blocks, blocks[1:]):
        heads = isinstance(block, Title) or (isinstance(block, Para) and isinstance(below, Quote))
        run = [*run, block] if heads else []
        characters, marked = map(sum, zip((0, 0), *(_weight(one, budget) for one in run), strict=True))
        if 2 * (characters + len(run)) > budget.characters or 2 * marked > budget.marked or len(run) >= budget.blocks:
            return True
    return False


def test_there_is_always_a_page() -> None:
    assert paginate(Message(()), Budget(100, 10, 10)) == [Message(())]


def test_a_message_that_fits_is_one_page_as_it_is() -> None:
    message = Message((Title("T"), Para((Span("a"),))), ((Button("Yes", "help"),),), quiet=True)
    assert paginate(message, Budget(100, 10, 10)) == [message]


def test_a_title_goes_along_with_what_it_heads() -> None:
    budget = Budget(60, 10, 10)
    pages = paginate(Message((*say("x" * 45).blocks, Title("C9"), *say("y" * 40).blocks)), budget)
    assert [page.plain() for page in pages] == ["x" * 45, "C9\n" + "y" * 40]


def test_a_line_stays_with_the_words_quoted_right_below_it() -> None:
    budget = Budget(60, 10, 10)
    quote = Quote((Span("y" * 40),))
    pages = paginate(Message((*say("x" * 45, "C9  reworded").blocks, quote)), budget)
    assert [page.plain() for page in pages] == ["x" * 45, "C9  reworded\n" + "y" * 40]


def test_what_a_title_heads_is_cut_shorter_to_stay_with_it() -> None:
    budget = Budget(90, 10, 10)
    pages = paginate(Message((Title("T" * 20), *say("word " * 40).blocks)), budget)
    assert pages[0].plain().startswith("T" * 20 + "\nword")


def test_a_long_paragraph_is_cut_between_words() -> None:
    pages = paginate(say("affirm that the same rights must be protected online " * 10), Budget(100, 10, 10))
    assert len(pages) > 5
    assert all(page.plain().rstrip().split()[-1] in {"affirm", "that", "the", "same", "rights", "must", "be",
                                                     "protected", "online"} for page in pages)  # fmt: skip


def test_buttons_and_quiet_stay_on_every_page() -> None:
    message = Message(say("word " * 100).blocks, ((Button("Yes", "help"),),), quiet=True)
    for page in paginate(message, Budget(100, 10, 10)):
        assert (page.buttons, page.quiet) == (message.buttons, True)


def test_telegram_counts_as_utf_16_does() -> None:
    assert Budget(1, 1, 1, utf16=True).length("🙂é") == 3
    assert Budget(1, 1, 1).length("🙂é") == 2


def test_read_aloud_struck_and_inserted_words_are_said() -> None:
    message = Message((Title("C9"), Para((Span("the same "), Span("men", "del"), Span("people", "add"))), Rule()))
    assert message.plain() == "C9\nthe same [deleted: men][added: people]\n—"


@given(_blocks.map(tuple))
def test_a_message_is_kept_as_json_and_comes_back(blocks) -> None:
    message = Message(blocks, ((Button("Yes", "show C9", "go", "t"),),))
    assert MESSAGE.validate_python(MESSAGE.dump_python(message, mode="json")) == message


@pytest.mark.parametrize("words", ["", "One.", "One. Two."])
def test_say_is_one_paragraph_a_sentence(words: str) -> None:
    assert say(words).plain() == words
