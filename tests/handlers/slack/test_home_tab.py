"""The Home tab as somebody sees it, in tests/data/slack_home.txt: buttons stand in brackets, a title is underlined."""

from pathlib import Path
from typing import Any

from slack_sdk.models.blocks import Block

from handlers.slack import render

PICTURE = Path(__file__).resolve().parents[2] / "data" / "slack_home.txt"


def picture(blocks: list[dict[str, Any]]) -> str:
    return "\n".join(line for block in blocks for line in _lines(block)) + "\n"


def _lines(block: dict[str, Any]) -> list[str]:
    match block["type"]:
        case "header":
            return ["", block["text"]["text"], "=" * len(block["text"]["text"])]
        case "actions":
            return ["   ".join(f"[ {one['text']['text']} ]" for one in block["elements"])]
        case "divider":
            return ["-" * 40]
    return ["".join(_run(run) for run in part["elements"]) for part in block["elements"]]


def _run(run: dict[str, Any]) -> str:
    style = run.get("style", {})
    mark = "~" if style.get("strike") else "__" if style.get("underline") else "*" if style.get("bold") else ""
    return f"{mark}{run['text']}{mark}"


async def test_home_tab_shows_spaces_open_questions_and_own_positions(house: Any) -> None:
    await house.say("object C9 our instructions say no", "hansen")
    await house.wait()
    await house.say("support C8", "hansen")
    await house.say('poll C9 "Keep it?" "Yes" "No"', "chang")
    await house.say("silence C5 until:2014-06-12T18:00 --force the plenary is on Thursday", "chang")
    await house.say("join NO", "eve")
    await house.say("follow C10", "hansen")
    (shown,) = await house.say("home", "hansen", "hansen", tab=True)
    blocks = render.blocks(shown.message, "home", render.MOST_HOME_BLOCKS)
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed
        parsed.validate_json()
    assert len(blocks) <= 100
    assert picture(blocks) == PICTURE.read_text("utf-8")
