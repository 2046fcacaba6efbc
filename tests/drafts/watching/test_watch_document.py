"""When a Flash is due, for an address that is the draft itself."""

import asyncio

import pytest

from storage.tables import Delivery

pytestmark = pytest.mark.need(1)


@pytest.fixture
async def watched(scene, site, make):
    """A page that is the draft, looked at for the first time."""
    site.put("/draft.html", make.html(title="Draft vision"))
    await scene.watch("/draft.html", kind="document")
    return scene


async def test_the_first_look_keeps_the_draft_and_raises_no_flash(watched, site):
    assert site.count("/draft.html") == 3
    assert await watched.drafts() == [(1, "Draft vision")]
    assert await watched.flashes() == []
    assert "Found r1" in (await watched.said("chair"))[0]


@pytest.mark.parametrize(
    ("n", "line", "told"),
    [
        (5, "5. Governments should keep the very same rights online and offline, in all media.", "1 reworded (5)"),
        (5, "5bis. Governments should keep the same rights online and offline, in all media.", "1 renumbered (5bis)"),
        (5, "5. Governments should keep the same rights online [and offline], in all media.", "1 in brackets only (5)"),
        (5, "5. Governments Should keep the same rights online and offline, in all media.", "1 reworded (5)"),
        (5, "5. Governments should keep the same rights online <s>and offline</s>, in all media.", "1 reworded (5)"),
    ],
    ids=["words", "label", "brackets", "case", "strike"],
)
async def test_any_change_of_the_text_is_one_flash(watched, site, make, n, line, told):
    site.put("/draft.html", make.html(make.text((n, line))))
    assert await watched.look() == "draft"
    flashes = await watched.flashes()
    assert len(flashes) == 1
    assert told in flashes[0]
    await watched.look()
    assert len(await watched.flashes()) == 1
    assert await watched.said() == []


async def test_other_bytes_and_another_layout_are_nothing_and_do_not_fill_the_disk(watched, site, make):
    for n in range(5):
        site.put("/draft.html", make.html().replace(b"<body>", f"<body><!-- {n} --><div>".encode()))
        assert await watched.look() == "same"
    assert await watched.flashes() == await watched.said() == []
    assert await watched.renditions() == ["html"]


async def test_another_format_of_the_same_text_is_nothing(watched, site, make):
    site.put("/draft.html", make.docx(), content_type="application/vnd.openxmlformats")
    await watched.look()
    await watched.look()
    assert await watched.flashes() == await watched.said() == []
    assert await watched.renditions() == ["html", "docx"]


async def test_a_changed_link_on_the_page_is_told_with_the_words(scene, site, make):
    site.put("/draft.html", make.html(extra='<a href="/annex-1.pdf">Annex</a>'))
    await scene.watch("/draft.html", kind="document")
    site.put("/draft.html", make.html(extra='<a href="/annex-2.pdf">Annex</a>'))
    await scene.look()
    await scene.look()
    assert await scene.flashes() == []
    said = await scene.said()
    assert len(said) == 1
    assert "annex-2.pdf" in said[0]
    assert "a link on the draft's page changed" in said[0]
    assert (await scene.rows(Delivery, Delivery.chat == "room"))[0].body["quiet"]


async def test_back_to_an_older_text_is_told(watched, site, make):
    site.put("/draft.html", make.html(make.text((1, "1. New."))))
    await watched.look()
    site.put("/draft.html", make.html())
    await watched.look()
    await watched.look()
    assert len(await watched.flashes()) == 1
    assert ["back to the text of r1" in said for said in await watched.said()] == [True]


async def test_most_of_the_text_gone_is_told_and_then_that_it_is_back(watched, site, make):
    site.put("/draft.html", make.html(make.lines[:2]))
    assert await watched.look() == "collapse"
    await watched.look()
    assert len(await watched.said()) == 1
    site.put("/draft.html", make.html())
    await watched.look()
    assert ["most of the text is gone" in (await watched.said())[0], "back to" in (await watched.said())[1]] == [
        True
    ] * 2
    assert await watched.flashes() == []


@pytest.mark.parametrize(
    ("page", "what"),
    [
        (b"<title>Log in</title><form><input type=password></form>", "a form to log in"),
        (b"<h1>Scheduled maintenance</h1><p>We will be back soon.</p>", "a notice of maintenance"),
        (b"", "an empty page"),
    ],
    ids=["login", "maintenance", "empty"],
)
@pytest.mark.parametrize("kind", ["document", "list"])
async def test_a_page_that_shows_something_else_is_told_as_that_once_and_its_return(
    scene, site, make, kind, page, what
):
    site.post("/draft.html", make.html(), "Vision, zero draft")
    path = "/" if kind == "list" else "/draft.html"
    await scene.watch(path, kind=kind)
    kept = site.pages[path]
    site.put(path, page)
    for _ in range(4):
        assert await scene.look() == "failed"
    assert len(await scene.said()) == 1
    assert f"now shows something else: {what}" in (await scene.said())[0]
    site.pages[path] = kept
    await scene.look()
    assert "can be looked at again" in (await scene.said())[1]
    assert await scene.flashes() == []
    assert len(await scene.drafts()) == 1
    assert len(await scene.said("chair")) == 1, "the first look alone"


async def test_another_language_is_told_not_flashed(watched, site, make):
    french = [
        f"{n}. Les gouvernements et la société civile doivent travailler ensemble pour tous." for n in range(1, 13)
    ]
    site.put("/draft.html", make.html(tuple(french)))
    await watched.look()
    await watched.look()
    assert await watched.flashes() == []
    assert ["another language (French)" in said for said in await watched.said()] == [True]


async def test_a_doubtful_reading_is_flashed_with_the_heading_and_the_reason(watched, site, make):
    site.put("/draft.html", make.html((*make.lines, *(f"{n}. Added paragraph number {n}." for n in range(13, 25)))))
    await watched.look()
    told = (await watched.flashes())[0].splitlines()
    assert told[0].startswith("FLASH  Vision r2")
    assert told[1].startswith("Reading doubtful: compare with the original.")
    assert "12 paragraphs, this one 24" in told[1]


async def test_a_text_that_differs_between_two_fetches_is_unsettled(watched, site, make):
    site.flap("/draft.html", make.html(make.text((1, "1. Half"))), make.html(make.text((1, "1. Whole."))))
    assert await watched.look() == "unsettled"
    assert await watched.flashes() == []
    site.put("/draft.html", make.html(make.text((1, "1. Whole."))))
    await watched.look()
    assert len(await watched.flashes()) == 1


async def test_what_flaps_in_the_text_is_learnt_and_does_not_hide_a_change(scene, site, make):
    def pages(lines):
        return [make.html(lines, extra=f"<p>{word} delegates are reading.</p>") for word in ("Seven", "Nine", "Ten")]

    site.flap("/draft.html", *pages(make.lines))
    await scene.watch("/draft.html", kind="document")
    assert "differ at every look" in (await scene.said("chair"))[0]
    for _ in range(3):
        await scene.look()
    assert await scene.flashes() == await scene.said() == []
    site.flap("/draft.html", *pages(make.text((3, "3. Noting nothing of the reports of the facilitators."))))
    await scene.look()
    await scene.look()
    assert len(await scene.flashes()) == 1


async def test_a_text_seen_after_downtime_says_so(watched, site, make):
    site.put("/draft.html", make.html(make.text((1, "1. New."))))
    await watched.look(after=4 * 3600)
    assert "Seen late" in (await watched.flashes())[0]


async def test_the_time_that_the_server_gives_is_the_time_of_publishing(watched, site, make):
    site.put("/draft.html", make.html(make.text((1, "1. New."))), last_modified="Wed, 11 Jun 2014 09:57:30 GMT")
    await watched.look()
    assert "published 09:57 · seen" in (await watched.flashes())[0]


async def test_a_moved_address_is_told_to_the_chair_once_and_followed(watched, site, make):
    site.put("/new/draft.html", make.html())
    site.pages["/draft.html"] = (301, b"", {"location": "/new/draft.html"})
    for _ in range(3):
        await watched.look()
    moved = [said for said in await watched.said("chair") if "has moved for good" in said]
    assert len(moved) == 1
    assert "/new/draft.html" in moved[0]
    site.asked.clear()
    await watched.look()
    assert site.asked == [("/draft.html", 301), ("/new/draft.html", 304)], "validators go to the address they belong to"
    site.put("/new/draft.html", make.html(make.text((1, "1. New."))))
    await watched.look()
    assert len(await watched.flashes()) == 1


async def test_a_real_pdf_in_the_real_sandbox(new_scene, sqlite, site, make):
    from bot.drafts.sandbox import read_safely

    scene = await new_scene(sqlite, read_safely)
    site.put("/draft.pdf", await asyncio.to_thread(make.pdf))
    await scene.watch("/draft.pdf", kind="document")
    site.put(
        "/draft.pdf", await asyncio.to_thread(make.pdf, make.text((2, "2. Recognizing that access remains unequal.")))
    )
    await scene.look()
    assert len(await scene.flashes()) == 1
    assert "1 reworded (2)" in (await scene.flashes())[0]
