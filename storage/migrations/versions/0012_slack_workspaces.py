"""Slack workspaces that installed the app by OAuth, as slack_sdk's stores keep them"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

text = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    op.create_table(
        "slack_bot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", text(length=32), nullable=False),
        sa.Column("app_id", text(length=32), nullable=False),
        sa.Column("enterprise_id", text(length=32), nullable=True),
        sa.Column("enterprise_name", text(length=200), nullable=True),
        sa.Column("team_id", text(length=32), nullable=True),
        sa.Column("team_name", text(length=200), nullable=True),
        sa.Column("bot_token", text(length=200), nullable=True),
        sa.Column("bot_id", text(length=32), nullable=True),
        sa.Column("bot_user_id", text(length=32), nullable=True),
        sa.Column("bot_scopes", text(length=1000), nullable=True),
        sa.Column("bot_refresh_token", text(length=200), nullable=True),
        sa.Column("bot_token_expires_at", sa.DateTime(), nullable=True),
        sa.Column("is_enterprise_install", sa.Boolean(), nullable=False),
        sa.Column("installed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("slack_bot_idx", "slack_bot", ["client_id", "enterprise_id", "team_id", "installed_at"])
    op.create_table(
        "slack_installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", text(length=32), nullable=False),
        sa.Column("app_id", text(length=32), nullable=False),
        sa.Column("enterprise_id", text(length=32), nullable=True),
        sa.Column("enterprise_name", text(length=200), nullable=True),
        sa.Column("enterprise_url", text(length=200), nullable=True),
        sa.Column("team_id", text(length=32), nullable=True),
        sa.Column("team_name", text(length=200), nullable=True),
        sa.Column("bot_token", text(length=200), nullable=True),
        sa.Column("bot_id", text(length=32), nullable=True),
        sa.Column("bot_user_id", text(length=32), nullable=True),
        sa.Column("bot_scopes", text(length=1000), nullable=True),
        sa.Column("bot_refresh_token", text(length=200), nullable=True),
        sa.Column("bot_token_expires_at", sa.DateTime(), nullable=True),
        sa.Column("user_id", text(length=32), nullable=False),
        sa.Column("user_token", text(length=200), nullable=True),
        sa.Column("user_scopes", text(length=1000), nullable=True),
        sa.Column("user_refresh_token", text(length=200), nullable=True),
        sa.Column("user_token_expires_at", sa.DateTime(), nullable=True),
        sa.Column("incoming_webhook_url", text(length=200), nullable=True),
        sa.Column("incoming_webhook_channel", text(length=200), nullable=True),
        sa.Column("incoming_webhook_channel_id", text(length=200), nullable=True),
        sa.Column("incoming_webhook_configuration_url", text(length=200), nullable=True),
        sa.Column("is_enterprise_install", sa.Boolean(), nullable=False),
        sa.Column("token_type", text(length=32), nullable=True),
        sa.Column("installed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "slack_installation_idx",
        "slack_installation",
        ["client_id", "enterprise_id", "team_id", "user_id", "installed_at"],
    )
    op.create_table(
        "slack_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", text(length=200), nullable=False),
        sa.Column("expire_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    for table in ("slack_state", "slack_installation", "slack_bot"):
        op.drop_table(table)
