"""Stages on which a conversation is played: FakeChat, and both platforms with their own client libraries on the simulators.

What people see is told alike on all three: to whom, in which words (struck and inserted ones in words), with which buttons.
"""

import contextlib
import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from handlers.commands import COMMANDS
from handlers.slack.chat import SlackChat
from handlers.telegram.chat import TelegramChat
from tests.handlers.conversations.on_slack import SlackStage, on_slack, slack_ids, slack_seed
from tests.handlers.conversations.on_telegram import TelegramStage, on_telegram
from tests.handlers.conversations.play import Play
from tests.handlers.conversations.stage import PEOPLE, ROOMS, TEAM, FakeStage


@pytest.fixture
def stage_of() -> type[FakeStage]:
    """Makes a stage of a house on FakeChat."""
    return FakeStage


@pytest.fixture
async def fake(empty_house: Any) -> FakeStage:
    return FakeStage(empty_house)


Made = tuple[Any, Any, Any]
"""What a stage is built of: the simulators' module, the class of houses, a desk."""


@pytest.fixture
def made(simulators: Any, new_house: Any, sqlite: Any, desk_of: Any) -> Made:
    return simulators, new_house, desk_of(sqlite)


@contextlib.asynccontextmanager
async def slack_stage(made: Made, folder: Path) -> AsyncIterator[SlackStage]:
    simulators, new_house, desk = made
    seed = folder / "seed.yaml"
    seed.write_text(slack_seed(Path(simulators.HERE)), "utf-8")
    async with simulators.Sims(seed=str(seed)) as sims:
        chat = SlackChat(
            bot_token="xoxb-local-test", app_token="xapp-test", api_url=sims.slack_api, verbs=tuple(COMMANDS)
        )
        async with on_slack(new_house(desk, chat, TEAM, await slack_ids(sims)), sims) as stage:
            yield stage


@contextlib.asynccontextmanager
async def telegram_stage(made: Made) -> AsyncIterator[TelegramStage]:
    simulators, new_house, desk = made
    numbers = itertools.count(7011)
    ids = {name: str(next(numbers)) for name in PEOPLE} | {name: str(-5000 - n) for n, name in enumerate(ROOMS)}
    async with simulators.Sims() as sims:
        chat = TelegramChat(token="123456:TEST", api_url=sims.tg_api)
        async with on_telegram(new_house(desk, chat, "", ids), sims) as stage:
            yield stage


@pytest.fixture
async def slack(made: Made, tmp_path: Path) -> AsyncIterator[SlackStage]:
    async with slack_stage(made, tmp_path) as stage:
        yield stage


@pytest.fixture
async def telegram(made: Made) -> AsyncIterator[TelegramStage]:
    async with telegram_stage(made) as stage:
        yield stage


@pytest.fixture(params=["slack", "telegram"])
async def stage(request: pytest.FixtureRequest, made: Made, tmp_path: Path, reading: Any) -> AsyncIterator[Any]:
    """Either platform, with a furnished house and the card of a poll in the room."""
    async with slack_stage(made, tmp_path) if request.param == "slack" else telegram_stage(made) as stage:
        await stage.house.furnish(reading)
        await stage.typed("chang", "room", 'poll C9 "Keep it?" "Yes" "No"')
        await stage.drained()
        yield stage


@pytest.fixture
def play() -> type[Play]:
    return Play
