"""The record: append-only events of a space, each bound to the one before by its hash; personal text beside it."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class EventRow(SQLModel, table=True):
    """One event. `ev`: canonical JSON; `hash`: SHA-256 of the canonical JSON of {"ev", "prev", "seq"}; `prev`: the hash of the
    event before, 64 zeros for the first of a space."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("space_id", "prev"),)
    space_id: int = Field(foreign_key="space.id", primary_key=True)
    seq: int = Field(primary_key=True)
    prev: str
    hash: str
    ev: str
    at: datetime


class Aside(SQLModel, table=True):
    """Personal text of an event: names, reasons. The event holds `hash`, SHA-256 of salt and text; an erased text leaves its
    hash, so the chain stays whole. `person_id`: whose it is; `withheld`: said in a caucus, not exported."""

    hash: str = Field(primary_key=True)
    space_id: int = Field(foreign_key="space.id", index=True)
    seq: int
    field: str
    salt: str
    text: str | None = None
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    withheld: bool = False
    erased: datetime | None = None
