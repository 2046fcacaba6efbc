"""Whatever a server answers, over real HTTP: nothing is lost, nothing is made up, and what is over is over."""

import pytest

from storage.tables import Address, Draft

pytestmark = pytest.mark.need(1)
PASSING = (202, 408, 425, 429, 500, 502, 503, 504, 520, 599)  # told when they last
LASTING = (201, 204, 205, 206, 300, 304, 305, 400, 401, 402, 403, 404, 405, 407, 410, 418, 451)


@pytest.mark.parametrize("status", [*PASSING, *LASTING, 301, 302, 303, 307, 308, 999])
async def test_an_answer_of_any_status_is_no_news_of_the_drafts(watched, site, make, status):
    kept = site.pages["/"]
    site.pages["/"] = lambda _: (status, b"" if status in (204, 205, 304) else b"<p>Something else.</p>", {})
    for _ in range(3):
        await watched.look(after=4000)
    assert await watched.flashes() == []
    assert not [said for said in await watched.said() if "no longer links" in said]
    assert all(row.gone is None for row in await watched.rows(Address))
    assert len(await watched.rows(Draft)) == 1
    site.pages["/"] = kept
    site.post("/vision-r2.html", make.html(make.text((1, "1. New words."))), "Vision, 11 June")
    await watched.look(after=4000)
    await watched.look(after=4000)
    assert len(await watched.flashes()) == 1
    assert (await watched.source()).failures == 0


@pytest.mark.parametrize("status", [*PASSING, 401, 403, 404, 410, 451])
async def test_a_trouble_is_told_to_officers_once_and_its_end_once(watched, site, status):
    kept = site.pages["/"]
    site.put("/", b"", status)
    for _ in range(6):
        await watched.look(after=4000)
    site.pages["/"] = kept
    for _ in range(2):
        await watched.look(after=4000)
    down, up = (await watched.said("chair"))[1:]
    assert "cannot be looked at" in down
    assert "can be looked at again" in up
    assert await watched.said() == []


async def test_a_file_that_answers_with_any_status_is_no_new_text(watched, site, make):
    kept = site.pages["/vision-r1.html"]
    for status in (*PASSING, *LASTING):
        site.pages["/vision-r1.html"] = lambda _, status=status: (
            status,
            b"" if status in (204, 205, 304) else b"no",
            {},
        )
        await watched.look(after=4000)
    site.pages["/vision-r1.html"] = kept
    await watched.look(after=4000)
    assert await watched.flashes() == []
    assert await watched.drafts() == [(1, "Vision, zero draft")]


async def test_a_thousand_links_at_once_are_one_question_and_no_flash(watched, site, make):
    for n in range(2, 1002):
        site.links.append((f"/vision-r{n}.html", f"Vision, draft {n}"))
    site.show()
    asked = site.count("/vision-r500.html")
    await watched.look()
    await watched.look()
    assert await watched.flashes() == []
    assert site.count("/vision-r500.html") == asked == 0, "none is fetched before somebody says so"
    told = (await watched.said("chair"))[1:]
    assert len(told) == 1
    assert "new drafts at once" in told[0]
    assert await watched.press(f"watch take {watched.source_id}")
