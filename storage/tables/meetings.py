"""Meetings that a calendar or a notice page told."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import own_id


class MeetingRow(SQLModel, table=True):
    """A meeting as its source tells it now. `key`: by which it is known again there; `whole_days`: it has days and no hours;
    `dated`: its day is told, not guessed; `off`: it is cancelled. What the source no longer tells is deleted."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("source_id", "key"),)
    id: int = own_id()
    source_id: int = Field(foreign_key="source.id", index=True)
    space_id: int = Field(foreign_key="space.id", index=True)
    key: str
    title: str
    room: str = ""
    starts: datetime
    ends: datetime
    whole_days: bool = False
    dated: bool = True
    off: bool = False
