"""What a typed line asks for, and who says it."""

import pytest

from bot.errors import BadInput
from handlers.terminal.lines import Line, read_line

NAMES = ("Ada Lund", "Ben")


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("/diff latest", Line("command", "diff latest")),
        ("  Ben:/show C9 ", Line("command", "show C9", 1)),
        ("ada: /help", Line("command", "help")),
        ("Ada Lund: @press Next", Line("press", "Next")),
        ('/poll C9 "Keep it: yes?" until:17:00', Line("command", 'poll C9 "Keep it: yes?" until:17:00')),
        ("@press", Line("press")),
        ("@publish", Line("publish")),
        ("# Ben: /show", None),
        ("", None),
    ],
)
def test_a_line_is_read(line: str, read: Line | None) -> None:
    assert read_line(line, NAMES, ("publish",)) == read


@pytest.mark.parametrize(
    ("line", "asked", "read"),
    [
        ("Ben: we cannot: a red line", {1}, Line("answer", "we cannot: a red line", 1)),
        ("we cannot: a red line", {0}, Line("answer", "we cannot: a red line")),
        ("Ada: as:me", {0, 1}, Line("answer", "as:me")),
        ("Ben: /help", {1}, Line("command", "help", 1)),
    ],
)
def test_plain_words_answer_what_was_asked(line: str, asked: set[int], read: Line) -> None:
    assert read_line(line, NAMES, (), asked) == read


@pytest.mark.parametrize(("line", "asked"), [("Ben: we cannot", {0}), ("we cannot", {1}), ("Ben:", {1}), ("x", set())])
def test_plain_words_of_somebody_who_was_asked_nothing_are_not_understood(line: str, asked: set[int]) -> None:
    with pytest.raises(BadInput, match="is no line for this chat"):
        read_line(line, NAMES, (), asked)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("show C9", "write /show C9"),
        ("Carl: /show C9", "nobody called Carl here: there are Ada Lund, Ben"),
        ("@pres Next", "the nearest is @press"),
        ("/", "is no line for this chat"),
        ("Ben: hello", "is no line for this chat"),
        ("@", "is no line for this chat"),
    ],
)
def test_a_line_that_is_not_understood_gets_a_sentence(line: str, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_line(line, NAMES)
    assert says in str(caught.value)


def test_long_input_is_quoted_short() -> None:
    with pytest.raises(BadInput) as caught:
        read_line("x" * 5000, NAMES)
    assert len(str(caught.value)) < 250
