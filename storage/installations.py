"""Which Slack workspaces installed the app, and what leaves with one that removed it."""

from collections.abc import Collection, Mapping, Sequence

from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Chat, Delivery, SlackBot, SlackInstallation


async def bots(session: AsyncSession, client_id: str) -> Mapping[str, SlackBot]:
    """Workspace → what an app is there, as it was installed last."""
    query = select(SlackBot).where(SlackBot.client_id == client_id, col(SlackBot.team_id).is_not(None))
    query = query.order_by(col(SlackBot.installed_at), col(SlackBot.id))
    return {str(one.team_id): one for one in (await session.exec(query)).all()}


async def renew(session: AsyncSession, bot: SlackBot, token: Mapping[str, object]) -> None:
    """Writes a new token (its columns) in place of the one that this row had; nothing if it has another one by now."""
    same = (col(SlackBot.id) == bot.id) & (col(SlackBot.bot_refresh_token) == bot.bot_refresh_token)
    await session.exec(update(SlackBot).where(same).values(**token))


async def remove(session: AsyncSession, client_id: str, team: str) -> None:
    """The tokens of a workspace are no more."""
    for table in (SlackBot, SlackInstallation):
        mine = (col(table.client_id) == client_id) & (col(table.team_id) == team)
        await session.exec(delete(table).where(mine))


async def chats(session: AsyncSession, platform: str, tenant: str) -> Sequence[Chat]:
    """The chats of a workspace that we could still post to."""
    query = select(Chat).where(Chat.platform == platform, Chat.tenant == tenant, col(Chat.gone).is_(None))
    return (await session.exec(query.order_by(col(Chat.id)))).all()


async def reopen(session: AsyncSession, platform: str, tenant: str, gone: Collection[str]) -> None:
    """The chats of a workspace that were set aside for one of these reasons can be posted to again."""
    mine = (col(Chat.platform) == platform) & (col(Chat.tenant) == tenant) & col(Chat.gone).in_(gone)
    await session.exec(update(Chat).where(mine).values(gone=None))


async def on_the_way(session: AsyncSession, platform: str, tenant: str) -> Sequence[Delivery]:
    """What is still to be sent to a workspace, oldest first."""
    query = select(Delivery).where(Delivery.platform == platform, Delivery.tenant == tenant)
    query = query.where(col(Delivery.state).in_(("waiting", "ready", "sending", "unknown", "held")))
    return (await session.exec(query.order_by(col(Delivery.id)))).all()
