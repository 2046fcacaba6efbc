"""The modal that asks a person for words, and what comes back."""

import json
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.message import Button, Message, Para, Quote, Span, Title, say
from bot.places import Person, Place
from bot.sentences import slack as sentences
from handlers.chat import Command
from handlers.slack import incoming, modal

PLACE = Place("slack", "T1", "C9", "9.1")
ASKED = Command(
    "1.2.x",
    Person("slack", "T1", "U1", "amira", handle="amira"),
    PLACE,
    "object C9",
    handle="https://hooks.example/1 1.2.x",
)
PROMPT = Message((Title("Object to C9"), Para((Span("Why?"),)), Quote((Span("in all media"),))), ((Button("x"),),))


def submitted(view: dict[str, Any], words: str | None) -> dict[str, Any]:
    shown = {**view, "id": "V1", "hash": "h1", "state": {"values": {"answer": {"words": {"value": words}}}}}
    return {"type": "view_submission", "view": shown, "user": {"id": "U1", "username": "amira"}, "trigger_id": "3.4"}


def test_answer_comes_back_to_the_place_of_the_question() -> None:
    heard = modal.answer(submitted(modal.view(ASKED, PROMPT, "tok"), " because \n"), "T1")
    assert (heard.token, heard.text, heard.place, heard.key) == ("tok", "because", PLACE, "V1:h1")
    assert (heard.who, heard.private) == (ASKED.who, False)
    assert (incoming.response_url(heard), incoming.trigger(heard)) == ("https://hooks.example/1", "3.4")


def test_nothing_written_is_an_empty_answer() -> None:
    assert modal.answer(submitted(modal.view(ASKED, PROMPT, "tok"), None), "T1").text == ""


@pytest.mark.parametrize("prompt", [PROMPT, say("Why? " * 4_000), Message((Title("Object " * 9),)), Message(())])
def test_modal_is_within_slacks_limits(prompt: Message) -> None:
    view = modal.view(ASKED, prompt, "t" * 40)
    for words in (view["title"], view["submit"], view["close"]):
        assert 0 < len(words["text"]) <= 24
    assert len(view["private_metadata"]) <= 3_000
    for block in Block.parse_all(view["blocks"]):
        block.validate_json()
    assert view["blocks"][-1]["element"]["max_length"] == 2_000


def test_short_title_is_the_modals_and_a_long_one_stands_in_it() -> None:
    short, long = modal.view(ASKED, PROMPT, "tok"), modal.view(ASKED, Message((Title("Object " * 9),)), "tok")
    assert short["title"]["text"] == "Object to C9"
    assert "Object to C9" not in json.dumps(short["blocks"])
    assert long["title"]["text"] == sentences.ASK_TITLE
    assert "Object Object" in json.dumps(long["blocks"])
