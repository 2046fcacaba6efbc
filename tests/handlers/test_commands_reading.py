"""/diff, /show, /drafts, /help: what people read, as they ask for it."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot import outbox
from bot.drafts import flash
from bot.drafts.sandbox import press
from bot.errors import Refused
from bot.message import Budget, Quote
from bot.sentences import press as sentences
from storage.tables import Delivery, Document, FlashRow

ROOT = Path(__file__).resolve().parents[2]


def _spans(said: Any, mark: str) -> list[str]:
    return [s.text for block in said.message.blocks for s in getattr(block, "spans", ()) if s.mark == mark]


async def test_a_chart_tells_the_drafts_in_figures_and_in_words(house: Any) -> None:
    (said,) = await house.say("drafts --chart")
    assert (said.how, said.to.chat, said.file.mime) == ("upload", "room", "image/png")
    assert said.file.data.startswith(b"\x89PNG")
    assert said.file.alt.splitlines() == [
        "r1: open brackets 1, words 35",
        "r2: open brackets 0, words 44, paragraphs changed 3",
    ]


async def test_one_draft_alone_makes_no_chart(house: Any, reading: Any) -> None:
    async with house.db.write() as session:
        document = Document(space_id=house.space_id, name="Mission")
        session.add(document)
    house.document_id = document.id
    await house.keep(reading("1. One."))
    (said,) = await house.say("drafts --chart doc:Mission")
    assert "one draft only, r1" in said.text
    assert said.labels == ["/drafts"]


# ── /diff ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("line", ["diff", "diff latest", "diff r1 r2", "diff r2 r1", "diff r2", "diff 2014-06-11 r1"])
async def test_however_it_is_asked_the_older_draft_is_the_old_side(house: Any, line: str) -> None:
    (said, *_) = await house.say(line)
    assert said.text.startswith("Vision  r1 → r2\n")
    assert "human " in _spans(said, "add")
    assert "[" in _spans(said, "del")


async def test_a_draft_may_be_named_by_the_secretariats_label(house: Any) -> None:
    (said, *_) = await house.say("diff “Draft of 10 June” “Proposal by Chairman”")
    assert said.text.startswith("Vision  r1 → r2\n")


@pytest.mark.parametrize(
    ("line", "shown", "hidden"),
    [
        ("diff latest C9", {"C9"}, {"C8", "C11"}),
        ("diff C8,C11", {"C8", "C11"}, {"C9"}),
        ("diff r1 r2 C8-C9", {"C8", "C9"}, {"C11"}),
        ("diff С9", {"C9"}, {"C8"}),
    ],
)
async def test_only_the_paragraphs_asked_for(house: Any, line: str, shown: set[str], hidden: set[str]) -> None:
    (said, *_) = await house.say(line)
    assert shown <= set(_spans(said, "strong"))
    assert not hidden & set(_spans(said, "strong"))


async def test_of_many_changes_it_is_told_first_which_there_are(house: Any, reading: Any) -> None:
    before = await house.say("diff")
    old = [f"{n}. Item {n} stands as it was agreed in the spring." for n in range(1, 8)]
    await house.keep(reading(*old))
    await house.keep(reading(*(line.replace("spring", "[autumn]") for line in old[:5]), old[6].replace("7.", "6.")))
    (said, *_) = await house.say("diff")
    first = said.text.splitlines()[1]
    assert first.startswith("5 reworded (1 2 3 4 5) · 1 deleted (6) · 1 renumbered (6) · 5 brackets opened")
    assert "reworded (" not in before[0].text


async def test_a_paragraph_that_did_not_change_says_so(house: Any) -> None:
    (said, *_) = await house.say("diff latest C10")
    assert "No change there between r1 and r2" in said.text


@pytest.mark.need(6)
async def test_two_bases_tag_each_inserted_run_with_where_it_came_from(house: Any) -> None:
    (said, *_) = await house.say("diff r2 vs:r1,chair")
    assert said.text.startswith("Vision  r1 → r2")
    assert " ‹new›" in _spans(said, "code")
    assert "In a base and in neither draft:" in said.text
    assert "‹chair› Recalls the report of the sixth meeting." in said.text


async def test_a_base_alone_is_the_old_side(house: Any) -> None:
    (said, *_) = await house.say("diff r2 vs:chair")
    assert said.text.startswith("Vision  chair → r2")
    assert "‹new›" not in said.text  # as everything inserted is


async def test_a_later_draft_is_no_base_of_its_own_words(house: Any) -> None:
    (said, *_) = await house.say("diff r1 vs:r2")
    assert said.text.startswith("Vision  r1 → r2")
    assert "C11  added" in said.text
    assert "‹r2›" not in said.text


@pytest.mark.need(8)
async def test_it_says_that_it_is_unofficial_and_of_which_bytes(house: Any) -> None:
    (said, *_) = await house.say("diff latest")
    assert re.search(r"unofficial · r2 sha [0-9a-f]{8} · r1 sha [0-9a-f]{8}", said.text)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("diff r9", ["no draft r9", "r1, r2 and chair"]),
        ("diff r1 r9", ["no draft r9"]),
        ("diff 2013-01-01", ["no draft 2013-01-01"]),
        ("diff r2 vs:moon", ["no base moon", "chair"]),
        ("diff r1 r1", ["the same draft"]),
        ("diff r1 r2 latest", ["Two drafts can be compared, not 3", "/diff r2 vs:r1,chair"]),
        ("diff latest C99", ["no paragraph C99", "C9"]),
        ('diff doc:"Mission"', ["no document Mission", "Vision"]),
    ],
)
async def test_what_is_not_there_is_answered_with_what_is(house: Any, line: str, names: list[str]) -> None:
    (said,) = await house.say(line)
    assert said.how == "whisper"
    assert all(name in said.text for name in names)


async def test_one_draft_alone_has_nothing_to_be_compared_with(house: Any, reading: Any) -> None:
    async with house.db.write() as session:
        document = Document(space_id=house.space_id, name="Mission")
        session.add(document)
    house.document_id = document.id
    await house.keep(reading("1. One."))
    (said,) = await house.say("diff doc:Mission")
    assert "one draft only, r1" in said.text
    assert said.labels == ["/show all"]


async def test_without_a_name_the_document_seen_last_is_meant(house: Any, reading: Any) -> None:
    async with house.db.write() as session:
        document = Document(space_id=house.space_id, name="Mission")
        session.add(document)
    house.document_id = document.id
    house.desk.clock.advance(60)
    await house.keep(reading("1. One."))
    (said,) = await house.say("drafts")
    assert said.text.startswith("Mission: drafts")
    (said,) = await house.say("drafts doc:vision")
    assert said.text.startswith("Vision: drafts")
    (said,) = await house.say("drafts all")
    assert said.text == "“all” is not known of drafts. /help drafts lists what is."


@pytest.mark.need(5)
async def test_a_long_comparison_comes_with_the_whole_as_a_pdf(house: Any) -> None:
    house.chat.budget = Budget(100, 60, 45)
    said, file = await house.say("diff latest")
    assert (file.how, file.file.name, file.file.mime) == ("upload", "Vision-r1-r2.pdf", "application/pdf")
    assert file.file.data.startswith(b"%PDF")
    assert said.to == file.to


@pytest.mark.need(5)
@pytest.mark.parametrize(
    ("label", "name", "begins"),
    [
        ("PDF", "Vision-r1-r2.pdf", b"%PDF"),
        ("Word", "Vision-r1-r2.docx", b"PK"),
        ("HTML", "Vision-r1-r2.html", b"<!do"),
    ],
)
async def test_a_button_brings_the_whole_comparison_as_a_file_and_nothing_else(
    house: Any, label: str, name: str, begins: bytes
) -> None:
    (said,) = await house.say("diff latest C9")
    for who in ("dina", "hansen"):
        (file,) = await house.press(said, label, who)
        assert (file.how, file.file.name, file.to) == ("upload", name, said.to)
        assert file.file.data.startswith(begins)
        assert file.text == "Redline Vision r1 → r2 (unofficial)"


async def test_the_file_of_a_comparison_with_a_base_names_the_base(house: Any) -> None:
    (said,) = await house.say("diff r2 vs:chair")
    (file,) = await house.press(said, "HTML")
    assert file.file.name == "Vision-chair-r2.html"
    assert "chair – Chair’s report" in file.file.data.decode()


async def test_in_private_the_file_comes_in_private(house: Any) -> None:
    (said,) = await house.say("diff latest", at="dina")
    (file,) = await house.press(said, "PDF", private=True)
    assert file.to.chat == "dina"


async def test_where_messages_have_threads_comparison_and_file_go_into_the_flashs(house: Any) -> None:
    house.chat.threads = True
    now = house.desk.clock()
    facts = flash.Flash("Vision", 2, "P", "https://wsis.example/r2", "ab" * 32, now, against="r1")
    async with house.db.write() as session:
        row = FlashRow(draft_id=3, facts=flash.FLASH.dump_python(facts, mode="json"), made=now)
        session.add(row)
        await session.flush()
        await outbox.flash_out(session, house.space_id, row, now)
    posted = next(said for said in await house.delivered() if said.to.chat == "room")
    (said,) = await house.say("diff latest")
    (file,) = await house.press(said, "PDF")
    assert said.to.thread == file.to.thread == posted.at.id


async def test_a_form_that_there_is_not_names_those_there_are(house: Any) -> None:
    (said,) = await house.say("diff r1 r2 file:odt")
    assert "no file of the form odt" in said.text
    assert said.labels == [f"/diff r1 r2 file:{form}" for form in ("pdf", "docx", "html")]


async def test_a_file_that_cannot_be_sent_is_told_to_whoever_asked_for_it(house: Any) -> None:
    house.chat.fail("upload", Refused("A file may be 50 MB at most."))
    (said,) = await house.say("diff r1 r2 file:PDF")
    assert said.how == "whisper"
    assert said.text == "Redline Vision r1 → r2 (unofficial) could not be sent here. A file may be 50 MB at most."


async def test_a_redline_that_takes_too_long_to_lay_out_is_one_sentence(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(press.LIMITS, "cpu", 0)
    (said,) = await house.say("diff r1 r2 file:pdf")
    assert (said.how, said.text) == ("whisper", sentences.TOO_SLOW.format(seconds=0))


async def test_equal_drafts_have_no_files_to_offer(house: Any, reading: Any) -> None:
    await house.keep(reading("1. One."))
    await house.keep(reading("1. One.", format="pdf"))
    (said,) = await house.say("diff r3 r4")
    assert said.labels == []


async def test_the_buttons_of_a_flash_bring_the_comparison_to_the_chat(house: Any) -> None:
    now = house.desk.clock()
    facts = flash.Flash("Vision", 2, "P", "https://wsis.example/r2", "ab" * 32, now, against="r1", bases=("chair",))
    async with house.db.write() as session:
        row = FlashRow(draft_id=3, facts=flash.FLASH.dump_python(facts, mode="json"), made=now)
        session.add(row)
        await session.flush()
        await outbox.flash_out(session, house.space_id, row, now)
    posted = next(said for said in await house.delivered() if said.to.chat == "room")
    assert posted.labels == ["Diff", "vs chair", "Drafts", "My paragraphs"]
    (diff, *_) = await house.press(posted, "Diff")
    assert (diff.how, diff.text.split("\n")[0]) == ("send", "Vision  r1 → r2")
    (versus, *_) = await house.press(posted, "vs chair", who="hansen")
    assert versus.text.startswith("Vision  chair → r2")
    (drafts,) = await house.press(posted, "Drafts", who="eve")
    assert (drafts.how, drafts.who.id) == ("whisper", "eve")
    async with house.db.read() as session:
        assert len((await session.exec(select(Delivery))).all()) == 3


# ── /show ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_paragraph_as_it_stands_in_the_newest_draft(house: Any) -> None:
    (said,) = await house.say("show C9")
    assert said.text.startswith(
        "Vision  r2  “Proposal by Chairman of WSIS+10 (11 June)”\nC9. Affirm that the same human"
    )


async def test_and_as_it_stood_in_another(house: Any) -> None:
    (said,) = await house.say("show C9 r1")
    assert "online [and offline], in all media" in said.text
    (said,) = await house.say("show C9 chair")
    assert "has no paragraph chair" in said.text  # a base's name without quotes looks like a label …
    (said,) = await house.say('show C9 "chair"')
    assert "Recalls the report of the sixth meeting." in said.text  # … and in quotes it is one


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("show C8-C10", ["C8.", "C9.", "C10."]),
        ("show C10,C5", ["C5.", "C10."]),
        ("show C9 C9", ["C9."]),
        ("show C11 III", ["C5.", "C8.", "C9.", "C10.", "C11."]),
    ],
)
async def test_ranges_lists_and_sections_in_reading_order_each_once(house: Any, line: str, labels: list[str]) -> None:
    (said,) = await house.say(line)
    quotes = [block.spans[0].text.strip() for block in said.message.blocks if isinstance(block, Quote)]
    assert quotes == labels


@pytest.mark.need(8)
async def test_what_is_shown_carries_its_stamp_and_its_source(house: Any) -> None:
    (said,) = await house.say("show C9")
    assert re.search(r"unofficial · sha [0-9a-f]{8} · seen 12:57 · source$", said.text)
    assert said.message.blocks[-1].spans[-1].href == "https://wsis.example/r2.html"


async def test_a_label_that_is_not_there_offers_the_nearest_as_buttons(house: Any) -> None:
    (said,) = await house.say("show C99 r1")
    assert "r1 of Vision has no paragraph C99. The nearest are C9" in said.text
    assert said.labels[0] == '/show C9 r1 doc:"Vision"'
    (shown,) = await house.press(said, said.labels[0])
    assert "online [and offline]" in shown.text


async def test_without_a_reference_it_asks_which(house: Any) -> None:
    (said,) = await house.say("show")
    assert "/show C9" in said.text


async def test_what_a_draft_itself_strikes_through_is_shown_so(house: Any, reading: Any) -> None:
    plain = reading("C9. Affirm that all men are equal.")
    struck = replace(plain, paragraphs=(replace(plain.paragraphs[0], struck=((16, 19),)),))
    await house.keep(struck)
    (said,) = await house.say("show C9")
    assert _spans(said, "del") == ["men"]


# ── /drafts ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.need(9)
async def test_the_drafts_newest_first_with_their_labels_beside_our_numbers(house: Any) -> None:
    (said,) = await house.say("drafts")
    lines = said.text.split("\n")
    assert lines[0] == "Vision: drafts"
    assert lines[1] == "r2  Proposal by Chairman of WSIS+10 (11 June)"
    assert lines[3] == "r1  Draft of 10 June"
    assert lines[5] == "base “chair”  Chair’s report"
    assert "seen 12:57" in lines[2]


@pytest.mark.need(19)
async def test_each_with_its_source(house: Any) -> None:
    (said,) = await house.say("drafts")
    links = [s.href for b in said.message.blocks for s in getattr(b, "spans", ()) if s.href]
    assert links == ["https://wsis.example/r2.html", "https://wsis.example/r1.html", "https://wsis.example/chair.html"]


@pytest.mark.parametrize("line", ["drafts", "diff latest", "show C9"])
async def test_before_the_first_draft_everything_says_so(house: Any, line: str) -> None:
    async with house.db.write() as session:
        session.add(Document(space_id=house.space_id, name="Mission"))
    (said,) = await house.say(f"{line} doc:Mission")
    assert said.text == "Mission has no draft yet."
