"""When a Flash is due, for a page that lists drafts: every row of the table."""

import pytest

from storage.tables import Draft, Space

pytestmark = pytest.mark.need(1)


async def test_a_new_link_is_one_flash_in_every_chat_and_the_next_look_adds_none(new_scene, db, site, make):
    scene = await new_scene(db)
    site.post("/vision-r1.html", make.html(), "Vision, zero draft")
    await scene.watch()
    site.post(
        "/vision-r2.html",
        make.html(
            make.text(
                (
                    1,
                    "1. Reaffirming the human rights vision of a people-centred and inclusive information society for all.",
                )
            )
        ),
        "Vision, 11 June",
    )
    for _ in range(3):
        await scene.look()
    for chat in ("room", "corner", "channel"):
        assert len(await scene.flashes(chat)) == 1
        assert await scene.said(chat) == []
    told = (await scene.flashes())[0]
    assert told.startswith("FLASH  Vision r2  “Vision, 11 June”")
    assert "1 reworded (1)" in told
    assert "“human rights” 0 → 1" in told


async def test_a_new_text_under_a_known_link_is_a_flash(watched, site, make):
    site.put("/vision-r1.html", make.html(make.text((2, "2. Something else entirely."))))
    assert await watched.look() == "draft"
    assert len(await watched.flashes()) == 1
    assert await watched.look() == "unchanged"
    assert len(await watched.flashes()) == 1


async def test_a_new_text_of_an_older_draft_is_found_too_because_rechecks_go_round(scene, site, make):
    for n in range(1, 5):
        site.post(f"/vision-r{n}.html", make.html(make.text((n, f"{n}. Other words."))), f"Vision draft {n}")
    await scene.watch()
    site.put("/vision-r2.html", make.html(make.text((9, "9. New under an old link."))))
    outcomes = [await scene.look() for _ in range(3)]
    assert outcomes.count("draft") == 1
    assert {site.count(f"/vision-r{n}.html") > 1 for n in range(1, 5)} == {True}


async def test_the_same_words_in_other_bytes_or_at_a_second_link_are_nothing(watched, site, make):
    site.put("/vision-r1.html", make.html().replace(b"<p>", b'<p class="x">'))
    await watched.look()
    site.post("/vision-final.html", make.html(), "Vision, final draft")
    await watched.look()
    await watched.look()
    assert await watched.flashes() == []
    assert await watched.said() == []
    assert await watched.drafts() == [(1, "Vision, zero draft")]


async def test_an_unchanged_page_costs_conditional_requests_alone(watched, site):
    site.asked.clear()
    assert await watched.look() == "unchanged"
    assert site.asked == [("/", 304), ("/vision-r1.html", 304)]


async def test_a_page_whose_bytes_differ_at_every_look_is_not_fetched_twice(watched, site):
    for n in range(3):
        site.asked.clear()
        site.show(f"<!-- token {n} --><input type=hidden name=csrf value={n}>")
        assert await watched.look() == "unchanged"
        assert site.count("/") == 1
    site.asked.clear()
    await watched.look()
    assert site.count("/", 304) == 1, "the newest validators are the ones that are sent"


async def test_not_modified_is_not_believed_for_ever(watched, site, make):
    row = await watched.address("/")
    site.pages["/"] = lambda asked: (
        (304, b"", {})
        if "if-none-match" in asked
        else (200, b'<a href="/vision-r2.html">Vision 2</a>', {"etag": '"1"'})
    )
    site.put("/vision-r2.html", make.html(make.text((1, "1. New."))))
    for _ in range(45):
        await watched.look()
    assert len(await watched.flashes()) == 1
    assert row.trusted == 0


async def test_the_first_look_fetches_three_times_flashes_nothing_and_tells_the_chair(scene, site, make):
    site.post("/vision-r1.html", make.html(), "Vision, zero draft")
    before = scene.desk.clock()
    await scene.watch()
    assert site.count("/") == 3
    assert (scene.desk.clock() - before).total_seconds() >= 64, "the three are spaced"
    assert await scene.flashes() == []
    assert await scene.said() == []
    assert "Found r1 “Vision, zero draft”" in (await scene.said("chair"))[0]


async def test_words_that_flap_are_learnt_and_never_told_but_new_drafts_are(scene, site, make):
    site.post("/vision-r1.html", make.html(), "Vision, zero draft")

    def flapping():
        body = site.pages["/"][1]
        return [body + f"<p>{word} delegates are reading this page</p>".encode() for word in ("Seven", "Nine", "Ten")]

    site.flap("/", *flapping())
    await scene.watch()
    assert "other words at every look" in (await scene.said("chair"))[0]
    for _ in range(4):
        await scene.look()
    assert await scene.said() == []
    site.post("/vision-r2.html", make.html(make.text((1, "1. New."))), "Vision, second draft")
    site.flap("/", *flapping())
    await scene.look()
    await scene.look()
    assert len(await scene.flashes()) == 1
    assert await scene.said() == []


async def test_the_first_draft_of_an_empty_document_is_a_flash_without_a_diff(scene, site, make):
    await scene.watch()
    assert "no draft yet" in (await scene.said("chair"))[0]
    site.post("/vision-r1.html", make.html(), "Vision, zero draft")
    await scene.look()
    told = (await scene.flashes())[0]
    assert told.startswith("FLASH  Vision r1")
    assert "First draft: 12 paragraphs" in told


async def test_drafts_are_numbered_oldest_first_whatever_their_place_on_the_page(scene, site, make):
    for n, label in (
        (3, "Vision Rev.3, 11 June 2014"),
        (1, "Vision Rev.1, 2 May 2014"),
        (2, "Vision Rev.2, 20 May 2014"),
    ):
        site.post(f"/vision-rev{n}.html", make.html(make.text((n, f"{n}. Other."))), label)
    await scene.watch()
    assert [label for _, label in await scene.drafts()] == [
        "Vision Rev.1, 2 May 2014",
        "Vision Rev.2, 20 May 2014",
        "Vision Rev.3, 11 June 2014",
    ]
    site.post("/vision-rev0.html", make.html(make.text((7, "7. Found later."))), "Vision Rev.0, 1 April 2014")
    await scene.look()
    assert (await scene.drafts())[-1] == (4, "Vision Rev.0, 1 April 2014"), "later finds append"


async def test_more_than_five_new_drafts_are_asked_about_and_taken_when_the_chair_says_so(watched, site, make):
    for n in range(2, 9):
        site.post(f"/vision-r{n}.html", make.html(make.text((n, f"{n}. Other."))), f"Vision draft {n}")
    await watched.look()
    await watched.look()
    assert await watched.flashes() == []
    assert len(await watched.drafts()) == 1
    asked = (await watched.said("chair"))[1:]
    assert len(asked) == 1
    assert "7 new drafts at once" in asked[0]
    assert await watched.press(f"watch take {watched.source_id}")
    for n in range(2, 9):
        await watched.yes(f"/vision-r{n}.html")
    await watched.look()
    assert [number for number, _ in await watched.drafts()] == list(range(1, 9))
    assert [said for said in await watched.said("channel") if "7 new drafts, up to r8" in said]


async def test_a_single_draft_is_flashed_while_many_wait_for_an_answer(watched, site, make):
    for n in range(2, 9):
        site.post(f"/vision-r{n}.html", make.html(make.text((n, f"{n}. Other."))), f"Vision draft {n}")
    await watched.look()
    site.post("/vision-r20.html", make.html(make.text((12, "12. Urgent."))), "Vision draft 20")
    await watched.look()
    assert len(await watched.flashes()) == 1


async def test_without_a_pattern_an_alike_text_is_a_draft_and_an_unlike_one_is_not(watched, site, make):
    other = tuple(f"{n}. Delegates are invited to the reception in the garden at {n}." for n in range(1, 13))
    site.post("/garden.html", make.html(other), "Invitation by the host country")
    site.post("/proposal.html", make.html(make.text((1, "1. Other words."))), "Text proposed by the chairman")
    await watched.look()
    assert len(await watched.flashes()) == 1
    assert "Text proposed by the chairman" in (await watched.flashes())[0]
    assert [draft for draft in await watched.drafts() if "Invitation" in draft[1]] == []
    site.asked.clear()
    await watched.look()
    assert site.count("/garden.html") == 0, "what is seen as no draft is not fetched again"


async def test_a_text_in_between_is_asked_about_and_taken_on_a_yes(watched, site, make):
    half = (
        *make.lines[:2],
        *(" ".join(reversed(line.split())) for line in make.lines[2:]),
    )
    site.post("/compilation.html", make.html(half), "Compilation by the host country")
    await watched.look()
    assert await watched.flashes() == []
    assert "is “Compilation by the host country” a draft" in (await watched.said("chair"))[-1]
    row = await watched.address("/compilation.html")
    assert await watched.press(f"watch draft {row.id}")
    await watched.yes("/compilation.html")
    await watched.look()
    assert len(await watched.flashes()) == 1


async def test_more_unknown_files_than_are_read_at_once_have_their_turn_at_the_next_look(watched, site, make):
    for n in range(8):
        lines = tuple(f"{i}. Invitation number {n} to the garden, item {i}." for i in range(1, 13))
        site.post(f"/invitation-{'abcdefgh'[n]}.html", make.html(lines), f"Invitation {'abcdefgh'[n]} of the host")
    await watched.look()
    await watched.look()
    assert all(site.count(f"/invitation-{letter}.html") for letter in "abcdefgh")
    assert await watched.flashes() == []


async def test_an_address_that_carries_the_time_is_the_same_address(scene, site, make):
    times = iter(range(1733200000, 1733300000, 7))

    def page(_):
        now = next(times)
        links = "".join(f'<li><a href="{path}?t={now}">{label}</a></li>' for path, label in site.links)
        return 200, f"<p>Documents.</p><ul>{links}</ul>".encode(), {"content-type": "text/html"}

    def file(body):
        return lambda _: (200, body, {"content-type": "text/html"})

    for stamp in range(1733200000, 1733201000, 7):
        site.pages[f"/vision-r1.html?t={stamp}"] = file(make.html())
        site.pages[f"/vision-r2.html?t={stamp}"] = file(make.html(make.text((1, "1. New."))))
    site.links = [("/vision-r1.html", "Vision, zero draft")]
    site.pages["/"] = page
    await scene.watch()
    for _ in range(3):
        await scene.look()
    site.links.append(("/vision-r2.html", "Vision, second draft"))
    for _ in range(3):
        await scene.look()
    assert len(await scene.flashes()) == 1
    assert await scene.said() == []


async def test_another_kind_in_the_file_begins_with_a_first_look(watched, site):
    from bot.declared import declare
    from bot.settings import Config, SpaceSection

    space = SpaceSection(name="vision", title="Vision", watch=({"url": site.url("/"), "kind": "document"},))
    async with watched.db.write() as session:
        await declare(session, Config(space=(space,)), watched.desk.clock())
    assert (await watched.source()).state == "starting"
    await watched.look()
    assert await watched.flashes() == []


async def test_of_a_row_in_several_languages_the_spaces_own_is_the_draft(scene, site, make):
    async with scene.db.write() as session:
        space = await session.get_one(Space, scene.space_id)
        space.language = "fr"
        session.add(space)
    site.put("/a-e.html", make.html())
    site.put("/a-f.html", make.html(make.text((1, "1. Une société de l'information pour tous."))))
    row = '<tr><td>Vision</td><td><a href="/a-e.html">English</a></td><td><a href="/a-f.html">Français</a></td></tr>'
    site.put("/", f"<html><body><h1>Documents</h1><table>{row}</table></body></html>".encode())
    await scene.watch()
    assert [draft.url for draft in await scene.rows(Draft)] == [site.url("/a-f.html")]
