"""Which processes there are, and what one of them alone does at a time."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Process(SQLModel, table=True):
    """A process of the bot. `seen`: when it last said that it is alive, by the database's clock; `name`: host and number."""

    id: str = Field(primary_key=True)
    name: str
    roles: str = ""
    since: datetime
    seen: datetime


class Lease(SQLModel, table=True):
    """Something that one process alone does at a time, like reading one bot's messages; free when that process is no more."""

    name: str = Field(primary_key=True)
    process_id: str
    since: datetime
