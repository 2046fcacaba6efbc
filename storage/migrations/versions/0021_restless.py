"""Sources: what changes its figures again and again. Addresses: no flaps, the lines of the source say what differs"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("source", sa.Column("restless", sa.JSON(), nullable=False, server_default="[]"))
    op.drop_column("address", "flaps")


def downgrade() -> None:
    op.add_column("address", sa.Column("flaps", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_column("source", "restless")
