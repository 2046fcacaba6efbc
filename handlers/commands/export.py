"""The record of this space as a file that anyone can check offline.

export                   the record, with the program that checks it
"""

from bot.errors import BadInput
from bot.message import Message, Para, Span, Upload, say
from bot.positions.record import record_log
from bot.positions.record.export import export
from bot.positions.record.record_log import Personal
from bot.sentences import record as sentences
from bot.wording import short
from handlers.request import Answer, Request


async def run(request: Request) -> Answer:
    async with request.write() as session:
        made = await export(session, request.space, request.now)
        if made is None:
            raise BadInput(sentences.EXPORT_NONE, space=request.space.title)
        by = Personal(request.person.name, request.person.id)
        await record_log.note(session, request.space.id, "export", request.now, head=made.head, by=by)
    name = f"record-{request.space.name}-{made.events}.zip"
    data = made.zipped(request.now)
    title = sentences.EXPORT_TITLE.format(space=request.space.title, events=made.events, head=short(made.head))

    async def files() -> list[Upload]:
        return [Upload(name, data, title, "application/zip")]

    check = Span(sentences.EXPORT_CHECK.format(file=name), "code")
    how = (Para((Span(sentences.EXPORT_NOTE), check)), *say(sentences.EXPORT_HEAD).blocks)
    return Answer(Message((*say(title).blocks, *how)), files=files, always=True)
