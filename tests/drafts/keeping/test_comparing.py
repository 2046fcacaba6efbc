"""The drafts of a document compared one after the other: which are looked at, and what is kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.drafts.keeping import archive, comparing
from bot.drafts.reading import Reading
from storage import spaces
from storage.db import Database
from storage.tables import Space


def test_the_same_two_readings_are_compared_once(reading: Callable[..., Reading]) -> None:
    texts = ("1. Peace on earth.", "2. Bread for all.")
    one = comparing.compared(reading(texts[0]), reading(*texts))
    assert comparing.compared(reading(texts[0]), reading(*texts)) is one


def test_a_better_reading_of_the_same_file_is_compared_anew(reading: Callable[..., Reading]) -> None:
    old, new = reading("1. Peace on earth."), reading("1. Peace on the earth.")
    better = replace(reading("1. Peace on this earth."), sha256=new.sha256)
    assert comparing.compared(old, better) != comparing.compared(old, new)


@pytest.mark.parametrize(
    ("asked", "numbers", "left_out"),
    [(7, [4, 5, 6, 7], 3), (5, [4, 5, 6, 7], 3), (3, [1, 2, 3], None), (None, [None], None)],
)
async def test_of_very_many_drafts_the_newest_are_looked_at_or_those_up_to_the_one_named(
    sqlite: Database,
    reading: Callable[..., Reading],
    monkeypatch: pytest.MonkeyPatch,
    asked: int | None,
    numbers: list[int | None],
    left_out: int | None,
) -> None:
    monkeypatch.setattr(comparing, "_MOST", 4)
    async with sqlite.write() as session:
        space = Space(name="vision", title="Vision")
        session.add(space)
        await session.flush()
        document = (await spaces.document(session, space.id, "Vision")).id
        kept = {}
        for number in (*range(1, 8), None):
            found = reading(f"1. State {number} of the text.")
            posted = archive.Posted(url="https://x.example/", data=b"x", mime="text/html", reading=found)
            base = "" if number else "chair"
            kept[number] = await archive.keep(session, document, None, posted, datetime.now(UTC), base)
        drafts, before = await comparing.around(session, kept[asked])
        assert ([draft.number for draft in drafts], before) == (numbers, left_out)
        chain = await comparing.chain(session, drafts)
        assert len(chain.steps) == len(numbers) - 1


async def test_what_was_never_committed_is_not_told_of_what_took_its_place(
    sqlite: Database, reading: Callable[..., Reading]
) -> None:
    async def told(*texts: str) -> list[str]:
        async with sqlite.read() as session:  # ends without a commit
            space = Space(name="vision", title="Vision")
            session.add(space)
            await session.flush()
            document = (await spaces.document(session, space.id, "Vision")).id
            old, new = [
                await archive.keep(
                    session,
                    document,
                    None,
                    archive.Posted("https://x.example/", b"x", "text/html", reading(text)),
                    datetime.now(UTC),
                )
                for text in texts
            ]
            compared = await comparing.told(session, old, new)
            return [text for change in compared.changes for op, text in change.runs if op == "+"]

    assert await told("1. Peace on earth.", "1. Peace on the earth.") == ["the "]
    assert await told("1. Bread for all.", "1. Bread for us all.") == ["us "]
