"""One command from the moment it arrives to its answer, on a fake platform."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import func, select

from bot.errors import CutOff, Gone
from bot.message import Budget, Upload, say
from bot.places import Person as Account
from bot.places import Posted
from handlers.chat import Command
from handlers.commands import COMMANDS
from handlers.dispatch import Dispatcher
from handlers.request import Answer, Entry
from storage import people
from storage.tables import Delivery, Invitation, JoinRequest, Membership, Officer, Person, Press, Seen, Source, Space


async def _with(house: Any, verb: str, run: Any, **more: Any) -> None:
    """Puts a command of the test's own into the house."""
    house.dispatcher = Dispatcher(house.desk, house.chats, {**COMMANDS, verb: Entry(run, "A test.", **more)})


# ── what was not understood ──────────────────────────────────────────────────────────────────────────────────────────────


async def test_an_unknown_verb_names_the_nearest_as_buttons(house: Any) -> None:
    (said,) = await house.say("dif latest")
    assert said.how == "whisper"
    assert "There is no command “dif”" in said.text
    assert said.labels[0] == "/diff"
    (answer,) = await house.press(said, "/diff")
    assert answer.message.blocks[0].text == "Vision  r1 → r2"


async def test_nothing_typed_is_answered_with_where_to_begin(house: Any) -> None:
    (said,) = await house.say("")
    assert "/help" in said.text


@pytest.mark.parametrize("form", ["/{}", "/draft {}", "@bot {}"])
async def test_forms_are_shown_the_way_they_are_typed_there(house: Any, form: str) -> None:
    house.chat.command_form = form
    (said,) = await house.say("dif")
    assert form.format("diff") in said.text
    assert form.format("help") in said.text


async def test_an_unknown_key_or_flag_names_those_there_are(house: Any) -> None:
    (said,) = await house.say("diff latest until:17:00")
    assert "until:" in said.text
    assert "doc:, file:, space: and vs:" in said.text
    (said,) = await house.say("diff latest --force")
    assert "--force" in said.text


# ── who asks, where ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_who_asks_for_the_first_time_is_known_to_the_answer(house: Any) -> None:
    (said,) = await house.say("me", who="newcomer")
    assert "newcomer" in said.text.partition("Accounts: ")[2]


async def test_a_stranger_is_refused_and_told_whom_to_ask(house: Any) -> None:
    (said,) = await house.say("watch", who="eve")
    assert (said.how, said.who.id) == ("whisper", "eve")
    assert said.text.endswith("is for the secretariat and the chair of WSIS+10 Vision.")  # a seat would not help


async def test_what_a_seat_would_allow_is_refused_with_the_way_to_one(house: Any) -> None:
    (said,) = await house.say("accept C9", who="eve")
    assert "/join" in said.text


@pytest.mark.parametrize("line", ["show C9", "diff latest", "drafts", "help", "join"])
async def test_in_an_open_chat_a_stranger_may_read(house: Any, line: str) -> None:
    (said, *_) = await house.say(line, who="eve")
    assert " is for " not in said.text


@pytest.mark.parametrize("at", ["corner", "channel"])
@pytest.mark.parametrize("line", ["show C9", "diff latest", "drafts"])
async def test_but_not_in_a_caucus_or_a_public_channel(house: Any, at: str, line: str) -> None:
    (said,) = await house.say(line, who="eve", at=at)
    assert said.how == "whisper"
    assert " is for " in said.text
    assert "offline" not in said.text  # not a word of the draft


async def test_a_delegate_may_read_wherever_he_is(house: Any) -> None:
    for at in ("corner", "channel", "dina"):
        (said, *_) = await house.say("show C9", at=at)
        assert "human rights must be protected" in said.text


async def test_a_chat_of_no_space_says_how_to_open_one(house: Any) -> None:
    (said,) = await house.say("diff latest", at="elsewhere")
    assert "belongs to no space" in said.text
    assert '/space new NAME "Title"' in said.text


async def test_in_private_a_stranger_is_told_to_ask_for_a_seat(house: Any) -> None:
    (said,) = await house.say("diff latest", who="eve", at="eve")
    assert (said.how, said.to.chat) == ("send", "eve")
    assert "no seat in any space" in said.text


async def test_in_private_the_only_space_of_a_person_is_meant(house: Any) -> None:
    (said, *_) = await house.say("diff latest", at="dina")
    assert said.text.startswith("Vision  r1 → r2")
    assert said.how == "send"


async def test_in_private_a_person_of_two_spaces_is_asked_once(house: Any) -> None:
    async with house.db.write() as session:
        other = Space(name="igf", title="IGF")
        session.add(other)
        dina = (await session.exec(select(Person).where(Person.name == "Dina"))).one()
        await session.flush()
        session.add(Officer(space_id=other.id, person_id=dina.id, role="secretariat", since=house.desk.clock()))
    (asked,) = await house.say("drafts", at="dina")
    assert asked.text == "Which space do you mean?"
    (said,) = await house.press(asked, "/drafts  space:vision")
    assert said.text.startswith("Vision: drafts")
    (again,) = await house.say("drafts", at="dina")
    assert again.text.startswith("Vision: drafts")


async def test_who_writes_for_the_first_time_is_known_from_then_on(house: Any) -> None:
    await house.say("help", who="eve")
    await house.say("help", who="eve")
    async with house.db.read() as session:
        assert len((await session.exec(select(Person).where(Person.name == "Eve"))).all()) == 1


async def test_a_command_from_where_we_have_no_connection_is_logged(house: Any, caplog: Any) -> None:
    house.chats._chats.clear()
    assert await house.say("help") == []
    assert "no connection" in caplog.text


# ── once ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("line", ["help", "diff latest", "join", "space", "join NO"])
async def test_a_command_that_the_platform_brings_twice_is_answered_once(house: Any, line: str) -> None:
    assert await house.say(line, who="chang", key="Ev1")
    assert await house.say(line, who="chang", key="Ev1") == []


@pytest.mark.parametrize("line", ["help", "diff latest", "dif latest", "diff r9", "diff file:html", "join NO"])
async def test_a_repeat_that_comes_before_the_answer_is_answered_once_too(house: Any, line: str) -> None:
    await asyncio.gather(*(house.say(line, who="eve", key="Ev1") for _ in range(3)))
    assert len(house.chat.said) == 1


@pytest.mark.parametrize("line", ["diff latest", "show C9", "help", "dif latest", "diff file:html"])
async def test_what_only_reads_is_written_down_once_as_it_is_said(house: Any, line: str) -> None:
    commits: list[int] = []
    house.db.after_commit.append(lambda: commits.append(len(house.chat.said)))
    await house.say(line)
    assert commits == [0]


async def test_the_space_chosen_in_private_is_written_down_with_it(house: Any) -> None:
    commits: list[int] = []
    house.db.after_commit.append(lambda: commits.append(1))
    await house.say("drafts space:vision", at="dina")
    async with house.db.read() as session:
        dina = (await session.exec(select(Person).where(Person.name == "Dina"))).one()
    assert (dina.space_id, len(commits)) == (house.space_id, 1)


async def test_a_name_that_comes_later_is_written_down(house: Any) -> None:
    for name in ("", "Eve", "Eva"):
        who = Account("fake", "", "eve", name)
        await house.dispatcher(Command(f"Ev{name}", who, house.place("room"), "help"))
        async with house.db.read() as session:
            person = await people.person_of(session, "fake", "", "eve")
        assert person.name == ("Eve" if name else "fake:eve")


TABLES = (Delivery, Invitation, JoinRequest, Membership, Officer, Source, Space)


@pytest.mark.parametrize(
    "line",
    [
        "join ZZ",
        "space new",
        "space add nonsense",
        "space delegation",
        "space invite nowhere",
        "space chair x",
        "watch",
    ],
)
@pytest.mark.parametrize("who", ["chang", "dina"])
async def test_nothing_is_recorded_of_what_could_not_be_done(house: Any, line: str, who: str) -> None:
    async def counts() -> list[int]:
        async with house.db.read() as session:
            return [(await session.exec(select(func.count()).select_from(table))).one() for table in TABLES]

    before = await counts()
    (said,) = await house.say(line, who=who)
    assert said.text
    assert await counts() == before


async def test_what_could_not_be_done_may_be_brought_again(house: Any) -> None:
    assert await house.say("join ZZ", key="Ev1")
    async with house.db.read() as session:
        assert await session.get(Seen, "Ev1") is None


# ── buttons ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def long_house(house: Any) -> Any:
    """The house on a platform with small pages."""
    house.chat.budget = Budget(150, 60, 45)
    return house


async def test_a_turned_page_is_edited_in_place(long_house: Any) -> None:
    first = (await long_house.say("diff latest"))[0]
    assert first.labels == ["PDF", "Word", "HTML", "Next"]
    assert "page 1 of" in first.text
    (second,) = await long_house.press(first, "Next")
    assert (second.how, second.at) == ("edit", first.at)
    assert "page 2 of" in second.text
    assert second.labels == ["PDF", "Word", "HTML", "Previous", "Next"]
    (back,) = await long_house.press(second, "Previous")
    assert (back.how, back.at) == ("edit", first.at)
    assert back.text == first.text


async def test_somebody_elses_press_turns_nothing_and_gets_a_copy(long_house: Any) -> None:
    first = (await long_house.say("diff latest"))[0]
    (copy,) = await long_house.press(first, "Next", who="hansen")
    assert (copy.how, copy.who.id) == ("whisper", "hansen")
    assert "Here is a copy for you" in copy.text
    assert "page 2 of" in copy.text
    (further,) = await long_house.press(copy, "Next", who="hansen")
    assert further.how == "whisper"
    assert "page 3 of" in further.text
    assert "Here is a copy" not in further.text


async def test_a_page_whispered_to_one_person_is_whispered_again_where_no_edit_reaches(long_house: Any) -> None:
    (first, *_) = await long_house.say("show all")
    assert first.how == "whisper"
    (second,) = await long_house.press(first, "Next")
    assert (second.how, second.who.id) == ("whisper", "dina")


async def test_a_stranger_reads_on_in_private_what_was_begun_in_an_open_chat(long_house: Any) -> None:
    (first,) = await long_house.say("show all", who="eve")
    at = Posted(long_house.place("eve"), "7")  # Telegram whispers by writing to the person
    landed = replace(first, at=at)
    (second,) = await long_house.press(landed, "Next", who="eve")
    assert (second.how, second.at) == ("edit", at)
    assert "page 2 of" in second.text
    long_house.desk.clock.advance(3 * 3600)
    (third,) = await long_house.press(replace(second, at=at), "Next", who="eve")
    assert " is for " in third.text
    assert third.how == "send"  # what was read stays


async def test_a_message_that_is_gone_is_posted_anew(long_house: Any) -> None:
    first = (await long_house.say("diff latest"))[0]
    long_house.chat.fail("edit", Gone("message not found"))
    (second,) = await long_house.press(first, "Next")
    assert second.how == "send"
    assert "page 2 of" in second.text


@pytest.mark.parametrize(("page", "shown"), [("0", 1), ("99", 4), ("x", 1), ("2", 2)])
async def test_the_nearest_page_there_is(house: Any, page: str, shown: int) -> None:
    async def run(_: Any) -> Answer:
        return Answer(say(*(f"{n} {'word ' * 50}" for n in range(4))))

    await _with(house, "long", run, keys=frozenset({"page"}), needs_space=False)
    house.chat.budget = Budget(300, 60, 45)
    (said,) = await house.say(f"long page:{page}", who="eve", at="elsewhere")
    assert f"page {shown} of 4" in said.text


async def test_an_old_button_says_so(house: Any) -> None:
    (said,) = await house.say("", token="never-given-out", pressed=Posted(house.place("room"), "1"))
    assert "no longer known" in said.text


async def test_a_token_is_no_other_than_the_one_given_out(house: Any) -> None:
    await house.say("join")
    async with house.db.read() as session:
        tokens = (await session.exec(select(Press.token))).all()
    assert len(tokens) == len(set(tokens)) == 2
    assert all(len(token) <= 40 and token.isascii() for token in tokens)


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def with_file(house: Any) -> Any:
    async def files() -> list[Upload]:
        return [Upload("r.pdf", b"%PDF", "The redline")]

    async def run(request: Any) -> Answer:
        return Answer(say(*["word " * 50] * request.now.minute), public=True, files=files)

    async def make(paragraphs: int) -> Any:
        await _with(house, "file", run, keys=frozenset({"page"}), needs_space=False)
        house.chat.budget = Budget(300, 60, 45)
        house.desk.clock.now = house.desk.clock.now.replace(minute=paragraphs)
        return house

    return make


async def test_a_message_of_more_than_three_pages_comes_with_its_file(with_file: Any) -> None:
    house = await with_file(4)
    assert [said.how for said in await house.say("file", at="elsewhere")] == ["send", "upload"]


async def test_a_shorter_one_does_not(with_file: Any) -> None:
    house = await with_file(3)
    assert [said.how for said in await house.say("file", at="elsewhere")] == ["send"]


async def test_turning_back_to_the_first_page_brings_no_second_file(with_file: Any) -> None:
    house = await with_file(5)
    first, _ = await house.say("file", at="elsewhere")
    (second,) = await house.press(first, "Next")
    assert [said.how for said in await house.press(second, "Previous")] == ["edit"]


async def test_a_file_that_cannot_be_sent_leaves_the_answer(with_file: Any, caplog: Any) -> None:
    house = await with_file(5)
    house.chat.fail("upload", CutOff("no answer came"))
    assert [said.how for said in await house.say("file", at="elsewhere")] == ["send"]
    assert "could not send r.pdf" in caplog.text


# ── what goes wrong ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_defect_is_answered_with_an_id_that_stands_in_the_log(house: Any, caplog: Any) -> None:
    async def run(_: Any) -> Answer:
        raise ZeroDivisionError("division by zero")

    await _with(house, "crash", run, needs_space=False)
    (said,) = await house.say("crash", who="eve", at="elsewhere")
    name = said.text.rstrip(".").rpartition(" ")[2]
    assert len(name) == 8
    assert f"{name} failed on crash" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "division by zero" not in said.text


async def test_a_platform_that_does_not_take_the_answer_ends_nothing(house: Any, caplog: Any) -> None:
    house.chat.fail("whisper", CutOff("no answer came"))
    assert await house.say("help") == []
    assert "could not answer" in caplog.text
    assert await house.say("help")


async def test_an_answer_to_all_goes_to_the_chat_and_one_for_the_asker_to_him_alone(house: Any) -> None:
    assert [said.how for said in await house.say("diff latest")] == ["send"]
    assert [said.how for said in await house.say("drafts")] == ["whisper"]
    assert [said.how for said in await house.say("drafts", at="dina")] == ["send"]
