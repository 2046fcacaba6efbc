"""Which button a label means."""

import pytest

from bot.errors import BadInput
from bot.message import Button, Message
from handlers.terminal.buttons import find


def message(*labels: str) -> Message:
    return Message((), (tuple(Button(label, token=f"t{at}") for at, label in enumerate(labels)),))


NEWEST_FIRST = [
    (3, Message(())),
    (2, message("Prev", "Next", "Object", "Object")),
    (1, message("Next", "Can live with")),
]


@pytest.mark.parametrize(
    ("label", "at", "token"),
    [
        ("Next", 2, "t1"),
        ("next", 2, "t1"),
        ("can  LIVE with", 1, "t1"),
        ("can", 1, "t1"),
        ("Object 2", 2, "t3"),
    ],
)
def test_the_newest_message_with_the_label_is_meant(label: str, at: int, token: str) -> None:
    found, button = find(label, NEWEST_FIRST)
    assert (found, button.token) == (at, token)


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("Support", "no button Support to press: there are Prev, Next, Object."),
        ("", "there are Prev, Next, Object."),
        ("Object", "@press Object 1"),
        ("Object 3", "no button Object 3"),
    ],
)
def test_a_label_that_decides_nothing_gets_the_labels_there_are(label: str, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        find(label, NEWEST_FIRST)
    assert says in str(caught.value)


def test_a_beginning_that_several_labels_share_is_asked_back() -> None:
    with pytest.raises(BadInput, match="there are Support, Suspend"):
        find("Su", [(1, message("Support", "Suspend"))])


def test_without_any_button_it_says_how_to_get_some() -> None:
    with pytest.raises(BadInput, match="/diff latest"):
        find("Next", [(3, Message(()))])
