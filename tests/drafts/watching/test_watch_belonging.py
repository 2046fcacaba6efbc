"""Which draft of which document: made-up pages with addenda, corrigenda, languages in rows of their own, several documents."""

import re

import pytest

from bot.drafts.pages import preview
from bot.drafts.pages.order import drafts_on, summary
from bot.drafts.pages.page import page

FR = (
    "Réaffirmant la vision commune d'une société de l'information à dimension humaine, inclusive et ouverte à tous",
    "Reconnaissant que l'accès aux infrastructures demeure inégal entre les pays et à l'intérieur de ceux-ci",
    "Notant les rapports des facilitateurs sur les grandes orientations depuis la seconde phase du sommet",
    "Soulignant le rôle de toutes les parties prenantes, chacune selon ses propres responsabilités et ses moyens",
    "Les gouvernements devraient garantir les mêmes droits en ligne et hors ligne, dans tous les médias",
    "La diversité et l'identité culturelles sont respectées, avec des contenus dans les langues locales",
)


def rows(*links):
    return "<ul>" + "".join(f'<li><a href="{url}">{text}</a></li>' for url, text in links) + "</ul>"


def put(site, *links):
    site.put("/", f"<h1>Documents</h1>{rows(*links)}".encode())


@pytest.fixture
def french(make):
    return make.html(tuple(f"{n}. {words}." for n, words in enumerate(FR, 1)))


def test_only_links_like_these_take_no_addendum_and_no_corrigendum():
    view = page(
        rows(
            ("/1", "A/C.1/L.5/Rev.2"), ("/2", "A/C.1/L.5/Rev.1"), ("/3", "A/C.1/L.5"), ("/4", "A/C.1/L.5/Add.1"),
            ("/5", "A/C.1/L.5/Rev.1/Corr.1"), ("/6", "A/C.1/L.50"), ("/7", "A/C.1/L.5/Rev.1/Add.1"),
        ).encode(),
        "https://un.example/",
    )  # fmt: skip
    mine = preview.by_document(summary(view).postings)[0]
    pattern = preview.pattern_of(mine)
    assert [one.symbol for one in drafts_on(view, pattern=pattern)] == [
        "A/C.1/L.5",
        "A/C.1/L.5/Rev.1",
        "A/C.1/L.5/Rev.2",
    ]
    assert re.search(pattern, "a/c.1/l.5/Rev.3", re.I)


async def test_an_addendum_and_a_corrigendum_are_no_drafts(scene, site, make):
    site.put("/l5", make.html())
    put(site, ("/l5", "A/C.1/L.5"))
    await scene.watch()
    site.put("/l5a", make.html(tuple(f"{n}. Budget line {n} of the programme, {n} million." for n in range(1, 13))))
    site.put("/l5c", make.html(("1. In paragraph 5, for online and read offline.",)))
    put(site, ("/l5", "A/C.1/L.5"), ("/l5a", "A/C.1/L.5/Add.1"), ("/l5c", "A/C.1/L.5/Corr.1"))
    await scene.look()
    await scene.look()
    assert await scene.drafts() == [(1, "A/C.1/L.5")]
    assert await scene.flashes() == []


async def test_languages_in_rows_of_their_own_are_no_drafts_whatever_comes_first(scene, site, make, french):
    site.put("/vision-fr.html", french)
    site.put("/vision-en.html", make.html())
    put(site, ("/vision-fr.html", "Vision (français)"), ("/vision-en.html", "Vision (English)"))
    await scene.watch()
    assert await scene.drafts() == [(1, "Vision (English)")]


async def test_a_language_that_no_name_tells_is_no_draft_whatever_comes_first(scene, site, make, french):
    site.put("/vision-a.html", french)
    site.put("/vision-b.html", make.html())
    put(site, ("/vision-a.html", "La vision du sommet"), ("/vision-b.html", "The vision of the summit"))
    await scene.watch(links="vision")
    assert await scene.drafts() == [(1, "The vision of the summit")]


async def test_a_language_version_that_arrives_later_in_its_own_row_is_told(scene, site, make, french):
    site.put("/vision-en.html", make.html())
    site.put("/vision-fr.html", french)
    put(site, ("/vision-en.html", "Vision"))
    await scene.watch()
    put(site, ("/vision-en.html", "Vision"), ("/vision-fr.html", "Vision"))
    await scene.look()
    assert await scene.drafts() == [(1, "Vision")]
    assert await scene.flashes() == []
    assert len(await scene.said()) == 1


async def test_another_document_of_the_page_never_becomes_a_draft_by_being_newest(scene, site, make):
    other = tuple(
        f"{n}. Plan of action, measure {n}: train {n} hundred teachers and open {n} libraries." for n in range(1, 13)
    )
    site.put("/vision-r1.html", make.html())
    put(site, ("/vision-r1.html", "Vision, revision 1"))
    await scene.watch()
    site.put("/plan-r1.html", make.html(other))
    put(site, ("/plan-r1.html", "Plan of action, revision 1"), ("/vision-r1.html", "Vision, revision 1"))
    await scene.look()
    site.put("/vision-r2.html", make.html(make.text((1, "1. Something else."))))
    put(
        site,
        ("/vision-r2.html", "Vision, revision 2"), ("/plan-r1.html", "Plan of action, revision 1"),
        ("/vision-r1.html", "Vision, revision 1"),
    )  # fmt: skip
    await scene.look()
    assert await scene.drafts() == [(1, "Vision, revision 1"), (2, "Vision, revision 2")]


async def test_a_revision_under_a_new_link_with_the_old_one_gone_is_one_flash(scene, site, make):
    site.put("/l5", make.html())
    put(site, ("/l5", "A/C.1/L.5"))
    await scene.watch()
    site.put("/l5r1", make.html(make.text((2, "2. Other words."))))
    put(site, ("/l5r1", "A/C.1/L.5/Rev.1"))
    await scene.look()
    assert await scene.drafts() == [(1, "A/C.1/L.5"), (2, "A/C.1/L.5/Rev.1")]
    assert len(await scene.flashes()) == 1


async def test_a_document_issued_again_under_its_link_with_an_asterisk_is_one_flash(scene, site, make):
    site.put("/l5", make.html())
    put(site, ("/l5", "A/C.1/L.5"))
    await scene.watch()
    site.put("/l5", make.html(make.text((2, "2. Other words."))))
    put(site, ("/l5", "A/C.1/L.5*"))
    await scene.look()
    assert await scene.drafts() == [(1, "A/C.1/L.5"), (2, "A/C.1/L.5*")]
    assert len(await scene.flashes()) == 1


def test_a_letter_behind_the_name_of_a_file_may_be_an_annex():
    view = page(
        rows(("/annex-a.pdf", "Annex A"), ("/annex-c.pdf", "Annex C"), ("/annex-e.pdf", "Annex E")).encode(),
        "https://un.example/",
    )
    assert len(drafts_on(view)) == 3
