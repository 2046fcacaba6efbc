"""The log: one trail from page to message, and no secret in any line."""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import outbox
from bot.config import load
from bot.errors import Later
from bot.message import say
from handlers import cli, logs
from handlers.commands import COMMANDS
from handlers.delivery.drain import Drain
from handlers.request import Chats
from storage.trail import current, following

TELEGRAM = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
CONFIG = f"""
[database]
url = "postgresql://bot:database-pass@db.example/x"
[slack]
bot_token = "xoxb-not-a-real-one"
app_token = "xapp-not-a-real-one"
signing_secret = "signing-secret-of-slack"
[telegram]
token = "{TELEGRAM}"
webhook_secret = "webhook-secret"
[mail]
host = "mail.example"
user = "bot"
password = "mail password, with a blank"
[security]
ballot_secret = "ballot-secret"
[[space]]
name = "v"
[[space.watch]]
url = "https://a.example"
headers_file = "headers.txt"
"""
HEADERS = (
    "# for the delegates' portal\nCookie: session=cookie-value-123; lang=en\nAuthorization: Bearer header-token-456\n"
)
SECRETS = (
    "database-pass",
    "xoxb-not-a-real-one",
    "xapp-not-a-real-one",
    "signing-secret-of-slack",
    TELEGRAM,
    "webhook-secret",
    "mail password, with a blank",
    "ballot-secret",
    "cookie-value-123",
    "header-token-456",
)


@pytest.fixture
def known(tmp_path: Path) -> list[str]:
    (tmp_path / "config.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "headers.txt").write_text(HEADERS, "utf-8")
    return list(logs.secrets_of(load(tmp_path / "config.toml", {})))


@pytest.fixture
def log() -> Iterator[Callable[..., list[str]]]:
    """Begins the log in a style; what has been written since."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    lines: list[str] = []

    class Kept(logging.StreamHandler[Any]):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    def begin(style: Any, secrets: Any = ()) -> list[str]:
        logs.begin(style, secrets)
        kept = Kept()
        kept.setFormatter(root.handlers[0].formatter)
        root.handlers = [kept]
        return lines

    yield begin
    root.handlers, root.level = before


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_of_the_configuration_is_ever_written(
    log: Callable[..., list[str]], known: list[str], style: str, secret: str
) -> None:
    lines = log(style, known)
    name = logging.getLogger("anything")
    name.info("asked https://api.example/bot%s/getMe", secret)
    name.warning(f"headers: {{'X-Key': {secret!r}}}")
    try:
        raise ValueError(f"it was {secret}") from OSError(f"and {secret} too")
    except ValueError:
        name.exception("failed with %r", {"token": secret})
    assert len(lines) == 3
    assert secret not in "".join(lines)
    assert logs.HIDDEN in lines[0]


@pytest.mark.parametrize(
    "secret",
    [
        "xoxe.xoxb-1-MS0yLTEyMzQ1Njc4",
        "xoxb-123456789012-abcdefghijklmnop",
        "xapp-1-A0123-456-abcdef",
        TELEGRAM,
        "Zm9vOmJhcmJheg==",
    ],
)
def test_what_looks_like_a_secret_is_hidden_though_nobody_told_of_it(secret: str) -> None:
    for text in (f"Authorization: Basic {secret}", f"authorization: {secret}", f"Cookie: {secret}", f"bearer {secret}"):
        assert secret not in logs.hidden(text)


def test_the_token_and_the_password_in_an_address_are_hidden() -> None:
    assert logs.hidden(f"https://api.telegram.org/bot{TELEGRAM}/getMe") == "https://api.telegram.org/bot•••/getMe"
    assert logs.hidden("postgresql://bot:pa%40ss@db.example/x") == "postgresql://•••@db.example/x"


@pytest.mark.parametrize(
    "text",
    [
        "source 7: looked at https://wsis.example/docs/2014:06:11/list.html?a=b: draft",
        "delivery flash:12:3: posted in -1001234567890 as 45",
        "12:30:45 telegram:-100123 C9 slack:T000000001/C000000001",
        "postgresql://rapporteur@db.example:5432/rapporteur",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert logs.hidden(text) == text


def test_a_json_line_is_one_object_with_its_trail(log: Callable[..., list[str]]) -> None:
    lines = log("json")
    with following("4f0c12ab"):
        logging.getLogger("bot.here").info("two\nlines and “%s”", "quotes")
    logging.getLogger("bot.here").info("alone")
    first, second = map(json.loads, lines)
    assert {key: first[key] for key in ("level", "name", "trail", "text")} == {
        "level": "info",
        "name": "bot.here",
        "trail": "4f0c12ab",
        "text": "two\nlines and “quotes”",
    }
    assert first["at"].endswith("+00:00")
    assert "trail" not in second
    assert all("\n" not in line for line in lines)


def test_a_line_for_people_has_its_trail_in_brackets(log: Callable[..., list[str]]) -> None:
    lines = log("text")
    with following("4f0c12ab"):
        logging.getLogger("bot.here").info("hello")
    assert lines[0].endswith("INFO bot.here [4f0c12ab]: hello")


async def test_the_answer_to_a_command_and_what_it_queued_have_one_trail(
    log: Callable[..., list[str]], house: Any
) -> None:
    lines = log("json")
    await house.say("space title WSIS")
    trails: list[str] = []

    async def run(_: Any) -> Any:
        trails.append(current())
        raise ValueError("a defect")

    house.dispatcher = replace(house.dispatcher, commands={**COMMANDS, "drafts": replace(COMMANDS["drafts"], run=run)})
    (said,) = await house.say("drafts")
    assert trails[0] in said.text
    failed = json.loads(lines[-1])
    assert failed["trail"] == trails[0]
    assert "a defect" in failed["error"]
    assert current() == ""


async def test_an_unforeseen_error_is_told_without_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    def run(_: Any) -> int:
        raise ValueError(f"no answer from https://api.telegram.org/bot{TELEGRAM}/getMe")

    for more in ([], ["--debug"]):
        cli.main(["run", *more], run=run, demo=run)
        said = capsys.readouterr().err
        assert "getMe" in said
        assert TELEGRAM not in said


async def test_trails_of_deliveries_that_wait_are_told_when_they_are_sent(
    log: Callable[..., list[str]], house: Any
) -> None:
    with following("0a0b0c0d"):
        async with house.db.write() as session:
            await outbox.queue(session, "one", "told", house.place("room"), say("x"), house.desk.clock())
    lines = log("json")
    house.chat.fail("send", Later("busy", seconds=5))
    await house.delivered()
    house.desk.clock.advance(5)
    house.drain = Drain(house.desk, Chats({("fake", ""): house.chat}))  # another process
    await house.delivered()
    told = [json.loads(line) for line in lines if "delivery one" in line]
    assert [line["text"].split()[2] for line in told] == ["Later", "posted"]
    assert {line["trail"] for line in told} == {"0a0b0c0d"}
