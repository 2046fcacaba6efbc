"""Sources: robots.txt overridden, and what of a page differs at every fetch"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("despite_robots", "shuffled"):
        op.add_column("source", sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))
    for column in ("tokens", "noise"):
        op.add_column("source", sa.Column(column, sa.JSON(), nullable=False, server_default="[]"))
    op.create_index(op.f("ix_source_url"), "source", ["url"])


def downgrade() -> None:
    op.drop_index(op.f("ix_source_url"), "source")
    for column in ("noise", "tokens", "shuffled", "despite_robots"):
        op.drop_column("source", column)
