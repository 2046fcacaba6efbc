"""Two people at one terminal."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import Gone, Refused
from bot.message import Button, Message, Para, Span, Title, Upload, say
from bot.places import Person, Posted
from handlers.chat import Chat, Command
from handlers.terminal.chat import ROOM, TerminalChat

ADA, BEN = (Person("terminal", "", name.lower(), name) for name in ("Ada", "Ben"))
PAGE = Message((Para((Span("page 1"),)),), ((Button("Next", token="t1"),),))


class Room:
    """A chat that prints into `out` and keeps the commands that came from it."""

    def __init__(self, files: Path | None = None) -> None:
        self.out = io.StringIO()
        self.commands: list[Command] = []
        self.chat = TerminalChat([ADA, BEN], out=self.out, files=files)
        self.chat.attach(self.take)

    async def take(self, command: Command) -> None:
        self.commands.append(command)

    @property
    def text(self) -> str:
        return self.out.getvalue()


@pytest.fixture
def room() -> Room:
    return Room()


def test_it_is_a_chat_like_the_others(room: Room) -> None:
    chat: Chat = room.chat
    assert (chat.platform, chat.command_form) == ("terminal", "/{}")


async def test_the_first_person_speaks_unless_another_is_named(room: Room) -> None:
    assert await room.chat.feed("/diff latest")
    assert await room.chat.feed("Ben: /show C9")
    assert await room.chat.feed("/me")
    assert room.commands == [
        Command("terminal:1", ADA, ROOM, "diff latest"),
        Command("terminal:2", BEN, ROOM, "show C9"),
        Command("terminal:3", ADA, ROOM, "me"),
    ]


async def test_a_press_names_the_message_and_carries_the_token(room: Room) -> None:
    posted = await room.chat.send(ROOM, PAGE, "k1")
    assert await room.chat.feed("Ben: @press next")
    assert room.commands == [Command("terminal:1", BEN, ROOM, token="t1", pressed=posted)]
    assert "[Next]" in room.text


async def test_an_edited_message_is_printed_again_and_is_the_newest(room: Room) -> None:
    first = await room.chat.send(ROOM, PAGE, "k1")
    await room.chat.send(ROOM, replace(PAGE, buttons=((Button("Next", token="t2"),),)), "k2")
    await room.chat.edit(first, replace(PAGE, blocks=(Para((Span("page 2"),)),)))
    assert room.text.endswith("(changed)\n  page 2\n  [Next]\n\n")
    await room.chat.feed("@press Next")
    assert room.commands[0].token == "t1"


async def test_an_edit_to_the_same_content_prints_nothing(room: Room) -> None:
    posted = await room.chat.send(ROOM, PAGE, "k1")
    before = room.text
    await room.chat.edit(posted, PAGE)
    assert room.text == before


async def test_what_was_sent_is_found_by_its_key(room: Room) -> None:
    posted = await room.chat.send(ROOM, PAGE, "k1")
    assert await room.chat.find(ROOM, "k1") == posted
    assert await room.chat.find(ROOM, "k2") is None


async def test_a_whisper_names_its_only_reader_who_alone_may_press(room: Room) -> None:
    await room.chat.whisper(Command("terminal:1", BEN, ROOM, "show C9"), PAGE)
    assert room.text == "→ Ben only\n  page 1\n  [Next]\n\n"
    assert not await room.chat.feed("@press Next")
    assert "There is no button to press yet" in room.text
    assert await room.chat.feed("Ben: @press Next")


async def test_only_a_flash_that_is_sent_begins_a_line(room: Room) -> None:
    flash = Message((Title("FLASH  Vision r2"),))
    posted = await room.chat.send(ROOM, flash, "k1")
    await room.chat.edit(posted, Message((Title("FLASH  Vision r2"), *say("corrected").blocks)))
    await room.chat.whisper(Command("terminal:1", BEN, ROOM), flash)
    await room.chat.feed("FLASH  Vision r9", echo=True)
    assert [line for line in room.text.splitlines() if line.startswith("FLASH")] == ["FLASH  Vision r2"]


async def test_a_line_that_is_not_understood_is_said_and_handled_by_nobody(room: Room) -> None:
    assert not await room.chat.feed("diff latest")
    assert "write /diff latest" in room.text
    assert room.commands == []


async def test_other_words_belong_to_whoever_runs_the_chat(room: Room) -> None:
    assert not await room.chat.feed("@publish")
    told = []

    async def publish() -> None:
        told.append("published")

    room.chat.words = {"publish": publish}
    assert await room.chat.feed("@publish")
    assert told == ["published"]


async def test_comments_are_nothing_but_are_echoed(room: Room) -> None:
    assert await room.chat.feed("# noon", echo=True)
    assert room.text == "> # noon\n"
    assert room.commands == []


async def test_a_link_is_shown_not_pressed(room: Room) -> None:
    await room.chat.send(ROOM, Message((), ((Button("Source", url="https://a.example/"),),)), "k1")
    assert await room.chat.feed("@press Source")
    assert "Source is a link: https://a.example/" in room.text
    assert room.commands == []


async def test_a_file_is_named_and_kept_if_there_is_a_folder(tmp_path: Path) -> None:
    file = Upload("../redline.pdf", b"%PDF", "r2 against r1")
    named, kept = Room(), Room(tmp_path)
    for room in (named, kept):
        await room.chat.upload(ROOM, file, say("The whole redline."), "k1")
    assert named.text == "The whole redline.\n[file redline.pdf] r2 against r1\n\n"
    assert (tmp_path / "redline.pdf").read_bytes() == b"%PDF"


async def test_the_first_person_is_the_administrator(room: Room) -> None:
    eve = Person("terminal", "", "eve", "Eve")
    assert [await room.chat.standing(who, ROOM) for who in (ADA, BEN, eve)] == ["admin", "member", "absent"]


async def test_a_message_that_is_gone_cannot_be_edited(room: Room) -> None:
    with pytest.raises(Refused):
        await room.chat.edit(Posted(ROOM, "99"), PAGE)


async def test_nothing_is_printed_after_the_end(room: Room) -> None:
    await room.chat.aclose()
    with pytest.raises(Gone):
        await room.chat.send(ROOM, PAGE, "k1")


async def test_lines_from_a_pipe_are_read_to_the_end(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("/help\nBen: /drafts\n"))
    await room.chat.run(room.take)
    assert [(command.who, command.text) for command in room.commands] == [(ADA, "help"), (BEN, "drafts")]
    assert room.text.startswith("> /help\n")


async def test_the_next_plain_line_of_who_was_asked_is_the_answer(room: Room) -> None:
    await room.chat.feed("Ben: /object C9")
    assert await room.chat.ask(room.commands[0], say("What stands in the way?"), "t7") is None
    assert "→ Ben only\n  What stands in the way?\n  Write Ben: and your words, without a slash.\n" in room.text
    assert not await room.chat.feed("it is a red line")
    assert await room.chat.feed("Ada: /help")
    assert await room.chat.feed("Ben: a red line: in our instructions")
    answer = room.commands[-1]
    assert (answer.who, answer.token, answer.text) == (BEN, "t7", "a red line: in our instructions")
    assert not await room.chat.feed("Ben: and another thing")
