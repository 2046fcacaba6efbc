"""me zone, language, quiet, digest, text, mute, unmute: how the asker wants to be told; answered with what holds then."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BadInput
from bot.habits import quiet_until
from bot.languages import LANGUAGES, first, speak
from bot.message import say
from bot.sentences import habits as sentences
from bot.spans import hours
from bot.wording import anded, city, clock, yours
from handlers import menus
from handlers.request import Answer, Request
from storage import habits, own, people
from storage.tables import Document, Mute, Person, Space

QUIET = "22:00-07:00"
_NEAREST = 3


async def run(request: Request, verb: str, words: Sequence[str]) -> Answer:
    """`verb`: a key of VERBS; `words`: what stands behind it."""
    return await VERBS[verb](request, words)


async def lines(request: Request) -> AsyncIterator[str]:
    """What holds now, a line each, with the line that changes it."""
    person = request.person
    zone = ZoneInfo(await own_zone(request.session, person, request.now))
    if person.timezone:
        at = clock(request.now, zone, request.now.astimezone(zone).date())
        yield sentences.ZONE.format(zone=person.timezone, at=at, form=request.typed("me zone off"))
    else:
        yield sentences.ZONE_OF_SPACE.format(form=request.typed("me zone Europe/Zurich"))
    if person.language:
        form = request.typed("me language off")
        yield sentences.LANGUAGE.format(language=LANGUAGES[first(person.language)], form=form)
    else:
        yield sentences.LANGUAGE_OF_SPACE.format(form=request.typed("me language fr"))
    if person.quiet_hours:
        off = request.typed("me quiet off")
        yield sentences.QUIET.format(quiet=person.quiet_hours, zone=city(zone.key), form=off)
        digest = sentences.DIGEST_ON if person.digest else sentences.DIGEST_OFF
        yield digest.format(form=request.typed("me digest off" if person.digest else "me digest"))
    else:
        yield sentences.QUIET_NONE.format(form=request.typed(f"me quiet {QUIET}"))
    text = sentences.TEXT_ON if person.text_mode else sentences.TEXT_OFF
    yield text.format(form=request.typed("me text off" if person.text_mode else "me text on"))
    muted = await habits.muted(request.session, person.id)
    if muted:
        form = request.typed(f'me unmute "{muted[0].name}"')
        yield sentences.MUTED.format(documents=anded([one.name for one in muted]), form=form)


async def own_zone(session: AsyncSession, person: Person, now: datetime) -> str:
    """The zone in which a person's quiet hours run: their own, or that of the space that they are in."""
    if person.timezone:
        return person.timezone
    held = await people.spaces_of(session, person.id, now)
    space_id = person.space_id if person.space_id in held else next(iter(held), None)
    return (await session.get_one(Space, space_id)).timezone if space_id else "UTC"


# ── zone ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _zone(request: Request, words: Sequence[str]) -> Answer:
    asked = "_".join(words)
    if not asked:
        raise BadInput(sentences.ZONE_WHICH, form=request.typed("me zone Europe/Zurich"))
    if asked.casefold() in OFF:
        await _change(request, timezone="")
        return Answer(say(sentences.ZONE_CLEARED))
    zone = known_zone(asked, "me zone {}")
    before = await _change(request, timezone=zone)
    mine, here = ZoneInfo(zone), ZoneInfo(before)
    at = clock(request.now, mine, request.now.astimezone(mine).date())
    beside = yours(request.now, here, mine)
    said = sentences.ZONE_SET if beside else sentences.ZONE_SAME
    shown = clock(request.now, here, request.now.astimezone(here).date())
    return Answer(say(said.format(zone=zone, at=at, here=shown, yours=beside)))


def known_zone(asked: str, line: str) -> str:
    """The zone that is meant: its name, or its city alone; BadInput with the nearest. `line`: what chooses one."""
    known = sorted(available_timezones())
    wanted = asked.casefold()
    for name in (str.casefold, lambda zone: zone.rpartition("/")[2].casefold()):
        found = [zone for zone in known if name(zone) == wanted]
        if len(found) == 1 or (found and "/" in wanted):
            return found[0]
    near = [one[0] for one in process.extract(asked, known, scorer=fuzz.WRatio, limit=_NEAREST)]
    raise BadInput(sentences.NO_SUCH_ZONE, asked=asked, near=anded(near), choices=tuple(map(line.format, near)))


# ── language ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _language(request: Request, words: Sequence[str]) -> Answer:
    asked = " ".join(words)
    if asked.casefold() in OFF:
        await _change(request, language="")
        await menus.of_asker(request, "")
        space = request.bound_space
        speak(request.chat.language if request.chat else "", space.language if space else request.command.locale)
        return Answer(say(sentences.LANGUAGE_CLEARED))
    language = language_of(asked, "me language {}")
    await _change(request, language=language)
    await menus.of_asker(request, language)
    speak(language)
    return Answer(say(sentences.LANGUAGE_SET))


def language_of(asked: str, line: str) -> str:
    """The language that is meant, by its code or its own name; BadInput with those there are. `line`: what chooses one."""
    wanted = asked.casefold()
    for code, name in LANGUAGES.items():
        if wanted and (wanted.partition("-")[0] == code or wanted == name.casefold()):
            return code
    known = anded([f"{code} ({name})" for code, name in LANGUAGES.items()])
    raise BadInput(sentences.NO_LANGUAGE, asked=asked, known=known, choices=tuple(map(line.format, LANGUAGES)))


# ── quiet hours, digest, text mode ───────────────────────────────────────────────────────────────────────────────────────


async def _quiet(request: Request, words: Sequence[str]) -> Answer:
    asked = "".join(words)
    if asked.casefold() in OFF:
        await _change(request, quiet_hours="")
        return Answer(say(sentences.QUIET_CLEARED))
    quiet = hours_of(asked, request.typed(f"me quiet {QUIET}"), f"me quiet {QUIET}")
    zone = await _change(request, quiet_hours=quiet)
    ends = quiet.partition("-")[2]
    return Answer(say(sentences.QUIET_SET.format(quiet=quiet, zone=city(zone), ends=ends)))


def hours_of(asked: str, form: str, choice: str) -> str:
    """The hours that were typed, "22:00-07:00"; BadInput where they are none. `choice`: a line that would do."""
    text = asked.replace("–", "-").replace("—", "-")
    if not text:
        raise BadInput(sentences.QUIET_WHEN, form=form, choices=(choice,))
    try:
        begins, ends = hours(text)
    except ValueError:
        raise BadInput(sentences.NO_HOURS, asked=asked, form=form, choices=(choice,)) from None
    return f"{begins // 60:02}:{begins % 60:02}-{ends // 60:02}:{ends % 60:02}"


async def _digest(request: Request, words: Sequence[str]) -> Answer:
    on = switched(request, "me digest", words or ["on"])
    await _change(request, digest=on)
    said = [sentences.DIGEST_SET if on else sentences.DIGEST_CLEARED]
    if not request.person.quiet_hours:
        said.append(sentences.DIGEST_NO_QUIET.format(form=request.typed(f"me quiet {QUIET}")))
    return Answer(say(*said))


async def _text(request: Request, words: Sequence[str]) -> Answer:
    on = switched(request, "me text", words)
    await _change(request, text_mode=on)
    return Answer(say(sentences.TEXT_SET if on else sentences.TEXT_CLEARED))


_ON, OFF = frozenset({"on", "yes"}), frozenset({"off", "no", "none"})


def switched(request: Request, line: str, words: Sequence[str], behind: str = "") -> bool:
    """Whether something is to be on, of a line that may end with more; BadInput where that is not said."""
    asked = " ".join(words).casefold()
    if asked not in _ON | OFF:
        choices = (f"{line} on{behind}", f"{line} off{behind}")
        forms = anded([request.typed(choice) for choice in choices])
        raise BadInput(sentences.ON_OR_OFF, forms=forms, choices=choices)
    return asked in _ON


async def _change(request: Request, **values: str | bool) -> str:
    """Writes what the person wants; what waits for them waits as they want it from now on. The zone of their hours."""
    async with request.write() as session:
        person = await session.get_one(Person, request.person.id)
        before = await own_zone(session, person, request.now)
        for name, value in values.items():
            setattr(person, name, value)
        await session.flush()
        zone = await own_zone(session, person, request.now)
        ends = quiet_until(request.now, person.quiet_hours, ZoneInfo(zone))
        for account in await people.accounts(session, person.id):
            for row in await habits.waiting(session, (account.platform, account.tenant, account.user, None)):
                row.due = ends or request.now
    return before


# ── muted documents ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Of:
    document: Document
    space: Space

    def put_into(self, sentence: str) -> str:
        return sentence.format(document=self.document.name, space=self.space.title)


async def _mute(request: Request, words: Sequence[str]) -> Answer:
    meant = await _meant(request, "mute", words)
    async with request.write() as session:
        if await session.get(Mute, (request.person.id, meant.document.id)) is None:
            session.add(Mute(person_id=request.person.id, document_id=meant.document.id))
    return Answer(say(meant.put_into(sentences.MUTE_SET)))


async def _unmute(request: Request, words: Sequence[str]) -> Answer:
    meant = await _meant(request, "unmute", words)
    async with request.write() as session:
        row = await session.get(Mute, (request.person.id, meant.document.id))
        if row is None:
            raise BadInput(sentences.NOT_MUTED, document=meant.document.name, space=meant.space.title)
        await session.delete(row)
    return Answer(say(meant.put_into(sentences.MUTE_CLEARED)))


async def _meant(request: Request, verb: str, words: Sequence[str]) -> _Of:
    """The document that is named, of the person's spaces; BadInput with those there are."""
    documents = await _documents(request)
    names = list(dict.fromkeys(one.document.name for one in documents))
    choices = tuple(f'me {verb} "{name}"' for name in names[:_NEAREST])
    asked = " ".join(words) or request.line.keys.get("doc", "")
    if not names:
        raise BadInput(sentences.NO_DOCUMENTS)
    if not asked:
        raise BadInput(sentences.MUTE_WHICH, known=anded(names), choices=choices)
    found = [one for one in documents if one.document.name.casefold() == asked.casefold()]
    if not found:
        near = [one[0] for one in process.extract(asked, names, limit=_NEAREST)]
        choices = tuple(f'me {verb} "{name}"' for name in near)
        raise BadInput(sentences.NO_DOCUMENT, asked=asked, known=anded(names), choices=choices)
    if len(found) > 1:
        choices = tuple(f'me {verb} "{one.document.name}" space:{one.space.name}' for one in found)
        shown = anded([one.space.title for one in found])
        raise BadInput(sentences.SEVERAL_DOCUMENTS, asked=asked, spaces=shown, choices=choices)
    return found[0]


async def _documents(request: Request) -> list[_Of]:
    """The documents of the spaces in which the person has or had a part, or of the one that is named."""
    session, person = request.session, request.person
    held = await people.spaces_of(session, person.id, request.now)
    spaces = [await session.get_one(Space, n) for n in sorted({*held, *await own.spaces_touched(session, person.id)})]
    wanted = request.line.keys.get("space")
    known = {one.id: one for one in spaces if wanted in (None, one.name)}
    return [_Of(one, known[one.space_id]) for one in await habits.documents(session, known)]


VERBS: Mapping[str, Callable[[Request, Sequence[str]], Awaitable[Answer]]] = {
    "zone": _zone,
    "language": _language,
    "quiet": _quiet,
    "digest": _digest,
    "text": _text,
    "mute": _mute,
    "unmute": _unmute,
}
