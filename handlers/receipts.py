"""What the author of an act sees after a press: whose, what, on which very words, until when it can be undone."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive
from bot.message import Block, Button, Message, Para, Span, para, say
from bot.positions.acting import holding
from bot.positions.acting.acts import before, speaker
from bot.positions.seats.voices import Voice
from bot.positions.words.scopes import Scope, single, width
from bot.positions.words.stances import STANCES, WITHDRAW
from bot.positions.words.stating import meant, stated
from bot.positions.words.targets import ON, Target
from bot.sentences import acts as sentences
from bot.wording import anded, excerpt, short
from handlers.aiming import Aim
from handlers.grammar import Line, written
from handlers.request import Request
from handlers.stale import quotes
from storage import acts as queries
from storage.tables import Delegation, Document, Person, Position

# One page of every platform: an answer to an act must not be turned, since that would ask for the act once more.
_SHOWN = 6
_CHARACTERS = 1_600

Pair = tuple[Position, Target]


async def receipt(session: AsyncSession, request: Request, voice: Voice, aim: Aim, acts: Sequence[Pair]) -> Message:
    """The message, with *Undo* and *Send now* while the acts are pending."""
    positions = [position for position, _ in acts]
    shown = acts[:_SHOWN]
    most = _CHARACTERS // len(shown)
    blocks = [_head(request, voice, positions), *(block for act in shown for block in _act(request, act, most))]
    blocks += say(*_rest(acts)).blocks
    blocks += say(*await _remarks(session, request, voice, aim, positions)).blocks
    narrower = await _narrower(session, positions)
    if narrower:
        refs = excerpt(anded([meant(one) for one in narrower]), 400)
        blocks += say(sentences.NARROWER.format(who=voice.name, refs=refs)).blocks
    elsewhere = await _elsewhere(session, aim, positions)
    if elsewhere:
        refs = excerpt(anded([scope.ref for scope in elsewhere]), 400)
        blocks += say(sentences.ELSEWHERE.format(who=voice.name, refs=refs)).blocks
    unsigned = await _unsigned(session, positions)
    if unsigned:
        blocks += say(_without_mark(request, voice, unsigned)).blocks
    sign = (_sign(aim, unsigned),) if unsigned else ()
    lifts = [_withdraw(voice, aim, one) for one in narrower]
    lifts += [_withdraw(voice, aim, positions[0], scope) for scope in elsewhere]
    rows = (_undo(positions), sign, *((lift,) for lift in lifts[:_SHOWN]))
    return Message(tuple(blocks), tuple(row for row in rows if row))


def seconds(at: datetime, request: Request) -> str:
    """ "14:03:10" in the space's zone, with the day if it is another; the author's own time beside it."""
    return request.clock(at, seconds=True)


def _head(request: Request, voice: Voice, positions: Sequence[Position]) -> Block:
    first = positions[0]
    form = sentences.PENDING if first.state == "pending" else sentences.AT_ONCE
    due = seconds(first.due or first.pressed, request)
    return para(form.format(who=voice.name, at=seconds(first.pressed, request), due=due), "strong")


def _act(request: Request, act: Pair, most: int) -> tuple[Block, ...]:
    """What was said, and of the words that were shown as many characters as the page has room for."""
    position, target = act
    told = excerpt(stated(position, request.zone, request.today), max(most // 4, 120))
    said = Para((Span(meant(position), "strong"), Span(f"  {told}")))
    words = para(sentences.WORDS.format(name=target.draft, hash=short(position.text_hash)), "code")
    return (said, *quotes([target], most // max(1, len(target.paragraphs))), words)


def _rest(acts: Sequence[Pair]) -> list[str]:
    refs = [meant(position) for position, _ in acts[_SHOWN:]]
    return [sentences.LIKEWISE.format(refs=excerpt(anded(refs), 400))] if refs else []


async def _remarks(
    session: AsyncSession, request: Request, voice: Voice, aim: Aim, positions: Sequence[Position]
) -> list[str]:
    """What the author should know: a draft in doubt, a colleague's opposite act, that words that would lift it can follow."""
    said = []
    if aim.ground.in_doubt:
        said.append(sentences.IN_DOUBT.format(newer=archive.name(aim.ground.in_doubt), name=aim.name))
    for position in positions:
        first = await holding.rival(session, position)
        if first and position.state in ("pending", "held"):
            name = (await session.get_one(Person, first.person_id)).name
            at = request.clock(first.pressed)
            said.append(sentences.COLLEAGUE.format(name=name, who=voice.name, at=at))
    if any(one.stance in STANCES and STANCES[one.stance].blocks and not one.wording for one in positions):
        said.append(sentences.ADD_WORDING)
    return said


async def _narrower(session: AsyncSession, positions: Sequence[Position]) -> list[Position]:
    """What the same voice holds on less than one of these acts: objections, reserves and concerns, which stay."""
    if all(one.breadth < 2 for one in positions):
        return []
    known = await queries.of_voice(session, positions[0].document_id, speaker(positions[0]), "taken", "pending")
    known = [one for one in known if one.stance in STANCES and STANCES[one.stance].row == "blocking"]
    held = await queries.held_by(session, [one.id for one in known if one.state == "taken"], present=True)
    return [one for one in known if any(_contains(broad, one, held.get(one.id, {*one.threads})) for broad in positions)]


def _contains(broad: Position, narrow: Position, there: Collection[int]) -> bool:
    """`there`: the paragraphs that the narrow act holds on now."""
    accepting = broad.stance != WITHDRAW and STANCES[broad.stance].side == "accepting"
    within = bool(there) and {*there} <= {*broad.threads}
    return accepting and within and width(narrow.level, len(there)) < width(broad.level, broad.breadth)


async def _elsewhere(session: AsyncSession, aim: Aim, positions: Sequence[Position]) -> list[Scope]:
    """Where a paragraph's act of the same voice still stands that one of these lifts on the paragraph that it names, and that a
    split or merger brought to others."""
    named = {thread for one in positions if one.level == "paragraph" for thread in one.threads}
    known = await queries.of_voice(session, positions[0].document_id, speaker(positions[0]), "taken") if named else ()
    parted = [one for one in known if one.level == "paragraph" and one not in positions]
    held = await queries.held_by(session, [one.id for one in parted], present=True)
    there = {thread for one in parted if {*one.threads, *held[one.id]} & named for thread in held[one.id]}
    ground = aim.ground
    return [
        single(ground.reading, ground.threads, p)
        for p in ground.reading.paragraphs
        if ground.threads[p.n] in there - named
    ]


async def _unsigned(session: AsyncSession, positions: Sequence[Position]) -> list[Position]:
    """Those of these acts that accept without a mark what the same voice had signed: on the same words, as they were, or on a
    broader scope where it said nothing narrower since."""
    plain = [one for one in positions if one.stance in STANCES and STANCES[one.stance].signs and not one.signoff]
    if not plain or plain[0].capacity != "delegation":
        return []
    known = await queries.of_voice(session, plain[0].document_id, speaker(plain[0]), "pending", "taken", "ended")
    known = [one for one in known if one.stance in STANCES and one.level != "deletion"]
    held = await queries.held_by(session, [one.id for one in known if one.state == "taken"])
    held |= {one.id: set(one.threads) for one in known if one.state == "pending"}
    return [one for one in plain if _spoke_signed(one, known, held)]


def _spoke_signed(new: Position, known: Sequence[Position], held: Mapping[int, set[int]]) -> bool:
    """Whether what spoke for the voice on these paragraphs until now bears the mark."""
    there = [
        one
        for one in known
        if before(one, new) and (one.ended_by == new.id or set(new.threads) <= held.get(one.id, set()))
    ]
    return bool(there) and min(there, key=lambda one: (one.breadth, -one.pressed.timestamp(), -one.id)).signoff


def _without_mark(request: Request, voice: Voice, unsigned: Sequence[Position]) -> str:
    refs = [one.ref for one in unsigned]
    form = request.typed(f"signoff {','.join(refs)} {unsigned[0].stance}")
    return sentences.UNSIGNED.format(who=voice.name, refs=excerpt(anded(refs), 400), form=form)


def _sign(aim: Aim, unsigned: Sequence[Position]) -> Button:
    """Shows the words of now, whole; they are signed there."""
    first, refs = unsigned[0], tuple(one.ref for one in unsigned)
    keys = {key: value for key, value in aim.line.keys.items() if key == "as"} | {"doc": aim.ground.document.name}
    flags = frozenset({"as-is"}) if first.as_is else frozenset()
    line = Line("signoff", refs, keys=keys, flags=flags, text=f"{first.stance} {first.reason}".rstrip())
    return Button(sentences.BUTTON_SIGN_AGAIN.format(refs=excerpt(anded(refs), 40)), written(line))


def _undo(positions: Sequence[Position]) -> tuple[Button, ...]:
    pending = [one for one in positions if one.state == "pending"]
    if not pending:
        return ()
    line = undo_line(pending)
    return Button(sentences.BUTTON_UNDO, line, "stop"), Button(sentences.BUTTON_NOW, f"{line} now", "go")


def undo_line(positions: Sequence[Position]) -> str:
    """ "undo 12,13 1402494190": acts and when they were pressed, since a number may be given again after an undo."""
    numbers = ",".join(str(one.id) for one in positions)
    return f"undo {numbers} {stamp(positions[0])}"


def stamp(position: Position) -> str:
    return str(int(position.pressed.timestamp() * 1000))


def _withdraw(voice: Voice, aim: Aim, one: Position, part: Scope | None = None) -> Button:
    line = withdraw_line(one, aim.ground.document, voice.delegation, part)
    return Button(sentences.BUTTON_WITHDRAW.format(ref=part.ref if part else one.ref), line)


def withdraw_line(
    position: Position, document: Document, delegation: Delegation | None, part: Scope | None = None
) -> str:
    """The command line that lifts an act, in the voice that said it, from the words that it was given on; or from a part of
    them. Where a later draft has other words there, or gave their number to others, these are shown first."""
    ref, words = (part.ref, part.text_hash) if part else (position.ref, position.text_hash)
    voice = delegation.code if delegation and position.capacity == "delegation" else ""
    as_ = "me" if position.capacity == "personal" else voice
    keys = {"on": words[:ON], "doc": document.name} | ({"as": as_} if as_ else {})
    return written(Line("withdraw", (ref,), keys=keys))
