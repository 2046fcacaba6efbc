"""Who you are here, and how you are told: seats, accounts, open acts; zone, language, quiet hours, mutes.

me                       what you are in each space, your accounts, your open acts, how you are told
me zone Europe/Zurich    your time zone: what only you read tells times in it too; me zone off
me language fr           the language of what only you read; me language off
me quiet 22:00-07:00     what is written to you in private waits until these hours are over; me quiet off
me digest                what waited comes as one message; me digest off: message by message
me text on               without styles, for screen readers; me text off
me mute DOC              nothing about the drafts of a document in private; me unmute DOC
me link                  a code, to be typed on your other account within ten minutes
me link CODE             your other account asked for this code: both are one person from now on
"""

from collections.abc import AsyncIterator, Mapping

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BadInput
from bot.message import Block, Message, Title, para, say
from bot.outbox import queue
from bot.places import Place
from bot.positions.acting import linking
from bot.sentences import habits as how
from bot.sentences import me as sentences
from bot.sentences import notes as of_notes
from bot.wording import anded, on_platforms
from handlers import habits, noting
from handlers import own as mine
from handlers.request import Answer, Request
from storage import own, people
from storage.tables import Person, Space


async def run(request: Request) -> Answer:
    match [word.casefold() for word in request.line.words]:
        case []:
            return await _overview(request)
        case ["link"]:
            return await _code(request)
        case ["link", *_]:
            return await _link(request, " ".join(request.line.words[1:]))
        case [verb, *_] if verb in habits.VERBS:
            return await habits.run(request, verb, request.line.words[1:])
        case _:
            forms = [request.typed(form) for form in ("me", "me link", *(f"me {verb}" for verb in habits.VERBS))]
            raise BadInput(sentences.VERBS, forms=anded(forms))


# ── who somebody is ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def _overview(request: Request) -> Answer:
    accounts = linking.named(await people.accounts(request.session, request.person.id))
    blocks: list[Block] = [Title(request.person.name)]
    hats: list[Block] = [block async for block in _spaces(request)]
    blocks += hats or say(sentences.NOTHING.format(form=request.typed("join"))).blocks
    blocks += say(
        sentences.ACCOUNTS.format(accounts=accounts), sentences.LINK.format(form=request.typed("me link"))
    ).blocks
    blocks += [para(how.TITLE, "strong"), *say(*[line async for line in habits.lines(request)]).blocks]
    return Answer(Message(tuple(blocks)))


async def _spaces(request: Request) -> AsyncIterator[Block]:
    """What the person is, was and left open in each space that they have to do with."""
    held = await people.spaces_of(request.session, request.person.id, request.now)
    for space_id in sorted({*held, *await own.spaces_touched(request.session, request.person.id)}):
        space = await request.session.get_one(Space, space_id)
        yield para(space.title, "strong")
        async for line in mine.hats(request, space):
            yield para(line)
        acts = [line async for line in mine.open_acts(request, space)]
        for line in [sentences.ACTS, *acts] if acts else []:
            yield para(line)
        notes = [line async for line in noting.lines(request, space)]
        for line in [of_notes.HEAD, *notes] if notes else []:
            yield para(line)


# ── one person on several platforms ──────────────────────────────────────────────────────────────────────────────────────


async def _code(request: Request) -> Answer:
    async with request.write() as session:
        code = await linking.new_code(session, request.person, request.now)
    how = sentences.CODE_HOW.format(forms=_elsewhere(request, f"me link {code}"))
    return Answer(Message((para(code, "code"), *say(how).blocks)))


def _elsewhere(request: Request, line: str) -> str:
    """A line as it is typed on the other platforms; on the asker's own where there is no other."""
    here, forms = request.command.place.platform, request.typed_on(line)
    return on_platforms({name: form for name, form in forms.items() if name != here} or forms)


async def _link(request: Request, code: str) -> Answer:
    """A code that is none is counted; so what is said about it comes after the transaction."""
    async with request.write() as session:
        asker = await linking.give(session, request.person, code, request.now)
        if isinstance(asker, Person):
            return await _linked(request, session, asker)
    refusals: Mapping[linking.Verdict, str] = {
        "unknown": sentences.UNKNOWN,
        "used": sentences.USED,
        "expired": sentences.EXPIRED,
        "own": sentences.OWN,
    }
    raise BadInput(refusals[asker], form=_elsewhere(request, f"me link {code}" if asker == "own" else "me link"))


async def _linked(request: Request, session: AsyncSession, asker: Person) -> Answer:
    """Both accounts are told: a code in wrong hands must not go unnoticed."""
    other = (await people.accounts(session, asker.id))[0]
    kept = await linking.link(session, await session.get_one(Person, request.person.id), asker, request.now)
    told = {"name": kept.name, "accounts": linking.named(await people.accounts(session, kept.id))}
    place = Place(other.platform, other.tenant, other.user)
    key = f"linked:{request.command.key}"
    await queue(session, key, "private", place, say(sentences.TOLD.format(**told)), request.now)
    return Answer(say(sentences.LINKED.format(**told)))
