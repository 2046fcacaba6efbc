"""A question to one person as a Slack modal, and what they answer, read into a command. Pure.

Limits (docs.slack.dev, views and the input block): title, submit and close 24 characters, the answer 3,000, private_metadata
3,000. The metadata brings back what a submission does not tell: which question it was, and where it was asked.
"""

import json
from collections.abc import Mapping
from typing import Any

from bot.message import Button, Message, Title, paginate
from bot.places import Place
from bot.sentences import slack as say
from handlers.chat import Command
from handlers.slack import incoming, render

TITLE, WORDS = 24, 2_000
_BUDGET = render.BUDGET

Json = dict[str, Any]


def view(to: Command, prompt: Message, token: str) -> Json:
    """The modal: the prompt without its buttons, and room for words below. Its title is the prompt's, if that fits."""
    page = paginate(Message(prompt.blocks), _BUDGET)[0]
    first = page.blocks[0] if page.blocks else None
    titled = isinstance(first, Title) and len(first.text) <= TITLE
    title = first.text if isinstance(first, Title) and titled else say.ASK_TITLE
    kept = {"token": token, "chat": to.place.chat, "thread": to.place.thread, "private": to.private, "tab": to.tab}
    return {
        "type": "modal",
        "callback_id": "ask",
        "title": render.plain(title),
        "submit": render.plain(say.ASK_SUBMIT),
        "close": render.plain(say.ASK_CLOSE),
        "private_metadata": json.dumps(kept | {"url": incoming.response_url(to)}),
        "blocks": [*render.blocks(Message(page.blocks[titled:]), "prompt"), _room()],
    }


def _room() -> Json:
    return {
        "type": "input",
        "block_id": "answer",
        "label": render.plain(say.ASK_LABEL),
        "element": {"type": "plain_text_input", "action_id": "words", "multiline": True, "max_length": WORDS},
    }


def opener(prompt: Message, token: str) -> Message:
    """The question as a message with a button, whose press opens the modal."""
    return Message(prompt.blocks, ((Button(say.ASK_BUTTON, token=token),),))


def answer(body: Mapping[str, Any], tenant: str) -> Command:
    """What was written into the modal, as said where the question was asked."""
    shown, user = body["view"], body["user"]
    kept = json.loads(shown["private_metadata"])
    words = shown["state"]["values"]["answer"]["words"].get("value") or ""
    return Command(
        key=f"{shown['id']}:{shown.get('hash', '')}",
        who=incoming.person(tenant, user["id"], user.get("name") or user.get("username", "")),
        place=Place("slack", tenant, kept["chat"], kept["thread"]),
        text=words.strip(),
        token=kept["token"],
        private=kept["private"],
        tab=kept.get("tab", False),  # a modal may be older than this release
        handle=incoming.handle(kept["url"], str(body.get("trigger_id", ""))),
    )
