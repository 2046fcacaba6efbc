"""Slack workspaces that installed the app by OAuth. The columns are slack_sdk's, whose stores write these tables (a test holds
them to it); all of it is what Slack told. `client_id`: whose app it is; tokens are as secret as those of the configuration."""

from datetime import datetime

from sqlalchemy import DateTime, Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import own_id


class SlackBot(SQLModel, table=True):
    """What we are in a workspace, a row for each time that it was installed: the newest holds."""

    __tablename__ = "slack_bot"
    __table_args__ = (Index("slack_bot_idx", "client_id", "enterprise_id", "team_id", "installed_at"),)
    id: int = own_id()
    client_id: str = Field(max_length=32)
    app_id: str = Field(max_length=32)
    enterprise_id: str | None = Field(default=None, max_length=32)
    enterprise_name: str | None = Field(default=None, max_length=200)
    team_id: str | None = Field(default=None, max_length=32)
    team_name: str | None = Field(default=None, max_length=200)
    bot_token: str | None = Field(default=None, max_length=200)
    bot_id: str | None = Field(default=None, max_length=32)
    bot_user_id: str | None = Field(default=None, max_length=32)
    bot_scopes: str | None = Field(default=None, max_length=1000)
    bot_refresh_token: str | None = Field(default=None, max_length=200)
    bot_token_expires_at: datetime | None = Field(default=None, sa_type=DateTime)
    is_enterprise_install: bool = False
    installed_at: datetime = Field(sa_type=DateTime)


class SlackInstallation(SQLModel, table=True):
    """Who installed it into a workspace, and when."""

    __tablename__ = "slack_installation"
    __table_args__ = (
        Index("slack_installation_idx", "client_id", "enterprise_id", "team_id", "user_id", "installed_at"),
    )
    id: int = own_id()
    client_id: str = Field(max_length=32)
    app_id: str = Field(max_length=32)
    enterprise_id: str | None = Field(default=None, max_length=32)
    enterprise_name: str | None = Field(default=None, max_length=200)
    enterprise_url: str | None = Field(default=None, max_length=200)
    team_id: str | None = Field(default=None, max_length=32)
    team_name: str | None = Field(default=None, max_length=200)
    bot_token: str | None = Field(default=None, max_length=200)
    bot_id: str | None = Field(default=None, max_length=32)
    bot_user_id: str | None = Field(default=None, max_length=32)
    bot_scopes: str | None = Field(default=None, max_length=1000)
    bot_refresh_token: str | None = Field(default=None, max_length=200)
    bot_token_expires_at: datetime | None = Field(default=None, sa_type=DateTime)
    user_id: str = Field(max_length=32)
    user_token: str | None = Field(default=None, max_length=200)
    user_scopes: str | None = Field(default=None, max_length=1000)
    user_refresh_token: str | None = Field(default=None, max_length=200)
    user_token_expires_at: datetime | None = Field(default=None, sa_type=DateTime)
    incoming_webhook_url: str | None = Field(default=None, max_length=200)
    incoming_webhook_channel: str | None = Field(default=None, max_length=200)
    incoming_webhook_channel_id: str | None = Field(default=None, max_length=200)
    incoming_webhook_configuration_url: str | None = Field(default=None, max_length=200)
    is_enterprise_install: bool = False
    token_type: str | None = Field(default=None, max_length=32)
    installed_at: datetime = Field(sa_type=DateTime)


class SlackState(SQLModel, table=True):
    """A visit to the install page that has not come back from Slack yet; good once, for ten minutes."""

    __tablename__ = "slack_state"
    id: int = own_id()
    state: str = Field(max_length=200)
    expire_at: datetime = Field(sa_type=DateTime)
