"""Tables of contents that no format told: known by titles that come again later, word for word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from bot.drafts.reading.keywords import CONTENTS
from bot.drafts.reading.turns import Piece

_END_OF_CONTENTS = 4
_LONG_ENTRY = 90
_LEAST_CONTENTS = 3
_LEAST_UNTITLED = 8
_LONGEST_TITLE = 300
_ENTRIES = ("paragraph", "heading")
_CONTENTS_OF = frozenset(
    ("inhaltsverzeichnis", "inhoudsopgave", "sommaire", "оглавление", "содержание")
)  # of what: "… PGR"
_NO_LETTER = re.compile(r"[\W_]+")
_PAGE_AT_END = re.compile(r"[\s.…·]+(?:\d{1,4}|[ivxlc]{1,7})$")


def without_contents(pieces: Sequence[Piece]) -> list[Piece]:
    """All but the entries of tables of contents, with a title ("Contents") or as a run of headings without one."""
    above = [at for at, piece in enumerate(pieces) if _heads_contents(piece)]
    runs = list(_runs_of_headings(pieces))
    last = {name: at for at, piece in enumerate(pieces) for name in _titles(piece)} if above or runs else {}
    entries = {at for start in above for at in _entries(pieces, start + 1, last)}
    entries |= {at for run in runs for at in _untitled(pieces, run, last)}
    return [piece for at, piece in enumerate(pieces) if at not in entries]


def _heads_contents(piece: Piece) -> bool:
    if piece.kind not in _ENTRIES or piece.label or len(piece.text) > _LONG_ENTRY:
        return False
    title = piece.text.casefold().rstrip(" .:")
    return title in CONTENTS or title.split(" ", 1)[0] in _CONTENTS_OF


def _entries(pieces: Sequence[Piece], start: int, last: Mapping[str, int]) -> list[int]:
    """What comes again later, word for word, from `start` to where several do not, of which a sentence counts as three titles.
    `last`: where a title stands last."""
    found: list[int] = []
    missing = 0
    for at in range(start, len(pieces)):
        again = pieces[at].kind in _ENTRIES and any(last[name] > at for name in _titles(pieces[at]))
        missing = 0 if again else missing + (1 if len(pieces[at].text) < _LONG_ENTRY else 3)
        if missing >= _END_OF_CONTENTS:
            break
        if again:
            found.append(at)
    return found if len(found) >= _LEAST_CONTENTS else []


def _titles(piece: Piece) -> tuple[str, ...]:
    """A piece by its label and words, and by those without a page's number at the end."""
    name = f"{piece.label} {piece.text[:_LONGEST_TITLE]}".casefold()
    return _NO_LETTER.sub("", name), _NO_LETTER.sub("", _PAGE_AT_END.sub("", name))


def _runs_of_headings(pieces: Sequence[Piece]) -> Iterator[range]:
    """Where so many headings follow each other that a text has none between them."""
    start = 0
    for at in range(len(pieces) + 1):
        if at == len(pieces) or pieces[at].kind != "heading":
            if at - start >= _LEAST_UNTITLED:
                yield range(start, at)
            start = at + 1


def _untitled(pieces: Sequence[Piece], run: range, last: Mapping[str, int]) -> list[int]:
    """Those of a run of headings that come again behind it; none where they do so in another order, or too few do."""
    found = {at: max(last[name] for name in _titles(pieces[at])) for at in run}
    again = [at for at in run if found[at] >= run.stop]
    in_order = all(found[a] < found[b] for a, b in pairwise(again))
    return again if in_order and len(again) >= _LEAST_UNTITLED else []
