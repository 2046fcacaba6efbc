"""Messages as Slack blocks: golden files, Slack's limits, and words that stay words."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models import JsonObject
from slack_sdk.models.blocks import Block

from bot.message import MESSAGE, Button, Message, Para, Quote, Rule, Span, Title, paginate, say
from handlers.slack import render

GOLDEN = sorted((Path(__file__).resolve().parents[2] / "data" / "slack").glob("*.json"))
HOSTILE = "<!channel> <@U1> *bold* ~a ~/b~ `code` _it_ <https://evil.example|here> & :tada:"


def validate(value: Any) -> None:
    """Runs every limit that slack_sdk knows, on the block and all that is in it."""
    if isinstance(value, JsonObject):
        value.validate_json()
        for inner in vars(value).values():
            validate(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            validate(inner)


def accepted(blocks: list[dict[str, Any]]) -> bool:
    for block in blocks:
        validate(Block.parse(block))
    return len(blocks) <= 50


def runs(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rich = [block for block in blocks if block["type"] == "rich_text"]
    return [run for block in rich for part in block["elements"] for run in part["elements"]]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_message_becomes_the_blocks_of_its_golden_file(path: Path) -> None:
    golden = json.loads(path.read_text("utf-8"))
    message = MESSAGE.validate_python(golden["message"])
    assert render.blocks(message, "stamp") == golden["blocks"]
    assert render.fallback(message) == golden["text"]
    assert accepted(golden["blocks"])


def test_golden_files_of_both_platforms_are_of_the_same_messages() -> None:
    telegram = {path.stem: path for path in (GOLDEN[0].parents[1] / "telegram").glob("*.json")}
    assert {path.stem for path in GOLDEN} == set(telegram)
    for path in GOLDEN:
        told = json.loads(path.read_text("utf-8"))["message"]
        assert MESSAGE.validate_python(told) == MESSAGE.validate_json(telegram[path.stem].read_bytes())
    every = MESSAGE.validate_json(telegram["every_block"].read_bytes())
    assert {type(block) for block in every.blocks} == {Title, Para, Quote, Rule}


@pytest.mark.parametrize("block", [Title(HOSTILE), Para((Span(HOSTILE),)), Quote((Span(HOSTILE, "del"),))])
def test_words_of_a_document_cannot_mention_format_or_link(block: Title | Para | Quote) -> None:
    rendered = render.blocks(Message((block,), ((Button(HOSTILE, token="t"),),)), "s")
    assert "mrkdwn" not in json.dumps(rendered)
    assert all(run["type"] == "text" for run in runs(rendered))
    assert HOSTILE in json.dumps(rendered, ensure_ascii=False)
    text = render.fallback(Message((block,)))
    assert "<" not in text
    assert "&lt;!channel&gt;" in text


def test_signs_that_turn_the_text_around_are_dropped() -> None:
    turned = "\u202eesrever \u2067x\u2069"
    message = Message((Title(turned), Para((Span(turned),))), ((Button(turned, token="t"),),))
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", json.dumps(render.blocks(message, "s"), ensure_ascii=False))
    assert render.fallback(message) == "esrever x\nesrever x"


def test_link_is_made_for_web_addresses_only() -> None:
    spans = (
        Span("a", href="https://example.org/"),
        Span("b", href="javascript:alert(1)"),
        Span("c", href="mailto:x@y.org"),
    )
    types = [run["type"] for run in runs(render.blocks(Message((Para(spans),)), "s"))]
    assert types == ["link", "text", "link"]


def test_empty_runs_and_empty_paragraphs_are_left_out() -> None:
    message = Message((Title(" "), Para((Span(""),)), Para((Span(""), Span("x"), Span("", "del")))))
    assert [run["text"] for run in runs(render.blocks(message, "s"))] == ["x"]
    assert len(render.blocks(message, "s")) == 1


def test_long_title_and_label_are_cut_to_what_slack_takes() -> None:
    message = Message((Title("Draft " * 40),), ((Button("Label " * 40, token="t"),),))
    header, actions = render.blocks(message, "s")
    assert len(header["text"]["text"]) <= 150
    assert header["text"]["text"].endswith("…")
    assert len(actions["elements"][0]["text"]["text"]) <= 75
    assert accepted([header, actions])


def test_every_update_has_block_ids_of_its_own() -> None:
    first = {block["block_id"] for block in render.blocks(say("a", "b"), "one")}
    second = {block["block_id"] for block in render.blocks(say("a", "b"), "two")}
    assert len(first) == 2
    assert not first & second


def test_button_ids_are_unique_in_a_row_and_keep_their_tokens() -> None:
    row = (Button("A", token="t"), Button("B", token="t"), Button("C", url="https://example.org/"))
    (actions,) = render.blocks(Message((), (row,)), "s")
    assert [element.get("value") for element in actions["elements"]] == ["t", "t", None]
    assert len({element["action_id"] for element in actions["elements"]}) == 3
    assert render.fallback(Message((), (row,))) == "A · B · C"


def test_many_rows_of_buttons_still_fit_into_fifty_blocks() -> None:
    rows = tuple(tuple(Button(f"{r}.{n}", token=f"t{r}.{n}") for n in range(4)) for r in range(12))
    message = Message(tuple(Para((Span(str(n)),)) for n in range(45)), rows)
    rendered = render.blocks(message, "s")
    assert accepted(rendered)
    assert sum(len(block["elements"]) for block in rendered if block["type"] == "actions") == 48


@pytest.mark.parametrize(("rows", "wide"), [(6, 30), (1, 400), (100, 5), (3, 100)])
def test_however_many_buttons_there_are_slack_takes_the_message(rows: int, wide: int) -> None:
    buttons = tuple(tuple(Button(f"{r}.{n}", token=f"t{r}.{n}") for n in range(wide)) for r in range(rows))
    rendered = render.blocks(Message(tuple(Para((Span(str(n)),)) for n in range(47)), buttons), "s")
    assert accepted(rendered)
    assert next(block for block in rendered if block["type"] == "actions")["elements"][0]["action_id"] == "t0.0"


@pytest.mark.parametrize("label", ["", " ", "x" * 300, "字" * 300, "two\nlines"])
def test_any_label_fits_on_a_button(label: str) -> None:
    assert accepted(render.blocks(Message((), ((Button(label, token="t"),),)), "s"))


def test_fallback_is_cut_without_half_an_entity() -> None:
    text = render.fallback(say("&" * 5_000))
    assert len(text) <= 4_000
    assert text.endswith("&amp;")


def test_note_beside_a_file_is_short_rich_text() -> None:
    message = Message((Title("Redline"), Rule(), Para((Span("字" * 2_000),))), ((Button("x", token="t"),),))
    note = render.note(message, "s")
    assert {block["type"] for block in note} == {"rich_text"}
    assert runs(note)[0] == {"type": "text", "text": "Redline", "style": {"bold": True}}
    assert len(json.dumps(note, ensure_ascii=False)) < 1_000


WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)
SPANS = st.lists(st.builds(Span, WORDS, st.sampled_from(["", "add", "del", "strong", "code"])), max_size=8).map(tuple)
BLOCKS = st.one_of(st.builds(Title, WORDS), st.builds(Para, SPANS), st.builds(Quote, SPANS), st.just(Rule()))


@given(st.lists(BLOCKS, max_size=60).map(tuple))
def test_any_message_in_pages_keeps_its_words_and_slacks_limits(blocks: tuple[Any, ...]) -> None:
    message = Message(blocks, ((Button("Next", token="t"),),))
    for page in paginate(message, render.BUDGET):
        rendered = render.blocks(page, "s")
        assert accepted(rendered)
        words = [render.clean(s.text) for block in page.blocks if isinstance(block, Para | Quote) for s in block.spans]
        assert [run["text"] for run in runs(rendered)] == [one for one in words if one]
        assert len(render.fallback(page)) <= 4_000
