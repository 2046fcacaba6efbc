"""What happens is counted where it happens, and what waits is asked of the database when somebody asks."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from bot import metrics, outbox
from bot.drafts import flash, sandbox
from bot.errors import Later
from bot.message import say
from handlers.slack.failures import of_code
from handlers.web.app import Doors, app
from storage.db import Database
from storage.tables import Delivery, Draft, FlashRow, Source

Ask = Callable[..., Any]


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def scraped(db: Database) -> dict[str, float]:
    """What /metrics answers, by sample."""
    text = (await _get(db, "/metrics")).text
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(number) for name, _, number in lines}


async def _get(db: Database, path: str, **parts: Any) -> httpx.Response:
    transport = httpx.ASGITransport(app(db, Doors(), **parts))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        return await client.get(path)


async def test_what_waits_is_told_by_state_and_age(house: Any) -> None:
    async with house.db.write() as session:
        for source in await session.exec(select(Source)):
            await session.delete(source)
        now = house.desk.clock()
        common = {"space_id": house.space_id, "document_id": 1, "kind": "list"}
        session.add(Source(url="https://a.example", next_due=now, state="watching", failures=3, **common))
        session.add(Source(url="https://b.example", next_due=now, state="paused", **common))
        await outbox.queue(session, "one", "told", house.place("room"), say("x"), now)
        await outbox.queue(session, "two", "told", house.place("corner"), say("x"), now, waits=now)
    told = await scraped(house.db)
    assert told["rapporteur_database_up"] == 1
    assert told['rapporteur_sources{state="watching"}'] == told['rapporteur_sources{state="paused"}'] == 1
    assert told["rapporteur_failing_sources"] == 1
    assert told['rapporteur_deliveries{state="ready"}'] == told['rapporteur_deliveries{state="waiting"}'] == 1
    assert told['rapporteur_deliveries{state="dead"}'] == 0
    age = time.time() - house.desk.clock().timestamp()
    assert told["rapporteur_oldest_due_source_seconds"] == pytest.approx(age, abs=60)
    assert told['rapporteur_oldest_delivery_seconds{state="ready"}'] == pytest.approx(age, abs=60)
    assert told["rapporteur_drafts"] == 3
    await house.delivered()
    assert (await scraped(house.db))['rapporteur_deliveries{state="ready"}'] == 0


async def test_without_the_database_what_the_process_knows_is_told_all_the_same(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OperationalError("select", {}, OSError("gone"))

    monkeypatch.setattr(sqlite, "read", away)
    told = await scraped(sqlite)
    assert told["rapporteur_database_up"] == 0
    assert "rapporteur_commit_seconds_count" in told
    assert not [name for name in told if name.startswith("rapporteur_deliveries")]
    assert (await _get(sqlite, "/healthz")).status_code == 503


async def test_readiness_names_what_does_not_run(sqlite: Database) -> None:
    answer = await _get(sqlite, "/readyz", missing=lambda: {"telegram", "jobs"})
    assert (answer.status_code, answer.text) == (503, "not running: jobs, telegram\n")


async def test_a_press_and_a_line_are_timed_to_their_answers(house: Any) -> None:
    lines, presses = (value("rapporteur_answer_seconds_count", kind=kind) for kind in ("line", "press"))
    (said,) = await house.say("dif latest")
    await house.press(said, "/diff")
    assert value("rapporteur_answer_seconds_count", kind="line") == lines + 1
    assert value("rapporteur_answer_seconds_count", kind="press") == presses + 1


async def test_sends_are_counted_by_what_became_of_them(house: Any) -> None:
    posted, later = (value("rapporteur_sends_total", platform="fake", outcome=one) for one in ("posted", "later"))
    async with house.db.write() as session:
        await outbox.queue(session, "one", "told", house.place("room"), say("x"), house.desk.clock())
    house.chat.fail("send", Later("busy", seconds=5))
    await house.delivered()
    house.desk.clock.advance(5)
    await house.delivered()
    assert value("rapporteur_sends_total", platform="fake", outcome="later") == later + 1
    assert value("rapporteur_sends_total", platform="fake", outcome="posted") == posted + 1


async def test_a_flash_is_timed_from_publication_and_from_sight_in_every_chat(house: Any) -> None:
    names = ("rapporteur_flash_after_sight_seconds", "rapporteur_flash_after_publication_seconds")
    before = [(value(f"{name}_count"), value(f"{name}_sum")) for name in names]
    async with house.db.write() as session:
        now = house.desk.clock()
        facts = flash.Flash("Vision", 2, "Proposal", "https://wsis.example/r2.html", "ab" * 32, now, against="r1")
        row = FlashRow(draft_id=3, facts=flash.FLASH.dump_python(facts, mode="json"), made=now)
        session.add(row)
        await session.flush()
        draft = await session.get_one(Draft, 3)
        draft.seen, draft.published = now - timedelta(seconds=4), now - timedelta(seconds=64)
        await outbox.flash_out(session, house.space_id, row, now)
    await house.delivered()
    after = [(value(f"{name}_count"), value(f"{name}_sum")) for name in names]
    assert [(new[0] - old[0], new[1] - old[1]) for old, new in zip(before, after, strict=True)] == [(3, 12), (3, 192)]


def test_a_429_is_counted_by_platform() -> None:
    before = value("rapporteur_too_many_requests_total", platform="slack")
    of_code("ratelimited", 429, {})
    of_code("channel_not_found", 200, {})
    assert value("rapporteur_too_many_requests_total", platform="slack") == before + 1


@pytest.mark.parametrize(
    ("status", "said", "how"), [(-24, "", "time"), (1, "MemoryError", "memory"), (-11, "", "crash")]
)
def test_the_death_of_a_reader_is_counted_by_its_cause(status: int, said: str, how: str) -> None:
    before = value("rapporteur_parser_deaths_total", how=how)
    sandbox._died(status, said)
    assert value("rapporteur_parser_deaths_total", how=how) == before + 1


async def test_every_commit_is_timed(db: Database) -> None:
    took: list[float] = []
    db.committed = took.append
    async with db.write() as session:
        await session.exec(select(Delivery))
    assert len(took) == 1
    assert took[0] >= 0


async def test_a_loop_that_was_held_up_says_by_how_much() -> None:
    before = value("rapporteur_loop_lag_seconds_sum")
    watching = asyncio.create_task(metrics.watch_the_loop(0.01))
    await asyncio.sleep(0)
    time.sleep(0.1)
    await asyncio.sleep(0.02)
    watching.cancel()
    assert value("rapporteur_loop_lag_seconds_sum") - before > 0.05
