"""Polls and the silence procedure."""

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables.columns import listed, mapped, own_id

POLL_STATES = ("open", "closed", "cancelled")
SILENCE_STATES = ("running", "observed", "broken", "lapsed", "withdrawn")


class Poll(SQLModel, table=True):
    """A quick question on one paragraph's words; a pulse, never a decision.

    `thread`, `text_hash`: the words that it is bound to; `by_person`: one ballot a person instead of a delegation; `adding`:
    participants may add options; `reasons`: an answer may have one; `why` it closed: "time", "asked", "changed"; `salt`: of a
    secret poll, destroyed at close; `result_hash`: of a secret poll's result, for the record.
    """

    id: int = own_id()
    space_id: int = Field(foreign_key="space.id", index=True)
    document_id: int = Field(foreign_key="document.id")
    draft_id: int = Field(foreign_key="draft.id")
    thread: int
    ref: str
    text_hash: str
    question: str
    options: list[str] = listed()
    secret: bool = False
    multi: bool = False
    by_person: bool = False
    adding: bool = False
    reasons: bool = False
    person_id: int = Field(foreign_key="person.id")
    opened: datetime
    closes: datetime | None = Field(default=None, index=True)
    state: str = "open"
    closed: datetime | None = None
    why: str = ""
    salt: str = ""
    result_hash: str = ""


class Ballot(SQLModel, table=True):
    """An open poll's answer: one row a voter ("d12" a delegation, "p7" a person); the last act before close counts."""

    poll_id: int = Field(foreign_key="poll.id", primary_key=True)
    voter: str = Field(primary_key=True)
    delegation_id: int | None = Field(default=None, foreign_key="delegation.id")
    person_id: int = Field(foreign_key="person.id")
    choices: list[int] = listed()
    reason: str = ""
    at: datetime


class SealedBallot(SQLModel, table=True):
    """A secret poll's answer until close: encrypted, under a name that only the operator's secret could make. Then deleted.

    `reason`: the same of its reason, of one length whether there is one or not; None where the poll asks for none.
    """

    __table_args__ = {"sqlite_with_rowid": False}
    poll_id: int = Field(foreign_key="poll.id", primary_key=True)
    voter: str = Field(primary_key=True)
    sealed: bytes = Field(sa_type=LargeBinary)
    reason: bytes | None = Field(default=None, sa_type=LargeBinary)


class TookPart(SQLModel, table=True):
    """Who took part in a secret poll: no time, no order, no choice."""

    __table_args__ = {"sqlite_with_rowid": False}
    poll_id: int = Field(foreign_key="poll.id", primary_key=True)
    voter: str = Field(primary_key=True)


class Choice(SQLModel, table=True):
    """One answer of a secret poll, written at close, shuffled; `group`: "" where fewer than five of it took part."""

    __table_args__ = {"sqlite_with_rowid": False}
    id: str = Field(primary_key=True)
    poll_id: int = Field(foreign_key="poll.id", index=True)
    option: int
    group: str = ""


class SecretReason(SQLModel, table=True):
    """A reason that was given in a secret poll, written at close, shuffled, without its voter and its choice."""

    __table_args__ = {"sqlite_with_rowid": False}
    id: str = Field(primary_key=True)
    poll_id: int = Field(foreign_key="poll.id", index=True)
    text: str


class Silence(SQLModel, table=True):
    """A no-objection procedure. `deadline`: as set; `extended_s`: added for the bot's own outages; `forced`: the reason for a
    short notice; `said`: words of whoever set it; `expected`: ids of the delegations seated when it opened; `asked`: ids of
    those that asked for more time; `closed`: since when acts are late (a broken one still takes them until its deadline);
    `outcome`: the facts of its end, by name."""

    id: int = own_id()
    space_id: int = Field(foreign_key="space.id", index=True)
    document_id: int = Field(foreign_key="document.id")
    draft_id: int = Field(foreign_key="draft.id")
    refs: str
    person_id: int = Field(foreign_key="person.id")
    opened: datetime
    deadline: datetime
    extended_s: float = 0
    zone: str
    forced: str = ""
    said: str = ""
    expected: list[int] = listed()
    asked: list[int] = listed()
    state: str = Field(default="running", index=True)
    closed: datetime | None = None
    broken_by: int | None = Field(default=None, foreign_key="position.id")
    outcome: dict[str, Any] = mapped()
    reopens: int | None = Field(default=None, foreign_key="silence.id")


class SilenceItem(SQLModel, table=True):
    """A paragraph of a silence, with the hash of the words that were pinned."""

    silence_id: int = Field(foreign_key="silence.id", primary_key=True)
    thread: int = Field(primary_key=True)
    label: str
    text_hash: str


class Heartbeat(SQLModel, table=True):
    """When the bot was last known to be alive; written each minute."""

    name: str = Field(primary_key=True)
    at: datetime


class Outage(SQLModel, table=True):
    """A time in which the bot was not there."""

    id: int = own_id()
    since: datetime
    until: datetime
