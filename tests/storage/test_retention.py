from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import select

from bot.drafts.provenance import FILE
from storage.db import Database
from storage.retention import BUTTONS, DROPPED, KEYS, forget
from storage.tables import Press, Seen, SlackState

NOW = datetime(2026, 6, 11, 12, tzinfo=UTC)


async def test_old_keys_and_buttons_are_forgotten_and_young_ones_kept(db: Database) -> None:
    second = timedelta(seconds=1)
    async with db.write() as session:
        session.add_all([Seen(key="old", at=NOW - KEYS - second), Seen(key="young", at=NOW - KEYS + second)])
        session.add_all(
            [
                Press(token="old", line="help", made=NOW - BUTTONS - second),
                Press(token="young", line="help", made=NOW - BUTTONS + second),
            ]
        )
    await forget(db, NOW)
    async with db.read() as session:
        assert (await session.exec(select(Seen.key))).all() == ["young"]
        assert (await session.exec(select(Press.token))).all() == ["young"]


async def test_visits_to_the_install_page_that_never_came_back_are_forgotten(db: Database) -> None:
    second = timedelta(seconds=1)
    async with db.write() as session:
        for state, until in (("old", NOW - second), ("young", NOW + second)):
            session.add(SlackState(state=state, expire_at=until.replace(tzinfo=None)))
    await forget(db, NOW)
    async with db.read() as session:
        assert (await session.exec(select(SlackState.state))).all() == ["young"]


async def test_a_new_sqlite_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "var" / "bot.db"
    db = Database(f"sqlite:///{file}")
    await db.ping()
    await db.aclose()
    assert file.stat().st_mode & 0o077 == 0


def test_a_dropped_file_is_known_by_the_same_word_everywhere() -> None:
    assert DROPPED == FILE
