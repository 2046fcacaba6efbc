"""Who has been heard, who is silent, and who was never approached: group by group, paragraph by paragraph.

heard                    of the newest draft, those paragraphs first where somebody is missing
heard C9  ·  heard III   of one paragraph, every delegation by name; of a section or a range, by group
heard r1                 to whom a draft was shown, and when
"""

from collections.abc import Sequence

from bot.drafts.comparison.scope import nearest
from bot.drafts.keeping import archive, naming
from bot.errors import BadInput
from bot.message import Block, Message
from bot.positions.showing import hearing
from bot.positions.showing.card import stamp
from bot.positions.showing.heard import circulation
from bot.positions.showing.heard import hearing as heard
from bot.positions.showing.standing import about_scope
from bot.positions.words import ground as grounds
from bot.positions.words.ground import Ground
from bot.positions.words.scopes import Scope, scopes
from bot.sentences import facts as sentences
from bot.sentences import inline as words
from bot.wording import anded, excerpt
from handlers import private
from handlers.request import Answer, Request
from handlers.sharing import share_row
from storage import people
from storage.tables import Document

_SHOWN = 60  # characters of what was asked for that are said again


async def run(request: Request) -> Answer:
    if not await people.delegations(request.session, request.space.id):
        form = request.typed('space delegation NO "Norway" governments')
        raise BadInput(sentences.NOBODY_HERE, space=request.space.title, form=form)
    document = await naming.document(request.session, request.space, request.line.keys.get("doc"))
    drafts, refs = request.line.drafts(), tuple(dict.fromkeys(request.line.refs()))
    on = await grounds.ground(request.session, document) if refs or not drafts else None
    if on is None:
        return Answer(Message(await _circulation(request, document, drafts[0])))
    await _check_draft(request, on, drafts, refs)
    told = await heard(request.session, request.space, on, request.now)
    blocks: list[Block] = []
    shown = [
        await about_scope(request.session, request.space, on, _scope(on, ref), request.now) for ref in refs or ("all",)
    ]
    for about in shown:
        blocks += [*hearing.blocks(about, told), stamp(about)]
    return Answer(Message(tuple(blocks), share_row(request, shown)))


async def _check_draft(request: Request, on: Ground, drafts: Sequence[str], refs: Sequence[str]) -> None:
    """Paragraphs are told of the newest draft alone."""
    for asked in drafts:
        draft = await private.draft(request, on.document, asked)
        if draft.id != on.draft.id:
            name, doc = archive.name(draft), f'doc:"{on.document.name}"'
            choices = f"heard {','.join(refs)} {doc}", f"heard {name} {doc}"
            raise BadInput(sentences.HEARD_NEWEST, asked=name, name=archive.name(on.draft), choices=choices)


def _scope(on: Ground, ref: str) -> Scope:
    found, _ = scopes(on.reading, on.threads, [ref])
    if found:
        return found[0]
    near = nearest(on.reading.paragraphs, ref)
    raise BadInput(
        words.NO_PARAGRAPH,
        name=archive.name(on.draft),
        document=on.document.name,
        asked=excerpt(ref, _SHOWN),
        nearest=words.NEAREST.format(labels=anded(near)) if near else "",
        choices=tuple(f'heard {label} doc:"{on.document.name}"' for label in near),
    )


async def _circulation(request: Request, document: Document, asked: str) -> tuple[Block, ...]:
    draft = await private.draft(request, document, asked)
    told = await circulation(
        request.session, request.space, document, draft, request.person.id, request.now, request.chat
    )
    return hearing.circulation(told, request.zone, request.now)
