"""export, verify: the record of a space as files, and whether such files are whole."""

import asyncio
import re
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from bot.config import load
from bot.errors import BadInput, RapporteurError
from bot.positions.record import record_log
from bot.positions.record.export import Export, export
from bot.positions.record.verifier import verify as holds
from bot.sentences import cli
from bot.sentences import record as sentences
from bot.wording import anded
from handlers.line.database import checked, to_newest_revision
from handlers.line.output import put, write_file
from storage import spaces
from storage.db import Database


def export_record(asked: Namespace) -> int:
    """Writes a new folder, or a ZIP where the name ends so."""
    out = Path(asked.out)
    if out.exists():
        raise RapporteurError(sentences.OUT_EXISTS, path=out)
    now = datetime.now(UTC)
    made = asyncio.run(_made(checked(load(Path(asked.config)).database.url), asked.space, now))
    if out.suffix == ".zip":
        write_file(out, made.zipped(now))
    else:
        _write_folder(out, made)
    put(sentences.EXPORTED.format(path=out, events=made.events, head=made.head))
    return 0


def verify(asked: Namespace) -> int:
    if asked.head and not re.fullmatch("[0-9a-f]{8,64}", asked.head):
        raise BadInput(sentences.HEAD_SHORT)
    try:
        whole, told = holds(asked.out, asked.head or "")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else f"{type(error).__name__}: {error}"
        raise RapporteurError(sentences.NO_RECORD, path=asked.out, why=why) from error
    put(told)
    return 0 if whole else 1


async def _made(url: str, name: str, now: datetime) -> Export:
    await to_newest_revision(url)
    db = Database(url)
    try:
        async with db.write() as session:
            space = await spaces.by_name(session, name)
            if space is None:
                known = anded(await spaces.names(session))
                raise RapporteurError(sentences.NO_SUCH_SPACE if known else sentences.NO_SPACES, name=name, known=known)
            made = await export(session, space, now)
            if made is None:
                raise RapporteurError(sentences.EXPORT_NONE, space=space.title)
            await record_log.note(session, space.id, "export", now, head=made.head, by="operator")
        return made
    finally:
        await db.aclose()


def _write_folder(out: Path, made: Export) -> None:
    try:
        out.mkdir(parents=True)
    except OSError as error:
        raise RapporteurError(cli.CANNOT_WRITE, path=out, why=error.strerror, cause=repr(error)) from error
    for name, data in made.files.items():
        write_file(out / name, data)
