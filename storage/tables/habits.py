"""What somebody, or a chat, wants to be told of, and what not."""

from sqlmodel import Field, SQLModel


class Mute(SQLModel, table=True):
    """A document of which a person wants no private message, but for what has a deadline or waits for their word."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    document_id: int = Field(foreign_key="document.id", primary_key=True)


class ChatMute(SQLModel, table=True):
    """A document of which a chat gets no Flash, no card and nothing that is told."""

    __tablename__ = "chat_mute"
    chat_id: int = Field(foreign_key="chat.id", primary_key=True)
    document_id: int = Field(foreign_key="document.id", primary_key=True)


class Follow(SQLModel, table=True):
    """A paragraph whose words somebody wants to be told of when they change. `thread`: the paragraph, by lineage; `ref`: how it
    was cited when that was last looked up, by which it is named once it is out."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    document_id: int = Field(foreign_key="document.id", primary_key=True, index=True)
    thread: int = Field(primary_key=True)
    ref: str
