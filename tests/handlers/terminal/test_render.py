"""A message on the terminal: marks that survive a pipe, lines that fit, and one sort of line that begins with FLASH."""

import re

import pytest
from rich.cells import cell_len

from bot.message import Block, Button, Mark, Message, Para, Quote, Rule, Span, Title, say
from handlers.terminal.render import render


def marked(mark: Mark) -> Message:
    return Message((Para((Span("for "), Span("women and men", mark), Span(" alike"))),))


@pytest.mark.parametrize(
    ("mark", "line"),
    [
        ("del", "for [-women and men-] alike\n"),
        ("add", "for {+women and men+} alike\n"),
        ("strong", "for women and men alike\n"),
        ("code", "for women and men alike\n"),
    ],
)
def test_in_a_pipe_changes_are_marked_with_signs(mark: Mark, line: str) -> None:
    assert render(marked(mark)) == line


@pytest.mark.parametrize(("mark", "codes"), [("del", "9;31"), ("add", "4;32"), ("strong", "1")])
def test_with_colour_changes_are_struck_and_underlined(mark: Mark, codes: str) -> None:
    assert f"\x1b[{codes}mwomen and men\x1b[0m" in render(marked(mark), colour=True)


@pytest.mark.parametrize("words", ["human rights and dignity " * 20, "信息社会应当以人为本" * 30, "x" * 500])
@pytest.mark.parametrize("indent", [0, 2])
def test_lines_fit_the_width_in_any_script(words: str, indent: int) -> None:
    blocks = (Title(words), Para((Span(words),)), Quote((Span(words, "add"),)))
    lines = render(Message(blocks), width=40, indent=indent).splitlines()
    assert max(map(cell_len, lines)) <= 40


def test_a_flash_begins_its_first_line_and_no_other() -> None:
    blocks: tuple[Block, ...] = (
        Title("FLASH  Vision r2"),
        Title("FLASH again"),
        Para((Span("FLASH in a draft\nFLASH on its second line " + "FLASH " * 40),)),
        Quote((Span("FLASH quoted"),)),
    )
    lines = render(Message(blocks, ((Button("FLASH"),),)), width=30).splitlines()
    assert [at for at, line in enumerate(lines) if line.startswith("FLASH")] == [0]


@pytest.mark.parametrize("message", [say("FLASH of lightning"), Message((Rule(), Title("FLASH late")))])
def test_what_is_no_flash_never_looks_like_one(message: Message) -> None:
    assert not re.search(r"^FLASH", render(message), re.MULTILINE)


def test_a_draft_cannot_steer_the_terminal() -> None:
    text = render(say("a\x1b[2Jb\x07c\x9b31m\u202ed\re"))
    assert text == "a[2Jbc31mde\n"
    assert "\x1b" not in text


def test_quotes_rules_links_and_buttons_are_shown() -> None:
    message = Message(
        (Quote((Span("words"),)), Rule(), Para((Span("source", href="https://a.example/b"),))),
        ((Button("Next"), Button("Page", url="https://a.example")), (Button("Object"),)),
    )
    assert render(message).splitlines() == [
        "│ words",
        "────────────────────",
        "source <https://a.example/b>",
        "[Next] [Page: https://a.example]",
        "[Object]",
    ]


def test_mark_up_of_other_programs_is_text_here() -> None:
    assert render(say("[bold]x[/bold] :smile: <b>")) == "[bold]x[/bold] :smile: <b>\n"
