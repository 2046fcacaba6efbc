"""A feed as a source: entries that lead to drafts are Flashes, the others are notices, and each is told once."""

from datetime import UTC, datetime

import pytest

from bot.drafts import sandbox
from bot.drafts.pages import feed
from bot.errors import Unreadable
from storage.tables import Draft, Look

RSS = {"content-type": "application/rss+xml"}


def item(n, title, link, says="", day=11):
    return (
        f"<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>g{n}</guid>"
        f"<pubDate>Wed, {day} Jun 2014 12:10:00 +0200</pubDate><description><![CDATA[{says}]]></description></item>"
    )


def rss(*items):
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>D</title>{"".join(items)}</channel></rss>'.encode()


def atom(*entries):
    told = "".join(
        f"<entry><id>urn:{n}</id><title>{title}</title><updated>2014-06-{10 + n}T10:00:00Z</updated>"
        f"<link rel='enclosure' href='{link}'/></entry>"
        for n, title, link in entries
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>D</title>{told}</feed>'.encode()


@pytest.fixture
async def watched(scene, site, make):
    """A feed with one draft and one notice, looked at for the first time."""
    site.put("/vision-r1.html", make.html())
    site.put("/vision-r1.docx", make.docx())
    first = item(1, "Vision, zero draft", "/news/1", '<a href="/vision-r1.docx">Word</a>', day=10)
    site.items = [item(2, "Badges", "/news/2", "Bring your badge.", day=9), first]
    site.feed = lambda *new: site.pages.update({"/feed": (200, rss(*new, *site.items), RSS)})
    site.feed()
    await scene.watch("/feed", "feed")
    return scene


async def test_the_first_look_takes_what_is_there_and_tells_the_chair_alone(watched):
    assert await watched.drafts() == [(1, "Vision, zero draft")]
    assert await watched.flashes() == []
    assert await watched.said() == []
    assert "r1 “Vision, zero draft”" in (await watched.said("chair"))[0]


async def test_an_entry_with_a_new_draft_is_one_flash(watched, site, make):
    site.put("/vision-r2.docx", make.docx(make.text((2, "2. Something else entirely."))))
    site.feed(item(3, "Vision, 11 June", "/news/3", '<a href="/vision-r2.docx">Word</a>'))
    assert await watched.look() == "draft"
    assert await watched.look() == "unchanged"
    assert len(await watched.flashes()) == 1
    assert "“Vision, 11 June”" in (await watched.flashes())[0]
    assert await watched.said() == []


async def test_an_entry_without_a_document_is_told_once_as_a_notice(watched, site):
    site.feed(item(4, "Plenary moved", "/news/4", "<p>The plenary is in <b>Room XVII</b> at 17:00.</p>"))
    await watched.look()
    site.feed(item(4, "Plenary moved", "/news/4", "<p>The  plenary is in Room XVII at 17:00.</p><!-- 2 -->"))
    await watched.look()
    (said,) = await watched.said()
    assert "Plenary moved: The plenary is in Room XVII at 17:00." in said
    assert await watched.flashes() == []


async def test_a_notice_that_says_something_else_is_told_as_changed(watched, site):
    site.feed(item(4, "Plenary", "/news/4", "at 17:00"))
    await watched.look()
    site.feed(item(4, "Plenary", "/news/4", "at 18:00"))
    await watched.look()
    assert "changed: Plenary: at 18:00" in (await watched.said())[1]


async def test_entries_that_the_feed_forgets_are_nobodys_business(watched, site):
    site.items = []
    site.feed(item(5, "Coffee", "/news/5"))
    await watched.look()
    assert [line for line in await watched.said() if "no longer" in line] == []
    assert len(await watched.said()) == 1


async def test_many_notices_at_once_are_one_message(watched, site):
    site.feed(*(item(n, f"Notice {n}", f"/news/{n}") for n in range(10, 40)))
    await watched.look()
    (said,) = await watched.said()
    assert "25 earlier ones" in said


async def test_a_text_replaced_under_the_link_of_an_entry_is_a_flash(watched, site, make):
    site.put("/vision-r1.docx", make.docx(make.text((2, "2. Something else entirely."))))
    await watched.look()
    assert len(await watched.flashes()) == 1


async def test_an_atom_feed_with_enclosures_is_read_too(scene, site, make):
    site.put("/v1.docx", make.docx())
    site.put("/v2.docx", make.docx(make.text((3, "3. Another."))))
    site.pages["/atom"] = (200, atom((1, "Vision draft 1", "/v1.docx")), {"content-type": "application/atom+xml"})
    await scene.watch("/atom", "feed")
    entries = ((2, "Vision draft 2", "/v2.docx"), (1, "Vision draft 1", "/v1.docx"))
    site.pages["/atom"] = (200, atom(*entries), {"content-type": "application/atom+xml"})
    await scene.look()
    assert await scene.drafts() == [(1, "Vision draft 1"), (2, "Vision draft 2")]
    assert len(await scene.flashes()) == 1


async def test_a_page_that_is_no_feed_is_told_to_the_chair_when_it_lasts(watched, site):
    site.pages["/feed"] = (200, b"<html><body>Our new site has <a href='/x'>no feed</a></body></html>", {})
    for _ in range(3):
        assert await watched.look() == "failed"
    told = await watched.said("chair")
    assert "is no feed" in told[-1]
    assert await watched.said() == []
    assert [row.outcome for row in await watched.rows(Look)][-1] == "failed"


async def test_entities_are_refused_before_any_parser_sees_them():
    bomb = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa">]><rss version="2.0"><channel/></rss>'
    for data in (bomb, bomb.decode().encode("utf-16")):
        with pytest.raises(Unreadable, match="entities"):
            await sandbox.parse_safely("bot.drafts.pages.feed_reader:read", data, "https://x.example/feed")


async def test_what_an_entry_says_of_itself_is_kept_and_what_it_leads_to_is_absolute():
    data = rss(item(1, "V &amp; W", "/a.html", '<a href="b.pdf">b</a><script>alert(1)</script>'))
    (told,) = await sandbox.parse_safely("bot.drafts.pages.feed_reader:read", data, "https://x.example/feeds/all")
    entry = feed.from_json(told)
    assert (entry.id, entry.title, entry.at) == ("g1", "V & W", datetime(2014, 6, 11, 10, 10, tzinfo=UTC))
    assert [link.url for link in feed.links_of(entry, "https://x.example/feeds/all")] == [
        "https://x.example/feeds/b.pdf"
    ]
    assert "alert" not in feed.words(entry)


async def test_a_draft_was_published_when_its_entry_says_where_its_file_says_nothing(watched, site, make):
    site.put("/vision-r2.docx", make.docx(make.text((2, "2. Something else entirely."))))
    site.put(
        "/vision-r3.docx", make.docx(make.text((3, "3. Once more."))), last_modified="Thu, 12 Jun 2014 09:00:00 GMT"
    )
    site.feed(item(3, "Vision, revision 2", "/news/3", '<a href="/vision-r2.docx">Word</a>'))
    await watched.look()
    site.feed(item(4, "Vision, revision 3", "/news/4", '<a href="/vision-r3.docx">Word</a>'))
    await watched.look()
    times = [draft.published for draft in await watched.rows(Draft)]
    assert times[1:] == [datetime(2014, 6, 11, 10, 10, tzinfo=UTC), datetime(2014, 6, 12, 9, tzinfo=UTC)]
