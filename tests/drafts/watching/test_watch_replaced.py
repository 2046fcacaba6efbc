"""Another page stands where drafts were listed, with its site around it: told as that, not as a deletion of everything."""

import pytest

MENUS = "".join(
    f'<a href="/section{n}">Section {n} of the house and its many offices and programmes</a> ' for n in range(60)
)
SHOWN = {
    '<form action="/login"><input name="u"><input type="password" name="p"></form>': "a form to log in",
    "<h1>Maintenance</h1><p>The service is temporarily unavailable.</p>": "a notice of maintenance",
    "<h1>404</h1><p>The page that you are looking for cannot be found.</p>": "a page with none of its drafts",
}


def in_its_site(body, around="nav"):
    return f"<html><body><{around}>{MENUS}</{around}><main>{body}</main></body></html>".encode()


@pytest.fixture
async def listed(scene, site, make):
    for n in range(1, 5):
        site.post(
            f"/vision-r{n}.html", make.html(make.text((n, f"{n}. Words of revision {n}."))), f"Vision, revision {n}"
        )
    await scene.watch()
    return scene


@pytest.mark.parametrize("around", ["nav", "div"])
@pytest.mark.parametrize("body", SHOWN)
async def test_a_page_with_its_menus_is_told_as_what_it_is_once_and_its_return(listed, site, body, around):
    before = site.pages["/"]
    site.put("/", in_its_site(body, around))
    assert [await listed.look() for _ in range(3)] == ["failed"] * 3
    (told,) = await listed.said()
    assert f"now shows something else: {SHOWN[body]}" in told
    site.pages["/"] = before
    assert await listed.look() == "unchanged"
    assert "can be looked at again" in (await listed.said())[-1]
    assert await listed.flashes() == []


async def test_a_draft_that_comes_with_the_page_itself_is_a_flash(listed, site, make):
    site.put("/", in_its_site("<h1>Maintenance</h1><p>Back soon.</p>"))
    await listed.look()
    site.post("/vision-r5.html", make.html(make.text((5, "5. Words of revision 5."))), "Vision, revision 5")
    assert await listed.look() == "draft"
    assert len(await listed.flashes()) == 1


async def test_a_blink_of_such_a_page_is_told_to_nobody(listed, site):
    before = site.pages["/"][1]
    site.flap("/", in_its_site("<h1>404</h1>"), before)
    await listed.look()
    assert await listed.said() == []


@pytest.mark.parametrize("box", ["", '<form><input type="password" name="p"></form>'])
async def test_the_page_itself_without_any_draft_is_a_deletion_whatever_stands_in_its_head(listed, site, box):
    site.links.clear()
    site.show(box)
    assert await listed.look() == "told"
    assert "no longer links to 4 drafts" in (await listed.said())[-1]


async def test_a_page_in_a_new_dress_with_new_drafts_is_looked_through(listed, site, make):
    site.put("/new/vision-r5.html", make.html(make.text((5, "5. Words of revision 5."))))
    site.put(
        "/", in_its_site('<h1>All papers</h1><ul><li><a href="/new/vision-r5.html">Vision, revision 5</a></li></ul>')
    )
    assert "draft" in await listed.look()
    assert len(await listed.flashes()) == 1


@pytest.mark.parametrize("body", list(SHOWN)[:2])
async def test_a_draft_at_whose_address_such_a_page_stands_is_no_draft(scene, site, make, body):
    site.put("/draft.html", make.html())
    await scene.watch("/draft.html", kind="document")
    site.put("/draft.html", in_its_site(body, "div"))
    assert await scene.look() == "failed"
    assert SHOWN[body] in (await scene.said())[-1]
    assert await scene.flashes() == []
    site.put("/draft.html", make.html(make.text((1, "1. New words."))))
    assert await scene.look() == "draft"


async def test_a_draft_that_speaks_of_maintenance_is_a_draft(scene, site, make):
    site.put("/draft.html", make.html())
    await scene.watch("/draft.html", kind="document")
    site.put("/draft.html", make.html(make.text((1, "1. The maintenance of peace is temporarily unavailable."))))
    assert await scene.look() == "draft"
