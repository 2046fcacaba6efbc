"""A page that shows its content only with JavaScript: the preview says so and offers a browser."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.drafts.fetching.answer import Fetched, Validators
from storage import watching
from storage.tables import Source

PAGE = "https://wsis.example/documents/"
SHELL = b"<title>Documents</title><div id=app></div><script src=app.js></script>"
BARE = b"<p>Documents of the preparatory process.</p><a href=/about>About</a><script src=app.js></script>"
SHOWN = b'<ul><li><a href="vision-r1.pdf">Vision, 10 June 2014</a></li></ul>'


class Web:
    """Answers every address alike."""

    def __init__(self, html: bytes) -> None:
        self.html = html

    async def get(self, url: str, *_: object, **__: object) -> Fetched:
        return Fetched(url, 200, self.html, "text/html", None, Validators(), None, None, "")


@pytest.fixture
def serve(house: Any) -> Callable[..., None]:
    def put(html: bytes, *, browser: bool = True) -> None:
        desk = replace(house.desk, fetcher=Web(html), browser=Web(SHOWN) if browser else None)
        house.dispatcher = replace(house.dispatcher, desk=desk)

    return put


async def sources(house: Any) -> list[Source]:
    async with house.db.read() as session:
        return list(await watching.sources(session, house.space_id))


async def test_a_page_that_comes_back_empty_is_looked_at_with_a_browser_by_one_press(house, serve):
    serve(SHELL)
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    assert "shows its content only with JavaScript" in said.text
    assert said.labels == ["Look with a browser"]
    (shown,) = await house.press(said, "Look with a browser", "sekou")
    assert "1 looks like a draft" in shown.text
    await house.press(shown, "Watch this page", "sekou")
    (source,) = await sources(house)
    assert (source.kind, source.browser) == ("list", True)
    (listed,) = await house.say("/watch", "sekou")
    assert "looked at with a browser" in listed.text


async def test_a_page_with_words_and_scripts_but_no_draft_offers_it_too(house, serve):
    serve(BARE)
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    assert said.labels[-1] == "Look with a browser"


async def test_a_page_without_scripts_or_with_drafts_offers_none(house, serve):
    for html in (BARE.replace(b"script", b"i"), SHOWN + b"<script></script>"):
        serve(html)
        (said,) = await house.say(f"/watch {PAGE}", "sekou")
        assert "Look with a browser" not in said.labels


async def test_where_none_is_installed_the_answer_says_how_to_get_it(house, serve):
    serve(SHELL, browser=False)
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    assert "EXTRAS=browser" in said.text
    assert said.labels == []
    (said,) = await house.say(f"/watch {PAGE} --browser", "sekou")
    assert "EXTRAS=browser" in said.text


async def test_a_source_that_is_watched_gets_a_browser_by_its_number(house, serve):
    serve(SHOWN)
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    await house.press(said, "Watch this page", "sekou")
    (said,) = await house.say("/watch browser 1", "sekou")
    assert "with a browser from now on" in said.text
    assert (await sources(house))[0].browser
