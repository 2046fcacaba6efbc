"""Lift what your delegation holds on words; the objection stays in the history.

withdraw                 what you hold, to choose from
withdraw C9              what you hold on a paragraph, a section, a range or all, and on parts of it
withdraw C9 note         with a note
withdraw r1              an objection to the record of a draft
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive
from bot.errors import BadInput
from bot.message import Button, Message, say
from bot.positions.acting.acts import Act
from bot.positions.seats.voices import Voice
from bot.positions.words import ground as grounds
from bot.positions.words.ground import Ground
from bot.positions.words.said import kept
from bot.positions.words.scopes import scopes
from bot.positions.words.stances import STANCES, WITHDRAW
from bot.positions.words.stating import meant
from bot.positions.words.targets import Target, of_scope
from bot.sentences import acts as sentences
from bot.sentences import carry
from bot.wording import anded
from handlers.acting import acted, speaking
from handlers.aiming import Aim, which_document, with_document
from handlers.grammar import Line, written
from handlers.request import Answer, Request
from handlers.stale import changed
from storage import acts as queries
from storage.tables import Draft, Position

_MOST = 12


async def run(request: Request) -> Answer:
    line, note = request.line, kept(request.line.text)
    async with request.write() as session:
        voice = await speaking(session, request)
        document = await which_document(session, request, line)
        who = voice.capacity, voice.delegation_id, request.person.id
        known = await queries.of_voice(session, document.id, who, "taken", "pending")
        held = [one for one in known if one.stance in STANCES]
        if not held:
            form = request.typed("show all")
            raise BadInput(sentences.NOTHING_HELD, who=voice.name, document=document.name, form=form)
        ground = await grounds.ground(session, document)
        asked = (*line.refs(), *line.drafts())
        named = with_document(line, document)
        if not asked:
            return _choice(voice, named, held)
        on = await queries.held_by(session, [one.id for one in held if one.level == "paragraph"], present=True)
        targets = [await _target(session, voice, ground, named, held, on, ref) for ref in asked]
        aim = Aim(named, ground, tuple({one.threads: one for one in targets}.values()))
        stale = await changed(session, aim, carry.WITHDRAW)
        if stale:
            return stale
        return await acted(session, request, voice, aim, Act(WITHDRAW, note))


async def _target(
    session: AsyncSession,
    voice: Voice,
    ground: Ground,
    line: Line,
    held: Sequence[Position],
    on: Mapping[int, set[int]],
    ref: str,
) -> Target:
    """What a reference means where the voice holds something: words of the ground, or the scope of what it holds.

    `on`: the paragraphs that those of one paragraph hold on now: a split has brought them to its parts.
    """
    found, _ = scopes(ground.reading, ground.threads, [ref])
    there = set(found[0].threads) if found else set()
    if there and any(there & on.get(one.id, set()) or set(one.threads) <= there for one in held if one.threads):
        return of_scope(ground.document.id, ground.draft.id, archive.name(ground.draft), found[0])
    own = next((one for one in reversed(held) if one.ref.casefold() == ref.casefold()), None)
    if own is None:
        names = anded([_named(one) for one in held[-_MOST:]])
        choices = tuple(written(replace(line, words=(one.ref,))) for one in _each(held))
        raise BadInput(sentences.NOT_HELD, who=voice.name, asked=ref, held=names, choices=choices)
    draft = await session.get_one(Draft, own.draft_id)
    return Target(own.document_id, draft.id, archive.name(draft), own.level, own.ref, tuple(own.threads), own.text_hash)


def _choice(voice: Voice, line: Line, held: Sequence[Position]) -> Answer:
    said = sentences.WITHDRAW_WHAT.format(who=voice.name, held=anded([_named(one) for one in held[-_MOST:]]))
    buttons = (Button(meant(one), written(replace(line, words=(one.ref,)))) for one in _each(held))
    return Answer(Message(say(said).blocks, tuple((one,) for one in buttons)))


def _each(held: Sequence[Position]) -> list[Position]:
    """The last act on each scope, the newest first."""
    return list({one.ref: one for one in held}.values())[: -_MOST - 1 : -1]


def _named(one: Position) -> str:
    return sentences.HELD_THERE.format(ref=meant(one), stance=STANCES[one.stance].says)
