"""The record: one unbroken chain, whoever writes; what was altered is found; what a person said can be erased."""

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.positions.record import record_log, verifier
from bot.positions.record.export import erase, export
from bot.positions.record.heads import post_heads
from bot.positions.record.record_log import Personal, canonical, hash_of
from bot.sentences.record import ERASED_NAME
from storage import events, people
from storage.db import Database
from storage.tables import Chat, Delegation, Delivery, Document, Draft, Officer, Person, Position, Space

NOW = datetime(2014, 6, 11, 10, 0, tzinfo=UTC)


async def a_space(db: Database) -> Space:
    async with db.write() as session:
        space = Space(name="vision", title="WSIS+10 Vision")
        session.add(space)
    return space


async def recorded(db: Database, space: Space, n: int = 5) -> None:
    async with db.write() as session:
        for k in range(n):
            said = Personal(f"réserve № {k} — “red line”")
            await record_log.note(session, space.id, "position", NOW + timedelta(minutes=k), voice="IR", reason=said)


@pytest.fixture
async def folder(sqlite: Database, tmp_path: Path) -> Path:
    """An export of five events."""
    space = await a_space(sqlite)
    await recorded(sqlite, space)
    async with sqlite.read() as session:
        made = await export(session, space, NOW)
    assert made
    out = tmp_path / "out"
    out.mkdir()
    for name, data in made.files.items():
        (out / name).write_bytes(data)
    return out


def edit(folder: Path, change: Callable[[list[Any]], object], name: str = "record.jsonl") -> tuple[bool, str]:
    """Alters the lines of a file of the export; what the verifier says then."""
    rows = [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]
    change(rows)
    (folder / name).write_text("".join(f"{canonical(row)}\n" for row in rows), "utf-8")
    return verifier.verify(str(folder))


@pytest.mark.need(104)
def test_what_was_recorded_is_whole_as_a_folder_and_as_a_zip(folder: Path) -> None:
    whole, told = verifier.verify(str(folder))
    assert whole, told
    assert "5 events" in told
    assert verifier.verify(shutil.make_archive(str(folder), "zip", folder)) == (whole, told)


def test_the_verifier_travels_with_the_record_and_needs_nothing_but_python(folder: Path) -> None:
    done = subprocess.run([sys.executable, "-I", "-S", "verify.py", "."], cwd=folder, capture_output=True, text=True)
    assert (done.returncode, "Whole and unaltered" in done.stdout, done.stderr) == (0, True, "")
    assert len((folder / "verify.py").read_text("utf-8").splitlines()) < 60


def test_without_a_name_the_verifier_checks_its_own_folder_and_what_is_no_record_is_one_sentence(folder: Path) -> None:
    def checked(*named: str) -> tuple[int, str, str]:
        done = subprocess.run([sys.executable, str(folder / "verify.py"), *named], capture_output=True, text=True)
        return done.returncode, done.stdout[:30], done.stderr

    assert checked() == (0, "Whole and unaltered: 5 events,", "")
    assert checked("--help") == (1, "No record can be read there (F", "")


def altered(rows: list[Any]) -> None:
    rows[2]["ev"]["voice"] = "SE"


def dropped(rows: list[Any]) -> None:
    del rows[2]


def swapped(rows: list[Any]) -> None:
    rows[1], rows[2] = rows[2], rows[1]


def forged(rows: list[Any]) -> None:
    """A middle row altered with its own hash made right again."""
    rows[2]["ev"]["voice"] = "SE"
    rows[2]["hash"] = hash_of(rows[2]["seq"], rows[2]["prev"], rows[2]["ev"])


def renumbered(rows: list[Any]) -> None:
    del rows[2]
    for seq, row in enumerate(rows, 1):
        row["seq"] = seq


@pytest.mark.need(104)
@pytest.mark.parametrize("change", [altered, dropped, swapped, forged, renumbered])
def test_an_altered_dropped_swapped_or_forged_event_is_found(
    folder: Path, change: Callable[[list[Any]], object]
) -> None:
    whole, told = edit(folder, change)
    assert not whole
    assert "Event" in told


def test_a_record_cut_off_is_found_with_a_head_that_was_published(folder: Path) -> None:
    head = json.loads((folder / "record.jsonl").read_text("utf-8").splitlines()[-1])["hash"]
    assert verifier.verify(str(folder), head[:8])[0]
    edit(folder, lambda rows: rows.pop(), "beside.jsonl")
    whole, _ = edit(folder, lambda rows: rows.pop())
    assert whole
    assert not verifier.verify(str(folder), head[:8])[0]


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows[1].update(text="other words"),
        lambda rows: rows.pop(1),
        lambda rows: rows[1].update(seq=3),
        lambda rows: rows.append(dict(rows[1])),
    ],
)
def test_a_text_beside_that_was_altered_taken_or_moved_is_found(
    folder: Path, change: Callable[[list[Any]], object]
) -> None:
    whole, told = edit(folder, change, "beside.jsonl")
    assert not whole
    assert "text beside" in told


@given(st.dictionaries(st.text(max_size=8), st.text() | st.integers() | st.lists(st.text(), max_size=3), max_size=4))
@settings(max_examples=50)
def test_one_value_has_one_text(facts: dict[str, Any]) -> None:
    again = json.loads(canonical(facts))
    assert canonical(again) == canonical(facts)
    assert hash_of(1, record_log.GENESIS, again) == hash_of(1, record_log.GENESIS, facts)


async def test_eight_writers_make_one_unbroken_chain(db: Database) -> None:
    space = await a_space(db)

    async def write(voice: int) -> None:
        for k in range(6):
            async with db.write() as session:
                await record_log.note(session, space.id, "position", NOW, voice=voice, k=k)

    await asyncio.gather(*(write(voice) for voice in range(8)))
    async with db.read() as session:
        rows = await events.after(session, space.id, 0)
    assert [row.seq for row in rows] == [*range(1, 49)]
    assert [row.prev for row in rows] == [record_log.GENESIS, *(row.hash for row in rows[:-1])]


async def test_an_event_is_there_with_what_it_tells_of_or_not_at_all(db: Database) -> None:
    space = await a_space(db)

    async def fails() -> None:
        async with db.write() as session:
            await record_log.note(session, space.id, "position", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    async with db.read() as session:
        assert await events.last(session, space.id) is None


async def test_two_spaces_have_two_chains(sqlite: Database) -> None:
    one = await a_space(sqlite)
    async with sqlite.write() as session:
        other = Space(name="other", title="Other")
        session.add(other)
    await recorded(sqlite, one, 2)
    await recorded(sqlite, other, 1)
    async with sqlite.read() as session:
        assert [(await events.last(session, space.id)).seq for space in (one, other)] == [2, 1]  # type: ignore[union-attr]


async def test_an_erased_person_leaves_the_chain_whole(db: Database, tmp_path: Path) -> None:
    space = await a_space(db)
    async with db.write() as session:
        person = await people.meet(session, "telegram", "", "7", "A. Hansen")
        document = Document(space_id=space.id, name="Vision")
        session.add(document)
        await session.flush()
        draft = Draft(document_id=document.id, number=1, url="https://x.example", seen=NOW, sequence="s")
        norway = Delegation(space_id=space.id, code="NO", name="Norway", group="governments")
        session.add_all([draft, norway])
        await session.flush()
        said = {"space_id": space.id, "document_id": document.id, "delegation_id": norway.id, "draft_id": draft.id}
        act = Position(
            **said, person_id=person.id, level="paragraph", ref="C9", text_hash="h", stance="object", pressed=NOW
        )
        act.reason = "in its instructions from capital"
        session.add(act)
        await record_log.note(
            session,
            space.id,
            "position",
            NOW,
            voice="NO",
            by=Personal("A. Hansen", person.id),
            reason=Personal(act.reason, person.id),
        )
        await record_log.note(session, space.id, "position", NOW, voice="SE", reason=Personal("another's words"))
    async with db.write() as session:
        await erase(session, space, person.id, NOW)
    async with db.read() as session:
        made = await export(session, space, NOW)
        position = await session.get_one(Position, act.id)
        name = (await session.get_one(Person, person.id)).name
    assert made
    assert (position.reason, position.stance, name) == ("", "object", ERASED_NAME)
    everything = b"".join(made.files.values()).decode()
    assert "Hansen" not in everything
    assert "capital" not in everything
    assert "another's words" in everything
    (tmp_path / "out.zip").write_bytes(made.zipped(NOW))
    assert verifier.verify(str(tmp_path / "out.zip"))[0]


async def test_what_was_said_in_a_caucus_is_withheld_from_the_export(sqlite: Database) -> None:
    space = await a_space(sqlite)
    async with sqlite.write() as session:
        await record_log.note(session, space.id, "position", NOW, reason=Personal("canary-7f3a", withheld=True))
    async with sqlite.read() as session:
        made = await export(session, space, NOW)
    assert made
    assert b"canary" not in b"".join(made.files.values())
    assert b'"withheld":true' in made.files["beside.jsonl"]


async def test_the_head_is_posted_once_a_day_in_the_evening_where_something_happened(db: Database) -> None:
    space = await a_space(db)
    async with db.write() as session:
        session.add_all([Chat(space_id=space.id, platform="fake", chat="room"), Space(name="idle", title="Idle")])
    await recorded(db, space, 1)
    for hour in (17, 18, 19, 20):
        await post_heads(db, NOW.replace(hour=hour))
    await post_heads(db, NOW.replace(day=12, hour=19))
    async with db.read() as session:
        posted = (await session.exec(select(Delivery))).all()
        rows = await events.after(session, space.id, 0)
    assert [delivery.due for delivery in posted] == [NOW.replace(hour=18)]
    assert rows[0].hash in str(posted[0].body)
    assert json.loads(rows[1].ev)["head"] == rows[0].hash


async def test_a_person_known_in_another_space_keeps_the_name_there(sqlite: Database) -> None:
    space = await a_space(sqlite)
    async with sqlite.write() as session:
        person = await people.meet(session, "telegram", "", "7", "A. Hansen")
        other = Space(name="other", title="Other")
        session.add(other)
        await session.flush()
        session.add(Officer(space_id=other.id, person_id=person.id, role="chair", since=NOW))
        await record_log.note(session, space.id, "position", NOW, by=Personal("A. Hansen", person.id))
    async with sqlite.write() as session:
        await erase(session, space, person.id, NOW)
    async with sqlite.read() as session:
        made = await export(session, space, NOW)
        assert (await session.get_one(Person, person.id)).name == "A. Hansen"
    assert made
    assert b"Hansen" not in b"".join(made.files.values())
