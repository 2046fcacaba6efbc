"""A script is understood whole before it is played, and says where it is not."""

import pytest

from bot.errors import BadInput
from handlers.demo.script import STORY, Step, parse
from handlers.demo.site import STEPS

NAMES = ("Ada", "Ben")


def test_every_notation_becomes_a_step() -> None:
    acts = [step.act for step in parse("/help\nBen: /diff r2 r1 C9\n@publish\n@press Can live with\n# so\n\n", NAMES)]
    assert acts == ["command", "command", "publish", "press", "", ""]


def test_lines_are_counted_from_one_and_kept_as_written() -> None:
    assert parse("# one\n Ben: /show C9", NAMES)[1] == Step(2, "command", " Ben: /show C9")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("@publsh", "the nearest is @publish"),
        ("diff latest", "write /diff latest"),
        ("Eve: /help", "there are Ada, Ben"),
    ],
)
def test_a_line_that_is_not_understood_is_named_with_what_would_do(line: str, says: str) -> None:
    with pytest.raises(BadInput, match="Line 2 of the script") as caught:
        parse(f"/help\n{line}", NAMES)
    assert says in str(caught.value)


def test_the_built_in_story_publishes_everything() -> None:
    steps = parse(STORY.read_text(encoding="utf-8"), NAMES)
    assert [step.act for step in steps].count("publish") == len(STEPS)
    assert any(step.source.startswith("Ben:") for step in steps)
