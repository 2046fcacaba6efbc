"""procrastinate's own tables, on PostgreSQL: made from its schema, and made anew when it comes with another one.

No migration of its own is needed: a job only says "look at row X now", and losing every job loses nothing.
"""

import hashlib
from importlib.resources import files

from sqlalchemy import Connection, text

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
