"""A walk of chance: people of every role act, drafts come, time passes; after each step the program is what the model says."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col, select

from bot.drafts.keeping import archive
from bot.drafts.reading import Reading
from bot.positions.onward import carrying, following
from bot.positions.record.export import export
from bot.positions.record.verifier import verify
from bot.positions.words import ground as grounds
from handlers.commands import COMMANDS
from handlers.delivery.drain import Drain
from handlers.dispatch import Dispatcher
from storage.tables import Delegation, Document, Draft, Holding, Person, Position, Press, Space
from tests.handlers.walk.drafting import Drafting
from tests.handlers.walk.model import Change, Par, Room, Said, by_who

SEATS = {
    **{"hansen": ("NO", "head"), "alma": ("NO", "alternate"), "dina": ("NO", "delegate"), "oscar": ("NO", "observer")},
    **{"kim": ("KE", "head"), "karl": ("KE", "delegate")},
    **{"cora": ("CS", "alternate"), "cyril": ("CS", "delegate")},
    "tess": ("TC", "head"),
}
GROUPS = {"NO": "governments", "KE": "governments", "CS": "civil society", "TC": "technical"}
STANCES = ("support", "accept", "accept --as-is", "concern", "object", "reserve", "abstain", "support --as-is")


class Walk:
    """The house, and beside it the model."""

    def __init__(self, house: Any, reading: Callable[..., Reading], seed: int) -> None:
        self.house, self.reading, self.random = house, reading, random.Random(seed)
        self.desk = Drafting(self.random)
        self.room = Room([])
        self.threads: dict[int, int] = {}
        self.draft_ids: list[int] = []
        self.buttons: list[tuple[str, Any]] = []
        self.waiting: list[tuple[Par, ...]] = []
        self.secrets: dict[int, str] = {}
        self.steps: list[str] = []

    # ── drafts ───────────────────────────────────────────────────────────────────────────────────────────────────────

    async def begin(self) -> None:
        for user, (code, role) in SEATS.items():
            if code != "NO":
                await self.house.seat(user, code, role, group=GROUPS[code])
        first = self.desk.first()
        self.draft_ids.append(await self.house.keep(self._read(first)))
        self.room.drafts.append(first)
        await self._learn()

    def _read(self, draft: tuple[Par, ...]) -> Reading:
        return self.reading(*(p.line for p in draft), source=f"https://wsis.example/{len(self.steps)}.html")

    async def _learn(self) -> None:
        """Which thread each paragraph has; it never gets another."""
        on = await self._ground()
        assert on.draft.id == self.draft_ids[-1]
        for p, n in zip(self.room.drafts[-1], (p.n for p in on.reading.paragraphs), strict=True):
            assert on.reading.paragraphs[n - 1].label.rstrip(".") == p.label
            thread = self.threads.setdefault(p.who, on.threads[n])
            assert thread == on.threads[n], (p.label, "another thread")
        assert len(set(self.threads.values())) == len(self.threads)

    async def _ground(self) -> grounds.Ground:
        async with self.house.db.read() as session:
            return await grounds.ground(session, await session.get_one(Document, self.house.document_id))

    async def draft(self) -> None:
        before = self.room.drafts[-1]
        told, changes = self.desk.next(before)
        self.house.desk.clock.advance(7)
        self.draft_ids.append(await self._keep(self._read(told)))
        self.room.post(told, changes)
        await self._learn()

    async def _keep(self, reading: Reading) -> int:
        found = archive.Posted(url=reading.source, data=reading.sha256.encode(), mime="text/html", reading=reading)
        now = self.house.desk.clock()
        async with self.house.db.write() as session:
            draft = await archive.keep(session, self.house.document_id, None, found, now)
            news = await carrying.settle(session, draft, now)
            if news:
                await following.tell(session, news, None, now)
        return int(draft.id)

    async def doubtful(self) -> None:
        """A draft that nobody can stand on; it is confirmed, or another one comes in its place."""
        kept = dict(self.desk.gone)
        told, changes = self.desk.next(self.room.drafts[-1])
        reading = self._read(told)
        found = archive.Posted(url=reading.source, data=reading.sha256.encode(), mime="text/html", reading=reading)
        async with self.house.db.write() as session:
            draft = await archive.keep(session, self.house.document_id, None, found, self.house.desk.clock())
        await self.act()
        await self.compare()
        if self.random.random() < 0.5:
            self.desk.gone = kept
            return
        [said] = await self.house.say(f"drafts confirm r{draft.number}", "sekou")
        assert "is confirmed" in said.text, said.text
        self.draft_ids.append(draft.id)
        self.room.post(told, changes)
        await self._learn()

    async def reread(self) -> None:
        """The same draft, read anew."""
        told, changes = self.desk.next(self.room.drafts[-1], reread=True)
        changes = {who: Change("reread" if one.kind == "brackets" else one.kind) for who, one in changes.items()}
        reading = self._read(told)
        found = archive.Posted(url=reading.source, data=reading.sha256.encode(), mime="text/html", reading=reading)
        now = self.house.desk.clock.advance(5)
        async with self.house.db.write() as session:
            draft = await session.get_one(Draft, self.draft_ids[-1])
            rendition = await archive.keep_rendition(session, draft.id, found, now)
            await archive.keep_reading(session, draft, rendition, reading, now)
            news = await carrying.reread(session, draft, now)
            if news:
                await following.tell(session, news, None, now)
        self.draft_ids.append(self.draft_ids[-1])
        self.room.post(told, changes)
        await self._learn()

    # ── acts ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _ref(self) -> str:
        now = self.room.drafts[-1]
        labels = [p.label for p in now if not p.heading]
        some = self.random.choice(labels)
        headings = [p.label for p in now if p.heading]
        first, last = sorted(self.random.sample(range(len(now)), 2))
        span = "all" if now[first].heading or now[last].heading else f"{now[first].label}-{now[last].label}"
        return self.random.choice([some, some, some, some, "all", self.random.choice(headings), span])

    async def act(self) -> None:
        who = self.random.choice([*SEATS, "hansen", "alma", "dina"])
        stance, _, flag = self.random.choice(STANCES).partition(" ")
        ref = self._ref()
        if self.desk.gone and self.random.random() < 0.15:
            stance, flag, ref = "object", "", self.random.choice(list(self.desk.gone.values())).label
        reason = f"canary{len(self.steps)}x" if stance in ("concern", "object", "reserve") else ""
        until = "until:2014-06-30" if stance == "reserve" else ""
        mine = "as:me" if self.random.random() < 0.1 else ""
        line = " ".join(part for part in (stance, ref, flag, mine, until, reason) if part)
        await self._said(who, line, reason)

    async def withdraw(self) -> None:
        act = self.random.choice([one for one in self.room.acts if one.state in ("taken", "pending")] or [None])
        if act is not None:
            people = [user for user, (code, _) in SEATS.items() if code == act.voice] or [act.voice[1:]]
            mine = "" if act.delegation else "as:me"
            await self._said(self.random.choice(people), f"withdraw {act.ref} {mine}", "")

    async def sign(self) -> None:
        who = self.random.choice(["hansen", "alma", "kim", "cora", "tess"])
        flag = self.random.choice(["", "--as-is"])
        said = await self.house.say(f"signoff {self._ref()} {self.random.choice(['', 'accept'])} {flag}".strip(), who)
        labels = [label for one in said for label in one.labels if label.startswith("Sign ")]
        if labels:
            if self.random.random() < 0.3:
                await self.draft()
            await self._pressed(who, said[-1], labels[0])

    async def _said(self, who: str, line: str, reason: str) -> None:
        self.steps.append(f"{who}: {line}")
        said = await self.house.say(line, who)
        await self._ingest(who, said, reason)

    async def _pressed(self, who: str, on: Any, label: str) -> None:
        token = on.token(label)
        async with self.house.db.read() as session:
            press = await session.get(Press, token)
        assert press is not None
        self.steps.append(f"{who} presses {label}: {press.line}")
        said = await self.house.press(on, label, who)
        await self._ingest(who, said, "", press.line)

    async def _ingest(self, who: str, said: list[Any], reason: str, line: str = "") -> None:
        """What was recorded goes to the model as it was meant; buttons and reasons are remembered."""
        for one in said:
            assert "went wrong" not in one.text, one.text
            assert "\nTraceback" not in one.text
            self.buttons += [(who, one)] if one.labels else []
        known = {one.id for one in self.room.acts}
        async with self.house.db.read() as session:
            rows = (await session.exec(select(Position).order_by(col(Position.id)))).all()
            codes = dict((await session.exec(select(Delegation.id, Delegation.code))).all())
            persons = dict((await session.exec(select(Person.id, Person.name))).all())
        for row in rows:
            if row.id not in known:
                self._check_bound(row, line)
                self.room.acts.append(self._model(row, codes, persons))
                if row.reason:
                    self.secrets[row.id] = row.reason

    def _check_bound(self, row: Position, line: str) -> None:
        """A press records on the words of its button and on no others."""
        on = next((word[3:] for word in line.split() if word.startswith("on:")), "")
        if on and row.level != "deletion" and row.breadth and "," not in line.split(" on:")[0]:
            assert row.text_hash.startswith(on), line

    def _model(self, row: Position, codes: dict[int, str], persons: dict[int, str]) -> Said:
        whose = {thread: who for who, thread in self.threads.items()}
        person = persons[row.person_id].casefold()
        voice = codes[row.delegation_id] if row.capacity == "delegation" else f"@{person}"
        at = max(k for k, one in enumerate(self.draft_ids) if one == row.draft_id)
        whos = tuple(whose[thread] for thread in row.threads)
        shown = by_who(self.room.drafts[at])
        assert set(whos) <= shown.keys()
        if row.capacity == "delegation":
            assert SEATS[person][0] == voice
            assert SEATS[person][1] != "observer"
        head = row.capacity == "delegation" and SEATS[person][1] == "head"
        return Said(
            *(row.id, voice, person, head, row.stance, row.level, row.ref, whos, row.pressed, row.due),
            signoff=row.signoff,
            as_is=row.as_is,
            shown=shown,
            since=at,
        )

    # ── time, undo, held acts, old buttons ───────────────────────────────────────────────────────────────────────────

    async def wait(self) -> None:
        await self.house.wait(self.random.choice([5, 30, 61, 61, 400, 2000]))
        self.room.due(self.house.desk.clock())

    async def _row(self, act: Said) -> Position | None:
        async with self.house.db.read() as session:
            return await session.get(Position, act.id)

    async def undo(self, verb: str = "") -> None:
        """Undo or Send now on the last act that is pending."""
        open_ = [one for one in self.room.acts if one.state in ("pending", "held")]
        if not open_:
            return
        act = self.random.choice(open_)
        stamp = int(act.pressed.timestamp() * 1000)
        self.steps.append(f"{act.person}: undo {act.id} {verb}")
        await self.house.say(f"undo {act.id} {stamp} {verb}".strip(), act.person)
        if verb:
            if act.state == "pending":
                act.due = self.house.desk.clock()
                self.room.effect(act)
        elif act.state == "held":
            act.state = "dropped"
        else:
            self.room.acts.remove(act)
            self.secrets.pop(act.id, None)
            self.room.let_go(act)

    async def send(self) -> None:
        await self.undo("now")

    async def settle(self) -> None:
        held = [one for one in self.room.acts if one.state == "held"]
        if not held:
            return
        act = self.random.choice(held)
        heads = [user for user, (code, role) in SEATS.items() if code == act.voice and role == "head"]
        verdict = self.random.choice(["stand", "drop"])
        who = heads[0] if heads else act.person
        verdict = verdict if heads else "drop"
        stranger = self.random.choice([user for user, (code, _) in SEATS.items() if code != act.voice])
        await self.house.say(f"settle {act.id} stand", stranger)
        await self.compare()
        self.steps.append(f"{who}: settle {act.id} {verdict}")
        await self.house.say(f"settle {act.id} {verdict}", who)
        if verdict == "stand":
            self.room.take(act, final=True)
        else:
            act.state = "dropped"

    async def old_button(self) -> None:
        """Somebody presses something said long ago: a card, a question, a letter."""
        if not self.buttons:
            return
        who, on = self.random.choice(self.buttons[-40:])
        label = self.random.choice(on.labels)
        if label.startswith(("Undo", "Send", "Let the", "Drop the")):
            return
        await self._pressed(self.random.choice([who, *SEATS]), on, label)

    async def look(self) -> None:
        said = await self.house.say(
            f"{self.random.choice(['show', 'share', 'heard', 'history'])} {self._ref()}", "dina"
        )
        await self._ingest("dina", said, "")

    async def restart(self) -> None:
        grounds._known.clear()
        self.house.dispatcher = Dispatcher(self.house.desk, self.house.chats, COMMANDS)
        self.house.drain = Drain(self.house.desk, self.house.chats)

    async def deliver(self) -> None:
        for one in await self.house.delivered():
            if one.labels:
                self.buttons.append((one.to.chat, one))

    # ── is it so? ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def compare(self) -> None:
        async with self.house.db.read() as session:
            rows = (
                await session.exec(
                    select(Holding, Position, Delegation.code)
                    .join(Position, col(Holding.position_id) == Position.id)
                    .join(Delegation, col(Holding.delegation_id) == Delegation.id)
                )
            ).all()
            states = dict((await session.exec(select(Position.id, Position.state))).all())
        whose = {thread: who for who, thread in self.threads.items()}
        speaking = [(held, act, code) for held, act, code in rows if held.speaks]
        found = {(code, whose[held.thread]): (act.stance, held.state, held.signed) for held, act, code in speaking}
        assert len(found) == len(speaking), "two speak for one delegation"
        assert {(code, held.thread) for held, _, code in rows} == {(code, held.thread) for held, _, code in speaking}
        expected = self.room.speaks()
        assert found == expected, self._told(found, expected)
        in_model = {one.id: {"lifted": "ended", "dropped": "ended"}.get(one.state, one.state) for one in self.room.acts}
        assert states == in_model, {n: (states.get(n), in_model.get(n)) for n in states if states[n] != in_model.get(n)}
        self._check_words(rows, whose)

    def _told(self, found: Any, expected: Any) -> str:
        wrong = {key for key in {*found, *expected} if found.get(key) != expected.get(key)}
        lines = [f"{key}: is {found.get(key)}, should be {expected.get(key)}" for key in sorted(wrong)]
        lines += [
            f"{act.id} {act.state} {act.stance} {act.level} {act.ref} {act.whos} since {act.since} {act.holds.get(who)}"
            for code, who in sorted(wrong)[:2]
            for act in self.room.acts
            if act.voice == code and who in act.holds
        ]
        return "\n".join([*self.steps[-12:], *lines])

    def _check_words(self, rows: Any, whose: dict[int, int]) -> None:
        """What holds for a text is on the words of now and of then alike; what is signed or as it is, on brackets too."""
        now = self.room.now
        acts = {one.id: one for one in self.room.acts}
        for held, act, _ in rows:
            who = whose[held.thread]
            if held.state != "live" or held.row == "deletion":
                continue
            shown = acts[act.id].shown
            assert who in now.keys() & shown.keys(), "live on nothing"
            assert now[who].words == shown[who].words
            if held.signed or act.as_is:
                assert now[who].text == shown[who].text

    async def check_seen(self) -> None:
        """What the space is shown: the state of a paragraph, and no word of what has not taken effect."""
        p = self.random.choice([p for p in self.room.drafts[-1] if not p.heading])
        on = await self._ground()
        [said] = await self.house.say(f"show {p.label} r{on.draft.number}", "oscar")
        state = next(line for line in said.text.splitlines() if line.startswith(f"{p.label}  r"))
        assert state.endswith(self.room.state(p.who, GROUPS)), (state, self.room.state(p.who, GROUPS))
        hidden = self._hidden()
        for chat in ("room", "corner", "channel"):
            shown = "\n".join(one.text for one in self.house.chat.said if one.to.chat == chat and one.how != "whisper")
            assert not any(secret in shown.split() for secret in hidden)

    def _hidden(self) -> set[str]:
        """The words of acts that did not take effect, unless another act said the same (its button pressed too) and did."""
        words: dict[bool, set[str]] = {True: set(), False: set()}
        for one in self.room.acts:
            if one.id in self.secrets:
                words[one.state in ("pending", "held", "dropped")].add(self.secrets[one.id])
        return words[True] - words[False]

    async def check_record(self, folder: Any) -> None:
        async with self.house.db.write() as session:
            made = await export(session, await session.get_one(Space, self.house.space_id), self.house.desk.clock())
        if made is None:
            return
        for name, data in made.files.items():
            (folder / name).write_bytes(data)
        holds, told = verify(str(folder), made.head)
        assert holds, told
        exported = b"".join(made.files.values()).decode()
        assert not any(secret in exported for secret in self._hidden())
        assert all(json.loads(line) for line in made.files["record.jsonl"].decode().splitlines())


async def walk(house: Any, reading: Callable[..., Reading], seed: int, steps: int, folder: Any) -> None:
    one = Walk(house, reading, seed)
    await one.begin()
    every = [one.act] * 10 + [one.wait] * 4 + [one.draft] * 4 + [one.withdraw] * 2 + [one.undo, one.send, one.settle]
    every += [one.sign] * 2 + [one.old_button] * 3 + [one.look, one.restart, one.deliver, one.doubtful, one.reread]
    for at in range(steps):
        step = one.random.choice(every)
        one.steps.append(step.__name__)
        house.desk.clock.advance(one.random.choice([1, 3, 20]))
        try:
            await step()
            await one.compare()
            if at % 10 == 9:
                await one.check_seen()
        except BaseException:
            print(f"seed {seed} step {at}", *one.steps[-15:], sep="\n")  # noqa: T201
            raise
    await one.check_record(folder)


@pytest.mark.parametrize("seed", [3, 100, 215])  # 215: what fell as it is gives way on words that did not change
async def test_whatever_happens_the_program_is_what_the_rules_say(
    house: Any, reading: Callable[..., Reading], seed: int, tmp_path: Any
) -> None:
    await walk(house, reading, seed, 40, tmp_path)
