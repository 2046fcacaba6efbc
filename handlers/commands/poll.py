"""A quick question on one paragraph: a pulse, never a decision. One tally over all chats of the space.

poll                                      the polls that are open
poll C9 "Keep it?"                        with the answers Yes · No · No view
poll C9 "Which one?" "Option A" "Option B"
poll C9 "Keep it?" until:17:00            closes at a time of the space's zone, or until:2014-06-11T17:00

--secret   answered in private; nobody's answer is told or kept with a name
--multi    several options may be chosen: "which could you live with"
--person   one answer a person instead of one a delegation; observers may answer
--add      participants may add options
--reasons  an answer may have a reason: with its name, or in a secret poll without

poll erase 3   chair and secretariat: the reasons of a secret poll that is closed
"""

from collections.abc import Sequence
from datetime import datetime

from bot import spans
from bot.drafts.comparison.scope import nearest
from bot.errors import BadInput, NotAllowed
from bot.message import Button, Message, Title, para, say
from bot.outbox import tell_space
from bot.positions.asking import polls, pulse
from bot.positions.words import ground
from bot.positions.words.scopes import Scope, scopes
from bot.positions.words.stances import STANCES
from bot.sentences import inline
from bot.sentences import polls as sentences
from bot.wording import anded, excerpt
from handlers.aiming import which_document
from handlers.chat_habits import card_shown
from handlers.numbers import row_id
from handlers.request import Answer, Request
from handlers.taking import taking
from storage import polls as queries
from storage.tables import Poll

_FORM = 'poll C9 "Keep it?" "Yes" "No"'
_OPTION = 60  # characters: Slack's buttons take 75, Telegram's show about so many on a phone
_QUESTION = 300


async def run(request: Request) -> Answer:
    match request.line.words:
        case ():
            return await _list(request)
        case ("close" | "cancel" as verb, number) if number.isdecimal():
            return await _end(request, row_id(number), "asked" if verb == "close" else "cancelled")
        case ("erase", number) if number.isdecimal():
            return await _erase(request, row_id(number))
        case ("add", number, *said) if number.isdecimal():
            return await _add(request, row_id(number), " ".join(said))
        case _:
            return await _open(request)


async def _list(request: Request) -> Answer:
    running = await queries.running(request.session, request.space.id)
    if not running:
        raise BadInput(sentences.LIST_NONE, form=request.typed(_FORM))
    blocks, rows = [], []
    for poll in running:
        asked = await polls.question(request.session, poll, request.now)
        state = sentences.UNTIL_CLOSED
        if poll.closes:
            state = request.clock(poll.closes)
        line = sentences.LIST_LINE.format(id=poll.id, ref=asked.ref, question=asked.text, state=state)
        blocks.append(para(line))
        if _may_end(request, poll):
            rows.append(_ending(poll))
    return Answer(Message((Title(sentences.LIST_TITLE.format(space=request.space.title)), *blocks), tuple(rows)))


def _ending(poll: Poll) -> tuple[Button, ...]:
    return (
        Button(sentences.BUTTON_CLOSE.format(id=poll.id), f"poll close {poll.id}"),
        Button(sentences.BUTTON_CANCEL.format(id=poll.id), f"poll cancel {poll.id}", "stop"),
    )


async def _open(request: Request) -> Answer:
    line = request.line
    asked = [word for word in line.words if word in line.quoted]
    refs = [word for word in line.words if word not in line.quoted]
    if not refs or not asked or not asked[0].strip():
        raise BadInput(sentences.WHAT, form=request.typed(_FORM))
    question, options = asked[0], tuple(asked[1:]) or sentences.YES_NO
    _check_options(request, question, options)
    if "secret" in line.flags and not request.desk.ballot_secret and not request.desk.db.sqlite:
        raise BadInput(sentences.NO_SECRET)
    if {"secret", "add"} <= line.flags:
        raise BadInput(sentences.SECRET_OPTIONS)
    closes = _closes(request)
    async with request.write() as session:
        document = await which_document(session, request, line, lambda one: f'{line.verb} {line.text} doc:"{one.name}"')
        stands = await ground.kept(session, document)
        scope = _one(stands, document.name, refs)
        poll = _poll(request, stands, scope, question, options, closes)
        await polls.open_poll(session, poll, request.now)
    said = [sentences.STARTED.format(id=poll.id), *await card_shown(request, document)]
    return Answer(Message(say(*said).blocks, (_ending(poll),)))


def _poll(
    request: Request,
    stands: ground.Ground,
    scope: Scope,
    question: str,
    options: Sequence[str],
    closes: datetime | None,
) -> Poll:
    flags = request.line.flags
    return Poll(
        space_id=request.space.id,
        document_id=stands.document.id,
        draft_id=stands.draft.id,
        thread=scope.threads[0],
        ref=scope.ref,
        text_hash=scope.text_hash,
        question=question,
        options=list(options),
        secret="secret" in flags,
        multi="multi" in flags,
        by_person="person" in flags,
        adding="add" in flags,
        reasons="reasons" in flags,
        person_id=request.person.id,
        opened=request.now,
        closes=closes,
    )


def _check_options(request: Request, question: str, options: Sequence[str]) -> None:
    names = {word.casefold() for one in STANCES.values() for word in (one.key, one.button)}
    if len(question) > _QUESTION:
        raise BadInput(sentences.QUESTION_LONG, most=_QUESTION)
    if len(options) < 2:
        raise BadInput(sentences.ONE_OPTION, form=request.typed(_FORM))
    if len(options) > pulse.MOST_OPTIONS:
        raise BadInput(sentences.TOO_MANY, n=len(options), form=request.typed(_FORM))
    for at, option in enumerate(options):
        if not option.strip() or option.casefold() in [other.casefold() for other in options[:at]]:
            raise BadInput(sentences.TWICE, option=option)
        if option.casefold() in names:
            raise BadInput(sentences.STANCE_OPTION, option=option)
        if len(option) > _OPTION:
            raise BadInput(sentences.TOO_LONG, start=excerpt(option, 40), most=_OPTION)


def _one(stands: ground.Ground, document: str, refs: Sequence[str]) -> Scope:
    """The one paragraph that is asked about."""
    found, unknown = scopes(stands.reading, stands.threads, refs)
    near = nearest(stands.reading.paragraphs, unknown[0]) if unknown else []
    if unknown:
        said = inline.NEAREST.format(labels=anded(near)) if near else ""
        name = f"r{stands.draft.number}"
        raise BadInput(inline.NO_PARAGRAPH, name=name, document=document, asked=unknown[0], nearest=said)
    if len(found) != 1 or found[0].level != "paragraph":
        labels = [p.label.rstrip(".") for scope in found for p in scope.paragraphs if p.label][:3]
        raise BadInput(sentences.ONE_PARAGRAPH, ref=anded(list(refs)), near=anded(labels))
    return found[0]


def _closes(request: Request) -> datetime | None:
    until = request.line.keys.get("until")
    if until is None:
        return None
    form = request.typed('poll C9 "Keep it?" until:17:00')
    try:
        at = spans.deadline(until, request.now, request.zone)
    except (ValueError, OverflowError):
        raise BadInput(sentences.NO_TIME, until=until, form=form) from None
    if at <= request.now:
        raise BadInput(sentences.PAST, at=request.clock(at), form=form)
    return at


async def _end(request: Request, number: int, why: str) -> Answer:
    async with request.write() as session:
        poll = await queries.lock(session, number)
        if poll is None or poll.space_id != request.space.id:
            raise BadInput(sentences.NO_POLL, id=number, form=request.typed("poll"))
        if poll.state != "open":
            raise BadInput(sentences.OVER, why=await polls.closed_told(session, poll, request.now))
        if not _may_end(request, poll):
            raise NotAllowed(sentences.NOT_YOURS)
        if why == "asked":  # its words may have changed a moment ago, or its time be over
            over = poll.closes is not None and poll.closes <= request.now
            why = poll.why or ("time" if over else why)
        await polls.close(session, poll, why, request.now, request.desk.ballot_secret, request.person)
    return Answer(say(sentences.DONE_CANCELLED if why == "cancelled" else sentences.DONE_CLOSED))


async def _erase(request: Request, number: int) -> Answer:
    async with request.write() as session:
        poll = await queries.lock(session, number)
        if poll is None or poll.space_id != request.space.id:
            raise BadInput(sentences.NO_POLL, id=number, form=request.typed("poll"))
        if not {"chair", "secretariat"} & request.roles:
            raise NotAllowed(sentences.ERASE_ROLE)
        if not await queries.reasons(session, poll.id):
            raise BadInput(sentences.ERASE_WHAT, id=number, form=request.typed("space erase @PERSON"))
        await polls.erase_reasons(session, poll, request.person, request.now)
    return Answer(say(sentences.ERASED.format(id=number)))


def _may_end(request: Request, poll: Poll) -> bool:
    return poll.person_id == request.person.id or bool({"chair", "secretariat"} & request.roles)


async def _add(request: Request, number: int, option: str) -> Answer:
    async with request.write() as session:
        poll = await taking(request, await queries.lock(session, number), number)
        if not poll.adding:
            raise BadInput(sentences.NOT_ADDING)
        option = " ".join(option.split())
        if not option:
            return Answer(say(sentences.ADD_WHAT.format(question=poll.question)), asks=f"poll add {number}")
        _check_options(request, poll.question, (*poll.options, option))
        await polls.add_option(session, poll, option, request.person, request.now)
        about = {"who": request.person.name, "option": option, "ref": poll.ref, "question": poll.question}
        key = f"poll:{poll.id}:option:{len(poll.options)}"

        def told() -> Message:
            return say(sentences.ADDED.format(**about))

        await tell_space(session, request.space.id, key, told, request.now, about=poll.document_id)
    return Answer(say(sentences.ADDED_TO_YOU.format(option=option)))
