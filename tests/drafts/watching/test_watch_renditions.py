"""One draft in several formats: the first that can be read raises the Flash, the best becomes the reading."""

import asyncio

import pytest

from bot.drafts.keeping import archive
from storage import drafts
from storage.tables import FlashRow, ReadingRow, Rendition

NEW = (1, "1. Reaffirming the common vision of a people-centred information society for all.")


@pytest.fixture
async def watched(scene, site, make):
    site.post("/vision-r1.html", make.html(), "Vision, zero draft")
    await scene.watch(links="vision")
    return scene


async def test_a_row_with_pdf_word_and_html_is_one_draft_and_one_flash(watched, site, make):
    new = make.text(NEW)
    for path, body in (
        ("pdf", await asyncio.to_thread(make.pdf, new)),
        ("docx", make.docx(new)),
        ("html", make.html(new)),
    ):
        site.post(f"/vision-r2.{path}", body, "Vision, second draft")
    await watched.look()
    await watched.look()
    assert len(await watched.flashes()) == 1
    assert await watched.drafts() == [(1, "Vision, zero draft"), (2, "Vision, second draft")]
    assert sorted((await watched.renditions())[1:]) == ["docx", "html", "pdf"]
    assert await watched.said() == []
    assert await current_format(watched, 2) == "docx"


async def current_format(scene, draft_id):
    async with scene.db.read() as session:
        row = await drafts.current_reading(session, draft_id)
        assert row is not None
        return (await session.get_one(Rendition, row.rendition_id)).format


async def test_a_better_format_that_comes_later_is_quiet_if_it_says_the_same(watched, site, make):
    new = make.text(NEW)
    site.post("/vision-r2.html", make.html(new), "Vision, second draft")
    await watched.look()
    site.post("/vision-r2.docx", make.docx(new), "Vision, second draft")
    await watched.look()
    await watched.look()
    assert len(await watched.flashes()) == 1
    assert await watched.said() == []
    assert len(await watched.said("chair")) == 1, "the first look alone"
    assert await current_format(watched, 2) == "docx"
    assert len(await watched.rows(ReadingRow, ReadingRow.draft_id == 2)) == 2, "the old reading is kept"


async def test_a_better_format_that_says_something_else_corrects_the_flash_in_place(scene, site, make):
    lines = tuple(f"{n}. Paragraph on the matter of subject {n} among many others." for n in range(1, 121))
    site.post("/vision-r1.html", make.html(lines), "Vision, zero draft")
    await scene.watch(links="vision")
    new = make.text((5, "5. Paragraph on the new matter of subject 5 among many others."), lines=lines)
    site.post("/vision-r2.html", make.html(new), "Vision, second draft")
    await scene.look()
    better = make.text((7, "7. Paragraph on the matter of subject 7 among very many others."), lines=new)
    site.post("/vision-r2.docx", make.docx(better), "Vision, second draft")
    await scene.look()
    first, edit = await scene.flashes()
    assert not first.startswith("edit")
    assert edit.startswith("edit: FLASH  Vision r2")
    assert "Corrected" in edit
    assert "2 reworded (5 7)" in edit
    for chat in ("corner", "channel"):
        assert len(await scene.flashes(chat)) == 2
    told = (await scene.said("chair"))[-1]
    assert "reads otherwise in 1 places" in told
    assert "7" in told
    assert "The docx file is the one that counts" in told
    row = (await scene.rows(FlashRow))[0]
    assert row.corrected == scene.desk.clock()
    await scene.look()
    assert len(await scene.flashes()) == 2


async def test_a_file_of_the_row_with_another_text_is_asked_about_and_may_be_a_draft_of_its_own(watched, site, make):
    site.post("/vision-r2.docx", make.docx(make.text(NEW)), "Vision, second draft")
    await watched.look()
    other = make.text(NEW, (2, "2. Other."), (3, "3. Other words."), (4, "4. More other words."))
    site.post("/vision-two.html", make.html(other), "Vision, second draft")
    await watched.look()
    await watched.look()
    assert len(await watched.flashes()) == 1
    told = (await watched.said("chair"))[-1]
    assert "Is it a draft of its own?" in told
    row = await watched.address("/vision-two.html")
    assert await watched.press(f"watch draft {row.id}")
    await watched.yes("/vision-two.html")
    await watched.look()
    assert len(await watched.flashes()) == 2
    assert (await watched.drafts())[-1] == (3, "Vision, second draft")


async def test_the_same_pdf_saved_anew_is_no_news_although_the_reading_comes_from_word(watched, site, make):
    new = make.text(NEW)
    in_print = tuple(line.replace("people-centred", "people centred") for line in new)
    site.post("/vision-r2.docx", make.docx(new), "Vision, second draft")
    site.post("/vision-r2.pdf", await asyncio.to_thread(make.pdf, in_print), "Vision, second draft")
    await watched.look()
    site.put("/vision-r2.pdf", await asyncio.to_thread(make.pdf, in_print) + b"\n%saved again\n")
    for _ in range(3):
        await watched.look()
    assert len(await watched.flashes()) == 1


async def test_all_files_of_a_row_replaced_at_once_are_one_new_draft(watched, site, make):
    for new in (make.text(NEW), make.text(NEW, (6, "6. Cultural diversity shall be respected."))):
        for path, body in (("docx", make.docx(new)), ("html", make.html(new))):
            site.put(f"/vision-r2.{path}", body)
        site.links = [*site.links[:1], ("/vision-r2.docx", "Vision, latest"), ("/vision-r2.html", "Vision, latest")]
        site.show()
        await watched.look()
        await watched.look()
    assert len(await watched.flashes()) == 2
    assert [number for number, _ in await watched.drafts()] == [1, 2, 3]


async def test_a_word_file_that_cannot_be_read_leaves_the_flash_to_the_other(watched, site, make):
    site.post("/vision-r2.docx", b"PK\x03\x04 broken", "Vision, second draft")
    site.post("/vision-r2.html", make.html(make.text(NEW)), "Vision, second draft")
    await watched.look()
    await watched.look()
    assert len(await watched.flashes()) == 1
    assert len([said for said in await watched.said("chair") if "could not be read" in said]) == 1
    site.put("/vision-r2.docx", make.docx(make.text(NEW)))
    await watched.look()
    assert len(await watched.flashes()) == 1
    assert await current_format(watched, 2) == "docx"


async def test_every_reading_can_be_redone_from_the_bytes_that_are_kept(watched, site, make):
    site.post("/vision-r2.docx", make.docx(make.text(NEW)), "Vision, second draft")
    await watched.look()
    kept = await watched.blobs()
    assert {one.sha256 for one in await watched.rows(Rendition)} <= set(kept)
    async with watched.db.read() as session:
        draft = await drafts.latest(session, 1)
        assert draft is not None
        assert (await archive.load(session, draft)).paragraphs[0].text.startswith("Reaffirming")
