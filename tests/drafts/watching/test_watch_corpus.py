"""Pages as secretariats publish them, with every link served here: what is told of them, and what is not."""

import random
import re

import pytest

pytestmark = [pytest.mark.corpus, pytest.mark.need(1)]


class Pages(dict):
    """Every address that a page names leads to a text of the same family."""

    def __init__(self, make):
        super().__init__()
        self._make = make

    def get(self, path, default=None):
        turn = random.Random(path)
        changed = [(n, f"{n}. The words of {path} on this, {turn.random()}.") for n in turn.sample(range(1, 13), 2)]
        return super().get(path, (200, self._make.html(self._make.text(*changed)), {"content-type": "text/html"}))


@pytest.fixture
async def show(scene, site, make, corpus):
    """Puts a stored page where the scene watches, its hosts replaced by the site."""
    site.pages = Pages(make)
    here = site.url("").rstrip("/").encode()

    def put(name):
        page = (corpus / "pages-reconstructed" / f"{name}.html").read_bytes()
        site.put("/page/", re.sub(rb"https?://[a-z0-9.-]+", here, page))

    return put


async def test_a_page_whose_view_state_alone_differs_tells_nothing(scene, show):
    show("unctad-meetingsarchive.before")
    await scene.watch("/page/")
    show("unctad-meetingsarchive.same-content-new-viewstate")
    assert await scene.look() == "unchanged"
    assert await scene.flashes() == await scene.said() == []


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("undesa-wsis20", ["Revision 2"]),
        ("unctad-meetingsarchive", ["Draft resolution submitted by the Chairman"]),
        ("itu-wsis-mpp", ["С11. International and regional cooperation"]),
    ],
)
async def test_what_a_secretariat_posted_is_flashed_once(scene, show, name, labels):
    show(f"{name}.before")
    await scene.watch("/page/")
    show(f"{name}.after")
    for _ in range(3):
        await scene.look()
    assert len(await scene.flashes()) == len(labels)
    for flash, label in zip(await scene.flashes(), labels, strict=True):
        assert f"“{label}”" in flash.splitlines()[0]


async def test_a_changed_hour_on_the_page_is_told_with_the_words(scene, show):
    show("itu-wsis-mpp.before")
    await scene.watch("/page/")
    show("itu-wsis-mpp.after")
    await scene.look()
    (said,) = await scene.said()
    assert re.search(r"Plenary: 14:00 - 16:00.* → .*Plenary", said)
