"""Alembic's environment: the connection is handed over by `storage.migrate`."""

from alembic import context
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  (fills SQLModel.metadata)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    include_name=lambda name, _kind, _parents: not (name or "").startswith("procrastinate_"),
)
with context.begin_transaction():
    context.run_migrations()
