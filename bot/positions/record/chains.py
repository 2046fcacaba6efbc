"""Whether events, shown one after the other, are the unbroken records of their spaces."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bot.errors import RapporteurError
from bot.positions.record.record_log import GENESIS, hash_of
from bot.sentences import record as sentences


class Chains:
    """Takes the rows of `event` by space and number, and those of `aside`; RapporteurError for the first that does not hold."""

    def __init__(self) -> None:
        self.heads: dict[int, tuple[int, str]] = {}

    def event(self, row: Mapping[str, Any]) -> None:
        seq, prev = self.heads.get(row["space_id"], (0, GENESIS))
        hashed = hash_of(row["seq"], row["prev"], json.loads(row["ev"]))
        if (row["seq"], row["prev"], row["hash"]) != (seq + 1, prev, hashed):
            raise RapporteurError(sentences.CHAIN_BROKEN, space=row["space_id"], event=seq + 1)
        self.heads[row["space_id"]] = row["seq"], row["hash"]

    def aside(self, row: Mapping[str, Any]) -> None:
        """A text beside an event, unless it was erased."""
        said = row["text"]
        if said is not None and hashlib.sha256(f"{row['salt']}{said}".encode()).hexdigest() != row["hash"]:
            raise RapporteurError(sentences.ASIDE_BROKEN, space=row["space_id"], event=row["seq"])
