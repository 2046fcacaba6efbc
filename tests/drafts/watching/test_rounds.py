"""Rounds: many sources at a time, each told of as it is found."""

import asyncio

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.drafts.looking import sight
from bot.drafts.watching.logbook import Logbook
from bot.drafts.watching.rounds import Rounds
from bot.drafts.watching.watch import look_at
from storage.tables import Address, Delivery, Look, Source


async def many(scene, count, **more):
    for n in range(count):
        scene.site.put(f"/page{n}", b"<p>Page of " + str(n).encode())
        await scene.watch(f"/page{n}", document=f"Paper {n}", **more)


def slow_down(scene, gate):
    """What the second page answers waits for the gate."""
    fetcher = scene.desk.fetcher

    class Slow:
        async def get(self, url, *rest, **more):
            if url.endswith("/page1"):
                await gate.wait()
            return await fetcher.get(url, *rest, **more)

    object.__setattr__(scene.desk, "fetcher", Slow())


async def test_what_did_not_change_is_written_in_one_transaction_for_all(scene):
    await many(scene, 8)
    scene.desk.clock.advance(3600)
    commits = []
    event.listen(scene.db.engine.sync_engine, "commit", lambda _: commits.append(1))
    rounds = Rounds(scene.desk)
    (due,) = await rounds.due()
    await rounds.run(due)
    assert len(due) == 8
    assert len(commits) == 1
    assert [look.outcome for look in await scene.rows(Look)][-8:] == ["unchanged"] * 8
    assert all(row.trusted == 1 for row in await scene.rows(Address))
    assert await rounds.due() == []


async def test_a_change_is_handed_over_while_the_others_are_still_looked_at(scene, site, make):
    await many(scene, 3)
    site.put("/draft", make.html())
    await scene.watch("/draft", "document", document="Draft")
    site.put("/draft", make.html(make.text((1, "1. New words."))))
    gate, kept = asyncio.Event(), site.pages["/page1"]

    async def watch_for_the_flash():
        while not [row for row in await scene.rows(Delivery) if row.kind == "flash"]:
            await asyncio.sleep(0.01)
        gate.set()

    slow_down(scene, gate)
    scene.desk.clock.advance(3600)
    rounds = Rounds(scene.desk)
    (due,) = await rounds.due()
    await asyncio.wait_for(asyncio.gather(rounds.run(due), watch_for_the_flash()), 60)
    site.pages["/page1"] = kept
    assert len(await scene.flashes()) == 1


async def test_a_slow_source_does_not_keep_the_others_from_their_next_look(scene, until):
    await many(scene, 2, every_s=15)
    gate = asyncio.Event()

    slow_down(scene, gate)
    scene.desk.clock.advance(60)
    rounds = Rounds(scene.desk)
    (due,) = await rounds.due()
    running = asyncio.create_task(rounds.run(due))
    (quick,) = [row.id for row in await scene.rows(Source) if row.url.endswith("/page0")]
    await until(lambda: quick not in rounds.under_way)
    scene.desk.clock.advance(60)
    assert await rounds.due() == [(quick,)]
    gate.set()
    await running


async def test_of_a_round_that_cannot_be_written_down_no_look_goes_on(scene):
    await many(scene, 2, every_s=15)
    ended = []

    class Slow:
        async def get(self, url, *rest, **more):
            if url.endswith("/page1"):
                try:
                    await asyncio.Event().wait()
                finally:
                    ended.append(url)
            return await fetcher.get(url, *rest, **more)

    async def fails(_session):
        raise OperationalError("a look", {}, OSError("away"))

    fetcher = scene.desk.fetcher
    object.__setattr__(scene.desk, "fetcher", Slow())
    scene.desk.clock.advance(60)
    rounds = Rounds(scene.desk)
    (due,) = await rounds.due()
    scene.db.before_commit.append(fails)
    with pytest.raises(OperationalError):
        await rounds.run(due)
    assert len(ended) == 1
    assert not rounds.under_way


async def test_a_host_that_is_left_alone_is_no_trouble_of_its_sources(scene, site):
    await many(scene, 1)
    busy = site.pages["/page0"]
    site.put("/page0", b"", 429, retry_after="40")
    assert await scene.look() == "failed"
    assert (await scene.source()).failures == 1
    site.pages["/page0"] = busy
    assert await scene.look(after=10) == "put off"
    source = await scene.source()
    assert source.failures == 1
    assert (source.next_due - scene.desk.clock()).total_seconds() >= 29


async def test_a_source_is_let_go_when_its_look_is_written_down_not_while_another_task_writes_it(scene):
    await many(scene, 1)
    scene.desk.clock.advance(3600)
    rounds, begun, gate = Rounds(scene.desk), asyncio.Event(), asyncio.Event()

    async def slowly(_session):
        begun.set()
        await gate.wait()

    (due,) = await rounds.due()
    book = Logbook(scene.desk)
    (seen,) = await sight.begin(scene.desk, due)
    await look_at(seen, book)
    scene.db.before_commit.append(slowly)
    one = asyncio.create_task(book.write())
    await begun.wait()
    other = asyncio.create_task(book.write())
    await asyncio.sleep(0.05)
    assert not other.done()
    gate.set()
    await asyncio.gather(one, other)
    assert len(await scene.rows(Look)) == 2  # the first look, and this one once
