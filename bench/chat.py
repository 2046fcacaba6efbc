"""Deliveries and presses on the simulators of Slack and Telegram, their rates on.

fan-out: a Flash to many chats of each platform: messages a second, seconds from commit to the first chat, chats without it,
chats that have it twice without saying so. presses: on one poll's card in two chats of each platform, within a minute: how
soon Slack is acknowledged and Telegram's press answered, whether the tally is exact, how often the card is edited, when last.
idle: memory with both platforms connected, and what of a processor a press costs. kills: the bot killed (-9) at random
instants of a fan-out and started again.

There is no peer: what binds are the platforms' rates (30 a second on Telegram; our own pace on Slack) and the promises below.
"""

import argparse
import asyncio
import json
import os
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bench.town import BOT_TOKENS, TEAM, Town, now, town, until
from bot.desk import Desk
from bot.drafts.fetching.fetch import Fetcher
from bot.drafts.keeping import archive
from bot.drafts.keeping.archive import Posted
from bot.drafts.reading.read import read
from bot.drafts.sandbox import read_safely
from bot.jobs import Work
from bot.jobs.local import LocalJobs
from bot.positions.asking import polls
from bot.positions.onward import carrying
from bot.positions.words import ground
from bot.positions.words.scopes import scopes
from bot.sentences.chat import REPEAT
from handlers.delivery.drain import Drain
from handlers.delivery.pace import PACES
from handlers.request import Chats
from handlers.slack.chat import SlackChat
from handlers.telegram.chat import TelegramChat
from storage import people
from storage.tables import Ballot, Delegation, Document, Membership, Poll

PLATFORMS = ("telegram", "slack")
NOMINAL = {"telegram": 30.0, "slack": PACES["slack"].per_second}
OPTIONS = ("Yes", "No", "Later")
DRAFT = "\n\n".join(
    f"C{n}. The States affirm the right of people to cooperation in networks of media, as in {n}." for n in range(1, 30)
).encode()

Row = dict[str, Any]


# ── a Flash to many chats ────────────────────────────────────────────────────────────────────────────────────────────────


async def fan_out(chats: int, slack_chats: int) -> list[Row]:
    async with town(slack_chats, chats) as there, Fetcher("") as fetcher:
        space_id, document_id = await there.space()
        slack = SlackChat(bot_token=BOT_TOKENS["slack"], api_url=there.sims.slack_api, verbs=())
        telegram = TelegramChat(token=BOT_TOKENS["telegram"], api_url=there.sims.tg_api)
        desk = Desk(db=there.db, clock=now, fetcher=fetcher, read=read_safely, pause=asyncio.sleep)
        drain = Drain(desk, Chats({("slack", ""): slack, ("telegram", ""): telegram}), PACES)
        jobs = LocalJobs({"drain": Work(drain.due, drain.run)})
        there.db.after_commit.append(jobs.nudge)
        working = asyncio.create_task(jobs.run())
        began = await there.post_flash(space_id, document_id)
        longest = max(chats / NOMINAL["telegram"], slack_chats / NOMINAL["slack"])
        await until(lambda: _all_sent(drain), 30 + 3 * longest)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        for chat in (slack, telegram):
            await chat.aclose()
        wanted = {"telegram": {str(one) for one in there.groups}, "slack": set(there.channels)}
        return [await _fan_out_row(there, platform, wanted[platform], began) for platform in PLATFORMS]


async def _all_sent(drain: Drain) -> bool:
    return not await drain.due() and not drain.busy


async def _fan_out_row(there: Town, platform: str, wanted: set[str], began: float) -> Row:
    posts = await there.posts(platform)
    times = sorted(at for at, _, _ in posts)
    rate = (len(times) - 1) / (times[-1] - times[0])
    figures = {"per_second": rate, "of_nominal": rate / NOMINAL[platform], "first_s": times[0] - began}
    kept = _kept(posts, wanted) | {"refused": await there.refused(platform)}
    return {"what": "fan-out", "platform": platform, "chats": len(wanted)} | figures | kept


def _kept(posts: Sequence[tuple[float, str, str]], wanted: set[str]) -> Row:
    """What was lost, posted twice, and posted twice with a word about it."""
    unmarked = Counter(chat for _, chat, text in posts if REPEAT not in text)
    marked = Counter(chat for _, chat, text in posts if REPEAT in text)
    twice = sum(max(0, count - 1) for count in unmarked.values())
    return {"lost": len(wanted - unmarked.keys() - marked.keys()), "twice": twice, "marked": marked.total()}


# ── killed on the way ────────────────────────────────────────────────────────────────────────────────────────────────────


async def kills(times: int, chats: int, slack_chats: int, seed: int) -> list[Row]:
    chance = random.Random(seed)
    async with town(slack_chats, chats) as there:
        await there.post_flash(*await there.space())
        for _ in range(times):
            bot, before = there.start(), await _count(there)
            await until(lambda before=before: _beyond(there, before), 20)  # type: ignore[misc]
            await asyncio.sleep(chance.uniform(0, 0.7))
            bot.kill()
            bot.wait()
        there.start()
        wanted = {"telegram": {str(one) for one in there.groups}, "slack": set(there.channels)}
        rows = []
        for platform in PLATFORMS:
            await until(lambda platform=platform: _nothing_lost(there, platform, wanted[platform]), 30 + chats)  # type: ignore[misc]
        await asyncio.sleep(20)  # whatever would come twice comes
        for platform in PLATFORMS:
            row = {"what": "kills", "platform": platform, "chats": len(wanted[platform]), "kills": times}
            rows.append(row | _kept(await there.posts(platform), wanted[platform]))
        return rows


async def _count(there: Town) -> int:
    return sum([len(await there.posts(platform)) for platform in PLATFORMS])


async def _beyond(there: Town, before: int) -> bool:
    return await _count(there) > before


async def _nothing_lost(there: Town, platform: str, wanted: set[str]) -> bool:
    return not _kept(await there.posts(platform), wanted)["lost"]


# ── presses on a poll ────────────────────────────────────────────────────────────────────────────────────────────────────


async def presses(count: int, seconds: float, persons: int) -> list[Row]:
    async with town(2, 2) as there:
        poll_id = await _open_poll(there, persons)
        bot = there.start()
        await there.ready()
        await asyncio.sleep(3)
        idle = {"what": "idle", "memory_mb": memory_mb(bot.pid)}
        cards = {platform: await _cards(there, platform) for platform in PLATFORMS}
        spent = _cpu_s(bot.pid)
        ended, answered = await _press(there, cards, count, seconds, persons)
        idle["cpu_ms_a_press"] = 1000 * (_cpu_s(bot.pid) - spent) / count
        await asyncio.sleep(12)
        rows = []
        async with there.db.read() as session:
            ballots = (await session.exec(select(Ballot).where(Ballot.poll_id == poll_id))).all()
            card = (await polls.card(session, await session.get_one(Poll, poll_id), now())).plain()
        tally = Counter(choice for row in ballots for choice in row.choices)
        for platform in PLATFORMS:
            row = {"what": "presses", "platform": platform, "presses": count // 2, **answered[platform]}
            row["tally_exact"] = tally == answered["tally"]["wanted"] and await _shown(there, platform, card)
            rows.append(row | await _edits(there, platform, ended))
        return [*rows, idle]


async def _open_poll(there: Town, persons: int) -> int:
    """A poll on a paragraph, and so many delegations, each with one person on one of the platforms."""
    space_id, document_id = await there.space()
    async with there.db.write() as session:
        reading = replace(read(DRAFT, "r1.txt"), source="https://example.org/r1.txt")
        found = Posted(reading.source, DRAFT, "text/plain", reading)
        await carrying.settle(session, await archive.keep(session, document_id, None, found, now()), now())
        chair = await people.meet(session, "telegram", "", "1", "Chair")
        on = await ground.ground(session, await session.get_one(Document, document_id))
        scope = scopes(on.reading, on.threads, ["C1"])[0][0]
        about: Row = {"space_id": space_id, "document_id": document_id, "draft_id": on.draft.id, "person_id": chair.id}
        about |= {"thread": scope.threads[0], "ref": scope.ref, "text_hash": scope.text_hash, "opened": now()}
        poll = Poll(**about, question="Keep it?", options=list(OPTIONS))
        await ground.assign(session, document_id)
        await polls.open_poll(session, poll, now())
        for number in range(persons):
            await _seat(session, space_id, number)
        return poll.id


async def _seat(session: AsyncSession, space_id: int, number: int) -> None:
    platform = PLATFORMS[number % 2]
    tenant = TEAM if platform == "slack" else ""
    person = await people.meet(session, platform, tenant, _user(number), f"Delegate {number}")
    delegation = Delegation(space_id=space_id, code=f"D{number}", name=f"Delegation {number}", group="governments")
    session.add(delegation)
    await session.flush()
    session.add(Membership(delegation_id=delegation.id, person_id=person.id, role="head", since=now()))


def _user(number: int) -> str:
    return f"UP{number}" if PLATFORMS[number % 2] == "slack" else str(number + 1000)


async def _cards(there: Town, platform: str) -> list[tuple[Any, Any, list[str]]]:
    """(chat, message, what its buttons carry) of the poll's card in each chat, once it is in both."""

    async def both() -> bool:
        return len(await there.posts(platform)) >= 2

    await until(both, 30)
    if platform == "slack":
        calls = [call for call in await there.sims.slack.log("chat.postMessage") if call.get("out", {}).get("ok")]
        return [(call["args"]["channel"], call["out"]["ts"], _actions(call["args"]["blocks"])) for call in calls]
    found = []
    for group in there.groups:
        (message,) = await there.sims.tg.messages(group)
        buttons = [one for row in message["reply_markup"]["inline_keyboard"] for one in row]
        found.append((group, message["message_id"], [one["callback_data"] for one in buttons[: len(OPTIONS)]]))
    return found


def _actions(blocks: Any) -> list[str]:
    blocks = json.loads(blocks) if isinstance(blocks, str) else blocks
    buttons = [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
    return [one["action_id"] for one in buttons[: len(OPTIONS)]]


async def _press(there: Town, cards: Any, count: int, seconds: float, persons: int) -> tuple[float, dict[str, Row]]:
    """Everybody presses several times, one press after another; when the last did, and how soon they were answered."""
    chance, wanted, acks, pressed = random.Random(1), Counter[int](), list[float](), list[float]()
    each = max(1, count // persons)

    async def one(person: int) -> None:
        platform = PLATFORMS[person % 2]
        for at in sorted(chance.uniform(0, seconds) for _ in range(each)):
            await asyncio.sleep(max(0.0, began + at - time.time()))
            option, (chat, message, buttons) = chance.randrange(len(OPTIONS)), chance.choice(cards[platform])
            pressed.append(time.time())
            if platform == "slack":
                done = await there.sims.slack.click(message, buttons[option], user=_user(person), channel=chat)
                acks.append(done["ack"]["ms"])
            else:
                await there.sims.tg.post(
                    "/ctl/click", chat_id=chat, message_id=message, user=int(_user(person)), data=buttons[option]
                )
                await asyncio.sleep(1.5)  # until it was taken: whose last press counts must be known
        wanted[option] += 1

    began = time.time()
    await asyncio.gather(*(one(person) for person in range(persons)))
    await asyncio.sleep(3)
    callbacks = (await there.sims.tg.get("/ctl/callbacks")).values()
    answered = [1000 * one["dt"] for one in callbacks if one["answered"]]
    telegram = {"answered_p99_ms": _p99(answered), "unanswered": len(callbacks) - len(answered)}
    return max(pressed), {"telegram": telegram, "slack": {"ack_p99_ms": _p99(acks)}, "tally": {"wanted": wanted}}


async def _shown(there: Town, platform: str, card: str) -> bool:
    """Whether the card in the chats shows the figures of the database."""
    counts = [line for line in card.splitlines() if line.startswith(OPTIONS)]
    if platform == "slack":
        shown = [call["args"]["text"] for call in (await there.sims.slack.log("chat.update"))[-2:]]
    else:
        shown = [(await there.sims.tg.messages(group))[0]["text"] for group in there.groups]
    return bool(counts) and all(line.partition(":")[0] in text for text in shown for line in counts)


async def _edits(there: Town, platform: str, ended: float) -> Row:
    edits, refused = await there.edits(platform)
    times = sorted(at for at, _ in edits)
    busiest = max((sum(at <= other < at + 60 for other in times) for at in times), default=0)
    after = max(0.0, times[-1] - ended) if times else None
    return {"edits": len(times), "edits_a_minute": busiest, "edits_refused": refused, "last_edit_s": after}


def _p99(figures: Sequence[float]) -> float:
    return sorted(figures)[int(len(figures) * 0.99)] if figures else 0.0


def _cpu_s(process: int) -> float:
    """Seconds that a process has had a processor: unlike what passes by the clock they do not depend on who else wants one."""
    with open(f"/proc/{process}/stat") as stat:
        user, system = stat.read().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def memory_mb(process: int) -> float:
    with open(f"/proc/{process}/status") as status:
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench chat", description=__doc__)
    parser.add_argument("--chats", type=int, default=500, help="chats on Telegram; the promise is for 5000")
    parser.add_argument("--slack-chats", type=int, default=100, help="channels on Slack, at five messages a second")
    parser.add_argument("--presses", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=60, help="within which they are made")
    parser.add_argument("--persons", type=int, default=200, help="who make them")
    parser.add_argument("--kills", type=int, default=5, help="the promise is for 200")
    parser.add_argument("--seed", type=int, default=1, help="at which instants they fall")
    parser.add_argument("--only", choices=["fan-out", "presses", "kills"])
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    rows: list[Row] = []
    if asked.only in (None, "fan-out"):
        rows += asyncio.run(fan_out(asked.chats, asked.slack_chats))
    if asked.only in (None, "presses"):
        rows += asyncio.run(presses(asked.presses, asked.seconds, asked.persons))
    if asked.only in (None, "kills"):
        rows += asyncio.run(kills(asked.kills, max(20, 14 * asked.kills), max(20, 5 * asked.kills), asked.seed))
    for row in rows:
        row["load"] = round(os.getloadavg()[0], 1)
    print(json.dumps(rows) if asked.json else "\n".join(map(_line, rows)))
    return 0


def _line(row: Row) -> str:
    told = [f"{name} {value:.2f}" if isinstance(value, float) else f"{name} {value}" for name, value in row.items()]
    return "  ".join(told[:1] + told[1:]).removeprefix("what ")
