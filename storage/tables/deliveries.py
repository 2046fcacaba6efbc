"""Messages on their way out, and what came in: deliveries, what buttons stand for, keys of commands taken."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage import trail
from storage.tables.columns import listed, mapped, own_id

DELIVERY_STATES = ("waiting", "ready", "sending", "sent", "unknown", "held", "dead", "joined")


class Delivery(SQLModel, table=True):
    """One message to one place, and how far it has come. `key`: the same key twice is one message.

    ready → sending → sent; `unknown` after a crash that leaves it open, `held` for a person to decide, `dead` out of tries.
    `waiting`: until `due`, when quiet hours are over; then it is ready, or `joined` with others to one message that is: cards
    to the delivery `digest`, of that kind, which shows each as it stands.
    `parts`: the platform's ids of the parts of the message that have arrived so far, `posted` the first of them; of a Flash
    or card in several parts `body` keeps the words from the first part on.
    `edits`: this delivery replaces the message that the delivery of that id posted. `card_id`: a card, made when it is
    sent, under the Flash `flash_id` if it names one.
    `reaches`: what a delegation is shown by it, {"delegation", "draft", "threads", "silence", "person"}: noted when it is sent;
    of several {"each": [...]}. `claimed_by`: the process that took it last. `trail`: of the look or command that queued it.
    """

    __table_args__ = (Index("ix_delivery_work", "platform", "tenant", "state", "due"),)
    id: int = own_id()
    key: str = Field(unique=True)
    kind: str
    chat_id: int | None = Field(default=None, foreign_key="chat.id", index=True)
    flash_id: int | None = Field(default=None, foreign_key="flash.id", index=True)
    card_id: int | None = Field(default=None, foreign_key="card.id", index=True)
    edits: int | None = Field(default=None, foreign_key="delivery.id", index=True)
    digest: int | None = Field(default=None, foreign_key="delivery.id", index=True)
    platform: str
    tenant: str = ""
    chat: str
    thread: str | None = None
    body: dict[str, Any] = mapped()
    reaches: dict[str, Any] = mapped()
    state: str = "ready"
    tries: int = 0
    due: datetime
    claimed: datetime | None = None
    claimed_by: str | None = None
    sent: datetime | None = None
    posted: str | None = None
    parts: list[str] = listed()
    repeat: bool = False
    error: str = ""
    trail: str = Field(default_factory=trail.current)


class Press(SQLModel, table=True):
    """What a button stands for: the command line that a press is. `person_id`: who alone may press it, None for anyone.

    `whispered`: it stands on a message that one person alone sees and that no edit reaches.
    """

    token: str = Field(primary_key=True)
    line: str = Field(index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    space_id: int | None = Field(default=None, foreign_key="space.id")
    whispered: bool = False
    made: datetime


class Seen(SQLModel, table=True):
    """Keys of commands already taken: the platforms repeat themselves."""

    key: str = Field(primary_key=True)
    at: datetime = Field(index=True)


class Asked(SQLModel, table=True):
    """A question that we put to one person and that they answer by replying to it: which message, and the button's token."""

    platform: str = Field(primary_key=True)
    tenant: str = Field(default="", primary_key=True)
    chat: str = Field(primary_key=True)
    message: str = Field(primary_key=True)
    token: str = Field(foreign_key="press.token")
    at: datetime
