"""A chat that is linked later is shown the latest draft, once, and not as a Flash."""

from sqlmodel import select

from bot.declared import declare
from bot.settings import Config, SpaceSection
from storage.tables import Delivery, Source


async def declared(scene, **chats):
    space = SpaceSection(name="vision", title="Vision", terms=("human rights",), **chats)
    async with scene.db.write() as session:
        await declare(session, Config(space=(space,)), scene.desk.clock())


async def test_a_chat_that_the_file_names_later_gets_the_latest_drafts_summary_once(watched, site, make):
    site.post(
        "/vision-r2.html", make.html(make.text((12, "12. Ethical dimensions are human rights."))), "Vision, 11 June"
    )
    await watched.look()
    for _ in range(2):
        await declared(watched, chats=("telegram:-100",), public=("telegram:-200",))
    for chat in ("-100", "-200"):
        said = await watched.said(chat)
        assert len(said) == 1
        assert said[0].startswith("The latest draft of Vision: r2  “Vision, 11 June”")
        assert "FLASH" not in said[0]
        assert "“human rights” 0 → 1" in said[0]
        assert await watched.flashes(chat) == []
    row = (await watched.rows(Delivery, Delivery.chat == "-100"))[0]
    assert row.body["quiet"]


async def test_drafts_that_a_first_look_kept_are_shown_too(watched):
    await declared(watched, chats=("telegram:-100",))
    assert "First draft: 12 paragraphs" in (await watched.said("-100"))[0]


async def test_there_is_nothing_to_show_before_the_first_draft(scene):
    await declared(scene, chats=("telegram:-100",))
    assert await scene.said("-100") == []


async def test_the_next_flash_goes_to_the_new_chat_as_well(watched, site, make):
    await declared(watched, chats=("telegram:-100",))
    site.post("/vision-r2.html", make.html(make.text((1, "1. New."))), "Vision, 11 June")
    await watched.look()
    assert len(await watched.flashes("-100")) == 1


async def test_a_source_of_the_file_stopped_in_its_first_look_begins_with_a_first_look(scene, site):
    await scene.watch(first=False)
    async with scene.db.write() as session:
        source = (await session.exec(select(Source))).one()
        source.state, source.looked = "paused", scene.desk.clock()
    space = SpaceSection(name="vision", title="Vision", watch=({"url": site.url("/"), "kind": "list"},))
    async with scene.db.write() as session:
        await declare(session, Config(space=(space,)), scene.desk.clock())
    assert (await scene.source()).state == "starting"
