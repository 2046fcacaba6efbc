"""The bot at rest: what only some of its work needs is not loaded at start, and its memory shows it (`bench chat`, idle)."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
AT_USE = {
    "typst": "drawing",
    "jinja2": "a redline as a page",
    "docx": "a redline for Word",
    "lxml": "reading Word, in the child",
    "pypdfium2": "reading PDF, in the child",
    "holidays": "a space that names a country",
    "alembic": "a database of an older revision",
    "procrastinate": "several processes",
    "psycopg": "PostgreSQL",
    "feedparser": "watching a feed",
    "icalendar": "watching a calendar",
    "imap_tools": "watching a mailbox",
    "dateparser": "a date on a page",
    "playwright": "a page that needs JavaScript",
    "prompt_toolkit": "the terminal",
}
NOT_ALWAYS = ("handlers.demo", "bot.drafts.fetching.mailbox", "bot.jobs.cluster")
"""What `bot.__main__` loads for the demo, for a mailbox, for PostgreSQL alone."""


def _loaded_to_run() -> Iterator[str]:
    """The import statements of `bot.__main__`, wherever they stand."""
    for node in ast.walk(ast.parse((ROOT / "bot/__main__.py").read_text("utf-8"))):
        ours = not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(NOT_ALWAYS)
        if isinstance(node, ast.Import | ast.ImportFrom) and ours:
            yield ast.unparse(node)


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The packages that a bot on SQLite with both platforms has loaded when it begins to listen."""
    lines = [*_loaded_to_run(), "from bot.jobs.local import LocalJobs", "print(*sys.modules)"]
    told = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in told.stdout.split()}


def test_both_platforms_are_loaded_at_start(loaded: set[str]) -> None:
    assert {"telegram", "slack_bolt", "sqlalchemy", "uvicorn", "apscheduler"} <= loaded


@pytest.mark.parametrize("package", AT_USE)
def test_what_only_some_work_needs_is_loaded_by_it(loaded: set[str], package: str) -> None:
    assert package not in loaded, f"it is for {AT_USE[package]}"


def test_a_database_at_the_newest_revision_is_begun_on_without_alembic(migrated_file: Path, tmp_path: Path) -> None:
    shutil.copy(migrated_file, tmp_path / "x.db")
    begin = f"""
import asyncio, sys
from handlers.line.database import to_newest_revision
before, now = asyncio.run(to_newest_revision("sqlite:///{tmp_path}/x.db"))
print(before == now, "alembic" in sys.modules)
"""
    told = subprocess.run([sys.executable, "-c", begin], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "False"]
