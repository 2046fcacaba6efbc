"""Files in Telegram chats: which one a command is about, by the simulator; their bytes, by a server that plays getFile."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.errors import Refused
from handlers.chat import LARGEST_FILE, Attached
from handlers.telegram.chat import TelegramChat

TOKEN = "123456:TEST"
GROUP = {"id": -100, "type": "supergroup", "title": "Plenary"}
ANA = {"id": 7, "is_bot": False, "first_name": "Ana"}
DOCUMENT = {"file_id": "F1", "file_unique_id": "u1", "file_name": "vision.docx", "mime_type": "x/docx", "file_size": 5}
PHOTO = [{"file_id": f"P{n}", "file_unique_id": f"p{n}", "width": n, "height": n, "file_size": n} for n in (90, 800)]
BIG = {"ok": False, "error_code": 400, "description": "Bad Request: file is too big"}


def written(number: int, **content: Any) -> dict[str, Any]:
    return {"message_id": number, "date": 1, "chat": GROUP, "from": ANA, **content}


@pytest.mark.sims
@pytest.mark.need(20)
@pytest.mark.parametrize(
    ("message", "file"),
    [
        (
            written(51, text="/drafts add", reply_to_message=written(50, document=DOCUMENT)),
            Attached("F1", "vision.docx", "x/docx", 5),
        ),
        (written(52, caption="/drafts add", document=DOCUMENT), Attached("F1", "vision.docx", "x/docx", 5)),
        (
            written(53, text="/drafts add", reply_to_message=written(50, photo=PHOTO)),
            Attached("P800", "photo.jpg", "image/jpeg", 800),
        ),
    ],
    ids=["a reply to a file", "a file with the command under it", "a reply to a photo"],
)
async def test_a_command_names_the_file_that_it_is_about(
    sims: Any, listening: Any, message: Any, file: Attached
) -> None:
    async with listening() as core:
        await sims.tg.post("/ctl/update", update={"message": message})
        assert (await core.hears(1)).text == "drafts add"
        assert await core.chat.files(core.commands[0]) == (file,)


@pytest.fixture
async def chat(served: Any) -> AsyncIterator[TelegramChat]:
    """The bot beside a server of files: "F1" is a small one, "HUGE" one of 60 MB, "BIG" one that Telegram keeps to itself."""

    async def known(request: Request) -> Response:
        (id,) = parse_qs((await request.body()).decode())["file_id"]
        if id == "BIG":
            return JSONResponse(BIG, 400)
        size = 60 * 1024**2 if id == "HUGE" else 5
        told = {"file_id": id, "file_unique_id": "u", "file_size": size, "file_path": "documents/file_1.docx"}
        return JSONResponse({"ok": True, "result": told})

    async def content(_: Request) -> Response:
        return Response(b"words")

    routes = [
        Route(f"/bot{TOKEN}/getFile", known, methods=["POST"]),
        Route(f"/file/bot{TOKEN}/documents/file_1.docx", content),
    ]
    async with served(Starlette(routes=routes)) as url:
        telegram = TelegramChat(token=TOKEN, api_url=url)
        yield telegram
        await telegram.aclose()


async def test_the_bytes_come_from_the_server_that_is_configured(chat: TelegramChat) -> None:
    assert await chat.fetch_file(Attached("F1", "vision.docx")) == b"words"


@pytest.mark.parametrize(("id", "limit"), [("BIG", "20 MB"), ("HUGE", f"{LARGEST_FILE // 1024**2} MB")])
async def test_a_file_beyond_the_platforms_limit_or_ours_is_not_fetched(
    chat: TelegramChat, id: str, limit: str
) -> None:
    with pytest.raises(Refused, match=limit):
        await chat.fetch_file(Attached(id, "annex.pdf"))
