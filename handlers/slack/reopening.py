"""A workspace takes our token, at the start or after an installation: its chats are open, whatever became of the last one."""

from bot.workspaces import came_back
from handlers.slack.failures import lost
from storage.db import Database

PLATFORM = "slack"


async def reopened(db: Database, team: str) -> None:
    """The chats that were set aside because the workspace put us out, or took our token no more, can be posted to again."""
    async with db.write() as session:
        await came_back(session, PLATFORM, team, lost())
