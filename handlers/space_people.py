"""space delegation, correct, chair, secretary, leave: who negotiates in a space, and who holds an office there."""

import re
from collections.abc import Sequence

from bot.errors import BadInput
from bot.message import say
from bot.positions.seats import seating
from bot.sentences import chat as sentences
from bot.wording import anded
from handlers.request import Answer, Request
from handlers.whom import whom
from storage import people
from storage.tables import Person

DELEGATION = 'space delegation NO "Norway" governments'
_CORRECT = 'space correct {code} "{name}" {group}'
_CODE = re.compile(r"[^\W_][\w.-]{0,15}")
_LONGEST = 80


async def delegation(request: Request, rest: Sequence[str]) -> Answer:
    """Sets up a delegation and its group."""
    code, name, group = _named(request, rest, DELEGATION)
    async with request.write() as session:
        known = await people.delegation(session, request.space.id, code)
        if known:
            told = {"code": known.code, "name": known.name, "group": known.group}
            instead = _CORRECT.format(code=known.code, name=name, group=group)
            raise BadInput(sentences.SPACE_DELEGATION_TWICE, **told, choices=(instead,))
        await seating.set_up(session, request.space.id, code, name, group, request.person, request.now)
    request.aloud()
    said = sentences.SPACE_DELEGATION.format(code=code, name=name, group=group, form=request.typed(f"join {code}"))
    return Answer(say(said), public=True)


async def correct(request: Request, rest: Sequence[str]) -> Answer:
    """Another name or group for a delegation; its people, and what it said, stay."""
    code, name, group = _named(request, rest, _CORRECT.format(code="NO", name="Norway", group="governments"))
    async with request.write() as session:
        known = await people.delegation(session, request.space.id, code)
        if known is None:
            codes = anded([one.code for one in await people.delegations(session, request.space.id)])
            raise BadInput(sentences.SPACE_CORRECT_NONE, code=code, known=codes or sentences.SPACE_NONE)
        before = {"before": known.name, "before_group": known.group}
        await seating.correct(session, known, name, group, request.person, request.now)
    request.aloud()
    return Answer(say(sentences.SPACE_CORRECTED.format(code=code, name=name, group=group, **before)), public=True)


def _named(request: Request, rest: Sequence[str], form: str) -> tuple[str, str, str]:
    """The code, name and group of a delegation as typed."""
    if len(rest) < 3:
        raise BadInput(sentences.SPACE_DELEGATION_WHAT, form=request.typed(form))
    code, name, group = rest[0].upper(), rest[1], " ".join(rest[2:])
    if not _CODE.fullmatch(code) or len(name) > _LONGEST or len(group) > _LONGEST:
        raise BadInput(sentences.SPACE_DELEGATION_LONG, most=_LONGEST, form=request.typed(form))
    return code, name, group


async def chair(request: Request, rest: Sequence[str]) -> Answer:
    """Makes somebody chair."""
    return await _officer(request, rest, "chair", "space chair telegram:7")


async def secretary(request: Request, rest: Sequence[str]) -> Answer:
    """Makes somebody of the secretariat."""
    return await _officer(request, rest, "secretariat", "space secretary telegram:7")


async def _officer(request: Request, rest: Sequence[str], role: str, form: str) -> Answer:
    async with request.write() as session:
        person = await whom(request, session, rest, request.typed(form))
        await seating.appoint(session, request.space.id, person, role, request.person, request.now)
    said = sentences.SPACE_OFFICER.format(person=person.name, role=sentences.ONE_ROLE[role], name=request.space.title)
    return Answer(say(said))


async def leave(request: Request, rest: Sequence[str]) -> Answer:
    """Ends every office that a person holds in the space."""
    async with request.write() as session:
        person = await whom(request, session, rest, request.typed("space leave telegram:7"))
        officers = await people.officers(session, request.space.id, request.now)
        mine = [one for one in officers if one.person_id == person.id]
        if not mine:
            names = [(await session.get_one(Person, one.person_id)).name for one in officers]
            raise BadInput(sentences.SPACE_NO_OFFICE, person=person.name, name=request.space.title, known=anded(names))
        for office in mine:
            await seating.dismiss(session, office, request.person, request.now)
    roles = anded([sentences.ONE_ROLE[one.role] for one in mine])
    return Answer(say(sentences.SPACE_LEFT.format(person=person.name, role=roles, name=request.space.title)))
