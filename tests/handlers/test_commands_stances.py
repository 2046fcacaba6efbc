"""/support, /accept, /abstain, /concern, /object, /reserve: what is recorded, on which words, and what stands in the way."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from bot.message import Budget
from storage import spaces
from storage.tables import Aside, EventRow, Holding, Position

C9 = "Affirm that the same human rights must be protected online and offline, in all media."


async def record(house: Any) -> list[dict[str, Any]]:
    async with house.db.read() as session:
        rows = (await session.exec(select(EventRow).order_by(EventRow.seq))).all()
    return [json.loads(row.ev) for row in rows]


async def holdings(house: Any) -> list[Holding]:
    async with house.db.read() as session:
        return (await session.exec(select(Holding).order_by(Holding.position_id, Holding.thread))).all()


# ── what is recorded ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_stance_is_recorded_on_the_very_words_and_shown_to_its_author_alone(house: Any) -> None:
    (said,) = await house.say("support C9")
    assert said.how == "whisper"
    assert "Recorded for Norway 12:57:00, shown at 12:58:00." in said.text
    assert C9 in said.text
    (row,) = await house.positions()
    assert (row.state, row.stance, row.level, row.ref) == ("pending", "support", "paragraph", "C9")
    assert f"r2 · {row.text_hash[:8]}" in said.text
    await house.wait()
    (row,) = await house.positions()
    assert (row.state, row.pressed.hour, row.taken.minute) == ("taken", 10, 58)
    (held,) = await holdings(house)
    assert (held.state, held.row, held.text_hash, held.speaks) == ("live", "plain", row.text_hash, True)


@pytest.mark.need(42)
async def test_can_live_with_it_is_kept_apart_from_support(house: Any) -> None:
    await house.say("accept C9")
    await house.say("support C8")
    await house.wait()
    assert [(one.ref, one.stance) for one in await house.positions()] == [("C9", "accept"), ("C8", "support")]
    assert [one["stance"] for one in await record(house)] == ["accept", "support"]
    for ref, said in (("C9", "Can live with it: "), ("C8", "Support: ")):
        (shown,) = await house.say(f"show {ref}")
        assert any(line.startswith(said) and "NO" in line for line in shown.text.splitlines())


@pytest.mark.parametrize(
    ("line", "stance", "reason", "as_is"),
    [
        ("support C9 --as-is", "support", "", True),
        ("accept C9 —as-is we thank the chair", "accept", "we thank the chair", True),
        ("abstain C9", "abstain", "", False),
        ("concern C9 dissociates from the second half", "concern", "dissociates from the second half", False),
        ("object с9 red line, “in instructions”", "object", "red line, “in instructions”", False),
        ("object C9 “all of it”", "object", "all of it", False),
        ('object C9 "all" of "it"', "object", '"all" of "it"', False),
    ],
)
async def test_each_stance_with_what_goes_with_it(house: Any, line: str, stance: str, reason: str, as_is: bool) -> None:
    await house.say(line)
    (row,) = await house.positions()
    assert (row.stance, row.reason, row.as_is, row.ref) == (stance, reason, as_is, "C9")


async def test_the_words_that_would_lift_an_objection_stand_behind_would_accept(house: Any) -> None:
    (said,) = await house.say("object C9 red line; would accept: the same rights offline")
    (row,) = await house.positions()
    assert (row.reason, row.wording) == ("red line", "the same rights offline")
    assert "objects: “red line” → would accept: “the same rights offline”" in said.text
    (said,) = await house.say("object C8 red line", who="alma")
    assert "would accept" in said.text


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("reserve C9 until:2014-06-11T16:00 capital", datetime(2014, 6, 11, 14, 0, tzinfo=UTC)),
        ("reserve C9 until:16:00 capital", datetime(2014, 6, 11, 14, 0, tzinfo=UTC)),
        ("reserve C9 2014-06-12 capital", datetime(2014, 6, 12, 21, 59, tzinfo=UTC)),
        ("reserve C9 2014-06-12 16:00 capital", datetime(2014, 6, 12, 14, 0, tzinfo=UTC)),
    ],
)
async def test_a_reserve_has_its_date_in_the_time_zone_of_the_space(house: Any, line: str, until: datetime) -> None:
    await house.say(line)
    (row,) = await house.positions()
    assert (row.stance, row.until) == ("reserve", until)


async def test_a_reserve_runs_to_the_end_of_its_day_where_no_time_is_said(house: Any) -> None:
    (said,) = await house.say("reserve C9 until:2014-06-11")
    assert "reserves, ad referendum, until 23:59" in said.text


async def test_several_references_are_several_acts_and_the_whole_is_one_on_every_paragraph(house: Any) -> None:
    (said,) = await house.say("support C5, C8 C10")
    assert said.text.count("supports") == 3
    await house.say("support all", who="alma")
    await house.say("abstain III", who="hansen")
    await house.say("accept C8-C9", who="hansen")
    await house.wait()
    scopes = [(one.level, one.ref, one.breadth) for one in await house.positions()]
    assert scopes[:3] == [("paragraph", ref, 1) for ref in ("C5", "C8", "C10")]
    assert scopes[3:] == [("document", "all", 6), ("section", "III", 6), ("range", "C8-C9", 2)]


@pytest.mark.need(10)
async def test_the_record_of_a_draft_is_disputed_apart_from_its_words(house: Any) -> None:
    (said,) = await house.say("object r1 does not accurately reflect the status of discussions")
    assert "the record of r1" in said.text
    await house.wait()
    (row,) = await house.positions("taken")
    assert (row.level, row.ref, row.threads) == ("record", "r1", [])
    assert await holdings(house) == []
    (shown,) = await house.say("show all")
    assert "Challenge to the record of r1: Norway" in shown.text
    assert "OBJECTED" not in shown.text


async def test_one_objects_to_a_deletion_by_the_label_that_is_gone(house: Any, reading: Callable[..., Any]) -> None:
    await house.keep(reading("# III. Action lines", "C5. Building confidence and security.", "C10. Ethics matter."))
    (said,) = await house.say("support C9")
    assert "C9 is no longer in r3; it stood in r2" in said.text
    assert said.labels == ["/object C9 doc:Vision"]
    assert await house.positions() == []
    (said,) = await house.say("object C9 human rights must stay")
    assert "the deletion of C9" in said.text
    await house.wait()
    (row,) = await house.positions("taken")
    assert (row.level, row.ref) == ("deletion", "C9")
    (held,) = await holdings(house)
    assert (held.row, held.state, held.text_hash) == ("deletion", "live", row.text_hash)


# ── replacing ────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_an_acceptance_replaces_the_objection_and_the_record_keeps_both(house: Any) -> None:
    await house.say("object C9 red line", who="hansen")
    await house.wait()
    await house.say("accept C9 for the sake of compromise", who="hansen")
    await house.wait()
    first, second = await house.positions()
    assert (first.state, first.end, first.ended_by, first.ended) == ("ended", "replaced", second.id, second.pressed)
    assert [held.position_id for held in await holdings(house)] == [second.id]
    told = await record(house)
    assert [one["stance"] for one in told] == ["object", "accept"]
    assert told[1]["ends"] == [first.id]


async def test_the_last_press_counts_whichever_is_sent_first(house: Any) -> None:
    await house.say("support C9", who="hansen")
    house.desk.clock.advance(10)
    (said,) = await house.say("accept C9", who="alma")
    await house.press(said, "Send now", who="alma")
    await house.wait()
    first, second = await house.positions()
    assert (first.stance, first.state, first.end) == ("support", "ended", "replaced")
    assert (second.stance, second.state) == ("accept", "taken")


async def test_the_narrower_act_speaks_whatever_its_time_and_a_broad_one_asks_about_it(house: Any) -> None:
    await house.say("object C9 red line", who="hansen")
    await house.wait()
    (said,) = await house.say("support all", who="hansen")
    assert "still counts there" in said.text
    assert said.labels == ["Undo", "Send now", "Withdraw on C9"]
    await house.wait()
    objection, support = await house.positions("taken")
    speaking = {held.thread: held.position_id for held in await holdings(house) if held.speaks}
    assert speaking[objection.threads[0]] == objection.id
    assert set(speaking) == set(support.threads)
    (said,) = await house.press(said, "Withdraw on C9", who="hansen")
    await house.wait()
    assert {held.position_id for held in await holdings(house)} == {support.id}
    assert all(held.speaks for held in await holdings(house))


@pytest.mark.need(60)
async def test_what_somebody_says_of_others_changes_nothing_for_them(house: Any) -> None:
    await house.seat("kim", "KE")
    await house.say("object C9 red line", who="kim")
    await house.wait()
    (before,) = await house.say("show C9")
    await house.say("support C9 Kenya has agreed to the compromise text", who="hansen")
    await house.wait()
    (after,) = await house.say("show C9")
    for shown in (before, after):
        assert "OBJECTED" in shown.text
        assert "Object: Kenya" in shown.text
    kenya, norway = await house.positions("taken")
    assert (kenya.stance, kenya.state, norway.stance) == ("object", "taken", "support")
    assert kenya.delegation_id != norway.delegation_id
    (said,) = await house.say("support C9 as:KE", who="hansen")
    assert "Kenya speaks through its own people" in said.text
    assert len(await house.positions()) == 2


# ── what is asked ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "answer", "expected"),
    [
        ("object C9", "C10 says the opposite --force", ("object", "C10 says the opposite --force", None)),
        ("concern C9", "by:capital", ("concern", "by:capital", None)),
        ("reserve C9", "2014-06-11 16:00 waiting", ("reserve", "waiting", datetime(2014, 6, 11, 14, 0, tzinfo=UTC))),
        ("object C9 would accept: more", "no; would accept: the old words", ("object", "no", None)),
    ],
)
async def test_what_is_missing_is_asked_and_the_answer_completes_the_line(
    house: Any, line: str, answer: str, expected: tuple[Any, ...]
) -> None:
    (asked,) = await house.say(line)
    assert asked.how == "ask"
    assert C9 in asked.text
    assert await house.positions() == []
    await house.say(answer, token=asked.key)
    (row,) = await house.positions()
    assert (row.stance, row.reason, row.until) == expected


async def test_an_answer_about_words_that_changed_meanwhile_records_nothing(
    house: Any, reading: Callable[..., Any]
) -> None:
    (asked,) = await house.say("object C9")
    await house.keep(reading("C9. Affirm that the same human rights must be protected online, in all media."))
    (said,) = await house.say("a red line", token=asked.key)
    assert "The words have changed since they were shown: r2 to r3. Nothing was recorded." in said.text
    assert "[deleted:" in said.text
    assert await house.positions() == []
    (said,) = await house.press(said, "Object C9")
    (row,) = await house.positions()
    assert (row.stance, row.reason) == ("object", "a red line")


# ── which words ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def hash_now(house: Any, line: str) -> str:
    await house.say(line)
    row = (await house.positions())[-1]
    async with house.db.write() as session:
        await session.delete(await session.get(Position, row.id))
    return row.text_hash[:16]


async def test_a_button_on_the_current_words_records(house: Any) -> None:
    on = await hash_now(house, "support C9")
    (said,) = await house.say(f'accept C9 on:{on} doc:"Vision"')
    assert "Recorded for Norway" in said.text


async def test_a_button_on_a_whole_section_is_bound_to_all_its_words(house: Any, reading: Callable[..., Any]) -> None:
    on = await hash_now(house, "support III")
    await house.keep(reading("# III. Action lines", "C5. Building confidence and security and trust."))
    (said,) = await house.say(f"support III on:{on}")
    assert "The words have changed since they were shown: r2 to r3" in said.text
    assert "[added:" in said.text
    assert said.labels == ["Support III"]
    assert await house.positions() == []


async def test_words_that_only_have_another_number_are_offered_under_it(
    house: Any, reading: Callable[..., Any]
) -> None:
    on = await hash_now(house, "support C9")
    await house.keep(reading("# III. Action lines", "C9. Something quite different stands here.", f"C12. {C9}"))
    (said,) = await house.say(f"support C9 on:{on}")
    assert "These words are C12 in r3" in said.text
    await house.press(said, "Support C12")
    (row,) = await house.positions()
    assert (row.ref, row.text_hash[:16]) == ("C12", on)


async def test_an_old_button_to_object_is_no_objection_to_a_deletion(house: Any, reading: Callable[..., Any]) -> None:
    on = await hash_now(house, "support C9")
    await house.keep(reading("# III. Action lines", "C10. Ethics matter."))
    (said,) = await house.say(f"object C9 on:{on} red line")
    assert "These words are no longer in r3" in said.text
    assert await house.positions() == []
    (asked,) = await house.press(said, "Object C9")
    assert asked.how == "ask"
    await house.say("they must stay", token=asked.key)
    (row,) = await house.positions()
    assert (row.level, row.reason) == ("deletion", "they must stay")


async def test_a_hash_that_no_draft_ever_had_shows_the_words_of_now(house: Any) -> None:
    for on in ("8b21c07e13aa5c11", "8", '""', "%%%%%%%%"):
        (said,) = await house.say(f"support C9 on:{on}")
        assert "The words have changed" in said.text
        assert C9 in said.text
    assert await house.positions() == []


async def test_a_label_that_stands_twice_is_asked_about_and_each_is_cited_by_its_place(
    house: Any, reading: Callable[..., Any]
) -> None:
    await house.keep(
        reading("We, the participants, met.", "C5. Security.", "1. Promote trust.", "C8. Culture.", "1. Respect.")
    )
    (said,) = await house.say("object 1 red line")
    assert said.text == "1 stands more than once in r3. Which one do you mean? ¶3 “Promote trust.” and ¶5 “Respect.”"
    assert said.labels == ["/object ¶3 doc:Vision red line", "/object ¶5 doc:Vision red line"]
    assert await house.positions() == []
    await house.press(said, "/object ¶5 doc:Vision red line")
    await house.say("support ¶1")
    assert [(one.level, one.ref) for one in await house.positions()] == [("paragraph", "¶5"), ("paragraph", "¶1")]
    await house.wait()
    await house.say("withdraw ¶5")
    await house.wait()
    assert [one.ref for one in await house.positions("taken")] == ["¶1"]


async def test_with_several_documents_one_is_asked_which(house: Any, reading: Callable[..., Any]) -> None:
    async with house.db.write() as session:
        other = await spaces.document(session, house.space_id, "Statement")
    vision, house.document_id = house.document_id, other.id
    await house.keep(reading("C9. Another text."))
    (said,) = await house.say("object C9 red line")
    assert said.text == "There are several documents. Which one do you mean?"
    assert said.labels == ["/object C9 doc:Vision red line", "/object C9 doc:Statement red line"]
    assert await house.positions() == []
    await house.press(said, "/object C9 doc:Vision red line")
    (row,) = await house.positions()
    assert row.document_id == vision


async def test_while_a_reading_is_in_doubt_positions_stay_with_the_draft_before(
    house: Any, reading: Callable[..., Any]
) -> None:
    async with house.db.write() as session:
        from storage import drafts

        latest = await drafts.latest(session, house.document_id)
        latest.settled = None
    (said,) = await house.say("support C9")
    assert "The reading of r2 is in doubt: until it is confirmed, positions stay with r1." in said.text
    assert "[and offline]" in said.text
    (said,) = await house.say("support C9 r2")
    assert "The reading of r2 is in doubt" in said.text
    assert len(await house.positions()) == 1


# ── bad input: one kind sentence, the nearest choice, nothing recorded ───────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "said_why", "labels"),
    [
        ("support", "On which words? For example: /support C9", []),
        ("object", "On which words?", []),
        ("support C77", "has no C77", None),
        ("support C9,C77", "has no C77", None),
        ("object because it is bad", "has no because", None),
        ("support C9 r1", "Positions are taken on the newest words: those of r2", ["/support C9 doc:Vision"]),
        ("accept C9 chair", None, None),
        ("support r1", "For the whole text write “all”", ["/support all doc:Vision", "/object r1 doc:Vision"]),
        ("support C9 r9", "no draft r9", ["/support C9 doc:Vision"]),
        ("object r9 wrong", "no draft r9", ["/object r2 doc:Vision wrong"]),
        ("support C9 doc:Nothing", "no document Nothing", ["/support C9 doc:Vision"]),
        ("support C9 --secret", "no option --secret", []),
        ("object C9 --as-is never", "no option --as-is", []),
        ("support C9 until:17:00", "does not know until:", []),
        ("reserve C9 until:yesterday", "yesterday is not a time that I can read", []),
        ("reserve C9 until:2014-06-10", "10 June 23:59 is past already", []),
        ("reserve C9 until:12:00", "12:00 is past already", []),
        ("reserve C9 until:9999-12-31T23:59", None, None),
        ("support C9 as:XX", "no delegation XX", ["/support C9 as:NO", "/support C9 as:me"]),
        ("support C9 as:KE", "Kenya speaks through its own people", ["/support C9 as:NO", "/support C9 as:me"]),
        (f"object C9 {'no ' * 3400}", "2,000 can be recorded. Nothing was recorded", []),
        (f"concern C9 {'x' * 2001}", "has 2,001 characters", []),
        ("undo", "Nothing that you said is pending", []),
        ("undo 7 1", "Nothing is pending there", []),
        ("settle", "Nothing is held under that number", []),
        ("settle 4 stand", "Nothing is held under that number", []),
        ("withdraw C9", "Norway holds nothing on Vision", []),
        ("signoff C77", "has no C77", None),
    ],
)
async def test_what_cannot_be_done_is_said_with_what_can(
    house: Any, line: str, said_why: str | None, labels: list[str] | None
) -> None:
    (said,) = await house.say(line)
    if said_why is None:
        return
    assert said_why in said.text
    assert labels is None or said.labels == labels
    assert await house.positions() == []
    assert await record(house) == []


async def test_an_unknown_label_is_answered_with_the_nearest_in_the_full_line(house: Any) -> None:
    (said,) = await house.say("object C99 a red line, “in instructions”")
    assert "/object C9 doc:Vision a red line, “in instructions”" in said.labels
    await house.press(said, "/object C9 doc:Vision a red line, “in instructions”")
    (row,) = await house.positions()
    assert (row.ref, row.reason) == ("C9", "a red line, “in instructions”")


async def test_words_that_turn_the_line_are_kept_without_turning_it(house: Any) -> None:
    (said,) = await house.say("object C9 we \u202eevorppa\u202c this\u2066 text\u2069\u0007 now")
    (row,) = await house.positions()
    assert row.reason == "we evorppa this text now"
    assert "\u202e" not in said.text


async def test_markup_in_a_reason_stays_the_letters_that_it_is(house: Any) -> None:
    await house.say("object C9 <b>no</b> *never* <@U1> [x](http://evil.example) & `code`")
    (row,) = await house.positions()
    assert row.reason == "<b>no</b> *never* <@U1> [x](http://evil.example) & `code`"


@pytest.mark.parametrize("n", [1, 3, 40])
async def test_the_answer_to_an_act_has_one_page_so_that_no_turning_repeats_it(
    house: Any, reading: Callable[..., Any], n: int
) -> None:
    await house.keep(reading(*[f"{k}. {'Many words of paragraph ' * 120}{k}." for k in range(1, 41)]))
    house.chat.budget = Budget(3000, 95, 90, utf16=True)
    refs = ",".join(str(k) for k in range(1, n + 1))
    (said,) = await house.say(f"object {refs} {'because of this ' * 120}")
    assert said.labels == ["Undo", "Send now"]
    assert len(await house.positions()) == n
    (said,) = await house.say("support 1 page:2")
    assert "turning a page records nothing" in said.text
    assert len(await house.positions()) == n


async def test_a_command_that_is_brought_twice_is_one_act(house: Any) -> None:
    await house.say("support C9", key="again")
    assert await house.say("support C9", key="again") == []
    assert len(await house.positions()) == 1


# ── the record ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_names_and_words_stand_beside_the_event_and_not_in_it(house: Any) -> None:
    await house.say("object C9 red line; would accept: less")
    await house.wait()
    (told,) = await record(house)
    assert told["kind"] == "position"
    assert (told["delegation"], told["seat"], told["draft"], told["ref"]) == ("NO", "delegate", "r2", "C9")
    assert "red line" not in json.dumps(told)
    assert "Dina" not in json.dumps(told)
    async with house.db.read() as session:
        beside = {row.field: row.text for row in (await session.exec(select(Aside))).all()}
    assert beside == {"by": "Dina", "reason": "red line", "wording": "less"}


@pytest.mark.parametrize(
    ("line", "choices"),
    [
        ("support r9 we want it", ["/support all doc:Vision we want it"]),
        ("object r9 red line", ["/object r2 doc:Vision red line"]),
        ("support C9 r9 we want it", ["/support C9 doc:Vision we want it"]),
        ("object C9 doc:Nope red line", ["/object C9 doc:Vision red line"]),
        ("support r1 we want it", ["/support all doc:Vision we want it", "/object r1 doc:Vision"]),
        ("support C5,C99", ["/support C5,C9 doc:Vision", "/support C5,C8 doc:Vision"]),
    ],
)
async def test_a_wrong_name_is_answered_with_the_line_that_would_work(
    house: Any, line: str, choices: list[str]
) -> None:
    (said,) = await house.say(line)
    assert said.labels == choices
    assert await house.positions() == []


async def test_an_unknown_label_is_said_again_in_short_and_in_one_blank(house: Any) -> None:
    (said,) = await house.say(f"support {'x' * 10_000}")
    assert len(said.text) < 200
    (said,) = await house.say("support C99")
    assert said.text == "r2 of Vision has no C99. The nearest are C9, C5 and C8."


async def test_another_space_than_that_of_the_chat_is_not_taken_for_this_one(house: Any) -> None:
    (said,) = await house.say("support C9 space:nowhere")
    assert "This chat belongs to WSIS+10 Vision (space:vision)" in said.text
    assert await house.positions() == []
    await house.say("support C9 space:Vision")
    assert len(await house.positions()) == 1
