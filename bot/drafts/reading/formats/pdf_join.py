"""Lines of a paragraph → its text: hyphens at line ends, addresses cut in pieces, scripts without blanks."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from bot.drafts.reading.formats.pdf_together import HYPHEN

TYPESETTERS = ("‐", "\xad")
CUTS = ("-", HYPHEN, *TYPESETTERS)
BEFORE_CUT = re.compile(rf"([^\W\d_]+)[-‐\xad{HYPHEN}]$")
PARTS = re.compile(r"[^\W\d_]+")
CAMEL = re.compile(r"[^\W\d_A-Z][A-Z]")  # "SameSite" is no witness for "samesite"
COMPOUND = re.compile(r"[^\W\d_]++(?:[-‐][^\W\d_]++)+")
ADDRESS = re.compile(r"(?:https?://|www\.|ftp://|mailto:)\S*$", re.IGNORECASE)
NO_BLANKS = "[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]"
CJK = re.compile(NO_BLANKS)
REST = re.compile(r"[\w%~.-]*(?:/[\w%~-]|\.[a-z]{2,5}(?=[/\s?#]|$))[^\s]*")
TWO_WORDS = re.compile(r"[^\W\d_]+/[^\W\d_]+[,;.)]*(?=\s|$)")  # "and/or"
AT_END = re.compile(r"(?:[A-Za-z]+|\d+)$")
AT_START = re.compile(r"[A-Za-z]+|\d+")
NEAR = 20
SURELY = 3  # times as often
BESIDE = 5  # signs at either side of a line's end, that may stand together elsewhere
# Thai, Lao, Burmese and Khmer have blanks between phrases only: most lines end within one.
FEW_BLANKS = "[\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u104f\u1780-\u17dd]"
WITHOUT_BLANK = re.compile(rf"{NO_BLANKS}\n{NO_BLANKS}|{FEW_BLANKS}\n{FEW_BLANKS}")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What decides about a hyphen at a line's end: words, pairs joined by a hyphen, whether the document hyphenates.

    `names`: words with capitals inside, as they are written. `own_sign`: it hyphenates with U+2010 or a soft hyphen, which
    hardly stand elsewhere; then any other is an author's.
    `others_sign`: it says of an author's hyphens that they are such, and of no others. `text`: all lines but
    for what is cut. `dash`: it writes dashes without blanks.
    """

    words: Counter[str]
    names: set[str]
    pairs: Counter[str]
    hyphenates: bool
    own_sign: bool
    others_sign: bool
    text: str
    dash: bool


def vocabulary(lines: list[tuple[str, bool]]) -> Vocabulary:
    """The vocabulary of lines, each with whether PDFium saw a hyphen at its end; words that a hyphen cuts are left out."""
    whole: list[str] = []
    cuts: list[tuple[str, str]] = []
    before = ""
    for text, cut in lines:
        own = text
        if before and (halves := _halves(before, text)):
            cuts.append(halves)
            own = own.partition(" ")[2]
        before = text if cut or text.endswith(CUTS) else ""
        whole.append(own.rpartition(" ")[0] if before else own)
    text = "\n".join(whole)
    words, names = _counted(text)
    pairs = _pairs([text for text, _ in lines if "-" in text or "‐" in text])
    soft = sum([line.endswith(TYPESETTERS) for line, _ in lines])
    hard = sum([cut and line.endswith("-") for line, cut in lines])
    every = "\n".join([line for line, _ in lines])
    own_sign = soft > max(1, hard) and soft > 0.9 * sum(map(every.count, TYPESETTERS))
    others_sign = hard > max(1, soft)
    dash = text.count("—") > 2 * text.count(" —")
    return Vocabulary(
        words, names, pairs, _hyphenates(cuts, words, pairs, len(lines)), own_sign, others_sign, text, dash
    )


def _counted(text: str) -> tuple[Counter[str], set[str]]:
    """How often each word stands in a text, in small letters; and the names with capitals inside."""
    words: defaultdict[str, int] = defaultdict(int)
    names: set[str] = set()
    for token, times in Counter(text.split()).items():  # distinct ones are few
        for part in (token,) if token.isalpha() else PARTS.findall(token):
            if part.islower():
                words[part] += times
            elif CAMEL.search(part):
                names.add(part)
            else:
                words[part.lower()] += times
    return Counter(words), names


def _pairs(texts: list[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    compounds = (word for text in texts for word in text.lower().split() if "-" in word or "‐" in word)
    for compound in COMPOUND.findall("\n".join(compounds)):
        found.update(f"{a}-{b}" for a, b in pairwise(re.split("[-‐]", compound)))
    return found


def _hyphenates(cuts: list[tuple[str, str]], words: Counter[str], pairs: Counter[str], lines: int) -> bool:
    """Whether most hyphens at line ends are the typesetter's: known words come of them, or there are too many."""
    soft = sum(words[a + b] > 0 for a, b in cuts)
    hard = sum(pairs[f"{a}-{b}"] > 0 for a, b in cuts)
    return soft > hard or (soft == hard and len(cuts) > max(3, 0.05 * lines))


def _halves(text: str, line: str) -> tuple[str, str] | None:
    """The two pieces of a word that a hyphen at the end of `text` cuts, in lower case; None if no word can come of them."""
    before, after = BEFORE_CUT.search(_last(text)), PARTS.match(line)
    if not before or not after or len(before[1]) < 2:
        return None
    capitals = before[1].isupper() and after[0].isupper()
    return (before[1].lower(), after[0].lower()) if line[0].islower() or capitals else None


def joined(lines: list[tuple[str, bool]], known: Vocabulary) -> str:
    """The text of lines, each with whether PDFium saw a hyphen at its end."""
    text, cut = lines[0]
    for line, next_cut in lines[1:]:
        text = _join(text, line, cut, known)
        cut = next_cut
    return text.replace(HYPHEN, "-")


def _join(text: str, line: str, cut: bool, known: Vocabulary) -> str:
    if cut or text.endswith(CUTS):
        return _across_hyphen(text, line, known)
    unparted = not line[0].isascii() and WITHOUT_BLANK.fullmatch(f"{text[-1]}\n{line[0]}")
    if unparted or _cut_by_cjk(text, line, known) or _tight(text, line, known):
        return text + line
    return text + line if _inside_address(text, line, known) else f"{text} {line}"


def _tight(text: str, line: str, known: Vocabulary) -> bool:
    """Whether a line ends between signs that the document writes without a blank: "[shall][should]", "no—and never"."""
    if text[-1] == "]" and line[0] == "[":
        before, after = text[-BESIDE:], line[:BESIDE]
        together, apart = known.text.count(before + after), known.text.count(f"{before} {after}")
        return together > apart or (together == apart and known.text.count("][") > SURELY * known.text.count("] ["))
    return known.dash and "—" in (text[-1], line[0]) and text[-2:-1] != " "


def _cut_by_cjk(text: str, line: str, known: Vocabulary) -> bool:
    """Whether a number or a known word is cut where a line of Chinese or Japanese ends: there any two signs may be parted."""
    near = text[-NEAR:] + line[:NEAR]
    if near.isascii() or not CJK.search(near):
        return False
    before, after = AT_END.search(text[-NEAR:]), AT_START.match(line)
    if not before or not after:
        return False
    digits = before[0].isdigit() and after[0].isdigit()
    return digits or known.words[(before[0] + after[0]).lower()] > 0


def _across_hyphen(text: str, line: str, known: Vocabulary) -> str:
    """A hyphen at a line's end stays if the document writes the word so elsewhere, or if no word would come of it."""
    if text[-2:-1] in ("", " ", "-", "–"):
        return f"{text[:-1]}- {line}"  # a dash
    if text[-1] == "\xad":
        return text[:-1] + line
    if (known.own_sign and text[-1] in TYPESETTERS) or (known.others_sign and text[-1] == HYPHEN):
        return text[:-1] + line
    if known.others_sign and text[-1] == "-":
        return text + line
    if _is_name(text, line, known):
        return text[:-1] + line
    halves = _halves(text, line)
    return (text[:-1] if halves and _soft(*halves, known, compound=_in_compound(text)) else text) + line


def _is_name(text: str, line: str, known: Vocabulary) -> bool:
    """Whether a hyphen cuts a name that the document writes elsewhere: "subjectAlt- / Name"."""
    before, after = BEFORE_CUT.search(_last(text)), PARTS.match(line)
    if before is None or after is None or before[1] + after[0] not in known.names:
        return False
    return not known.pairs[f"{before[1]}-{after[0]}".lower()]


def _in_compound(text: str) -> bool:
    """Whether the word that is cut has a hyphen before, or is an address: then one more is likely its own."""
    last = _last(text)
    return bool(ADDRESS.search(last) or re.search(r"[^\W\d_][-‐][^\W\d_]+\W$", last))


def _last(text: str) -> str:
    """The last of the words between blanks: where a text is long, a search through it would be too."""
    return text[text.rfind(" ") + 1 :]


def _soft(before: str, after: str, known: Vocabulary, *, compound: bool) -> bool:
    """Whether a hyphen between two pieces is the typesetter's."""
    whole, halves = known.words[before + after], known.pairs[f"{before}-{after}"]
    if known.own_sign:
        return whole > 0 == halves
    if whole != halves:
        return whole > halves
    both_words = len(before) > 2 and known.words[before] and known.words[after]
    return known.hyphenates and not compound and not both_words


def _inside_address(text: str, line: str, known: Vocabulary) -> bool:
    """Whether a line's end cuts an address, or two words at their slash."""
    last = _last(text)
    if not ("/" in last or last[-1] in "!?" or "www." in last or "mailto:" in last):
        return False
    if not ADDRESS.search(last):
        return bool(re.search(r"^[^/]+/$|[({\[][?!]$", last))
    if REST.match(line) and not TWO_WORDS.match(line):
        return True
    word = re.match(r"[^\W\d_]+(?=[,;]?(?:\s|$))", line)
    if text[-1] == "." or (word and known.words[word[0].lower()] > 1):
        return bool(re.match(r"[a-z0-9][^\s.]*[./]", line))
    return text[-1] in "/?=&_#%~!" or line[0] in "/?=&_#%~"
