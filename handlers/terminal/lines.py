"""One line typed at the terminal → who says it and what it asks for. Pure.

/diff latest              a command, said by the first person
Ben: /diff r2 r1 C9       … by Ben
Ben: we cannot accept it  answers what Ben was asked last
@press Next               presses a button; Ben: @press Next likewise
@publish                  a word of whoever runs the chat (the demo)
# a comment               nothing, as an empty line
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.errors import BadInput
from bot.sentences import terminal as sentences

_NAMED = re.compile(r"(?P<name>[^\s/@#:][^:]{0,60}?)\s*:\s*(?P<rest>[/@].*)", re.DOTALL)
_SAID = re.compile(r"(?P<name>[^:]{1,60}?)\s*:\s*(?P<rest>.+)", re.DOTALL)
_AT = re.compile(r"@(?P<word>\w+)\s*(?P<text>.*)", re.DOTALL)
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Line:
    """`act`: "command", "press", "answer" or another @word. `text`: the command without slash, the label, the words of an
    answer, or what follows the @word.

    `who`: place of the speaker in the list of names.
    """

    act: str
    text: str = ""
    who: int = 0


def read_line(line: str, names: Sequence[str], words: Sequence[str] = (), asked: Collection[int] = ()) -> Line | None:
    """What a line asks for; None for an empty line or a comment.

    `names`: of the people, the first speaks where none is named; a first name serves too. `words`: the @words known beside
    "press". `asked`: places of those who have a question to answer. Raises BadInput whose sentence names the nearest that
    would do.
    """
    line = line.strip()
    if not line or line.startswith("#"):
        return None
    who = 0
    if named := _NAMED.fullmatch(line):
        who, line = _person(named["name"], names), named["rest"]
    if line.startswith("/") and len(line) > 1:
        return Line("command", line[1:].strip(), who)
    if at := _AT.fullmatch(line):
        return _word(at["word"].lower(), at["text"], who, ("press", *words))
    if answer := _answer(line, names, asked):
        return answer
    raise BadInput(sentences.NOT_A_LINE, line=line[:_SHOWN].lstrip("/@ "))


def _answer(line: str, names: Sequence[str], asked: Collection[int]) -> Line | None:
    """Plain words as an answer of the one who is named, or else of the first person; None if that one was asked nothing."""
    named = _SAID.fullmatch(line)
    who = _known(named["name"], names) if named else None
    if named and who is not None:
        return Line("answer", named["rest"], who) if who in asked else None
    return Line("answer", line) if 0 in asked else None


def _person(name: str, names: Sequence[str]) -> int:
    known = _known(name, names)
    if known is None:
        raise BadInput(sentences.NO_PERSON, name=name, names=", ".join(names))
    return known


def _known(name: str, names: Sequence[str]) -> int | None:
    for form in (str.casefold, _first_name):
        for at, known in enumerate(names):
            if form(known) == name.casefold():
                return at
    return None


def _first_name(name: str) -> str:
    return name.casefold().partition(" ")[0]


def _word(word: str, text: str, who: int, words: Sequence[str]) -> Line:
    if word not in words:
        nearest = get_close_matches(word, words, n=1, cutoff=0.0)[0]
        raise BadInput(sentences.NO_WORD, word=word, nearest=f"@{nearest}")
    return Line(word, text.strip(), who)
