"""The secretariat's page tells the story one posting at a time and sends nothing twice."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from handlers.demo.site import BASE_LINKS, DRAFT_LINKS, STEPS, Secretariat


@pytest.fixture
async def site() -> AsyncIterator[Secretariat]:
    async with Secretariat() as running:
        yield running


@pytest.fixture
async def browser(site: Secretariat) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=site.page) as client:
        yield client


async def links(browser: httpx.AsyncClient, pattern: str) -> list[str]:
    page = (await browser.get("")).text
    return [link for link in re.findall(r'href="([^"]+)"', page) if re.search(pattern, link)]


async def test_the_chairs_report_is_there_from_the_beginning(browser: httpx.AsyncClient) -> None:
    assert await links(browser, DRAFT_LINKS) == []
    assert await links(browser, BASE_LINKS) == ["chair-report.pdf", "chair-report.docx", "chair-report.html"]


async def test_each_posting_adds_one_row_with_three_files(site: Secretariat, browser: httpx.AsyncClient) -> None:
    site.publish()
    site.publish()
    assert await links(browser, DRAFT_LINKS) == [
        f"vision-{r}.{e}" for r in ("r2", "r1") for e in ("pdf", "docx", "html")
    ]
    for link in await links(browser, f"{DRAFT_LINKS}|{BASE_LINKS}"):
        assert (await browser.get(link)).status_code == 200


async def test_the_story_ends(site: Secretariat) -> None:
    told = [site.publish() for _ in STEPS]
    assert [(step.state.name, step.again) for step in told if step] == list(STEPS)
    assert [step.at for step in told if step] == sorted(step.at for step in told if step)
    assert site.publish() is None


async def test_posting_again_changes_the_files_and_not_the_page(site: Secretariat, browser: httpx.AsyncClient) -> None:
    for _ in range(3):
        site.publish()
    page, file = (await browser.get("")), (await browser.get("vision-r3.pdf"))
    step = site.publish()
    assert step is not None
    assert step.again
    assert (await browser.get("", headers={"If-None-Match": page.headers["ETag"]})).status_code == 304
    second = await browser.get("vision-r3.pdf", headers={"If-None-Match": file.headers["ETag"]})
    assert second.status_code == 200
    assert second.content != file.content


@pytest.mark.parametrize("path", ["", "vision-r1.pdf", "vision-r1.docx", "vision-r1.html"])
async def test_what_has_not_changed_is_not_sent_again(site: Secretariat, browser: httpx.AsyncClient, path: str) -> None:
    site.publish()
    first = await browser.get(path)
    for headers in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        answer = await browser.get(path, headers=headers)
        assert (answer.status_code, answer.content) == (304, b"")


async def test_an_unknown_file_is_not_found(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("vision-r9.pdf")).status_code == 404


async def test_the_address_without_a_path_leads_to_the_page(site: Secretariat) -> None:
    async with httpx.AsyncClient(follow_redirects=True) as client:
        assert str((await client.get(site.url)).url) == site.page
