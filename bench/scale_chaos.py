"""The bot under load: three processes that are killed, cut off and left without their server; or one, for long, undisturbed.

What is judged is held against what was done (`bench.scale_life`), and what stands in the chats of the simulators.
"""

import asyncio
import json
import random
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bench.chat import memory_mb
from bench.postgres import Server, Wire, server, wire
from bench.scale_life import CHANNELS, Life
from bench.scale_pages import papers
from bench.scale_posts import flashes, marked, posts_of, unmarked
from bench.town import CONFIG, ROOT, channels, seed, simulators, until
from bot.positions.record.record_log import GENESIS, hash_of
from storage.db import Database
from storage.migrate import migrate
from storage.tables import Account, Ballot, Delivery, EventRow, Poll, Silence

Row = dict[str, Any]
_FETCH = '[fetch]\ncontact = "mailto:bench@example.org"\nallow_private = ["127.0.0.0/8"]\n'
_STUCK_S = 240
_DRAFTS_S, _ASKED_S = 12.0, 30.0


@dataclass
class Bots:
    """The processes of the bot, each started as its operator starts it; `doors`: where each listens once it is up."""

    sims: Any
    folder: Path
    url: str
    running: list[Any] = field(default_factory=list)
    doors: dict[int, int] = field(default_factory=dict)
    kills: int = 0

    def start(self) -> None:
        config = self.folder / "config.toml"
        plain = CONFIG.format(url=self.url, port=self.sims.free_port())
        config.write_text(plain.partition("[fetch]")[0] + _FETCH)
        door = self.sims.free_port()
        env = {"RAPPORTEUR_SLACK__API_URL": self.sims.slack_api, "RAPPORTEUR_TELEGRAM__API_URL": self.sims.tg_api}
        env |= {"RAPPORTEUR_SERVER__LISTEN": f"127.0.0.1:{door}"}
        # a session of its own, as under a supervisor: Linux shares a processor out among sessions
        self.running.append(self.sims.bot(f"setsid {sys.executable} -m bot run --config {config}", env=env, cwd=ROOT))
        self.doors[self.running[-1].pid] = door

    async def up(self) -> list[Any]:
        """Those that have begun their work."""
        return [one for one in self.running if await _listens(self.doors[one.pid])]

    async def kill(self, chance: random.Random) -> None:
        """One of those that are up, as the kernel does; a supervisor starts another one. None where no other is up: on a
        machine that starts them more slowly than they would be killed nothing would be seen but starts."""
        up = await self.up()
        if len(up) < 2:
            return
        one = chance.choice(up)
        self.running.remove(one)
        one.send_signal(signal.SIGKILL)
        await asyncio.to_thread(one.wait)
        self.kills += 1
        await asyncio.sleep(chance.uniform(0.2, 2))
        self.start()

    def ended(self) -> int:
        """How many ended by themselves; in the place of each there is another one."""
        gone = [one for one in self.running if one.poll() is not None]
        for one in gone:
            self.running.remove(one)
            self.start()
        return len(gone)


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


@asynccontextmanager
async def _life(url: str, through: str, chance_seed: int, keep: Path | None) -> AsyncIterator[tuple[Life, Bots]]:
    """A house on a database, and bots that reach it by another address."""
    with tempfile.TemporaryDirectory() as name:
        folder = keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        names = [f"c{n}" for n in range(CHANNELS)]
        (folder / "seed.yaml").write_text(seed(names))
        async with (
            simulators().Sims(seed=str(folder / "seed.yaml"), log=str(folder / "log")) as sims,
            papers() as pages,
        ):
            for client in sims.clients:
                client.timeout = 600  # an hour's log is long
            await sims.slack.rate()
            await sims.tg.rate()
            db = Database(url)
            await migrate(db)
            ids = await channels(sims)
            yield Life(db, sims, pages, [ids[one] for one in names], chance_seed), Bots(sims, folder, through)
            await db.aclose()


async def chaos(seconds: float, apart_s: tuple[float, float], chance_seed: int, keep: Path | None = None) -> Row:
    """Three processes; so many seconds apart (least, most) one is killed, twice the server crashes, once the network is cut."""
    with server() as there:
        url = there.database()
        async with wire(there) as way, _life(url, way.url(url), chance_seed, keep) as (life, bots):
            await _begun(life, bots, 3)
            disturbing = asyncio.create_task(_disturb(seconds, apart_s, there, way, bots, random.Random(chance_seed)))
            await life.live(seconds, _DRAFTS_S, _ASKED_S)
            await disturbing
            settled = await _settled(life, bots, 20)
            await _kept(life, keep)
            row: Row = {"what": "chaos", "minutes": seconds / 60, "processes": 3, "kills": bots.kills}
            return row | {"ended": await disturbing, "settled_s": settled} | await _judged(life)


async def soak(seconds: float, chance_seed: int, keep: Path | None = None) -> Row:
    """One process on SQLite; its memory."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        async with _life(url, url, chance_seed, keep) as (life, bots):
            await _begun(life, bots, 1)
            life.poll_s = min(120, seconds / 3)
            paces = min(_DRAFTS_S, seconds / 10), min(_ASKED_S, seconds / 4)
            living = asyncio.create_task(life.live(seconds, *paces))
            began, memory = time.time(), []
            while not living.done():
                memory.append((time.time() - began, memory_mb(bots.running[0].pid)))
                if keep:
                    (keep / "memory.json").write_text(json.dumps(memory))
                await asyncio.sleep(5)
            await living
            settled = await _settled(life, bots, 5)
            await _kept(life, keep)
            row: Row = {"what": "soak", "minutes": seconds / 60, "settled_s": settled}
            return row | _flat(memory, seconds) | await _judged(life)


def _flat(memory: Sequence[tuple[float, float]], seconds: float) -> Row:
    """The medians of four quarters in MB of (second, MB). Of ten minutes or more, since what is loaded by its first use is
    loaded by then: by how much an hour it grows (least squares) from the second quarter on, and whether the last quarter is as
    the second within a twentieth."""
    size = max(1, len(memory) // 4)
    quarters = [round(statistics.median(mb for _, mb in memory[at : at + size]), 1) for at in range(0, 4 * size, size)]
    if seconds < 600:
        return {"memory_mb": quarters}
    times, sizes = zip(*memory[size:], strict=True)
    slope = 3600 * statistics.linear_regression(times, sizes).slope
    return {"memory_mb": quarters, "memory_mb_an_hour": slope, "memory_flat": quarters[3] <= 1.05 * quarters[1]}


async def _begun(life: Life, bots: Bots, processes: int) -> None:
    await life.begin()
    for _ in range(processes):
        bots.start()
    if not await until(life.watched, 180):
        sys.exit(f"the bot did not look at its pages:\n{life.sims.log_text()[-3000:]}")


async def _disturb(
    seconds: float, apart_s: tuple[float, float], there: Server, way: Wire, bots: Bots, chance: random.Random
) -> int:
    """Until the time is over; how many processes ended by themselves."""
    began, ended = time.time(), 0
    larger = [(0.25, lambda: _crash(there)), (0.5, lambda: way.cut(8)), (0.75, lambda: _crash(there))]
    while time.time() < began + seconds:
        await asyncio.sleep(chance.uniform(*apart_s))
        ended += bots.ended()
        if larger and time.time() > began + larger[0][0] * seconds:
            await larger.pop(0)[1]()
        await bots.kill(chance)
    return ended


async def _crash(there: Server) -> None:
    """PostgreSQL ends as after a power cut and comes back."""
    await asyncio.to_thread(there.stop)
    await asyncio.sleep(2)
    await asyncio.to_thread(there.start)


async def _settled(life: Life, bots: Bots, then: float) -> float | None:
    """Seconds until nothing waits any more; None if something did and nothing had moved for long. `then` whatever would come
    twice comes."""
    began = moved = time.time()
    before = -1
    while waits := await life.waits():
        bots.ended()
        if waits != before:
            moved, before = time.time(), waits
        if time.time() > moved + _STUCK_S:
            return None
        await asyncio.sleep(1)
    took = time.time() - began
    await asyncio.sleep(then)
    return took


async def _kept(life: Life, folder: Path | None) -> None:
    """What the platforms took and what the bot says of it, for whoever must find out what was lost or came twice."""
    if folder is None:
        return
    taken = {"slack": await life.sims.slack.log(), "telegram": await life.sims.tg.log()}
    (folder / "taken.json").write_text(json.dumps(taken, default=str))
    rows = [row.model_dump(mode="json") for row in await life.asked(_deliveries)]
    (folder / "deliveries.json").write_text(json.dumps(rows))


async def _deliveries(session: AsyncSession) -> Sequence[Delivery]:
    return (await session.exec(select(Delivery).order_by(col(Delivery.id)))).all()


async def _judged(life: Life) -> Row:
    """What was done beside what came of it."""
    posts, chats = await posts_of(life.sims), life.wanted()
    had = flashes(posts)
    ballots, fired = await life.asked(_ballots), await life.asked(_fired)
    wanted = {*(("silence", n) for n in life.silences), *(("poll", n) for n in life.polls)}
    row: Row = {"flashes": len(life.drafts), "chats": len(chats), "posts": len(posts)}
    row["lost_flashes"] = sum(len(chats - had[one]) if one in had else len(chats) for one in life.drafts)
    row |= {"ballots": len(life.ballots), "unanswered": life.unanswered, "pressed_again": life.again}
    row["lost_ballots"] = await life.lost(ballots)
    row |= {"deadlines": len(wanted), "unfired": len(wanted - fired.keys())}
    row |= {"fired_twice": sum(times - 1 for times in fired.values()), "latest_deadline_s": await life.asked(_late)}
    twice = unmarked(posts, await life.asked(_noted))
    row |= {"unmarked": twice.total(), "marked": marked(posts), "dead": await life.asked(_dead)}
    row |= {"repeated": [*twice][:5]} if twice else {}
    return row | {"broken_chains": await life.asked(_broken)}


async def _noted(session: AsyncSession) -> dict[tuple[str, str], str]:
    """The keys of deliveries by the chats and ids that they were posted under."""
    posted = await _deliveries(session)
    return {(row.chat, part): row.key for row in posted if row.edits is None for part in row.parts}


async def _dead(session: AsyncSession) -> int:
    query = select(func.count()).select_from(Delivery).where(Delivery.state == "dead")
    return (await session.exec(query)).one()


async def _ballots(session: AsyncSession) -> dict[tuple[int, int], int]:
    """The options by (poll, user)."""
    seats = select(Ballot, Account.user).join(Account, col(Account.person_id) == col(Ballot.person_id))
    return {(row.poll_id, int(user)): row.choices[0] for row, user in (await session.exec(seats)).all() if row.choices}


async def _late(session: AsyncSession) -> float:
    """How long after its time the latest deadline was seen to."""
    polls, silences = (await session.exec(select(Poll))).all(), (await session.exec(select(Silence))).all()
    late = [(one.closed - one.closes).total_seconds() for one in polls if one.closed and one.closes]
    late += [(one.closed - one.deadline).total_seconds() - one.extended_s for one in silences if one.closed]
    return max(late, default=0.0)


async def _fired(session: AsyncSession) -> Counter[tuple[str, int]]:
    """How often the record says of each poll and silence that it was closed."""
    fired: Counter[tuple[str, int]] = Counter()
    for text in (await session.exec(select(EventRow.ev))).all():
        event = json.loads(text)
        what, _, closed = event["kind"].partition(" ")
        if closed == "closed":
            fired[what, event[what]] += 1
    return fired


async def _broken(session: AsyncSession) -> int:
    """Spaces whose record is not whole."""
    heads: dict[int, tuple[int, str]] = {}
    broken = set()
    for row in (await session.exec(select(EventRow).order_by(col(EventRow.space_id), col(EventRow.seq)))).all():
        seq, prev = heads.get(row.space_id, (0, GENESIS))
        if (row.seq, row.prev, row.hash) != (seq + 1, prev, hash_of(seq + 1, prev, json.loads(row.ev))):
            broken.add(row.space_id)
        heads[row.space_id] = row.seq, row.hash
    return len(broken)
