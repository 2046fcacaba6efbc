"""Spaces and what is in them."""

from storage import spaces
from storage.db import Database
from storage.tables import Space


async def test_a_documents_name_can_stand_in_quotes_on_a_button(db: Database) -> None:
    async with db.write() as session:
        space = Space(name="vision", title="Vision")
        session.add(space)
        await session.flush()
        made = await spaces.document(session, space.id, 'The "Zero" Draft, «rev»')
        assert made.name == "The ’Zero’ Draft, ’rev’"
        assert await spaces.document(session, space.id, 'The "Zero" Draft, «rev»') == made
