"""compose.yaml and the notes on Kubernetes, as far as they can be held without an engine."""

import asyncio
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from bot.config import load
from bot.roles import ROLES, roles_of
from bot.settings import DatabaseSection
from handlers.demo.secretariat import serve
from handlers.demo.site import BASE_LINKS, DRAFT_LINKS, PAGE

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: Mapping[str, Any] = COMPOSE["services"]
BOTS = [name for name, one in SERVICES.items() if "run" in one.get("command", [])]


def test_there_are_two_bots_that_together_do_everything() -> None:
    assert len(BOTS) == 2
    only = [roles_of(SERVICES[name]["command"][-1]) for name in BOTS]
    assert sorted(role for roles in only for role in roles) == sorted(ROLES)


@pytest.mark.parametrize("name", BOTS)
def test_its_variables_are_settings_and_its_configuration_loads(name: str, tmp_path: Path) -> None:
    environment = dict(SERVICES[name]["environment"])
    secrets = set(SERVICES[name]["secrets"])
    for variable, value in environment.items():
        if variable.endswith("_FILE"):
            secret = value.removeprefix("/run/secrets/")
            assert secret in secrets
            (tmp_path / secret).write_text("postgresql://u:p@h/d" if secret == "database_url" else "secret")
            environment[variable] = str(tmp_path / secret)
    config = load(ROOT / COMPOSE["configs"]["rapporteur"]["file"], environment)
    assert config.database.url == "postgresql://u:p@h/d"
    assert config.database.url != DatabaseSection().url
    assert config.telegram
    assert SERVICES[name]["configs"] == [{"source": "rapporteur", "target": "/app/config.toml"}]


def test_what_it_watches_is_what_the_demos_secretariat_shows() -> None:
    config = load(ROOT / COMPOSE["configs"]["rapporteur"]["file"], {})
    port = SERVICES["secretariat"]["command"][-2].rpartition(":")[2]
    watched = [(watch.url, watch.links, watch.base) for space in config.space for watch in space.watch]
    page = f"http://secretariat:{port}{PAGE}"
    assert watched == [(page, DRAFT_LINKS, ""), (page, BASE_LINKS, "chair")]
    assert config.fetch.allow_private == ("secretariat",)


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_says_whether_it_is_well(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert not SERVICES[name].get("image", "").endswith("latest")
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_the_bots_wait_for_the_database_and_share_nothing_but_it() -> None:
    for name in BOTS:
        assert SERVICES[name]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
        assert "volumes" not in SERVICES[name]


def test_no_secret_stands_in_it_and_those_that_it_names_stay_out_of_the_repository() -> None:
    text = (ROOT / "compose.yaml").read_text("utf-8")
    assert not re.search(r"(PASSWORD|TOKEN|SECRET)\w*: (?!/run/secrets/)\S", text)
    assert all(one["file"].startswith("secrets/") for one in COMPOSE["secrets"].values())
    assert "/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    asked = {name for one in SERVICES.values() for name in one.get("secrets", [])}
    assert asked == set(COMPOSE["secrets"])
    page = (ROOT / "docs/deploy.md").read_text("utf-8")
    assert all(f"> {one['file']}" in page for one in COMPOSE["secrets"].values())


def test_nothing_is_open_to_other_machines() -> None:
    ports = [port for one in SERVICES.values() for port in one.get("ports", [])]
    assert all(port.startswith("127.0.0.1:") for port in ports)


async def test_the_secretariat_publishes_one_step_after_another(free_port: Callable[[], int]) -> None:
    port = free_port()
    serving = asyncio.create_task(serve(f"127.0.0.1:{port}", 0.05))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        seen: set[str] = set()
        async with asyncio.timeout(60):
            while "vision-r4.html" not in seen:
                await asyncio.sleep(0.02)
                try:
                    seen |= set(re.findall(r"[\w-]+\.html", (await client.get(PAGE)).text))
                except httpx.ConnectError:
                    continue
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    assert {f"vision-r{n}.html" for n in (1, 2, 3, 4)} <= seen


def test_the_notes_on_kubernetes_name_settings_roles_and_addresses_that_there_are(tmp_path: Path) -> None:
    page = (ROOT / "docs/kubernetes.md").read_text("utf-8")
    (written,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    pod = yaml.safe_load(written)["spec"]["template"]["spec"]
    (bot,) = pod["containers"]
    assert roles_of(bot["args"][-1])
    assert {bot[f"{kind}Probe"]["httpGet"]["path"] for kind in ("liveness", "readiness", "startup")} == {
        "/healthz",
        "/readyz",
    }
    mounts = {one["name"] for one in bot["volumeMounts"]}
    assert mounts == {one["name"] for one in pod["volumes"]}
    environment = {}
    for one in bot["env"]:
        environment[one["name"]] = one["value"]
        if one["name"].endswith("_FILE"):
            file = tmp_path / one["value"].rpartition("/")[2]
            file.write_text("sqlite:///x" if "DATABASE" in one["name"] else "x")
            environment[one["name"]] = str(file)
    (tmp_path / "config.toml").write_text("")
    assert load(tmp_path / "config.toml", environment).slack


def test_the_readers_are_compiled_when_the_image_is_made() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    compiled = lines.index("RUN python -m compileall -q bot handlers storage")
    assert compiled > max(n for n, line in enumerate(lines) if line.startswith("COPY "))
    assert compiled < next(n for n, line in enumerate(lines) if line.startswith("USER "))
