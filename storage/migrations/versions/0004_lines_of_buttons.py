"""what anyone may press is found by its line"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_press_line", "press", ["line"])


def downgrade() -> None:
    op.drop_index("ix_press_line", "press")
