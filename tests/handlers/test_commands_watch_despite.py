"""A page that robots.txt closes: a chair decides, and the record says so."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from bot.drafts.fetching.answer import Fetched, Validators
from bot.errors import KeptOut
from bot.sentences import fetch as say
from storage import watching
from storage.tables import EventRow, Source

PAGE = "https://wsis.example/documents/"
HTML = b'<ul><li><a href="vision-r1.pdf">Vision, 10 June 2014</a></li></ul>'


@pytest.fixture
def closed(house: Any, reading: Callable[..., Any]) -> None:
    class Closed:
        async def get(self, url: str, *_: object, despite_robots: bool = False, **__: object) -> Fetched:
            if not despite_robots:
                raise KeptOut(say.ROBOTS, again=False, host="wsis.example")
            return Fetched(url, 200, HTML, "text/html", None, Validators(), None, None, "")

    house.dispatcher = replace(house.dispatcher, desk=replace(house.desk, fetcher=Closed()))


async def sources(house: Any) -> list[Source]:
    async with house.db.read() as session:
        return list(await watching.sources(session, house.space_id))


async def overrides(house: Any) -> list[dict[str, Any]]:
    async with house.db.read() as session:
        events = [json.loads(row.ev) for row in (await session.exec(select(EventRow))).all()]
    return [event for event in events if event["kind"] == "override"]


async def test_a_chair_looks_nevertheless_by_one_press_and_the_record_says_who(house, closed):
    (said,) = await house.say(f"/watch {PAGE}", "chang")
    assert "asks programs to stay away" in said.text
    assert said.labels == ["Look nevertheless"]
    (shown,) = await house.press(said, "Look nevertheless", "chang")
    assert "1 looks like a draft" in shown.text
    assert await overrides(house) == [], "nothing is decided by a look"
    await house.press(shown, "Watch this page", "chang")
    (source,) = await sources(house)
    assert source.despite_robots
    (event,) = await overrides(house)
    assert (event["rule"], event["url"]) == ("robots.txt", PAGE)
    assert "chang" not in json.dumps(event).casefold(), "a name stands beside the record, not in it"


async def test_a_secretary_is_told_who_decides(house, closed):
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    assert said.labels == []
    (said,) = await house.say(f"/watch {PAGE} --despite-robots", "sekou")
    assert "Only a chair decides" in said.text
    assert await sources(house) == []


async def begin(house: Any) -> None:
    (said,) = await house.say(f"/watch {PAGE} --despite-robots", "chang")
    await house.press(said, "Watch this page", "chang")


async def ended(house: Any) -> list[dict[str, Any]]:
    async with house.db.read() as session:
        events = [json.loads(row.ev) for row in (await session.exec(select(EventRow))).all()]
    return [event for event in events if event["kind"] == "override ended"]


async def test_it_ends_without_the_source_being_stopped_and_the_record_says_who(house, closed):
    await begin(house)
    (listed,) = await house.say("/watch", "sekou")
    assert "although robots.txt asks" in listed.text
    (said,) = await house.press(listed, "Keep to robots.txt: 1", "sekou")
    assert f"{PAGE} is looked at only as its robots.txt allows from now on." in said.text
    (source,) = await sources(house)
    assert (source.despite_robots, source.state) == (False, "starting"), "it is watched on"
    (event,) = await ended(house)
    assert (event["rule"], event["url"]) == ("robots.txt", PAGE)
    assert "sekou" not in json.dumps(event).casefold(), "a name stands beside the record, not in it"
    (listed,) = await house.say("/watch", "sekou")
    assert "although robots.txt asks" not in listed.text


async def test_it_ends_once_and_may_begin_again(house, closed):
    await begin(house)
    await house.say("/watch robots 1", "chang")
    (said,) = await house.say("/watch robots 1", "chang")
    assert "allows already" in said.text
    await house.say(f"/watch {PAGE} --despite-robots", "chang")
    assert (await sources(house))[0].despite_robots
    assert (len(await overrides(house)), len(await ended(house))) == (2, 1)


async def test_of_a_source_from_the_file_it_is_said_that_the_file_wins(house, closed):
    await begin(house)
    async with house.db.write() as session:
        (await session.get_one(Source, (await sources(house))[0].id)).declared = True
    (said,) = await house.say("/watch robots 1", "chang")
    assert "Take despite_robots out of the configuration file too" in said.text
