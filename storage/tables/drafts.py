"""Documents, sources and what they posted: drafts, their files, readings and paragraphs."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import listed, mapped, own_id

SOURCE_STATES = ("starting", "watching", "paused")
ADDRESS_STATES = ("page", "draft", "other", "pending", "asked", "passed", "wanted")
_LINKED = text("draft_id is not null and gone is null")


class Document(SQLModel, table=True):
    """A text under negotiation."""

    __table_args__ = (UniqueConstraint("space_id", "name"),)
    id: int = own_id()
    space_id: int = Field(foreign_key="space.id", index=True)
    name: str


class Continuation(SQLModel, table=True):
    """A document that goes on where another one ended: two statements that were merged into one have one row each."""

    document_id: int = Field(foreign_key="document.id", primary_key=True)
    of_id: int = Field(foreign_key="document.id", primary_key=True)
    place: int


class Source(SQLModel, table=True):
    """A watched address. `error`: the trouble it has now; `error_told`: who knows of it ("officers", "space", "" nobody);
    `page_words`: the page's own; `despite_robots`: somebody decided to look although robots.txt asks programs to stay away;
    `tokens`: parts of addresses, `noise`: patterns of lines that differ at every fetch; `shuffled`: its lines stand in another
    order at every fetch; `restless`: what changes its figures again and again (`bot.drafts.looking.restless`); `held_by`: the
    process that is looking at it."""

    __table_args__ = (UniqueConstraint("space_id", "url", "base", "document_id"),)
    id: int = own_id()
    space_id: int = Field(foreign_key="space.id", index=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    url: str = Field(index=True)
    kind: str
    links: str = ""
    base: str = ""
    headers_file: str = ""
    every_s: float = 600
    in_session_s: float = 15
    sessions: list[str] = listed()
    meetings: list[str] = listed()
    senders: list[str] = listed()
    browser: bool = False
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
    despite_robots: bool = False
    tokens: list[str] = listed()
    noise: list[str] = listed()
    shuffled: bool = False
    restless: list[dict[str, Any]] = listed()
    held_by: str | None = Field(default=None, index=True)


class Address(SQLModel, table=True):
    """One address under a source: the page itself or a file that it links to, with what we know to ask "changed since?".

    `answered`: the address that `etag` and `last_modified` belong to, after redirects; `trusted`: how often in a row "not
    modified" was believed; `sha256`: the bytes last seen there; `draft_id`: the draft they are; `label`: the words of the link;
    `gone`: since when the page no longer links to it; `document_id`: the document whose texts stand there, where a chair has
    said that it is another than the source's. `state`: the page itself, a draft, other (a draft stood there, what
    stands there now is none), pending (a draft, it seems, that could not be had yet), asked (a person is asked whether it is a
    draft), passed (seen, not a draft), wanted (a person said that it is a draft).
    """

    __table_args__ = (
        UniqueConstraint("source_id", "url"),
        Index("ix_address_state", "source_id", "state"),
        Index(
            "ix_address_newest", "source_id", "document_id", "draft_id", sqlite_where=_LINKED, postgresql_where=_LINKED
        ),
    )
    id: int = own_id()
    source_id: int = Field(foreign_key="source.id")
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
    document_id: int | None = Field(default=None, foreign_key="document.id")
    state: str = "draft"


class Look(SQLModel, table=True):
    """One look at a source: what it found and what it took. Forgotten after a month."""

    id: int = own_id()
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
    of every paragraph, two drafts with the same sequence being the same text; `settled`: since when positions stand on its
    words, None while its reading is in doubt, and for a base; `brought`: how a person brought it, "" where it was found on a
    watched page; `person_id`: who; `private`: 1, 2, … of a draft that only some chats see (`Circulation`), which has no number;
    `former`: the number of a draft that turned out to be a base, or another document's; `moved_to`: what it is there.
    """

    __table_args__ = (UniqueConstraint("document_id", "number"),)
    id: int = own_id()
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
    settled: datetime | None = None
    brought: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    private: int | None = None
    former: int | None = None
    moved_to: int | None = Field(default=None, foreign_key="draft.id")


class Circulation(SQLModel, table=True):
    """A chat in which a private draft may be read, and since when."""

    draft_id: int = Field(foreign_key="draft.id", primary_key=True)
    chat_id: int = Field(foreign_key="chat.id", primary_key=True)
    at: datetime


class Rendition(SQLModel, table=True):
    """One file of a draft: the same text as PDF, Word or HTML. `sequence`: of the text as this file reads, see `Draft`."""

    __table_args__ = (UniqueConstraint("draft_id", "sha256"),)
    id: int = own_id()
    draft_id: int = Field(foreign_key="draft.id", index=True)
    url: str
    format: str
    sha256: str = Field(foreign_key="blob.sha256")
    sequence: str = Field(index=True)
    seen: datetime


class ReadingRow(SQLModel, table=True):
    """Our extraction of a draft from one of its files. A draft has one `current` reading; older ones are kept."""

    __tablename__ = "reading"
    id: int = own_id()
    draft_id: int = Field(foreign_key="draft.id", index=True)
    rendition_id: int = Field(foreign_key="rendition.id")
    current: bool = True
    made: datetime
    words: int
    language: str | None = None
    warnings: list[str] = listed()
    doubts: list[str] = listed()


class ParagraphRow(SQLModel, table=True):
    """A paragraph of a reading. `thread`: its identity across the drafts of the document (lineage), given when positions come
    to stand on it."""

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
    struck: list[list[int]] = listed()
    text_hash: str = Field(index=True)
    word_hash: str = Field(index=True)
    thread: int | None = None


class Thread(SQLModel, table=True):
    """A paragraph's identity through the drafts of its document, and where it last stood: `n` of the reading."""

    document_id: int = Field(foreign_key="document.id", primary_key=True)
    thread: int = Field(primary_key=True)
    reading_id: int = Field(foreign_key="reading.id")
    n: int


class FlashRow(SQLModel, table=True):
    """The alert for one new draft: the facts it tells. `against`: the draft it is compared with, None for the first; `told`:
    its deliveries are written (those of several drafts seen late wait for the one message that tells them all)."""

    __tablename__ = "flash"
    id: int = own_id()
    draft_id: int = Field(foreign_key="draft.id", unique=True)
    against: int | None = Field(default=None, foreign_key="draft.id")
    facts: dict[str, Any] = mapped()
    made: datetime
    corrected: datetime | None = None
    told: bool = True
