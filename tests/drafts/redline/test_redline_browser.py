"""The HTML redline as people see it, in Debian's Chromium: wide, on a phone, in the dark, on paper, read aloud, no scripts."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from bot.drafts.comparison.changes import compare
from bot.drafts.reading import Reading
from bot.drafts.redline.html import html
from bot.drafts.redline.sheet import Sheet, Side

playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: install the development dependencies")
NOON = datetime(2014, 6, 11, 9, 57, tzinfo=UTC)
WIDE, TABLET, PHONE, SMALL = (1400, 900), (820, 1100), (390, 844), (320, 600)
URL = "https://wsis.example/implementation/2014/forum/inc/doc/outcome/a-rather-long-name-of-a-file-without-any-blank"
EN = (
    (
        "# Part III",
        "Preamble.",
        "C5. Building confidence [and security] in the use of ICTs.",
        "C8. Cultural diversity shall be respected by all.",
        "C9. Ethics matter.",
        "C10. Goes out in the next draft.",
    ),
    (
        "# Part III",
        "Preamble.",
        "C5. Building confidence and security in the use of ICTs.",
        "C8. Cultural diversity shall be respected by all women and men.",
        "C9. Ethics matter.",
        f"C11. Recalls {URL.replace('/', '')} and the report of the sixth meeting.",
    ),
)
AR = (
    ("# الجزء الثالث", "1. نؤكد من جديد أن نفس الحقوق يجب أن تحظى بالحماية.", "2. الأخلاقيات مهمة.", "3. نص."),
    (
        "# الجزء الثالث",
        "1. نؤكد من جديد أن نفس حقوق الإنسان يجب أن تحظى بالحماية.",
        "2. الأخلاقيات مهمة.",
        "4. فقرة جديدة بشأن المساواة.",
    ),
)
ZH = (
    ("# 第三部分", "第一条 信息社会应尊重文化多样性。", "第二条 伦理道德十分重要。"),
    ("# 第三部分", "第一条 信息社会应充分尊重文化多样性和语言多样性。", "第二条 伦理道德十分重要。"),
)
LANGUAGES = {"en": EN, "ar": AR, "zh": ZH}
HOSTILE = (
    "</style><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\"> <del>x</del> "
    "<a href=javascript:alert(1)>y</a> &lt;b&gt; {{ 7*7 }} <!-- --> <base href=//evil.example> ]]>"
)

# WCAG 2.2, 1.4.3: the contrast of each text with the first opaque ground behind it; the lowest, and whose it is.
LOWEST_CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = one => {
    for (; one; one = one.parentElement) {
      const found = rgba(getComputedStyle(one).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255, 255];
  };
  let lowest = [99, ''];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !one.checkVisibility()) continue;
    const [a, b] = [light(rgba(getComputedStyle(one).color)), light(ground(one))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < lowest[0]) lowest = [ratio, one.outerHTML];
  }
  return lowest;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium: apt install chromium")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=program, args=sandbox)
        yield running
        running.close()


@pytest.fixture
def look(browser: Any, reading: Callable[..., Reading], tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens the comparison of two drafts, without scripts unless asked for; `page.asked`: every address that it loaded."""
    contexts = []

    def look(drafts: Any = EN, size: tuple[int, int] = WIDE, *, scripts: bool = False, **more: Any) -> Any:
        language = next((name for name, found in LANGUAGES.items() if found is drafts), "en")
        old, new = (reading(*lines, language=language) for lines in drafts)
        sides = Side("r1 – Draft after MPP 6", f"{URL}.pdf", seen="30 May 18:02"), Side("r2 – Proposal", f"{URL}.docx")
        path = tmp_path / "redline.html"
        path.write_bytes(html(Sheet(compare(old, new, terms=["human rights"]), drafts[0][0], *sides, NOON)))
        viewport = {"width": size[0], "height": size[1]}
        contexts.append(browser.new_context(java_script_enabled=scripts, viewport=viewport, **more))
        page = contexts[-1].new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(path.as_uri())
        return page

    yield look
    for context in contexts:
        context.close()


def box(page: Any, selector: str) -> dict[str, float]:
    """Where an element stands: x, y, width, height."""
    found = page.locator(selector).first.bounding_box()
    assert found, f"{selector} is not shown"
    return found  # type: ignore[no-any-return]


def overflow(page: Any) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.need(5)
@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_wide_screen_the_old_words_stand_beside_the_new_ones(look: Callable[..., Any], language: str) -> None:
    page = look(LANGUAGES[language])
    old, new = box(page, "#c1 .beside > :first-child"), box(page, "#c1 .beside > :last-child")
    assert old["x"] + old["width"] < new["x"]
    assert old["y"] == new["y"]
    assert not page.locator("#c1 .inline").is_visible()
    assert page.locator(".beside > :first-child ins").count() == 0
    assert page.locator(".beside > :last-child del").count() == 0


@pytest.mark.parametrize("size", [TABLET, PHONE, SMALL])
@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_small_screen_changes_stand_in_the_text_and_nothing_scrolls_sideways(
    look: Callable[..., Any], language: str, size: tuple[int, int]
) -> None:
    page = look(LANGUAGES[language], size)
    assert page.locator("#c1 .inline").is_visible()
    assert page.locator(".beside:visible").count() == 0
    assert overflow(page) == 0
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('#c1 .inline')).fontSize)") >= 16


def test_a_wide_screen_does_not_scroll_sideways_either(look: Callable[..., Any]) -> None:
    assert overflow(look()) == 0


@pytest.mark.parametrize("size", [WIDE, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read_in_light_and_dark(look: Callable[..., Any], scheme: str, size: tuple[int, int]) -> None:
    page = look(size=size, color_scheme=scheme)
    page.locator("summary").first.click()
    page.locator("tbody a").first.click()  # the target has a ground of its own
    ratio, whose = page.evaluate(LOWEST_CONTRAST)
    assert ratio >= 4.5, whose


def test_dark_is_dark_and_light_is_light(look: Callable[..., Any]) -> None:
    grounds = [
        look(color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert grounds == ["rgb(255, 255, 255)", "rgb(20, 24, 29)"]


def test_old_and_new_words_differ_by_more_than_colour(look: Callable[..., Any]) -> None:
    page = look(size=PHONE)
    drawn = [
        page.evaluate(f"getComputedStyle(document.querySelector('article {tag}')).textDecorationLine")
        for tag in ("del", "ins")
    ]
    assert drawn == ["line-through", "underline"]


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_the_table_of_changes_leads_to_each_paragraph_and_back(look: Callable[..., Any], size: tuple[int, int]) -> None:
    page = look(size=size, reduced_motion="reduce")
    links = page.locator("tbody th a")
    assert links.all_inner_texts() == ["C5", "C8", "C10", "C11"]
    for number, label in enumerate(links.all_inner_texts(), 1):
        links.nth(number - 1).click()
        target = page.locator("article:target")
        assert target.get_attribute("id") == f"c{number}"
        assert 0 <= target.bounding_box()["y"] < size[1]
        assert label in target.inner_text()
    page.get_by_role("link", name="Back to the table").last.click()
    assert 0 <= box(page, "#changes")["y"] < size[1]


def test_one_leads_from_change_to_change_without_the_table(look: Callable[..., Any]) -> None:
    page = look(size=PHONE, reduced_motion="reduce")
    page.get_by_role("link", name="Change 1 of 4").click()
    for number in (2, 3, 4):
        page.locator("article:target").get_by_role("link", name="Next change").click()
        assert page.locator("article:target").get_attribute("id") == f"c{number}"
    assert page.locator("article:target").get_by_role("link", name="Next change").count() == 0
    page.locator("article:target").get_by_role("link", name="Previous change").click()
    assert page.url.endswith("#c3")


def test_what_one_presses_is_as_large_as_a_finger_needs(look: Callable[..., Any]) -> None:
    """WCAG 2.2, 2.5.8: 24 by 24 pixels."""
    page = look(size=PHONE)
    for link in page.locator(".steps a, nav a").all():
        assert min(link.bounding_box()["width"], link.bounding_box()["height"]) >= 24, link.inner_text()


def test_the_page_needs_no_script_and_loads_nothing_but_itself(look: Callable[..., Any]) -> None:
    page = look(size=PHONE)
    folded = page.get_by_text("Preamble.")
    assert not folded.is_visible()
    page.locator("summary").first.click()
    assert folded.is_visible()
    assert [url.rpartition("/")[2] for url in page.asked] == ["redline.html"]


def test_struck_and_inserted_words_are_told_to_those_who_hear_the_page(look: Callable[..., Any]) -> None:
    page = look(size=PHONE)
    heard = page.locator("article").nth(1).aria_snapshot()
    assert "article" in heard
    assert "Change 2 of 4" in heard
    assert 'insertion: "insertion: women and men end of change."' in heard
    assert "deletion: Goes out in the next draft. end of change." in page.locator("article").nth(2).aria_snapshot()
    assert "deletion" not in page.locator("article").nth(1).inner_text()  # heard, not seen


def test_the_page_has_one_heading_of_each_part_in_order_and_a_table_with_headers(look: Callable[..., Any]) -> None:
    page = look()
    assert [int(one.evaluate("e => e.tagName[1]")) for one in page.locator("h1, h2, h3").all()] == [1, 2, 2]
    table = page.get_by_role("table").aria_snapshot()
    assert table.count("columnheader") == 3
    assert 'rowheader "C5"' in table
    assert page.locator("html").get_attribute("lang") == "en"


def test_words_of_a_draft_are_in_the_drafts_language(look: Callable[..., Any]) -> None:
    page = look(ZH, PHONE)
    assert page.locator("#c1 .inline").get_attribute("lang") == "zh"
    assert page.evaluate("document.querySelector('h2').closest('[lang]').lang") == "en"


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_paragraphs_that_run_from_right_to_left_stand_on_the_right(
    look: Callable[..., Any], size: tuple[int, int]
) -> None:
    page = look(AR, size)
    for selector in ("main p.heading", "#c1 p:visible >> nth=1", "#c2 .tags"):
        edges = page.locator(selector).first.evaluate(
            """p => {
              const range = document.createRange(); range.selectNodeContents(p);
              const words = range.getBoundingClientRect(), all = p.getBoundingClientRect();
              const padding = parseFloat(getComputedStyle(p).paddingRight);
              return [all.right - padding - words.right, words.left - all.left];
            }"""
        )
        assert abs(edges[0]) < 2, (selector, edges)
    bar, article = box(page, "#c1"), page.locator("#c1")
    assert article.evaluate("e => parseFloat(getComputedStyle(e).borderRightWidth)") == 3
    assert bar["x"] + bar["width"] <= size[0]


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_paper_is_white_shows_changes_in_the_text_and_every_paragraph(
    look: Callable[..., Any], color_scheme: str
) -> None:
    page = look(color_scheme=color_scheme)
    page.emulate_media(media="print")
    assert page.locator("#c1 .inline").is_visible()
    assert page.locator(".beside:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(LOWEST_CONTRAST)[0] >= 4.5
    printed = pypdfium2.PdfDocument(page.pdf(format="A4"))
    text = " ".join(" ".join(sheet.get_textpage().get_text_bounded().split()) for sheet in printed)
    for said in ("Preamble.", "Ethics matter.", "Cultural diversity shall be respected by all women and men."):
        assert said in text
    assert "paragraphs with the same words" not in text


def test_nothing_that_a_draft_says_becomes_markup(look: Callable[..., Any]) -> None:
    drafts = ((f"1. {HOSTILE}", f"2. Same {HOSTILE}"), (f"1. {HOSTILE} more words", f"2. Same {HOSTILE}"))
    page = look(drafts, scripts=True)
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.wait_for_load_state("networkidle")
    assert page.title() != "taken"
    assert said == []
    assert page.locator("script, img, base, main a:not([href^='#'])").count() == 0
    assert [url.rpartition("/")[2] for url in page.asked] == ["redline.html"]
    shown = page.locator("#c1 .beside > :first-child").evaluate("p => p.textContent")
    assert " ".join(shown.split()) == f"1. {' '.join(HOSTILE.split())}"


def test_equal_drafts_say_so(look: Callable[..., Any]) -> None:
    page = look((EN[0], EN[0]), PHONE)
    assert page.get_by_text("No change in words between").is_visible()
    assert page.locator("table").count() == 0
