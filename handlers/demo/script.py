"""A script of the demo: its lines as steps, all understood before the first is played. Pure.

The notation is that of the terminal chat (`handlers.terminal.lines`) with one more word, "@publish".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadInput
from bot.sentences import demo as sentences
from handlers.terminal.lines import read_line

PUBLISH = "publish"
STORY = Path(__file__).parent / "story.txt"


@dataclass(frozen=True, slots=True)
class Step:
    """One line, counted from 1, `source` as written. `act`: "command", "press", "publish", or "" for a comment or nothing."""

    number: int
    act: str
    source: str


def parse(script: str, names: Sequence[str]) -> list[Step]:
    """The steps of a script; `names`: of the people in the chat. BadInput names the line and the nearest that would do."""
    return [_step(number, source, names) for number, source in enumerate(script.splitlines(), 1)]


def _step(number: int, source: str, names: Sequence[str]) -> Step:
    try:
        line = read_line(source, names, (PUBLISH,))
    except BadInput as error:
        raise BadInput(sentences.SCRIPT_LINE, number=number, why=str(error)) from error
    return Step(number, line.act if line else "", source)
