"""The room of the story: who is in it and on which platform, the day, the secretariat's page, the space as it is declared."""

import asyncio
import html
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from zoneinfo import ZoneInfo

import uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.settings import DelegationSection, SpaceSection, WatchSection
from handlers.web.server import Server

GROUP = -100
ON_SLACK = ("chang", "linnea", "reza", "wangari")
ON_TELEGRAM = {"jim": 11, "elena": 12, "maria": 13, "linnea's phone": 14, "oscar": 15, "sekou": 16, "taro": 17}
NEVER_STARTED = "taro"
ZONE = ZoneInfo("Europe/Zurich")


class Day:
    """The clock: 11 June 2014 in Geneva, from eleven o'clock on."""

    def __init__(self) -> None:
        self.now = self.at("11:00")

    def __call__(self) -> datetime:
        return self.now

    @staticmethod
    def at(time: str) -> datetime:
        return datetime.fromisoformat(f"2014-06-11T{time}").replace(tzinfo=ZONE).astimezone(UTC)


class Page:
    """The secretariat's page of documents on loopback: rows of (file, what the page calls it, when), each a small HTML file."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str]] = []
        self.files: dict[str, str] = {}
        self.url = ""

    def publish(self, name: str, label: str, at: str, *lines: str) -> None:
        """A line is a paragraph, "# " before it makes it a heading."""
        tags = ("h2" if line.startswith("# ") else "p" for line in lines)
        parts = [
            f"<{tag}>{html.escape(line.removeprefix('# '))}</{tag}>" for tag, line in zip(tags, lines, strict=True)
        ]
        self.files[name] = f"<html lang=en><title>{label}</title><body>{''.join(parts)}"
        self.rows.insert(0, (name, label, at))

    def _list(self, _: Any) -> Response:
        rows = (
            f'<tr><td><a href="{name}">{label}</a></td><td>11 June 2014, {at}</td></tr>'
            for name, label, at in self.rows
        )
        return HTMLResponse(f"<html lang=en><h1>Documents of the high-level event</h1><table>{''.join(rows)}</table>")

    def _file(self, request: Any) -> Response:
        name = request.path_params["name"]
        at = next(at for other, _, at in self.rows if other == name)
        return HTMLResponse(self.files[name], headers={"Last-Modified": format_datetime(Day.at(at), usegmt=True)})

    @asynccontextmanager
    async def served(self) -> AsyncIterator[None]:
        app = Starlette(routes=[Route("/documents/", self._list), Route("/documents/{name}", self._file)])
        listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}/documents/"
        server = Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
        running = asyncio.create_task(server.serve(sockets=[listening]))
        yield
        server.should_exit = True
        await running


def space(ids: dict[str, str], page: str) -> SpaceSection:
    """The negotiation as its configuration file declares it."""

    def account(name: str) -> str:
        return f"telegram:{ON_TELEGRAM[name]}" if name in ON_TELEGRAM else f"slack:T000000001/{ids[name]}"

    def delegation(code: str, name: str, group: str, head: str, **more: Any) -> DelegationSection:
        return DelegationSection(code=code, name=name, group=group, head=(account(head),), **more)

    every: dict[str, Any] = {"url": page, "document": "Vision", "every": "10m"}
    groups = ("governments", "civil society", "business", "technical community")
    return SpaceSection(
        name="vision",
        title="WSIS+10 Vision",
        timezone="Europe/Zurich",
        terms=("human rights",),
        required_groups=groups,
        chats=(f"slack:T000000001/{ids['room']}", f"telegram:{GROUP}"),
        chairs=(account("chang"),),
        secretariat=(account("sekou"),),
        plenary=("2014-06-11T17:00",),
        watch=(
            WatchSection(links=r"report.*\.html$", base="chair", **every),
            WatchSection(links=r"vision.*\.html$", **every),
        ),
        delegation=(
            delegation("SE", "Sweden", groups[0], "linnea"),
            delegation("US", "USA", groups[0], "jim"),
            delegation("EU", "European Union", groups[0], "elena"),
            delegation("IR", "Iran", groups[0], "reza"),
            delegation(
                "APC", "Association for Progressive Communications", groups[1], "wangari", observers=(account("oscar"),)
            ),
            delegation("ICC", "International Chamber of Commerce", groups[2], "maria"),
            delegation("ISOC", "Internet Society", groups[3], "taro"),
        ),
    )


# ── the texts ────────────────────────────────────────────────────────────────────────────────────────────────────────────

LINES = (
    "# C. Action lines",
    "С1. The role of public governance authorities and all stakeholders in the promotion of ICTs for development.",
    "С2. Information and communication infrastructure as a foundation for a digital economy.",
    "С3. Access to information and knowledge, including for persons with disabilities.",
    "C4. Capacity building at all levels, in particular for teachers.",
    "С5. Building confidence and security: strengthen cooperation of all stakeholders{c5}.",
    "C6. An enabling environment that is open and predictable.",
    "C7. ICT applications: benefits in all aspects of life.",
    "C8. Cultural diversity and identity, linguistic diversity and local content{c8}.",
    "C9. Media: {c9}",
    "C10. Ethical dimensions of the information society.",
    "C11. International and regional cooperation.",
)
HELD = {"c5": " [, including in cyberspace]", "c8": " [, respecting national traditions]"}
ONLINE = "affirm that the same rights that people have offline must also be protected online, in all media"
MEDIA = (
    f"{ONLINE}; promote diverse and independent media; and encourage the equal participation of women{{}} in the media."
)
CHAIR = ("# Chair's report", "C9. Media: promote diverse and independent media.", "It closed without consensus.")
LABEL = "Proposal by Chairman of WSIS+10 HLE (11 June)"


def draft(c9: str, c5: str = "", c8: str = "") -> list[str]:
    return [line.format(c5=c5, c8=c8, c9=c9) for line in LINES]
