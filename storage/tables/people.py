"""Spaces, their chats, and people: accounts, offices, delegations, seats."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import listed, own_id

CHAT_KINDS = ("open", "caucus", "public")
OFFICES = ("chair", "secretariat")
SEATS = ("head", "alternate", "delegate", "observer")


class Space(SQLModel, table=True):
    """One negotiation: its documents, chats, delegations, rules. `quiet_hours`: in which cards wait, "" for none."""

    id: int = own_id()
    name: str = Field(unique=True)
    title: str
    timezone: str = "UTC"
    language: str = "en"
    holidays: str = ""
    min_notice_h: float = 24
    working_hours: str = "08:00-20:00"
    quiet_hours: str = ""
    undo: str = "60s"
    private: bool = False
    terms: list[str] = listed()
    required_groups: list[str] = listed()
    plenary: list[str] = listed()
    declared: bool = False


class Chat(SQLModel, table=True):
    """A chat of a space, on one platform. A chat belongs to at most one space. `title`: what its people call it, "" where the
    platform has not told us; `gone`: why we can no longer post there;
    `language`: "" for that of the space; `quiet_hours`: in which cards wait there, "" for those of the space, "off" for none;
    `digest`: what waited comes as one message.
    """

    __table_args__ = (UniqueConstraint("platform", "tenant", "chat"),)
    id: int = own_id()
    space_id: int = Field(foreign_key="space.id", index=True)
    platform: str
    tenant: str = ""
    chat: str
    title: str = ""
    thread: str | None = None
    kind: str = "open"
    gone: str | None = None
    language: str = ""
    quiet_hours: str = ""
    digest: bool = True
    declared: bool = False


class Person(SQLModel, table=True):
    """Somebody, and how they want to be told. `space_id`: the space that a command in private is about, the one chosen last.

    `timezone`, `language`: their own, "" for that of the space; `quiet_hours`: in that zone, "" for none; `digest`: what waited
    until their end comes as one message; `text_mode`: struck and inserted words are told in words, without styles.
    """

    id: int = own_id()
    name: str
    space_id: int | None = Field(default=None, foreign_key="space.id")
    timezone: str = ""
    language: str = ""
    quiet_hours: str = ""
    digest: bool = True
    text_mode: bool = False


class Account(SQLModel, table=True):
    """A person's account on a platform; one person may have several. `handle`: what it is mentioned by there, without "@"."""

    __table_args__ = (UniqueConstraint("platform", "tenant", "user"),)
    id: int = own_id()
    person_id: int = Field(foreign_key="person.id", index=True)
    platform: str
    tenant: str = ""
    user: str
    handle: str = ""


class Officer(SQLModel, table=True):
    """Chair or secretariat of a space, from a time until a time."""

    id: int = own_id()
    space_id: int = Field(foreign_key="space.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str
    since: datetime
    until: datetime | None = None
    declared: bool = False


class Delegation(SQLModel, table=True):
    """One voice, of exactly one stakeholder group."""

    __table_args__ = (UniqueConstraint("space_id", "code"),)
    id: int = own_id()
    space_id: int = Field(foreign_key="space.id", index=True)
    code: str
    name: str
    group: str
    declared: bool = False


class Membership(SQLModel, table=True):
    """A person's seat in a delegation, from a time until a time. `by`: who confirmed it ("" = declared in the file)."""

    id: int = own_id()
    delegation_id: int = Field(foreign_key="delegation.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str
    by: str = ""
    since: datetime
    until: datetime | None = None
    declared: bool = False


class JoinRequest(SQLModel, table=True):
    """Somebody asked to be seated. `outcome`: None while undecided, then "seated" or "declined"."""

    id: int = own_id()
    delegation_id: int = Field(foreign_key="delegation.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    asked: datetime
    decided: datetime | None = None
    outcome: str | None = None
    by: str = ""


class Invitation(SQLModel, table=True):
    """A one-time code that binds one more chat to a space."""

    code: str = Field(primary_key=True)
    space_id: int = Field(foreign_key="space.id", index=True)
    kind: str = "open"
    expires: datetime
    used: datetime | None = None


class LinkCode(SQLModel, table=True):
    """A one-time code by which a person's account on another platform becomes theirs: asked on one side, given on the other."""

    code: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    expires: datetime
    used: datetime | None = None


class LinkTry(SQLModel, table=True):
    """A code that somebody gave and that was none: who guesses is made to wait."""

    id: int = own_id()
    person_id: int = Field(foreign_key="person.id", index=True)
    at: datetime
