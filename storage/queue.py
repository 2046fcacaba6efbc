"""procrastinate's own tables, on PostgreSQL: made from its schema, and made anew when it comes with another one.

No migration of its own is needed: a job only says "look at row X now", and losing every job loses nothing.
"""

import hashlib
from collections.abc import Collection
from importlib.resources import files

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db import Database

_LOCK = 0x5261_7071  # any number, ours alone on that server

_MARK = "select obj_description(to_regclass('procrastinate_jobs'), 'pg_class')"
_OURS = r"n.nspname = current_schema() and {name} like 'procrastinate\_%'"
CLEAR = f"""do $$ declare one text; begin
    for one in
        select format('table if exists %s', c.oid::regclass) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and {_OURS.format(name="c.relname")}
        union all
        select format('function if exists %s', p.oid::regprocedure) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where {_OURS.format(name="p.proname")}
        union all
        select format('type if exists %s', t.oid::regtype) from pg_type t join pg_namespace n on n.oid = t.typnamespace
            left join pg_class c on c.oid = t.typrelid
            where (t.typtype = 'e' or c.relkind = 'c') and {_OURS.format(name="t.typname")}
    loop execute format('drop %s cascade', one); end loop;
end $$"""  # noqa: S608 -- constants alone
"""Takes them out, whatever version they are of."""


def prepare(connection: Connection) -> None:
    """Makes procrastinate's tables, or those of another version anew; in the caller's transaction, under its lock."""
    schema = files("procrastinate.sql").joinpath("schema.sql").read_text("utf-8")
    mark = f"rapporteur {hashlib.sha256(schema.encode()).hexdigest()[:16]}"
    if connection.execute(text(_MARK)).scalar() == mark:
        return
    plainly = connection.execution_options(no_parameters=True)  # many statements in one, and % signs in them
    plainly.exec_driver_sql(CLEAR)
    plainly.exec_driver_sql(schema)
    plainly.exec_driver_sql(f"comment on table procrastinate_jobs is '{mark}'")


async def lock(connection: AsyncConnection) -> None:
    """One transaction at a time goes on from here."""
    await connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


async def drop_waiting(connection: AsyncConnection, task: str) -> None:
    """Jobs of a kind that wait, and that what is about to be done makes needless."""
    waiting = "select id from procrastinate_jobs where task_name = :task and status = 'todo' for update skip locked"
    await connection.execute(text(f"delete from procrastinate_jobs where id in ({waiting})"), {"task": task})  # noqa: S608


async def known(connection: AsyncConnection, locks: Collection[str]) -> set[str]:
    """Those of the locks that a job has, whether it waits or runs."""
    query = "select lock from procrastinate_jobs where status in ('todo', 'doing') and lock = any(:locks)"
    return set((await connection.execute(text(query), {"locks": list(locks)})).scalars())


async def doing(db: Database, workers: Collection[int]) -> set[int]:
    """The jobs that these workers have in hand, as the database has it."""
    query = "select id from procrastinate_jobs where status = 'doing' and worker_id = any(:workers)"
    async with db.engine.connect() as connection:
        return set((await connection.execute(text(query), {"workers": list(workers)})).scalars())


async def shares(db: Database, queues: Collection[str], worker: int) -> tuple[int, int, int]:
    """How many jobs of these queues a worker has in hand, how many anybody has, and how many wait."""
    counts = (
        "count(*) filter (where status = 'doing' and worker_id = :worker)",
        "count(*) filter (where status = 'doing')",
        "count(*) filter (where status = 'todo')",
    )
    query = f"select {', '.join(counts)} from procrastinate_jobs where queue_name = any(:queues)"  # noqa: S608
    async with db.engine.connect() as connection:
        mine, done, waiting = (await connection.execute(text(query), {"worker": worker, "queues": list(queues)})).one()
    return mine, done, waiting
