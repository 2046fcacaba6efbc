"""A room in which a silence is opened."""

from typing import Any

import pytest

from tests.handlers.silence.steps import seat


@pytest.fixture
async def room(house: Any) -> Any:
    """The house with somebody for Iran in it."""
    await seat(house, "reza", "IR", "Iran")
    return house
