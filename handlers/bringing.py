"""A draft that somebody brings: a file dropped into a chat, or an address named there, goes the road of a watched one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.arriving.case import Manner, Origin
from bot.drafts.arriving.intake import Judged, judged, take_in
from bot.drafts.fetching.answer import Fetched
from bot.drafts.fetching.fetch import read_address
from bot.drafts.keeping import archive, news, private
from bot.drafts.keeping.archive import Posted
from bot.drafts.pages.page import page
from bot.drafts.provenance import FILE
from bot.errors import BadInput, ChatError, NotAllowed
from bot.languages import named
from bot.message import Button, Message, say
from bot.positions.seats.roles import may
from bot.sentences import chat, flash, voices
from bot.sentences import files as sentences
from bot.wording import anded, excerpt
from handlers.chat import LARGEST_FILE, Attached
from handlers.request import Answer, RepeatedError, Request
from storage import spaces
from storage.presses import first_time
from storage.tables import Document, Draft

_MOST = 5  # files of one message that are offered
_LONGEST = 120  # signs of a label, of a file's name


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be added: a file or an address, under which label, to which document (by name), as which base ("" for none).

    `private`: for the eyes of this chat only; `sure`: a question of ours was answered with yes.
    """

    what: Attached | str
    label: str = ""
    document: str = ""
    base: str = ""
    private: bool = False
    sure: bool = False

    @property
    def name(self) -> str:
        name = self.what if isinstance(self.what, str) else self.what.name or sentences.NO_NAME
        return excerpt(name, _LONGEST)

    def line(self) -> str:
        """The command line that asks for the same, whatever it replies to."""
        words = [f'drafts add "{_plain(self.label)}"' if self.label else "drafts add"]
        words += [f'doc:"{_plain(self.document)}"'] if self.document else []
        words += [f'base:"{_plain(self.base)}"'] if self.base else []
        words += ["--private"] if self.private else []
        words += ["--sure"] if self.sure else []
        what = self.what if isinstance(self.what, str) else f'file:"{self.what.id} {_plain(self.what.name)}"'
        return " ".join([*words, what])


async def add(request: Request) -> Answer:
    """`/drafts add`: what is wrong with a file is said in a sentence, and nothing is kept of it."""
    if not may(request.roles, "bring", open_chat=False):
        raise NotAllowed(sentences.ROLE, space=request.space.title)
    _check_private(request)
    asked, *others = await _asked(request)
    if others:
        return _choice(sentences.SEVERAL_FILES, [(one.name, one) for one in (asked, *others)])
    known = await spaces.documents(request.session, request.space.id)
    if not asked.document and len(known) > 1:
        return _choice(chat.WHICH_DOCUMENT, [(one.name, replace(asked, document=one.name)) for one in known])
    document = _document(known, asked.document)
    if document is None and known and not asked.sure:
        said = sentences.NEW_DOCUMENT.format(asked=asked.document, known=anded([one.name for one in known]))
        return _choice(said, [(sentences.BUTTON_NEW.format(document=asked.document), replace(asked, sure=True))])
    found = await _found(request, asked)
    if document is not None:
        told = await judged(request.session, _origin(request, document, asked), found)
        if said_instead := _nothing_new(request, asked, document, found, told):
            return said_instead
    return await _take(request, asked, document, found)


def _check_private(request: Request) -> None:
    """A private draft is dropped where only those read who may see it: everybody else has seen the file already."""
    if "private" not in request.line.flags:
        return
    if request.chat is None or request.chat.kind != "caucus":
        raise BadInput(sentences.PRIVATE_PLACE, space=request.space.title)
    if request.line.keys.get("base"):
        raise BadInput(sentences.PRIVATE_BASE)


# ── what is asked ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _asked(request: Request) -> list[Asked]:
    """What was typed, or what our own button says; one for each file there is."""
    line = request.line
    words = [word for word in line.words[1:] if word not in line.quoted]
    labels = [word for word in line.words[1:] if word in line.quoted]
    addresses = [word for word in words if "://" in word]
    free = " ".join(word for word in words if word not in addresses)
    keys, sure = line.keys, "sure" in line.flags and bool(request.command.token)
    label = excerpt(" ".join((*labels, free)[0].split()), _LONGEST)
    made = Asked("", label, keys.get("doc", ""), keys.get("base", ""), "private" in line.flags, sure)
    if addresses:
        return [replace(made, what=addresses[0])]
    if request.command.token and "file" in keys:
        id, _, name = keys["file"].partition(" ")
        return [replace(made, what=Attached(id, name))]
    return [replace(made, what=file) for file in await _files(request)]


async def _files(request: Request) -> tuple[Attached, ...]:
    """The files that the command is about, some; BadInput says how one is named."""
    at = request.command.place
    connection = request.chats.at(at.platform, at.tenant)
    try:
        files = await connection.files(request.command) if connection else ()
    except ChatError as error:
        raise BadInput(sentences.NOT_HAD, name=sentences.NO_NAME, why=error, cause=error.cause) from error
    if not files:
        said = sentences.WHAT_SLACK if at.platform == "slack" else sentences.WHAT
        raise BadInput(said, form=request.typed("drafts add"), url=request.typed("drafts add https://…"))
    return files[:_MOST]


def _document(known: Sequence[Document], named: str) -> Document | None:
    """The document that it is a draft of, None for a new one."""
    if not named:
        return next(iter(known), None)
    return next((one for one in known if one.name.casefold() == named.casefold()), None)


def _origin(request: Request, document: Document, asked: Asked) -> Origin:
    return Origin(request.space.id, document.id, base=asked.base)


# ── how it is had ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _found(request: Request, asked: Asked) -> Posted:
    """The text, read; BadInput, FetchError or Unreadable say why there is none."""
    platform = request.command.place.platform
    who = {"who": request.person.name, "platform": voices.PLATFORMS.get(platform, platform)}
    if isinstance(asked.what, str):
        found = replace(await _fetched(request, asked.what), brought=sentences.NAMED.format(**who))
    else:
        brought = sentences.DROPPED.format(file=asked.name, **who)
        found = replace(await _downloaded(request, asked.what), brought=brought)
    return replace(found, label=asked.label, person_id=request.person.id)


async def _fetched(request: Request, typed: str) -> Posted:
    url = str(read_address(typed))
    answer = await request.desk.fetcher.get(url)
    assert isinstance(answer, Fetched)
    shown = page(answer.data, answer.url, answer.charset).looks_like if "html" in answer.mime else None
    if shown:
        raise BadInput(flash.SHOWS_ELSE, url=url, what=flash.SHOWN[shown])
    reading = await request.desk.read(answer.data, answer.filename or answer.url)
    return Posted(url, answer.data, answer.mime, reading, published=answer.published)


async def _downloaded(request: Request, file: Attached) -> Posted:
    name = file.name or sentences.NO_NAME
    if file.mime.startswith("image/"):
        raise BadInput(sentences.PICTURE, name=name)
    if file.size > LARGEST_FILE:
        raise BadInput(sentences.TOO_BIG, name=name, limit=LARGEST_FILE // 1024**2)
    connection = request.chats.at(request.command.place.platform, request.command.place.tenant)
    assert connection is not None
    try:
        data = await connection.fetch_file(file)
    except ChatError as error:
        raise BadInput(sentences.NOT_HAD, name=name, why=error, cause=error.cause) from error
    return Posted(f"{FILE}{excerpt(name, _LONGEST)}", data, file.mime, await request.desk.read(data, name))


# ── what becomes of it ───────────────────────────────────────────────────────────────────────────────────────────────────


def _nothing_new(request: Request, asked: Asked, document: Document, found: Posted, told: Judged) -> Answer | None:
    """What is said in place of adding it: older words, another language, a question whether it is a draft at all."""
    if told.verdict == "older":
        return Answer(say(_known_as(sentences.OLDER, document, told.same)))
    if told.verdict == "language":
        return _other_language(request, document, found)
    if told.verdict == "draft" and told.likeness < news.MAYBE and not asked.sure:
        said = sentences.LITTLE.format(percent=round(100 * told.likeness), document=document.name)
        sure = replace(asked, document=document.name, sure=True)
        return _choice(said, [(sentences.BUTTON_SURE.format(document=document.name), sure)])
    return None


async def _take(request: Request, asked: Asked, document: Document | None, found: Posted) -> Answer:
    if document is None:
        async with request.desk.db.write() as session:
            document = await spaces.document(session, request.space.id, asked.document or request.space.title)

    async def once(session: AsyncSession, _: object) -> None:
        if not await first_time(session, request.command.key, request.now):
            raise RepeatedError

    if asked.private:
        return await _take_privately(request, document, found)
    outcome = await take_in(request.desk, _origin(request, document, asked), found, Manner(), once)
    if outcome.draft is None:
        return _other_language(request, document, found)
    known = {"same": sentences.NO_NEW_WORDS, "older": sentences.OLDER}
    if outcome.verdict in known:
        return Answer(say(_known_as(known[outcome.verdict], document, outcome.draft)))
    said = sentences.ADDED_BASE if asked.base else sentences.ADDED
    name = archive.name(outcome.draft)
    return Answer(say(said.format(name=name, base=asked.base, document=document.name)))


async def _take_privately(request: Request, document: Document, found: Posted) -> Answer:
    assert request.chat is not None
    async with request.write() as session:
        draft, news_here = await private.keep(session, document, request.chat, found, request.now)
    said = sentences.PRIVATE_ADDED if news_here else sentences.PRIVATE_KNOWN
    return Answer(say(said.format(name=archive.name(draft), document=document.name)))


def _other_language(request: Request, document: Document, found: Posted) -> Answer:
    form, language = request.typed('drafts add doc:"…"'), named(found.reading.language or "")
    return Answer(say(sentences.LANGUAGE.format(language=language, document=document.name, form=form)))


def _known_as(sentence: str, document: Document, draft: Draft | None) -> str:
    assert draft is not None
    label = sentences.LABEL.format(label=draft.label) if draft.label else ""
    return sentence.format(name=archive.name(draft), label=label, document=document.name)


def _choice(said: str, choices: Sequence[tuple[str, Asked]]) -> Answer:
    """A question with a button for each answer."""
    return Answer(Message(say(said).blocks, tuple((Button(label, asked.line()),) for label, asked in choices)))


def _plain(text: str) -> str:
    """As it can stand in quotes on a command line."""
    for sign in '"“”„‟«»″＂':
        text = text.replace(sign, "'")
    return text
