"""The container, as far as it can be held without an engine."""

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from bot.settings import DatabaseSection

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
STAGES = DOCKERFILE.split("\nFROM ")[1:]
COPIED = [line.split()[1] for line in DOCKERFILE.splitlines() if line.startswith("COPY ") and "--from" not in line]


@pytest.mark.parametrize("source", COPIED)
def test_everything_copied_is_there_and_let_in(source: str) -> None:
    assert any(ROOT.glob(source))
    let_in = [
        line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")
    ]
    assert any(fnmatch(source, pattern) for pattern in let_in)


def test_every_tree_that_the_program_imports_is_copied() -> None:
    trees = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert trees == set(COPIED) - {"requirements*.lock"}


def test_every_extra_has_a_lock_and_can_be_asked_for() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        extras = tomllib.load(file)["project"]["optional-dependencies"].keys()
    assert all((ROOT / f"requirements-{extra}.lock").exists() for extra in extras)
    assert "ARG EXTRAS=" in STAGES[0]
    assert "--require-hashes -r /requirements-$extra.lock || exit 1" in STAGES[0]


def test_files_beside_the_code_go_along() -> None:
    """Templates, sample drafts and migrations lie in the trees, and nothing keeps them out."""
    shut_out = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] not in "#!"]
    assert shut_out == ["*", "**/__pycache__"]


def test_it_does_not_run_as_root() -> None:
    assert re.search(r"^USER (?!root|0\b)\w+", STAGES[-1], re.MULTILINE)
    assert STAGES[-1].index("USER") < STAGES[-1].index('CMD ["python", "-m"')


def test_packages_are_installed_by_their_hashes_in_a_stage_of_their_own() -> None:
    assert "--require-hashes -r /requirements.lock" in STAGES[0]
    assert "pip install" not in STAGES[-1]


def test_its_health_is_asked_where_it_listens() -> None:
    (port,) = re.findall(r"LISTEN=0\.0\.0\.0:(\d+)", DOCKERFILE)
    assert f"http://127.0.0.1:{port}/healthz" in DOCKERFILE
    assert f"EXPOSE {port}" in DOCKERFILE


def test_what_it_keeps_is_on_a_volume() -> None:
    assert "VOLUME /app/var" in DOCKERFILE
    assert "WORKDIR /app" in DOCKERFILE
    assert DatabaseSection().url == "sqlite:///var/rapporteur.db"
