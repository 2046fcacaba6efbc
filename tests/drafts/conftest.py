"""A secretariat's site on loopback that does what a test tells it to, and a space whose chats watch it.

Real HTTP, a real database, the real Fetcher; no platform: what a chat would get is read from the deliveries.
"""

import asyncio
import hashlib
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import docx
import pytest
from sqlmodel import col, select

from bot.desk import Desk
from bot.drafts import flash
from bot.drafts.fetching.fetch import Fetcher, Limits
from bot.drafts.looking.sight import want
from bot.drafts.reading import Reading
from bot.drafts.reading.read import read
from bot.drafts.watching.watch import look
from bot.message import MESSAGE
from storage import people, spaces
from storage.db import Database
from storage.tables import Address, Blob, Chat, Delivery, Draft, FlashRow, Officer, Press, Rendition, Source, Space

WORDS = (
    "Reaffirming the common vision of a people-centred and inclusive information society for all",
    "Recognizing that access to infrastructure remains unequal between and within countries",
    "Noting the reports of the facilitators on the action lines since the second phase",
    "Stressing the role of all stakeholders, each in its own responsibilities",
    "Governments should keep the same rights online and offline, in all media",
    "Cultural diversity and identity shall be respected, with content in local languages",
    "Security and confidence are built together with users, business and civil society",
    "Capacity of teachers and libraries is strengthened by open educational resources",
    "The review of implementation takes place every year at the forum",
    "Measuring progress needs indicators that are gathered by every region",
    "Accessibility for persons with disabilities is designed from the very beginning",
    "Ethical dimensions are discussed with the academic and technical community",
)
LINES = tuple(f"{n}. {words}." for n, words in enumerate(WORDS, 1))


def text(*changed: tuple[int, str], lines: tuple[str, ...] = LINES) -> tuple[str, ...]:
    """The lines of the sample draft, some of them others: (1, "new line")."""
    others = dict(changed)
    return tuple(others.get(n, line) for n, line in enumerate(lines, 1))


def as_html(lines: tuple[str, ...] = LINES, title: str = "Draft", extra: str = "") -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}{extra}</body></html>".encode()


def as_docx(lines: tuple[str, ...] = LINES) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def as_pdf(lines: tuple[str, ...] = LINES) -> bytes:
    import typst

    source = "#set page(width: 18cm)\n" + "\n\n".join(line.replace(". ", "\\. ", 1) for line in lines)
    return bytes(typst.compile(source.encode(), format="pdf"))


@dataclass
class Site:
    """`pages`: path → (status, body, headers), or a function of the request's headers to one. `asked`: (path, status)."""

    port: int = 0
    etags: bool = True
    pages: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    words: str = "Documents of the preparatory process."

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def put(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        mime = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats"}.get(path.rpartition(".")[2])
        headers = {"content_type": mime or "text/html; charset=utf-8"} | headers
        self.pages[path] = (status, body, {name.replace("_", "-"): value for name, value in headers.items()})

    def flap(self, path: str, *bodies: bytes) -> None:
        """Answers in turn with one of several bodies."""
        turns = iter(range(10**9))
        self.pages[path] = lambda _: (200, bodies[next(turns) % len(bodies)], {"content-type": "text/html"})

    def post(self, path: str, body: bytes, label: str) -> None:
        """A new draft: its file, and its link on the page."""
        self.put(path, body)
        self.links.append((path, label))
        self.show()

    def show(self, extra: str = "") -> None:
        """The page with its present links, one row for each label."""
        rows: dict[str, list[str]] = {}
        for path, label in self.links:
            rows.setdefault(label, []).append(path)
        listed = "".join(
            "<li>"
            + f'<a href="{paths[0]}">{label}</a>'
            + "".join(f' <a href="{p}">file</a>' for p in paths[1:])
            + "</li>"
            for label, paths in rows.items()
        )
        self.put("/", f"<h1>Vision</h1><p>{self.words}</p><ul>{listed}</ul>{extra}".encode())

    def count(self, path: str, status: int | None = None) -> int:
        return sum(1 for one, said in self.asked if one == path and status in (None, said))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._answer(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        path = head[0].split()[1]
        asked = {name.lower(): value for name, value in (line.split(": ", 1) for line in head[1:] if line)}
        page = self.pages.get(path, (404, b"", {}))
        status, body, headers = page(asked) if callable(page) else page
        etag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
        if status == 200 and self.etags:
            headers = headers | {"etag": etag}
            if asked.get("if-none-match") == etag:
                status, body = 304, b""
        self.asked.append((path, status))
        headers = {"content-length": str(len(body))} | headers
        lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        return True


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    made = Site()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    made.show()
    yield made
    server.close()


@dataclass
class Scene:
    """A space with chats of each kind and a chair, watching the site."""

    site: Site
    desk: Desk
    space_id: int = 0
    source_id: int = 0
    document: str = "Vision"

    @property
    def db(self) -> Database:
        return self.desk.db

    async def watch(self, path: str = "/", kind: str = "list", **more: Any) -> int:
        """A source that has had its first look already, unless `first=False`; its id."""
        first = more.pop("first", True)
        async with self.db.write() as session:
            document = await spaces.document(session, self.space_id, more.pop("document", self.document))
            source = Source(
                space_id=self.space_id,
                document_id=document.id,
                url=self.site.url(path),
                kind=kind,
                next_due=self.desk.clock(),
                **more,
            )
            session.add(source)
            await session.flush()
        self.source_id = source.id
        if first:
            await self.look()
        return source.id

    async def look(self, source_id: int = 0, after: float = 60) -> str:
        """The next look, so many seconds later."""
        self.desk.clock.advance(after)
        return await look(self.desk, source_id or self.source_id)

    async def rows(self, table: Any, *where: Any) -> list[Any]:
        async with self.db.read() as session:
            return list((await session.exec(select(table).where(*where).order_by(col(table.id)))).all())

    async def drafts(self) -> list[tuple[int | None, str]]:
        return [(draft.number, draft.label) for draft in await self.rows(Draft)]

    async def flashes(self, chat: str = "room") -> list[str]:
        """The text of every Flash that is on its way to a chat."""
        found = []
        for delivery in await self.rows(Delivery, Delivery.chat == chat, Delivery.kind == "flash"):
            async with self.db.read() as session:
                row = await session.get_one(FlashRow, delivery.flash_id)
            told = flash.message(flash.FLASH.validate_python(row.facts), self.desk.clock(), ZoneInfo("UTC"), ())
            found.append(("edit: " if delivery.edits else "") + told.plain())
        return found

    async def said(self, chat: str = "room") -> list[str]:
        """Everything else that goes to a chat or, by the name of the account, to a person."""
        query = (Delivery.chat == chat, col(Delivery.flash_id).is_(None))
        return [MESSAGE.validate_python(row.body).plain() for row in await self.rows(Delivery, *query)]

    async def press(self, line: str) -> Press | None:
        """What a button of that line stands for, if it was offered."""
        async with self.db.read() as session:
            return (await session.exec(select(Press).where(Press.line == line))).first()

    async def source(self) -> Source:
        async with self.db.read() as session:
            return await session.get_one(Source, self.source_id)

    async def yes(self, path: str) -> None:
        """The chair says that a draft stands at an address."""
        async with self.db.write() as session:
            await want(session, await session.get_one(Address, (await self.address(path)).id))

    async def address(self, path: str) -> Address:
        return (await self.rows(Address, Address.url == self.site.url(path)))[0]

    async def blobs(self) -> list[str]:
        async with self.db.read() as session:
            return list((await session.exec(select(Blob.sha256))).all())

    async def renditions(self) -> list[str]:
        return [one.format for one in await self.rows(Rendition)]


Read = Callable[[bytes, str], Awaitable[Reading]]


@pytest.fixture
async def new_scene(site: Site, clock: Any) -> AsyncIterator[Callable[..., Awaitable[Scene]]]:
    """Makes a scene on a database; `read`: another reader than the one that reads in a thread."""

    async def read_here(data: bytes, url: str) -> Reading:
        return await asyncio.to_thread(read, data, url)

    async def pause(seconds: float) -> None:
        clock.advance(seconds)

    limits = Limits(spacing=0, seconds=60)
    seconds = lambda: clock().timestamp()  # noqa: E731
    async with Fetcher("mailto:t@example.org", ["127.0.0.0/8"], limits, clock=seconds) as fetcher:

        async def make(db: Database, read: Read = read_here) -> Scene:
            scene = Scene(site, Desk(db=db, clock=clock, fetcher=fetcher, read=read, pause=pause))
            async with db.write() as session:
                space = Space(name="vision", title="Vision", terms=["human rights"])
                session.add(space)
                await session.flush()
                scene.space_id = space.id
                for chat, kind in (("room", "open"), ("corner", "caucus"), ("channel", "public")):
                    session.add(Chat(space_id=space.id, platform="fake", chat=chat, kind=kind))
                chair = await people.meet(session, "fake", "", "chair", "Chair")
                session.add(Officer(space_id=space.id, person_id=chair.id, role="chair", since=clock()))
            return scene

        yield make


@pytest.fixture
async def scene(new_scene: Callable[..., Awaitable[Scene]], sqlite: Database) -> Scene:
    return await new_scene(sqlite)


@pytest.fixture
def make() -> Any:
    """How drafts are made: `make.text((1, "…"))`, `make.html(lines)`, `make.docx(lines)`, `make.pdf(lines)`."""

    class Make:
        lines = LINES
        text = staticmethod(text)
        html = staticmethod(as_html)
        docx = staticmethod(as_docx)
        pdf = staticmethod(as_pdf)

    return Make
