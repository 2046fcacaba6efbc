"""who was heard on a whole draft is answered from indexes alone"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_HEARD = ["document_id", "speaks", "state", "thread", "delegation_id", "position_id", "signed"]


def upgrade() -> None:
    op.create_index("ix_holding_heard", "holding", _HEARD)
    op.create_index("ix_reach_heard", "reach", ["draft_id", "thread", "delegation_id"])
    op.drop_index("ix_reach_draft", "reach")


def downgrade() -> None:
    op.create_index("ix_reach_draft", "reach", ["draft_id", "thread"])
    op.drop_index("ix_reach_heard", "reach")
    op.drop_index("ix_holding_heard", "holding")
