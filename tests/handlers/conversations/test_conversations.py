"""One set of conversations, told alike by FakeChat, Slack and Telegram: their golden files are in tests/data/conversations.

A line that begins with ">>" is what somebody did; below it stands what people then saw, and who. With
WRITE_CONVERSATIONS=1 the files are written anew as FakeChat tells them: read the difference before you keep it.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handlers.commands import COMMANDS

FILES = sorted((Path(__file__).resolve().parents[2] / "data" / "conversations").glob("*.txt"))
BY_FILE = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)

# a third draft, whose words would break out of any form that lets them
HOSTILE = (
    "# III. Action lines",
    "C5. <!channel> @everyone <@U1> @here </b><b>bold</b> <script>x</script> *bold* _it_ ~gone~ `code` [here](https://evil.example).",
    "C8. \u202eتُحترم\u202c \u2067الحقوق\u2069 نفسها على الإنترنت وخارجه.",
    "C9. 应当在网上和网下保护同样的人权，包括所有媒体。",
    "C10. Ethics matter &amp; https://evil.example/login tg://user?id=7 #now /object all.",
)
FOURTH = (
    "# III. Action lines",
    "C5. <!here> @everyone <@U1> @here </b><i>bold</i> <script>y</script> *bold* _it_ ~gone~ `code` [there](https://evil.example).",
    "C8. \u202eتُحترم\u202c \u2067حقوق الإنسان\u2069 نفسها على الإنترنت وخارجه.",
    "C9. 应当在网上和网下保护同样的权利，包括所有媒体。",
    "C10. Ethics matter &amp; https://evil.example/logout tg://user?id=8 #then /object all.",
)


async def furnished(stage: Any, path: Path, reading: Callable[..., Any]) -> Any:
    await stage.house.furnish(reading)
    if "hostile" in path.stem:
        for number, lines in ((3, HOSTILE), (4, FOURTH)):
            await stage.house.keep(reading(*lines, source=f"https://wsis.example/r{number}.html"), label="Third")
    return stage


def steps(path: Path) -> list[str]:
    return [line.removeprefix(">> ") for line in path.read_text("utf-8").splitlines() if line.startswith(">> ")]


@BY_FILE
async def test_the_bot_says_what_is_written(fake: Any, play: Any, reading: Any, path: Path) -> None:
    told = await play(await furnished(fake, path, reading)).play(steps(path))
    if os.environ.get("WRITE_CONVERSATIONS"):
        path.write_text(told, "utf-8")
    assert told == path.read_text("utf-8")


class TestOnSlack:
    pytestmark = pytest.mark.sims

    @BY_FILE
    async def test_slack_says_the_same(self, slack: Any, play: Any, reading: Any, path: Path) -> None:
        told = await play(await furnished(slack, path, reading)).play(steps(path))
        assert told.splitlines() == path.read_text("utf-8").splitlines()


class TestOnTelegram:
    pytestmark = pytest.mark.sims

    @BY_FILE
    async def test_telegram_says_the_same(self, telegram: Any, play: Any, reading: Any, path: Path) -> None:
        told = await play(await furnished(telegram, path, reading)).play(steps(path))
        assert told.splitlines() == path.read_text("utf-8").splitlines()


@pytest.mark.parametrize("engine", [pytest.param("postgres", marks=pytest.mark.postgres)])
@BY_FILE
async def test_the_same_is_said_on_postgresql(
    db: Any, desk_of: Any, new_house: Any, fake_chat: Any, stage_of: Any, play: Any, reading: Any, path: Path
) -> None:
    stage = stage_of(new_house(desk_of(db), fake_chat))
    assert await play(await furnished(stage, path, reading)).play(steps(path)) == path.read_text("utf-8")


def test_every_command_is_in_a_conversation() -> None:
    typed = {step.split(": ", 1)[1].split()[0] for path in FILES for step in steps(path) if " in " in step}
    told = "\n".join(path.read_text("utf-8") for path in FILES)
    pressed = {"share": "presses Share", "undo": "presses Undo", "ballot": "presses Yes", "seen": "presses Seen"}
    pressed |= {"settle": "presses Send now"}
    assert not set(COMMANDS) - typed - {verb for verb, press in pressed.items() if press in told}
