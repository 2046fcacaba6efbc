"""The Slack and Telegram simulators of ../shared/sims, for tests of both platforms.

A test that uses `sims` carries `pytest.mark.sims` and `pytest.mark.xdist_group("sims")`: each use starts three programs.
"""

import importlib.util
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SIMS = Path(__file__).resolve().parents[3] / "shared" / "sims"


def _simulators() -> ModuleType:
    """The module sims.py; the test is skipped where the simulators or their installation are missing."""
    if not (SIMS / "sims.py").is_file():
        pytest.skip("no ../shared/sims: the simulators are not here")
    spec = importlib.util.spec_from_file_location("sims", SIMS / "sims.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    missing = [path for path in (module.PYTHON, module.NODE, module.EMULATE) if not Path(path).exists()]
    if missing:
        pytest.skip(f"the simulators are not installed: bash {SIMS}/install.sh")
    return module


@pytest.fixture
async def sims() -> AsyncIterator[Any]:
    """Both simulators, fresh: `.slack` and `.tg` are people, `.slack_api` and `.tg_api` the addresses to connect to."""
    async with _simulators().Sims() as running:
        yield running
