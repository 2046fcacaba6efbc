"""A file dropped into a chat, or an address named there, becomes a draft by the road of a watched one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from bot.drafts.fetching.answer import Fetched, Validators
from bot.drafts.reading.read import read
from bot.errors import Refused
from bot.places import Person, Place
from bot.positions.record.export import erase
from bot.sentences import files as sentences
from handlers.chat import LARGEST_FILE, Attached, Command
from handlers.delivery.drain import Drain
from handlers.dispatch import Dispatcher
from handlers.request import Chats
from storage import people
from storage.tables import Aside, Blob, Chat, Document, Draft, EventRow, FlashRow, Officer, Rendition, Space

R3 = (
    "III. Action lines\n\nC5. Building confidence and security.\n\n"
    "C8. Cultural diversity shall be respected by all women and men.\n\n"
    "C9. Affirm that the same human rights must be protected online and offline, everywhere and in all media.\n\n"
    "C10. Ethics matter.\n\nC11. International and regional cooperation.\n"
)
R2 = R3.replace("everywhere and in", "in")
OTHER = "\n\n".join(
    f"{n}. Rule {n} of the stadium concerns tickets, turnstiles and lost umbrellas." for n in range(1, 9)
)
FILE = Attached("F1", "vision.txt", "text/plain", len(R3))
URL = "https://wsis.example/vision-r3.txt"


class Web:
    """Answers one address."""

    async def get(self, url: str, *_: Any, **__: Any) -> Fetched:
        assert url == URL
        return Fetched(url, 200, R3.encode(), "text/plain", None, Validators(), None, None, "vision-r3.txt")


@pytest.fixture
def house(house: Any) -> Any:
    """The house with a reader of real bytes, and the file F1 in its chat."""

    async def reading(data: bytes, name: str) -> Any:
        return read(data, name)

    house.desk = replace(house.desk, read=reading, fetcher=Web())
    house.dispatcher = Dispatcher(house.desk, house.chats, house.dispatcher.commands)
    house.drain = Drain(house.desk, house.chats)
    house.chat.contents = {"F1": R3.encode()}
    return house


async def kept(house: Any, table: Any) -> list[Any]:
    async with house.db.read() as session:
        return list((await session.exec(select(table))).all())


async def drop(house: Any, line: str = "drafts add", who: str = "chang", **more: Any) -> Any:
    more.setdefault("files", (FILE,))
    (said,) = await house.say(line, who=who, **more)
    return said


@pytest.mark.need(20)
async def test_a_dropped_file_is_the_next_draft_and_has_its_flash_in_every_chat(house: Any) -> None:
    said = await drop(house, 'drafts add "Text of the second day"')
    assert said.text == sentences.ADDED.format(name="r3", document="Vision")
    flashes = [one for one in await house.delivered() if one.text.startswith("FLASH")]
    assert {one.to.chat for one in flashes} == {"room", "corner", "channel"}
    assert "Vision r3  “Text of the second day”" in flashes[0].text
    assert "1 reworded (C9)" in flashes[0].text


@pytest.mark.need(19)
async def test_whoever_is_shown_it_reads_who_dropped_it_where_and_when(house: Any) -> None:
    await drop(house)
    flash = next(one for one in await house.delivered() if one.text.startswith("FLASH"))
    assert "unofficial · sha " in flash.text
    assert "fetched 12:57" in flash.text
    assert "vision.txt, dropped by Chang in fake" in flash.text
    for line in ("show C9", "drafts", "history C9", "terms", "diff latest"):
        said, *_ = await house.say(line)
        assert "vision.txt, dropped by Chang in fake" in said.text, line


async def test_an_address_that_is_named_is_a_draft_too(house: Any) -> None:
    await drop(house, f"drafts add {URL}", files=())
    flash = next(one for one in await house.delivered() if one.text.startswith("FLASH"))
    assert "named by Chang in fake" in flash.text
    assert URL in {span.href for block in flash.message.blocks for span in getattr(block, "spans", ())}


async def test_the_record_says_as_which_bytes_and_by_whom_it_came(house: Any) -> None:
    await drop(house)
    events = [one.ev for one in await kept(house, EventRow) if '"kind":"draft"' in one.ev]
    assert '"url":{"hash":' in events[-1]
    assert '"by":{"hash":' in events[-1]
    assert "Chang" not in events[-1]
    assert "vision.txt" not in events[-1]
    assert "file:vision.txt" in {one.text for one in await kept(house, Aside)}


async def test_who_dropped_it_is_erased_with_all_else_of_a_person(house: Any) -> None:
    await drop(house)
    await house.delivered()
    async with house.db.write() as session:
        draft = (await session.exec(select(Draft).where(Draft.number == 3))).one()
        await erase(session, await session.get_one(Space, house.space_id), draft.person_id, house.desk.clock())
    (shown,) = await house.say("drafts")
    assert "(erased), dropped by (erased) in fake" in shown.text
    rows = [row for table in (Draft, Rendition, FlashRow, EventRow, Aside) for row in await kept(house, table)]
    assert "Chang" not in str(rows)
    assert "vision.txt" not in str(rows)


@pytest.mark.need(20)
async def test_the_same_bytes_dropped_again_elsewhere_are_the_same_draft_once(house: Any) -> None:
    await drop(house)
    await house.delivered()
    said = await drop(house, who="sekou", at="corner", files=(replace(FILE, name="copy of vision.txt"),))
    assert said.text == sentences.NO_NEW_WORDS.format(name="r3", label="", document="Vision")
    assert await house.delivered() == []
    assert len({one.draft_id for one in await kept(house, Rendition)}) == len(await kept(house, Draft))


@pytest.mark.need(20)
async def test_dropped_on_two_platforms_it_is_one_draft_with_one_flash_in_each_chat(
    house: Any, new_chat: Callable[..., Any]
) -> None:
    other = new_chat(platform="telegram", contents={"T9": R3.encode()})
    house.chats = Chats({("fake", ""): house.chat, ("telegram", ""): other})
    house.dispatcher = Dispatcher(house.desk, house.chats, house.dispatcher.commands)
    house.drain = Drain(house.desk, house.chats)
    async with house.db.write() as session:
        session.add(Chat(space_id=house.space_id, platform="telegram", chat="-100"))
        officer = await people.meet(session, "telegram", "", "7", "Chang")
        since = house.desk.clock()
        session.add(Officer(space_id=house.space_id, person_id=officer.id, role="chair", since=since))
    await drop(house)
    who, place = Person("telegram", "", "7", "Chang"), Place("telegram", "", "-100")
    file = replace(FILE, id="T9", name="the same.txt")
    await house.dispatcher(Command("t1", who, place, "drafts add", files=(file,)))
    assert other.said[-1].text == sentences.NO_NEW_WORDS.format(name="r3", label="", document="Vision")
    await house.delivered()
    flashes = [one.to.chat for one in (*house.chat.said, *other.said) if one.text.startswith("FLASH")]
    assert sorted(flashes) == ["-100", "channel", "corner", "room"]


async def test_the_words_of_an_older_draft_are_told_to_the_asker_alone(house: Any) -> None:
    await drop(house)
    house.chat.contents["F2"] = R2.encode()
    await house.delivered()
    said = await drop(house, files=(replace(FILE, id="F2"),))
    assert said.text == sentences.OLDER.format(
        name="r2", label=" “Proposal by Chairman of WSIS+10 (11 June)”", document="Vision"
    )
    assert await house.delivered() == []


async def test_positions_are_carried_to_it(house: Any) -> None:
    await house.say("object C9 red line", who="hansen")
    await house.wait()
    await drop(house)
    flash = next(one for one in await house.delivered() if one.text.startswith("FLASH"))
    assert "Objection" in flash.text
    assert "NO (C9)" in flash.text


async def test_a_text_with_little_in_common_is_asked_about_and_taken_when_confirmed(house: Any) -> None:
    house.chat.contents["F1"] = OTHER.encode()
    said = await drop(house, 'drafts add "By “the” chair"')
    assert said.labels == [sentences.BUTTON_SURE.format(document="Vision")]
    assert len(await kept(house, Draft)) == 3
    (done, *_) = await house.press(said, said.labels[0], who="chang")
    assert done.text == sentences.ADDED.format(name="r3", document="Vision")
    assert (await kept(house, Draft))[-1].label == "By"


async def test_a_base_stands_outside_the_sequence(house: Any) -> None:
    said = await drop(house, "drafts add base:chair")
    assert said.text == sentences.ADDED_BASE.format(base="chair", document="Vision")
    assert (await kept(house, Draft))[-1].number is None


async def test_which_of_several_documents_is_asked_and_a_new_one_is_not_begun_by_a_slip(house: Any) -> None:
    said = await drop(house, 'drafts add doc:"Vison"')
    assert said.labels == [sentences.BUTTON_NEW.format(document="Vison")]
    async with house.db.write() as session:
        session.add(Document(space_id=house.space_id, name="Statement"))
    said = await drop(house)
    assert said.labels == ["Vision", "Statement"]
    (done,) = await house.press(said, "Statement", who="chang")
    assert done.text == sentences.ADDED.format(name="r1", document="Statement")


async def test_of_several_files_one_is_chosen(house: Any) -> None:
    house.chat.contents["F2"] = OTHER.encode()
    said = await drop(house, files=(FILE, replace(FILE, id="F2", name="rules.txt")))
    assert said.labels == ["vision.txt", "rules.txt"]
    (done,) = await house.press(said, "vision.txt", who="chang")
    assert done.text == sentences.ADDED.format(name="r3", document="Vision")


async def test_a_command_that_the_platform_repeats_adds_once(house: Any) -> None:
    await drop(house, key="once")
    assert await house.say("drafts add", who="chang", files=(FILE,), key="once") == []
    assert len(await kept(house, Draft)) == 4


BAD: dict[str, tuple[dict[str, Any], Callable[[str], bool]]] = {
    "nothing replied to": ({"files": ()}, lambda said: said.startswith("Reply to a message with a file")),
    "a delegate": ({"who": "hansen"}, lambda said: said == sentences.ROLE.format(space="WSIS+10 Vision")),
    "a stranger": ({"who": "zoe"}, lambda said: said == sentences.ROLE.format(space="WSIS+10 Vision")),
    "too big": (
        {"files": (replace(FILE, size=LARGEST_FILE + 1),)},
        lambda said: said == sentences.TOO_BIG.format(name="vision.txt", limit=50),
    ),
    "a picture": (
        {"files": (replace(FILE, name="photo.jpg", mime="image/jpeg"),)},
        lambda said: said == sentences.PICTURE.format(name="photo.jpg"),
    ),
    "protected by a password": (
        {"files": (Attached("F3", "locked.docx"),)},
        lambda said: "protected by a password" in said,
    ),
    "not to be read": ({"files": (Attached("F4", "zeros.bin"),)}, lambda said: "cannot be read" in said),
    "empty": ({"files": (Attached("F5", "empty.txt"),)}, lambda said: said.startswith("This file is empty")),
    "refused by the platform": ({"files": (Attached("F6", "gone.txt"),)}, lambda said: "could not be had" in said),
    "another scheme": ({"line": "drafts add ftp://x.example/a.pdf"}, lambda said: "ftp://" in said),
}


@pytest.mark.parametrize("case", BAD)
async def test_what_cannot_be_added_gets_one_sentence_and_nothing_is_kept(house: Any, case: str) -> None:
    house.chat.contents |= {
        "F3": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "F4": bytes(range(256)) * 8,
        "F5": b"",
    }
    how, fits = BAD[case]
    if case == "refused by the platform":
        house.chat.fail("fetch_file", Refused("It is gone."))
    before = [len(await kept(house, table)) for table in (Draft, Rendition, Blob, EventRow)]
    said = await drop(house, **how)
    assert fits(said.text), said.text
    assert [len(await kept(house, table)) for table in (Draft, Rendition, Blob, EventRow)] == before
    assert await house.delivered() == []
