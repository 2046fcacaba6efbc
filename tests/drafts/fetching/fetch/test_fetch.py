"""Fetching: what was fetched and when, conditional requests, what each status means."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.drafts.fetching.fetch import Fetched, Fetcher, Limits, NotModified, Validators
from tests.drafts.fetching.fetch.site import refused, say


async def test_what_was_fetched_tells_where_from_what_and_when(site, fetcher):
    site.pages["/docs/Draft%20Rev.3.pdf"] = say(
        200,
        b"%PDF",
        Content_Type="Application/PDF; charset=UTF-8",
        ETag='"1"',
        Last_Modified="Wed, 11 Jun 2014 09:57:00 GMT",
        Cache_Control="public, max-age=60",
    )
    assert await fetcher.get(site.url("/docs/Draft Rev.3.pdf#page=2")) == Fetched(
        url=site.url("/docs/Draft%20Rev.3.pdf"),
        status=200,
        data=b"%PDF",
        mime="application/pdf",
        charset="utf-8",
        validators=Validators('"1"', "Wed, 11 Jun 2014 09:57:00 GMT", site.url("/docs/Draft%20Rev.3.pdf")),
        published=datetime(2014, 6, 11, 9, 57, tzinfo=UTC),
        moved_to=None,
        filename="Draft Rev.3.pdf",
        fresh_for=60,
        public=False,
    )


async def test_the_server_learns_who_asks(site, fetcher):
    site.pages["/"] = say(200, b"x")
    await fetcher.get(site.url())
    assert "mailto:me@example.org" in site.asked[0][1]["user-agent"]


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="Vision r2.docx"', "Vision r2.docx"),
        ("attachment; filename*=UTF-8''Projet%20r%C3%A9vis%C3%A9.docx", "Projet révisé.docx"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ("attachment; filename*=no-such-charset''a", "a"),
        ("inline", "file"),
    ],
)
async def test_the_name_of_a_file_is_the_servers_without_folders(site, fetcher, disposition, name):
    site.pages["/file"] = say(200, b"x", Content_Disposition=disposition)
    assert (await fetcher.get(site.url("/file"))).filename == name


# Conditional requests
async def test_the_servers_etag_goes_back_alone_and_the_answer_is_not_modified(site, fetcher):
    site.pages["/"] = say(304, ETag='"1"')
    given = Validators('"1"', "Wed, 11 Jun 2014 09:57:00 GMT", site.url())
    answer = await fetcher.get(site.url(), given)
    assert answer == NotModified(site.url(), given, None)
    assert site.asked[0][1]["if-none-match"] == '"1"'
    assert "if-modified-since" not in site.asked[0][1]


async def test_without_an_etag_the_servers_own_date_goes_back(site, fetcher):
    site.pages["/"] = say(304)
    date = "Wed, 11 Jun 2014 09:57:00 GMT"
    assert isinstance(await fetcher.get(site.url(), Validators(last_modified=date)), NotModified)
    assert site.asked[0][1]["if-modified-since"] == date


async def test_the_connection_is_kept_over_looks_at_an_unchanged_page(site, fetcher):
    site.pages["/"] = say(304)
    for _ in range(5):
        await fetcher.get(site.url(), Validators('"1"'))
    assert site.connections == 1


async def test_what_confirms_a_change_does_not_wait_for_all_who_are_to_be_looked_at(site):
    gate = asyncio.Event()

    async def slow(headers, writer):
        await gate.wait()
        writer.write(say(200, b"x"))
        return True

    site.pages |= {"/slow": slow, "*": say(200, b"x")}
    async with Fetcher("me", ["127.0.0.0/8"], Limits(spacing=0, per_host=1, at_once=1)) as fetcher:
        running = [asyncio.create_task(fetcher.get(site.url(path))) for path in ("/slow", "/other", "/third")]
        await asyncio.sleep(0)
        running.append(asyncio.create_task(fetcher.get(site.url("/changed"), unspaced=True)))
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*running)
    assert [path for path, _ in site.asked] == ["/slow", "/changed", "/other", "/third"]


async def test_validators_of_one_file_are_not_sent_to_another_that_the_address_now_leads_to(site, fetcher):
    site.pages["/latest"] = say(302, Location="/r1.pdf")
    site.pages["/r1.pdf"] = say(200, b"r1", Last_Modified="Wed, 11 Jun 2014 09:57:00 GMT")
    old = await fetcher.get(site.url("/latest"), Validators('"2"', "", site.url("/r2.pdf")))
    assert old.data == b"r1"
    assert all("if-none-match" not in headers for _, headers in site.asked)
    site.pages["/r1.pdf"] = say(304)
    assert isinstance(await fetcher.get(site.url("/latest"), old.validators), NotModified)


async def test_a_304_that_nobody_asked_for_is_no_answer(site, fetcher):
    site.pages["/"] = say(304)
    assert (await refused(fetcher, site.url())).status == 304


# Statuses
@pytest.mark.parametrize(
    ("status", "again", "words"),
    [
        (401, False, "headers_file"),
        (403, False, "does not let"),
        (404, False, "not yet"),
        (410, False, "for good"),
        (418, False, "HTTP 418"),
        (300, False, "HTTP 300"),
        (408, True, "tried again"),
        (429, True, "less often"),
        (500, True, "fault"),
        (503, True, "fault"),
    ],
)
async def test_each_status_has_its_sentence(site, fetcher, status, again, words):
    site.pages["/"] = say(status, b"<h1>whatever</h1>")
    error = await refused(fetcher, site.url())
    assert (error.status, error.again, error.after) == (status, again, None)
    assert words in str(error)


@pytest.mark.parametrize(
    ("value", "after"),
    [
        ("120", 120.0),
        ("Wed, 11 Jun 2014 10:00:30 GMT", 30.0),
        ("Wed, 11 Jun 2014 09:00:00 GMT", 0.0),
        ("99999999", 86_400.0),
        ("soon", None),
    ],
)
async def test_retry_after_is_measured_by_the_servers_own_clock(site, fetcher, value, after):
    site.pages["/"] = say(429, Retry_After=value, Date="Wed, 11 Jun 2014 10:00:00 GMT")
    assert (await refused(fetcher, site.url())).after == after
