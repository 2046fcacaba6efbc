"""Which button "@press Label" means. Pure.

The newest message that has the label, in any case of letters; where none has it, the newest with one button that begins so.
Where one message has a label twice, a number behind it says which: "@press Object 2".
"""

from collections.abc import Sequence
from typing import TypeVar

from bot.errors import BadInput
from bot.message import Button, Message
from bot.sentences import terminal as sentences

Id = TypeVar("Id")


def find(label: str, messages: Sequence[tuple[Id, Message]]) -> tuple[Id, Button]:
    """The button and the message that it stands on. `messages`: newest first. BadInput says which there are."""
    found = [(at, [button for row in message.buttons for button in row]) for at, message in messages]
    found = [(at, buttons) for at, buttons in found if buttons]
    if not found:
        raise BadInput(sentences.NO_BUTTON_YET)
    labels = ", ".join(dict.fromkeys(button.label for button in found[0][1]))
    if not label:
        raise BadInput(sentences.WHICH_BUTTON, labels=labels)
    for meant in (_whole, _begun):
        for at, buttons in found:
            if button := meant(label, buttons):
                return at, button
    raise BadInput(sentences.NO_BUTTON, label=label, labels=labels)


def _whole(label: str, buttons: Sequence[Button]) -> Button | None:
    """The button with this label; of several the one whose number stands behind it."""
    if same := _named(label, buttons):
        return _only(same)
    word, _, number = label.rpartition(" ")
    same = _named(word, buttons) if number.isdecimal() else []
    return same[int(number) - 1] if same and 1 <= int(number) <= len(same) else None


def _begun(label: str, buttons: Sequence[Button]) -> Button | None:
    """The only button whose label begins so."""
    begun = [button for button in buttons if _key(button.label).startswith(_key(label))]
    if len({button.label for button in begun}) > 1:
        raise BadInput(sentences.SEVERAL_BUTTONS, label=label, labels=", ".join(one.label for one in begun))
    return _only(begun) if begun else None


def _named(label: str, buttons: Sequence[Button]) -> list[Button]:
    return [button for button in buttons if _key(button.label) == _key(label)]


def _only(same: list[Button]) -> Button:
    if len(same) > 1:
        raise BadInput(sentences.SAME_BUTTONS, label=same[0].label, count=len(same))
    return same[0]


def _key(label: str) -> str:
    return " ".join(label.casefold().split())
