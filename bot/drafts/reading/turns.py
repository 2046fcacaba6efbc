"""Labels that only their neighbours tell.

"1 Name" is one where "2 Seat" and "3 Members" come after it, "Article 2 The club has:" is one after Article 1, and
"5.1.2 a procedure" after 5.1.1. What "M. Jones" begins with is none where no L. and no N. is counted, and where "1.01.1" stands
before "(a)" and again before "(b)", the letters belong to it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.drafts.reading import Kind, Span, labels
from bot.drafts.reading.series import begins, follows

_OF_PARTS = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,5})(?: (?=[^\W\d_]|\()|(?=[\u3040-\u9fff\uac00-\ud7a3]))")
_NUMBERED = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,5}\.?")
_BARE = re.compile(r"(\d{1,3})( ?[-–—/])? (?=[^\W\d_]|[\"“«‘'\[])")
_RAISED = re.compile(r"(\d{1,2})(bis|ter|quater)? (?=[\"“«‘'\[(]{0,2}([^\W\d_]))")
_FAR = 3  # unlabelled paragraphs between two that are numbered in a row
_TITLE_WORDS = 14
_LEAST = {True: 2, False: 3}  # in turn, of those with a dash behind the number and of those with nothing
_INITIALS = re.compile(r"[A-Z]\.(?:[A-Z]\.)?")
_CAPITALS = re.compile(r"[A-Z]{1,5}\.(?:[A-Z]\.)?")
_NAME = re.compile(r"(?:[A-Z]\. ?){0,2}[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w.'’-]*){0,3}(?:,? ?[(<].{0,60}|, Eds?\.)?")
_LETTER = re.compile(r"\((?:[a-z]{1,4}|\d{1,2})\)(?= )")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph in the making; one without text is a label or a mark that waits for its words.

    `told`: whether the format told the label, else the words began with it.
    """

    text: str
    kind: Kind
    label: str
    page: int | None
    mark: tuple[str, ...]
    struck: tuple[Span, ...]
    told: bool = False


def cut(text: str, struck: Sequence[Span], start: int, end: int) -> tuple[str, tuple[Span, ...]]:
    """Text without [start, end), the spans moved with their letters."""
    width = end - start
    if not width:
        return text, tuple(struck)

    def moved(at: int) -> int:
        return at if at <= start else max(start, at - width)

    spans = ((moved(a), moved(b)) for a, b in struck)
    return text[:start] + text[end:], tuple((a, b) for a, b in spans if a < b)


def in_turn(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the labels that their turn tells, and without those that it denies."""
    return _lettered(list(_counted(_without_initials(pieces))))


def _counted(pieces: Sequence[Piece]) -> Iterator[Piece]:
    series = _raised(pieces) | _series(pieces)
    last: tuple[int, ...] = ()
    keywords: dict[str, str] = {}
    for at, piece in enumerate(pieces):
        if not _may_begin(piece):
            end = 0
        elif at in series:
            end = series[at]
        else:
            end = _end_of_parts(piece.text, last) or _end_of_keyword(piece.text, keywords)
        if end:
            piece = _labelled(piece, end)
        if _NUMBERED.fullmatch(piece.label) and (piece.kind == "heading" or "." in piece.label[:-1]):
            last = _parts(piece.label.rstrip("."))
        elif piece.label[:1].isalpha() and " " in piece.label:
            keywords[piece.label.split(" ", 1)[0].casefold()] = piece.label
        yield piece


def _may_begin(piece: Piece) -> bool:
    """Whether a label may stand at the beginning of the words, unknown so far."""
    return (
        not piece.label
        and piece.kind not in ("cell", "note")
        and (piece.text[:1].isdigit() or piece.text[:1].isupper())
    )


def _labelled(piece: Piece, end: int) -> Piece:
    label = piece.text[:end].strip()
    end += len(piece.text[end:]) - len(piece.text[end:].lstrip())
    text, struck = cut(piece.text, piece.struck, 0, end)
    return replace(piece, label=label, text=text, struck=struck)


def _series(pieces: Sequence[Piece]) -> dict[int, int]:
    """Where bare numbers count 1, 2, 3 before titles, or 1-, 2- before anything: piece → where the number ends."""
    found: dict[int, int] = {}
    runs: dict[bool, list[tuple[int, int, int]]] = {True: [], False: []}  # number, piece, where the number ends
    for at, piece in enumerate(pieces):
        number = _BARE.match(piece.text) if piece.text[:1].isdigit() and _may_begin(piece) else None
        if number is None or not (number[2] or _is_title(piece.text[number.end() :])):
            continue
        run = runs[bool(number[2])]
        if int(number[1]) == 1:
            run.clear()
        counted = len(run) >= _LEAST[bool(number[2])]  # of a long series one may be missing
        if 0 < int(number[1]) - (run[-1][0] if run else 0) <= 1 + counted:
            run.append((int(number[1]), at, number.end()))
        if len(run) >= _LEAST[bool(number[2])]:
            found.update((piece, end) for _, piece, end in run)
    return found


def _raised(pieces: Sequence[Piece]) -> dict[int, int]:
    """Where bare numbers count sentences, as laws of Switzerland and Ireland print them, raised or not: piece → where it ends.

    One such row must be of three sentences, or there must be two rows.
    """
    rows: list[list[tuple[int, int]]] = [[]]
    number = apart = 0
    for at, piece in enumerate(pieces):
        found = _RAISED.match(piece.text) if piece.text[:1].isdigit() and _may_begin(piece) else None
        if found is None or not _is_sentence(piece.text, found):
            apart += not piece.label
        elif (int(found[1]), apart <= _FAR) == (number + (not found[2]), True) and number:
            rows[-1].append((at, found.end()))
            number, apart = int(found[1]), 0
        elif found[1] == "1" and not found[2]:
            rows.append([(at, found.end())])
            number, apart = 1, 0
    counted = [row for row in rows if len(row) > 1]
    return {at: end for row in counted for at, end in row} if len(counted) > 1 or max(map(len, rows)) > 2 else {}


def _is_sentence(text: str, found: re.Match[str]) -> bool:
    rest = text[found.end() :]
    dated = re.match(r"\w{3,12}\.? (?:19|20)\d\d", rest)
    return not (found[3].islower() or dated or labels.counts(rest)) and text[-1] in ".;:" and len(rest.split()) > 2


def _is_title(text: str) -> bool:
    """Whether words after a bare number are a title, and not what it counts: "15 March 2020", "3 per cent"."""
    dated = re.match(r"\w{3,12}\.? (?:19|20)\d\d", text)
    return (
        not (text[0].islower() or dated or labels.counts(text) or text[-1] in ".,;")
        and len(text.split()) <= _TITLE_WORDS
    )


def _end_of_parts(text: str, last: tuple[int, ...]) -> int:
    """Of "5.1.2 a procedure" or "3.4 artifact object", where it is the number's turn, or again it before "(b)"; 0 where not."""
    found = _OF_PARTS.match(text) if text[0].isdigit() else None
    if not found or labels.counts(text[found.end() :]):
        return 0
    again = _parts(found[1]) == last and text[found.end()] == "("
    return found.end() if again or _next(_parts(found[1]), last) else 0


def _parts(number: str) -> tuple[int, ...]:
    return tuple(map(int, number.split(".")))


def _next(number: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Whether a number is the first below the last one (5.1.1 after 5.1), or the next beside it or one above it (5.2)."""
    upto = len(number) - 1
    return number == (*last, 1) or (upto < len(last) and number == (*last[:upto], last[upto] + 1))


def _end_of_keyword(text: str, last: dict[str, str]) -> int:
    """Of "Article 2 The club has:", where the last article was the first; 0 where the article may be what is spoken of."""
    before = last.get(text.split(" ", 1)[0].casefold()) if last else None
    end = labels.keyword(text) if before else 0
    if not before or not end or not text[end:].lstrip(" «“\"'[(")[:1].isupper():
        return 0
    return end if follows(text[:end].rstrip(" .:)-–—"), before.rstrip(" .:)-–—")) else 0


def _without_initials(pieces: Sequence[Piece]) -> list[Piece]:
    """Gives the words back what was taken for a label and is an initial: "J.C. Jones (Mozilla)"."""
    counted = {piece.label for piece in pieces if _CAPITALS.fullmatch(piece.label)}

    def initial(piece: Piece) -> bool:
        if piece.told or begins(piece.label) or not (_INITIALS.fullmatch(piece.label) and _NAME.fullmatch(piece.text)):
            return False
        return not any(follows(piece.label, other) or follows(other, piece.label) for other in counted)

    return [_unlabelled(piece) if counted and initial(piece) else piece for piece in pieces]


def _unlabelled(piece: Piece) -> Piece:
    added = len(piece.label) + 1
    struck = tuple((start + added, end + added) for start, end in piece.struck)
    return replace(piece, text=f"{piece.label} {piece.text}", label="", struck=struck)


def _lettered(pieces: list[Piece]) -> list[Piece]:
    """Joins the letters to a number that is said again before each of them: "1.01.1 (a)", "1.01.1 (b)"."""
    numbered = [at for at, piece in enumerate(pieces) if piece.label and _LETTER.match(piece.text)]
    again = set()
    for at, after in pairwise(numbered):
        first, second = (_LETTER.match(pieces[n].text) for n in (at, after))
        if pieces[at].label == pieces[after].label and first and second and follows(second[0], first[0]):
            again |= {at, after}
    for at in again:
        letter = _LETTER.match(pieces[at].text)
        if letter:
            pieces[at] = replace(_labelled(pieces[at], letter.end()), label=f"{pieces[at].label} {letter[0]}")
    return pieces
