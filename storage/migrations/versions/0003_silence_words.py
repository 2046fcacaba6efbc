"""a silence has words of whoever set it, and notes who asked for more time"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("silence", sa.Column("said", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
    op.add_column("silence", sa.Column("asked", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("silence", "asked")
    op.drop_column("silence", "said")
