"""Which document, which draft, which base somebody means: by number, label, date, `latest`, or a base's name."""

import re
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping.archive import name
from bot.errors import BadInput
from bot.sentences import chat as sentences
from bot.sentences import moving
from bot.wording import anded
from storage import drafts, moved, spaces
from storage.tables import Document, Draft, Space

_ALIKE = 80  # of 100: how like a label must be to what was typed


async def document(session: AsyncSession, space: Space, asked: str | None) -> Document:
    """The document named, or the one whose draft was seen last. BadInput names those there are."""
    known = await spaces.documents(session, space.id)
    if not known:
        raise BadInput(sentences.NO_DOCUMENTS)
    if asked is None:
        return await drafts.last_flashed(session, space.id) or known[0]
    for one in known:
        if one.name.casefold() == asked.casefold():
            return one
    raise BadInput(sentences.NO_SUCH_DOCUMENT, asked=asked, known=anded([one.name for one in known]))


async def draft(session: AsyncSession, of: Document, asked: str, zone: ZoneInfo) -> Draft:
    """The draft that a word means. BadInput names those there are."""
    if plain := await _plain(session, of, asked):
        return plain
    await _moved_away(session, of, asked)
    numbered = await drafts.numbered(session, of.id)
    bases = await drafts.bases(session, of.id)
    if not numbered and not bases:
        raise BadInput(sentences.NO_DRAFTS, document=of.name)
    found = match(asked, numbered, bases, zone)
    if found is None:
        raise BadInput(sentences.NO_SUCH_DRAFT, document=of.name, asked=asked, known=_known(numbered, bases))
    return found


async def base(session: AsyncSession, of: Document, asked: str, zone: ZoneInfo) -> Draft:
    """The base that a word means; any draft serves as one."""
    numbered = await drafts.numbered(session, of.id)
    bases = await drafts.bases(session, of.id)
    found = match(asked, numbered, bases, zone)
    if found is None:
        known = sentences.KNOWN_BASES.format(known=_known(numbered, bases))
        raise BadInput(sentences.NO_SUCH_BASE, document=of.name, asked=asked, known=known)
    return found


async def _plain(session: AsyncSession, of: Document, asked: str) -> Draft | None:
    """The draft that is meant by "latest" or "r12", found without looking at all the others."""
    word, number = asked.strip().casefold(), _number(asked)
    if number is None and word != "latest":
        return None
    found = await drafts.numbered(session, of.id, most=1, up_to=number)
    return found[0] if found and number in (None, found[0].number) else None


def _number(asked: str) -> int | None:
    word = asked.strip().casefold()
    return int(word[1:]) if re.fullmatch(r"r[0-9]{1,9}", word) else None


async def _moved_away(session: AsyncSession, of: Document, asked: str) -> None:
    """BadInput where a number was that of a draft that is another document's: it says which."""
    number = _number(asked)
    found = await moved.moved_away(session, of.id, number) if number is not None else None
    if found:
        new, other = name(found[0]), found[1].name
        choices = (f'diff {new} doc:"{other}"', f'drafts doc:"{of.name}"')
        raise BadInput(moving.MOVED_AWAY, asked=asked, document=of.name, new=new, other=other, choices=choices)


def match(asked: str, numbered: Sequence[Draft], bases: dict[str, Draft], zone: ZoneInfo) -> Draft | None:
    """The draft meant, from those there are. Pure."""
    word = asked.strip().casefold()
    if word == "latest":
        return numbered[-1] if numbered else None
    for one in (*numbered, *bases.values()):
        if name(one).casefold() == word:
            return one
    if on := _day(word):
        return next(
            (one for one in reversed(numbered) if (one.published or one.seen).astimezone(zone).date() == on), None
        )
    if len(word) < 3 or word.lstrip("r").isdigit():
        return None
    labels = {index: one.label.casefold() for index, one in enumerate(numbered) if one.label}
    best = process.extractOne(word, labels, scorer=fuzz.partial_ratio, score_cutoff=_ALIKE)
    return numbered[best[2]] if best else None


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _known(numbered: Sequence[Draft], bases: dict[str, Draft]) -> str:
    return anded([name(one) for one in (*numbered[-8:], *bases.values())])
