"""Where a draft is from, as every output says it: its address as a link, and how a person brought it. Pure."""

from urllib.parse import unquote

from bot.message import Span
from bot.sentences import flash as sentences

FILE = "file:"
LETTER = "imap:"


def source(url: str, brought: str = "") -> tuple[Span, ...]:
    """`url`: an address on the web, `file:` and the name of a file that was dropped into a chat, or that of an attachment."""
    if url.startswith((FILE, LETTER)):
        return (Span(brought or _name(url)),)
    link = Span(sentences.SOURCE, href=url)
    return (link, Span(sentences.BROUGHT.format(brought=brought))) if brought else (link,)


def titled(text: str, url: str, brought: str = "") -> tuple[Span, ...]:
    """Words that lead to where a draft is from; behind them how it came, where no address leads there."""
    if url.startswith((FILE, LETTER)):
        return (Span(f"{text} "), *source(url, brought))
    return (Span(text, href=url),)


def _name(url: str) -> str:
    """What a file is called that no address leads to."""
    if url.startswith(FILE):
        return url.removeprefix(FILE)
    return sentences.BY_MAIL.format(file=unquote(url.rpartition("/")[2]))


def written(url: str, brought: str = "") -> str:
    """The same as one line without a link."""
    if url.startswith((FILE, LETTER)):
        return brought or _name(url)
    return url + sentences.BROUGHT.format(brought=brought) if brought else url
