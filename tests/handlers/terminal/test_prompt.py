"""The line that is typed: history and completion of prompt_toolkit, on a keyboard that is a pipe."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from handlers.terminal.prompt import Prompt

UP, TAB, ENTER, END = "\x1b[A", "\t", "\r", "\x04"


@pytest.fixture
def keyboard() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe


def offers(typed: str) -> list[str]:
    return [line for line in ("/diff", "/drafts", "/help") if line.startswith(typed)]


class Typist:
    """Somebody who types the next keys when the line before the cursor has become what is expected."""

    def __init__(self, keyboard: PipeInput, history: Path | None = None) -> None:
        self.keyboard, self.lines = keyboard, list[str]()
        self.prompt = Prompt("Ada> ", offers, history)

    async def take(self, line: str) -> None:
        self.lines.append(line)

    async def type(self, *keys: tuple[str, str]) -> list[str]:
        """Types each of the keys and waits for the text that they must give; then Enter and the end of input."""
        running = asyncio.create_task(self.prompt.each(self.take))
        for key, text in keys:
            self.keyboard.send_text(key)
            async with asyncio.timeout(60):
                while self.prompt._session.default_buffer.text != text:
                    await asyncio.sleep(0.01)
        self.keyboard.send_text(ENTER + END)
        await running
        return self.lines


async def test_lines_are_handed_over_until_the_end(keyboard: PipeInput) -> None:
    assert await Typist(keyboard).type((f"/help{ENTER}/drafts", "/drafts")) == ["/help", "/drafts"]


async def test_a_verb_is_completed(keyboard: PipeInput) -> None:
    assert await Typist(keyboard).type(("/he", "/he"), (TAB, "/help")) == ["/help"]


async def test_history_outlives_the_session(keyboard: PipeInput, tmp_path: Path) -> None:
    await Typist(keyboard, tmp_path / "lines").type(("/drafts", "/drafts"))
    second = Typist(keyboard, tmp_path / "lines")
    assert await second.type(("x", "x"), ("\b", ""), (UP, "/drafts")) == ["/drafts"]
