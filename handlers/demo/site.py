"""The secretariat of the demo: a small web site on this machine that publishes the sample negotiation step by step.

The page lists the Chair's report from the beginning; each draft is one row with its three files. Every answer carries ETag
and Last-Modified and is not sent twice (304).
"""

import asyncio
import hashlib
import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import NotModifiedResponse, StaticFiles

from handlers.demo.printing import LATER, PRINTERS, environment
from handlers.demo.sample import BASE, State, load
from handlers.web.server import Server

PAGE = "/documents/"
DRAFT_LINKS = r"vision-r\d+\.(pdf|docx|html)$"
BASE_LINKS = r"chair-report\.(pdf|docx|html)$"
STEPS = (("r1", False), ("r2", False), ("r3", False), ("r3", True), ("r4", False))

_MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}
_FORMATS = (("pdf", "PDF"), ("docx", "Word"), ("html", "HTML"))


@dataclass(frozen=True, slots=True)
class Step:
    """What the secretariat has just done. `again`: the same words posted once more in other bytes, so no Flash is due.

    `at`: the moment of the posting by the story's clock (in the zone of the meeting).
    """

    state: State
    again: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class _File:
    body: bytes
    media: str
    modified: datetime

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


class Secretariat:
    """`async with Secretariat() as site`: it runs, `site.page` is the address to watch, `site.publish()` the next step."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.url = ""
        self._listen = host, port
        self.steps: list[Step] = []
        self._base = load(BASE)
        self._files: dict[str, _File] = {}
        self._print(Step(self._base, False, self._base.posted))

    @property
    def page(self) -> str:
        return self.url + PAGE

    @property
    def over(self) -> bool:
        """Whether everything has been posted."""
        return len(self.steps) == len(STEPS)

    def publish(self) -> Step | None:
        """Puts the next file set on the page; None when the story is told."""
        if self.over:
            return None
        name, again = STEPS[len(self.steps)]
        state = load(name)
        step = Step(state, again, state.posted + LATER if again else state.posted)
        self._print(step)
        self.steps.append(step)
        return step

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", lambda request: RedirectResponse(PAGE)),
                Route(PAGE, self._show_page),
                Route(PAGE + "{name}", self._show_file),
            ]
        )

    async def __aenter__(self) -> Self:
        listening = socket.create_server(self._listen)
        self.url = f"http://{self._listen[0]}:{listening.getsockname()[1]}"
        self._server = Server(uvicorn.Config(self.app(), log_config=None, access_log=False, lifespan="off"))
        self._running = asyncio.create_task(self._server.serve(sockets=[listening]))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        await self._running

    def _print(self, step: Step) -> None:
        for ending, printer in PRINTERS.items():
            body = printer(step.state, again=step.again)
            self._files[f"{step.state.stem}.{ending}"] = _File(body, _MEDIA[ending], step.at)

    async def _show_page(self, request: Request) -> Response:
        drafts = [step.state for step in reversed(self.steps) if not step.again]
        sections = ((f"{self._base.title}: drafts", drafts), ("Reports", [self._base]))
        body = environment().get_template("page.html").render(sections=sections, formats=_FORMATS)
        posted = max(state.posted for state in (self._base, *drafts))
        return _answer(request, _File(body.encode(), _MEDIA["html"], posted))

    async def _show_file(self, request: Request) -> Response:
        file = self._files.get(request.path_params["name"])
        if file is None:
            raise HTTPException(404)
        return _answer(request, file)


def _answer(request: Request, file: _File) -> Response:
    modified = format_datetime(file.modified.astimezone(UTC), usegmt=True)
    answer = Response(file.body, headers={"ETag": file.etag, "Last-Modified": modified}, media_type=file.media)
    if StaticFiles().is_not_modified(answer.headers, request.headers):
        return NotModifiedResponse(answer.headers)
    return answer
