"""Positions and what they stand on: settled drafts, acts, holdings."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    String,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    insert,
    literal,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Draft, Holding, Position

_NAMED = 500  # ids that are sent one by one
_SPANS = ("section", "range")
_KIND: tuple[Any, ...] = tuple(
    col(one) for one in (Holding.thread, Holding.row, Holding.state, Holding.was, Holding.signed, Holding.text_hash)
)


# ── settled drafts ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def settled(session: AsyncSession, document_id: int, *, after: int = 0) -> Sequence[Draft]:
    """The drafts of a document on whose words positions may stand, oldest first; those numbered above `after`."""
    query = select(Draft).where(Draft.document_id == document_id, col(Draft.settled).is_not(None))
    return (await session.exec(query.where(col(Draft.number) > after).order_by(col(Draft.number)))).all()


async def newest_settled(session: AsyncSession, document_id: int, *, before: int | None = None) -> Draft | None:
    """The last of them; with `before` the last with a lower number."""
    query = select(Draft).where(Draft.document_id == document_id, col(Draft.settled).is_not(None))
    if before is not None:
        query = query.where(col(Draft.number) < before)
    return (await session.exec(query.order_by(col(Draft.number).desc()).limit(1))).first()


async def given(session: AsyncSession, document_id: int) -> bool:
    """Whether positions are held on a document, or about to be."""
    query = select(Position.id).where(Position.document_id == document_id, Position.state != "ended").limit(1)
    return (await session.exec(query)).first() is not None


# ── what positions hold on ───────────────────────────────────────────────────────────────────────────────────────────────


def _held(document_id: int, position_id: int | None) -> ColumnElement[bool]:
    """What is held on a document; by one position, if one is named."""
    here = col(Holding.document_id) == document_id
    return here if position_id is None else here & (col(Holding.position_id) == position_id)


async def kinds(
    session: AsyncSession, document_id: int, threads: Collection[int], position_id: int | None = None
) -> Sequence[Row[Any]]:
    """(thread, row, state, was, signed, text_hash) of what is held on these paragraphs, each once."""
    query = select(*_KIND).distinct().where(_held(document_id, position_id), col(Holding.thread).in_(threads))
    rows: Sequence[Row[Any]] = (await session.exec(query)).all()
    return rows


async def move(
    session: AsyncSession,
    document_id: int,
    moves: Sequence[Mapping[str, object]],
    position_id: int | None = None,
) -> None:
    """What is held in one way (`old_thread`, `old_row` …) is held in another (`new_row` …, `new_cause`, `new_draft_id`)."""
    names = ("row", "state", "was", "signed", "cause", "draft_id")
    alike = [column == bindparam(f"old_{column.key}") for column in _KIND]
    alike.append(col(Holding.speaks) == bindparam("old_speaks"))
    statement = update(Holding.__table__).where(_held(document_id, position_id), *alike)  # type: ignore[attr-defined]
    if moves:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        # once for what speaks and once for the rest: so the index is used down to the state
        both = [{**one, "old_speaks": speaks} for one in moves for speaks in (True, False)]
        await session.exec(statement.values(values), params=both)


async def rebind(
    session: AsyncSession, document_id: int, hashes: Mapping[int, str], position_id: int | None = None
) -> None:
    """What is live on these paragraphs is bound to the words of these text hashes."""
    live = (_held(document_id, position_id), col(Holding.state) == "live", col(Holding.thread) == bindparam("of"))
    statement = update(Holding.__table__).where(*live).values(text_hash=bindparam("words"))  # type: ignore[attr-defined]
    if hashes:
        await session.exec(statement, params=[{"of": thread, "words": words} for thread, words in hashes.items()])


async def whole(session: AsyncSession, document_id: int, threads: Collection[int]) -> Sequence[int]:
    """The as-is positions on several paragraphs that hold on one of these."""
    query = select(Holding.position_id).distinct().join(Position, col(Holding.position_id) == Position.id)
    query = query.where(_held(document_id, None), Holding.row == "as_is", col(Holding.thread).in_(threads))
    return (await session.exec(query.where(Position.breadth > 1))).all()


async def void(session: AsyncSession, position_ids: Collection[int], draft_id: int, cause: str) -> None:
    """These as-is positions are to be confirmed wherever they hold, and when what is deleted of them comes back."""
    mine = update(Holding).where(col(Holding.position_id).in_(position_ids), col(Holding.row) == "as_is")
    mine = mine.execution_options(synchronize_session=False)
    stale = {"state": "stale", "signed": False, "draft_id": draft_id, "cause": cause}
    await session.exec(mine.where(col(Holding.state) == "live").values(stale))
    await session.exec(mine.where(col(Holding.state) == "dormant").values(was="stale"))


async def wide(session: AsyncSession, document_id: int, position_id: int | None = None) -> Sequence[Position]:
    """The acts in force on more than a paragraph."""
    query = select(Position).where(Position.document_id == document_id, Position.state == "taken")
    query = query.where(col(Position.level).in_(("document", "section", "range")))
    if position_id is not None:
        query = query.where(Position.id == position_id)
    return (await session.exec(query.order_by(col(Position.id)))).all()


async def threads_held(session: AsyncSession, *position_ids: int) -> Sequence[int]:
    """The paragraphs that any of these positions holds on."""
    if not position_ids:
        return []
    held = select(Holding.thread).where(col(Holding.position_id).in_(position_ids)).distinct()
    return (await session.exec(held)).all()


async def spread(
    session: AsyncSession,
    where: ColumnElement[bool],
    thread: int,
    draft_id: int,
    cause: str,
    *,
    bound: bool,
) -> None:
    """Positions hold on one paragraph more, if they do not yet: to be confirmed there, blocking ones standing.

    `where`: their holdings that are the pattern, one each; `bound`: to the words of the pattern, else to none.
    """
    known = aliased(Holding)
    row = case((col(Holding.row) == "signoff", "plain"), else_=col(Holding.row))
    state = case((col(Holding.row) == "blocking", "standing"), else_="stale")
    hashes = (col(Holding.text_hash), col(Holding.word_hash)) if bound else (literal(""), literal(""))
    pattern = select(  # type: ignore[call-overload]
        *(Holding.position_id, literal(thread), Holding.document_id, Holding.delegation_id, row, state, literal("")),
        *(false(), *hashes, literal(draft_id), literal(cause), false()),
    ).where(where, col(Holding.row) != "deletion")
    pattern = pattern.where(
        ~exists().where(col(known.position_id) == col(Holding.position_id), col(known.thread) == thread)
    )
    names = ["position_id", "thread", "document_id", "delegation_id", "row", "state", "was", "signed", "text_hash"]
    names += ["word_hash", "draft_id", "cause", "speaks"]
    await session.exec(insert(Holding).from_select(names, pattern))


def on_thread(document_id: int, thread: int, position_id: int | None = None) -> ColumnElement[bool]:
    """What is held on one paragraph."""
    return _held(document_id, position_id) & (col(Holding.thread) == thread)


def of_positions(document_id: int, thread: int, position_ids: Collection[int]) -> ColumnElement[bool]:
    """What these positions hold on one paragraph."""
    return on_thread(document_id, thread) & col(Holding.position_id).in_(position_ids)


async def speak(session: AsyncSession, document_id: int, threads: Collection[int]) -> None:
    """Marks which holding of each delegation speaks on these paragraphs: the narrowest, of equals the last.

    An act on a paragraph is narrower than one on a section or a range, wherever splits and mergers have brought it, and each of
    these narrower than one on the document; of two sections or ranges that which holds on fewer paragraphs of the text as it is
    now. What is dormant gives way; of equals also what is to be confirmed: where paragraphs were merged, an acceptance of the
    one must not hide an objection to the other.
    """
    widths = _widths(document_id).subquery()
    order: tuple[Any, ...] = (
        col(Holding.state) == "dormant",
        case((col(Position.level) == "document", 2), (col(Position.level).in_(_SPANS), 1), else_=0),
        func.coalesce(widths.c.width, 0),
        col(Holding.state) == "stale",
        col(Position.pressed).desc(),
        col(Position.id).desc(),
    )
    rank = func.row_number().over(partition_by=(col(Holding.thread), col(Holding.delegation_id)), order_by=order)
    ranked = select(Holding.position_id, Holding.thread, Holding.speaks, (rank == 1).label("first"))
    ranked = ranked.join(Position, col(Holding.position_id) == Position.id)
    ranked = ranked.outerjoin(widths, widths.c.position_id == Holding.position_id)
    ranked = ranked.where(_held(document_id, None), col(Holding.thread).in_(threads))
    held = ranked.where(col(Holding.delegation_id).is_not(None)).subquery()
    wrong = select(held.c.position_id, held.c.thread, held.c.first).where(held.c.speaks != held.c.first)
    rows = [
        {"position_id": number, "thread": thread, "speaks": bool(speaks)}
        for number, thread, speaks in (await session.exec(wrong)).all()
    ]
    if rows:
        await session.exec(update(Holding), params=rows)


def _widths(document_id: int) -> Any:
    """On how many paragraphs of the text each act on a section or a range holds."""
    query: Any = select(col(Holding.position_id), func.count().label("width"))
    query = query.join(Position, col(Holding.position_id) == Position.id)
    query = query.where(Position.document_id == document_id, Position.state == "taken", col(Position.level).in_(_SPANS))
    return query.where(Holding.state != "dormant").group_by(col(Holding.position_id))


async def beside(session: AsyncSession, document_id: int, threads: Collection[int]) -> set[int]:
    """The paragraphs of the sections and ranges on which acts hold that hold on one of these too: their width may be another
    now."""
    mine = select(Holding.position_id).join(Position, col(Holding.position_id) == Position.id)
    mine = mine.where(_held(document_id, None), col(Holding.thread).in_(threads), col(Position.level).in_(_SPANS))
    query = select(Holding.thread).where(col(Holding.position_id).in_(mine)).distinct()
    return set((await session.exec(query)).all()) if threads else set()


async def changed(session: AsyncSession, document_id: int, draft_id: int, cause: str = "") -> Sequence[Row[Any]]:
    """(thread, state, cause, stance, signoff, "delegation:position" joined by commas) of what speaks and changed with a draft,
    for any cause or for one; by thread."""
    kind: tuple[Any, ...] = (Holding.thread, Holding.state, Holding.cause, Position.stance, Position.signoff)
    who = cast(Holding.delegation_id, String) + ":" + cast(Holding.position_id, String)
    query = select(*(*kind, func.aggregate_strings(who, ",").label("who")))
    query = query.join(Position, col(Holding.position_id) == Position.id)
    query = query.where(_held(document_id, None), Holding.draft_id == draft_id, col(Holding.speaks))
    query = query.where(Holding.cause == cause if cause else Holding.cause != "")
    rows: Sequence[Row[Any]] = (await session.exec(query.group_by(*kind).order_by(Holding.thread))).all()
    return rows


async def said(session: AsyncSession, ids: Collection[int]) -> list[Position]:
    """These acts."""
    every = sorted(ids)
    found: list[Position] = []
    for some in (every[at : at + _NAMED] for at in range(0, len(every), _NAMED)):
        found += (await session.exec(select(Position).where(col(Position.id).in_(some)))).all()
    return found


async def unconfirmed(
    session: AsyncSession, document_id: int, delegation_id: int
) -> Sequence[tuple[Position, Holding]]:
    """The acts of a delegation that speak on a paragraph whose words changed, by the draft that they were given on."""
    query = select(Position, Holding).join(Holding, col(Holding.position_id) == Position.id)
    query = query.where(Holding.document_id == document_id, Holding.delegation_id == delegation_id)
    query = query.where(col(Holding.state).in_(("stale", "standing")), col(Holding.speaks))
    query = query.order_by(col(Position.draft_id), col(Position.id), col(Holding.thread))
    return (await session.exec(query)).all()
