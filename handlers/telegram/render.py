"""A message as Telegram takes it: HTML of the few tags that it knows, and an inline keyboard. Pure.

Limits: Bot API, sendMessage (4096 UTF-16 units after parsing, caption 1024) and InlineKeyboardButton; 100 marked spans, 8
buttons a row, 100 buttons: not documented, python-telegram-bot's `constants`. Every span becomes one marked span at most, so
an insertion is `<u>` alone, and a link gives way to a strike.

Telegram makes links of what looks like a name, an address, a tag or a command, wherever it stands. A WORD JOINER behind the
sign stops that (TDLib, MessageEntity.cpp: it is neither letter nor digit); nobody sees it. Only `code` is left alone, where
Telegram looks for nothing: what people are to copy belongs there. A command stays one in our own sentences, not in the words
of a draft or, between quotes, of a person.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.message import Block, Budget, Button, Message, Para, Quote, Rule, Span, Title, para

BUDGET = Budget(characters=3_800, marked=95, blocks=90, utf16=True)
TEXT, CAPTION, LABEL, TOAST = 4096, 1024, 64, 200
BUTTONS_A_ROW, BUTTONS = 8, 100
LINE = "———"

_TAGS = {"add": "u", "del": "s", "strong": "b", "code": "code"}
_STYLES = {"go": "success", "stop": "danger"}
_INVISIBLE = re.compile(
    "[\r\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)  # carriage return, turned text, halves of characters
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_LINKED = re.compile(
    r"@(?=\w)"  # a name, or an address of mail
    r"|(?<!\w)\#(?=\w)|(?<![\w$])\$(?=[A-Z0-9])"  # a tag, a currency
    r"|(?<=\w):(?=//)|(?<=\w)\.(?=[^\W\d_]{2})"  # an address of the web
)
_COMMAND = re.compile(r"(?<![\w/<>])/(?=\w)")
_QUOTED = re.compile("“[^”]*”?")  # what a person said
_HREF = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)  # tg://user?id=7 would be a mention


def text(message: Message) -> str:
    """The message as HTML for sendMessage and editMessageText; a message beyond all limits ends with "…"."""
    return _html(message.blocks, TEXT)


def caption(note: Message) -> str:
    """The message as HTML under a file; what does not fit is left out behind "…"."""
    return _html(note.blocks, CAPTION)


def toast(message: Message) -> str | None:
    """The message as the few words shown over the chat after a press, None if it is too long or says more than words."""
    words = clean(message.plain())
    return words if not message.buttons and _bare(message) and BUDGET.length(words) <= TOAST else None


def keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """The buttons below the message, long rows broken."""
    rows = [row[at : at + BUTTONS_A_ROW] for row in message.buttons for at in range(0, len(row), BUTTONS_A_ROW)]
    shown, left = [], BUTTONS
    for row in rows:
        shown.append([_button(button) for button in row[:left]])
        left -= len(shown[-1])
    return InlineKeyboardMarkup([row for row in shown if row]) if any(shown) else None


def clean(words: str) -> str:
    """Without what Telegram refuses or what turns the direction of the text around it."""
    return _CONTROL.sub(" ", _INVISIBLE.sub("", words))


def cut(words: str, most: int) -> str:
    """The words within so many UTF-16 units; where some are left out it ends behind a word, with "…"."""
    if BUDGET.length(words) <= most:
        return words
    head = words.encode("utf-16-le")[: 2 * max(0, most - 1)].decode("utf-16-le", "ignore")
    blank = head.rfind(" ")
    return (head[:blank] if blank > len(head) // 2 else head).rstrip() + "…"


def _html(blocks: Iterable[Block], limit: int) -> str:
    return "\n".join(_tagged(block) for block in _within([_spanned(block) for block in blocks], limit))


def _spanned(block: Block) -> Para | Quote:
    """The block as spans that mean nothing to Telegram but what their marks say."""
    match block:
        case Title(words):
            return Para(_disarmed((Span(words, "strong"),), False))
        case Rule():
            return para(LINE)
        case Para(spans) | Quote(spans):
            return replace(block, spans=_disarmed(_own_line(spans), isinstance(block, Quote)))


def _disarmed(spans: Iterable[Span], quoted: bool) -> tuple[Span, ...]:
    """Names and addresses are looked for across spans: "@" may be struck and the name behind it kept."""
    cleaned = [replace(span, text=clean(span.text)) for span in spans]
    whole = "".join(span.text for span in cleaned)
    links, commands = _ends(_LINKED, whole), _ends(_COMMAND, whole)
    links |= {end for words in _QUOTED.finditer(whole) for end in commands if words.start() < end <= words.end()}
    made, start = [], 0
    for span in cleaned:
        stops = links | commands if quoted or span.mark in ("add", "del") else links
        if span.mark != "code":
            made.append(replace(span, text=_joined(whole, start, start + len(span.text), stops)))
        else:
            made.append(span)
        start += len(span.text)
    return tuple(span for span in made if span.text)


def _ends(signs: re.Pattern[str], whole: str) -> set[int]:
    return {found.end() for found in signs.finditer(whole)}


def _joined(whole: str, start: int, end: int, stops: set[int]) -> str:
    """A part of the text with a WORD JOINER at each of the stops behind one of its signs."""
    return "".join(whole[at] + "\u2060" * (at + 1 in stops) for at in range(start, end))


def _own_line(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Right-to-left words behind a left-to-right label begin a line: a line takes its direction from its first letter."""
    sides = [_letters(span.text) for span in spans]
    first = next((n for n, (ltr, rtl) in enumerate(sides) if rtl > ltr), 0)
    labelled = any(ltr for ltr, _ in sides[:first])
    if not labelled or sum(ltr - rtl for ltr, rtl in sides[first:]) > 0:
        return spans
    last = spans[first - 1]
    return (*spans[: first - 1], replace(last, text=last.text.rstrip() + "\n"), *spans[first:])


def _letters(words: str) -> tuple[int, int]:
    """How many letters run left to right, and how many right to left."""
    sides = [unicodedata.bidirectional(sign) for sign in words]
    return sides.count("L"), sides.count("R") + sides.count("AL")


def _within(blocks: Iterable[Para | Quote], limit: int) -> Iterator[Para | Quote]:
    """The blocks as far as they fit, each followed by a line feed."""
    room = limit
    for block in blocks:
        size = sum(BUDGET.length(span.text) for span in block.spans)
        if size > room:
            yield replace(block, spans=_shortened(block.spans, room))
            return
        yield block
        room -= size + 1


def _shortened(spans: tuple[Span, ...], room: int) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in spans:
        kept.append(replace(span, text=cut(span.text, room)))
        if kept[-1].text != span.text:
            break
        room -= BUDGET.length(span.text)
    return tuple(kept)


def _tagged(block: Para | Quote) -> str:
    inside = "".join(_run(span) for span in block.spans)
    if isinstance(block, Para):
        return inside
    return f"<blockquote{' expandable' if block.folded else ''}>{inside}</blockquote>"


def _run(span: Span) -> str:
    words = html.escape(span.text, quote=False)
    if span.href and span.mark not in ("add", "del") and _HREF.fullmatch(span.href):
        return f'<a href="{html.escape(span.href)}">{words}</a>'
    tag = _TAGS.get(span.mark)
    return f"<{tag}>{words}</{tag}>" if tag else words


def _bare(message: Message) -> bool:
    """Nothing is lost when only the words are shown."""
    spans = [span for block in message.blocks if isinstance(block, Para | Quote) for span in block.spans]
    return not any(span.href or span.mark in ("add", "del") for span in spans)


def _button(button: Button) -> InlineKeyboardButton:
    label, style = cut(clean(button.label), LABEL), _STYLES.get(button.tone)
    if button.url:
        return InlineKeyboardButton(label, url=button.url, style=style)
    return InlineKeyboardButton(label, callback_data=button.token, style=style)
