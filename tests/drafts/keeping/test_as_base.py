"""A draft on a page that a chair has said to be a base: what stands at its address later is told as that base."""

from bot.drafts.keeping.as_base import make_base
from storage import drafts
from storage.tables import Draft, Person


async def test_a_new_text_at_its_address_is_new_text_of_the_base_and_no_flash(scene, site, make):
    site.post("/vision-r1.html", make.html(), "Vision, revision 1")
    site.post("/report.html", make.html(make.text((1, "1. In the words of the Chair."))), "Chair's report on Vision")
    await scene.watch(links="vision|report")
    async with scene.db.write() as session:
        report = await drafts.latest(session, (await scene.source()).document_id)
        person = await session.get_one(Person, 1)
        await make_base(session, report, "chair", person, scene.desk.clock())
    site.put("/report.html", make.html(make.text((1, "1. In other words of the Chair."))))
    assert await scene.look() == "base"
    assert await scene.flashes() == []
    assert [(one.number, one.base, one.former) for one in await scene.rows(Draft)][1:] == [
        (None, "chair", 2),
        (None, "chair", None),
    ]
