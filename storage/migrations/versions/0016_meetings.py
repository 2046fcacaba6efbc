"""Meetings that calendars tell, and what sources of other kinds need: senders of mail, a browser"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

text = sqlmodel.sql.sqltypes.AutoString
instant = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    for column in ("meetings", "senders"):
        op.add_column("source", sa.Column(column, sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("source", sa.Column("browser", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("key", text(), nullable=False),
        sa.Column("title", text(), nullable=False),
        sa.Column("room", text(), nullable=False),
        sa.Column("starts", instant(), nullable=False),
        sa.Column("ends", instant(), nullable=False),
        sa.Column("whole_days", sa.Boolean(), nullable=False),
        sa.Column("dated", sa.Boolean(), nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"]),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source_id", "key"),
    )
    op.create_index(op.f("ix_meeting_source_id"), "meeting", ["source_id"])
    op.create_index(op.f("ix_meeting_space_id"), "meeting", ["space_id"])


def downgrade() -> None:
    op.drop_table("meeting")
    for column in ("browser", "senders", "meetings"):
        op.drop_column("source", column)
