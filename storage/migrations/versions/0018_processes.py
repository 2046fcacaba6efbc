"""several processes: who is alive, who alone does what, and in whose hands a delivery or a source is"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString()
    moment = sqlmodel.sql.sqltypes.UTCDateTime()
    op.create_table(
        "process",
        sa.Column("id", text, nullable=False),
        sa.Column("name", text, nullable=False),
        sa.Column("roles", text, nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.Column("seen", moment, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "lease",
        sa.Column("name", text, nullable=False),
        sa.Column("process_id", text, nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.add_column("delivery", sa.Column("claimed_by", text, nullable=True))
    op.add_column("source", sa.Column("held_by", text, nullable=True))
    op.create_index("ix_source_held_by", "source", ["held_by"])


def downgrade() -> None:
    op.drop_index("ix_source_held_by", "source")
    op.drop_column("source", "held_by")
    op.drop_column("delivery", "claimed_by")
    op.drop_table("lease")
    op.drop_table("process")
