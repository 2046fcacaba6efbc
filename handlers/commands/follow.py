"""Be told in private, with the words, when a draft changes a paragraph of yours; what it did to all of them.

follow                   what you follow
follow C5 C9             paragraphs; a section (III), a range (C5-C8) or all of them likewise
follow off C5            no longer; follow off: nothing any more
follow diff r2           what a draft changed in what you follow and in what you or your delegation hold positions on
"""

from collections.abc import Mapping

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import inline
from bot.drafts.comparison import Change
from bot.drafts.keeping import archive, comparing, naming
from bot.errors import BadInput
from bot.message import Button, Message, Title, para, say
from bot.positions.words import ground as grounds
from bot.positions.words.scopes import single
from bot.sentences import flash as flash_say
from bot.sentences import follow as sentences
from bot.wording import anded, listed
from handlers.aiming import aim, which_document
from handlers.among import among, cited
from handlers.grammar import Line, parse, prose
from handlers.request import Answer, Request
from storage import habits, people, positions, spaces
from storage.tables import Document, Draft, Follow

_BUTTONS = 8


async def run(request: Request) -> Answer:
    match [word.casefold() for word in request.line.words]:
        case []:
            return await _list(request)
        case ["off", *_]:
            return await _off(request, _behind(request.line))
        case ["diff", *_]:
            return await _diff(request)
        case _:
            return await _follow(request, prose(request.line))


def _behind(line: Line) -> Line:
    """The line without its first word."""
    return prose(parse(f"{line.verb} {line.text.replace(line.words[0], '', 1)}"))


# ── what one follows ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def _list(request: Request) -> Answer:
    lines, buttons = [], []
    for document in await spaces.documents(request.session, request.space.id):
        mine = await _mine(request, request.session, document)
        if mine:
            lines.append(sentences.LIST_LINE.format(document=document.name, refs=listed(list(mine.values()), 40)))
            buttons += [_unfollow(document, ref) for ref in mine.values()]
    if not lines:
        raise BadInput(sentences.NONE, space=request.space.title, form=request.typed("follow C5 C9"))
    title = Title(sentences.LIST_TITLE.format(space=request.space.title))
    rows = tuple(tuple(buttons[at : at + 4]) for at in range(0, min(len(buttons), _BUTTONS), 4))
    return Answer(Message((title, *say(*lines).blocks), rows))


def _unfollow(document: Document, ref: str) -> Button:
    return Button(sentences.BUTTON_UNFOLLOW.format(ref=ref), f'follow off {ref} doc:"{document.name}"')


async def _mine(request: Request, session: AsyncSession, document: Document) -> Mapping[int, str]:
    """Thread → how the paragraph is cited, of those that the asker follows: in the order of the newest draft that positions
    stand on, then what is out of it."""
    rows = await habits.followed(session, request.person.id, [document.id])
    return await cited(session, document, {row.thread: row.ref for row in rows})


async def _follow(request: Request, line: Line) -> Answer:
    async with request.write() as session:
        meant = await aim(session, request, line)
        stands = meant.ground
        known = {row.thread for row in await habits.followed(session, request.person.id, [stands.document.id])}
        wanted = {t: p for one in meant.targets for t, p in zip(one.threads, one.paragraphs, strict=True)}
        for thread, p in wanted.items():
            if thread not in known:
                ref = single(stands.reading, stands.threads, p).ref
                about = {"person_id": request.person.id, "document_id": stands.document.id}
                session.add(Follow(**about, thread=thread, ref=ref))
    said = sentences.FOLLOWING.format(refs=meant.refs, document=stands.document.name)
    buttons = tuple(_unfollow(stands.document, target.ref) for target in meant.targets[:_BUTTONS])
    return Answer(Message(say(said).blocks, (buttons,)))


async def _off(request: Request, line: Line) -> Answer:
    async with request.write() as session:
        document = await which_document(session, request, line)
        mine = await _mine(request, session, document)
        if not mine:
            raise BadInput(sentences.NONE, space=request.space.title, form=request.typed("follow C5 C9"))

        def none(asked: str) -> BadInput:
            choices = tuple(f'follow off {known} doc:"{document.name}"' for known in list(mine.values())[:3])
            told = {"asked": asked, "known": anded(list(mine.values())[:12]), "document": document.name}
            return BadInput(sentences.NOT_FOLLOWED, choices=choices, **told)

        gone = await among(session, document, line.refs(), mine, none)
        await habits.unfollow(session, request.person.id, document.id, gone)
    refs = [ref for thread, ref in mine.items() if thread in gone]
    return Answer(say(sentences.OFF.format(refs=listed(refs, 40), document=document.name)))


# ── what a draft did to it ───────────────────────────────────────────────────────────────────────────────────────────────


async def _diff(request: Request) -> Answer:
    session = request.session
    document = await naming.document(session, request.space, request.line.keys.get("doc"))
    asked = (*request.line.drafts(), "latest")[0]
    draft = await naming.draft(session, document, asked, request.zone)
    before = await positions.newest_settled(session, document.id, before=draft.number)
    if before is None or before.id == draft.id:
        raise BadInput(sentences.MINE_FIRST, name=archive.name(draft), document=document.name)
    seats = {one.id for one, _ in await people.seats(session, request.space.id, request.person.id, request.now)}
    threads = await habits.held(session, document.id, request.person.id, seats)
    threads |= {row.thread for row in await habits.followed(session, request.person.id, [document.id])}
    if not threads:
        raise BadInput(sentences.MINE_NONE, document=document.name, form=request.typed("follow C5 C9"))
    compared = await comparing.told(session, before, draft, request.space.terms)
    old, new = await _numbers(session, before, threads), await _numbers(session, draft, threads)
    only = [one for one in compared.changes if _concerns(one, old, new)]
    names = archive.name(before), archive.name(draft)
    title, *blocks = inline.blocks(document.name, *names, compared, only)
    times = para(sentences.MINE_TIMES.format(times=_times(request, draft)))
    return Answer(Message((title, times, *blocks)))


async def _numbers(session: AsyncSession, draft: Draft, threads: set[int]) -> set[int]:
    """The paragraphs of these threads in a draft; of one that is in doubt none is known."""
    if draft.settled is None:
        return set()
    return {n for n, thread in (await grounds.on(session, draft)).threads.items() if thread in threads}


def _concerns(change: Change, old: set[int], new: set[int]) -> bool:
    return not old.isdisjoint(change.old) or not new.isdisjoint(change.new)


def _times(request: Request, draft: Draft) -> str:
    """When the page published the draft and when it was seen, for the one who asks."""
    parts = [flash_say.PUBLISHED.format(at=request.clock(draft.published))] if draft.published else []
    return " · ".join([*parts, flash_say.SEEN.format(at=request.clock(draft.seen))])
