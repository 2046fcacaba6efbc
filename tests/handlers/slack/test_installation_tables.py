"""The tables of installations are those of slack_sdk, whose stores write them on every database."""

from typing import Any

from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Boolean, DateTime, Integer, MetaData, String
from sqlmodel import SQLModel

from bot.settings import SlackSection
from handlers.slack.installing import SCOPES, flow
from storage import installations
from storage.db import Database
from storage.tables import SlackBot, SlackInstallation, SlackState

HOME = "http://127.0.0.1:8500"  # nothing listens there
SETTINGS = {"client_id": "111.222", "client_secret": "sec", "signing_secret": "8f742231b10e8888abcd99yyyzzz85a5"}


async def test_slack_sdks_stores_write_our_tables_on_every_database(db: Database) -> None:
    async def nothing(_: str) -> None: ...

    slack = SlackSection.model_validate(SETTINGS)
    settings = flow(slack, HOME, db, AsyncWebClient(), nothing).settings
    for token in ("xoxb-old", "xoxb-new"):
        told: dict[str, Any] = {
            "app_id": "A1",
            "team_id": "T1",
            "bot_token": token,
            "bot_user_id": "U9",
            "bot_scopes": SCOPES,
        }
        await settings.installation_store.async_save(Installation(user_id="U1", **told))
    async with db.read() as session:
        found = await installations.bots(session, "111.222")
        assert [(team, bot.bot_token) for team, bot in found.items()] == [("T1", "xoxb-new")]
        assert await installations.bots(session, "of another app") == {}
    state = await settings.state_store.async_issue()
    assert [await settings.state_store.async_consume(state) for _ in range(2)] == [True, False]


def test_tables_are_those_of_slack_sdk() -> None:
    theirs = MetaData()
    SQLAlchemyInstallationStore.build_bots_table(theirs, SlackBot.__tablename__)
    SQLAlchemyInstallationStore.build_installations_table(theirs, SlackInstallation.__tablename__)
    SQLAlchemyOAuthStateStore.build_oauth_states_table(theirs, SlackState.__tablename__)
    for name, table in theirs.tables.items():
        ours = SQLModel.metadata.tables[name]
        assert [_told(one) for one in ours.columns] == [_told(one) for one in table.columns]
        assert {one.name: one.columns.keys() for one in ours.indexes} == {
            one.name: one.columns.keys() for one in table.indexes
        }


def _told(column: Any) -> tuple[object, ...]:
    kinds = (String, Integer, Boolean, DateTime)
    kind = next(kind for kind in kinds if isinstance(getattr(column.type, "impl", column.type), kind))
    return column.name, kind, getattr(column.type, "length", None), column.nullable, column.primary_key
