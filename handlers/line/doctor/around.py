"""Checks of what the bot leans on: room on the disk, a browser for pages with scripts, the mailbox."""

import asyncio
import importlib.util
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.drafts.fetching import chromium
from bot.drafts.fetching.mailbox import Account, Mailbox
from bot.errors import FetchError
from bot.sentences import doctor as sentences
from handlers.line.doctor.finding import Finding, Patient, fails, note, ok

LITTLE, TOO_LITTLE = 1 << 30, 100 << 20  # bytes: told, and so little that files and backups soon find none


def disk(patient: Patient) -> Iterator[Finding]:
    """Room where the database is, and where files are unpacked and compared."""
    seen: set[int] = set()
    for folder in (*_database_folder(patient), Path(tempfile.gettempdir())):
        there = next(one for one in (folder, *folder.resolve().parents) if one.exists())
        if (device := there.stat().st_dev) not in seen:
            seen.add(device)
            yield room(there, shutil.disk_usage(there).free)


def room(folder: Path, free: int) -> Finding:
    """`free`: bytes."""
    said = sentences.ROOM.format(folder=folder, free=f"{free / 1e9:,.1f}")
    if free >= LITTLE:
        return ok(said)
    return (fails if free < TOO_LITTLE else note)(said, sentences.MEND_ROOM)


def _database_folder(patient: Patient) -> Iterator[Path]:
    if patient.config is None:
        return
    try:
        at = make_url(patient.config.database.url)
    except ArgumentError:  # the check of the database says so
        return
    if at.get_backend_name() == "sqlite" and at.database:
        yield Path(at.database).parent


def browser(patient: Patient) -> Iterator[Finding]:
    """Pages that need JavaScript: only where one is watched is it a failure that there is none."""
    watched = [
        watch for space in (patient.config.space if patient.config else ()) for watch in space.watch if watch.browser
    ]
    if chromium.program() and importlib.util.find_spec("playwright"):
        yield ok(sentences.BROWSER.format(program=chromium.program()))
    elif watched:
        yield fails(sentences.NO_BROWSER_NEEDED.format(url=watched[0].url), sentences.MEND_BROWSER)
    else:
        yield note(sentences.NO_BROWSER, sentences.MEND_BROWSER)


def mail(patient: Patient) -> Iterator[Finding]:
    """Whether the mailbox lets us in; nothing in it is opened."""
    settings = patient.config.mail if patient.config else None
    if settings is None:
        yield ok(sentences.NO_MAIL)
        return
    secret = settings.password.get_secret_value()
    account = Account(settings.host, settings.user, secret, settings.port, settings.starttls, settings.ca_file)
    try:
        asyncio.run(Mailbox(account).reach())
    except FetchError as error:
        yield fails(str(error).rstrip("."), sentences.MEND_MAIL)
    else:
        yield ok(sentences.MAIL.format(user=settings.user, host=settings.host))
