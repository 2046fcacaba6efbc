"""Positions and what carries them: acts, the paragraphs that they stand on, cards, who was reached."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import listed, own_id

LEVELS = ("document", "section", "range", "paragraph", "deletion", "record")
CAPACITIES = ("delegation", "personal", "observer")
POSITION_STATES = ("pending", "held", "taken", "ended")
POSITION_ENDS = ("", "replaced", "withdrawn", "dropped")
HOLDING_STATES = ("live", "standing", "stale", "dormant")
CARD_KINDS = ("scope", "poll", "silence")


class Position(SQLModel, table=True):
    """One act of one voice on exact words. Append-only: a new row replaces; of a row that was taken only its end is written.

    `delegation_id`: whose voice, None for a personal act; `seat`: the role that the person had; `level`, `ref`: what it is
    about ("paragraph" "C9", "document" "all"); `threads`: the paragraphs, by lineage; `breadth`: how many (the narrowest act
    wins); `draft_id`, `text_hash`: the words that were shown; `stance`: a key of `bot.positions.words.stances.STANCES`, or
    "withdraw"; `reason`, `wording` (the words that would lift it), `until` (of a reserve). `pressed`: when it was said; `due`:
    until when it is pending and may be undone; `taken`: when it took effect. `state`: pending, held (a colleague said the
    opposite within 30 minutes), taken, ended; `end`: how; `ended_by`: the row that replaced or withdrew it.
    """

    __table_args__ = (
        Index("ix_position_voice", "document_id", "delegation_id", "state"),
        Index("ix_position_apart", "document_id", "state", "level"),
    )
    id: int = own_id()
    space_id: int = Field(foreign_key="space.id", index=True)
    document_id: int = Field(foreign_key="document.id")
    delegation_id: int | None = Field(default=None, foreign_key="delegation.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    seat: str = ""
    capacity: str = "delegation"
    level: str
    ref: str
    breadth: int = 1
    threads: list[int] = listed()
    draft_id: int = Field(foreign_key="draft.id")
    text_hash: str
    stance: str
    signoff: bool = False
    as_is: bool = False
    reason: str = ""
    wording: str = ""
    until: datetime | None = None
    pressed: datetime
    due: datetime | None = Field(default=None, index=True)
    taken: datetime | None = None
    state: str = "pending"
    ended: datetime | None = None
    end: str = ""
    ended_by: int | None = Field(default=None, foreign_key="position.id")


class Holding(SQLModel, table=True):
    """How a position that was taken holds on one paragraph of the newest settled draft. Gone when the position ends.

    `thread`: the paragraph, by lineage; `row`: its row of the table of carrying; `state`: live, standing (blocks, its words
    changed), stale (to be confirmed), dormant (the paragraph is deleted; `was`: the state that it wakes to);
    `signed`: the formal mark is on; `text_hash`, `word_hash`: the words that it is bound to; `draft_id`: since when the state
    holds, `cause`: why, a key of `bot.sentences.carry.CAUSES`; `speaks`: of several of a delegation the one that counts here:
    the narrowest, of equals the last.
    """

    __table_args__ = (
        Index(  # covers what facts ask, of one paragraph and of a whole draft
            "ix_holding_place",
            *("document_id", "thread", "speaks", "row", "state", "signed", "delegation_id", "position_id"),
        ),
        Index("ix_holding_voice", "delegation_id", "document_id"),
    )
    position_id: int = Field(foreign_key="position.id", primary_key=True)
    thread: int = Field(primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    delegation_id: int | None = Field(default=None, foreign_key="delegation.id")
    row: str
    state: str = "live"
    was: str = ""
    signed: bool = False
    text_hash: str
    word_hash: str
    draft_id: int = Field(foreign_key="draft.id")
    cause: str = ""
    speaks: bool = True


class Card(SQLModel, table=True):
    """One live card: where a space stands on a scope, a poll, a silence; mirrored in its open chats, edited in place.

    Bound to the words that it shows; when they change it is `closed` (`why`: "changed" or "over"; `heir`: the card after it).
    """

    id: int = own_id()
    space_id: int = Field(foreign_key="space.id", index=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    kind: str = "scope"
    level: str = "paragraph"
    ref: str = ""
    threads: list[int] = listed()
    draft_id: int = Field(foreign_key="draft.id")
    text_hash: str = ""
    poll_id: int | None = Field(default=None, foreign_key="poll.id", index=True)
    silence_id: int | None = Field(default=None, foreign_key="silence.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    opened: datetime
    closed: datetime | None = None
    why: str = ""
    heir: int | None = Field(default=None, foreign_key="card.id")


class Reach(SQLModel, table=True):
    """Words that a delegation was shown in person: a private message about them was accepted, or a button on them pressed.

    `thread`: the paragraph, by lineage, 0 for the whole draft; `silence_id`: the procedure that it was about. `how`: "message"
    or "button".
    """

    __table_args__ = (Index("ix_reach_heard", "draft_id", "thread", "delegation_id"),)
    id: int = own_id()
    delegation_id: int = Field(foreign_key="delegation.id", index=True)
    draft_id: int = Field(foreign_key="draft.id")
    thread: int = 0
    silence_id: int | None = Field(default=None, foreign_key="silence.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    how: str
    at: datetime
