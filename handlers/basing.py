"""`/drafts base r3 chair`: a draft is really a base, the Chair's report, say. A chair says so; it is recorded and told."""

import re

from bot.drafts import archive, as_base, naming
from bot.errors import BadInput, NotAllowed
from bot.message import say
from bot.sentences import basing as sentences
from handlers.request import Answer, Request
from storage import drafts
from storage.tables import Draft

_NAME = re.compile(r"(?!r\d+$|latest$)\w[\w-]{0,39}", re.IGNORECASE)  # no name that means a draft


async def run(request: Request) -> Answer:
    document = await naming.document(request.session, request.space, request.line.keys.get("doc"))
    if "chair" not in request.roles:
        raise NotAllowed(sentences.ROLE, space=request.space.title)
    form = request.typed("drafts base r3 chair")
    if len(request.line.words) != 3:
        raise BadInput(sentences.WHICH, form=form)
    _, asked, base = request.line.words
    if not _NAME.fullmatch(base):
        raise BadInput(sentences.NAME, base=base, form=form)
    found = await naming.draft(request.session, document, asked, request.zone)
    async with request.write() as session:
        await drafts.lock(session, document.id)
        draft = await session.get_one(Draft, found.id)
        was = archive.name(draft)
        if draft.number is None:
            raise BadInput(sentences.IS_ONE, name=was, document=document.name)
        await as_base.make_base(session, draft, base.casefold(), request.person, request.now)
        last = await drafts.latest(session, document.id)
    said = sentences.DONE if last else sentences.DONE_ALONE
    name = archive.name(last) if last else ""
    return Answer(say(said.format(draft=was, document=document.name, base=base.casefold(), name=name)))
