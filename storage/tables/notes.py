"""What a delegation notes for itself."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import own_id


class Note(SQLModel, table=True):
    """A delegation's own words on a paragraph, a red line for instance; those who speak for it alone read them. `thread`: the
    paragraph, by lineage; `ref`: how it was cited when that was last looked up, by which it is named once it is out."""

    __table_args__ = (Index("ix_note_place", "document_id", "thread"),)
    id: int = own_id()
    delegation_id: int = Field(foreign_key="delegation.id", index=True)
    document_id: int = Field(foreign_key="document.id")
    thread: int
    ref: str
    text: str
    person_id: int = Field(foreign_key="person.id")
    at: datetime
