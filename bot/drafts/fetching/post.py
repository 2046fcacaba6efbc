"""What a mailbox gives, as the core uses it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Bag:
    """Letters as they came, the oldest first: (UID, bytes). `validity`: the folder's UIDVALIDITY;
    `last`: the last UID looked at."""

    validity: int
    last: int
    letters: tuple[tuple[int, bytes], ...]


class Post(Protocol):
    """The mailbox that the configuration names."""

    async def since(self, folder: str, validity: int, uid: int, senders: Sequence[str]) -> Bag: ...
