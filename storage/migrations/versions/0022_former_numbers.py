"""Drafts: the number that one had before a chair said that it is a base, so that it is not used again"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("former", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("draft", "former")
