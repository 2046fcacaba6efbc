"""The button that posts the live card of words in the open chats, for who may."""

from collections.abc import Sequence

from bot.message import Button
from bot.positions.seats.roles import may
from bot.positions.showing import card
from bot.positions.showing.lines import About
from bot.sentences import cards as sentences
from handlers.request import Request


def share_row(request: Request, shown: Sequence[About]) -> tuple[tuple[Button, ...], ...]:
    """*Share*, on the one scope that is shown; nothing where there are several."""
    if len(shown) != 1 or not may(request.roles, "share", open_chat=False):
        return ()
    return ((Button(sentences.SHARE, card.line("share", shown[0])),),)
