"""Wiring only: configuration → database → chats → jobs → run. Nothing imports this module."""

import asyncio
import gc
import logging
import signal
import socket
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ConfigError
from bot.roles import ROLES, jobs_of
from bot.sentences import config as sentences
from handlers import cli

if TYPE_CHECKING:  # what `run` alone needs is loaded by it alone: `read` and `diff` start quickly
    from bot.desk import Desk
    from bot.drafts.fetching.post import Post
    from bot.jobs import Jobs, Work
    from bot.presence import Presence
    from bot.settings import Config
    from handlers.chat import Chat
    from handlers.delivery.drain import Drain
    from handlers.web.app import Doors, Missing
    from storage.db import Database
    from storage.keeping import Keep

log = logging.getLogger("rapporteur")
_GRACE_S = 8.5


def main() -> int:
    """The console script `rapporteur` and `python -m bot`."""
    return cli.main(sys.argv[1:], run=_run, demo=_demo)


def _demo(asked: Namespace) -> int:
    from handlers.demo.run import main as demo

    return demo(Path(asked.script) if asked.script else None)


def _run(asked: Namespace) -> int:
    from bot.config import load
    from handlers import logs
    from handlers.line.database import failed
    from storage import failing
    from storage.alone import Taken, alone
    from storage.backup import shown

    config = load(Path(asked.config))
    logs.begin(config.server.log, logs.secrets_of(config))
    try:
        with alone(config.database.url):
            return asyncio.run(_serve(config, asked.only))
    except Taken as error:
        raise ConfigError(sentences.TWO_BOTS, database=shown(config.database.url), who=error) from error
    except failing.FAILS as error:
        raise failed(config.database.url, error) from error


async def _serve(config: "Config", roles: Sequence[str]) -> int:
    """Runs until SIGTERM or Ctrl-C; 1 if nothing is left to run for."""
    from bot.desk import Desk
    from bot.drafts.fetching.browser import Browser
    from bot.drafts.fetching.fetch import Fetcher
    from bot.drafts.sandbox import read_safely
    from bot.presence import Presence
    from handlers.commands import COMMANDS
    from handlers.connecting import connect
    from handlers.slack.reopening import reopened

    connections, doors = connect(config, COMMANDS, lambda team: reopened(db, team))
    fetching = Fetcher(config.fetch.contact, config.fetch.allow_private, robots=True)
    async with _closing(connections), fetching as fetcher, Browser(fetcher) as browser:
        db = await _database(config, roles)
        presence = Presence(db, ",".join(roles))
        await presence.begin()
        secret = config.security.ballot_secret.get_secret_value()
        desk = Desk(db=db, clock=_now, fetcher=fetcher, read=read_safely, pause=asyncio.sleep, ballot_secret=secret)
        desk = replace(desk, post=_post(config), browser=browser, process=presence.number, sure=presence.sure)
        code = await _live(config, roles, desk, presence, connections, doors)
        await presence.end()
    await db.aclose()
    return code


@asynccontextmanager
async def _closing(connections: "Sequence[Chat]") -> AsyncIterator[None]:
    """Connections that are closed however it ends."""
    try:
        yield
    finally:
        for chat in connections:
            await chat.aclose()


async def _database(config: "Config", roles: Sequence[str]) -> "Database":
    """The database at this revision, with what the configuration declares."""
    from bot import metrics
    from bot.declared import declare
    from handlers.line.database import checked, hold_the_clock_against, to_newest_revision
    from storage.db import Database

    before, now = await to_newest_revision(checked(config.database.url))
    db = Database(config.database.url)
    log.info("database %s at revision %s (was %s)", db.shown_url, now, before or "new")
    await hold_the_clock_against(db, _now())
    if db.sqlite and set(roles) != set(ROLES):
        raise ConfigError(sentences.ONLY_ONE)
    db.committed = metrics.COMMIT_SECONDS.observe
    async with db.write() as session:
        await declare(session, config, _now())
    return db


async def _live(
    config: "Config",
    roles: Sequence[str],
    desk: "Desk",
    presence: "Presence",
    connections: "Sequence[Chat]",
    doors: "Doors",
) -> int:
    """Looks, sends, listens and answers, as far as this process's roles go."""
    from bot import metrics
    from bot.positions.asking import heartbeat
    from handlers.commands import COMMANDS
    from handlers.connecting import hears, lease, listen, paces, workspaces
    from handlers.delivery.drain import Drain
    from handlers.dispatch import Dispatcher
    from handlers.request import Chats
    from handlers.web.app import Doors

    chats = Chats({(chat.platform, ""): chat for chat in connections})
    many = workspaces(config, desk, chats, COMMANDS)
    if many:
        doors = replace(doors, slack=many.handle, installs=many.handle)
    drain = Drain(desk, chats, paces(config))
    jobs = _jobs(config, roles, desk, presence, drain)
    await heartbeat.beat(desk)
    await drain.recover()
    on = Dispatcher(desk, chats, COMMANDS, drain.answered)
    running: set[str] = set()
    heard = [chat for chat in connections if hears(chat.platform, config, roles)]
    ways = [listen(chat, on, presence, lease(chat.platform, config)) for chat in heard]
    listening = [_while(running, chat.platform, way) for chat, way in zip(heard, ways, strict=True)]
    wanted = {"jobs", *(chat.platform for chat in heard)}
    if many and hears("slack", config, roles):
        listening.append(many.run(on))
        presence.every(60, many.refresh)
    gc.collect()
    gc.freeze()  # what is loaded by now is kept: to look through it for garbage holds every answer up for 50 ms
    web = _web(config, desk.db, doors if "web" in roles else Doors(), lambda: wanted - running)
    works_on = [_while(running, "jobs", jobs.run()), web, metrics.watch_the_loop(), presence.run()]
    code = await _until_stopped(works_on, listening)
    if many:
        await many.aclose()
    return code


def _jobs(config: "Config", roles: Sequence[str], desk: "Desk", presence: "Presence", drain: "Drain") -> "Jobs":
    """All that waits for its time, and what is done in each period: once in the cluster, or by each process."""
    from bot.jobs import Work
    from bot.positions.asking import heartbeat
    from bot.positions.record import heads
    from handlers.delivery.pictures import Pictures
    from handlers.works import works
    from storage.keeping import tidy
    from storage.retention import forget

    db, pictures = desk.db, Pictures(desk, drain.chats, {"slack": 1.0})
    jobs = _engine(db, {**works(desk, drain), "pictures": Work(due=pictures.due, run=pictures.run)}, roles)
    jobs.every("settle", 15, drain.recover)
    jobs.every("heads", 1800, lambda: heads.post_heads(db, _now()))
    jobs.every("forget", 3600, lambda: forget(db, _now()))
    jobs.every("tidy", 3600, lambda: tidy(db, _kept(config), _now()))
    presence.every(heartbeat.EVERY_S, lambda: heartbeat.beat(desk))
    presence.every(0, drain.write_down)
    presence.every(30, drain.leave_lost)
    jobs.follow(db)
    return jobs


def _post(config: "Config") -> "Post | None":
    """The mailbox for sources of kind mail, where one is configured."""
    if config.mail is None:
        return None
    from bot.drafts.fetching.mailbox import Account, Mailbox

    mail = config.mail
    secret = mail.password.get_secret_value()
    return Mailbox(Account(mail.host, mail.user, secret, mail.port, mail.starttls, mail.ca_file, mail.authenticated))


def _kept(config: "Config") -> "Keep":
    """How long what may be kept for a time only is kept."""
    from bot.spans import seconds
    from storage.keeping import Keep

    spans = config.retention.files, config.retention.ballots, config.retention.personal
    return Keep(*(timedelta(seconds=seconds(span)) if span else None for span in spans))


async def _while(running: set[str], name: str, work: Awaitable[None]) -> None:
    """Does something, and while it lasts its name is among what is running."""
    running.add(name)
    try:
        await work
    finally:
        running.discard(name)


def _engine(db: "Database", work: "Mapping[str, Work]", roles: Sequence[str]) -> "Jobs":
    """One process on a file, any number on a server: what the other needs takes up to 8 MB."""
    if db.sqlite:
        from bot.jobs.local import LocalJobs

        return LocalJobs(work)
    from bot.jobs.cluster import ClusterJobs

    return ClusterJobs(db, work, jobs_of(roles))


async def _web(config: "Config", db: "Database", doors: "Doors", missing: "Missing") -> None:
    """Serves HTTP until cancelled; ConfigError if the address cannot be listened on."""
    import uvicorn

    from handlers.web.app import app
    from handlers.web.server import Server

    host, _, port = config.server.listen.rpartition(":")
    try:
        family = socket.AF_INET6 if "[" in host else socket.AF_INET
        listening = socket.create_server((host.strip("[]"), int(port)), family=family)
    except (OSError, ValueError) as error:
        raise ConfigError(sentences.CANNOT_LISTEN, address=config.server.listen, why=error) from error
    server = Server(uvicorn.Config(app(db, doors, missing), log_config=None, access_log=False, lifespan="off"))
    try:
        await server.serve(sockets=[listening])
    finally:
        server.should_exit = True


async def _until_stopped(essential: "Sequence[Awaitable[None]]", listening: "Sequence[Awaitable[None]]") -> int:
    """Runs everything until SIGTERM or Ctrl-C (0), or until no platform is left to listen to (1)."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    chats = [asyncio.ensure_future(one) for one in listening]
    works = [asyncio.ensure_future(one) for one in essential]
    stopped = asyncio.ensure_future(stop.wait())
    all_deaf = asyncio.ensure_future(asyncio.wait(chats) if chats else asyncio.Event().wait())
    await asyncio.wait([stopped, all_deaf, *works], return_when=asyncio.FIRST_COMPLETED)
    for task in (*chats, *works, stopped, all_deaf):
        task.cancel()
    ended, late = await asyncio.wait([*chats, *works], timeout=_GRACE_S)
    if late:
        log.warning("ended without waiting longer for %s", ", ".join(task.get_name() for task in late))
    failures = [error for task in ended if not task.cancelled() and (error := task.exception())]
    if failures:
        raise failures[0]
    return 0 if stop.is_set() else 1


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
