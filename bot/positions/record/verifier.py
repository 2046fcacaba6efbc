"""Checks a record offline, with nothing but Python: python verify.py [FOLDER_OR_ZIP [HEAD]]; else that of its own folder.

Each line of record.jsonl is {"ev", "hash", "prev", "seq"}; its hash must be SHA-256 of the JSON of ev, prev and seq (sorted
keys, no blanks, UTF-8), its prev the hash before. HEAD: a hash (8 digits or more) published earlier, which must stand in it.
"""

import hashlib
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

GENESIS = "0" * 64


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def lines(out: str, name: str) -> list[Any]:
    """The JSON lines of one file of the export, a folder or a zip."""
    inside = zipfile.Path(out) if zipfile.is_zipfile(out) else Path(out)
    return [json.loads(line) for line in (inside / name).read_text(encoding="utf-8").splitlines()]


def verify(out: str, head: str = "") -> tuple[bool, str]:
    """(whether it holds, what was found)."""
    prev, seq, found = GENESIS, 0, not head
    promised: dict[str, int] = {}
    for row in lines(out, "record.jsonl"):
        seq += 1
        bare = {key: row[key] for key in ("ev", "prev", "seq")}
        text = json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if row["seq"] != seq or row["prev"] != prev:
            return False, f"Event {seq} does not follow the one before: something was taken out, put in or moved."
        if row["hash"] != sha256(text):
            return False, f"Event {seq} is not what was recorded: it was altered."
        promised.update((said["hash"], seq) for said in row["ev"].values() if isinstance(said, dict) and "hash" in said)
        prev, found = row["hash"], found or row["hash"].startswith(head)
    for row in lines(out, "beside.jsonl"):
        if row.get("text") is not None and sha256(row["salt"] + row["text"]) != row["hash"]:
            return False, f"A text beside event {row['seq']} is not what was recorded: it was altered."
        if promised.pop(row["hash"], None) != row["seq"]:
            return False, f"A text beside event {row['seq']} belongs to no event."
    if promised:
        return False, f"A text beside event {min(promised.values())} is missing."
    if not found:
        return False, f"The published head {head} is not in this record: it was cut off, or is another one."
    return True, f"Whole and unaltered: {seq} events, head {prev}."


if __name__ == "__main__":
    try:
        holds, told = verify(*(sys.argv[1:3] or [str(Path(__file__).parent)]))
    except (OSError, KeyError, ValueError) as error:
        holds, told = False, f"No record can be read there ({error!r}): python verify.py FOLDER_OR_ZIP [HEAD]"
    print(told)  # noqa: T201
    sys.exit(0 if holds else 1)
