"""How the answers to a secret poll are kept until it closes: sealed, under a name that tells nobody's. Pure.

Key and names come from the operator's secret and the poll's own salt; when the salt is destroyed at the close, nothing that a
backup made afterwards holds can be opened.
"""

import base64
import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass

from cryptography.fernet import Fernet

MOST = 300
"""Characters of a reason that goes with an answer: a card shows several."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Of one poll. `secret`: the operator's; `salt`: the poll's."""

    secret: str
    salt: str

    def name(self, voter: str) -> str:
        """What a voter's sealed answer is kept under."""
        return self._mac(f"voter {voter}").hex()

    def shut(self, choices: Collection[int]) -> bytes:
        """Options (0 to 15) sealed: always of one length, and without the time that Fernet would write in clear."""
        mask = sum(1 << choice for choice in choices)
        return self._fernet().encrypt_at_time(mask.to_bytes(2, "big"), current_time=0)

    def open(self, sealed: bytes) -> tuple[int, ...]:
        """The options again. cryptography.fernet.InvalidToken if another secret or salt sealed them."""
        mask = int.from_bytes(self._fernet().decrypt(sealed), "big")
        return tuple(choice for choice in range(16) if mask >> choice & 1)

    def write(self, reason: str) -> bytes:
        """A reason sealed, none too: always of one length, so that nobody sees who gave one. At most `MOST` characters."""
        padded = reason.encode().ljust(4 * MOST, b"\0")
        return self._fernet().encrypt_at_time(padded, current_time=0)

    def read(self, sealed: bytes) -> str:
        """The reason again, "" for none. InvalidToken as in `open`."""
        return self._fernet().decrypt(sealed).rstrip(b"\0").decode()

    def _fernet(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._mac("key")))

    def _mac(self, purpose: str) -> bytes:
        return hmac.new(self.secret.encode(), f"{self.salt} {purpose}".encode(), hashlib.sha256).digest()
