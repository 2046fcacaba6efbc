"""Words of somebody who is erased, in messages that wait."""

from typing import Any

import pytest

from bot.positions.record.unsaid import without

LONG = "our instructions from the capital\nsay that this paragraph goes too far"


def body(text: str, block: str = "para", line: str = "") -> dict[str, Any]:
    return {
        "blocks": [{"spans": [{"text": text, "mark": "", "href": None}], "block": block}],
        "buttons": [[{"label": "Object", "line": line}]],
    }


@pytest.mark.parametrize(
    ("shown", "left"),
    [
        ("Norway objects: “no”. There is no text.", "Norway objects: “(erased)”. There is no text."),
        ("La Norvège objecte : « no ».", "La Norvège objecte : « (erased) »."),
        (
            "“our instructions from the capital say that this paragraph goes too far”",
            "“(erased)”",
        ),
        ("our instructions from the capital say that …, and more", "(erased)…, and more"),
        (f"{LONG} / {LONG}", "(erased) / (erased)"),
        ("Norway, by Ann Li: Li Anning agrees", "Norway, by (erased): Li Anning agrees"),
    ],
)
def test_words_whole_or_cut_short_and_the_name_are_taken_out(shown: str, left: str) -> None:
    assert without(body(shown), [LONG, "no"], "Ann Li", "(erased)") == body(left)


def test_words_of_drafts_keep_what_is_somebodys_name_too() -> None:
    assert without(body("May be agreed", "quote"), [], "May", "(erased)") == body("May be agreed", "quote")


def test_buttons_that_would_say_the_words_once_more_say_them_no_more() -> None:
    made = without(body("x", line=f'object C9 doc:"Vision" {LONG}'), [LONG], "", "(erased)")
    assert made["buttons"][0][0]["line"] == 'object C9 doc:"Vision" (erased)'
