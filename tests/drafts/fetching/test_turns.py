"""Turns: so many at the same time, and who hurries goes first."""

import asyncio

from bot.drafts.fetching.turns import Turns


async def waits(turns, name, order, **how):
    await turns.take(**how)
    order.append(name)


async def begin(*waiting):
    tasks = [asyncio.ensure_future(one) for one in waiting]
    await asyncio.sleep(0)
    return tasks


async def test_those_who_wait_have_their_turn_as_they_came_and_who_hurries_before_them():
    turns, order = Turns(1), []
    await turns.take()
    tasks = await begin(
        waits(turns, "first", order), waits(turns, "second", order), waits(turns, "hurries", order, hurries=True)
    )
    for _ in tasks:
        turns.give_back()
        await asyncio.sleep(0)
    assert order == ["hurries", "first", "second"]


async def test_no_more_at_the_same_time_than_there_are_turns():
    turns, order = Turns(2), []
    tasks = await begin(*(waits(turns, n, order) for n in range(4)))
    assert order == [0, 1]
    for _ in range(2):
        turns.give_back()
    await asyncio.gather(*tasks)
    assert order == [0, 1, 2, 3]


async def test_a_turn_is_not_lost_with_one_who_stopped_waiting():
    turns, order = Turns(1), []
    await turns.take()
    (left,) = await begin(turns.take())
    left.cancel()
    await asyncio.gather(left, return_exceptions=True)
    turns.give_back()
    await asyncio.wait_for(turns.take(), 30)
    (given, after) = await begin(turns.take(), waits(turns, "after", order))
    turns.give_back()
    given.cancel()  # in the moment in which it has its turn
    await asyncio.gather(given, return_exceptions=True)
    assert given.cancelled()
    await asyncio.wait_for(after, 30)
    assert order == ["after"]
