"""migrate, backup, restore, copy: what is done to the whole database."""

import asyncio
import logging
import time
from argparse import Namespace
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import select

from bot.config import load
from bot.errors import ConfigError, RapporteurError
from bot.positions.record.chains import Chains
from bot.sentences import cli as sentences
from handlers.line.output import put, tell
from storage import backup as files
from storage import copying, failing
from storage.backup import Backup, BackupFailed
from storage.copying import CopyFailed
from storage.db import Database, async_url
from storage.migrate import MigrationFailed, revision
from storage.migrate import migrate as to_newest
from storage.tables import Heartbeat

log = logging.getLogger(__name__)
_BEHIND = timedelta(minutes=2)  # more than clocks of machines that keep time differ
_SAID_EACH_S = 5.0


def migrate(asked: Namespace) -> int:
    url = _url(asked)
    before, now = asyncio.run(to_newest_revision(url))
    sentence = sentences.UP_TO_DATE if before == now else sentences.MIGRATED
    put(sentence.format(database=files.shown(url), before=before or sentences.NEW_DATABASE, now=now))
    return 0


def backup(asked: Namespace) -> int:
    """The digest goes to standard output as sha256sum writes it, so that `sha256sum --check` reads it."""
    url = _url(asked)
    written = _done(files.backup, url, Path(asked.out))
    size = written.size / 1e6
    tell(sentences.BACKED_UP.format(database=files.shown(url), revision=written.revision, size=size))
    put(sentences.DIGEST.format(sha256=written.sha256, path=asked.out))
    return 0


def restore(asked: Namespace) -> int:
    url = _url(asked)
    restored = _done(files.restore, url, Path(asked.backup))
    database = files.shown(url)
    tell(sentences.RESTORED.format(database=database, path=asked.backup, revision=restored.revision))
    if restored.kept:
        tell(sentences.KEPT.format(path=restored.kept))
    put(sentences.DIGEST.format(sha256=restored.sha256, path=asked.backup))
    return 0


def copy(asked: Namespace) -> int:
    source, target = checked(asked.source), checked(asked.target)
    about = {"source": files.shown(source), "target": files.shown(target)}
    try:
        if async_url(source) == async_url(target):
            raise CopyFailed("itself")
        files.alone(source)
        chains = Chains()
        counts = asyncio.run(_copied(source, target, chains))
    except CopyFailed as error:
        raise RapporteurError(sentences.COPY_FAILED[error.why], detail=error.detail, **about) from error
    except BackupFailed as error:
        raise RapporteurError(sentences.BACKUP_FAILED[error.why], detail=error.detail.rstrip(".")) from error
    except (DBAPIError, MigrationFailed, OSError) as error:
        raise RapporteurError(sentences.COPY_BROKE, why=why(error), **about) from error
    put(sentences.COPIED.format(rows=sum(counts.values()), tables=len(counts), spaces=len(chains.heads), **about))
    return 0


async def _copied(source: str, target: str, chains: Chains) -> dict[str, int]:
    ours, theirs = Database(source), Database(target)
    witnesses = {"event": chains.event, "aside": chains.aside}
    try:
        return await copying.copy(ours, theirs, _Progress(), witnesses)
    finally:
        await ours.aclose()
        await theirs.aclose()


class _Progress:
    """One line a table, and within a long one one every few seconds."""

    def __init__(self) -> None:
        self.said = time.monotonic()
        self.table, self.rows = "", 0

    def __call__(self, table: str, rows: int) -> None:
        if self.table not in ("", table):
            tell(sentences.COPYING.format(table=self.table, rows=self.rows))
        elif time.monotonic() - self.said > _SAID_EACH_S:
            tell(sentences.COPYING.format(table=table, rows=rows))
            self.said = time.monotonic()
        self.table, self.rows = table, rows


def _url(asked: Namespace) -> str:
    return checked(load(Path(asked.config)).database.url)


def checked(url: str) -> str:
    """The address, if it is one of a database that we can use; ConfigError otherwise."""
    try:
        kind = make_url(url).get_backend_name()
    except ArgumentError as error:
        raise ConfigError(sentences.BAD_DATABASE_URL, cause=str(error)) from error
    if kind not in ("sqlite", "postgresql", "postgres"):
        raise ConfigError(sentences.BAD_DATABASE_URL, cause=kind)
    return url


async def to_newest_revision(url: str) -> tuple[str | None, str | None]:
    """Migrates the database: (revision before, now); RapporteurError, in one sentence, if it cannot be used."""
    try:
        db = Database(url)
    except OSError as error:
        raise failed(url, error) from error
    try:
        now, newest = await revision(db)
        if now and now > (newest or ""):
            raise RapporteurError(sentences.DATABASE_NEWER, database=files.shown(url), now=now, newest=newest)
        return await to_newest(db)
    except (DBAPIError, MigrationFailed, OSError) as error:
        raise failed(url, error) from error
    finally:
        await db.aclose()


async def hold_the_clock_against(db: Database, now: datetime) -> None:
    """Says so where the database was in use at a time that this machine's clock has not reached."""
    async with db.read() as session:
        last = (await session.exec(select(func.max(Heartbeat.at)))).one()
    if last and last - now > _BEHIND:
        times = (f"{time:%Y-%m-%d %H:%M %Z}" for time in (now, last))
        log.error(sentences.CLOCK_BEHIND, *times)


def failed(url: str, error: Exception) -> RapporteurError:
    """The sentence that says which database cannot be used and why, and what mends it."""
    return RapporteurError(sentences.DATABASE_FAILS, database=files.shown(url), why=why(error))


def why(error: Exception) -> str:
    """What is wrong and what mends it; where that is not known, what the driver says."""
    return sentences.DATABASE_WHY.get(failing.kind(error)) or failing.said(error).rstrip(".")


def _done(act: Callable[[str, Path], Backup], url: str, path: Path) -> Backup:
    try:
        return act(url, path)
    except BackupFailed as error:
        raise RapporteurError(sentences.BACKUP_FAILED[error.why], detail=error.detail.rstrip(".")) from error
    except OSError as error:
        raise RapporteurError(sentences.CANNOT_WRITE, path=error.filename or path, why=error.strerror) from error
