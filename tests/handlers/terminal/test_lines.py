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
