"""A poll that somebody names by its number, if it still takes answers."""

from bot.errors import BadInput
from bot.positions.asking import polls
from bot.sentences import polls as sentences
from handlers.request import Request
from storage.tables import Poll


async def taking(request: Request, poll: Poll | None, number: int) -> Poll:
    """The poll, if it still takes answers. BadInput if it is over, or none of this space."""
    if poll is None or poll.space_id != request.space.id:
        raise BadInput(sentences.NO_POLL, id=number, form=request.typed("poll"))
    if poll.state != "open":
        raise BadInput(sentences.OVER, why=await polls.closed_told(request.session, poll, request.now))
    if poll.why or (poll.closes and request.now >= poll.closes):
        raise BadInput(sentences.OVER, why=sentences.CLOSING)
    return poll
