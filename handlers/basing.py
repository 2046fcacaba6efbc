"""`/drafts base r3 chair`: a draft is really a base, the Chair's report, say. A chair says so; it is recorded and told.

`/drafts base r3 off`: it is a draft after all.
"""

import re

from bot.drafts.keeping import archive, as_base, naming
from bot.errors import BadInput, NotAllowed
from bot.message import Button, Message, say
from bot.sentences import basing as sentences
from handlers.request import Answer, Request
from storage import drafts, moved
from storage.tables import Document, Draft

_NAME = re.compile(r"(?!r\d+$|latest$|off$)\w[\w-]{0,39}", re.IGNORECASE)  # no name that means a draft


async def run(request: Request) -> Answer:
    document = await naming.document(request.session, request.space, request.line.keys.get("doc"))
    if "chair" not in request.roles:
        raise NotAllowed(sentences.ROLE, space=request.space.title)
    form = request.typed("drafts base r3 chair")
    if len(request.line.words) != 3:
        raise BadInput(sentences.WHICH, form=form)
    _, asked, base = request.line.words
    if base.casefold() == "off":
        return await _ended(request, document, asked)
    base = base_name(base, sentences.NAME, form)
    found = await naming.draft(request.session, document, asked, request.zone)
    async with request.write() as session:
        await drafts.lock(session, document.id)
        draft = await session.get_one(Draft, found.id)
        was = archive.name(draft)
        if draft.number is None:
            raise BadInput(sentences.IS_ONE, name=was, document=document.name)
        await as_base.make_base(session, draft, base, request.person, request.now)
        last = await drafts.latest(session, document.id)
    said = sentences.DONE if last else sentences.DONE_ALONE
    name = archive.name(last) if last else ""
    told = say(said.format(draft=was, document=document.name, base=base, name=name))
    back = Button(sentences.BUTTON_BACK.format(draft=was), f'drafts base {was} off doc:"{document.name}"')
    return Answer(Message(told.blocks, ((back,),)))


async def _ended(request: Request, document: Document, asked: str) -> Answer:
    """What was made a base is a draft again."""
    async with request.write() as session:
        await drafts.lock(session, document.id)
        known = await moved.once_numbered(session, document.id)
        draft = next((one for one in reversed(known) if asked.casefold() in (f"r{one.former}", one.base)), None)
        if draft is None:
            form = request.typed("drafts add https://…")
            raise BadInput(sentences.NEVER, asked=asked, document=document.name, form=form)
        base = draft.base
        await as_base.make_draft(session, draft, request.person, request.now)
        last = await drafts.latest(session, document.id)
    names = {"draft": archive.name(draft), "document": document.name, "base": base}
    return Answer(say(sentences.DONE_ENDED.format(**names, name=archive.name(last) if last else "")))


def base_name(typed: str, said: str, form: str) -> str:
    """What a base is called, "" if nobody named one; BadInput with that sentence for a word that cannot be its name."""
    if typed and not _NAME.fullmatch(typed):
        raise BadInput(said, base=typed, form=form)
    return typed.casefold()
