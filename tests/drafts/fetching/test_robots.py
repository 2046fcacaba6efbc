"""robots.txt: asked once a day of each host, kept to, and overridden only by a decision."""

import time

import pytest

from bot.drafts.fetching.fetch import Fetcher, Limits
from bot.errors import FetchError

RULES = b"User-agent: *\nDisallow: /closed/\nDisallow: /*.doc$\n\nUser-agent: Other\nDisallow: /\n"


@pytest.fixture
async def fetcher():
    async with Fetcher("me", ["127.0.0.0/8"], Limits(spacing=0), robots=True) as made:
        yield made


@pytest.fixture
def pages(site):
    for path in ("/", "/closed/a.pdf", "/open/a.pdf", "/open/a.doc"):
        site.put(path, path.encode())
    return site


async def closed(fetcher, url):
    with pytest.raises(FetchError) as caught:
        await fetcher.get(url)
    return caught.value


async def test_what_is_closed_to_programs_is_not_asked_for(pages, fetcher):
    pages.put("/robots.txt", RULES)
    for path in ("/closed/a.pdf", "/open/a.doc"):
        error = await closed(fetcher, pages.url(path))
        assert "robots.txt" in str(error)
        assert not error.again
        assert pages.count(path) == 0
    assert (await fetcher.get(pages.url("/open/a.pdf"))).data == b"/open/a.pdf"
    assert pages.count("/robots.txt") == 1


async def test_somebody_may_decide_to_look_nevertheless(pages, fetcher):
    pages.put("/robots.txt", RULES)
    assert (await fetcher.get(pages.url("/closed/a.pdf"), despite_robots=True)).data == b"/closed/a.pdf"
    assert (await fetcher.get(pages.url("/closed/a.pdf"), typed=True)).data == b"/closed/a.pdf"


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_a_host_without_rules_allows_everything(pages, fetcher, status):
    pages.put("/robots.txt", b"", status)
    assert (await fetcher.get(pages.url("/closed/a.pdf"))).data == b"/closed/a.pdf"


async def test_a_host_that_cannot_say_is_asked_again(pages, fetcher):
    pages.put("/robots.txt", b"", 500)
    assert (await closed(fetcher, pages.url("/open/a.pdf"))).again
    pages.put("/robots.txt", RULES)
    assert (await fetcher.get(pages.url("/open/a.pdf"))).data == b"/open/a.pdf"


async def test_a_redirect_leads_to_nothing_that_is_closed(pages, fetcher):
    pages.put("/robots.txt", RULES)
    pages.put("/moved", b"", 302, location=f"http://localhost:{pages.port}/closed/a.pdf")
    await closed(fetcher, pages.url("/moved"))
    assert pages.count("/closed/a.pdf") == 0


@pytest.mark.parametrize(
    "rules", [b"<html>not here</html>", b"\xff\xfe\x00", b"User-agent: *\n" + b"Disallow: /x\n" * 99999]
)
async def test_rules_that_are_none_close_nothing(pages, fetcher, rules):
    pages.put("/robots.txt", rules)
    assert (await fetcher.get(pages.url("/open/a.pdf"))).data == b"/open/a.pdf"


async def test_a_delay_that_a_host_asks_for_is_kept_even_by_the_second_look_at_a_change(pages, fetcher):
    pages.put("/robots.txt", b"User-agent: *\nCrawl-delay: 0.3\n")
    await fetcher.get(pages.url("/open/a.pdf"))
    began = time.monotonic()
    await fetcher.get(pages.url("/open/a.pdf"))
    await fetcher.get(pages.url("/open/a.pdf"), unspaced=True)
    assert time.monotonic() - began > 0.29
