"""What goes wrong on pages and with files: told once to those it concerns, and the bot goes on."""

import asyncio
from dataclasses import replace

import pytest
from sqlmodel import col, select

from bot.drafts.fetching.fetch import Fetcher, Limits
from bot.drafts.watching import despite
from bot.jobs.local import LocalJobs
from handlers.works import looks
from storage.tables import EventRow, Look, Source


async def chair_heard(scene):
    """What the chair heard after the first look."""
    return (await scene.said("chair"))[1:]


async def test_a_passing_fault_is_told_to_nobody(watched, site):
    kept = site.pages["/"]
    site.put("/", b"", status=503)
    await watched.look()
    await watched.look()
    site.pages["/"] = kept
    assert await watched.look() == "unchanged"
    assert await chair_heard(watched) == []


async def test_a_source_that_stays_down_is_told_once_to_the_chair_and_once_when_it_is_back(watched, site):
    kept = site.pages["/"]
    site.put("/", b"", status=503)
    for _ in range(6):
        await watched.look(after=600)
    heard = await chair_heard(watched)
    assert len(heard) == 1
    assert "cannot be looked at since" in heard[0]
    site.pages["/"] = kept
    await watched.look(after=600)
    await watched.look()
    heard = await chair_heard(watched)
    assert len(heard) == 2
    assert "can be looked at again, after 1 h 00" in heard[1]
    assert await watched.said() == []


def redirect(site):
    site.pages["/"] = (302, b"", {"location": "/"})


@pytest.mark.parametrize(
    ("breaks", "sentence"),
    [
        (lambda site: site.put("/", b"", status=404), "There is nothing at this address"),
        (lambda site: site.put("/", b"", status=403), "does not let this program in"),
        (redirect, "leads on to other addresses more than 5 times"),
        (lambda site: site.put("/", b"x" * 100, content_length="209715200"), "is larger than 50 MB"),
    ],
    ids=["404", "403", "redirects", "200 MB"],
)
async def test_a_fault_that_does_not_pass_is_one_sentence_to_the_chair_at_once(watched, site, breaks, sentence):
    breaks(site)
    for _ in range(4):
        assert await watched.look() == "failed"
    heard = await chair_heard(watched)
    assert len(heard) == 1
    assert sentence in heard[0]
    assert await watched.said() == []
    assert len(await watched.drafts()) == 1


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\n1 0 obj", b"PK\x03\x04" + b"\0" * 40, b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 60],
    ids=["truncated pdf", "broken zip", "empty", "an image"],
)
async def test_a_file_that_cannot_be_read_is_told_once_and_nothing_of_it_is_kept(watched, site, make, data):
    kept = len(await watched.blobs())
    site.post("/vision-r2.pdf", data, "Vision, second draft")
    for _ in range(3):
        await watched.look()
    heard = await chair_heard(watched)
    assert len(heard) == 1
    assert "Vision, second draft was posted and could not be read" in heard[0]
    assert len(await watched.blobs()) == kept
    assert len(await watched.drafts()) == 1
    assert await watched.said() == await watched.flashes() == []
    site.put("/vision-r2.pdf", await asyncio.to_thread(make.pdf, make.text((1, "1. New."))))
    await watched.look()
    assert len(await watched.flashes()) == 1, "the whole file, when it comes, is the draft"


async def test_an_encrypted_pdf_is_told_in_one_sentence(watched, site):
    from pathlib import Path

    data = (Path(__file__).resolve().parents[2] / "data" / "pdf" / "password.pdf").read_bytes()
    site.post("/vision-r2.pdf", data, "Vision, second draft")
    await watched.look()
    await watched.look()
    assert len(await chair_heard(watched)) == 1


async def test_a_link_whose_file_comes_later_is_waited_for(watched, site, make):
    site.links.append(("/vision-r2.html", "Vision, second draft"))
    site.show()
    for _ in range(3):
        await watched.look()
    heard = await chair_heard(watched)
    assert len(heard) == 1
    assert "could not be read" in heard[0]
    site.put("/vision-r2.html", make.html(make.text((1, "1. New."))))
    await watched.look()
    await watched.look()
    assert len(await watched.flashes()) == 1
    assert "Vision, second draft" in (await watched.flashes())[0]


async def test_a_new_file_whose_server_has_a_fault_is_told_only_if_it_lasts(watched, site):
    site.post("/vision-r2.html", b"", "Vision, second draft")
    site.put("/vision-r2.html", b"", status=500)
    await watched.look()
    await watched.look()
    assert await chair_heard(watched) == []
    await watched.look()
    await watched.look()
    assert len(await chair_heard(watched)) == 1


async def test_a_failing_file_does_not_stop_the_others(scene, site, make):
    for n in range(1, 5):
        site.post(f"/vision-r{n}.html", make.html(make.text((n, f"{n}. Other."))), f"Vision draft {n}")
    await scene.watch()
    site.put("/vision-r1.html", b"", status=500)
    site.put("/vision-r4.html", b"", status=500)
    site.put("/vision-r2.html", make.html(make.text((8, "8. New under an old link."))))
    site.post("/vision-r5.html", make.html(make.text((9, "9. Newest."))), "Vision draft 5")
    for _ in range(5):
        await scene.look()
    assert len(await scene.flashes()) == 2


async def test_a_half_uploaded_file_is_waited_for_in_silence(watched, site, make):
    whole = make.html(make.text((1, "1. New.")))
    site.post("/vision-r2.html", whole, "Vision, second draft")
    site.flap("/vision-r2.html", b"", whole)
    assert "unsettled" in await watched.look()
    site.put("/vision-r2.html", whole)
    await watched.look()
    assert len(await watched.flashes()) == 1
    assert await chair_heard(watched) == []


async def test_a_defect_of_ours_does_not_make_us_knock_every_second(watched, monkeypatch):
    async def broken(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr("bot.drafts.looking.sight.Sight.changed", broken)
    with pytest.raises(ZeroDivisionError):
        await watched.look()
    assert ((await watched.source()).next_due - watched.desk.clock()).total_seconds() == 300


async def test_a_source_is_never_looked_at_twice_at_once(watched, site):
    running = most = 0

    def slow(_):
        nonlocal running, most
        running += 1
        most = max(most, running)
        running -= 1
        return kept

    kept = site.pages["/"]
    site.pages["/"] = slow
    watched.desk.clock.advance(7200)
    jobs = LocalJobs({"look": looks(watched.desk)})
    watched.db.after_commit.append(jobs.nudge)
    before = len(await watched.rows(Look))
    await asyncio.gather(jobs.settle(), jobs.settle())
    assert len(await watched.rows(Look)) == before + 1
    assert most == 1


async def test_an_unspaced_fetch_goes_at_once_and_everything_else_keeps_its_distance(site, make):
    site.put("/a", b"a")
    async with Fetcher("mailto:t@example.org", ["127.0.0.0/8"], Limits(spacing=3600)) as fetcher:
        async with asyncio.timeout(60):
            await fetcher.get(site.url("/a"))
            await fetcher.get(site.url("/a"), unspaced=True)
        spaced = asyncio.create_task(fetcher.get(site.url("/a")))
        await asyncio.wait({spaced}, timeout=0.3)
        assert (spaced.done(), site.count("/a")) == (False, 2)
        spaced.cancel()


async def test_headers_of_a_source_are_sent_with_every_fetch(scene, site, make, tmp_path):
    seen = []
    site.pages["/"] = lambda asked: (seen.append(asked.get("cookie")), (200, b"<p>Nothing yet.</p>", {}))[1]
    file = tmp_path / "headers"
    file.write_text("# login\nCookie: session=1\n")
    await scene.watch(headers_file=str(file))
    assert seen == ["session=1"] * 3


async def test_a_missing_headers_file_is_told_once(scene, site, tmp_path):
    await scene.watch(headers_file=str(tmp_path / "none"))
    await scene.look()
    assert ["cannot be read" in said for said in await scene.said("chair")] == [True]


async def test_a_mailbox_that_nobody_configured_is_told_once(scene):
    await scene.watch(kind="mail")
    await scene.look()
    assert len(await scene.said("chair")) == 1


async def test_a_login_form_whose_bytes_differ_at_every_fetch_is_told_once(watched, site):
    tokens = iter(range(1000))

    def login(_):
        form = f"<title>Log in</title><form><input type=password><input type=hidden value={next(tokens)}></form>"
        return 200, form.encode(), {"content-type": "text/html"}

    site.post("/vision-r2.pdf", b"", "Vision, second draft")
    site.pages["/vision-r2.pdf"] = login
    for _ in range(4):
        await watched.look()
    assert len(await chair_heard(watched)) == 1
    site.pages["/"] = login
    for _ in range(4):
        await watched.look()
    assert len(await watched.said()) == 1


async def test_a_document_behind_a_login_form_with_a_token_is_told_once(scene, site, make):
    site.put("/draft.html", make.html())
    await scene.watch("/draft.html", kind="document")
    tokens = iter(range(1000))
    form = "<title>Log in</title><form><input type=password><input type=hidden value={}></form>"
    site.pages["/draft.html"] = lambda _: (200, form.format(next(tokens)).encode(), {"content-type": "text/html"})
    for _ in range(4):
        assert await scene.look() == "failed"
    assert len(await scene.said()) == 1


async def test_a_blink_of_a_login_form_is_told_to_nobody(watched, site):
    body = site.pages["/"][1]
    site.flap("/", b"<title>Log in</title><form><input type=password></form>", body)
    for _ in range(3):
        await watched.look()
    assert await watched.said() == []
    assert await chair_heard(watched) == []


async def test_a_dead_link_does_not_have_the_whole_page_fetched_for_ever(watched, site):
    site.links.append(("/vision-r2.html", "Vision, second draft"))
    site.show()
    await watched.look()
    await watched.look(after=600)
    assert site.asked[-1][0] != "/"
    await watched.look(after=2 * 86400)
    site.asked.clear()
    await watched.look()
    assert site.count("/", 304) == 1


async def test_dead_links_and_unreadable_files_of_a_first_look_are_one_message_and_left_alone(scene, site, make):
    for n in range(1, 5):
        site.links.append((f"/vision-r{n}.html", f"Vision draft {n}"))
    site.post("/vision-r5.html", make.html(), "Vision draft 5")
    site.post("/vision-r6.pdf", b"%PDF-1.7 broken", "Vision draft 6")
    await scene.watch()
    (told,) = await scene.said("chair")
    assert "Found r1 “Vision draft 5”" in told
    assert "5 files could not be fetched or read" in told
    site.asked.clear()
    for _ in range(3):
        await scene.look()
    assert len(await scene.said("chair")) == 1
    assert [path for path, status in site.asked if status == 404] == []
    site.put("/vision-r6.pdf", await asyncio.to_thread(make.pdf, make.text((1, "1. New."))))
    await scene.look()
    assert len(await scene.flashes()) == 1


async def test_a_page_that_robots_txt_closes_is_told_once_with_a_button_for_a_chair(scene, site):
    site.put("/robots.txt", b"User-agent: *\nDisallow: /\n")
    async with Fetcher("me", ["127.0.0.0/8"], Limits(spacing=0), robots=True) as fetcher:
        scene.desk = replace(scene.desk, fetcher=fetcher)
        await scene.watch()
        assert await scene.look() == "failed"
        assert ["robots.txt" in said for said in await scene.said("chair")] == [True]
        assert await scene.press(f"watch despite {scene.source_id}")
        async with scene.db.write() as session:
            await despite.override(session, await session.get_one(Source, scene.source_id), None, scene.desk.clock())
        assert await scene.look() != "failed"
    async with scene.db.read() as session:
        noted = (await session.exec(select(EventRow).where(col(EventRow.ev).contains("robots.txt")))).all()
    assert len(noted) == 1
