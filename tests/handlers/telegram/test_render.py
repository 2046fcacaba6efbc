"""What Telegram gets to see of a message. The messages beside their HTML are in tests/data/telegram."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.message import MESSAGE, Button, Message, Para, Quote, Rule, Span, Title, paginate, say
from handlers.telegram import render

DATA = Path(__file__).resolve().parents[2] / "data" / "telegram"
JOINER = "\u2060"

# What Telegram makes a link of by itself: the expressions in the comments of TDLib's MessageEntity.cpp, shortened for links.
AUTOMATIC = {
    "mention": r"(?<!\w)@[a-zA-Z0-9_]{2,32}(?!\w)",
    "hashtag": r"(?<!\w)#\w*[^\W\d_]\w*",
    "cashtag": r"(?<![$\w])\$[A-Z]{1,8}(?![$\w])",
    "command": r"(?<![\w/<>])/\w{1,64}(?:@\w{3,32})?(?![\w/<>])",
    "address": r"\w\.[^\W\d_]{2,}|\w://|\w@\w",
}


class Seen(HTMLParser):
    """The text and the marked spans that Telegram would find; fails on any tag that it does not know."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.spans, self._open = "", [], []
        self.feed(source)
        self.close()
        assert not self._open

    def handle_starttag(self, tag, attrs):
        assert (tag, [name for name, _ in attrs]) in [
            *((tag, []) for tag in ("b", "u", "s", "code", "blockquote")),
            ("blockquote", ["expandable"]),
            ("a", ["href"]),
        ]
        self._open.append((tag, len(self.text), dict(attrs)))

    def handle_endtag(self, tag):
        name, start, attributes = self._open.pop()
        assert name == tag
        self.spans.append((tag, self.text[start:], attributes))

    def handle_data(self, data):
        self.text += data


def shown(message: Message) -> Seen:
    return Seen(render.text(message))


def para(words: str, mark: str = "", href: str | None = None) -> Message:
    return Message((Para((Span(words, mark, href),)),))


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.json")))
def test_a_message_becomes_the_html_beside_it(name):
    message = MESSAGE.validate_json((DATA / f"{name}.json").read_bytes())
    made = render.text(message)
    keyboard = render.keyboard(message)
    if keyboard:
        made += "\n\n" + json.dumps(keyboard.to_dict()["inline_keyboard"], ensure_ascii=False, indent=1)
    assert made + "\n" == (DATA / f"{name}.html").read_text(encoding="utf-8")


def test_struck_and_inserted_words_are_marked_each_by_one_span():
    seen = shown(Message((Quote((Span("keep "), Span("men", "del"), Span("people", "add"))),)))
    assert seen.spans == [("s", "men", {}), ("u", "people", {}), ("blockquote", "keep menpeople", {})]


def test_long_context_is_folded():
    assert render.text(Message((Quote((Span("x"),), folded=True),))) == "<blockquote expandable>x</blockquote>"


@pytest.mark.parametrize("hostile", ["<b>x</b>", "</blockquote><a href='tg://user?id=7'>x</a>", "&lt;", '"', "a & b <"])
def test_what_a_person_writes_never_becomes_format(hostile):
    seen = shown(Message((Quote((Span(hostile, "add"),)),)))
    assert seen.text.replace(JOINER, "") == hostile
    assert [tag for tag, *_ in seen.spans] == ["u", "blockquote"]


@pytest.mark.parametrize(
    "hostile",
    ["@amira", "see @everyone_now!", "#vote", "$USD", "www.evil.com", "http://1.2.3.4/x", "a@evil.org", "t.me/x"],
)
@pytest.mark.parametrize("mark", ["", "add", "del", "strong"])
def test_what_a_person_writes_never_becomes_a_mention_or_a_link(hostile, mark):
    text = shown(para(hostile, mark)).text
    assert text.replace(JOINER, "") == hostile
    for kind, expression in AUTOMATIC.items():
        assert kind == "command" or not re.search(expression, text)


def test_a_mention_is_not_put_together_from_two_spans():
    text = shown(Message((Quote((Span("@", "del"), Span("amira"), Span(" evil."), Span("com", "add"))),))).text
    assert text.replace(JOINER, "") == "@amira evil.com"
    assert not re.search(AUTOMATIC["mention"] + "|" + AUTOMATIC["address"], text)


def test_a_command_in_a_draft_cannot_be_tapped_but_ours_can():
    assert re.search(AUTOMATIC["command"], shown(say("Try /diff latest")).text)
    assert not re.search(AUTOMATIC["command"], shown(Message((Quote((Span("/withdraw@flash_bot"),)),))).text)
    assert not re.search(AUTOMATIC["command"], shown(para("/withdraw", "add")).text)


def test_code_is_left_letter_for_letter_to_be_copied():
    assert render.text(para("/diff @x http://a.org", "code")) == "<code>/diff @x http://a.org</code>"


@pytest.mark.parametrize("plain", ["C9.", "2.1", "and/or", "12:30", "e.g. this", "No. 5", "[and men]", "#9", "100 $"])
def test_ordinary_words_are_left_letter_for_letter(plain):
    text = shown(Message((Quote((Span(plain),)),))).text
    assert text.replace(JOINER, "") == plain
    assert JOINER not in text or plain == "#9"


def test_a_link_stands_behind_its_words():
    assert shown(para("the draft", href='https://a.org/?x=1&y="')).spans == []
    assert shown(para("the draft", href="https://a.org/?x=1&y=2")).spans == [
        ("a", "the draft", {"href": "https://a.org/?x=1&y=2"})
    ]


@pytest.mark.parametrize("href", ["tg://user?id=7", "javascript:alert(1)", "https://a b", "//x"])
def test_an_address_that_is_no_web_page_is_no_link(href):
    assert shown(para("x", href=href)).spans == []


def test_a_struck_link_stays_struck():
    assert [tag for tag, *_ in shown(para("x", "del", "https://a.org")).spans] == ["s"]


def test_signs_that_turn_the_text_around_are_dropped():
    assert shown(para("a\u202eb\u2066c\x00d\ud800e")).text == "abc de"


def test_right_to_left_words_begin_a_line_of_their_own():
    arabic = "أكد القادة"
    assert shown(Message((Para((Span("C9. ", "strong"), Span(arabic))),))).text == f"C9.\n{arabic}"
    assert shown(Message((Quote((Span(arabic), Span(" ITU ", "del"), Span(arabic))),))).text == f"{arabic} ITU {arabic}"
    english = "the word " + "x" * 40
    assert "\n" not in shown(Message((Para((Span(english), Span(arabic, "add"), Span(english))),))).text


def test_a_caption_ends_behind_a_word_within_its_limit():
    seen = Seen(render.caption(say("word " * 400)))
    assert render.BUDGET.length(seen.text) <= 1024
    assert seen.text.endswith("word…")


def test_a_caption_cuts_a_text_without_blanks_and_with_wide_characters():
    seen = Seen(render.caption(say("😀" * 700)))
    assert seen.text == "😀" * 511 + "…"


def test_a_text_beyond_every_limit_is_cut_rather_than_refused():
    seen = shown(Message((Title("t" * 90), *(Quote((Span("@a " * 1200, "add"),)) for _ in range(2)))))
    assert 3000 < render.BUDGET.length(seen.text) <= 4096
    assert seen.text.endswith("…")


def test_long_rows_are_broken_and_nothing_goes_beyond_a_hundred_buttons():
    row = tuple(Button(f"{n}", token=f"t{n}") for n in range(120))
    rows = render.keyboard(Message((), (row,))).inline_keyboard
    assert [len(row) for row in rows] == [8] * 12 + [4]


def test_a_button_presses_or_opens_and_its_label_is_short():
    message = Message((), ((Button("Yes", token="abc", tone="go"), Button("x " * 60, url="https://a.org")),))
    press, link = render.keyboard(message).inline_keyboard[0]
    assert (press.callback_data, press.url, press.style) == ("abc", None, "success")
    assert (link.callback_data, link.url) == (None, "https://a.org")
    assert len(link.text) <= 64
    assert link.text.endswith("…")


def test_a_toast_is_for_few_words_only():
    assert render.toast(say("Recorded.")) == "Recorded."
    assert render.toast(say("x" * 201)) is None
    assert render.toast(para("gone", "del")) is None
    assert render.toast(Message(say("x").blocks, ((Button("Undo", token="u"),),))) is None


HOSTILE = st.text(alphabet=st.sampled_from("ab @#/.:<>&\"'$_ \n\u202eدא漢😀é1"), max_size=120)
SPANS = st.lists(st.builds(Span, HOSTILE, st.sampled_from(["", "add", "del", "strong", "code"])), max_size=60).map(
    tuple
)
BLOCKS = st.one_of(
    st.builds(Title, HOSTILE), st.builds(Para, SPANS), st.builds(Quote, SPANS, st.booleans()), st.just(Rule())
)


@settings(max_examples=60, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=30).map(tuple))
def test_every_page_of_whatever_is_within_telegrams_limits(blocks):
    for page in paginate(Message(blocks), render.BUDGET):
        seen = shown(page)
        assert render.BUDGET.length(seen.text) <= 4096
        assert len(seen.spans) <= 100


@settings(max_examples=60, deadline=None)
@given(st.lists(st.builds(Span, HOSTILE, st.sampled_from(["", "add", "del", "strong"])), max_size=20).map(tuple))
def test_nothing_in_a_quote_is_ever_a_link(spans):
    text = shown(Message((Quote(spans),))).text
    assert not re.search("|".join(AUTOMATIC.values()), text)


def test_a_command_in_what_a_person_said_is_no_command_and_ours_is_one() -> None:
    said = say("Object: Norway: “see /withdraw C9, then /accept”. To answer: /help")
    assert render.text(said) == "Object: Norway: “see /\u2060withdraw C9, then /\u2060accept”. To answer: /help"


def test_words_that_begin_a_line_of_their_own_begin_no_command() -> None:
    assert "/\u2060א" in render.text(Message((Quote((Span("a"), Span("/אבגד"))),)))
