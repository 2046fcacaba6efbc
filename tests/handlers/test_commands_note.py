"""/note: a delegation's own words on a paragraph, which those who speak for it alone read."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from bot.drafts.reading import Reading
from bot.positions.onward import following
from storage import events
from storage.tables import Draft, Note

C5, C8 = "C5. Building confidence and security.", "C8. Cultural diversity shall be respected by all women and men."
C9 = "C9. Affirm that the same human rights must be protected online and offline, in all media."
RED = "our red line: “in all media” stays"


async def kept(house: Any) -> list[str]:
    async with house.db.read() as session:
        rows = [row for t in SQLModel.metadata.sorted_tables for row in (await session.exec(select(*t.columns))).all()]
    return [repr(tuple(row)) for row in rows]


async def posted(house: Any, reading: Callable[..., Reading], *lines: str) -> list[Any]:
    """The next draft is settled and everybody concerned is told; what was sent."""
    from bot.drafts.keeping import archive
    from bot.positions.onward import carrying

    house.desk.clock.advance(3600)
    text = reading(*lines, source="https://wsis.example/next.html")
    found = archive.Posted(url=text.source, data=text.sha256.encode(), mime="text/html", reading=text, label="")
    async with house.db.write() as session:
        draft: Draft = await archive.keep(session, house.document_id, None, found, house.desk.clock(), "")
        news = await carrying.settle(session, draft, house.desk.clock())
        assert news
        await following.tell(session, news, None, house.desk.clock())
    return list(await house.delivered())


@pytest.mark.need(47)
async def test_a_red_line_is_read_beside_the_words_by_those_who_speak_for_the_delegation_alone(house: Any) -> None:
    (said,) = await house.say(f"note C9 {RED}", "dina")
    assert said.how == "whisper"
    assert f"Noted on C9 of Vision for Norway alone: “{RED}”." in said.text
    await house.seat("reza", "KE", "head")
    for who in ("hansen", "alma", "dina"):
        assert f"“{RED}” (Dina)" in (await house.say("show C9", who, at=who))[-1].text
    for who in ("oscar", "chang", "sekou", "reza", "passer"):
        for line in ("show C9", "show C9 --names", "heard C9", "history C9", "me", "home"):
            assert "red line" not in (await house.say(line, who))[-1].text
    assert "red line" not in (await house.say("show C5", "dina"))[-1].text


async def test_it_is_in_no_card_and_in_the_record_withheld(house: Any) -> None:
    await house.say(f"note C9 {RED}", "dina")
    await house.say("share C9", "dina")
    assert not [one for one in await house.delivered() if "red line" in one.text]
    async with house.db.read() as session:
        rows = await events.after(session, house.space_id, 0)
    [event] = [json.loads(row.ev) for row in rows if json.loads(row.ev)["kind"] == "note"]
    assert set(event) == {"kind", "at", "said"}
    (file,) = [one.file for one in await house.say("export", "chang") if one.file]
    assert b"red line" not in file.data
    assert b"withheld" in b"".join(_unpacked(file.data).values())


def _unpacked(data: bytes) -> dict[str, bytes]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name, text in found.items() if b"red line" in text]
    return found


@pytest.mark.need(47)
async def test_when_its_words_change_the_delegation_is_told_with_the_note(
    house: Any, reading: Callable[..., Reading]
) -> None:
    await house.say(f"note C9 {RED}", "dina")
    sent = await posted(house, reading, C5, C8, C9.replace(", in all media", ""))
    told = [one for one in sent if "red line" in one.text]
    assert sorted(one.to.chat for one in told) == ["alma", "dina", "hansen"]
    assert "Vision r3: notes of Norway" in told[0].text
    assert f"Your note on C9: “{RED}” (Dina)" in told[0].text
    assert "in all media" in told[0].text.replace(RED, "")


async def test_where_only_the_number_changes_nobody_is_told(house: Any, reading: Callable[..., Reading]) -> None:
    await house.say(f"note C9 {RED}", "dina")
    sent = await posted(house, reading, C5, C8, C9.replace("C9.", "C12."))
    assert not [one for one in sent if "red line" in one.text]
    assert f"NO on C12 (Vision): “{RED}” (Dina)" in (await house.say("note", "alma"))[-1].text


async def test_who_is_told_of_a_position_anyway_is_told_once(house: Any, reading: Callable[..., Reading]) -> None:
    await house.say("support C9", "dina")
    await house.wait()
    await house.say(f"note C9 {RED}", "dina")
    sent = await posted(house, reading, C5, C8, C9.replace("human rights", "rights"))
    (letter,) = [one for one in sent if one.to.chat == "dina"]
    assert "Your delegation has notes on what changed:" in letter.text
    assert letter.text.count(RED) == 1
    assert letter.text.count("offline") == 1
    assert "Still fine" in letter.labels


async def test_a_note_goes_to_the_parts_of_its_paragraph_and_waits_for_one_that_is_gone(
    house: Any, reading: Callable[..., Reading]
) -> None:
    await house.say(f"note C9 {RED}", "dina")
    one, two = "C9. Affirm that the same human rights must be protected online", "C9bis. and offline, in all media."
    await posted(house, reading, C5, C8, f"{one}.", two)
    assert RED in (await house.say("show C9", "dina"))[-1].text
    await posted(house, reading, C5, C8)
    assert f"NO on C9 (Vision): “{RED}”" in (await house.say("note", "dina"))[-1].text
    await posted(house, reading, C5, C8, f"{one}.")
    assert RED in (await house.say("show C9", "dina"))[-1].text


async def test_what_was_asked_is_noted_letter_for_letter(house: Any) -> None:
    (question,) = await house.say("note C9", "dina")
    assert question.how == "ask"
    await house.say("C5 until:17:00 --as-is is what they want", "dina", token=question.key)
    assert "“C5 until:17:00 --as-is is what they want”" in (await house.say("show C9", "dina"))[-1].text
    (again,) = await house.say("note C9", "alma")
    assert "Noted there already: “C5 until:17:00 --as-is is what they want” (Dina)" in again.text


async def test_it_is_on_the_own_pages_and_taken_off_again(house: Any) -> None:
    (said,) = await house.say(f"note C5,C9 {RED}", "dina")
    for line in ("me", "home"):
        assert f"NO on C9 (Vision): “{RED}” (Dina)" in (await house.say(line, "alma"))[-1].text
    assert (await house.press(said, "Take off C9", "dina"))[-1].text == "Norway keeps no note on C9 of Vision any more."
    assert "C9" not in (await house.say("note", "dina"))[-1].text
    await house.say("note off", "hansen")
    async with house.db.read() as session:
        assert (await session.exec(select(Note))).all() == []


async def test_what_somebody_noted_is_erased_with_their_other_words(house: Any) -> None:
    await house.say(f"note C9 {RED}", "dina")
    (asked,) = await house.say("space erase fake:dina", "chang")
    await house.press(asked, "Erase", "chang")
    assert not [row for row in await kept(house) if "red line" in row]


@pytest.mark.parametrize(
    ("line", "who", "said"),
    [
        ("note", "dina", "Norway has no notes in WSIS+10 Vision."),
        ("note", "oscar", "is for delegates"),
        ("note C9 us", "chang", "is for delegates"),
        ("note C99 us", "dina", "C99"),
        ("note all us", "dina", "A note is on one paragraph, and all is several."),
        ("note C5-C9 us", "dina", "A note is on one paragraph"),
        ("note C9 r1 us", "dina", "newest words"),
        ("note C9 as:KE us", "dina", "Kenya speaks through its own people"),
        ("note C9 as:me us", "dina", "A note is kept by those who speak for a delegation"),
        ("note C9 " + "x" * 10_000, "dina", "Nothing was recorded"),
        ("note off C9", "dina", "Norway has no notes"),
        ("note C9 us --loud", "dina", ""),
        ("note “us”", "dina", "On which words?"),
    ],
)
async def test_what_cannot_be_noted_is_one_kind_sentence(house: Any, line: str, who: str, said: str) -> None:
    (answer,) = await house.say(line, who)
    assert said in answer.text
    assert "went wrong" not in answer.text
    if said:
        async with house.db.read() as session:
            assert (await session.exec(select(Note))).all() == []


async def test_another_paragraph_than_those_noted_is_answered_with_these(house: Any) -> None:
    await house.say("note C9 us", "dina")
    (said,) = await house.say("note off C5", "dina")
    assert "Norway has no note on C5. It has notes on C9 of Vision." in said.text
    assert said.labels == ['/note off C9 doc:"Vision"']
