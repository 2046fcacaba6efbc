"""reasons that are given with the answers to a poll"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString()
    op.add_column("poll", sa.Column("reasons", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("ballot", sa.Column("reason", text, nullable=False, server_default=""))
    op.add_column("sealedballot", sa.Column("reason", sa.LargeBinary(), nullable=True))
    op.create_table(
        "secretreason",
        sa.Column("id", text, nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("text", text, nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_secretreason_poll_id"), "secretreason", ["poll_id"])


def downgrade() -> None:
    op.drop_table("secretreason")
    op.drop_column("sealedballot", "reason")
    op.drop_column("ballot", "reason")
    op.drop_column("poll", "reasons")
