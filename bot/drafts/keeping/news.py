"""What a text found at an address is, judged from what is known of the document. Pure: values in, a word out.

The numbers are first settings, to be tuned on real pages; docs/watching.md says them.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Literal

from bot.drafts.comparison import Comparison
from bot.drafts.reading import Reading
from bot.drafts.reading.words import tokens
from bot.drafts.redline.foreword import in_common
from bot.sentences import doubts as sentences

Verdict = Literal["same", "older", "base", "language", "first", "collapse", "draft"]

LITTLE_IN_COMMON = 0.10  # of the text: below it a reading is doubtful
COUNT_CHANGED = 0.40  # of the paragraphs: beyond it a reading is doubtful
MOST_GONE = 0.30  # of the paragraphs left at the same address: below it most of the page is gone
ENOUGH = 10  # paragraphs: a shorter text cannot collapse
DRAFT = 0.30  # likeness to the last draft from which an unnamed text is a draft of the document …
MAYBE = 0.15  # … and from which the chairs are asked
_SHINGLE = 4  # words
ALIKE = 0.99  # of the paragraphs equal: the same text in another format


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a document when a text is found. `same`: the draft that is this very text, if one is; `base`: the text
    is one of a base; `latest`: the newest draft's reading, None for an empty document; `replaced`: it stands where another
    text stood."""

    latest: Reading | None = None
    same: Literal["latest", "older"] | None = None
    base: bool = False
    replaced: bool = False


def judge(known: Known, found: Reading) -> Verdict:
    """What the text is: the first that holds."""
    if known.same == "latest":
        return "same"
    if known.base:
        return "base"
    if known.same == "older":
        return "older"
    if known.latest is None:
        return "first"
    if _other_language(known.latest, found):
        return "language"
    before = len(known.latest.paragraphs)
    if known.replaced and before >= ENOUGH and len(found.paragraphs) < MOST_GONE * before:
        return "collapse"
    return "draft"


def _other_language(latest: Reading, found: Reading) -> bool:
    """A guess of the language alone is not trusted: a translation shares hardly any words with the draft."""
    if not latest.language or not found.language or latest.language == found.language:
        return False
    return likeness(latest, found) < MAYBE


def settled(one: Reading, other: Reading) -> bool:
    """Whether two fetches that follow each other show the same text."""
    return sequence(one) == sequence(other)


def sequence(reading: Reading) -> str:
    """The text of a reading in one hash: label key, text hash and strikes of every paragraph, in order."""
    told = [(p.key, p.text_hash, p.struck) for p in reading.paragraphs]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def doubts(compared: Comparison) -> tuple[str, ...]:
    """Why a reading is to be compared with the original before anything hangs on it."""
    old, new = len(compared.old.paragraphs), len(compared.new.paragraphs)
    found = list(compared.new.doubts)
    common = in_common(compared)
    if common < LITTLE_IN_COMMON:
        found.append(sentences.LITTLE_IN_COMMON.format(percent=round(100 * common)))
    if old and abs(new - old) > COUNT_CHANGED * old:
        found.append(sentences.COUNT_CHANGED.format(old=old, new=new))
    return tuple(found)


def alike(compared: Comparison) -> float:
    """The share of paragraphs that read the same on both sides, whatever their typography."""
    equal = sum(
        len(c.old) + len(c.new) for c in compared.changes if c.kind in ("same", "typography", "renumbered", "moved")
    )
    every = len(compared.old.paragraphs) + len(compared.new.paragraphs)
    return equal / every if every else 1.0


def likeness(one: Reading, other: Reading) -> float:
    """How much of the shorter text stands in the other: the share of its runs of four words (0 to 1)."""
    mine, theirs = _shingles(one), _shingles(other)
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


def _shingles(reading: Reading) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for paragraph in reading.paragraphs:
        parts = [token.casefold() for token in tokens(paragraph.text)]
        found.update(tuple(parts[at : at + _SHINGLE]) for at in range(len(parts) - _SHINGLE + 1))
    return found


def quality(format: str) -> int:
    """How much of the text's structure a format keeps: Word, then HTML, then the rest."""
    return _QUALITY.get(format, 0)


_QUALITY = {"docx": 3, "odt": 3, "doc": 3, "html": 2, "rtf": 2, "markdown": 1, "asciidoc": 1}
