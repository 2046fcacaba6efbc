"""`/drafts move r3 "Outcome"`: a draft is another document's. A chair says so, is shown what that does, and confirms it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.arriving import moving
from bot.drafts.arriving.case import Origin
from bot.drafts.arriving.intake import Judged, judged
from bot.drafts.arriving.moving import Move
from bot.drafts.keeping import archive, leaving, naming, news
from bot.errors import BadInput, NotAllowed
from bot.message import Block, Button, Message, Title, para, say
from bot.sentences import moving as sentences
from bot.wording import anded
from handlers.basing import base_name
from handlers.request import Answer, RepeatedError, Request
from storage import drafts, people, positions, spaces, undone
from storage.presses import first_time
from storage.tables import Document, Draft

_EARLIER = "earlier"  # the base that a draft becomes which came before the last one of the other document


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked: `other` by its name, `there` if it is known; `base`: the base that the draft becomes there."""

    draft: Draft
    document: Document
    other: str
    there: Document | None
    base: str = ""

    def line(self, base: str = "") -> str:
        """The command line of the button that does it."""
        words = ["drafts move", archive.name(self.draft), f'"{spaces.quotable(self.other)}"']
        words += [
            f'doc:"{self.document.name}"',
            *([f"base:{base or self.base}"] if base or self.base else []),
            "--sure",
        ]
        return " ".join(words)

    @property
    def names(self) -> dict[str, str]:
        return {"name": archive.name(self.draft), "document": self.document.name, "other": self.other}


async def run(request: Request) -> Answer:
    asked = await _asked(request)
    if "sure" in request.line.flags and request.command.token:
        return await _done(request, asked)
    return await _question(request, asked)


async def _asked(request: Request) -> _Asked:
    document = await naming.document(request.session, request.space, request.line.keys.get("doc"))
    if "chair" not in request.roles:
        raise NotAllowed(sentences.ROLE, space=request.space.title)
    form = request.typed('drafts move r3 "Outcome"')
    if len(request.line.words) != 3:
        raise BadInput(sentences.WHICH, form=form)
    _, word, other = request.line.words
    base = base_name(request.line.keys.get("base", ""), sentences.NAME, form)
    draft = await naming.draft(request.session, document, word, request.zone)
    known = await spaces.documents(request.session, request.space.id)
    there = next((one for one in known if one.name.casefold() == spaces.quotable(other).casefold()), None)
    name = archive.name(draft)
    if there is not None and there.id == document.id:
        raise BadInput(sentences.THERE, name=name, document=document.name)
    if draft.number is None:
        raise BadInput(sentences.NO_DRAFT, name=name, document=document.name)
    return _Asked(draft, document, there.name if there else spaces.quotable(other), there, base)


# ── the question ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _question(request: Request, asked: _Asked) -> Answer:
    """What it will do, for the chair alone, with the button that does it."""
    session, label = request.session, asked.draft.label or asked.draft.url
    there = await drafts.latest(session, asked.there.id) if asked.there else None
    newer = there is not None and there.seen > asked.draft.seen and not asked.base
    blocks: list[Block] = [Title(sentences.TITLE.format(**asked.names, label=label))]
    blocks += [para(line) for line in await _there(session, asked, there)]
    if newer and there:
        blocks.append(para(sentences.NEWER.format(**asked.names, last=archive.name(there)), "strong"))
    blocks += [para(line) for line in await _here(session, asked)]
    blocks += [para(sentences.FLASHES), para(sentences.LATER.format(**asked.names))]
    row = [Button(sentences.BUTTON.format(**asked.names), asked.line(), "" if newer else "go")]
    row += [Button(sentences.BUTTON_BASE, asked.line(_EARLIER), "go")] if newer else []
    return Answer(Message(tuple(blocks), (tuple(row),)))


async def _there(session: AsyncSession, asked: _Asked, last: Draft | None) -> Sequence[str]:
    """What it becomes."""
    found = await moving.posted(session, asked.draft)
    if asked.there is None:
        return [_becomes(asked, None, None, "r1")]
    told = await judged(session, Origin(asked.document.space_id, asked.there.id, base=asked.base), found)
    said = [_becomes(asked, told, last, f"r{await drafts.next_number(session, asked.there.id)}")]
    before = await drafts.numbered(session, asked.document.id, most=1, up_to=(asked.draft.number or 1) - 1)
    if before and last:
        here, there = [
            round(100 * news.likeness(await archive.load(session, one), found.reading)) for one in (before[0], last)
        ]
        said.append(sentences.ALIKE.format(**asked.names, here=here, there=there))
    return said


def _becomes(asked: _Asked, told: Judged | None, last: Draft | None, new: str) -> str:
    if told and told.same and told.verdict in ("same", "older"):
        return sentences.HAS_IT.format(**asked.names, new=archive.name(told.same))
    if asked.base:
        return sentences.BECOMES_BASE.format(**asked.names, base=asked.base)
    if last is None:
        return sentences.BECOMES_FIRST.format(**asked.names, new=new)
    return sentences.BECOMES.format(**asked.names, new=new, last=archive.name(last))


async def _here(session: AsyncSession, asked: _Asked) -> Sequence[str]:
    """What that does to the document that it leaves."""
    numbered = await drafts.numbered(session, asked.document.id, most=2)
    last = next((one for one in reversed(numbered) if one.id != asked.draft.id), None)
    said = [
        (sentences.NUMBER if last else sentences.NUMBER_ALONE).format(**asked.names, last=last and archive.name(last))
    ]
    stands = await positions.newest_settled(session, asked.document.id)
    before = await positions.newest_settled(session, asked.document.id, before=asked.draft.number)
    if stands and stands.id == asked.draft.id and before:
        said.append(sentences.GO_BACK.format(**asked.names, last=archive.name(before)))
    acts = await undone.given_on(session, asked.draft.id)
    codes = {one.id: one.code for one in await people.delegations(session, asked.document.space_id)}
    spoke = [f"{codes[act.delegation_id]} ({act.ref})" for act in acts if act.delegation_id and act.state == "taken"]
    if spoke:
        said.append(sentences.SAID.format(**asked.names, names=anded(list(dict.fromkeys(spoke)))))
    if ended := leaving.named(*await leaving.ended_by(session, asked.draft)):
        said.append(sentences.LAPSED.format(what=ended))
    return said


# ── done ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _done(request: Request, asked: _Asked) -> Answer:
    there = asked.there
    if there is None:
        async with request.desk.db.write() as session:
            there = await spaces.document(session, request.space.id, asked.other)

    async def once(session: AsyncSession, _: object) -> None:
        if not await first_time(session, request.command.key, request.now):
            raise RepeatedError

    new = await moving.move(request.desk, Move(asked.draft, asked.document, there, asked.base), request.person, once)
    told = say(sentences.DONE.format(**asked.names, new=archive.name(new)))
    back = f'drafts move {archive.name(new)} "{asked.document.name}" doc:"{there.name}"'
    rows = () if new.number is None else ((Button(sentences.BUTTON_BACK, back),),)
    return Answer(Message(told.blocks, rows))
