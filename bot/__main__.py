"""Wiring only: configuration → database → chats → jobs → run. Nothing imports this module."""

import asyncio
import gc
import logging
import signal
import socket
import sys
from argparse import Namespace
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ConfigError, RapporteurError
from bot.roles import ROLES, jobs_of
from bot.sentences import config as sentences
from handlers import cli

if TYPE_CHECKING:  # what `run` alone needs is loaded by it alone: `read` and `diff` start quickly
    from bot.desk import Desk
    from bot.drafts.post import Post
    from bot.jobs import Jobs, Work
    from bot.presence import Presence
    from bot.settings import Config
    from handlers.chat import Chat, On
    from handlers.pace import Pace
    from handlers.request import Chats, Entry
    from handlers.slack.workspaces import Workspaces
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
    from storage.alone import Taken, alone
    from storage.backup import shown

    config = load(Path(asked.config))
    logs.begin(config.server.log, logs.secrets_of(config))
    try:
        with alone(config.database.url):
            return asyncio.run(_serve(config, asked.only))
    except Taken as error:
        raise ConfigError(sentences.TWO_BOTS, database=shown(config.database.url), who=error) from error


async def _serve(config: "Config", roles: Sequence[str]) -> int:
    """Runs until SIGTERM or Ctrl-C; 1 if nothing is left to run for."""
    from bot import metrics
    from bot.declared import declare
    from bot.desk import Desk
    from bot.drafts.browser import Browser
    from bot.drafts.fetch import Fetcher
    from bot.drafts.sandbox import read_safely
    from bot.jobs import Work
    from bot.positions import heads, heartbeat
    from bot.presence import Presence
    from handlers.commands import COMMANDS
    from handlers.delivery import Drain
    from handlers.dispatch import Dispatcher
    from handlers.line.database import checked, hold_the_clock_against, to_newest_revision
    from handlers.pictures import Pictures
    from handlers.request import Chats
    from handlers.slack.reopening import reopened
    from handlers.web.app import Doors
    from handlers.works import works
    from storage.db import Database
    from storage.keeping import tidy
    from storage.retention import forget

    connections, doors = _connect(config, COMMANDS, lambda team: reopened(db, team))
    before, now = await to_newest_revision(checked(config.database.url))
    db = Database(config.database.url)
    log.info("database %s at revision %s (was %s)", db.shown_url, now, before or "new")
    await hold_the_clock_against(db, _now())
    if db.sqlite and set(roles) != set(ROLES):
        raise ConfigError(sentences.ONLY_ONE)
    presence = Presence(db, ",".join(roles))
    await presence.begin()
    db.committed = metrics.COMMIT_SECONDS.observe
    async with db.write() as session:
        await declare(session, config, _now())
    fetching = Fetcher(config.fetch.contact, config.fetch.allow_private, robots=True)
    async with fetching as fetcher, Browser(fetcher) as browser:
        secret = config.security.ballot_secret.get_secret_value()
        desk = Desk(db=db, clock=_now, fetcher=fetcher, read=read_safely, pause=asyncio.sleep, ballot_secret=secret)
        desk = replace(desk, post=_post(config), browser=browser, process=presence.number, sure=presence.sure)
        chats = Chats({(chat.platform, ""): chat for chat in connections})
        workspaces = _workspaces(config, desk, chats, COMMANDS)
        if workspaces:
            doors = replace(doors, slack=workspaces.handle, installs=workspaces.handle)
        if "web" not in roles:
            doors = Doors()
        drain = Drain(desk, chats, _paces(config))
        pictures = Pictures(desk, chats, {"slack": 1.0})
        jobs = _engine(db, {**works(desk, drain), "pictures": Work(due=pictures.due, run=pictures.run)}, roles)
        jobs.every("settle", 15, drain.recover)
        presence.every(heartbeat.EVERY_S, lambda: heartbeat.beat(desk))
        presence.every(0, drain.write_down)
        presence.every(30, drain.leave_lost)
        jobs.every("heads", 1800, lambda: heads.post_heads(db, _now()))
        jobs.every("forget", 3600, lambda: forget(db, _now()))
        jobs.every("tidy", 3600, lambda: tidy(db, _kept(config), _now()))
        jobs.follow(db)
        await heartbeat.beat(desk)
        await drain.recover()
        dispatcher = Dispatcher(desk, chats, COMMANDS, drain.answered)
        running: set[str] = set()
        heard = [chat for chat in connections if _hears(chat.platform, config, roles)]
        ways = [_listen(chat, dispatcher, presence, _alone(chat.platform, config)) for chat in heard]
        listening = [_while(running, chat.platform, way) for chat, way in zip(heard, ways, strict=True)]
        wanted = {"jobs", *(chat.platform for chat in heard)}
        if workspaces and _hears("slack", config, roles):
            listening.append(workspaces.run(dispatcher))
            presence.every(60, workspaces.refresh)
        gc.collect()
        gc.freeze()  # what is loaded by now is kept: to look through it for garbage holds every answer up for 50 ms
        works_on = [_while(running, "jobs", jobs.run()), _web(config, db, doors, lambda: wanted - running)]
        code = await _until_stopped([*works_on, metrics.watch_the_loop(), presence.run()], listening)
        await presence.end()
        for chat in connections:
            await chat.aclose()
        if workspaces:
            await workspaces.aclose()
    await db.aclose()
    return code


def _post(config: "Config") -> "Post | None":
    """The mailbox for sources of kind mail, where one is configured."""
    if config.mail is None:
        return None
    from bot.drafts.mailbox import Account, Mailbox

    mail = config.mail
    secret = mail.password.get_secret_value()
    return Mailbox(Account(mail.host, mail.user, secret, mail.port, mail.starttls, mail.ca_file, mail.authenticated))


def _connect(
    config: "Config", commands: "Mapping[str, Entry]", accepted: "Callable[[str], Awaitable[None]]"
) -> "tuple[list[Chat], Doors]":
    """A connection for each platform that has a token, and the doors by which those without a socket come in.

    `accepted`: told the Slack workspace that takes our token.
    """
    from handlers.slack.chat import SlackChat
    from handlers.telegram.chat import TelegramChat
    from handlers.web.app import Doors

    chats: list[Chat] = []
    doors = Doors()
    if config.slack and (token := config.slack.bot_token.get_secret_value()):
        slack = SlackChat(
            bot_token=token,
            app_token=config.slack.app_token.get_secret_value(),
            signing_secret=config.slack.signing_secret.get_secret_value(),
            api_url=config.slack.api_url,
            command=config.slack.command,
            verbs=[verb for verb, entry in commands.items() if entry.listed],
            accepted=accepted,
        )
        chats.append(slack)
        doors = replace(doors, slack=slack.handle)
    if config.telegram and (token := config.telegram.token.get_secret_value()):
        secret = config.telegram.webhook_secret.get_secret_value()
        webhook = (
            f"{config.server.public_url.rstrip('/')}/telegram/webhook" if secret and config.server.public_url else ""
        )
        telegram = TelegramChat(
            token=token,
            api_url=config.telegram.api_url,
            does=lambda verb: commands[verb].summary,
            webhook=webhook,
            secret=secret,
        )
        chats.append(telegram)
        doors = replace(doors, telegram=telegram.handle if webhook else None, telegram_secret=secret)
    if not chats and not (config.slack and config.slack.client_id):
        raise ConfigError(sentences.NO_PLATFORM)
    return chats, doors


def _workspaces(config: "Config", desk: "Desk", chats: "Chats", commands: "Mapping[str, Entry]") -> "Workspaces | None":
    """Many Slack workspaces, where the app's own credentials are configured."""
    from handlers.slack.workspaces import Workspaces

    if not (config.slack and config.slack.client_id):
        return None
    verbs = [verb for verb, entry in commands.items() if entry.listed]
    return Workspaces(config.slack, config.server.public_url, desk.db, chats, desk.clock, verbs)


def _kept(config: "Config") -> "Keep":
    """How long what may be kept for a time only is kept."""
    from bot.spans import seconds
    from storage.keeping import Keep

    spans = config.retention.files, config.retention.ballots, config.retention.personal
    return Keep(*(timedelta(seconds=seconds(span)) if span else None for span in spans))


def _paces(config: "Config") -> "dict[str, Pace]":
    from handlers.pace import PACES

    paces = dict(PACES)
    if config.slack:
        paces["slack"] = replace(PACES["slack"], per_second=config.slack.posts_per_second)
    if config.telegram:
        paces["telegram"] = replace(PACES["telegram"], repeat=config.telegram.after_crash == "repeat")
    return paces


async def _while(running: set[str], name: str, work: Awaitable[None]) -> None:
    """Does something, and while it lasts its name is among what is running."""
    running.add(name)
    try:
        await work
    finally:
        running.discard(name)


def _engine(db: "Database", work: "Mapping[str, Work]", roles: Sequence[str]) -> "Jobs":
    """One process on a file, any number on a server."""
    from bot.jobs.cluster import ClusterJobs
    from bot.jobs.local import LocalJobs

    return LocalJobs(work) if db.sqlite else ClusterJobs(db, work, jobs_of(roles))


def _by_http(platform: str, config: "Config") -> bool:
    if platform == "telegram":
        return bool(config.telegram and config.telegram.webhook_secret.get_secret_value() and config.server.public_url)
    return not (config.slack and config.slack.app_token.get_secret_value())


def _hears(platform: str, config: "Config", roles: Sequence[str]) -> bool:
    """Whether this process listens to a platform."""
    return "chat" in roles or ("web" in roles and _by_http(platform, config))


def _alone(platform: str, config: "Config") -> str:
    """The name of what one process alone does: Telegram gives one bot's messages to one reader; "" where several may."""
    if platform != "telegram" or config.telegram is None or _by_http(platform, config):
        return ""
    return f"telegram:{config.telegram.token.get_secret_value().partition(':')[0]}"


async def _listen(chat: "Chat", on: "On", presence: "Presence", alone: str) -> None:
    """Listens until cancelled; a token that is refused ends this platform alone, with its sentence."""
    try:
        await (presence.alone(alone, lambda: chat.run(on)) if alone else chat.run(on))
    except RapporteurError as error:
        log.error("%s: %s %s", chat.platform, error, error.cause)


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
