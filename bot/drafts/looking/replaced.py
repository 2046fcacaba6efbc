"""Another page stands where the drafts were listed, or where the draft stood: a form to log in, a notice, whatever it is. Pure.

Such a page has its site around it, menus and all: it is not known by its few words, but by what of the page before is gone.
"""

from collections.abc import Collection
from typing import Literal

from bot.drafts.keeping.news import LITTLE_IN_COMMON, likeness
from bot.drafts.pages.looks import Looks, seems
from bot.drafts.pages.order import drafts_on
from bot.drafts.pages.page import Page, words_of
from bot.drafts.reading import Reading

Instead = Looks | Literal["other"]

_LEFT = 0.30  # of the lines of the page before: from there on it is that page …
_ALL = 0.90  # … even if it seems to be something else


def instead(page: Page, held: Collection[str], known: Collection[str], words: str) -> Instead | None:
    """What stands there instead of a page of drafts, None if it is that page. `held`: the addresses of its drafts, `known`:
    every address that was seen on it, `words`: its own at the last look, one block a line.

    It is another one if it links to none of the drafts and to nothing new that could be one, and has hardly any of the words.
    """
    links = {link.url for link in page.links}
    if not held or not links.isdisjoint(held):
        return None
    if any(link.url not in known for posting in drafts_on(page) for link in posting.renditions):
        return None
    if _left(page, words) >= _LEFT:
        return None
    return seems(page.title, page.text, password=page.password) or ("other" if words else None)


def is_itself(page: Page, words: str) -> bool:
    """Whether a page without drafts has all but the words that it had: what it lost is lost, whatever it seems to be."""
    return _left(page, words) >= _ALL


def _left(page: Page, words: str) -> float:
    """The share of the lines of the page before that stand on it."""
    before, now = {line for line in words.split("\n") if line}, set(words_of(page).split("\n"))
    return len(before & now) / len(before) if before else 0.0


def instead_of_text(page: Page, found: Reading, before: Reading) -> Looks | None:
    """The same of a page that was a draft itself: its text has next to nothing of the draft, and it says what it is."""
    shown = page.looks_like or seems(page.title, f"{page.title} {page.text}", password=page.password)
    return shown if shown and likeness(before, found) < LITTLE_IN_COMMON else None
