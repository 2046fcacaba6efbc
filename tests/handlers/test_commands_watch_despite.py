"""A page that robots.txt closes: a chair decides, and the record says so."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from bot.drafts.answer import Fetched, Validators
from bot.errors import KeptOut
from bot.sentences import fetch as say
from storage import drafts
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
        return list(await drafts.sources(session, house.space_id))


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
