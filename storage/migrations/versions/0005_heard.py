"""who was heard on a whole draft is answered from indexes alone"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_PLACE = ["document_id", "thread", "speaks"]
_COVERS = [*_PLACE, "row", "state", "signed", "delegation_id", "position_id"]


def upgrade() -> None:
    op.drop_index("ix_holding_place", "holding")
    op.create_index("ix_holding_place", "holding", _COVERS)
    op.create_index("ix_position_apart", "position", ["document_id", "state", "level"])
    op.create_index("ix_reach_heard", "reach", ["draft_id", "thread", "delegation_id"])
    op.drop_index("ix_reach_draft", "reach")


def downgrade() -> None:
    op.create_index("ix_reach_draft", "reach", ["draft_id", "thread"])
    op.drop_index("ix_reach_heard", "reach")
    op.drop_index("ix_position_apart", "position")
    op.drop_index("ix_holding_place", "holding")
    op.create_index("ix_holding_place", "holding", _PLACE)
