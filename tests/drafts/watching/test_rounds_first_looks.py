"""Many sources begin at the same moment: a start with a thousand of the file, two that are confirmed together."""

import contextlib
from collections import Counter
from datetime import timedelta

import pytest

from bot.drafts.looking import pace
from bot.drafts.watching.rounds import Rounds
from storage import watching
from storage.tables import Source


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(watching, "FIRST_LOOKS", 3)


async def begin(scene, count, **more):
    for n in range(count):
        scene.site.put(f"/page{n}", b"<p>Page of " + str(n).encode())
        await scene.watch(f"/page{n}", document=f"Paper {n}", first=False, **more)


async def states(scene):
    return Counter(source.state for source in await scene.rows(Source))


async def test_so_many_first_looks_are_begun_at_a_time_and_the_next_when_they_are_done(new_scene, db, few):
    scene = await new_scene(db)
    await begin(scene, 8)
    rounds, sizes = Rounds(scene.desk), []
    while found := await rounds.due():
        sizes += [len(ids) for ids in found]
        for ids in found:
            await rounds.run(ids)
    assert sizes == [3, 3, 2]
    assert await states(scene) == {"watching": 8}


async def test_while_they_are_under_way_no_more_of_them_is_due_and_everything_else_is(new_scene, db, few):
    scene = await new_scene(db)
    await scene.watch("/", document="Vision")
    await begin(scene, 8)
    scene.desk.clock.advance(3600)
    rounds = Rounds(scene.desk)
    ((old, *begun),) = await rounds.due()
    assert (old, len(begun)) == (1, 3), "what is watched goes first"
    rounds.under_way.update(begun)
    assert list(await rounds.due()) == [(old,)]
    rounds.under_way.discard(begun[0])
    ((_, *more),) = await rounds.due()
    assert more == [begun[0]]


async def test_every_fetch_of_a_first_look_keeps_the_distance_of_its_host(scene, site, make):
    """What is looked at later and found changed is fetched again at once; nobody waits for what a first look learns."""
    visits = Counter()

    class Pace(contextlib.AbstractAsyncContextManager):
        async def __aexit__(self, *_):
            visits["spaced"] += 1

    scene.desk.fetcher._hosts.of("127.0.0.1").pace = Pace()
    site.post("/vision-r1.html", make.html(), "Vision, revision 1")
    await scene.watch(first=False)
    await begin(scene, 1)
    rounds = Rounds(scene.desk)
    for ids in await rounds.due():
        await rounds.run(ids)
    assert visits["spaced"] == len(site.asked) == 7, "three times each page, once the draft"
    site.put("/vision-r1.html", make.html(make.text((1, "1. Other words."))))
    await scene.look(1)
    assert visits["spaced"] < len(site.asked)


async def test_two_that_are_confirmed_together_at_one_page_cost_one_page(scene, site, make):
    site.post("/vision-r1.html", make.html(), "Vision, revision 1")
    for document in ("Vision", "Plan"):
        await scene.watch(document=document, first=False)
    rounds = Rounds(scene.desk)
    for ids in await rounds.due():
        await rounds.run(ids)
    assert site.count("/") == 3


async def test_after_their_first_looks_they_are_spread_over_the_interval(new_scene, db):
    scene = await new_scene(db)
    await begin(scene, 40)
    rounds = Rounds(scene.desk)
    while found := await rounds.due():
        for ids in found:
            await rounds.run(ids)
    now = scene.desk.clock()
    after = sorted((source.next_due - now) / timedelta(seconds=1) for source in await scene.rows(Source))
    assert min(after) >= 600 * (1 - pace._JITTER) - 120, "first looks take some time on the clock of the test"
    assert max(after) - min(after) > 60
    assert len({round(one) for one in after}) > 10
