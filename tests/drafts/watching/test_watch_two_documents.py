"""One page on which a space watches two documents: each has its own drafts, one fetch serves both, nobody is asked in vain."""

import pytest
from sqlmodel import select

from bot.drafts.looking.sight import want
from bot.drafts.watching.rounds import Rounds
from storage.tables import Address, Document, Draft, Source

PLAN = tuple(
    f"{n}. Plan of action, measure {n}: train {n} hundred teachers and open {n} libraries in each region by next year."
    for n in range(1, 13)
)


def put(site, *links):
    rows = "".join(f'<li><a href="/{name}.html">{label}</a></li>' for name, label in links)
    site.put("/", f"<h1>Documents</h1><ul>{rows}</ul>".encode())


@pytest.fixture
async def two(scene, site, make):
    """The page with a draft of each, watched without a pattern for Vision and by the names of its files for Plan."""
    site.put("/vision-r1.html", make.html())
    site.put("/plan-r1.html", make.html(PLAN))
    put(site, ("plan-r1", "Plan, revision 1"), ("vision-r1", "Vision, revision 1"))
    scene.plan = await scene.watch(document="Plan", links="plan-")
    scene.vision = await scene.watch()
    return scene


async def drafts_by_document(scene):
    async with scene.db.read() as session:
        found = await session.exec(select(Document.name, Draft.label).join(Draft).order_by(Draft.id))
        return [tuple(row) for row in found]


def change(site, make):
    """A new draft of each; that of the Plan took over so much of the Vision that one would ask whose it is."""
    mixed = (*make.lines[:3], *PLAN[3:])
    site.put("/plan-r2.html", make.html(mixed))
    site.put("/vision-r2.html", make.html(make.text((1, "1. Something else."))))
    put(
        site,
        ("plan-r2", "Compilation by the host country"), ("vision-r2", "Vision, revision 2"),
        ("plan-r1", "Plan, revision 1"), ("vision-r1", "Vision, revision 1"),
    )  # fmt: skip


async def test_each_document_takes_its_own_drafts_and_nobody_is_asked_about_the_others(two, site, make):
    change(site, make)
    await two.look(two.vision)
    await two.look(two.plan)
    assert await drafts_by_document(two) == [
        ("Plan", "Plan, revision 1"),
        ("Vision", "Vision, revision 1"),
        ("Vision", "Vision, revision 2"),
        ("Plan", "Compilation by the host country"),
    ]
    assert len(await two.flashes()) == 2
    assert not [said for said in await two.said("chair") if "a draft of it?" in said]
    assert not [said for said in await two.said() if "Compilation" in said]


async def test_without_the_other_source_the_chairs_are_asked_and_may_say_no(two, site, make):
    async with two.db.write() as session:
        (await session.get_one(Source, two.plan)).state = "paused"
    change(site, make)
    await two.look(two.vision)
    assert "Vision: is “Compilation by the host country” a draft of it?" in (await two.said("chair"))[-1]
    row = await two.address("/plan-r2.html")
    assert (await two.press(f"watch not {row.id}")) is not None
    put(site, ("plan-r2", "Compilation by the host country"), ("vision-r2", "Vision, revision 2"))
    await two.look(two.vision)
    assert len([said for said in await two.said("chair") if "a draft of it?" in said]) == 1


async def test_a_document_without_a_pattern_begins_with_what_the_other_has_not_taken(scene, site, make):
    site.put("/vision-r1.html", make.html())
    site.put("/plan-r1.html", make.html(PLAN))
    put(site, ("plan-r1", "Plan, revision 1"), ("vision-r1", "Vision, revision 1"))
    await scene.watch(document="Vision")
    await scene.watch(document="Plan")
    assert await drafts_by_document(scene) == [("Vision", "Vision, revision 1"), ("Plan", "Plan, revision 1")]


async def test_one_fetch_serves_both_sources_of_a_space(two, site):
    rounds = Rounds(two.desk)
    two.desk.clock.advance(3600)
    before = site.count("/")
    ((*ids,),) = await rounds.due()
    assert sorted(ids) == [two.plan, two.vision]
    await rounds.run(ids)
    assert site.count("/") == before + 1


async def test_a_document_that_is_watched_no_longer_keeps_nothing_from_the_other(two, site, make):
    async with two.db.write() as session:
        (await session.get_one(Source, two.plan)).state = "paused"
    await two.watch(document="Action", links="plan-")
    assert ("Action", "Plan, revision 1") in await drafts_by_document(two)


async def test_who_is_asked_may_say_that_it_is_a_draft_of_the_other_document(two, site, make):
    async with two.db.write() as session:
        (await session.get_one(Source, two.plan)).state = "paused"
    change(site, make)
    await two.look(two.vision)
    row = await two.address("/plan-r2.html")
    assert (await two.press(f'watch draft {row.id} doc:"Plan"')) is not None
    async with two.db.write() as session:
        plan = (await session.exec(select(Document).where(Document.name == "Plan"))).one()
        known = await session.get_one(Address, row.id)
        await want(session, known)
        known.document_id = plan.id
    await two.look(two.vision)
    assert ("Plan", "Compilation by the host country") in await drafts_by_document(two)
    assert "Plan r2" in (await two.flashes())[-1]
