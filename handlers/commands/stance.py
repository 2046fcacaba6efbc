"""What a delegation says about words: support, accept, abstain, concern, object, reserve. One handler over STANCES."""

from dataclasses import replace
from functools import partial

from bot.message import Button, Message, Title, say
from bot.positions.acting.acts import Act
from bot.positions.seats.voices import Voice
from bot.positions.words.said import dated, kept, parted, until
from bot.positions.words.stances import STANCES, Stance
from bot.sentences import acts as sentences
from bot.sentences import voices as of_voices
from bot.sentences.acts_help import STANCES as STANCE_HELP
from bot.wording import excerpt
from handlers.acting import acted, speaking
from handlers.aiming import Aim, aim
from handlers.grammar import Line, written
from handlers.request import Answer, Entry, Request
from handlers.stale import changed, quotes

_KEYS = frozenset({"doc", "space", "page", "as", "on"})


def entry_of(stance: str) -> Entry:
    """The command of a stance."""
    one = STANCES[stance]
    return Entry(
        run=partial(run, stance),
        doc=STANCE_HELP[stance],
        keys=_KEYS | {"until"} if one.date else _KEYS,
        flags=frozenset({"as-is"}) if one.signs else frozenset(),
        acts=True,
        prose=True,
    )


async def run(stance: str, request: Request) -> Answer:
    one, line = STANCES[stance], request.line
    if one.date:
        line = _with_date(line)
    text = kept(line.text)
    async with request.write() as session:
        voice = await speaking(session, request)
        if voice.capacity == "observer" and stance != "concern":
            return _to_observer(voice, one, line)
        meant = await aim(session, request, line, objecting=one.blocks)
        stale = await changed(session, meant, one.button)
        if stale:
            return stale
        reason, wording = parted(text) if one.blocks else (text, "")
        if (one.reason and not reason) or (one.date and "until" not in line.keys):
            return _question(request, voice, one, meant)
        date = until(line.keys["until"], request.now, request.zone) if one.date else None
        act = Act(stance, reason, wording, date, as_is="as-is" in line.flags)
        return await acted(session, request, voice, meant, act)


def _with_date(line: Line) -> Line:
    """A reserve's date may stand as until:, among the references, or at the beginning of the text."""
    if "until" in line.keys:
        return line
    days = [word for word in line.drafts() if word[:1].isdigit()]
    day, text = dated(" ".join([*days[:1], line.text]))
    words = tuple(word for word in line.words if word not in days)
    return replace(line, words=words, text=text, keys={**line.keys, "until": day} if day else line.keys)


def _to_observer(voice: Voice, stance: Stance, line: Line) -> Answer:
    """What an observer cannot say for a delegation can be said as a comment, or as one's own."""
    assert voice.delegation is not None
    said = of_voices.OBSERVER_OBJECTS if stance.blocks else of_voices.OBSERVER_STANCE
    keys = {key: value for key, value in line.keys.items() if key != "until"}
    comment = Button(
        of_voices.BUTTON_COMMENT, written(replace(line, verb="concern", keys=keys, flags=frozenset())), "go"
    )
    own = Button(of_voices.BUTTON_PERSONAL, written(replace(line, keys={**line.keys, "as": "me"})))
    message = say(said.format(delegation=voice.delegation.name))
    return Answer(Message(message.blocks, ((comment, own),)))


def _question(request: Request, voice: Voice, stance: Stance, meant: Aim) -> Answer:
    """Asks for the reason or the date that is missing; the answer completes the line, bound to the words shown."""
    of_record = any(target.level == "record" for target in meant.targets)
    ref = sentences.RECORD.format(ref=meant.refs) if of_record else meant.refs
    line = meant.again(text="")
    if stance.date:
        example = f"{request.today.isoformat()}T23:00"
        typed = kept(request.line.text)
        first = [sentences.ASK_DATE_FIRST.format(text=excerpt(typed))] if typed else []
        prompt = say(*first, sentences.ASK_DATE.format(who=voice.name, ref=ref, form=example))
        return Answer(Message((*prompt.blocks, *quotes(meant.targets))), asks=line)
    asked = [sentences.ASK_REASON[stance.key].format(who=voice.name, ref=ref)]
    asked += [sentences.ASK_LIFT] if stance.blocks else []
    title = Title(sentences.ASK_TITLE[stance.key])
    return Answer(Message((title, *say(*asked).blocks, *quotes(meant.targets))), asks=line)
