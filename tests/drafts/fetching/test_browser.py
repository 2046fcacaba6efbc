"""Pages that need their scripts, in Debian's Chromium: what is shown, and what a hostile page cannot do."""

import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from bot.drafts.fetching import chromium
from bot.drafts.fetching.browser import Browser
from bot.drafts.fetching.fetch import Fetcher
from bot.drafts.fetching.fetch import Limits as FetchLimits
from bot.drafts.fetching.rendering import Limits
from bot.drafts.pages.page import page
from bot.errors import FetchError
from bot.sentences import fetch as say

pytest.importorskip("playwright.async_api", reason="no playwright: install the development dependencies")
pytestmark = [
    pytest.mark.skipif(not shutil.which("chromium"), reason="no chromium: apt install chromium"),
]
PATIENT = Limits(seconds=120, quiet=60)
SHELL = '<!doctype html><title>Documents</title><div id="app"></div><script src="/app.js"></script>'
APP = """fetch("/list.json").then(answer => answer.json()).then(list => {
    document.getElementById("app").innerHTML = list.map(one => `<p><a href="${one.file}">${one.label}</a></p>`).join("");
});"""


class Recording(Fetcher):
    """`asked`: the path of each address that was asked for; what came back counts as public if `public`."""

    public = False

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.asked: list[tuple[str, bool]] = []

    async def get(self, url: str, *args: Any, **how: Any) -> Any:
        self.asked.append((urlsplit(url).path, how.get("public", False)))
        found = await super().get(url, *args, **how)
        return replace(found, public=True) if self.public else found


@pytest.fixture
async def fetcher(site: Any) -> AsyncIterator[Recording]:
    """Closed before the site is."""
    async with Recording("me", ["127.0.0.0/8"], FetchLimits(spacing=0)) as made:
        yield made


@pytest.fixture
def opened(fetcher: Fetcher) -> Callable[..., AbstractAsyncContextManager[Browser]]:
    return lambda **limits: Browser(fetcher, replace(PATIENT, **limits))


@pytest.fixture
async def browser(opened: Any) -> AsyncIterator[Browser]:
    async with opened() as made:
        yield made


def put_app(site: Any, list_json: str = '[{"file": "/a.pdf", "label": "Draft 1"}]') -> None:
    site.put("/", SHELL.encode())
    site.put("/app.js", APP.encode(), content_type="text/javascript")
    site.put("/list.json", list_json.encode(), content_type="application/json")


def script(site: Any, code: str, path: str = "/") -> None:
    site.put(path, f"<!doctype html><title>x</title><p id=said>nothing</p><script>{code}</script>".encode())


async def said(browser: Browser, site: Any, path: str = "/") -> str:
    answer = await browser.get(site.url(path))
    return page(answer.data, answer.url, answer.charset).text


def reached(site: Any) -> set[str]:
    return {path for path, _ in site.asked}


# What is shown


async def test_a_page_that_only_its_scripts_fill_has_the_links_that_people_see(browser: Browser, site: Any) -> None:
    put_app(site)
    answer = await browser.get(site.url())
    shown = page(answer.data, answer.url, answer.charset)
    assert [(link.url, link.text) for link in shown.links] == [(site.url("/a.pdf"), "Draft 1")]
    assert shown.looks_like is None


async def test_a_page_comes_without_validators_because_its_scripts_may_show_other_things(
    browser: Browser, site: Any
) -> None:
    put_app(site)
    first = await browser.get(site.url())
    site.put("/list.json", b"[]", content_type="application/json")
    assert first.validators.etag == ""
    assert b"Draft 1" not in (await browser.get(site.url(), first.validators)).data


async def test_what_is_no_page_comes_as_it_is(browser: Browser, site: Any, make: Any) -> None:
    file = make.pdf()
    site.put("/a.pdf", file)
    assert (await browser.get(site.url("/a.pdf"))).data == file
    assert browser._running is None


async def test_links_behind_a_redirect_are_read_from_where_it_led(browser: Browser, site: Any) -> None:
    site.put("/", b"", 302, location="/deep/page")
    site.put("/deep/page", b"<script>document.write('<a href=a.pdf>A</a>')</script>")
    answer = await browser.get(site.url())
    assert page(answer.data, answer.url).links[0].url == site.url("/deep/a.pdf")


async def test_a_script_may_lead_on_to_another_page_and_by_a_redirect_too(browser: Browser, site: Any) -> None:
    script(site, "location.replace('/go')")
    site.put("/go", b"", 302, location="/there/page?a=1&b=2")
    site.put("/there/page?a=1&b=2", b"<a href=a.pdf>A</a>")
    answer = await browser.get(site.url())
    assert page(answer.data, answer.url).links[0].url == site.url("/there/a.pdf")


async def test_words_in_open_shadow_trees_are_words_of_the_page(browser: Browser, site: Any) -> None:
    script(site, "said.attachShadow({mode: 'open'}).innerHTML = '<i>in the shadow</i>'")
    assert "in the shadow" in await said(browser, site)


async def test_a_login_goes_to_its_own_site_alone(browser: Browser, site: Any) -> None:
    heard: dict[str, str] = {}

    def hears(name: str) -> Callable[[dict[str, str]], Any]:
        def answer(headers: dict[str, str]) -> Any:
            heard[name] = headers.get("authorization", "")
            return 200, b"0", {"content-type": "text/javascript"}

        return answer

    elsewhere = f"http://127.0.0.2:{site.port}/other.js"
    site.put("/", f"<script src=/own.js></script><script src={elsewhere}></script>".encode())
    site.pages |= {"/own.js": hears("own"), "/other.js": hears("other")}
    await browser.get(site.url(), headers={"Authorization": "Basic x"})
    assert heard["own"] == "Basic x"
    assert not heard.get("other")


async def test_two_pages_share_one_browser_and_know_nothing_of_each_other(browser: Browser, site: Any) -> None:
    script(site, "said.textContent = localStorage.seen || 'new'; localStorage.seen = 'seen before'")
    assert [await said(browser, site), await said(browser, site)] == ["new", "new"]


# What a hostile page cannot do


async def test_a_page_that_never_rests_is_read_as_it_stands(opened: Any, site: Any) -> None:
    script(site, "said.textContent = 'here'; setInterval(() => fetch('/more?' + Math.random()), 50)")
    async with opened(quiet=1) as browser:
        assert await said(browser, site) == "here"


async def test_a_page_asks_for_no_more_files_than_it_may(opened: Any, site: Any) -> None:
    script(site, "for (let n = 0; n < 500; n++) fetch('/more?' + n)")
    async with opened(requests=20, quiet=1) as browser:
        await said(browser, site)
    assert 1 < len(site.asked) <= 21


async def test_a_page_asks_for_no_more_bytes_than_it_may(opened: Any, site: Any) -> None:
    site.put("/big", b"x" * 100_000)
    script(site, "(async () => { for (let n = 0; n < 50; n++) await fetch('/big') })()")
    async with opened(size=500_000) as browser:
        await said(browser, site)
    assert site.count("/big") <= 6


@pytest.mark.parametrize(
    "code", ["while (true) {}", "for (;;) alert(1)", "while (true) history.pushState(0, '', '/x')"]
)
async def test_a_script_without_end_is_ended_and_the_next_page_is_shown(opened: Any, site: Any, code: str) -> None:
    script(site, code, "/hostile")
    put_app(site)
    async with opened(seconds=3) as browser:
        with pytest.raises(FetchError) as failed:
            await browser.get(site.url("/hostile"))
        assert failed.value.again
        browser._limits = PATIENT
        assert "Draft 1" in await said(browser, site)


async def test_a_page_that_eats_memory_is_closed(opened: Any, site: Any) -> None:
    eats = "const all = []; for (let n = 0; n < 30; n++) all.push(new Uint8Array(40e6).fill(7)); for (;;) {}"
    script(site, eats)
    async with opened(memory=700 << 20) as browser:
        with pytest.raises(FetchError) as failed:
            await browser.get(site.url())
        assert failed.value.sentence == say.SHOWS_TOO_MUCH
        put_app(site)
        assert "Draft 1" in await said(browser, site)


async def test_a_page_that_shows_more_than_a_page_is_refused(opened: Any, site: Any) -> None:
    script(site, "said.textContent = 'x'.repeat(3e6); document.documentElement.__defineGetter__('outerHTML', () => '')")
    async with opened(page=1_000_000) as browser:
        with pytest.raises(FetchError, match="too large"):
            await browser.get(site.url())


async def test_boxes_windows_downloads_and_leaving_do_not_stop_a_look(browser: Browser, site: Any) -> None:
    site.put("/file.zip", b"PK", content_disposition="attachment; filename=file.zip")
    site.put("/window", b"<script>fetch('/from-window')</script>")
    script(
        site,
        """onbeforeunload = () => 'stay'; alert('a'); confirm('b'); prompt('c'); print(); open('/window');
        const a = document.createElement('a'); a.href = '/file.zip'; a.download = 'x'; document.body.append(a); a.click();
        said.textContent = 'here'""",
    )
    assert (await said(browser, site)).startswith("here")


async def test_nothing_is_sent_and_nothing_reached_beside_what_a_page_shows(
    opened: Any, fetcher: Recording, site: Any
) -> None:
    address = site.url("").removeprefix("http:")
    script(
        site,
        f"""const at = '{address}';
        fetch('/posted', {{method: 'POST', body: 'x'}}); navigator.sendBeacon('/beacon', 'x'); new Image().src = '/image';
        new WebSocket('ws:' + at + '/socket'); new EventSource('/events');
        for (const rel of ['preconnect', 'prefetch', 'prerender', 'preload', 'dns-prefetch', 'manifest', 'icon']) {{
            const link = document.createElement('link'); link.rel = rel; link.href = '/' + rel; link.as = 'image';
            document.head.append(link);
        }}
        const frame = document.createElement('iframe'); frame.src = '/frame'; document.body.append(frame);
        const form = document.createElement('form'); form.method = 'post'; form.action = '/form'; form.target = 'w';
        document.body.append(form); form.submit();
        try {{ new SharedWorker('/shared.js') }} catch {{}}
        try {{ navigator.serviceWorker.register('/service.js').catch(() => 0) }} catch {{}}
        const peer = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{site.port}'}}]}});
        peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer));
        said.textContent = 'here'""",
    )
    async with opened(quiet=2) as browser:
        assert (await said(browser, site)).startswith("here")
    assert reached(site) <= {"/", "/shared.js"}
    assert reached(site) == {path for path, _ in fetcher.asked}


async def test_a_worker_asks_through_us_too(browser: Browser, fetcher: Recording, site: Any) -> None:
    code = f"fetch('/asked-by-worker'); new WebSocket('ws://127.0.0.1:{site.port}/socket')"
    site.put("/worker.js", code.encode(), content_type="text/javascript")
    script(site, "new Worker('/worker.js'); said.textContent = 'here'")
    assert await said(browser, site) == "here"
    assert reached(site) == {path for path, _ in fetcher.asked} >= {"/", "/worker.js"}


async def test_a_public_page_reaches_nothing_private_by_any_way(
    browser: Browser, fetcher: Recording, site: Any
) -> None:
    inner = site.url("/secret.json")
    site.put("/secret.json", b'"secret"', content_type="application/json")
    site.put("/secret.js", b"said.textContent = 'secret'", content_type="text/javascript")
    script(
        site,
        f"""fetch('{inner}').then(a => a.text()).then(text => said.textContent = text, () => said.textContent = 'refused');
        const own = document.createElement('script'); own.src = '{site.url("/secret.js")}'; document.head.append(own);
        setTimeout(() => location.href = '{site.url("/secret.json")}', 300)""",
    )
    fetcher.public = True
    await browser.get(site.url())
    assert reached(site) == {"/"}
    assert {"/secret.json", "/secret.js"} <= {path for path, public in fetcher.asked if public}


@pytest.mark.parametrize(
    "leads", ["file:///etc/passwd", "data:text/html,<p>x", "chrome://version", "about:blank", "javascript:0"]
)
async def test_a_script_leads_to_no_file_of_this_machine(browser: Browser, site: Any, leads: str) -> None:
    script(site, f"location.href = '{leads}'")
    answer = await browser.get(site.url())
    assert b"root:" not in answer.data
    assert b"Chromium" not in answer.data


async def test_a_page_sees_nothing_of_our_environment(
    browser: Browser, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAPPORTEUR_TELEGRAM__TOKEN", "secret")
    put_app(site)
    await browser.get(site.url())
    assert browser._running is not None
    with open(f"/proc/{browser._running.pid}/environ", "rb") as file:
        assert b"secret" not in file.read()


async def test_markup_in_an_address_stays_an_address(browser: Browser, site: Any) -> None:
    away = '/b?"><script>document.title="taken"</script>'
    script(site, "location.replace('/a')")
    site.put("/a", b"", 302, location=away)
    site.put("/b?" + quote(away[3:], safe="><=/."), b"<p>there")
    assert b"taken</title>" not in (await browser.get(site.url())).data


# The browser itself


async def test_a_browser_that_died_is_started_anew(browser: Browser, site: Any, until: Any) -> None:
    put_app(site)
    await browser.get(site.url())
    running = browser._running
    assert running is not None
    os.kill(running.pid, 9)
    await until(lambda: not running.alive)
    assert "Draft 1" in await said(browser, site)


async def test_a_browser_that_is_not_used_is_closed(opened: Any, site: Any, until: Any) -> None:
    put_app(site)
    async with opened(idle=0.3) as browser:
        await browser.get(site.url())
        await until(lambda: browser._running is None)
        assert "Draft 1" in await said(browser, site)


async def test_where_there_is_no_chromium_the_sentence_says_how_to_get_it(
    browser: Browser, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chromium, "_CALLED", ("no-such-browser",))
    put_app(site)
    with pytest.raises(FetchError) as failed:
        await browser.get(site.url())
    assert failed.value.sentence == say.NO_BROWSER
    assert not failed.value.again


async def test_what_a_page_cannot_be_had_for_is_told_as_without_a_browser(browser: Browser, site: Any) -> None:
    with pytest.raises(FetchError) as failed:
        await browser.get(site.url("/none"))
    assert failed.value.status == 404


# A source that is watched with it


async def test_a_page_of_scripts_is_watched_and_its_new_draft_flashed(
    scene: Any, site: Any, make: Any, browser: Browser
) -> None:
    put_app(site)
    site.put("/a.pdf", make.pdf())
    scene.desk = replace(scene.desk, browser=browser)
    await scene.watch(browser=True)
    assert await scene.drafts() == [(1, "Draft 1")]
    site.put("/b.pdf", make.pdf(make.text((1, "1. Other words here."))))
    put_app(site, '[{"file": "/a.pdf", "label": "Draft 1"}, {"file": "/b.pdf", "label": "Draft 2"}]')
    await scene.look()
    assert await scene.drafts() == [(1, "Draft 1"), (2, "Draft 2")]
    assert len(await scene.flashes()) == 1
    assert await scene.look() == "unchanged"


async def test_a_source_that_needs_a_browser_says_so_where_there_is_none(scene: Any, site: Any) -> None:
    put_app(site)
    await scene.watch(browser=True, first=False)
    assert await scene.look() == "failed"
    assert (await scene.source()).error == say.NO_BROWSER
