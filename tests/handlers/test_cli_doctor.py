"""doctor: a verdict and a mend for each part of a set-up."""

import asyncio
import sqlite3
from argparse import Namespace
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from handlers import cli
from handlers.line import doctor
from handlers.line.doctor import around, machine, platforms
from storage.db import Database
from storage.migrate import migrate

SCOPES = ",".join(sorted(platforms.manifest_scopes()))
TOKENS = (
    '[slack]\nbot_token = "xoxb-hidden"\napp_token = "xapp-hidden"\napi_url = "https://slack.test/api/"\n'
    '[telegram]\ntoken = "7:hidden"\napi_url = "https://telegram.test"\n[fetch]\ncontact = "mailto:a@b.org"\n'
)
Answers = dict[str, tuple[int, Mapping[str, str], Any]]
Doctor = Callable[..., tuple[int, str]]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """What the platforms answer, by the last part of the address; a test changes what it wants otherwise."""
    now = {"Date": format_datetime(datetime.now(UTC), usegmt=True)}
    told: Answers = {
        "auth.test": (
            200,
            {"x-oauth-scopes": SCOPES},
            {"ok": True, "user": "rapporteur", "team": "WG", "team_id": "T1"},
        ),
        "apps.connections.open": (200, {}, {"ok": True, "url": "wss://slack.test"}),
        "api.test": (200, now, {"ok": True}),
        "getMe": (200, {}, {"ok": True, "result": {"username": "flash_bot"}}),
        "": (404, now, {"ok": False}),
    }

    def post(url: str, **_: Any) -> httpx.Response:
        if url.rpartition("/")[2] not in told:
            raise httpx.ConnectError("no route to " + url)
        status, headers, body = told[url.rpartition("/")[2]]
        return httpx.Response(status, headers=dict(headers), json=body)

    monkeypatch.setattr(platforms.httpx, "post", post)
    return told


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Doctor:
    """doctor on a configuration of these lines: (exit code, what it prints)."""
    monkeypatch.chdir(tmp_path)

    def nothing(_: Namespace) -> int:
        return 0

    def run(text: str | None = TOKENS, mode: int = 0o600) -> tuple[int, str]:
        if text is not None:
            (tmp_path / "config.toml").write_text(text, "utf-8")
            (tmp_path / "config.toml").chmod(mode)
        code = cli.main(["doctor"], run=nothing, demo=nothing)
        out = capsys.readouterr().out
        assert "hidden" not in out
        return code, out

    return run


def _line(out: str, said: str) -> str:
    """The verdict of the one line that says so."""
    [line] = [line for line in out.splitlines() if said in line]
    return line.split()[0]


@pytest.mark.usefixtures("answers")
def test_a_healthy_set_up_has_no_failure(call: Doctor) -> None:
    code, out = call()
    assert code == 0
    assert _line(out, "connected as rapporteur in WG (T1)") == "ok"
    assert _line(out, "scopes of slack-manifest.yaml") == "ok"
    assert _line(out, "Socket Mode opens") == "ok"
    assert _line(out, "connected as @flash_bot") == "ok"
    assert _line(out, "within 30 seconds") == "ok"
    assert _line(out, "closed to other users") == "ok"
    assert _line(out, "the first start makes it") == "ok"
    assert _line(out, "can be read: PDF, Word, HTML") == "ok"
    assert out.endswith("\nNothing fails.\n")


@pytest.mark.usefixtures("answers")
def test_every_check_of_the_table_speaks(call: Doctor) -> None:
    _, out = call()
    assert {line.split()[1] for line in out.splitlines() if line[:1].isalpha() and "→" not in line} >= set(
        doctor.CHECKS
    )


def test_without_a_configuration_the_machine_is_examined_all_the_same(call: Doctor) -> None:
    code, out = call(None)
    assert code == 1
    assert _line(out, "There is no configuration file") == "fails"
    assert _line(out, "can be read: PDF") == "ok"


def test_a_bot_without_a_token_fails(call: Doctor) -> None:
    code, out = call("[slack]\napp_token = 'xapp-1'\n")
    assert code == 1
    assert _line(out, "neither Slack nor Telegram has a token") == "fails"
    assert _line(out, "no bot_token, so Slack is off") == "note"


@pytest.mark.usefixtures("answers")
def test_what_workspaces_need_to_install_the_app_is_named(call: Doctor) -> None:
    _, out = call('[slack]\nclient_id = "1.2"\nclient_secret = "hidden"\nsigning_secret = "hidden"\n')
    assert _line(out, "client_id needs [server] public_url too") == "fails"
    _, out = call(
        '[slack]\nclient_id = "1.2"\nclient_secret = "hidden"\nsigning_secret = "hidden"\n[server]\npublic_url = "https://a.b"\n'
    )
    assert "client_id needs" not in out


@pytest.mark.usefixtures("answers")
def test_a_file_with_secrets_that_everybody_may_read_fails(call: Doctor) -> None:
    assert _line(call(mode=0o644)[1], "every user of this machine may read it") == "fails"
    assert _line(call("[telegram]\napi_url = 'https://telegram.test'\n", mode=0o644)[1], "holds no secret") == "ok"


def test_a_missing_scope_is_named(call: Doctor, answers: Answers) -> None:
    answers["auth.test"] = (200, {"x-oauth-scopes": SCOPES.replace("files:write,", "")}, {"ok": True})
    code, out = call()
    assert code == 1
    assert _line(out, "the token lacks these scopes: files:write") == "fails"
    answers["auth.test"] = (200, {}, {"ok": True})
    assert _line(call()[1], "could not be compared") == "note"


def test_refused_tokens_fail_with_what_the_platform_said(call: Doctor, answers: Answers) -> None:
    answers["auth.test"] = (200, {}, {"ok": False, "error": "invalid_auth"})
    answers["getMe"] = (401, {}, {"ok": False, "description": "Unauthorized"})
    code, out = call()
    assert code == 1
    assert _line(out, "Slack refuses auth.test: invalid_auth") == "fails"
    assert _line(out, "Telegram refuses the token: Unauthorized") == "fails"


def test_a_wrong_app_token_is_told_apart(call: Doctor, answers: Answers) -> None:
    answers["apps.connections.open"] = (200, {}, {"ok": False, "error": "not_allowed_token_type"})
    code, out = call()
    assert code == 1
    assert _line(out, "Slack refuses apps.connections.open") == "fails"
    assert "connections:write" in out


def test_platforms_that_do_not_answer_are_named_without_their_tokens(call: Doctor, answers: Answers) -> None:
    answers.clear()
    code, out = call()
    assert code == 1
    assert _line(out, "Slack does not answer at https://slack.test/api/ (ConnectError)") == "fails"
    assert _line(out, "Telegram does not answer") == "fails"
    assert _line(out, "could not be compared with the platform's") == "note"


@pytest.mark.parametrize(
    ("skew", "verdict", "said"),
    [
        (29, "ok", "within"),
        (-31, "note", "31 seconds behind"),
        (45, "note", "45 seconds ahead"),
        (301, "fails", "ahead"),
    ],
)
def test_a_clock_that_is_off_is_told(skew: float, verdict: str, said: str) -> None:
    finding = platforms.clock_finding(skew)
    assert finding.verdict == verdict
    assert said in finding.said
    assert bool(finding.mend) == (verdict != "ok")


def test_the_date_of_the_platform_is_what_the_clock_is_held_against(call: Doctor, answers: Answers) -> None:
    then = datetime.now(UTC) - timedelta(hours=1)
    answers["api.test"] = (200, {"Date": format_datetime(then, usegmt=True)}, {})
    code, out = call()
    assert code == 1
    assert "seconds ahead of the platform's" in out


# the database


@pytest.mark.usefixtures("answers")
def test_a_database_that_answers_and_takes_writes_is_well(call: Doctor, tmp_path: Path) -> None:
    _migrate(tmp_path)
    code, out = call(TOKENS + '[database]\nurl = "sqlite:///live.db"\n')
    assert code == 0
    assert _line(out, "answers, takes writes, and is at the newest revision") == "ok"
    with closing(sqlite3.connect(tmp_path / "live.db")) as connection:
        assert not connection.execute("select 1 from sqlite_master where name = 'rapporteur_doctor'").fetchone()


@pytest.mark.usefixtures("answers")
def test_an_older_revision_is_noted_and_an_unknown_one_fails(call: Doctor, tmp_path: Path) -> None:
    (tmp_path / "live.db").touch()
    _, out = call(TOKENS + '[database]\nurl = "sqlite:///live.db"\n')
    assert _line(out, "is at revision none") == "note"
    _migrate(tmp_path)
    with closing(sqlite3.connect(tmp_path / "live.db")) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()
    code, out = call(TOKENS + '[database]\nurl = "sqlite:///live.db"\n')
    assert code == 1
    assert _line(out, "9999, which this version does not know") == "fails"


@pytest.mark.usefixtures("answers")
@pytest.mark.parametrize("url", ["postgresql://u:hidden@127.0.0.1:9/x", "here", "mysql://h/x"])
def test_a_database_that_cannot_be_used_fails(call: Doctor, url: str) -> None:
    code, out = call(TOKENS + f'[database]\nurl = "{url}"\n')
    assert code == 1
    [line] = [line for line in out.splitlines() if " database " in line and line.startswith(("ok", "fails"))]
    assert line.startswith("fails")


def _migrate(folder: Path) -> None:
    async def run() -> None:
        db = Database(f"sqlite:///{folder}/live.db")
        await migrate(db)
        await db.aclose()

    asyncio.run(run())


# the machine


def test_a_missing_font_is_seen_by_drawing() -> None:
    assert "Chinese" in machine.missing_letters(system=False)
    assert "Russian" not in machine.missing_letters(system=False)


@pytest.mark.usefixtures("answers")
def test_a_missing_font_names_the_package(call: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "missing_letters", lambda: ["Chinese"])
    code, out = call()
    assert code == 0
    assert _line(out, "no font here has the letters of Chinese") == "note"
    assert "apt install fonts-noto-cjk" in out


@pytest.mark.usefixtures("answers")
def test_a_check_that_breaks_hides_no_other(call: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> Any:
        raise KeyError("x")

    monkeypatch.setattr(doctor, "CHECKS", {"broken": broken, **doctor.CHECKS})
    code, out = call()
    assert code == 1
    assert _line(out, "this check itself broke (KeyError)") == "fails"
    assert _line(out, "connected as @flash_bot") == "ok"


# against the simulators


@pytest.mark.sims
async def test_the_simulators_are_found_well(sims: Any, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        f'[slack]\nbot_token = "xoxb-local-test"\napp_token = "xapp-1"\napi_url = "{sims.slack_api}"\n'
        f'[telegram]\ntoken = "123456:TEST"\napi_url = "{sims.tg_api}"\n',
        "utf-8",
    )
    patient = doctor.examine(tmp_path / "config.toml")
    for check in (platforms.slack, platforms.telegram, platforms.clock):
        found = await asyncio.to_thread(list, check(patient))
        assert found
        assert "fails" not in [finding.verdict for finding in found], found


# what it leans on


@pytest.mark.parametrize(("free", "verdict"), [(5 << 30, "ok"), (900 << 20, "note"), (99 << 20, "fails")])
def test_little_room_on_a_disk_is_told_before_there_is_none(free: int, verdict: str) -> None:
    assert around.room(Path("here"), free).verdict == verdict


@pytest.mark.usefixtures("answers")
def test_a_browser_is_missed_only_where_a_page_needs_one(call: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = '[[space]]\nname = "v"\n[[space.watch]]\nurl = "https://a.b"\nbrowser = true\n'
    monkeypatch.setattr(around.chromium, "program", lambda: None)
    assert _line(call()[1], "no browser is installed") == "note"
    assert _line(call(TOKENS + watch)[1], "https://a.b is to be watched in a browser, and none is installed") == "fails"
    monkeypatch.setattr(around.chromium, "program", lambda: "chromium")
    assert _line(call(TOKENS + watch)[1], "pages that need JavaScript can be watched") == "ok"


@pytest.mark.usefixtures("answers")
def test_a_mailbox_that_lets_nobody_in_is_told(call: Doctor) -> None:
    code, out = call(TOKENS + '[mail]\nhost = "127.0.0.1"\nport = 9\nuser = "bot"\npassword = "hidden"\n')
    assert code == 1
    assert _line(out, "127.0.0.1") == "fails"
    assert _line(call()[1], "no mailbox is configured") == "ok"


WEBHOOK = '[telegram]\ntoken = "7:hidden"\napi_url = "https://telegram.test"\nwebhook_secret = "hidden"\n'
WEBHOOK += '[server]\npublic_url = "https://bot.example/"\n'


@pytest.mark.parametrize(
    ("info", "verdict", "said"),
    [
        ({"url": "https://bot.example/telegram/webhook"}, "ok", "Telegram reaches it"),
        (
            {
                "url": "https://bot.example/telegram/webhook",
                "last_error_message": "Connection refused",
                "pending_update_count": 7,
            },
            "fails",
            "Connection refused; waiting: 7",
        ),
        ({"url": "https://old.example/hook"}, "note", "which is not our address"),
    ],
)
def test_a_webhook_is_asked_for(call: Doctor, answers: Answers, info: dict[str, Any], verdict: str, said: str) -> None:
    answers["getWebhookInfo"] = (200, {}, {"ok": True, "result": info})
    assert _line(call(WEBHOOK)[1], said) == verdict


@pytest.mark.postgres
def test_a_database_whose_clock_is_another_is_told(
    call: Doctor, postgres: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.migrated()
    monkeypatch.setattr(machine, "_SKEW_S", -1)
    _, out = call(TOKENS + f'[database]\nurl = "{url}"\n')
    assert _line(out, "the database's") == "note"
    postgres.drop(url)
