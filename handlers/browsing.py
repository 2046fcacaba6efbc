"""A page that shows its content only with JavaScript is looked at with a browser, which whoever watches it decides.

watch URL --browser   ·   watch browser 2 for a source that is watched already
"""

from bot.drafts.fetching.answer import Fetched
from bot.drafts.fetching.rendering import PAGES
from bot.drafts.pages.page import page
from bot.errors import BadInput
from bot.message import Button, Message, say
from bot.sentences import chat, fetch, watch
from handlers.request import Answer, Request
from storage.tables import Source


def has_scripts(answer: Fetched) -> bool:
    """Whether a page may show more than it holds."""
    return answer.mime in PAGES and b"<script" in answer.data.lower()


def is_empty(answer: Fetched) -> bool:
    """Whether a page shows nothing without its scripts."""
    return has_scripts(answer) and page(answer.data, answer.url, answer.charset).looks_like == "script"


def offer(request: Request, url: str, line: str) -> Answer:
    """What is answered for such a page; where a browser is installed, with a button that looks with it."""
    if request.desk.browser is None:
        return Answer(say(watch.NEEDS_BROWSER.format(url=url), fetch.NO_BROWSER))
    return Answer(Message(say(watch.NEEDS_BROWSER.format(url=url)).blocks, ((Button(watch.BUTTON_BROWSER, line),),)))


async def known(request: Request, found: Source) -> Answer:
    """A source that is watched already is looked at with a browser, at once."""
    if found.declared:
        raise BadInput(chat.WATCH_DECLARED, url=found.url)
    if request.desk.browser is None:
        raise BadInput(fetch.NO_BROWSER)
    async with request.write() as session:
        source = await session.get_one(Source, found.id)
        source.browser, source.next_due = True, request.now
        session.add(source)
    return Answer(say(watch.WITH_BROWSER.format(url=found.url)))
