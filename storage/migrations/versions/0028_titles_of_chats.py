"""What its people call a chat."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chat", sa.Column("title", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("chat", "title")
