"""A PDF or a picture is laid out in a child: the bot's memory stays its own, and what cannot be finished is one sentence."""

import asyncio
from pathlib import Path

import pytest

from bot.drafts.redline import press as redline
from bot.drafts.redline.chart import Point, chart
from bot.drafts.sandbox import press
from bot.drafts.sandbox.press import print_safely
from bot.errors import NotMade

POINTS = [Point("r1", 3, 4000), Point("r2", 5, 4100, 7)]


def test_a_child_prints_what_this_process_would() -> None:
    assert chart("Vision", POINTS, print_safely) == chart("Vision", POINTS)


def test_in_an_event_loop_it_prints_in_a_thread() -> None:
    async def printed() -> bytes:
        return await asyncio.to_thread(chart, "Vision", POINTS, print_safely)

    assert asyncio.run(printed()).startswith(b"\x89PNG")


def test_what_takes_too_long_is_given_up_in_a_sentence_that_names_other_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(press.LIMITS, "cpu", 0)
    with pytest.raises(NotMade, match=r"took longer than 0 seconds, .* as Word or HTML\.$"):
        chart("Vision", POINTS, print_safely)


@pytest.mark.parametrize(
    "code",
    ["bytearray(3 << 30)", "print('memory allocation of 128 bytes failed', file=sys.stderr); os.abort()"],
    ids=["Python", "Typst"],
)
def test_what_needs_too_much_memory_is_given_up_so_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str
) -> None:
    (tmp_path / "hungry.py").write_text(f"import os, sys\ndef read(*_, **__): {code}")
    monkeypatch.setattr(press, "READER", "hungry:read")
    monkeypatch.setattr(press, "FOLDERS", (*press.FOLDERS, str(tmp_path)))
    with pytest.raises(NotMade, match=r"needs more memory than one file may have, .* as Word or HTML\.$"):
        print_safely(b"")


def test_what_our_template_cannot_fill_in_is_a_defect() -> None:
    with pytest.raises(RuntimeError, match="the press broke"):
        print_safely(redline.manuscript("chart.typ", {}, form="png"))
