"""What waited in a chat comes as one message: whether it is wanted, and which cards it shows"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_NAMES = {"fk": "%(table_name)s_%(column_0_name)s_fkey"}  # as PostgreSQL names them; SQLite leaves them without a name


def upgrade() -> None:
    op.add_column("chat", sa.Column("digest", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute("alter table delivery add column digest integer references delivery (id)")  # SQLite: without a new table
    op.create_index(op.f("ix_delivery_digest"), "delivery", ["digest"])


def downgrade() -> None:
    op.drop_index(op.f("ix_delivery_digest"), "delivery")
    with op.batch_alter_table("delivery", naming_convention=_NAMES) as delivery:
        delivery.drop_constraint("delivery_digest_fkey", type_="foreignkey")
        delivery.drop_column("digest")
    op.drop_column("chat", "digest")
