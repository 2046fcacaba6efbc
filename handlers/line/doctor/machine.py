"""Checks of this machine: the database, the readers of files, the fonts of PDFs."""

import asyncio
import importlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.drafts import sandbox
from bot.drafts.reading.formats import FORMATS
from bot.errors import Unreadable
from bot.sentences import cli as line
from bot.sentences import doctor as sentences
from bot.sentences import parsing
from handlers.line.doctor.finding import Finding, Patient, fails, note, ok
from storage import failing
from storage.backup import shown
from storage.db import Database
from storage.migrate import revision

_SKEW_S = 30


def database(patient: Patient) -> Iterator[Finding]:
    if patient.config is None:
        return
    url = patient.config.database.url
    try:
        at = make_url(url)
    except ArgumentError:
        yield fails(sentences.BAD_DATABASE_URL, sentences.MEND_DATABASE_URL)
        return
    if at.get_backend_name() == "sqlite" and not Path(at.database or "").exists():
        yield _new_file(Path(at.database or ""))
        return
    try:
        yield from asyncio.run(_connected(url))
    except (DBAPIError, ArgumentError, OSError) as error:
        said = line.DATABASE_WHY.get(failing.kind(error)) or failing.said(error)
        yield fails(sentences.DATABASE_FAILS.format(url=shown(url), why=said), sentences.MEND_DATABASE)


def _new_file(path: Path) -> Finding:
    folder = next(parent for parent in path.resolve().parents if parent.exists())
    if os.access(folder, os.W_OK):
        return ok(sentences.DATABASE_NEW.format(path=path))
    return fails(sentences.FOLDER_CLOSED.format(folder=folder), sentences.MEND_FOLDER)


async def _connected(url: str) -> list[Finding]:
    db = Database(url)
    try:
        await db.ping()
        now, newest = await revision(db)
        await _write(db)
        skew = await _skew(db)
    finally:
        await db.aclose()
    if now == newest:
        return [ok(sentences.DATABASE.format(url=shown(url), revision=now)), *skew]
    if now is None or now < (newest or ""):
        return [
            note(
                sentences.DATABASE_OLD.format(url=shown(url), now=now or sentences.NO_REVISION, newest=newest),
                sentences.MEND_MIGRATE,
            )
        ]
    return [fails(sentences.DATABASE_AHEAD.format(url=shown(url), now=now, newest=newest), sentences.MEND_AHEAD)]


async def _skew(db: Database) -> list[Finding]:
    """A database's server has a clock of its own, which others go by."""
    if db.sqlite:
        return []
    async with db.engine.connect() as connection:
        theirs = (await connection.execute(text("select clock_timestamp()"))).scalar_one()
    ahead = (datetime.now(UTC) - theirs).total_seconds()
    if abs(ahead) <= _SKEW_S:
        return []
    sentence = sentences.DATABASE_BEHIND_CLOCK if ahead > 0 else sentences.DATABASE_AHEAD_OF_CLOCK
    return [note(sentence.format(seconds=round(abs(ahead))), sentences.MEND_CLOCK)]


async def _write(db: Database) -> None:
    """Makes a table and takes it back."""
    async with db.engine.connect() as connection:
        await connection.execute(text("create table rapporteur_doctor (one integer)"))
        await connection.rollback()


def readers(_: Patient) -> Iterator[Finding]:
    read: list[str] = []
    through: dict[str, list[str]] = {"LibreOffice": [], "OCR": [sentences.SCANS]}
    for format in FORMATS.values():
        try:
            importlib.import_module(f"bot.drafts.reading.formats.{format.module}")
        except ImportError as error:
            yield fails(sentences.NO_READER.format(format=format.title, why=error), sentences.MEND_INSTALL)
        else:
            (through[format.through] if format.through else read).append(format.title)
    if read:
        yield ok(sentences.READERS.format(formats=", ".join(read)))
    for helper, titles in through.items():
        yield _helper(helper, ", ".join(titles))
    try:
        said = sandbox.isolation()
    except Unreadable as error:
        yield fails(sentences.NO_CHILD.format(why=error.cause or error), sentences.MEND_CHILD)
    else:
        yield (
            ok(sentences.SANDBOX) if said == parsing.ISOLATED else note(sentences.SANDBOX_OPEN, sentences.MEND_SANDBOX)
        )


def _helper(name: str, formats: str) -> Finding:
    if sandbox.HELPERS[name].installed():
        return ok(sentences.THROUGH.format(formats=formats, helper=name))
    return note(sentences.NO_HELPER.format(formats=formats, helper=name), sentences.MEND_HELPER[name])


# A letter that only the fonts of that language have, and the Debian package that brings one.
LETTERS = {
    "English": ("e", "fonts-noto-core"),
    "French": ("œ", "fonts-noto-core"),
    "Spanish": ("ñ", "fonts-noto-core"),
    "Russian": ("ж", "fonts-noto-core"),
    "Arabic": ("ش", "fonts-noto-core"),
    "Chinese": ("语", "fonts-noto-cjk"),
}
_NOWHERE = "\U0010fffd"  # private use: no font has it, so it is drawn as every missing letter is


def fonts(_: Patient) -> Iterator[Finding]:
    """The six UN languages in PDFs and pictures; the letters are drawn, for no list of fonts says what a font lacks."""
    missing = missing_letters()
    drawn = [language for language in LETTERS if language not in missing]
    if drawn:
        yield ok(sentences.FONTS.format(languages=", ".join(drawn)))
    for language in missing:
        mend = sentences.MEND_FONT.format(package=LETTERS[language][1])
        yield note(sentences.NO_FONT.format(language=language), mend)


def missing_letters(*, system: bool = True) -> list[str]:
    """The languages whose letter looks like one that no font has. `system`: with this machine's fonts."""
    import typst

    known = typst.Fonts(include_system_fonts=system)

    def drawn(letter: str) -> bytes:
        page = f'#set page(width: 40pt, height: 40pt, margin: 4pt)\n#text(size: 20pt, "{letter}")'
        picture = typst.Compiler(page.encode(), font_paths=known).compile(format="png", ppi=72)
        assert isinstance(picture, bytes)  # one page
        return picture

    nothing = drawn(_NOWHERE)
    return [language for language, (letter, _) in LETTERS.items() if drawn(letter) == nothing]
