"""Sign exact words: the formal mark of the head or an alternate.

signoff C9               shows the words and the first digits of their hash; the button signs them, as support
signoff C9 accept        the same for “can live with”
signoff C9 --as-is       any change of the words, signs or brackets ends it, not the mark alone
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.message import Button, Message, Para, Title, para, say
from bot.outbox import tell_persons
from bot.positions.acting.acts import Act
from bot.positions.seats.voices import Voice
from bot.positions.words.said import kept
from bot.positions.words.stances import STANCES
from bot.positions.words.targets import Target, hash_of_all
from bot.sentences import acts as sentences
from bot.wording import short
from handlers.acting import acted, speaking
from handlers.aiming import Aim, aim
from handlers.grammar import Line
from handlers.request import Answer, Request
from handlers.stale import changed, quotes
from storage import people

_SIGNS = ("head", "alternate")
_ASK = "ask"
_BY_NAME = 4  # hashes on one button
_AS_IS = re.compile(r"(?:--|[—–])as-is(?:\s+|$)", re.IGNORECASE)


async def run(request: Request) -> Answer:
    asks = _ASK in request.line.flags
    line = replace(request.line, flags=request.line.flags - {_ASK})
    stance, line = _stance(line)
    statement = kept(line.text.removeprefix(stance))
    async with request.write() as session:
        voice = await speaking(session, request)
        meant = await aim(session, request, line)
        stale = await changed(session, meant, sentences.SIGN, bound=False)
        if stale:
            return stale
        if asks:
            return await _ask_head(session, request, voice, meant, stance)
        if voice.seat not in _SIGNS:
            return await _offer(session, request, voice, meant, stance, statement)
        if "on" not in line.keys:
            return Answer(_confirmation(voice, meant, stance))
        act = Act(stance, statement, signoff=True, as_is="as-is" in line.flags)
        return await acted(session, request, voice, meant, act)


def _stance(line: Line) -> tuple[str, Line]:
    """The stance that is signed, support where none is named, and the line with a text that begins with it. The option may
    follow the stance: "C9 accept --as-is we thank the chair"."""
    first, _, rest = line.text.partition(" ")
    named = STANCES.get(first.casefold())
    stance, text = (named.key, rest) if named and named.signs else ("support", line.text)
    flag = _AS_IS.match(text)
    flags = line.flags | {"as-is"} if flag else line.flags
    return stance, replace(line, flags=flags, text=f"{stance} {text[flag.end() if flag else 0 :]}".rstrip())


def _confirmation(voice: Voice, meant: Aim, stance: str) -> Message:
    """The words, their hash, and the button that signs them: only who has seen the words can press it."""
    as_is = "as-is" in meant.line.flags
    what = (sentences.SIGN_AS_IS if as_is else sentences.SIGN_WHAT).format(stance=STANCES[stance].button)
    title = Title(sentences.SIGN_TITLE.format(who=voice.name, refs=meant.refs))
    words = (block for one in meant.targets for block in (*quotes([one]), _stamp(one)))
    sign = Button(sentences.BUTTON_SIGN.format(hash=_hashes(meant.targets)), meant.again("signoff"), "go")
    return Message((title, *say(what).blocks, *words), ((sign,),))


def _stamp(one: Target) -> Para:
    return para(sentences.WORDS.format(name=one.draft, hash=short(one.text_hash)), "code")


def _hashes(targets: Sequence[Target]) -> str:
    """Those that stand below the words; of many the one of all of them."""
    few = len(targets) <= _BY_NAME
    return " ".join(short(one.text_hash) for one in targets) if few else short(hash_of_all(targets))


async def _offer(
    session: AsyncSession, request: Request, voice: Voice, meant: Aim, stance: str, statement: str
) -> Answer:
    """Who may not sign can say the same without the mark, and ask the head."""
    plain = Button(sentences.BUTTON_PLAIN[stance].format(refs=meant.refs), meant.again(stance, text=statement))
    if voice.delegation is None or voice.capacity != "delegation":
        return Answer(Message(say(sentences.SIGN_DELEGATION).blocks, ((plain,),)))
    if not await people.heads(session, voice.delegation.id, request.now):
        said = sentences.SIGN_HEADS_NONE.format(who=voice.delegation.name)
        return Answer(Message(say(said).blocks, ((plain,),)))
    asking = replace(meant, line=replace(meant.line, flags=meant.line.flags | {_ASK}))
    ask = Button(sentences.BUTTON_ASK_HEAD, asking.again())
    return Answer(Message(say(sentences.SIGN_HEADS.format(who=voice.delegation.name)).blocks, ((plain,), (ask,))))


async def _ask_head(session: AsyncSession, request: Request, voice: Voice, meant: Aim, stance: str) -> Answer:
    """The confirmation, in private, to the heads of the delegation."""
    assert voice.delegation is not None
    heads = await people.heads(session, voice.delegation.id, request.now)
    names = {"person": request.person.name, "who": voice.delegation.name}

    def message() -> Message:
        card = _confirmation(voice, meant, stance)
        return Message((*say(sentences.SIGN_ASKS.format(**names)).blocks, *card.blocks), card.buttons)

    key = f"sign:{voice.delegation.id}:{hash_of_all(meant.targets)}:{request.command.key}"
    await tell_persons(session, request.space.id, heads, key, message, request.now)
    return Answer(say(sentences.SIGN_ASKED.format(who=voice.delegation.name, refs=meant.refs)))
