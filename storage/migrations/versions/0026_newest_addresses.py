"""Of the addresses of a page that lists drafts the newest of each document, and what is waited for, are found by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    linked = sa.text("draft_id is not null and gone is null")
    columns = ["source_id", "document_id", "draft_id"]
    op.create_index("ix_address_newest", "address", columns, sqlite_where=linked, postgresql_where=linked)
    op.create_index("ix_address_state", "address", ["source_id", "state"])
    op.drop_index("ix_address_source_id", "address")


def downgrade() -> None:
    op.create_index("ix_address_source_id", "address", ["source_id"])
    op.drop_index("ix_address_state", "address")
    op.drop_index("ix_address_newest", "address")
