"""Sources: the same page may be watched for several documents of a space.

Going back fails where that is done: one of the two sources has to be taken out first.
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_NAMES = {"uq": "%(table_name)s_%(column_0_N_name)s_key"}  # as PostgreSQL names them; SQLite leaves them without a name
_ONE, _SEVERAL = ("space_id", "url", "base"), ("space_id", "url", "base", "document_id")


def upgrade() -> None:
    _key(_ONE, _SEVERAL)


def downgrade() -> None:
    _key(_SEVERAL, _ONE)


def _key(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    with op.batch_alter_table("source", naming_convention=_NAMES) as source:
        source.drop_constraint(_name(old), type_="unique")
        source.create_unique_constraint(_name(new), list(new))


def _name(columns: tuple[str, ...]) -> str:
    return f"source_{'_'.join(columns)}_key"
