"""/watch: a preview that keeps nothing, a press that begins, sources with their health, answers to what was asked."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.drafts.fetching.answer import Fetched, Validators
from bot.drafts.looking import sight
from bot.errors import FetchError
from bot.sentences import fetch as say
from storage import drafts, spaces, watching
from storage.tables import Address, Delivery, FlashRow, Look, Source

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
        return list(await watching.sources(session, house.space_id))


async def test_a_preview_says_what_would_be_watched_and_keeps_nothing(house, web):
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    assert "4 links; 2 look like drafts of one document, newest first:" in said.text
    assert "Vision, 11 June 2014  (docx, pdf, 11 June 2014)" in said.text
    assert said.text.index("11 June") < said.text.index("10 June")
    mend = ["Only links like these", "One is no draft", "They are drafts of Vision"]
    assert said.labels == ["Watch this page", "The page itself is the draft", *mend]
    assert await sources(house) == []


async def test_a_page_without_a_draft_yet_can_be_watched_for_the_first(house, web):
    web.pages[PAGE] = (b"<h1>Documents</h1><p><a href='/about/'>About</a></p>", "text/html")
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    assert "1 link; none looks like a draft yet. Watched as it is, the page raises a Flash for the first" in said.text
    await house.press(said, "Watch this page", "sekou")
    assert (await sources(house))[0].kind == "list"


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
        told = {"url": PAGE, "kind": "list", "state": "watching", "document_id": house.document_id}
        told["next_due"] = house.desk.clock() + timedelta(hours=1)
        source = Source(space_id=house.space_id, **told | more)
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
        rows = await watching.addresses(session, source_id)
    assert [row.state for row in rows] == ["page", "wanted", "wanted", "passed"]
    assert (await sources(house))[0].next_due == house.desk.clock()


async def test_a_posting_that_was_asked_about_is_taken_on_the_chairs_word(house, web):
    source_id = await watched(house)
    async with house.db.write() as session:
        row = await sight.note(session, source_id, f"{PAGE}x.pdf", house.desk.clock(), state="passed")
    await house.say(f"/watch draft {row.id}", "chang")
    async with house.db.read() as session:
        assert (await session.get_one(Address, row.id)).state == "wanted"


async def test_it_may_be_a_draft_of_another_document(house, web):
    source_id = await watched(house)
    async with house.db.write() as session:
        row = await sight.note(session, source_id, f"{PAGE}x.pdf", house.desk.clock(), state="passed")
        plan = await spaces.document(session, house.space_id, "Plan")
    await house.say(f'/watch draft {row.id} doc:"Plan"', "chang")
    async with house.db.read() as session:
        known = await session.get_one(Address, row.id)
    assert (known.state, known.document_id) == ("wanted", plan.id)
    (said,) = await house.say("/watch", "chang")
    assert "goes to “Plan”" in said.text


async def test_a_posting_that_is_none_of_the_documents_is_not_waited_for(house, web):
    source_id = await watched(house)
    async with house.db.write() as session:
        row = await sight.note(session, source_id, f"{PAGE}x.pdf", house.desk.clock(), state="wanted", label="The list")
    (said,) = await house.say(f"/watch not {row.id}", "chang")
    assert said.text == "“The list” is not taken as a draft of Vision, and not asked about again."
    async with house.db.read() as session:
        assert (await session.get_one(Address, row.id)).state == "passed"


async def test_no_comes_too_late_for_what_is_a_draft(house, web):
    source_id = await watched(house)
    async with house.db.write() as session:
        drafts_of = await drafts.numbered(session, house.document_id)
        told = {"state": "draft", "label": "The list", "draft_id": drafts_of[-1].id}
        row = await sight.note(session, source_id, f"{PAGE}x.pdf", house.desk.clock(), **told)
    (said,) = await house.say(f"/watch not {row.id}", "chang")
    assert "was taken as a draft of Vision already. /drafts" in said.text
    async with house.db.read() as session:
        assert (await session.get_one(Address, row.id)).state == "draft"


async def test_the_same_page_is_watched_for_another_document_by_its_own_names(house, web):
    web.pages[PAGE] = (MIXED.replace(b"list-of-participants.pdf", b"plan-r1.pdf"), "text/html")
    await watched(house, links="vision")
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    assert f"is watched already for Vision. To watch it for another document too: /watch {PAGE} doc:" in said.text
    (said,) = await house.say(f"/watch {PAGE} doc:Vision", "sekou")
    assert "is watched already for Vision" in said.text
    (said,) = await house.say(f"/watch {PAGE} doc:Plan", "sekou")
    assert "3 links; 1 looks like a draft:" in said.text
    (answer,) = await house.press(said, "Watch this page", "sekou")
    assert f"Watching {PAGE} for Plan" in answer.text
    first, second = await sources(house)
    assert preview_matches(second.links, "plan-r2.pdf", "vision-r2.pdf") == [True, False]
    assert first.document_id != second.document_id
    (said,) = await house.say(f"/watch {PAGE} doc:plan", "sekou")
    assert "is watched already for Plan" in said.text


async def test_both_sources_of_a_page_are_hurried(house, web):
    await watched(house)
    async with house.db.write() as session:
        plan = await spaces.document(session, house.space_id, "Plan")
    await watched(house, document_id=plan.id, links="plan")
    await house.say(f"/watch {PAGE} until:18:00", "sekou")
    assert [len(source.sessions) for source in await sources(house)] == [1, 1]


async def test_a_delegate_does_not_watch(house, web):
    (said,) = await house.say(f"/watch {PAGE}", "dina")
    assert "is for the secretariat and the chair" in said.text


# ── a wrong guess is mended by a button ──────────────────────────────────────────────────────────────────────────────────

MIXED = b"""<ul><li><a href="vision-r2.pdf">Vision, second draft of June</a></li>
<li><a href="vision-r1.pdf">Vision, first draft</a></li>
<li><a href="list-of-participants.pdf">List of participants of the meeting</a></li></ul>"""


async def test_what_looks_like_another_document_is_said_and_may_be_the_one(house, web):
    web.pages[PAGE] = (MIXED, "text/html")
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    assert "3 links; 2 look like drafts of one document" in said.text
    assert "1 more looks like another document: “List of participants of the meeting”" in said.text
    (rather,) = await house.press(said, next(label for label in said.labels if label.startswith("Rather")), "sekou")
    assert "1 looks like a draft:" in rather.text
    await house.press(rather, "Watch this page", "sekou")
    (source,) = await sources(house)
    assert preview_matches(source.links, "list-of-participants.pdf", "vision-r2.pdf") == [True, False]


def preview_matches(pattern: str, *names: str) -> list[bool]:
    return [re.search(pattern, name, re.IGNORECASE) is not None for name in names]


async def test_only_links_like_these_takes_later_revisions_and_nothing_else(house, web):
    web.pages[PAGE] = (MIXED, "text/html")
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    (only,) = await house.press(said, "Only links like these", "sekou")
    assert "Only links that match" in only.text
    await house.press(only, "Watch this page", "sekou")
    names = ("vision-r2.pdf", "vision-r13_final.docx", "list-of-participants.pdf")
    assert preview_matches((await sources(house))[0].links, *names) == [True, True, False]


async def test_one_that_is_no_draft_is_left_out_and_not_taken_at_the_first_look(house, web):
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    (asked,) = await house.press(said, "One is no draft", "sekou")
    assert asked.labels == ["Vision, 11 June 2014", "Vision, 10 June 2014"]
    (said,) = await house.press(asked, "Vision, 11 June 2014", "sekou")
    assert "1 looks like a draft" in said.text
    assert "2 links are left out" in said.text
    await house.press(said, "Watch this page", "sekou")
    async with house.db.read() as session:
        rows = await watching.addresses(session, (await sources(house))[0].id)
    assert {(row.url, row.state) for row in rows} == {
        (PAGE + "vision-r2.pdf", "passed"),
        (PAGE + "vision-r2.docx", "passed"),
    }


async def test_drafts_of_another_document_of_the_space_are_said_so_by_a_button(house, web):
    async with house.db.write() as session:
        await spaces.document(session, house.space_id, "Annex")
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    (said,) = await house.press(said, "They are drafts of Annex", "sekou")
    (answer,) = await house.press(said, "Watch this page", "sekou")
    assert "for Annex" in answer.text


async def test_a_feed_is_previewed_by_its_entries(house, web):
    entry = "<item><title>Vision r1</title><link>https://wsis.example/v-r1.pdf</link></item>"
    web.pages[PAGE] = (f"<rss version='2.0'><channel>{entry}</channel></rss>".encode(), "application/xml")
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    assert "1 link; 1 looks like a draft:" in said.text
    await house.press(said, "Watch this page", "sekou")
    assert (await sources(house))[0].kind == "feed"


async def test_a_calendar_is_previewed_by_its_meetings_and_a_notice_page_on_request(house, web):
    event = "BEGIN:VEVENT\nUID:a\nSUMMARY:Plenary\nDTSTART:20140612T150000\nDTEND:20140612T180000\nEND:VEVENT\n"
    web.pages[PAGE] = (f"BEGIN:VCALENDAR\nVERSION:2.0\n{event}END:VCALENDAR\n".encode(), "text/calendar")
    (said,) = await house.say(f"/watch {PAGE}", "sekou")
    assert "A calendar with 1 meeting ahead:" in said.text
    assert "Plenary, 12 June 15:00–18:00" in said.text
    web.pages[PAGE + "2"] = (b"<p>12 June 2014</p><p>Plenary 15:00-18:00, Room 2</p>", "text/html")
    (said,) = await house.say(f"/watch {PAGE}2 --calendar", "sekou")
    assert "Plenary, 12 June 15:00–18:00, Room 2" in said.text
    await house.press(said, "Watch this page", "sekou")
    assert (await sources(house))[0].kind == "calendar"


# ── in haste ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_until_is_a_session_from_now_on(house, web):
    (said,) = await house.say(f"/watch {PAGE} until:23:30", "sekou")
    await house.press(said, "Watch this page", "sekou")
    (source,) = await sources(house)
    assert source.sessions == ["2014-06-11T12:57/23:30"]


async def test_a_source_that_is_watched_is_hurried_by_number_or_address(house, web):
    await watched(house)
    for typed in ("1", PAGE):
        (said,) = await house.say(f"/watch {typed} until:23:30", "sekou")
        assert "every 15 s until" in said.text
    (source,) = await sources(house)
    assert len(source.sessions) == 2
    assert source.next_due == house.desk.clock()


@pytest.mark.parametrize(
    ("until", "part"), [("soon", "is no time"), ("01:00", "is over"), ("2014-06-30T10:00", "a day away")]
)
async def test_a_time_that_cannot_be_is_one_sentence(house, web, until, part):
    (said,) = await house.say(f"/watch {PAGE} until:{until}", "sekou")
    assert part in said.text


async def test_health_says_what_was_and_how_late(house, web):
    now = house.desk.clock()
    source_id = await watched(house, looked=now, next_due=now - timedelta(minutes=9))
    async with house.db.write() as session:
        session.add(Look(source_id=source_id, at=now - timedelta(minutes=30), milliseconds=1, outcome="failed"))
        draft = (await drafts.numbered(session, house.document_id))[-1]
        draft.source_id, draft.published, draft.seen = (
            source_id,
            now - timedelta(seconds=50),
            now - timedelta(seconds=10),
        )
        row = await drafts.flash_of(session, draft.id) or FlashRow(draft_id=draft.id, facts={}, made=now)
        session.add(row)
        await session.flush()
        for key, sent in (("late", now), ("first", now - timedelta(seconds=7))):
            about = {"key": key, "kind": "flash", "flash_id": row.id, "due": now, "sent": sent}
            session.add(Delivery(platform="fake", chat=key, state="sent", **about))
    (said,) = await house.say("/watch", "sekou")
    assert "last trouble 12:27, over" in said.text
    assert "overdue by 9 min" in said.text
    assert "r2 was seen 40 s after it was published, and posted 3 s after we saw it" in said.text
