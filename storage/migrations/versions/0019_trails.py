"""which look or command queued a message"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString()
    op.add_column("delivery", sa.Column("trail", text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("delivery", "trail")
