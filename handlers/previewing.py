"""The preview of a source: one look at an address, what would be watched there, and buttons that begin it or mend the guess."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from bot import spans
from bot.drafts.fetching.answer import Fetched
from bot.drafts.fetching.fetch import read_address
from bot.drafts.looking.sight import Seen
from bot.drafts.pages import feed, preview
from bot.drafts.pages.order import Posting, summary
from bot.drafts.pages.page import Page, page
from bot.drafts.watching.neighbours import without_others
from bot.drafts.watching.watch_calendar import line_of, meetings_at
from bot.drafts.watching.watch_feed import entries_of
from bot.errors import BadInput, KeptOut
from bot.message import Block, Button, Message, Title, para, say
from bot.sentences import chat, fetch, flash
from bot.sentences import meetings as meeting_sentences
from bot.sentences import watch as sentences
from bot.wording import counted, day, excerpt, listed
from handlers import browsing, overriding, watched
from handlers.request import Answer, Request
from storage import spaces

_SHOWN = 6  # postings of a page that a preview names
_OTHERS = 3  # … and of those beside the document
_LINKS, _WITHOUT = "links=", "not="


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to watch. `kind`: "" until the first look tells; `links`: a pattern for its drafts; `without`:
    addresses on it that are no drafts; `until`: looked at as in session until then, as it was typed; `despite_robots`: whatever
    robots.txt says; `browser`: a page that shows its content only with JavaScript."""

    url: str
    kind: str = ""
    doc: str = ""
    links: str = ""
    without: tuple[str, ...] = ()
    until: str = ""
    despite_robots: bool = False
    browser: bool = False

    @classmethod
    def of(cls, request: Request, words: Sequence[str], kind: str = "") -> Self:
        """What a line or a button of ours says."""
        if not words:
            raise BadInput(chat.WATCH_WHAT, form=request.typed("watch https://…"))
        url, *rest = words
        links = next((word.removeprefix(_LINKS) for word in rest if word.startswith(_LINKS)), "")
        without = tuple(word.removeprefix(_WITHOUT) for word in rest if word.startswith(_WITHOUT))
        keys = request.line.keys
        kind = kind or next((one for one in ("document", "calendar") if one in request.line.flags), "")
        told = (keys.get("doc", ""), links, without, keys.get("until", ""))
        return cls(
            str(read_address(url)), kind, *told, "despite-robots" in request.line.flags, "browser" in request.line.flags
        )

    def line(self, verb: str = "") -> str:
        """The command line of a press: `verb`, or the kind that it confirms."""
        words = [f'watch {verb or self.kind} "{self.url}"']
        words += [f'"{_LINKS}{self.links}"'] if self.links else []
        words += [f'"{_WITHOUT}{url}"' for url in self.without]
        words += [f'doc:"{self.doc}"'] if self.doc else []
        words += [f'until:"{self.until}"'] if self.until else []
        words += [f"--{self.kind}"] if verb and self.kind in ("document", "calendar") else []
        words += ["--despite-robots"] if self.despite_robots else []
        words += ["--browser"] if self.browser else []
        return " ".join(words)


def until(request: Request, typed: str) -> datetime | None:
    """When looking in haste ends, None if nobody said; BadInput if it is no time, or over."""
    if not typed:
        return None
    try:
        at = spans.deadline(typed, request.now, request.zone)
    except (ValueError, OverflowError):
        raise BadInput(sentences.NO_TIME, asked=typed, form=request.typed("watch https://… until:18:00")) from None
    if at <= request.now:
        raise BadInput(sentences.TIME_OVER, asked=request.clock(at), form=request.typed("watch https://… until:18:00"))
    if at - request.now > timedelta(days=1):
        raise BadInput(sentences.TIME_FAR, asked=request.clock(at), form=request.typed("watch https://… until:18:00"))
    return at


async def show(request: Request, wanted: Wanted) -> Answer:
    """One look at the address; nothing is kept until somebody confirms."""
    until(request, wanted.until)
    await watched.stopped(request.session, request, wanted.url, wanted.doc)
    try:
        answer = await _fetched(request, wanted)
    except KeptOut as error:
        return overriding.closed(request, wanted.url, replace(wanted, despite_robots=True).line("look"), error)
    if not wanted.browser and browsing.is_empty(answer):
        return browsing.offer(request, wanted.url, replace(wanted, browser=True).line("look"))
    wanted = replace(wanted, kind=wanted.kind or preview.kind_of(answer.data, answer.mime))
    if wanted.kind in ("list", "feed"):
        return await _show_list(request, wanted, answer)
    if wanted.kind == "calendar":
        return await _show_calendar(request, wanted, answer)
    return await _show_document(request, replace(wanted, kind="document"), answer)


async def _fetched(request: Request, wanted: Wanted) -> Fetched:
    if wanted.despite_robots:
        overriding.require_chair(request, wanted.line("look"))
    getter = request.desk.browser if wanted.browser else request.desk.fetcher
    if getter is None:
        raise BadInput(fetch.NO_BROWSER)
    answer = await getter.get(wanted.url, despite_robots=wanted.despite_robots)
    assert isinstance(answer, Fetched)
    return answer


async def _show_calendar(request: Request, wanted: Wanted, answer: Fetched) -> Answer:
    """The meetings that are ahead, the next ones by name."""
    found = await meetings_at(Seen(wanted.url, answer, ""), request.zone, request.now)
    ahead = [one for one in found if one.ends > request.now and not one.off]
    blocks: list[Block] = [Title(chat.WATCH_FOUND_TITLE.format(url=wanted.url))]
    blocks.append(para(counted(meeting_sentences.AHEAD, len(ahead)) if ahead else meeting_sentences.AHEAD_NONE))
    blocks += [para(line_of(one, request.zone, request.now)) for one in ahead[:_SHOWN]]
    return Answer(Message(tuple(blocks), ((Button(chat.WATCH_CONFIRM, wanted.line(), "go"),),)))


async def _view(wanted: Wanted, answer: Fetched) -> Page:
    if preview.kind_of(answer.data, answer.mime) != "feed":
        return _page(wanted.url, answer)
    return feed.page_of(await entries_of(Seen(wanted.url, answer, "")), answer.url)


def _page(url: str, answer: Fetched) -> Page:
    view = page(answer.data, answer.url, answer.charset)
    if view.looks_like:
        raise BadInput(flash.SHOWS_ELSE, url=url, what=flash.SHOWN[view.looks_like])
    return view


async def _show_list(request: Request, wanted: Wanted, answer: Fetched) -> Answer:
    view = await _view(wanted, answer)
    found = summary(view, pattern=wanted.links or None)
    left = [posting for posting in found.postings if posting.url not in wanted.without]
    neighbours = [] if wanted.links else await watched.beside(request, wanted.url, wanted.doc)
    left = without_others(left, view, neighbours)
    groups = [left] if wanted.links and left else preview.by_document(left, wanted.doc or request.space.title)
    mine, others = groups[0] if groups else [], groups[1:]
    wanted = replace(wanted, links=wanted.links or (preview.pattern_of(mine) if neighbours else ""))
    title = Title(chat.WATCH_FOUND_TITLE.format(url=wanted.url))
    told = (_counts(found.links, mine), *_told(wanted, mine, others))
    rows = await _buttons(request, wanted, mine, others)
    if not mine and not wanted.browser and browsing.has_scripts(answer):
        rows += ((Button(sentences.BUTTON_BROWSER, replace(wanted, browser=True).line("look")),),)
    return Answer(Message((title, *map(para, told)), rows))


def _told(wanted: Wanted, mine: Sequence[Posting], others: Sequence[Sequence[Posting]]) -> Iterator[str]:
    """The postings that look like drafts, what stands beside them, and what is left out."""
    yield from map(_posting, mine[:_SHOWN])
    if len(mine) > _SHOWN:
        yield sentences.EARLIER.format(n=len(mine) - _SHOWN)
    if others:
        beside = [f"“{excerpt(group[0].label)}”" for group in others]
        yield counted(sentences.BESIDE, len(beside), labels=listed(beside, _OTHERS))
    if wanted.links:
        yield sentences.ONLY.format(pattern=wanted.links)
    if wanted.without:
        yield counted(sentences.WITHOUT, len(wanted.without))


def _counts(links: int, mine: Sequence[Posting]) -> str:
    look = counted(sentences.LOOK, len(mine)) if mine else sentences.LOOK_NONE
    return sentences.COUNTS.format(links=counted(sentences.LINKS, links), look=look)


async def _buttons(
    request: Request, wanted: Wanted, mine: Sequence[Posting], others: Sequence[Sequence[Posting]]
) -> tuple[tuple[Button, ...], ...]:
    """What begins it; what mends the guess below."""
    begin = [Button(chat.WATCH_CONFIRM, wanted.line(), "go")]
    begin.append(Button(chat.WATCH_AS_DOCUMENT, replace(wanted, kind="document", links="", without=()).line("look")))
    mend = []
    if mine and not wanted.links:
        mend.append(Button(sentences.BUTTON_ONLY, replace(wanted, links=preview.pattern_of(mine)).line("look")))
    for group in others[:2]:
        rather = replace(wanted, links=preview.pattern_of(group))
        mend.append(Button(sentences.BUTTON_RATHER.format(label=excerpt(group[0].label, 30)), rather.line("look")))
    if mine:
        mend.append(Button(sentences.BUTTON_NO_DRAFT, wanted.line("which")))
    return tuple(tuple(row) for row in (begin, mend, await _documents(request, wanted)) if row)


async def _documents(request: Request, wanted: Wanted) -> list[Button]:
    """The space's other documents, for drafts that are of one of them."""
    name = wanted.doc or request.space.title
    known = await spaces.documents(request.session, request.space.id)
    others = [one.name for one in known if one.name.casefold() != name.casefold()]
    return [
        Button(sentences.BUTTON_DOCUMENT.format(document=excerpt(one, 30)), replace(wanted, doc=one).line("look"))
        for one in others[:3]
    ]


async def which(request: Request, wanted: Wanted) -> Answer:
    """Which of the postings is no draft: a button for each, and the preview again without it."""
    answer = await _fetched(request, wanted)
    found = summary(await _view(wanted, answer), pattern=wanted.links or None)
    left = [posting for posting in found.postings if posting.url not in wanted.without]
    rows = [
        (Button(excerpt(posting.label, 40), replace(wanted, without=(*wanted.without, *_urls(posting))).line("look")),)
        for posting in left[:_SHOWN]
    ]
    return Answer(Message(say(sentences.WHICH_NO_DRAFT).blocks, tuple(rows)))


def _urls(posting: Posting) -> list[str]:
    return [link.url for link in posting.renditions]


def _posting(posting: Posting) -> str:
    formats = ", ".join(dict.fromkeys(link.ending.lstrip(".") or "page" for link in posting.renditions))
    date = f", {day(posting.date)} {posting.date.year}" if posting.date else ""
    return chat.WATCH_FOUND_DRAFT.format(label=posting.label, formats=formats, date=date)


async def _show_document(request: Request, wanted: Wanted, answer: Fetched) -> Answer:
    if "html" in answer.mime:
        _page(wanted.url, answer)
    reading = await request.desk.read(answer.data, answer.filename or answer.url)
    said = chat.WATCH_FOUND_DOCUMENT.format(paragraphs=len(reading.paragraphs), words=reading.words)
    title = Title(chat.WATCH_FOUND_TITLE.format(url=wanted.url))
    documents = await _documents(request, wanted)
    rows = ((Button(chat.WATCH_CONFIRM, wanted.line(), "go"),), *([tuple(documents)] if documents else []))
    return Answer(Message((title, *say(said).blocks), rows))
