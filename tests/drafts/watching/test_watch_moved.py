"""A draft that a chair moved to another document: what is posted at its address goes there, and it is not taken for new."""

import pytest
from sqlmodel import select

from bot.drafts.arriving.moving import Move, move
from storage import drafts, spaces
from storage.tables import Document, Draft, Person

PLAN = tuple(
    f"{n}. Plan of action, measure {n}: train {n} hundred teachers and open {n} libraries in each region by next year."
    for n in range(1, 13)
)
PLAN_2 = (*PLAN[:11], "12. Plan of action, measure 12: whatever is left is for the next year.")
PLAN_3 = (*PLAN_2[:10], "11. Plan of action, measure 11: and so it ends.", PLAN_2[11])


async def nothing(*_):
    pass


async def move_last(scene, to="Plan"):
    async with scene.db.write() as session:
        other = await spaces.document(session, scene.space_id, to)
    async with scene.db.read() as session:
        document = await session.get_one(Document, (await scene.source()).document_id)
        draft = await drafts.latest(session, document.id)
        chair = await session.get_one(Person, 1)
    return await move(scene.desk, Move(draft, document, other), chair, nothing)


async def by_document(scene):
    async with scene.db.read() as session:
        found = await session.exec(select(Document.name, Draft.number, Draft.label).join(Draft).order_by(Draft.id))
        return [tuple(row) for row in found]


@pytest.fixture
async def moved(scene, site, make):
    """The page lists Vision; a draft of the Plan was taken for its second one, by its name."""
    site.post("/hle-text-r1.html", make.html(), "High-level text, revision 1")
    await scene.watch()
    site.post("/hle-text-r2.html", make.html(PLAN), "High-level text, revision 2")
    assert await scene.look() == "draft"
    await move_last(scene)
    return scene


async def test_it_is_not_fetched_as_new(moved, site):
    before = await by_document(moved)
    assert before == [
        ("Vision", 1, "High-level text, revision 1"),
        ("Vision", None, "High-level text, revision 2"),
        ("Plan", 1, "High-level text, revision 2"),
    ]
    assert await moved.look() == "unchanged"
    site.show("<p>More is to come.</p>")
    assert await moved.look() == "told"
    assert await by_document(moved) == before
    assert len(await moved.flashes()) == 2, "the Flash and its correction"


async def test_the_next_text_at_its_address_is_the_other_documents(moved, site, make):
    site.put("/hle-text-r2.html", make.html(PLAN_2))
    assert await moved.look() == "draft"
    assert (await by_document(moved))[-1] == ("Plan", 2, "High-level text, revision 2")
    assert "Plan r2" in (await moved.flashes())[-1]
    site.put("/hle-text-r1.html", make.html(make.text((1, "1. Something else."))))
    await moved.look()
    assert (await by_document(moved))[-1] == ("Vision", 3, "High-level text, revision 1")


async def test_new_links_go_where_their_text_belongs_whatever_their_names(moved, site, make):
    site.post("/hle-text-r3.html", make.html(PLAN_2), "High-level text, revision 3")
    await moved.look()
    site.post("/hle-text-r4.html", make.html(make.text((1, "1. Something else."))), "High-level text, revision 4")
    await moved.look()
    assert (await by_document(moved))[-2:] == [
        ("Plan", 2, "High-level text, revision 3"),
        ("Vision", 3, "High-level text, revision 4"),
    ]
    row = await moved.address("/hle-text-r3.html")
    assert row.document_id is not None
    site.put("/hle-text-r3.html", make.html(PLAN_3))
    await moved.look()
    assert (await by_document(moved))[-1] == ("Plan", 3, "High-level text, revision 3")


async def test_the_same_text_at_another_address_is_known_where_it_belongs(moved, site, make):
    site.post("/hle-text-copy.html", make.html(PLAN), "High-level text, revision 2, clean")
    await moved.look()
    assert [one for one in await by_document(moved) if one[1]] == [
        ("Vision", 1, "High-level text, revision 1"),
        ("Plan", 1, "High-level text, revision 2"),
    ]
    assert len(await moved.flashes()) == 2


async def test_a_source_of_the_other_document_on_the_page_takes_it_over(scene, site, make):
    site.post("/plan-r1.html", make.html(PLAN), "Plan, revision 1")
    scene.plan = await scene.watch(document="Plan", links="plan-")
    site.post("/hle-text-r1.html", make.html(), "High-level text, revision 1")
    vision = await scene.watch(links="hle-text-")
    site.post("/hle-text-r2.html", make.html(PLAN_2), "High-level text, revision 2")
    await scene.look(vision)
    await move_last(scene)
    site.put("/hle-text-r2.html", make.html(PLAN_3))
    assert await scene.look(vision) == "unchanged"
    assert await scene.look(scene.plan) == "draft"
    assert (await by_document(scene))[-1] == ("Plan", 3, "High-level text, revision 2")
    assert await scene.look(vision) == "unchanged"


async def test_the_address_of_a_document_brings_its_texts_there_from_now_on(scene, site, make):
    site.put("/draft.html", make.html())
    await scene.watch("/draft.html", kind="document")
    site.put("/draft.html", make.html(PLAN))
    assert await scene.look() == "draft"
    await move_last(scene)
    assert await scene.look() == "unchanged"
    site.put("/draft.html", make.html(PLAN_2))
    assert await scene.look() == "draft"
    assert [one[:2] for one in await by_document(scene)] == [("Vision", 1), ("Vision", None), ("Plan", 1), ("Plan", 2)]


async def test_a_pdf_of_it_that_comes_later_is_another_file_of_it_there(moved, site, make):
    site.post("/hle-text-r2.pdf", make.pdf(PLAN), "High-level text, revision 2")
    await moved.look()
    assert (await moved.renditions()).count("pdf") == 1
    assert len(await moved.flashes()) == 2


async def test_moved_back_its_address_is_the_sources_own_again(moved, site, make):
    async with moved.db.read() as session:
        plan = (await session.exec(select(Document).where(Document.name == "Plan"))).one()
        vision = await session.get_one(Document, (await moved.source()).document_id)
        draft = await drafts.latest(session, plan.id)
        chair = await session.get_one(Person, 1)
    moved.desk.clock.advance(60)
    await move(moved.desk, Move(draft, plan, vision), chair, nothing)
    assert (await moved.address("/hle-text-r2.html")).document_id is None
    site.put("/hle-text-r2.html", make.html(PLAN_2))
    assert await moved.look() == "draft"
    assert (await by_document(moved))[-1] == ("Vision", 4, "High-level text, revision 2")
