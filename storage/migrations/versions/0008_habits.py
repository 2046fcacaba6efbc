"""how people want to be told: their time zone, quiet hours, text mode, what they mute and follow"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString()
    op.add_column("space", sa.Column("quiet_hours", text, nullable=False, server_default=""))
    op.add_column("person", sa.Column("timezone", text, nullable=False, server_default=""))
    op.add_column("person", sa.Column("quiet_hours", text, nullable=False, server_default=""))
    op.add_column("person", sa.Column("digest", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("person", sa.Column("text_mode", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "mute",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("person_id", "document_id"),
    )
    op.create_table(
        "follow",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("thread", sa.Integer(), nullable=False),
        sa.Column("ref", text, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("person_id", "document_id", "thread"),
    )
    op.create_index(op.f("ix_follow_document_id"), "follow", ["document_id"])


def downgrade() -> None:
    op.drop_table("follow")
    op.drop_table("mute")
    for column in ("text_mode", "digest", "quiet_hours", "timezone"):
        op.drop_column("person", column)
    op.drop_column("space", "quiet_hours")
