"""The house with delegations of every group seated."""

from typing import Any

import pytest

from storage.tables import Space


@pytest.fixture
async def room(house: Any) -> Any:
    """The house with Iran, APC of civil society and the ICC seated, and the technical community expected."""
    await house.seat("reza", "IR", "head", name="Iran")
    await house.seat("anna", "CS1", name="APC", group="civil society")
    await house.seat("ian", "ICC", "head", name="ICC", group="business")
    async with house.db.write() as session:
        space = await session.get_one(Space, house.space_id)
        space.required_groups = ["governments", "civil society", "business", "technical community"]
        session.add(space)
    return house
