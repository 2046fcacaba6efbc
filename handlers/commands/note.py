"""Your delegation's own notes on paragraphs, a red line for instance: those who speak for it alone read them.

note                     the notes of your delegation
note C9 text             notes something on a paragraph; note C9 asks what
note off C9              its notes on a paragraph are taken off; note off: all of them
"""

from dataclasses import replace

from bot.errors import BadInput, NotAllowed
from bot.message import Button, Message, Title, say
from bot.positions.onward import notes
from bot.positions.seats.voices import Voice
from bot.positions.words.said import kept
from bot.sentences import notes as sentences
from bot.wording import anded, listed
from handlers import noting
from handlers.acting import speaking
from handlers.aiming import Aim, aim, which_document
from handlers.among import among, cited
from handlers.grammar import Line, parse, prose, written
from handlers.request import Answer, Request
from storage import notes as queries
from storage.tables import Delegation, Document

_FORM = "note C9 our red line"


async def run(request: Request) -> Answer:
    line = request.line
    if line.words[:1] and line.words[0].casefold() == "off":
        return await _off(request, _behind(line))
    if not line.words and not line.text:
        return await _list(request)
    return await _note(request, line)


def _behind(line: Line) -> Line:
    """The line without its first word."""
    rest = prose(parse(f"{line.verb} {' '.join(line.words[1:])} {line.text}"))
    return replace(rest, keys={**line.keys, **rest.keys})


async def _list(request: Request) -> Answer:
    mine = await noting.delegations(request, request.space)
    lines = [line async for line in noting.lines(request, request.space)]
    if not mine:
        raise _no_voice(request)
    if not lines:
        names = anded([one.name for one in mine.values()])
        raise BadInput(sentences.NONE, names=names, space=request.space.title, form=request.typed(_FORM))
    title = Title(sentences.LIST_TITLE.format(space=request.space.title))
    return Answer(Message((title, *say(*lines).blocks)))


async def _note(request: Request, line: Line) -> Answer:
    text = kept(line.text)
    async with request.write() as session:
        delegation = _seated(request, await speaking(session, request))
        meant = await aim(session, request, line)
        _check_single(meant)
        document = meant.ground.document
        if not text:
            return await _question(request, delegation, meant)
        places = {target.threads[0]: target.ref for target in meant.targets}
        await notes.add(session, delegation, document, places, text, request.person, request.now)
    told = {"refs": meant.refs, "document": document.name, "delegation": delegation.name, "text": text}
    off = tuple(_take_off(delegation, document, target.ref) for target in meant.targets[:8])
    return Answer(Message(say(sentences.NOTED.format(**told)).blocks, (off,)))


def _take_off(delegation: Delegation, document: Document, ref: str) -> Button:
    line = f'note off {ref} doc:"{document.name}" as:{delegation.code}'
    return Button(sentences.BUTTON_OFF.format(ref=ref), line)


def _seated(request: Request, voice: Voice) -> Delegation:
    if voice.capacity != "delegation" or voice.delegation is None:
        raise _no_voice(request)
    return voice.delegation


def _no_voice(request: Request) -> NotAllowed:
    return NotAllowed(sentences.NO_VOICE, form=request.typed("join"))


def _check_single(meant: Aim) -> None:
    """A note is on paragraphs, each named: a section or the whole text is no place where one would look for it."""
    for target in meant.targets:
        if len(target.threads) > 1:
            labels = [p.label.rstrip(".") for p in target.paragraphs if p.label and not p.heading][:3]
            choices = tuple(written(replace(meant.line, words=(label,))) for label in labels)
            raise BadInput(sentences.SEVERAL, ref=target.ref, choices=choices)


async def _question(request: Request, delegation: Delegation, meant: Aim) -> Answer:
    there = {target.threads[0] for target in meant.targets}
    found = await queries.of(request.session, [delegation.id], meant.ground.document.id)
    known = [f"“{note.text}” ({name})" for note, name in found if note.thread in there]
    said = [sentences.ASK.format(delegation=delegation.name, refs=meant.refs)]
    said += [sentences.ALREADY.format(notes=anded(known))] if known else []
    return Answer(say(*said), asks=meant.again(text=""))


async def _off(request: Request, line: Line) -> Answer:
    async with request.write() as session:
        delegation = _seated(request, await speaking(session, request))
        document = await which_document(session, request, line)
        found = await queries.of(session, [delegation.id], document.id)
        mine = await cited(session, document, {note.thread: note.ref for note, _ in found})
        if not mine:
            form = request.typed(_FORM)
            raise BadInput(sentences.NONE, names=delegation.name, space=request.space.title, form=form)

        def none(asked: str) -> BadInput:
            choices = tuple(f'note off {ref} doc:"{document.name}"' for ref in list(mine.values())[:3])
            known = anded(list(mine.values())[:12])
            told = {"delegation": delegation.name, "asked": asked, "known": known, "document": document.name}
            return BadInput(sentences.NOT_NOTED, choices=choices, **told)

        gone = await among(session, document, line.refs(), mine, none)
        refs = {thread: ref for thread, ref in mine.items() if thread in gone}
        await notes.remove(session, delegation, document, refs, request.person, request.now)
    told = {"delegation": delegation.name, "refs": listed(list(refs.values()), 40), "document": document.name}
    return Answer(say(sentences.OFF.format(**told)))
