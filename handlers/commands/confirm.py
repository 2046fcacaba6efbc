"""What your delegation is asked to confirm since words changed: what its letter asked, as it stands now.

confirm                  everything that waits for its word; what it said alike together
confirm C5,C9            of these paragraphs
confirm C5,C9 --each     paragraph by paragraph
"""

from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive
from bot.errors import NotAllowed
from bot.message import Message, say
from bot.positions.acting import pending
from bot.positions.acting.acts import Act
from bot.positions.onward.confirming import Group, bound, groups, message
from bot.positions.seats.voices import Voice
from bot.positions.words import ground as grounds
from bot.positions.words.ground import Ground
from bot.positions.words.scopes import single
from bot.positions.words.stances import WITHDRAW
from bot.positions.words.targets import Target, of_scope
from bot.sentences import carry as sentences
from bot.wording import anded, excerpt
from handlers.acting import acted, speaking
from handlers.aiming import Aim, aim, which_document, with_document
from handlers.confirming import Waiting, waiting
from handlers.grammar import Line
from handlers.request import Answer, Request
from storage.tables import Draft, Position


async def run(request: Request) -> Answer:
    line = request.line
    async with request.write() as session:
        voice = await speaking(session, request)
        if voice.delegation is None or voice.capacity != "delegation":
            raise NotAllowed(sentences.ANOTHERS, form=request.typed("home"))
        document = await which_document(session, request, line)
        ground = await grounds.kept(session, document)
        await pending.alone(session, request.space.id)
        found = await waiting(session, request.space, document, voice.delegation, request.now)
        assert found is not None  # there is a ground
        if line.refs():
            meant = await aim(session, request, line)
            found = found.on({thread for target in meant.targets for thread in target.threads})
        if "on" not in line.keys:
            return Answer(_shown(voice, found, line))
        lifts = "withdraw" in line.flags
        group = _pressed(found, line.keys["on"], lifts=lifts)
        if group is None:
            return Answer(_moved(voice, found, line))
        act = found.acts[group.effects[0].position_id]
        said = Act(WITHDRAW) if lifts else Act(act.stance, act.reason, act.wording, act.until, as_is=act.as_is)
        targets = _paragraphs(ground, group)
        if lifts and group.said.scope:
            targets = (await _scope(session, act),)
        return await acted(session, request, voice, Aim(with_document(line, document), ground, targets), said)


def _pressed(found: Waiting, on: str, *, lifts: bool) -> Group | None:
    """What a button for several was about, if the very same acts wait on the very same words still, and may be said again."""
    asked = groups(found.effects, found.said)
    if len(asked) != 1 or bound(asked[0].there) != on.casefold():
        return None
    until = asked[0].said.until
    return asked[0] if lifts or until is None or until > found.letter.now else None


def _paragraphs(ground: Ground, group: Group) -> tuple[Target, ...]:
    here = {ground.threads[p.n]: p for p in ground.reading.paragraphs}
    scopes = [single(ground.reading, ground.threads, here[effect.spot.thread]) for effect in group.there]
    name = archive.name(ground.draft)
    return tuple(of_scope(ground.document.id, ground.draft.id, name, scope) for scope in scopes)


async def _scope(session: AsyncSession, act: Position) -> Target:
    """All that an act was given on."""
    draft = await session.get_one(Draft, act.draft_id)
    threads = tuple(act.threads)
    return Target(act.document_id, draft.id, archive.name(draft), act.level, act.ref, threads, act.text_hash)


def _shown(voice: Voice, found: Waiting, line: Line) -> Message:
    if found.effects:
        return message(found.letter, found.effects, found.said, each="each" in line.flags)
    sentence = sentences.NOTHING_WAITS_THERE if line.refs() else sentences.NOTHING_WAITS
    return say(
        sentence.format(who=voice.name, document=found.letter.document, name=found.letter.name, refs=_refs(line))
    )


def _moved(voice: Voice, found: Waiting, line: Line) -> Message:
    """Nothing is recorded on other words, or for acts that are settled meanwhile; what is asked now is shown afresh."""
    known = {"document": found.letter.document, "who": voice.name, "refs": _refs(line)}
    if not found.effects:
        return say(sentences.MOVED_NOTHING.format(**known))
    fresh = message(found.letter, found.effects, found.said)
    return replace(fresh, blocks=(*say(sentences.MOVED.format(**known)).blocks, *fresh.blocks))


def _refs(line: Line) -> str:
    return excerpt(anded(line.refs()))
