"""What CI runs, and that nothing is left out there unseen."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

HEAD = "import pytest\n\n"
SKIPS = {
    "in_a_test": "def test_a():\n    pytest.skip('no server here')\n",
    "by_a_mark": "@pytest.mark.skip(reason='no server here')\ndef test_a():\n    pass\n",
    "by_a_fixture": "@pytest.fixture\ndef a():\n    pytest.skip('no server here')\n\ndef test_a(a):\n    pass\n",
    "a_whole_file": "pytest.skip('no server here', allow_module_level=True)\n",
}


def _run(folder: Path, no_skip: str) -> str:
    """What pytest says of four files, each with something to skip."""
    shutil.copy(ROOT / "tests/conftest.py", folder)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = postgres: x\n")
    for name, text in SKIPS.items():
        (folder / f"test_{name}.py").write_text(HEAD + text)
    line = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--import-mode=importlib"]
    line += ["--continue-on-collection-errors", str(folder)]
    environment = {**os.environ, "RAPPORTEUR_NO_SKIP": no_skip, "PYTHONPATH": str(ROOT)}
    return subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, check=False).stdout


def test_a_test_that_would_be_skipped_fails_in_ci(tmp_path: Path) -> None:
    said = _run(tmp_path, "1").splitlines()
    assert "1 failed, 3 errors" in said[-1]
    assert "skipped" not in said[-1]


def test_elsewhere_it_is_skipped(tmp_path: Path) -> None:
    assert "4 skipped" in _run(tmp_path, "").splitlines()[-1]


def test_make_test_says_what_was_skipped() -> None:
    assert "-m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -ra" in (ROOT / "Makefile").read_text()


def test_the_ci_script_can_be_read_and_lets_nothing_be_skipped() -> None:
    script = (ROOT / ".ci/run").read_text()
    subprocess.run(["bash", "-n", ROOT / ".ci/run"], check=True)
    assert "RAPPORTEUR_NO_SKIP=1" in script
    assert script.rstrip().endswith('make check\nmake test\nmake bench-long ARGS="--minutes 0.5"')


def test_every_extra_is_installed_so_that_its_tests_run() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        extras = tomllib.load(file)["project"]["optional-dependencies"].keys() - {"dev"}
    (asked,) = re.findall(r'EXTRAS="([^"]*)"', (ROOT / ".ci/run").read_text())
    assert set(asked.split()) == extras
