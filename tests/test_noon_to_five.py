"""Noon to five in small, with the process killed at its worst moments: no Flash lost, no sign-off lost, no silent duplicate.

Two fake platforms: one can be asked what it has by a message's key (as Slack), the other cannot tell (as Telegram).
"""

import asyncio
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.declared import declare
from bot.desk import Desk
from bot.drafts.fetching.answer import Fetched, Validators
from bot.drafts.reading.read import read
from bot.jobs import Work
from bot.places import Person, Place, Posted
from bot.positions.asking import heartbeat
from bot.sentences import chat as sentences
from bot.settings import Config, DelegationSection, SpaceSection, WatchSection
from handlers.chat import Command
from handlers.commands import COMMANDS
from handlers.delivery.drain import Drain
from handlers.dispatch import Dispatcher
from handlers.request import Chats
from handlers.works import effects, endings, looks
from storage.db import Database

PAGE = "https://wsis.example/documents/"
MEDIA = "C9. Media: the same rights online and offline; encourage the participation of women{} in the media."
LINES = ("<p>C5. Building confidence and security.", "<p>C8. Cultural diversity and local content.")
SPACE = SpaceSection(
    name="vision",
    title="Vision",
    timezone="Europe/Zurich",
    required_groups=("governments", "technical community"),
    chats=("slack:T1/plenary", "telegram:-100"),
    chairs=("slack:T1/chang",),
    plenary=("2014-06-11T17:00",),
    watch=(WatchSection(url=PAGE, document="Vision", links=r"vision.*\.html", every="10m"),),
    delegation=(
        DelegationSection(code="NO", name="Norway", group="governments", head=("slack:T1/hansen telegram:8",)),
        DelegationSection(code="IR", name="Iran", group="governments", head=("telegram:9",)),
        DelegationSection(code="ISOC", name="Internet Society", group="technical community"),
    ),
)


class Web:
    """The secretariat's page, in memory."""

    def __init__(self) -> None:
        self.files = {PAGE: b"<h1>Documents</h1>"}

    def publish(self, name: str, media: str, label: str) -> None:
        self.files[PAGE + name] = "".join((*LINES, f"<p>{media}")).encode()
        self.files[PAGE] += f'<p><a href="{name}">{label}</a>'.encode()

    async def get(self, url: str, *_: Any, **__: Any) -> Fetched:
        return Fetched(
            url, 200, self.files[url], "text/html", "utf-8", Validators(), None, None, url.rpartition("/")[2]
        )


class Room:
    """A bot on a database and two platforms; `restart` makes it anew from what it has written down."""

    def __init__(self, desk: Desk, web: Web, slack: Any, telegram: Any) -> None:
        self.desk, self.web, self.slack, self.telegram = desk, web, slack, telegram
        self.keys = 0
        self.dying: list[Any] = []
        self.start()

    def start(self) -> None:
        chats = Chats({("slack", "T1"): self.slack, ("telegram", ""): self.telegram})
        self.dispatcher, self.drain = Dispatcher(self.desk, chats, COMMANDS), Drain(self.desk, chats)
        drain = Work(due=self.drain.due, run=self.drain.run)
        self.work = (looks(self.desk), effects(self.desk), endings(self.desk), drain)

    async def restart(self, after: float = 0) -> None:
        """As the process begins in `bot.__main__`, so many seconds later."""
        self.desk.clock.advance(after)
        self.start()
        await heartbeat.beat(self.desk)
        await self.drain.recover()
        await self.passes(0)

    async def passes(self, minutes: float) -> None:
        """Time goes by, the heart beats, and the jobs do what is due."""
        until = self.desk.clock() + timedelta(minutes=minutes)
        while (left := until - self.desk.clock()) > timedelta():
            self.desk.clock.advance(min(left, heartbeat.GAP * 0.9).total_seconds())
            await heartbeat.beat(self.desk)
            await self.works()
        for _ in range(2):
            self.desk.clock.advance(3)
            await self.works()

    def dies_at(self, *chats: Any, arrives: bool) -> None:
        """The process gets no further than the next message to each of these, whether that arrives or not."""
        for chat in chats:
            self.dying.append(chat)
            chat.send = partial(self._last, chat, chat.send, arrives)

    async def _last(self, chat: Any, send: Any, arrives: bool, *message: Any) -> None:
        chat.send = send
        if arrives:
            await send(*message)
        self.dying.remove(chat)
        await asyncio.Event().wait()

    async def is_killed_within(self, minutes: float) -> None:
        """Time goes by until the process dies; everything that it had begun ends there."""
        working = asyncio.create_task(self.passes(minutes))
        while self.dying:
            assert not working.done(), "it got further than it was to"
            await asyncio.sleep(0)
        begun = asyncio.all_tasks() - {asyncio.current_task()}
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)
        self.start()

    async def works(self) -> None:
        while due := [(work, row) for work in self.work for row in await work.due()]:
            await asyncio.gather(*(work.run(row) for work, row in due))

    async def says(self, who: str, text: str, **more: Any) -> list[Any]:
        """Somebody types a line in private, on Telegram who has a number there; what was said back."""
        chat, tenant = (self.telegram, "") if who.isdecimal() else (self.slack, "T1")
        self.keys += 1
        person = Person(chat.platform, tenant, who, who.title())
        before = len(chat.said)
        place = Place(chat.platform, tenant, who)
        await self.dispatcher(Command(f"event{self.keys}", person, place, text, private=True, **more))
        return chat.said[before:]

    async def presses(self, who: str, said: Any, label: str) -> list[Any]:
        return await self.says(who, "", token=said.token(label), pressed=said.at or Posted(said.to, "1"))

    def told(self, words: str, how: str = "send") -> tuple[list[str], list[str]]:
        """What the rooms of both platforms were sent with these words."""
        slack, telegram = (
            [one.text for one in chat.said if one.to.chat == room and one.how == how and words in one.text]
            for chat, room in ((self.slack, "plenary"), (self.telegram, "-100"))
        )
        return slack, telegram


@pytest.fixture
async def room(sqlite: Database, desk_of: Callable[[Database], Desk], new_chat: Callable[..., Any]) -> Room:
    """Eleven fifty-seven: r1 is known, the page is watched, somebody is there for Norway and for Iran."""

    async def read_here(data: bytes, url: str) -> Any:
        return read(data, url)

    web = Web()
    desk = replace(desk_of(sqlite), fetcher=web, read=read_here)
    async with sqlite.write() as session:
        await declare(session, Config(space=(SPACE,)), desk.clock())
    made = Room(desk, web, new_chat(platform="slack"), new_chat(platform="telegram", finds=False))
    await made.restart()
    web.publish("vision-r1.html", MEDIA.format(" [and girls]"), "Vision of the sixth meeting")
    await made.passes(12)
    return made


@pytest.mark.need(1)
async def test_killed_while_the_noon_flash_goes_out_each_room_has_it_once_or_is_told_that_it_may_be_a_repeat(
    room: Room,
) -> None:
    room.web.publish("vision-r2.html", MEDIA.format(""), "Proposal by Chairman (11 June)")
    room.dies_at(room.slack, room.telegram, arrives=True)
    await room.is_killed_within(12)
    await room.restart(after=40)
    slack, telegram = room.told("FLASH  Vision r2")
    assert len(slack) == 1, "it is found by its key"
    assert [sentences.REPEAT in text for text in telegram] == [False, True], "nobody can tell: sent again, and says so"


async def test_killed_before_anything_was_sent_the_flash_goes_out_after_the_restart(room: Room) -> None:
    room.web.publish("vision-r2.html", MEDIA.format(""), "Proposal by Chairman (11 June)")
    room.dies_at(room.slack, arrives=False)
    await room.is_killed_within(12)
    await room.restart(after=40)
    assert _once(*room.told("FLASH  Vision r2"))


@pytest.mark.need(80)
async def test_a_sign_off_pending_at_the_kill_takes_effect_and_two_words_void_it_once(room: Room) -> None:
    (shown,) = await room.says("hansen", "signoff C8,C9")
    await room.presses("hansen", shown, shown.labels[0])
    await room.says("9", "object C9 A red line; would accept: people")
    await room.says("hansen", "share C9")
    await room.works()
    await room.restart(after=61)
    card, mirrored = (texts[-1] for texts in room.told("C9", "edit"))
    assert card == mirrored
    assert card.splitlines()[0].endswith("OBJECTED")
    assert "NO (signed)" in card

    room.web.publish("vision-r3.html", MEDIA.format(" and men"), "Revised proposal")
    room.dies_at(room.slack, arrives=False)
    await room.is_killed_within(12)
    await room.restart(after=40)
    slack, telegram = room.told("FLASH  Vision r2")
    assert _once(slack, telegram)
    assert "Sign-offs to confirm again: NO (C9) · Objection standing: IR (C9)" in slack[0]
    letters = [one for one in room.slack.said + room.telegram.said if "positions of Norway" in one.text]
    assert len(letters) == 1, "one person, whatever number of accounts"
    assert "C8" not in letters[0].text


@pytest.mark.need(41)
@pytest.mark.need(61)
async def test_a_silence_outlives_the_process_and_is_longer_by_what_it_missed(room: Room, tmp_path: Path) -> None:
    await room.says("chang", "silence C5,C8 until:13:00 --force plenary at one")
    await room.passes(20)
    await room.restart(after=240)
    assert [len(texts) for texts in room.told("The bot was away for 4 min")] == [1, 1]
    await room.passes(27)
    assert room.told("observed") == ([], []), "at one o'clock four minutes are still to run"
    room.dies_at(room.telegram, arrives=True)
    await room.is_killed_within(9)
    await room.restart(after=40)
    slack, telegram = room.told("C5, C8 r1: observed, not reached: Internet Society")
    assert len(slack) == 1
    assert [sentences.REPEAT in text for text in telegram] == [False, True]
    await _verified(room, tmp_path)


def _once(slack: list[str], telegram: list[str]) -> bool:
    """Whether each room has it once; beside it, where the platform cannot tell, only what says that it may be a repeat."""
    return len(slack) == 1 and [sentences.REPEAT in text for text in telegram] in ([False], [False, True])


async def _verified(room: Room, folder: Path) -> None:
    """The record that went through all this is one unbroken chain."""
    await room.says("chang", "export")
    data = room.slack.said[-1].file.data
    (folder / "record.zip").write_bytes(data)
    zipfile.ZipFile(io.BytesIO(data)).extract("verify.py", folder)
    check: Sequence[Any] = [sys.executable, folder / "verify.py", folder / "record.zip"]
    assert subprocess.run(check, capture_output=True, text=True).stdout.startswith("Whole and unaltered")
