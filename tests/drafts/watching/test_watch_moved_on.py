"""A link whose address is other behind the question mark alone, with another text behind it, is one link that moved on."""

import pytest


def words(make, n):
    return make.html(make.text((1, f"1. Reaffirming what was said on day {n} of these talks, in words of that day.")))


@pytest.fixture
async def versioned(scene, site, make):
    """A page whose one draft stands at an address with its version."""
    site.post("/draft.html?v=1", words(make, 1), "Vision")
    await scene.watch()
    return scene


async def replaced(site, make, old, new, n):
    site.links = [(path, label) for path, label in site.links if path != old]
    site.post(new, words(make, n), "Vision")


async def test_it_is_told_once_as_the_new_draft(versioned, site, make):
    for n in (2, 3):
        await replaced(site, make, f"/draft.html?v={n - 1}", f"/draft.html?v={n}", n)
        await versioned.look()
        await versioned.look()
    assert len(await versioned.flashes()) == 2
    assert await versioned.said() == []


async def test_the_old_address_is_none_of_the_page_any_more_and_its_return_is_told(versioned, site, make):
    await replaced(site, make, "/draft.html?v=1", "/draft.html?v=2", 2)
    await versioned.look()
    site.links.append(("/draft.html?v=1", "Vision, as it was"))
    site.show()
    await versioned.look()
    assert "again" in (await versioned.said())[-1]


async def test_where_the_question_tells_drafts_apart_one_that_is_gone_is_told(versioned, site, make):
    site.post("/draft.html?v=9", words(make, 9), "Annex to the Vision")
    await versioned.look()
    await replaced(site, make, "/draft.html?v=1", "/draft.html?v=2", 2)
    await versioned.look()
    assert "no longer links to Vision" in (await versioned.said())[-1]


async def test_a_second_version_that_stood_beside_the_first_does_not_hide_that_it_went(versioned, site, make):
    site.post("/draft.html?v=2", words(make, 2), "Revised text")
    await versioned.look()
    site.links = site.links[1:]
    site.show()
    await versioned.look()
    assert "no longer links to Vision" in (await versioned.said())[-1]
