"""The language of a person and of a chat"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("chat", "person"):
        op.add_column(
            table, sa.Column("language", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
        )


def downgrade() -> None:
    for table in ("person", "chat"):
        op.drop_column(table, "language")
