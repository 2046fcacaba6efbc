"""/watch: a preview that keeps nothing, a press that begins, sources with their health, answers to what was asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.drafts import sight
from bot.drafts.answer import Fetched, Validators
from bot.errors import FetchError
from bot.sentences import fetch as say
from storage import drafts
from storage.tables import Address, Source

PAGE = "https://wsis.example/documents/"
HTML = b"""<h1>Documents</h1><ul>
<li><a href="vision-r2.pdf">Vision, 11 June 2014</a> <a href="vision-r2.docx">Word</a></li>
<li><a href="vision-r1.pdf">Vision, 10 June 2014</a></li></ul><p><a href="/about/">About</a></p>"""


class Web:
    """Answers with what a test puts there."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[bytes, str]] = {PAGE: (HTML, "text/html")}

    async def get(self, url: str, *_: object, **__: object) -> Fetched:
        if url not in self.pages:
            raise FetchError(say.NOT_THERE, again=False, code=404)
        data, mime = self.pages[url]
        return Fetched(url, 200, data, mime, None, Validators(), None, None, url.rpartition("/")[2])


@pytest.fixture
def web(house: Any, reading: Callable[..., Any]) -> Web:
    made = Web()

    async def read(_data: bytes, url: str) -> Any:
        return reading("1. One.", "2. Two.", source=url)

    house.dispatcher = replace(house.dispatcher, desk=replace(house.desk, fetcher=made, read=read))
    return made


async def sources(house: Any) -> list[Source]:
    async with house.db.read() as session:
        return list(await drafts.sources(session, house.space_id))


async def test_a_preview_says_what_would_be_watched_and_keeps_nothing(house, web):
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    assert "4 links; 2 look like drafts, newest first" in said.text
    assert "Vision, 11 June 2014  (docx, pdf, 11 June 2014)" in said.text
    assert said.text.index("11 June") < said.text.index("10 June")
    assert said.labels == ["Watch this page", "The page itself is the draft"]
    assert await sources(house) == []


async def test_a_press_begins_with_the_first_look_and_a_second_press_says_so(house, web):
    (said,) = await house.say(f'/watch {PAGE} doc:"Annex text"', "sekou")
    (answer,) = await house.press(said, "Watch this page", "sekou")
    assert f"Watching {PAGE} for Annex text" in answer.text
    (source,) = await sources(house)
    assert (source.kind, source.state, source.next_due) == ("list", "starting", house.desk.clock())
    (answer,) = await house.press(said, "Watch this page", "sekou")
    assert "is watched already" in answer.text
    (answer,) = await house.say(f"/watch {PAGE}", "sekou")
    assert "is watched already" in answer.text


async def test_a_file_is_previewed_as_a_document(house, web):
    web.pages[PAGE + "vision.pdf"] = (b"%PDF", "application/pdf")
    (said,) = await house.say(f"/watch {PAGE}vision.pdf", "sekou")
    assert "2 paragraphs, 4 words" in said.text
    await house.press(said, "Watch this page", "sekou")
    assert (await sources(house))[0].kind == "document"


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("/watch wsis.example", "no web address"),
        ("/watch https://wsis.example/none", "nothing at this address"),
        ("/watch https://u:p@wsis.example/", "headers file"),
        ("/watch stop 7", "There is no source 7"),
        ("/watch take", "There is no source –"),
        ("/watch draft 99", "There is no source 99"),
        ("/watch list", "Which address?"),
        ("/watch", "No source is watched yet"),
    ],
)
async def test_what_cannot_be_watched_is_one_sentence(house, web, typed, part):
    (said,) = await house.say(typed, "sekou")
    assert part in said.text
    assert await sources(house) == []


async def test_a_login_page_is_refused_as_what_it_is(house, web):
    web.pages[PAGE] = (b"<title>Log in</title><form><input type=password></form>", "text/html")
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    assert "a form to log in" in said.text


async def watched(house, **more) -> int:
    async with house.db.write() as session:
        told = {"url": PAGE, "kind": "list", "state": "watching", "next_due": house.desk.clock() + timedelta(hours=1)}
        source = Source(space_id=house.space_id, document_id=house.document_id, **told | more)
        session.add(source)
        await session.flush()
        await sight.note(session, source.id, source.url, house.desk.clock(), state="page")
    return source.id


async def test_sources_are_listed_with_their_health(house, web):
    now = house.desk.clock()
    await watched(house, looked=now, error="It is broken.", failing_since=now, declared=True)
    await watched(house, url=PAGE + "two/", state="paused")
    (said,) = await house.say("/watch", "sekou")
    assert "last look 12:57 · last change never" in said.text
    assert "trouble since 12:57: It is broken." in said.text
    assert "from the configuration file" in said.text
    assert said.labels == ["Resume 2"]


async def test_a_source_is_stopped_and_goes_on_by_its_number(house, web):
    await watched(house)
    (said,) = await house.say("/watch stop 1", "sekou")
    assert "What was seen is kept" in said.text
    assert (await sources(house))[0].state == "paused"
    await house.say("/watch resume 1", "sekou")
    (source,) = await sources(house)
    assert (source.state, source.next_due) == ("watching", house.desk.clock())


async def test_a_stopped_source_that_is_watched_again_goes_on(house, web):
    await watched(house, state="paused")
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    (answer,) = await house.press(said, "Watch this page", "sekou")
    assert "again" in answer.text
    (source,) = await sources(house)
    assert source.state == "watching"


async def test_a_source_stopped_before_its_first_look_was_over_begins_with_it(house, web):
    await watched(house, url=PAGE + "two/", state="starting", looked=house.desk.clock())
    async with house.db.write() as session:
        row = await session.get_one(Address, 1)
        await session.delete(row)
    await house.say("/watch stop 1", "sekou")
    await house.say("/watch resume 1", "sekou")
    assert (await sources(house))[0].state == "starting"


async def test_a_source_of_the_file_is_not_stopped_in_chat(house, web):
    await watched(house, declared=True)
    (said,) = await house.say("/watch stop 1", "sekou")
    assert "configuration file, which wins" in said.text
    assert (await sources(house))[0].state == "watching"


async def test_many_new_drafts_are_taken_on_the_chairs_word(house, web):
    source_id = await watched(house)
    async with house.db.write() as session:
        for n, state in enumerate(("asked", "asked", "passed")):
            await sight.note(session, source_id, f"{PAGE}{n}.pdf", house.desk.clock(), state=state)
    await house.say("/watch take 1", "chang")
    async with house.db.read() as session:
        rows = await drafts.addresses(session, source_id)
    assert [row.state for row in rows] == ["page", "wanted", "wanted", "passed"]
    assert (await sources(house))[0].next_due == house.desk.clock()


async def test_a_posting_that_was_asked_about_is_taken_on_the_chairs_word(house, web):
    source_id = await watched(house)
    async with house.db.write() as session:
        row = await sight.note(session, source_id, f"{PAGE}x.pdf", house.desk.clock(), state="passed")
    await house.say(f"/watch draft {row.id}", "chang")
    async with house.db.read() as session:
        assert (await session.get_one(Address, row.id)).state == "wanted"


async def test_a_delegate_does_not_watch(house, web):
    (said,) = await house.say(f"/watch {PAGE}", "dina")
    assert "is for the secretariat and the chair" in said.text


async def test_a_chat_bound_with_a_code_is_shown_the_latest_draft(house, web):
    house.chat.admins.add("ada")
    (said,) = await house.say("/space invite", "chang")
    code = said.text.split("space add ")[1].split()[0]
    await house.say(f"/space add {code}", "ada", at="lobby")
    (shown,) = await house.delivered()
    assert shown.to.chat == "lobby"
    assert shown.text.startswith("The latest draft of Vision: r2")
    assert await house.delivered() == []
