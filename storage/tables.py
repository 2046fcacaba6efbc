"""Every table. Our own tables are the truth: a job only says "look at row X now", and losing every job loses nothing.

Times are UTC. A draft is never edited; it may be read again. Lists and messages are JSON. `declared`: the row comes from the
configuration file, which wins for what it names.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

CHAT_KINDS = ("open", "caucus", "public")
OFFICES = ("chair", "secretariat")
SEATS = ("head", "alternate", "delegate", "observer")
SOURCE_STATES = ("starting", "watching", "paused")
ADDRESS_STATES = ("page", "draft", "other", "pending", "asked", "passed", "wanted")
DELIVERY_STATES = ("ready", "sending", "sent", "unknown", "held", "dead")


def _id() -> Any:
    return Field(default=None, primary_key=True)


def _json() -> Any:
    return Field(default_factory=list, sa_type=JSON)


class Space(SQLModel, table=True):
    """One negotiation: its documents, chats, delegations, rules."""

    id: int = _id()
    name: str = Field(unique=True)
    title: str
    timezone: str = "UTC"
    language: str = "en"
    holidays: str = ""
    min_notice_h: float = 24
    working_hours: str = "08:00-20:00"
    undo: str = "60s"
    private: bool = False
    terms: list[str] = _json()
    required_groups: list[str] = _json()
    plenary: list[str] = _json()
    declared: bool = False


class Chat(SQLModel, table=True):
    """A chat of a space, on one platform. A chat belongs to at most one space. `gone`: why we can no longer post there."""

    __table_args__ = (UniqueConstraint("platform", "tenant", "chat"),)
    id: int = _id()
    space_id: int = Field(foreign_key="space.id", index=True)
    platform: str
    tenant: str = ""
    chat: str
    thread: str | None = None
    kind: str = "open"
    gone: str | None = None
    declared: bool = False


class Person(SQLModel, table=True):
    """Somebody. `space_id`: the space that a command in private is about, the one chosen last."""

    id: int = _id()
    name: str
    space_id: int | None = Field(default=None, foreign_key="space.id")


class Account(SQLModel, table=True):
    """A person's account on a platform; one person may have several."""

    __table_args__ = (UniqueConstraint("platform", "tenant", "user"),)
    id: int = _id()
    person_id: int = Field(foreign_key="person.id", index=True)
    platform: str
    tenant: str = ""
    user: str


class Officer(SQLModel, table=True):
    """Chair or secretariat of a space, from a time until a time."""

    id: int = _id()
    space_id: int = Field(foreign_key="space.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str
    since: datetime
    until: datetime | None = None
    declared: bool = False


class Delegation(SQLModel, table=True):
    """One voice, of exactly one stakeholder group."""

    __table_args__ = (UniqueConstraint("space_id", "code"),)
    id: int = _id()
    space_id: int = Field(foreign_key="space.id", index=True)
    code: str
    name: str
    group: str
    declared: bool = False


class Membership(SQLModel, table=True):
    """A person's seat in a delegation, from a time until a time. `by`: who confirmed it ("" = declared in the file)."""

    id: int = _id()
    delegation_id: int = Field(foreign_key="delegation.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str
    by: str = ""
    since: datetime
    until: datetime | None = None
    declared: bool = False


class JoinRequest(SQLModel, table=True):
    """Somebody asked to be seated. `outcome`: None while undecided, then "seated" or "declined"."""

    id: int = _id()
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


class Document(SQLModel, table=True):
    """A text under negotiation."""

    __table_args__ = (UniqueConstraint("space_id", "name"),)
    id: int = _id()
    space_id: int = Field(foreign_key="space.id", index=True)
    name: str


class Source(SQLModel, table=True):
    """A watched address. `error`: the trouble it has now; `error_told`: who knows of it ("officers", "space", "" nobody);
    `page_words`: the page's own."""

    __table_args__ = (UniqueConstraint("space_id", "url", "base"),)
    id: int = _id()
    space_id: int = Field(foreign_key="space.id", index=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    url: str
    kind: str
    links: str = ""
    base: str = ""
    headers_file: str = ""
    every_s: float = 600
    in_session_s: float = 15
    sessions: list[str] = _json()
    state: str = "starting"
    next_due: datetime = Field(index=True)
    looked: datetime | None = None
    changed: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    error: str = ""
    error_told: str = ""
    page_words: str = ""
    declared: bool = False


class Address(SQLModel, table=True):
    """One address under a source: the page itself or a file that it links to, with what we know to ask "changed since?".

    `answered`: the address that `etag` and `last_modified` belong to, after redirects; `trusted`: how often in a row "not
    modified" was believed; `sha256`: the bytes last seen there; `draft_id`: the draft they are; `label`: the words of the link;
    `gone`: since when the page no longer links to it; `flaps`: the words differ at every fetch. `state`: the page itself, a
    draft, other (a draft stood there, what stands there now is none), pending (a draft, it seems, that could not be had yet),
    asked (a person is asked whether it is a draft), passed (seen, not a draft), wanted (a person said that it is a draft).
    """

    __table_args__ = (UniqueConstraint("source_id", "url"),)
    id: int = _id()
    source_id: int = Field(foreign_key="source.id", index=True)
    url: str
    etag: str = ""
    last_modified: str = ""
    answered: str = ""
    trusted: int = 0
    sha256: str = ""
    draft_id: int | None = Field(default=None, foreign_key="draft.id", index=True)
    label: str = ""
    checked: datetime
    gone: datetime | None = None
    state: str = "draft"
    flaps: bool = False


class Look(SQLModel, table=True):
    """One look at a source: what it found and what it took. Forgotten after a month."""

    id: int = _id()
    source_id: int = Field(foreign_key="source.id", index=True)
    at: datetime
    milliseconds: float
    outcome: str


class Blob(SQLModel, table=True):
    """Bytes as they were fetched, by their SHA-256, so that every reading can be redone."""

    sha256: str = Field(primary_key=True)
    data: bytes = Field(sa_type=LargeBinary)
    mime: str = ""


class Draft(SQLModel, table=True):
    """One posted state of a document. `number`: r1, r2, … in order of being seen; None for a draft of a base.

    `label`: the secretariat's own; `published`: what page or file says; `sequence`: hash over (label key, text hash, strikes)
    of every paragraph, two drafts with the same sequence being the same text.
    """

    __table_args__ = (UniqueConstraint("document_id", "number"),)
    id: int = _id()
    document_id: int = Field(foreign_key="document.id", index=True)
    source_id: int | None = Field(default=None, foreign_key="source.id")
    number: int | None = None
    base: str = ""
    label: str = ""
    symbol: str = ""
    url: str
    published: datetime | None = None
    seen: datetime
    sequence: str = Field(index=True)


class Rendition(SQLModel, table=True):
    """One file of a draft: the same text as PDF, Word or HTML. `sequence`: of the text as this file reads, see `Draft`."""

    __table_args__ = (UniqueConstraint("draft_id", "sha256"),)
    id: int = _id()
    draft_id: int = Field(foreign_key="draft.id", index=True)
    url: str
    format: str
    sha256: str = Field(foreign_key="blob.sha256")
    sequence: str = Field(index=True)
    seen: datetime


class ReadingRow(SQLModel, table=True):
    """Our extraction of a draft from one of its files. A draft has one `current` reading; older ones are kept."""

    __tablename__ = "reading"
    id: int = _id()
    draft_id: int = Field(foreign_key="draft.id", index=True)
    rendition_id: int = Field(foreign_key="rendition.id")
    current: bool = True
    made: datetime
    words: int
    language: str | None = None
    warnings: list[str] = _json()
    doubts: list[str] = _json()


class ParagraphRow(SQLModel, table=True):
    __tablename__ = "paragraph"
    __table_args__ = (Index("ix_paragraph_key", "reading_id", "key"),)
    reading_id: int = Field(foreign_key="reading.id", primary_key=True)
    n: int = Field(primary_key=True)
    kind: str
    label: str
    key: str
    page: int | None = None
    mark: str | None = None
    text: str
    struck: list[list[int]] = _json()
    text_hash: str = Field(index=True)
    word_hash: str = Field(index=True)


class FlashRow(SQLModel, table=True):
    """The alert for one new draft: the facts it tells. `against`: the draft it is compared with, None for the first; `told`:
    its deliveries are written (those of several drafts seen late wait for the one message that tells them all)."""

    __tablename__ = "flash"
    id: int = _id()
    draft_id: int = Field(foreign_key="draft.id", unique=True)
    against: int | None = Field(default=None, foreign_key="draft.id")
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    made: datetime
    corrected: datetime | None = None
    told: bool = True


class Delivery(SQLModel, table=True):
    """One message to one place, and how far it has come. `key`: the same key twice is one message.

    ready → sending → sent; `unknown` after a crash that leaves it open, `held` for a person to decide, `dead` out of tries.
    `edits`: this delivery replaces the message that the delivery of that id posted.
    """

    __table_args__ = (Index("ix_delivery_work", "platform", "tenant", "state", "due"),)
    id: int = _id()
    key: str = Field(unique=True)
    kind: str
    chat_id: int | None = Field(default=None, foreign_key="chat.id", index=True)
    flash_id: int | None = Field(default=None, foreign_key="flash.id", index=True)
    edits: int | None = Field(default=None, foreign_key="delivery.id")
    platform: str
    tenant: str = ""
    chat: str
    thread: str | None = None
    body: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    state: str = "ready"
    tries: int = 0
    due: datetime
    claimed: datetime | None = None
    sent: datetime | None = None
    posted: str | None = None
    repeat: bool = False
    error: str = ""


class Press(SQLModel, table=True):
    """What a button stands for: the command line that a press is. `person_id`: who alone may press it, None for anyone.

    `whispered`: it stands on a message that one person alone sees and that no edit reaches.
    """

    token: str = Field(primary_key=True)
    line: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    space_id: int | None = Field(default=None, foreign_key="space.id")
    whispered: bool = False
    made: datetime


class Seen(SQLModel, table=True):
    """Keys of commands already taken: the platforms repeat themselves."""

    key: str = Field(primary_key=True)
    at: datetime = Field(index=True)
