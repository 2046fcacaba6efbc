"""What can be done here, written the way it is typed here.

help                     every command that you may use
help diff                one command, with its forms
"""

from rapidfuzz import process

from bot.errors import BadInput
from bot.message import Block, Message, Para, Span, Title, para
from bot.positions.seats.roles import RANK, may
from bot.sentences import chat as sentences
from bot.wording import anded
from handlers.asking import no_space
from handlers.request import Answer, Request


async def run(request: Request) -> Answer:
    if request.line.words:
        return Answer(_one(request, request.line.words[0].casefold().lstrip("/")))
    return Answer(Message((Title(sentences.HELP_TITLE), *_list(request), *_you(request))))


def _list(request: Request) -> list[Block]:
    open_chat = request.chat is not None and request.chat.kind == "open"
    lines = []
    for verb, entry in request.commands.items():
        unbound = request.bound_space is None and not entry.needs_space
        if entry.listed and (unbound or may(request.roles, verb, open_chat=open_chat)):
            lines.append(Para((Span(request.typed(verb), "code"), Span(f"  {entry.summary}"))))
    more = sentences.HELP_MORE.format(form=request.typed("help diff"))
    return [*lines, para(more)]


def _you(request: Request) -> list[Block]:
    if request.bound_space is None:
        return [para(str(no_space(request.command, request.form)))]
    space = request.space.title
    if not request.roles:
        said = sentences.HELP_NOBODY.format(space=space, form=request.typed("join"))
    else:
        roles = anded([sentences.ONE_ROLE[role] for role in RANK if role in request.roles])
        said = sentences.HELP_YOU.format(roles=roles, space=space)
    return [para(said)]


def _one(request: Request, verb: str) -> Message:
    """A command's docstring: what it does, then its forms, each as it is typed here."""
    entry = request.commands.get(verb)
    if entry is None:
        listed = [name for name, one in request.commands.items() if one.listed]
        near = [one[0] for one in process.extract(verb, listed, limit=3)]
        shown = anded([request.typed(name) for name in near])
        choices = tuple(f"help {name}" for name in near)
        raise BadInput(sentences.UNKNOWN_VERB, verb=verb, near=shown, help=request.typed("help"), choices=choices)
    blocks: list[Block] = [Title(request.typed(verb))]
    for line in entry.help.splitlines():
        form, _, said = line.partition("   ")
        if form == verb or form.startswith(f"{verb} "):
            blocks.append(Para((Span(request.typed(form), "code"), Span(f"  {said.strip()}"))))
        elif line:
            blocks.append(para(line))
    return Message(tuple(blocks))
