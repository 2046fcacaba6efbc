"""Where a draft is from, as every output says it: its address as a link, and how a person brought it. Pure."""

from bot.message import Span
from bot.sentences import flash as sentences

FILE = "file:"


def source(url: str, brought: str = "") -> tuple[Span, ...]:
    """`url`: an address on the web, or `file:` and the name of a file that was dropped into a chat."""
    if url.startswith(FILE):
        return (Span(brought or url.removeprefix(FILE)),)
    link = Span(sentences.SOURCE, href=url)
    return (link, Span(sentences.BROUGHT.format(brought=brought))) if brought else (link,)


def written(url: str, brought: str = "") -> str:
    """The same as one line without a link."""
    if url.startswith(FILE):
        return brought or url.removeprefix(FILE)
    return url + sentences.BROUGHT.format(brought=brought) if brought else url
