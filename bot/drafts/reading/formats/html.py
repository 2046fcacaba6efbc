"""HTML → blocks: the draft without the site around it."""

from bot.drafts.reading import Extract
from bot.drafts.reading.decoding import decode
from bot.drafts.reading.formats import html_page as page
from bot.drafts.reading.formats.html_source import rendered
from bot.drafts.reading.formats.html_walk import blocks, parsed
from bot.errors import Unreadable
from bot.sentences import reading as sentences


def read(data: bytes, *, original: bool = False) -> Extract:
    """Blocks of a page. Raises Unreadable for a login form, a page that is empty without JavaScript, too deep nesting."""
    text, guessed = decode(data, page=True)
    tree = parsed(rendered(text))
    page.refuse_shell(tree)
    root = page.main_part(tree)
    if root is None:
        raise Unreadable(sentences.NO_TEXT)
    warnings = (sentences.DOUBT_ENCODING.format(encoding=guessed),) if guessed else ()
    return Extract(tuple(blocks(root, tree, original=original)), warnings)
