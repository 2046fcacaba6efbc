"""The whole database into a file, and back.

SQLite: VACUUM INTO, one consistent state while others write; `Connection.backup(pages=…)` starts again at every write and may
never end (design, storage-and-jobs.md section 5). PostgreSQL: its own pg_dump and pg_restore. Both steps are blocking.
"""

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sqlalchemy.engine import URL, make_url
from sqlmodel import SQLModel

from storage import (
    queue,
    tables,  # noqa: F401 -- fills SQLModel.metadata
)
from storage.migrate import known

Why = Literal[
    "nothing there", "in use", "newer", "damaged", "not ours", "itself", "another file", "no program", "failed"
]
BEFORE = ".before-restore"


class BackupFailed(Exception):
    """`why`: what stands in the way; `detail`: a file, a revision, a program's name or its last words."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}")
        self.why = why
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written and read back, or one that was restored. `kept`: where what it replaced is, if anything."""

    path: Path
    sha256: str
    size: int
    revision: str
    kept: Path | None = None


def shown(url: str) -> str:
    """A database's address without any password."""
    return make_url(url).difference_update_query(["password"]).render_as_string(hide_password=True)


def backup(url: str, out: Path) -> Backup:
    """Writes the database at `url` into `out`, whole or not at all, readable for its owner alone. BackupFailed if it cannot.

    An earlier backup of that name is replaced; any other file that is not empty is left alone, and refused.
    """
    with _in_place_of(out) as unfinished:
        revision = _dump(make_url(url), unfinished, out)
        return Backup(out, _sha256(unfinished), unfinished.stat().st_size, revision)


def restore(url: str, source: Path) -> Backup:
    """Puts a backup in the place of the database at `url`; what stood there is kept. BackupFailed if it cannot.

    Refused: a database that others have open, a backup of a revision that this program does not know, a damaged backup.
    """
    if not source.is_file():
        raise BackupFailed("nothing there", str(source))
    where = make_url(url)
    if where.get_backend_name() == "sqlite":
        return _restore_sqlite(_file(where), source)
    return _restore_postgres(where, source)


def alone(url: str) -> None:
    """BackupFailed if there is no database, or if others have it open."""
    where = make_url(url)
    if where.get_backend_name() == "sqlite":
        if not _file(where).is_file():
            raise BackupFailed("nothing there", str(_file(where)))
        _alone(_file(where))


def _dump(where: URL, unfinished: Path, out: Path) -> str:
    """Writes the dump and reads it back; returns its revision."""
    if out.exists() and not (out.is_file() and _may_be_backup(out)):
        raise BackupFailed("another file", str(out))
    if where.get_backend_name() != "sqlite":
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={unfinished}", at=where)
        return _dumped_revision(unfinished)
    database = _file(where)
    if not database.is_file():
        raise BackupFailed("nothing there", str(database))
    if out.exists() and out.samefile(database):
        raise BackupFailed("itself", str(out))
    try:
        with closing(_open(database)) as connection:
            connection.execute("VACUUM INTO ?", (str(unfinished),))
    except sqlite3.DatabaseError as error:
        raise BackupFailed("failed", str(error)) from error
    return _checked(unfinished)


# SQLite


def _file(where: URL) -> Path:
    return Path(where.database or "")


def _open(path: Path, mode: str = "rw") -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?mode={mode}", uri=True, isolation_level=None, timeout=2)


def _checked(path: Path) -> str:
    """The revision of a database file that is whole; BackupFailed otherwise."""
    try:
        with closing(_open(path, "ro")) as connection:
            [verdict] = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if verdict != "ok":
                raise BackupFailed("damaged", str(verdict))
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:  # no such table
        raise BackupFailed("not ours", str(error)) from error
    except sqlite3.DatabaseError as error:
        raise BackupFailed("damaged", str(error)) from error
    return _known(row[0] if row else "")


def _restore_sqlite(database: Path, source: Path) -> Backup:
    if database.exists() and database.samefile(source):
        raise BackupFailed("itself", str(source))
    database.parent.mkdir(parents=True, exist_ok=True)
    with _in_place_of(database) as unfinished:
        shutil.copyfile(source, unfinished)
        revision = _checked(unfinished)
        kept = _set_aside(database, unfinished) if database.exists() else None
        return Backup(source, _sha256(unfinished), unfinished.stat().st_size, revision, kept)


def _set_aside(database: Path, successor: Path) -> Path:
    """Keeps the database under another name, with its journals if they could not be written into it; it stays in its place too
    until the successor, who gets its owner and mode, takes it."""
    _alone(database)
    kept = _free_name(database)
    for ending in ("-wal", "-shm"):
        journal = database.with_name(database.name + ending)
        if journal.exists():  # of a file too broken to be opened; the successor must not find them
            journal.rename(kept.with_name(kept.name + ending))
    shutil.copymode(database, successor)
    if os.geteuid() == 0:
        os.chown(successor, database.stat().st_uid, database.stat().st_gid)
    try:
        os.link(database, kept)
    except OSError:  # a file system without links
        shutil.copy2(database, kept)
    return kept


def _alone(database: Path) -> None:
    """BackupFailed if others have the database open: only its single user may leave the write-ahead log, which also writes
    what stands there into the file."""
    try:
        with closing(_open(database)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise BackupFailed("in use", str(database)) from error
    except sqlite3.DatabaseError:
        pass  # broken: that is why a backup is restored


def _free_name(database: Path) -> Path:
    names = [BEFORE, *(f"{BEFORE}.{n}" for n in range(2, 1000))]
    return next(path for name in names if not (path := database.with_name(database.name + name)).exists())


# PostgreSQL

OTHERS = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL"
)
"""Asks PostgreSQL who else is there; autovacuum and the like have no user."""

_HAS_TABLES = "SELECT to_regclass('alembic_version')"


def _run(program: str, *options: str, at: URL | None = None) -> bytes:
    """Runs one of PostgreSQL's programs; the password goes by the environment, where other users cannot see it."""
    if shutil.which(program) is None:
        raise BackupFailed("no program", program)
    environment = dict(os.environ)
    if at is not None:
        password = at.password or at.query.get("password")
        environment |= {"PGPASSWORD": str(password)} if password else {}
        options = (*options, f"--dbname={_without_password(at)}")
    done = subprocess.run([program, *options], capture_output=True, env=environment, check=False)  # noqa: S603
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines() or [f"exit {done.returncode}"]
        raise BackupFailed("failed", said[0])
    return done.stdout


def _without_password(at: URL) -> str:
    query = at.difference_update_query(["password"]).query
    return URL.create("postgresql", at.username, None, at.host, at.port, at.database, query).render_as_string()


def _dumped_revision(dump: Path) -> str:
    """The revision that a dump holds, once all of it could be read."""
    _run("pg_restore", f"--file={os.devnull}", str(dump))
    rows = _run("pg_restore", "--file=-", "--data-only", "--table=alembic_version", str(dump)).decode()
    found = re.search(r"^COPY [^\n]*alembic_version[^\n]*\n(\w+)$", rows, re.MULTILINE)
    if not found:
        raise BackupFailed("not ours", str(dump))
    return _known(found[1])


def _restore_postgres(at: URL, source: Path) -> Backup:
    """In one transaction: our tables out, those of the backup in."""
    revision = _dumped_revision(source)
    if _run("psql", "-XAtqc", OTHERS, at=at).strip() != b"0":
        raise BackupFailed("in use", at.database or "")
    kept = None
    if _run("psql", "-XAtqc", _HAS_TABLES, at=at).strip():
        kept = _free_name(source)
        backup(at.render_as_string(hide_password=False), kept)
    ours = ", ".join(f'"{name}"' for name in (*SQLModel.metadata.tables, "alembic_version"))
    with tempfile.NamedTemporaryFile(suffix=".sql") as script:
        _run("pg_restore", f"--file={script.name}", "--no-owner", "--no-privileges", str(source))
        steps = ("-c", f"DROP TABLE IF EXISTS {ours} CASCADE", "-c", queue.CLEAR, "-f", script.name)
        _run("psql", "-Xq", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-o", os.devnull, *steps, at=at)
    return Backup(source, _sha256(source), source.stat().st_size, revision, kept)


# both


def _known(revision: str) -> str:
    if revision not in known():
        raise BackupFailed("newer", revision)
    return revision


def _may_be_backup(path: Path) -> bool:
    """Whether a file begins as what SQLite and pg_dump write, or is empty."""
    with path.open("rb") as file:
        begins = file.read(16)
    return not begins or begins.startswith((b"SQLite format 3", b"PGDMP"))


@contextmanager
def _in_place_of(path: Path) -> Iterator[Path]:
    """A new file beside another, readable for its owner alone, that takes its place once the block has ended well. What the
    system refuses is said of the file whose name somebody gave."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield unfinished
        unfinished.replace(path)
        _sync(path.parent)
    except OSError as error:
        if error.filename == str(unfinished):
            error.filename = str(path)
        raise
    finally:
        unfinished.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    """Makes the new name last: a rename is safe from power loss once its folder is written."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
