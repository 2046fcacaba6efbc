"""The grammar of a command line, parsed once for every platform (commands.md, section 1).

    line  = verb { word | "quoted words" | key:value | --flag }
    prose = verb { reference | draft | key:value | --flag } text      for what is said with a reason in a person's own words

A value runs to the next blank, or stands in quotes, and may hold colons and commas. Curly quotes, guillemets and primes are
read as ", a dash before a word as --: so phones write them. A quote that is not closed runs to the end. `2014-06-11` is a
date, `r` and digits always a draft, everything else that looks like labels is a reference to paragraphs.
"""

import re
from dataclasses import dataclass, field, replace

from handlers import references

KEYS = frozenset({"as", "by", "until", "in", "vs", "on", "to", "counter", "doc", "space", "page", "file", "base"})

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
_NO_TEXT = dict.fromkeys([0, *range(0xD800, 0xE000)])  # what no database keeps as text
_WORD = re.compile(r'(?:([A-Za-z]+):)?"([^"]*)(?:"|$)|(\S+)')
_FLAG = re.compile(r"(?:--|[—–])([a-z][\w-]*)", re.IGNORECASE)
_KEY = re.compile(r"([a-z]+):(\S+)", re.IGNORECASE)
_VERB = re.compile(r"/?([a-z_]+)(?:@\w+)?", re.IGNORECASE)
_DRAFT = re.compile(r"latest|(?:r|private)\d+|\d{4}-\d{2}-\d{2}", re.IGNORECASE)
_LEADING = re.compile(r'\s*(?:([A-Za-z]+):"([^"]*)(?:"|$)|(\S+))')
# After the first reference only what is plainly one goes on: in "C9 I cannot" and in "C9 – I cannot" the I is a word.
_PLAINLY_REF = re.compile(r"(?:¶|[A-Za-zА-Яа-я]{1,3}\.?)\d+(?:\.\d+)*[.,]?(?:[-–—,].*)?")
# Behind a comma, a dash or "and" also what is like the one before them: 14, 16; III – V.
_NUMBER = re.compile(
    r"(?:¶|[A-Za-zА-Яа-я]{0,3}\.?)\d+(?:bis|ter|\.\d+|\([a-z]{1,3}\))*[.,，]?(?:[-–—,，].*)?", re.IGNORECASE
)
_ROMAN = re.compile(r"(?!I[.,，]?$)[IVXLC]+(?:\.\d+)*[.,，]?(?:[-–—,，].*)?")
_LIKE_REF = re.compile(f"{_NUMBER.pattern}|{_ROMAN.pattern}", re.IGNORECASE)
_NEXT = re.compile(r"\S+")
_JOIN = re.compile(r"[-–—]|[,，]|and|&", re.IGNORECASE)
_JOINS = "-–—,，"
_APART = re.compile(r"(?:(?:[-–—]+|[:;,])\s+)+")  # stands between references and the text behind them


@dataclass(frozen=True, slots=True)
class Line:
    """A parsed line. `words`: what is neither key nor flag, in order; `quoted`: those of them that stood in quotes.

    `text`: the rest of the line with straight quotes; `own`: the same, letter for letter. `said`: what the person answered when
    we asked for the rest of the line; nothing in it is parsed.
    """

    verb: str
    words: tuple[str, ...] = ()
    quoted: frozenset[str] = frozenset()
    keys: dict[str, str] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    text: str = ""
    said: str = ""
    own: str = ""

    def drafts(self) -> tuple[str, ...]:
        """The words that name drafts: latest, r2, a date, or a label in quotes."""
        return tuple(word for word in self.words if word in self.quoted or _DRAFT.fullmatch(word))

    def refs(self) -> tuple[str, ...]:
        """The references to paragraphs, "C5,C8-C10" taken apart at its commas, "C5 - C8" and "Article 5" put together."""
        named = set(self.drafts())
        typed = " ".join(word for word in self.words if word not in named)
        closed = re.sub(r"\s+[-–—]\s*|\s*[-–—]\s+", "-", typed)
        return references.whole(re.findall(r"[,，]|[^,，\s]+", closed))


def parse(text: str) -> Line:
    """A line from what was typed, without its leading slash or with it. An empty text is the verb ""."""
    own = text.translate(_NO_TEXT).strip()
    text = own.translate(_QUOTES)
    match = _VERB.match(text)
    if not match:
        return Line("", text=text)
    rest = text[match.end() :].strip()
    own = own[match.end() :].strip()
    words: list[str] = []
    quoted: set[str] = set()
    keys: dict[str, str] = {}
    flags: set[str] = set()
    for named, inside, word in _WORD.findall(rest):
        key, flag = _KEY.fullmatch(word), _FLAG.fullmatch(word)
        if named.casefold() in KEYS:
            keys[named.casefold()] = inside.strip()
        elif not word:
            words.append(f"{named}:{inside}" if named else inside.strip())
            quoted.add(words[-1])
        elif flag:
            flags.add(flag[1].casefold())
        elif key and key[1].casefold() in KEYS:
            keys[key[1].casefold()] = key[2]
        else:
            words.append(word)
    return Line(match[1].casefold(), tuple(words), frozenset(quoted), keys, frozenset(flags), rest, own=own)


def completed(line: Line, said: str) -> Line:
    """A line with the answer to our question behind it: its last word and the end of its text, whatever stands in it."""
    said = said.translate(_NO_TEXT)
    if not said:
        return line
    return replace(line, words=(*line.words, said), quoted=line.quoted | {said}, said=said)


def prose(line: Line) -> Line:
    """The same line read as references and options first, then a text in a person's own words, which may hold anything.

    `words` are then the references and drafts alone; `text` is the rest, letter for letter. Behind references that an `on:`
    binds to their words there is no further one: what follows is the answer to our question.
    """
    words, keys, flags, at = _beginning(line.text)
    own = line.own[at:].strip()
    if words and "on" not in keys:
        words[-1] = words[-1].rstrip(_JOINS + ":;") or words[-1]
        own = _APART.sub("", own, count=1) if _APART.match(own) else own
    text = " ".join(part for part in (own, line.said) if part)
    refs = tuple(word for word in words if word.casefold() not in ("and", "&"))
    return Line(line.verb, refs, frozenset(), keys, frozenset(flags), text, line.said)


def _beginning(text: str) -> tuple[list[str], dict[str, str], set[str], int]:
    """The references and options that a text begins with, as words, keys and flags; and where they end in it."""
    words: list[str] = []
    keys: dict[str, str] = {}
    flags: set[str] = set()
    at, numbered = 0, False
    while match := _LEADING.match(text, at):
        named, inside, word = match.groups()
        key, flag = _KEY.fullmatch(word or ""), _FLAG.fullmatch(word or "")
        if named and named.casefold() in KEYS:
            keys[named.casefold()] = inside.strip()
        elif flag:
            flags.add(flag[1].casefold())
        elif key and key[1].casefold() in KEYS:
            keys[key[1].casefold()] = key[2]
        elif word and not (words and "on" in keys) and _leads(word, words, numbered, text, match.end()):
            goes_on = words and references.goes_on(words[-1], word)
            words.append(f"{words.pop()} {word}" if goes_on else word)
            numbered = numbered or any(sign.isdigit() for sign in word)
        else:
            break
        at = match.end()
    return words, keys, flags, at


def written(line: Line) -> str:
    """The command line that `prose` reads as this one: references, options, then the text.

    References beside each other are put into one word, "3.1,4.1.1": a number in a word of its own would be read as text. So
    would "Article 6" behind another one without a comma.
    """
    options = [
        f'{key}:"{value}"' if re.search(r"\s", value) or not value else f"{key}:{value}"
        for key, value in line.keys.items()
    ]
    return " ".join(
        [line.verb, *_together(line), *options, *(f"--{flag}" for flag in sorted(line.flags)), line.text]
    ).rstrip()


def _together(line: Line) -> list[str]:
    told: list[str] = []
    for word in line.words:
        if told and all(_LIKE_REF.fullmatch(one) and not _DRAFT.fullmatch(one) for one in (told[-1], word)):
            told[-1] = f"{told[-1].rstrip(',')},{word}"
        elif told and (_JOIN.fullmatch(word) or _JOIN.fullmatch(told[-1].rpartition(" ")[2])):
            told[-1] = f"{told[-1]} {word}"
        elif told and (" " in word or " " in told[-1]) and not any(_DRAFT.fullmatch(one) for one in (told[-1], word)):
            told[-1] = f"{told[-1].rstrip(',')}, {word}"
        else:
            told.append(word)
    return told


def _leads(word: str, before: list[str], numbered: bool, text: str, end: int) -> bool:
    """Whether a word belongs to the references that a line begins with: the first word, and what plainly goes on with them.

    `numbered`: one before it has a digit. `end`: where it ends in the text. A comma, a dash or "and" goes on where a reference
    like the last one follows.
    """
    if not before:
        return not word.startswith('"')
    if references.goes_on(before[-1], word):
        return True
    like = _NUMBER if numbered else _ROMAN
    if _JOIN.fullmatch(word):
        behind = _NEXT.search(text, end)
        return bool(behind and (like.fullmatch(behind[0]) or references.begins(behind[0], text[behind.end() :])))
    if _JOIN.fullmatch(before[-1]) or before[-1][-1] in _JOINS:
        return bool(like.fullmatch(word)) or references.begins(word, text[end:])
    return bool(_PLAINLY_REF.fullmatch(word.lstrip(_JOINS))) or bool(_DRAFT.fullmatch(word))


def with_page(line: str, page: int) -> str:
    """The same line asking for another of its pages."""
    return f"{re.sub(r' page:[0-9]+', '', line)} page:{page}"
