"""drafts that a person brought into a chat, and private ones, with the chats that may read them"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("brought", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
    with op.batch_alter_table("draft") as draft:
        draft.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        draft.create_foreign_key("fk_draft_person", "person", ["person_id"], ["id"])
    op.add_column("draft", sa.Column("private", sa.Integer(), nullable=True))
    op.create_table(
        "circulation",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"]),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"]),
        sa.PrimaryKeyConstraint("draft_id", "chat_id"),
    )


def downgrade() -> None:
    op.drop_table("circulation")
    op.drop_column("draft", "private")
    with op.batch_alter_table("draft") as draft:
        draft.drop_constraint("fk_draft_person", type_="foreignkey")
        draft.drop_column("person_id")
    op.drop_column("draft", "brought")
