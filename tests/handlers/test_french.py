"""A conversation in French: whoever chose it, or sits in a chat that did, is told nothing in English."""

import re
from collections.abc import Sequence
from typing import Any

from bot.catalogues import read
from handlers.works import closing, effects, endings

DINA = """
me | me zone Europe/Paris | me quiet 22:00-07:00 | me quiet off | me text on | me text off | me mute Vision
me unmute Vision | help | help diff | nonsense | show C9 | show C99 | show all | show C9 --names | diff
diff r1 r2 | diff r9 | drafts | history C9 | brackets | brackets C8 | terms | terms "women and men" | heard
heard C9 | follow C5 C9 | follow | follow off C5 | accept C9 | undo | concern C8 too vague | object C9
object C9 against the mandate; would accept: as in r1 | reserve C10 | reserve C10 until:2014-06-20 | signoff C9
withdraw C8 | withdraw | support C5-C8 | abstain C11 | join | join KE | join XX | poll | poll C9 "Keep it?"
ballot 1 1 | silence | silence C5 until:17:00 | watch | space | home | share C9 | export | drafts add | me link
me link ABCDEF | settle 1 stand | note C9 red line | note | seen 1
"""
CHANG = """
share C9 | share all | poll C8 "Which?" "One" "Two" --multi --add | silence C5,C8 until:2014-06-12T18:00
silence withdraw 1 enough | silence C10 until:09:00 | space delegation FR "France" governments
space quiet 22:00-07:00 | space quiet off | watch stop 9 | space chair @nobody | drafts confirm r2 | space invite
space erase @dina
"""


def lines(text: str) -> list[str]:
    return [one.strip() for one in re.split(r"[|\n]", text) if one.strip()]


def english() -> list[re.Pattern[str]]:
    """What each English sentence looks like when it is said, where its words are not those of its translation."""
    known = [one for one in read("fr") if one.id and one.string]
    found = []
    for one in known:
        for sentence in [one.id] if isinstance(one.id, str) else one.id:
            literal = re.split(r"\{[^}]*\}", sentence)
            words = max(literal, key=len).strip()
            if len(words.split()) > 2 and words not in str(one.string):
                found.append(re.compile(re.escape(words)))
    return found


def in_english(said: Sequence[Any]) -> list[str]:
    """What of it is English."""
    patterns = english()
    texts = [
        label for one in said for label in [one.text, *(button.label for row in one.message.buttons for button in row)]
    ]
    return [f"{pattern.pattern} ← {text}" for text in texts for pattern in patterns if pattern.search(text)]


async def swept(house: Any) -> None:
    for _ in range(3):
        for job in (effects(house.desk), endings(house.desk), closing(house.desk)):
            for row in await job.due():
                await job.run(row)
        await house.delivered()


async def test_who_chose_french_and_a_chat_that_did_are_told_nothing_in_english(house: Any) -> None:
    await house.say("space language fr here", "chang")
    for who in ("dina", "chang", "hansen", "alma"):
        await house.say("me language fr", who)
    before = len(house.chat.said)
    for who, spoken in (("dina", DINA), ("chang", CHANG)):
        for line in lines(spoken):
            await house.say(line, who)
            house.desk.clock.advance(5)
        house.desk.clock.advance(120)
        await swept(house)
    house.desk.clock.advance(60 * 60 * 48)
    await swept(house)
    told = [one for one in house.chat.said[before:] if one.to.chat not in {"corner", "channel"}]
    assert len(told) > 80
    assert in_english(told) == []


async def test_each_is_told_in_a_language_of_their_own(house: Any) -> None:
    await house.say("me language fr", "dina")
    mine = (await house.say("show C99", "dina"))[-1]
    theirs = (await house.say("show C99", "alma"))[-1]
    assert "n’a pas de paragraphe" in mine.text
    assert "has no paragraph" in theirs.text


async def test_what_everybody_reads_is_in_the_language_of_the_chat(house: Any) -> None:
    await house.say("me language fr", "dina")
    assert "Comparer" not in str((await house.say("diff", "dina"))[-1].text)
    await house.say("space language fr here", "chang")
    assert "reformulé" in (await house.say("diff r1 r2", "alma"))[-1].text


async def test_no_language_that_is_not_spoken_is_chosen(house: Any) -> None:
    said = (await house.say("me language tlh", "dina"))[-1]
    assert "en (English)" in said.text
    assert said.message.buttons
    await house.say("me language off", "dina")
    assert "has no paragraph" in (await house.say("show C99", "dina"))[-1].text


async def test_what_is_answered_to_the_chat_is_in_its_language_whoever_asked(house: Any) -> None:
    await house.say("me language fr", "chang")
    said = (await house.say('space delegation FR "France" governments', "chang"))[-1]
    assert said.text.startswith("Delegation FR")
    assert "goes on from" in (await house.say('drafts continue "Vision" doc:"Outcome"', "chang"))[-1].text
