"""What changes every minute: told, told for the last time, then quiet until it stands still; what changes beside it is told."""

import pytest

from storage.tables import Address

pytestmark = pytest.mark.need(1)


@pytest.fixture
async def watched(scene, site, make):
    site.post("/vision-r1.html", make.html(), "Vision, zero draft")
    site.show(extra="<p>Genf, 12 Uhr 00</p>")
    await scene.watch(every_s=60.0)
    return scene


async def minutes(scene, count, show):
    for n in range(1, count + 1):
        show(n)
        await scene.look()


async def test_a_clock_on_the_page_is_told_twice_and_then_no_more(watched, site):
    await minutes(watched, 10, lambda n: site.show(extra=f"<p>Genf, 12 Uhr {n:02}</p>"))
    said = await watched.said()
    assert len(said) == 3
    assert "“Genf, 12 Uhr 01” → “Genf, 12 Uhr 02”" in said[1]
    assert "changes its figures again and again" in said[2]


async def test_what_changes_beside_the_clock_is_told(watched, site, make):
    await minutes(watched, 5, lambda n: site.show(extra=f"<p>Genf, 12 Uhr {n:02}</p>"))
    heard = len(await watched.said())
    site.words = "Documents of the preparatory process and of the plenary."
    site.show(extra="<p>Genf, 12 Uhr 06</p>")
    await watched.look()
    assert len(await watched.said()) == heard + 1
    site.post("/vision-r2.html", make.html(make.text((1, "1. New words."))), "Vision, 11 June")
    await watched.look()
    assert len(await watched.flashes()) == 1


async def test_a_line_that_changed_three_times_and_stands_still_is_told_as_it_stands(watched, site):
    await minutes(watched, 3, lambda n: site.show(extra=f"<p>Genf, 12 Uhr {n}5</p>"))
    heard = len(await watched.said())
    for _ in range(70):
        await watched.look()
    said = await watched.said()
    assert len(said) == heard + 1
    assert "“Genf, 12 Uhr 25” → “Genf, 12 Uhr 35”" in said[-1]


async def test_a_link_whose_address_is_new_every_minute_is_learnt(scene, site, make):
    def show(n):
        site.put(f"/vision-r1.html?at={1200 + n}", make.html())
        site.put("/", f'<ul><li><a href="/vision-r1.html?at={1200 + n}">Vision, zero draft</a></li></ul>'.encode())

    show(0)
    await scene.watch()
    await minutes(scene, 10, show)
    said = await scene.said()
    assert len([one for one in said if "another address" in one]) == 2
    assert len([one for one in said if "again and again" in one]) == 1
    assert len(said) == 3
    assert await scene.flashes() == []
    assert len(await scene.rows(Address)) < 7, "addresses of yesterday are not gathered for ever"


async def test_a_link_whose_words_are_new_every_minute_is_told_twice(watched, site):
    def show(n):
        site.links = [("/vision-r1.html", f"Vision, zero draft, 12 Uhr {n:02}")]
        site.show()

    await minutes(watched, 1, show)
    heard = len(await watched.said())
    await minutes(watched, 8, lambda n: show(n + 1))
    said = (await watched.said())[heard:]
    assert len([one for one in said if "names a draft otherwise" in one]) == 2


@pytest.mark.parametrize("kind", ["list", "document"])
async def test_a_draft_with_a_clock_in_it_is_flashed_twice_and_then_for_its_words(scene, site, make, kind):
    def page(n, lines=make.lines):
        return make.html(lines, extra=f"<p>Genf, 12 Uhr {n:02}</p>")

    site.post("/vision-r1.html", page(0), "Vision, zero draft")
    await scene.watch("/" if kind == "list" else "/vision-r1.html", kind)
    await minutes(scene, 9, lambda n: site.put("/vision-r1.html", page(n)))
    assert len(await scene.flashes()) == 2
    assert len([one for one in await scene.said() if "again and again" in one]) == 1
    site.put("/vision-r1.html", page(10, make.text((3, "3. Noting nothing at all of the reports."))))
    await scene.look()
    assert len(await scene.flashes()) == 3
    for _ in range(70):
        await scene.look()
    assert len(await scene.flashes()) == 3, "what stands still stands in the last draft already"


@pytest.mark.parametrize("kind", ["list", "document"])
async def test_the_last_of_many_texts_is_a_draft_when_it_stands_still(scene, site, make, kind):
    site.post("/vision-r1.html", make.html(), "Vision, zero draft")
    await scene.watch("/" if kind == "list" else "/vision-r1.html", kind)
    await minutes(
        scene, 4, lambda n: site.put("/vision-r1.html", make.html(make.text((9, f"9. The review is in {n}0 days."))))
    )
    told = len(await scene.flashes())
    for _ in range(70):
        await scene.look()
    assert len(await scene.flashes()) == told + 1


async def test_a_visitor_counter_in_a_draft_of_a_list_hides_no_change(scene, site, make):
    count = iter(range(100, 10_000, 7))

    def put(lines):
        site.pages["/vision-r1.html"] = lambda _: (
            200,
            make.html(lines, extra=f"<p>Seen by {next(count)} people</p>"),
            {"content-type": "text/html"},
        )

    put(make.lines)
    site.links.append(("/vision-r1.html", "Vision, zero draft"))
    site.show()
    await scene.watch()
    for _ in range(3):
        await scene.look()
    assert await scene.flashes() == []
    put(make.text((3, "3. Noting nothing at all of the reports.")))
    await scene.look()
    assert len(await scene.flashes()) == 1


async def test_another_symbol_in_the_row_of_a_draft_is_told(scene, site, make):
    def show(symbol):
        site.put("/a.html", make.html())
        row = f'<tr><td>{symbol}</td><td>Draft outcome document</td><td><a href="/a.html">English</a></td></tr>'
        site.put("/", f"<table><tr><th>Symbol</th><th>Title</th><th>Text</th></tr>{row}</table>".encode())

    show("A/CONF.70/L.1")
    await scene.watch(links=r"a\.html")
    show("A/CONF.70/L.2")
    for _ in range(3):
        await scene.look()
    said = await scene.said()
    assert len(said) == 1
    assert "A/CONF.70/L.2" in said[0]
    assert "A/CONF.70/L.1" in said[0]
