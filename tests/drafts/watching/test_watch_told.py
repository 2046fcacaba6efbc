"""What is told of a page that lists drafts and is no Flash: one quiet message in the space's open chats."""

import pytest

from storage.tables import Delivery

pytestmark = pytest.mark.need(1)


async def told_once(scene, part):
    """One quiet message in the open chat alone, and no second one at the next look."""
    await scene.look()
    said = await scene.said()
    assert len(said) == 1, said
    assert part in said[0]
    assert "FLASH" not in said[0]
    rows = await scene.rows(Delivery, Delivery.chat == "room")
    assert all(row.body["quiet"] for row in rows)
    assert await scene.said("corner") == await scene.said("channel") == []
    await scene.look()
    assert len(await scene.said()) == 1
    assert await scene.flashes() == []


async def test_a_link_that_is_taken_away_is_told_and_its_return_too(watched, site):
    kept, site.links = site.links, []
    site.show()
    await told_once(watched, "no longer links to Vision, zero draft")
    site.links = kept
    site.show()
    await watched.look()
    assert "links to Vision, zero draft again" in (await watched.said())[-1]


async def test_a_text_that_changed_while_its_link_was_away_is_found(watched, site, make):
    kept, site.links = site.links, []
    site.show()
    await watched.look()
    site.links = kept
    site.show()
    site.put("/vision-r1.html", make.html(make.text((3, "3. New."))))
    await watched.look()
    await watched.look()
    assert len(await watched.flashes()) == 1


async def test_a_changed_address_under_the_same_words_is_told_as_that(watched, site, make):
    site.put("/files/vision-r1.html", make.html())
    site.links = [("/files/vision-r1.html", "Vision, zero draft")]
    site.show()
    await told_once(watched, "has another address now")
    assert "/files/vision-r1.html" in (await watched.said())[0]


async def test_other_words_of_a_link_are_told_and_the_draft_is_called_so(watched, site):
    site.links = [("/vision-r1.html", "Vision, first draft")]
    site.show()
    await told_once(watched, "“Vision, zero draft” is “Vision, first draft”")
    assert await watched.drafts() == [(1, "Vision, first draft")]


async def test_other_words_of_the_page_are_told_with_the_words(watched, site):
    site.words = "The plenary begins at 16:00 in Room Popov."
    site.show()
    await told_once(watched, "“Documents of the preparatory process.” → “The plenary begins at 16:00 in Room Popov.”")


async def test_several_changes_of_one_page_are_one_message(watched, site):
    site.words, site.links = "Moved to Room 2.", [("/vision-r1.html", "Vision, first draft")]
    site.show()
    await told_once(watched, "Room 2")


async def test_back_to_an_older_text_is_told_as_that(watched, site, make):
    site.put("/vision-r1.html", make.html(make.text((2, "2. Something else."))))
    await watched.look()
    site.put("/vision-r1.html", make.html())
    await watched.look()
    await watched.look()
    assert len(await watched.flashes()) == 1
    assert len(await watched.said()) == 1
    assert "back to the text of r1" in (await watched.said())[0]


async def test_an_old_text_under_a_new_link_is_told_as_that(watched, site, make):
    site.put("/vision-r1.html", make.html(make.text((2, "2. Something else."))))
    await watched.look()
    site.post("/vision-r3.html", make.html(), "Vision, third draft")
    await watched.look()
    assert len(await watched.flashes()) == 1
    assert "back to the text of r1" in (await watched.said())[0]


async def test_most_of_a_text_gone_is_told_and_its_return_too(watched, site, make):
    site.put("/vision-r1.html", make.html(make.lines[:2]))
    await told_once(watched, "12 paragraphs before, 2 now")
    site.put("/vision-r1.html", make.html())
    await watched.look()
    assert "back to the text of r1" in (await watched.said())[-1]
    assert await watched.flashes() == []


async def test_a_version_in_another_language_is_told_not_flashed(watched, site, make):
    french = tuple(
        f"{n}. Les gouvernements et la société civile doivent travailler ensemble pour les droits de tous dans le monde."
        for n in range(1, 13)
    )
    site.post("/vision-fr.html", make.html(french), "Vision, texte de la présidence")
    await told_once(watched, "another language (French)")
    assert await watched.drafts() == [(1, "Vision, zero draft")]


async def test_a_new_text_of_a_base_is_told(scene, site, make):
    site.post("/chair-1.html", make.html(), "Chair's report")
    await scene.watch(links="chair", base="chair")
    site.put("/chair-1.html", make.html(make.text((4, "4. Other words."))))
    await told_once(scene, "new text of the base “chair”")
    assert await scene.drafts() == [(None, "Chair's report")] * 2


async def test_two_sources_of_one_page_do_not_tell_each_others_drafts_as_words(scene, site, make):
    base = await scene.watch(links="chair", base="chair")
    drafts = await scene.watch(links="vision")
    site.post("/chair-1.html", make.html(), "Chair's report")
    site.post("/vision-r1.html", make.html(make.text((1, "1. Other."))), "Vision, zero draft")
    for source in (base, drafts, base, drafts):
        await scene.look(source)
    assert len(await scene.flashes()) == 1
    assert [said for said in await scene.said() if "words of the page" in said] == []


async def test_many_links_gone_at_once_are_one_sentence(scene, site, make):
    for n in range(1, 6):
        site.post(f"/vision-r{n}.html", make.html(make.text((n, f"{n}. Other."))), f"Vision draft {n}")
    await scene.watch()
    site.links = []
    site.show()
    await scene.look()
    (said,) = await scene.said()
    assert "no longer links to 5 drafts" in said
    assert "“Vision draft 5”" in said


async def test_a_line_of_the_page_that_moved_is_told_as_moved_and_a_struck_one_as_struck(scene, site):
    site.show("<p>Plenary at 16:00 in room A.</p><p>Dinner at nine.</p><p>Coffee is served.</p>")
    await scene.watch()
    site.show("<p>Dinner at nine.</p><p>Coffee is served.</p><p>Plenary at 16:00 in room A.</p>")
    assert await scene.look() == "told"
    assert (await scene.said())[-1].count("Plenary") == 1
    assert "“Plenary at 16:00 in room A.” stands elsewhere now" in (await scene.said())[-1]
    site.show("<p>Dinner at nine.</p><p>Coffee is served.</p><p><s>Plenary at 16:00 in room A.</s></p>")
    await scene.look()
    assert "“Plenary at 16:00 in room A.” → “~~Plenary at 16:00 in room A.~~”" in (await scene.said())[-1]
