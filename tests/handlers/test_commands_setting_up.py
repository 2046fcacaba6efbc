"""/space and /join: who sets up a negotiation, and how people get their seats."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.positions.record.export import export
from bot.positions.record.verifier import verify
from handlers.works import effects
from storage import people, spaces
from storage.tables import Chat, Delegation, Delivery, Invitation, JoinRequest, Membership, Person, Space


async def _roles(house: Any, name: str) -> set[str]:
    async with house.db.read() as session:
        person = (await session.exec(select(Person).where(Person.name == name))).one()
        seats = await people.seats(session, house.space_id, person.id, house.desk.clock())
        offices = await people.offices(session, house.space_id, person.id, house.desk.clock())
    return {f"{row.code} {role}" for row, role in seats} | set(offices)


# ── /space ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_an_administrator_opens_a_space_and_becomes_its_chair(empty_house: Any) -> None:
    house = empty_house
    house.chat.admins = {"ada"}
    (said,) = await house.say('space new Vision "WSIS+10 Vision"', who="ada")
    assert said.how == "send"
    assert "Space vision is open" in said.text
    assert '/space delegation NO "Norway" governments' in said.text
    async with house.db.read() as session:
        space = await spaces.by_name(session, "vision")
        chat = await spaces.chat_at(session, "fake", "", "room")
    house.space_id = space.id
    assert (space.title, chat.space_id, chat.kind) == ("WSIS+10 Vision", space.id, "open")
    assert await _roles(house, "Ada") == {"chair"}


@pytest.mark.parametrize(
    ("line", "who", "more", "said_why"),
    [
        ('space new vision "Vision"', "ben", {}, "Only an administrator"),
        ('space new vision "Vision"', "ada", {"anonymous": True}, "anonymous administrator"),
        ('space new vision "Vision"', "ada", {"at": "ada"}, "in the group or channel"),
        ("space new vision", "ada", {}, "a name and a title"),
        ('space new "two words" "Vision"', "ada", {}, "one word of letters"),
        ("space", "ada", {}, "belongs to no space"),
        ("space invite", "ada", {}, "belongs to no space"),
        ("space chair fake:ada", "ada", {}, "belongs to no space"),
        ("space delegation NO Norway governments", "ada", {}, "belongs to no space"),
        ("space paint", "ada", {}, "/space new, /space invite"),
        ("space add nonsense", "ada", {}, "not known, used, or older than a day"),
        ("space add", "ada", {}, "not known"),
    ],
)
async def test_what_stands_in_the_way_is_said_and_nothing_is_opened(
    empty_house: Any, line: str, who: str, more: dict, said_why: str
) -> None:
    empty_house.chat.admins = {"ada"}
    (said,) = await empty_house.say(line, who=who, **more)
    assert said_why in said.text
    async with empty_house.db.read() as session:
        assert (await session.exec(select(Chat))).all() == []


async def test_a_name_is_given_once_and_a_chat_belongs_to_one_space(house: Any) -> None:
    house.chat.admins = {"ada"}
    (said,) = await house.say('space new vision "Again"', who="ada", at="elsewhere")
    assert "There is a space vision already" in said.text
    (said,) = await house.say('space new other "Other"', who="chang")
    assert "belongs to the space vision already" in said.text


async def test_a_code_binds_one_more_chat_once(house: Any) -> None:
    house.chat.admins = {"ada"}
    (invited,) = await house.say("space invite caucus", who="chang")
    assert invited.how == "whisper"  # the code is the chair's to hand on
    code = next(word for word in invited.text.split() if len(word) == 8 and word.isalnum())
    (refused,) = await house.say(f"space add {code}", who="ben", at="other room")
    assert "Only an administrator" in refused.text
    (added,) = await house.say(f"space add {code}", who="ada", at="other room")
    assert (added.how, "as caucus" in added.text) == ("send", True)
    (again,) = await house.say(f"space add {code}", who="ada", at="third room")
    assert "not known, used, or older" in again.text
    async with house.db.read() as session:
        chat = await spaces.chat_at(session, "fake", "", "other room")
    assert (chat.space_id, chat.kind) == (house.space_id, "caucus")


@pytest.fixture
def both(house: Any, new_chat: Callable[..., Any]) -> Any:
    """The house with a second platform, where commands are typed in another way."""
    house.dispatcher.chats.put("elsewhere", "", new_chat("elsewhere", command_form="/draft {}"))
    return house


async def test_a_code_for_another_chat_is_told_as_it_is_typed_on_each_platform(both: Any) -> None:
    (invited,) = await both.say("space invite", who="chang")
    assert re.search(r"/space add (\w{8}) \(fake\) · /draft space add \1 \(elsewhere\)", invited.text)


async def test_who_is_seated_is_told_of_help_as_they_type_it(both: Any) -> None:
    async with both.db.write() as session:
        nina = await people.meet(session, "elsewhere", "", "8", "Nina")
        norway = await people.delegation(session, both.space_id, "NO")
        session.add(JoinRequest(person_id=nina.id, delegation_id=norway.id, asked=both.desk.clock()))
    await both.say("join seat 1 delegate", who="chang")
    async with both.db.read() as session:
        told = (await session.exec(select(Delivery).where(Delivery.platform == "elsewhere"))).one()
    assert "/draft help shows what you can do." in str(told.body)


async def test_a_chat_bound_with_a_code_is_shown_the_latest_draft(house: Any) -> None:
    house.chat.admins.add("ada")
    (said,) = await house.say("/space invite", "chang")
    code = said.text.split("space add ")[1].split()[0]
    await house.say(f"/space add {code}", "ada", at="lobby")
    (shown,) = await house.delivered()
    assert shown.to.chat == "lobby"
    assert shown.text.startswith("The latest draft of Vision: r2")
    assert await house.delivered() == []


async def test_a_code_lives_a_day(house: Any) -> None:
    house.chat.admins = {"ada"}
    await house.say("space invite", who="chang")
    async with house.db.read() as session:
        code = (await session.exec(select(Invitation))).one().code
    house.desk.clock.now += timedelta(days=1, seconds=1)
    (said,) = await house.say(f"space add {code}", who="ada", at="other room")
    assert "older than a day" in said.text


async def test_a_chat_is_bound_as_what_there_is(house: Any) -> None:
    (said,) = await house.say("space invite secret", who="chang")
    assert "open, caucus or public" in said.text


@pytest.mark.parametrize("who", ["sekou", "hansen", "dina", "eve"])
@pytest.mark.parametrize("line", ["space", "space invite", "space chair fake:eve", "space delegation XX X governments"])
async def test_a_space_that_is_open_is_its_chairs_alone(house: Any, who: str, line: str) -> None:
    house.chat.admins = {who}
    (said,) = await house.say(line, who=who)
    assert "is for the chair of WSIS+10 Vision" in said.text


async def test_the_chair_sees_what_is_set_up(house: Any) -> None:
    async with house.db.write() as session:
        (await spaces.chat_at(session, "fake", "", "corner")).gone = "The bot was removed."
    (said,) = await house.say("space", who="chang")
    for part in (
        "Space vision: WSIS+10 Vision",
        "Time zone Europe/Zurich",
        "fake room (open)",
        "fake corner (caucus, not reachable: The bot was removed.)",
        "Chair: Chang",
        "Secretariat: Sekou",
        "KE Kenya (governments) and NO Norway (governments)",
        "Documents: Vision",
    ):
        assert part in said.text


async def test_a_chat_is_told_by_the_name_that_its_people_gave_it(empty_house: Any) -> None:
    house = empty_house
    house.chat.admins = {"ada"}
    await house.say("space new Vision Vision", who="ada", called="Plenary\u202e\nroom")
    assert "Chats: fake, “Plenary room” (open)" in (await house.say("space", who="ada", at="ada"))[0].text
    await house.say("help", who="ada", called="Main room")
    assert "Chats: fake, “Main room” (open)" in (await house.say("space", who="ada"))[0].text


async def test_a_delegation_is_set_up_once(house: Any) -> None:
    (said,) = await house.say("space delegation icc “Int. Chamber of Commerce” private sector", who="chang")
    assert "Delegation ICC (Int. Chamber of Commerce, private sector)" in said.text
    assert "/join ICC" in said.text
    (again,) = await house.say('space delegation ICC "Other one" business', who="chang")
    assert "There is a delegation ICC already: Int. Chamber of Commerce" in again.text
    (label,) = again.labels
    await house.press(again, label, who="chang")
    assert "ICC Other one (business)" in (await house.say("space", who="chang"))[-1].text
    (short,) = await house.say("space delegation ICC", who="chang")
    assert "needs a code, a name and its group" in short.text


async def test_a_name_and_a_group_typed_wrong_are_corrected(house: Any) -> None:
    (said,) = await house.say('space correct no "Kingdom of Norway" states', who="chang")
    assert said.text == "Delegation NO is Kingdom of Norway, states from now on; it was Norway, governments."
    assert "states (declared): NO" in (await house.say("show C9", who="chang"))[-1].text
    (none,) = await house.say("space correct NOR Norway governments", who="chang")
    assert none.text == "There is no delegation NOR here. There are: KE and NO."


async def test_a_delegation_of_the_configuration_is_corrected_there(house: Any) -> None:
    async with house.db.write() as session:
        (await people.delegation(session, house.space_id, "NO")).declared = True
    (said,) = await house.say("space correct NO Norge governments", who="chang")
    assert "stands in the configuration file" in said.text


@pytest.mark.parametrize(
    "named", ["Q" * 17 + " Name group", "<!here> Name group", "OK " + "n" * 81 + " group", "OK Name " + "g" * 81]
)
async def test_a_delegation_that_would_fill_every_card_is_not_set_up(house: Any, named: str) -> None:
    (said,) = await house.say(f"space delegation {named}", who="chang")
    assert said.text.startswith("A code is one word, 16 letters and digits at most;")
    assert "needs a code" not in said.text


@pytest.mark.parametrize(("word", "role"), [("chair", "chair"), ("secretary", "secretariat")])
async def test_the_chair_appoints_officers_by_their_account(house: Any, word: str, role: str) -> None:
    (bad,) = await house.say(f"space {word} @somebody", who="chang")
    assert f"/space {word} telegram:7" in bad.text
    await house.say(f"space {word} fake:nina", who="chang")
    await house.say(f"space {word} fake:nina", who="chang")
    await house.say("help", who="nina")
    assert await _roles(house, "Nina") == {role}


# ── /join ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_delegations_are_offered_as_buttons(house: Any) -> None:
    (said,) = await house.say("join", who="eve")
    assert said.labels == ["KE Kenya", "NO Norway"]
    (asked,) = await house.press(said, "NO Norway", who="eve")
    assert "Asked to seat you in Norway: the head of the delegation will answer" in asked.text


async def test_the_head_seats_somebody_with_one_press(house: Any) -> None:
    await house.say("join no", who="eve")
    (card,) = await house.delivered()
    assert card.to.chat == "hansen"
    assert "Eve (fake eve) asks to be seated in Norway, WSIS+10 Vision." in card.text
    assert card.labels == ["Seat as delegate", "Seat as alternate", "Seat as head", "Seat as observer", "Decline"]
    (done,) = await house.press(card, "Seat as delegate", who="hansen")
    assert done.text == "Eve is seated in Norway as a delegate, confirmed by Hansen."
    assert await _roles(house, "Eve") == {"NO delegate"}
    (welcome,) = await house.delivered()
    assert (welcome.to.chat, "You are seated in Norway" in welcome.text) == ("eve", True)
    async with house.db.read() as session:
        seat = (await session.exec(select(Membership).where(Membership.by == "Hansen"))).one()
    assert seat.since == house.desk.clock()


async def test_without_a_head_the_chair_is_asked(house: Any) -> None:
    (said,) = await house.say("join KE", who="eve")
    assert "the chair will answer" in said.text
    (card,) = await house.delivered()
    assert card.to.chat == "chang"
    await house.press(card, "Seat as head", who="chang")
    assert await _roles(house, "Eve") == {"KE head"}


async def test_a_wish_is_declined_with_one_press_and_the_asker_hears_of_it(house: Any) -> None:
    await house.say("join NO", who="eve")
    (card,) = await house.delivered()
    await house.press(card, "Decline", who="hansen")
    assert await _roles(house, "Eve") == set()
    (told,) = await house.delivered()
    assert told.text == "Your wish to be seated in Norway was declined by Hansen."
    (again,) = await house.say("join NO", who="eve")
    assert "Asked to seat you" in again.text  # one may ask again


async def test_a_wish_is_settled_once(house: Any) -> None:
    await house.say("join NO", who="eve")
    (card,) = await house.delivered()
    await house.press(card, "Seat as observer", who="hansen")
    (said,) = await house.press(card, "Decline", who="alma", at="hansen")
    assert said.text == "That was settled already: seated."
    assert await _roles(house, "Eve") == {"NO observer"}


@pytest.mark.parametrize("who", ["dina", "oscar", "eve"])
async def test_nobody_else_seats_people(house: Any, who: str) -> None:
    await house.say("join NO", who="eve")
    (card,) = await house.delivered()
    (said,) = await house.press(card, "Seat as head", who=who, at="hansen")
    assert "the head of the delegation and the chair" in said.text
    assert "NO head" not in await _roles(house, "Eve")


async def test_the_head_of_another_delegation_seats_nobody_here(house: Any) -> None:
    async with house.db.write() as session:
        kenya = await people.delegation(session, house.space_id, "KE")
        person = await people.meet(session, "fake", "", "kamau", "Kamau")
        now = house.desk.clock()
        session.add(Membership(delegation_id=kenya.id, person_id=person.id, role="head", since=now))
    await house.say("join NO", who="eve")
    (card,) = await house.delivered()
    (said,) = await house.press(card, "Seat as delegate", who="kamau", at="hansen")
    assert "is for" in said.text
    assert await _roles(house, "Eve") == set()


async def test_asking_twice_is_one_wish(house: Any) -> None:
    await house.say("join NO", who="eve")
    (said,) = await house.say("join NO", who="eve")
    assert "You have asked already" in said.text
    async with house.db.read() as session:
        assert len((await session.exec(select(JoinRequest))).all()) == 1
        assert len((await session.exec(select(Delivery))).all()) == 1


async def test_who_sits_already_is_told_so(house: Any) -> None:
    (said,) = await house.say("join NO", who="dina")
    assert said.text == "You are seated already in Norway as a delegate."


async def test_an_unknown_delegation_names_the_nearest(house: Any) -> None:
    (said,) = await house.say("join Norwegen", who="eve")
    assert "There is no delegation Norwegen" in said.text
    assert said.labels[0] == "/join NO"


async def test_a_number_that_is_no_wish_seats_nobody(house: Any) -> None:
    (said,) = await house.say("join seat 99 head", who="hansen")
    assert "no longer known" in said.text


async def test_without_any_delegation_the_chair_is_named(house: Any) -> None:
    async with house.db.write() as session:
        for seat in (await session.exec(select(Membership))).all():
            await session.delete(seat)
        await session.flush()
        for row in (await session.exec(select(Delegation))).all():
            await session.delete(row)
    (said,) = await house.say("join", who="eve")
    assert "ask the chair" in said.text


async def test_where_nobody_can_decide_the_wish_is_kept(house: Any) -> None:
    async with house.db.write() as session:
        for one in await people.officers(session, house.space_id, house.desk.clock()):
            one.until = house.desk.clock()
            session.add(one)
    (said,) = await house.say("join KE", who="eve")
    assert "Your wish is kept" in said.text


async def test_nobody_takes_a_seat_in_a_groups_name(house: Any) -> None:
    """Telegram gives every anonymous administrator of every group one and the same account."""
    (said,) = await house.say("join NO", who="group", anonymous=True)
    assert "anonymous administrator" in said.text
    async with house.db.read() as session:
        assert (await session.exec(select(JoinRequest))).all() == []


async def test_what_somebody_said_is_erased_after_a_question_and_the_record_stays_whole(
    house: Any, tmp_path: Path
) -> None:
    await house.say("object C9 in its instructions from capital", "hansen")
    house.desk.clock.advance(61)
    work = effects(house.desk)
    for row in await work.due():
        await work.run(row)
    asked = (await house.say("space erase fake:hansen", "chang"))[-1]
    assert "cannot be had again" in asked.text
    assert "erased" in (await house.press(asked, "Erase", "chang"))[-1].text
    told = (await house.say("show C9", "dina"))[-1].text
    assert "capital" not in told
    assert "Norway" in told
    assert "Hansen" not in told
    async with house.db.read() as session:
        made = await export(session, await session.get_one(Space, house.space_id), house.desk.clock())
    assert made
    assert b"capital" not in b"".join(made.files.values())
    (tmp_path / "out.zip").write_bytes(made.zipped(house.desk.clock()))
    assert verify(str(tmp_path / "out.zip"))[0]


async def test_only_the_chair_erases_and_nobody_of_another_space(house: Any) -> None:
    assert "is for the chair" in (await house.say("space erase fake:hansen", "sekou"))[-1].text
    async with house.db.write() as session:
        stranger = await people.meet(session, "fake", "", "elsewhere", "Elsewhere")
    said = await house.say(f"space erase yes {stranger.id}", "chang")
    assert "has said nothing here" in said[-1].text
