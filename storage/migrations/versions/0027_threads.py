"""Where each thread of a document last stood: what a new draft costs does not grow with the drafts before it.

Settled drafts that have no threads, because nobody has acted since there are any, are given theirs here, the newest first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_NUMBERS = """
update paragraph set thread = given.thread from (
    select p.reading_id, p.n, row_number() over (partition by d.document_id order by d.number desc, p.n) as thread
    from paragraph p join reading r on r.id = p.reading_id join draft d on d.id = r.draft_id
    where r.current and d.settled is not null and not exists (
        select 1 from paragraph q join reading s on s.id = q.reading_id join draft e on e.id = s.draft_id
        where e.document_id = d.document_id and q.thread is not null)
) as given where given.reading_id = paragraph.reading_id and given.n = paragraph.n
"""

_PLACES = """
insert into thread (document_id, thread, reading_id, n)
select document_id, thread, reading_id, n from (
    select d.document_id, p.thread, p.reading_id, p.n, row_number() over (
        partition by d.document_id, p.thread
        order by (d.settled is not null) desc, (p.text <> '') desc, coalesce(d.number, 0) desc, r.id desc) as place
    from paragraph p join reading r on r.id = p.reading_id join draft d on d.id = r.draft_id
    where p.thread is not null
) as found where place = 1
"""


def upgrade() -> None:
    op.create_table(
        "thread",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("thread", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"]),
        sa.PrimaryKeyConstraint("document_id", "thread"),
    )
    op.execute(_NUMBERS)
    op.execute(_PLACES)


def downgrade() -> None:
    op.drop_table("thread")
