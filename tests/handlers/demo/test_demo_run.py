"""`python -m bot demo`: the whole story from a script, the same every time."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def demo(script: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "demo"]
    return subprocess.run(command, input=script, capture_output=True, text=True, cwd=ROOT, timeout=900)


@pytest.fixture(scope="module")
def story() -> subprocess.CompletedProcess[str]:
    return demo("")


@pytest.mark.need(1)
def test_the_built_in_story_prints_one_flash_for_each_new_text_and_none_for_the_re_post(
    story: subprocess.CompletedProcess[str],
) -> None:
    assert story.returncode == 0, story.stderr
    flashes = [line for line in story.stdout.splitlines() if line.startswith("FLASH ")]
    assert [line.split()[2] for line in flashes] == ["r1", "r2", "r3", "r4"]
    assert story.stdout.count("no change") == 1


def test_the_story_prints_the_same_twice(story: subprocess.CompletedProcess[str]) -> None:
    assert demo("").stdout == story.stdout


def test_every_line_of_the_story_is_understood_and_nothing_is_said_on_standard_error(
    story: subprocess.CompletedProcess[str],
) -> None:
    assert "There is no command" not in story.stdout
    assert story.stderr == ""


@pytest.mark.need(80)
def test_two_words_changed_in_c9_are_the_two_words_shown(story: subprocess.CompletedProcess[str]) -> None:
    shown = story.stdout.split("> /diff r3 r2 C9")[1].split("> ")[0]
    assert "[-and men -]" in " ".join(shown.replace("│", "").split())


@pytest.mark.need(12)
def test_text_that_comes_back_is_named_with_the_draft_it_was_last_in(story: subprocess.CompletedProcess[str]) -> None:
    assert "Back in: 5 (last in r1)" in story.stdout
    assert "24  back in, last in r1" in story.stdout.split("> /diff latest")[-1], (
        "the comparison says what the Flash said"
    )


@pytest.mark.need(6)
def test_words_from_the_chairs_report_carry_its_name(story: subprocess.CompletedProcess[str]) -> None:
    shown = story.stdout.split("> /diff r2 vs:r1,chair C5")[1].split("> ")[0]
    assert "should not be weakened+} ‹chair›" in " ".join(shown.replace("│", "").split())


@pytest.mark.need(81)
def test_the_history_of_c9_dates_the_phrase_that_went_and_came_back(story: subprocess.CompletedProcess[str]) -> None:
    shown = " ".join(story.stdout.split("> /history C9")[1].split("> ")[0].replace("│", "").split())
    assert "and of those who work with them ‹r2›" in shown
    assert "and men ‹r4, before in r1›" in shown
    assert "r4 reworded · the words of r2 again, which r3 had replaced" in shown


def test_the_last_draft_leaves_one_bracket_open_since_the_first(story: subprocess.CompletedProcess[str]) -> None:
    shown = story.stdout.split("> /brackets\n")[1].split("> ")[0]
    assert "Vision  r4: 1 bracket open" in shown
    assert "23  [made permanent]  open since r1" in shown
    assert "closed: 16." in shown


@pytest.mark.parametrize("line", ["/nonsense", "@nonsense", "Zoe: /help", "hello"])
def test_a_line_that_is_not_understood_ends_with_1_and_the_rest_is_played(line: str) -> None:
    played = demo(f"{line}\n/help\n")
    assert played.returncode == 1
    assert "What I can do here" in played.stdout


def test_a_script_that_is_not_there_is_one_sentence() -> None:
    command = [sys.executable, "-m", "bot", "demo", "--script", "no-such-file.txt"]
    told = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=900)
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "no-such-file.txt" in told.stderr
