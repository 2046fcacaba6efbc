"""Quiet hours of a chat, and the documents that it has muted"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString()
    op.add_column("chat", sa.Column("quiet_hours", text, nullable=False, server_default=""))
    op.create_table(
        "chat_mute",
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"]),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("chat_id", "document_id"),
    )


def downgrade() -> None:
    op.drop_table("chat_mute")
    op.drop_column("chat", "quiet_hours")
