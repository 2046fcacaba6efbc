"""A message in Slack's own form: Block Kit blocks, and a text for notifications and screen readers. Pure.

Words of people and documents go only where Slack reads no markup: into rich_text runs and plain_text objects
(docs.slack.dev: rich-text-block, text-object). mrkdwn is never used: it has no escape for * _ ~ and `, and one tilde in a
draft would end a struck run early. The limits are those that slack_sdk's own validators hold.
"""

import html
import re
from collections.abc import Iterable, Sequence
from typing import Any

from bot.message import Block, Budget, Button, Message, Para, Quote, Rule, Span, Title, paginate

# Slack refuses all blocks of a message above some 13,200 characters (undocumented; slackapi/bolt-js#2509).
BUDGET = Budget(characters=9_000, marked=9_000, blocks=45)
NOTE = Budget(characters=500, marked=50, blocks=10)

MOST_BLOCKS = 50
MOST_HOME_BLOCKS = 100
MOST_BUTTONS = 25
HEADER = 150
LABEL = 75
TEXT = 4_000

Json = dict[str, Any]

_STYLES: dict[str, dict[str, bool]] = {
    "add": {"bold": True, "underline": True},
    "del": {"strike": True},
    "strong": {"bold": True},
    "code": {"code": True},
}
_TONES = {"go": "primary", "stop": "danger"}
_LINK = re.compile(r"(https?://|mailto:)\S+\Z")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # they would turn the words around them, the buttons' too


def blocks(message: Message, stamp: str, most: int = MOST_BLOCKS) -> list[Json]:
    """The message as blocks, `most` of them if it fits BUDGET.

    `stamp` begins every block_id. Slack wants new ids each time a message is updated, or a rich_text block may keep its
    old look (docs.slack.dev, rich-text-block): give another stamp for every edit.
    """
    shown = [block for block in map(_block, message.blocks) if block]
    return _stamped([*shown, *_actions(message.buttons, most - len(shown))], stamp)


def note(message: Message, stamp: str) -> list[Json]:
    """The beginning of a message as rich text alone, the only blocks that may stand beside an uploaded file.

    Cut at 500 characters: slack_sdk sends them as part of an address.
    """
    page = paginate(message, NOTE)[0]
    shown = [_rich([Span(b.text, "strong")]) if isinstance(b, Title) else _block(b) for b in page.blocks]
    return _stamped([block for block in shown if block and block["type"] == "rich_text"], stamp)


def fallback(message: Message) -> str:
    """The message as text for notifications and screen readers: nothing in it mentions, links or formats."""
    plain = clean(message.plain()) or " · ".join(clean(button.label) for row in message.buttons for button in row)
    escaped = html.escape(plain, quote=False)[:TEXT]
    return re.sub(r"&\w*\Z", "", escaped)  # an entity that the cut went through


def _stamped(shown: Iterable[Json], stamp: str) -> list[Json]:
    return [{**block, "block_id": f"{stamp}.{n}"} for n, block in enumerate(shown)]


def _block(block: Block) -> Json | None:
    match block:
        case Title(text):
            words = _fit(text, HEADER)
            return {"type": "header", "text": plain(words)} if words else None
        case Rule():
            return {"type": "divider"}
        case Para(spans):
            return _rich(spans)
        case Quote(spans):
            return _rich(spans, "rich_text_quote")


def _rich(spans: Iterable[Span], kind: str = "rich_text_section") -> Json | None:
    """One rich_text block, None if there is nothing to show: Slack refuses a message with an empty run."""
    runs = [_run(span) for span in spans if clean(span.text)]
    return {"type": "rich_text", "elements": [{"type": kind, "elements": runs}]} if runs else None


def _run(span: Span) -> Json:
    run: Json = {"type": "text", "text": clean(span.text)}
    if span.href and _LINK.match(span.href):
        run = {"type": "link", "url": span.href, "text": clean(span.text)}
    return {**run, "style": _STYLES[span.mark]} if span.mark else run


def _actions(rows: Sequence[Sequence[Button]], room: int) -> list[Json]:
    """A block for each row of buttons; where there is no room for so many, the rows run together (Slack wraps them), and
    buttons beyond that are left out."""
    cut = _cut(rows)
    if len(cut) > room:
        cut = _cut([[button for row in rows for button in row]])[: max(0, room)]
    return [{"type": "actions", "elements": _elements(row)} for row in cut]


def _cut(rows: Iterable[Sequence[Button]]) -> list[Sequence[Button]]:
    return [row[at : at + MOST_BUTTONS] for row in rows for at in range(0, len(row), MOST_BUTTONS)]


def _elements(row: Sequence[Button]) -> list[Json]:
    """Buttons of one block: action_id and value are the token, and an action_id stands only once in a block."""
    tokens = [button.token for button in row]
    fresh = [bool(token) and token not in tokens[:n] for n, token in enumerate(tokens)]
    return [
        _button(button, button.token if fresh[n] else f"{button.token or 'link'}.{n}") for n, button in enumerate(row)
    ]


def _button(button: Button, action_id: str) -> Json:
    element: Json = {"type": "button", "action_id": action_id, "text": plain(_fit(button.label, LABEL) or "…")}
    if button.token:
        element["value"] = button.token
    if button.url and _LINK.match(button.url):
        element["url"] = button.url
    if button.tone:
        element["style"] = _TONES[button.tone]
    return element


def clean(words: str) -> str:
    """Without signs that turn the direction of the text: right-to-left words need none, they turn by themselves."""
    return _TURNING.sub("", words)


def plain(words: str) -> Json:
    return {"type": "plain_text", "text": words, "emoji": False}


def _fit(text: str, most: int) -> str:
    """On one line, and no longer than `most` characters."""
    line = " ".join(clean(text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
