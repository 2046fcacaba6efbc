"""The whole database into a file, and back, on both kinds of database."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from storage.backup import BEFORE, BackupFailed, backup, restore, shown
from storage.db import Database
from storage.migrate import migrate
from storage.tables import Seen, Space

NOW = datetime(2026, 6, 11, tzinfo=UTC)


@asynccontextmanager
async def _database(url: str) -> AsyncIterator[Database]:
    db = Database(url)
    try:
        yield db
    finally:
        await db.aclose()


async def _name_space(url: str, name: str) -> None:
    """Migrates the database and leaves one space in it, of this name."""
    async with _database(url) as db:
        await migrate(db)
        async with db.write() as session:
            for space in await session.exec(select(Space)):
                await session.delete(space)
            session.add(Space(name=name, title=name))


async def _names(url: str) -> list[str]:
    async with _database(url) as db, db.read() as session:
        return [space.name for space in await session.exec(select(Space))]


async def test_what_was_backed_up_comes_back_and_what_it_replaces_is_kept(empty_url: str, tmp_path: Path) -> None:
    out = tmp_path / "backup.rapporteur"
    await _name_space(empty_url, "before")
    written = backup(empty_url, out)
    await _name_space(empty_url, "after")
    restored = restore(empty_url, out)
    assert await _names(empty_url) == ["before"]
    assert restored.sha256 == written.sha256
    assert restored.kept
    assert restored.kept.name.endswith(BEFORE)
    again = restore(empty_url, restored.kept)
    assert await _names(empty_url) == ["after"]
    assert again.kept != restored.kept


async def test_a_backup_is_readable_for_its_owner_alone_and_leaves_nothing_beside_it(
    empty_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    await _name_space(empty_url, "x")
    written = backup(empty_url, folder / "b")
    assert (folder / "b").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == ["b"]
    assert len(written.sha256) == 64
    assert written.size == (folder / "b").stat().st_size


async def test_a_backup_is_one_state_while_others_write(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/live.db"
    await _name_space(url, "x")
    async with _database(url) as db, db.write() as session:
        session.add(Space(name="not committed", title=""))
        await session.flush()
        backup(url, tmp_path / "b")
    assert await _names(f"sqlite:///{tmp_path}/b") == ["x"]


async def test_a_backup_that_is_taken_while_others_write_is_whole_and_comes_back(
    empty_url: str, engine: str, tmp_path: Path, request: pytest.FixtureRequest, until: Any
) -> None:
    """Every transaction writes two rows; no backup has one without the other."""
    await _name_space(empty_url, "x")
    stop, written = asyncio.Event(), Counter[str]()

    async def write(db: Database, who: str) -> None:
        while not stop.is_set():
            n = written[who] + 1
            async with db.write() as session:
                session.add(Seen(key=f"{who}:{n}:first" + "x" * 2000, at=NOW))
                await session.flush()
                session.add(Seen(key=f"{who}:{n}:second", at=NOW))
            written[who] = n
            await asyncio.sleep(0)

    async with _database(empty_url) as db:
        writers = [asyncio.create_task(write(db, who)) for who in "abc"]
        taken = []
        for n in range(2):
            before = written.total()
            await until(lambda before=before: written.total() > before + 3)
            taken.append(await asyncio.to_thread(backup, empty_url, tmp_path / f"b{n}"))
        stop.set()
        await asyncio.gather(*writers)
    sizes = []
    for n, one in enumerate(taken):
        elsewhere = f"sqlite:///{tmp_path}/restored{n}.db"
        if engine == "postgres":
            elsewhere = request.getfixturevalue("postgres").database()
        await asyncio.to_thread(restore, elsewhere, one.path)
        async with _database(elsewhere) as db, db.read() as session:
            keys = (await session.exec(select(Seen.key))).all()
        pairs = Counter(key.rstrip("x").rpartition(":")[0] for key in keys)
        assert set(pairs.values()) == {2}
        sizes.append(len(pairs))
        if engine == "postgres":
            request.getfixturevalue("postgres").drop(elsewhere)
    assert 0 < sizes[0] < sizes[1]


async def test_a_database_in_use_is_not_replaced(empty_url: str, tmp_path: Path) -> None:
    await _name_space(empty_url, "x")
    backup(empty_url, tmp_path / "b")
    async with _database(empty_url) as db:
        await db.ping()
        with pytest.raises(BackupFailed) as failed:
            restore(empty_url, tmp_path / "b")
    assert failed.value.why == "in use"
    assert await _names(empty_url) == ["x"]


async def test_a_backup_of_a_newer_program_is_refused(empty_url: str, tmp_path: Path) -> None:
    await _name_space(empty_url, "x")
    async with _database(empty_url) as db, db.engine.begin() as connection:
        await connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(BackupFailed) as failed:
        backup(empty_url, tmp_path / "b")
    assert (failed.value.why, failed.value.detail) == ("newer", "9999")
    assert not (tmp_path / "b").exists()


async def test_a_damaged_backup_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/live.db"
    await _name_space(url, "x")
    backup(url, tmp_path / "b")
    whole = (tmp_path / "b").read_bytes()
    for name, data, why in (
        ("cut", whole[: len(whole) // 2], "damaged"),
        ("text", b"no database at all, only words", "damaged"),
        ("empty", b"", "not ours"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BackupFailed) as failed:
            restore(url, tmp_path / name)
        assert failed.value.why == why
    assert await _names(url) == ["x"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "cut", "empty", "live.db", "text"]


async def test_a_broken_database_can_be_replaced_and_is_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/live.db"
    await _name_space(url, "x")
    backup(url, tmp_path / "b")
    (tmp_path / "live.db").write_bytes(b"broken" * 1000)
    (tmp_path / "live.db-wal").write_bytes(b"old journal")
    restore(url, tmp_path / "b")
    assert await _names(url) == ["x"]
    assert (tmp_path / "live.db.before-restore").read_bytes().startswith(b"broken")
    assert not (tmp_path / "live.db-wal").exists()


async def test_a_backup_over_the_database_itself_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/live.db"
    await _name_space(url, "x")
    with pytest.raises(BackupFailed, match="itself"):
        backup(url, tmp_path / "live.db")
    with pytest.raises(BackupFailed, match="itself"):
        restore(url, tmp_path / "live.db")
    assert await _names(url) == ["x"]


async def test_an_earlier_backup_is_replaced_and_no_other_file_is(empty_url: str, tmp_path: Path) -> None:
    await _name_space(empty_url, "first")
    before = backup(empty_url, tmp_path / "b").sha256
    await _name_space(empty_url, "second")
    assert backup(empty_url, tmp_path / "b").sha256 != before
    (tmp_path / "made by mktemp").touch()
    backup(empty_url, tmp_path / "made by mktemp")
    (tmp_path / "config.toml").write_text("[database]")
    for name in ("config.toml", "."):
        with pytest.raises(BackupFailed, match="another file"):
            backup(empty_url, tmp_path / name)
    assert (tmp_path / "config.toml").read_text() == "[database]"
    restore(empty_url, tmp_path / "b")
    assert await _names(empty_url) == ["second"]


def test_nothing_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="nothing there"):
        backup(f"sqlite:///{tmp_path}/none.db", tmp_path / "b")
    with pytest.raises(BackupFailed, match="nothing there"):
        restore(f"sqlite:///{tmp_path}/none.db", tmp_path / "b")
    assert not list(tmp_path.iterdir())


async def test_a_restored_database_keeps_the_mode_of_the_one_before(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/live.db"
    await _name_space(url, "x")
    backup(url, tmp_path / "b")
    (tmp_path / "live.db").chmod(0o640)
    restore(url, tmp_path / "b")
    assert (tmp_path / "live.db").stat().st_mode & 0o777 == 0o640


def test_a_file_of_other_tables_is_not_taken(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("create table t (a)")
        connection.commit()
    with pytest.raises(BackupFailed, match="not ours"):
        restore(f"sqlite:///{tmp_path}/live.db", tmp_path / "other.db")


def test_without_the_programs_of_postgresql_their_name_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFailed) as failed:
        backup("postgresql://u:secret@127.0.0.1:9/x", tmp_path / "b")
    assert (failed.value.why, failed.value.detail) == ("no program", "pg_dump")


@pytest.mark.skipif(shutil.which("pg_dump") is None, reason="no pg_dump")
def test_a_password_is_nowhere_to_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[list[str]] = []
    run = subprocess.run

    def spy(line: list[str], **options: object) -> object:
        lines.append(line)
        return run(line, **options)  # type: ignore[call-overload]

    monkeypatch.setattr("storage.backup.subprocess.run", spy)
    for url in ("postgresql://u:secret@127.0.0.1:9/x", "postgresql://u@127.0.0.1:9/x?password=secret"):
        with pytest.raises(BackupFailed) as failed:
            backup(url, tmp_path / "b")
        assert "secret" not in str(failed.value)
        assert "secret" not in shown(url)
    assert lines
    assert "secret" not in str(lines)
    assert "PGPASSWORD" not in os.environ
