"""Drafts that were put under the wrong document: what they are now; and addresses whose texts are another document's."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column, of in (("draft", "moved_to", "draft"), ("address", "document_id", "document")):
        with op.batch_alter_table(table) as altered:
            altered.add_column(sa.Column(column, sa.Integer(), nullable=True))
            altered.create_foreign_key(f"{table}_{column}_fkey", of, [column], ["id"])


def downgrade() -> None:
    for table, column in (("address", "document_id"), ("draft", "moved_to")):
        with op.batch_alter_table(table) as altered:
            altered.drop_constraint(f"{table}_{column}_fkey", type_="foreignkey")
            altered.drop_column(column)
