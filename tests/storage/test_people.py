"""People, their accounts, seats and offices, from a time until a time."""

import asyncio
from datetime import timedelta

from sqlmodel import select

from storage import people, spaces
from storage.db import Database
from storage.tables import Account, Chat, Delegation, JoinRequest, Membership, Officer, Person, Space


async def test_somebody_new_is_made_known_once(db: Database) -> None:
    async with db.write() as session:
        first = await people.meet(session, "telegram", "", "7", "Anna")
        again = await people.meet(session, "telegram", "", "7", "Anna H.")
    assert first.id == again.id
    assert first.name == "Anna"


async def test_somebody_known_by_an_account_alone_gets_the_name_when_he_speaks(db: Database) -> None:
    async with db.write() as session:
        declared = await people.meet(session, "telegram", "", "7", "")
        assert declared.name == "telegram:7"
        assert (await people.meet(session, "telegram", "", "7", "Anna")).name == "Anna"


async def test_two_first_words_at_the_same_moment_make_one_person(db: Database) -> None:
    async def speak() -> int:
        async with db.write() as session:
            return (await people.meet(session, "slack", "T1", "U1", "Anna")).id

    assert len(set(await asyncio.gather(*(speak() for _ in range(6))))) == 1
    async with db.read() as session:
        assert len((await session.exec(select(Person))).all()) == 1
        assert len((await session.exec(select(Account))).all()) == 1


async def test_a_slack_account_without_its_workspace_fits_any_but_the_exact_one_comes_first(db: Database) -> None:
    async with db.write() as session:
        anywhere = await people.meet(session, "slack", "", "U1", "Anna")
        assert (await people.person_of(session, "slack", "T1", "U1")) == anywhere
        here = Person(name="Another")
        session.add(here)
        await session.flush()
        session.add(Account(person_id=here.id, platform="slack", tenant="T2", user="U1"))
        await session.flush()
        assert (await people.person_of(session, "slack", "T2", "U1")) == here
        assert (await people.person_of(session, "slack", "T1", "U1")) == anywhere
        assert await people.person_of(session, "telegram", "", "U1") is None


async def test_seats_and_offices_hold_from_their_beginning_until_their_end(db: Database, clock) -> None:
    now, hour = clock(), timedelta(hours=1)
    async with db.write() as session:
        space = Space(name="vision", title="Vision")
        anna = Person(name="Anna")
        session.add_all([space, anna])
        await session.flush()
        norway = Delegation(space_id=space.id, code="NO", name="Norway", group="governments")
        session.add(norway)
        await session.flush()
        session.add(Membership(delegation_id=norway.id, person_id=anna.id, role="head", since=now, until=now + hour))
        session.add(Officer(space_id=space.id, person_id=anna.id, role="chair", since=now + hour))
        await session.flush()

        async def held(at):
            seats = [(row.code, role) for row, role in await people.seats(session, space.id, anna.id, at)]
            heads = await people.heads(session, norway.id, at)
            return seats, await people.offices(session, space.id, anna.id, at), list(heads)

        assert await held(now - hour) == ([], [], [])
        assert await held(now) == ([("NO", "head")], [], [anna.id])
        assert await held(now + hour) == ([], ["chair"], [])
        assert await people.spaces_of(session, anna.id, now - hour) == []
        assert await people.spaces_of(session, anna.id, now + hour) == [space.id]
        assert [one.role for one in await people.officers(session, space.id, now + hour)] == ["chair"]


async def test_a_delegation_is_found_by_its_code_in_any_case_and_only_in_its_space(db: Database) -> None:
    async with db.write() as session:
        one, other = Space(name="one", title="One"), Space(name="other", title="Other")
        session.add_all([one, other])
        await session.flush()
        session.add(Delegation(space_id=one.id, code="NO", name="Norway", group="governments"))
        await session.flush()
        found = await people.delegation(session, one.id, "no")
        assert found
        assert found.name == "Norway"
        assert await people.delegation(session, other.id, "NO") is None
        assert [row.code for row in await people.delegations(session, one.id)] == ["NO"]


async def test_a_wish_is_open_until_it_is_decided(db: Database, clock) -> None:
    async with db.write() as session:
        space, anna = Space(name="one", title="One"), Person(name="Anna")
        session.add_all([space, anna])
        await session.flush()
        norway = Delegation(space_id=space.id, code="NO", name="Norway", group="governments")
        session.add(norway)
        await session.flush()
        wish = JoinRequest(delegation_id=norway.id, person_id=anna.id, asked=clock())
        session.add(wish)
        await session.flush()
        assert await people.open_request(session, norway.id, anna.id) == wish
        wish.outcome = "declined"
        session.add(wish)
        await session.flush()
        assert await people.open_request(session, norway.id, anna.id) is None


async def test_a_document_is_made_once_even_by_two_at_the_same_moment(db: Database) -> None:
    async with db.write() as session:
        space = Space(name="one", title="One")
        session.add(space)

    async def make() -> int:
        async with db.write() as session:
            return (await spaces.document(session, space.id, "Vision")).id

    assert len(set(await asyncio.gather(*(make() for _ in range(5))))) == 1


async def test_a_chat_that_is_closed_to_us_is_kept_but_not_posted_to(db: Database) -> None:
    async with db.write() as session:
        space = Space(name="one", title="One")
        session.add(space)
        await session.flush()
        for number, gone in enumerate((None, "kicked")):
            session.add(Chat(space_id=space.id, platform="fake", chat=f"room{number}", gone=gone))
        await session.flush()
        assert [one.chat for one in await spaces.live_chats(session, space.id)] == ["room0"]
        assert len(await spaces.chats(session, space.id)) == 2
        assert (await spaces.chat_at(session, "fake", "", "room1")).gone == "kicked"


async def test_an_account_is_found_by_the_handle_that_it_has_now(db: Database) -> None:
    async with db.write() as session:
        anna = await people.meet(session, "telegram", "", "7", "Anna", "anna_h")
        bo = await people.meet(session, "telegram", "", "8", "Bo")
        for handle in ("anna_h", "ANNA_H", "7"):
            assert (await people.by_handle(session, "telegram", "", handle)).id == anna.id
        assert await people.by_handle(session, "slack", "T1", "anna_h") is None
        assert await people.known(session, "telegram", "", "8", "Bo", "anna_h") is None
        await people.meet(session, "telegram", "", "8", "Bo", "Anna_H")
        assert (await people.by_handle(session, "telegram", "", "anna_h")).id == bo.id
        assert (await people.known(session, "telegram", "", "8", "Bo")).id == bo.id
