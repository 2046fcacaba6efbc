"""A page that lists drafts, with something missed or half: downtime, a kill, two looks at once, a change between fetches."""

import pytest

from bot.drafts.watching.watch import look
from storage.tables import Draft, FlashRow

pytestmark = pytest.mark.need(1)


async def test_after_downtime_each_missed_text_is_one_flash_oldest_first_seen_late(watched, site, make):
    for n in (2, 3):
        site.post(f"/vision-r{n}.html", make.html(make.text((n, f"{n}. Other."))), f"Vision draft {n}")
    await watched.look(after=3 * 3600)
    told = await watched.flashes()
    assert [line.split("  ")[1] for line in told] == ["Vision r2", "Vision r3"]
    assert all("Seen late" in one for one in told)


async def test_after_downtime_more_than_three_missed_texts_are_one_message_in_every_chat(watched, site, make):
    for n in (2, 3, 4, 5):
        site.post(f"/vision-r{n}.html", make.html(make.text((n, f"{n}. Other."))), f"Vision draft {n}")
    await watched.look(after=3 * 3600)
    await watched.look()
    assert await watched.flashes() == []
    for chat in ("room", "corner", "channel"):
        said = await watched.said(chat)
        assert len(said) == 1
        assert "4 drafts seen late, up to r5" in said[0]
        assert all(f"r{n}  Vision draft {n}" in said[0] for n in (2, 3, 4, 5))


async def test_a_crash_between_missed_texts_loses_none_of_them(watched, site, make, monkeypatch):
    for n in (2, 3, 4, 5):
        site.post(f"/vision-r{n}.html", make.html(make.text((n, f"{n}. Other."))), f"Vision draft {n}")
    monkeypatch.setattr("bot.drafts.watching.watch_list.note_page", _killed)
    with pytest.raises(Killed):
        await watched.look(after=3 * 3600)
    monkeypatch.undo()
    await watched.look()
    assert [said for said in await watched.said() if "4 drafts seen late" in said or "4 new drafts" in said]


async def test_a_page_that_changes_between_two_fetches_is_unsettled_and_seen_again(watched, site, make):
    old = site.pages["/"][1]
    site.post("/vision-r2.html", make.html(make.text((1, "1. New."))), "Vision, second draft")
    new = site.pages["/"][1]
    site.flap("/", new, old)
    assert "unsettled" in await watched.look()
    assert await watched.flashes() == []
    assert await watched.said() == []
    site.show()
    await watched.look()
    assert len(await watched.flashes()) == 1


async def test_a_file_that_changes_between_two_fetches_is_unsettled_and_seen_again(watched, site, make):
    site.post("/vision-r2.html", b"", "Vision, second draft")
    site.flap("/vision-r2.html", make.html(make.text((1, "1. Half"))), make.html(make.text((1, "1. Whole."))))
    assert "unsettled" in await watched.look()
    assert await watched.flashes() == []
    site.put("/vision-r2.html", make.html(make.text((1, "1. Whole."))))
    await watched.look()
    assert len(await watched.flashes()) == 1


class Killed(BaseException):
    """The process is killed at this point."""


async def _killed(*_, **__):
    raise Killed


@pytest.mark.parametrize(
    "at",
    [
        "keeping.archive.keep_reading",
        "arriving.new_draft.flash_out",
        "looking.sight.note",
        "watching.watch_list.note_page",
        "watching.logbook._one",
    ],
)
async def test_killed_at_any_step_nothing_is_half_and_the_next_look_tells_once(
    new_scene, db, site, make, monkeypatch, at
):
    scene = await new_scene(db)
    site.post("/vision-r1.html", make.html(), "Vision, zero draft")
    await scene.watch()
    site.post("/vision-r2.html", make.html(make.text((1, "1. New."))), "Vision, second draft")
    monkeypatch.setattr(f"bot.drafts.{at}", _killed)
    with pytest.raises(Killed):
        await scene.look()
    drafts, flashes = await scene.rows(Draft), await scene.rows(FlashRow)
    assert (len(drafts), len(flashes), len(await scene.flashes())) in {(1, 0, 0), (2, 1, 1)}
    monkeypatch.undo()
    await scene.look()
    await scene.look()
    for chat in ("room", "corner", "channel"):
        assert len(await scene.flashes(chat)) == 1
    assert len(await scene.drafts()) == 2


async def test_two_sources_that_see_the_same_text_at_once_raise_one_flash(new_scene, db, site, make):
    import asyncio

    scene = await new_scene(db)
    site.post("/vision-r1.html", make.html(), "Vision, zero draft")
    one = await scene.watch(links="vision")
    other = await scene.watch("/vision-latest.html", kind="document", first=False)
    site.put("/vision-latest.html", make.html())
    await scene.look(other)
    new = make.html(make.text((1, "1. New.")))
    site.put("/vision-latest.html", new)
    site.post("/vision-r2.html", new, "Vision, second draft")
    await asyncio.gather(look(scene.desk, one), look(scene.desk, other))
    assert len(await scene.flashes()) == 1
    assert len(await scene.drafts()) == 2
