"""Document symbols and the names of files: what family a draft is of, and which revision.

United Nations symbols (https://research.un.org/en/docs/symbols): A/AC.291/22/Rev.3, /Add.1, /Corr.1, an asterisk for a
document issued again. Others seen: WSIS+10/4/25/Pre-agreed/16042014, V1.1/C/ALC11, draft-ietf-httpbis-bcp56bis-15.
"""

import re
from datetime import date

from bot.drafts.pages.dates import eight_digits
from bot.drafts.pages.languages import split_language

Revision = tuple[int, ...]

_SYMBOL = re.compile(r"(?<![\w/])(?!HTTP/)[A-Z][A-Za-z0-9.+&-]*(?:/[A-Za-z0-9][\w.+-]*(?:\([\w.]{1,6}\))?){1,9}\*{0,3}")
_INTERNET_DRAFT = re.compile(r"\bdraft(?:-[a-z0-9]+){2,9}-\d\d\b")
_REVISION = re.compile(
    r"(?:(?<=[\W_])|(?<=\d)|^)(?:rev(?:ision|\.)?|rév(?:ision|\.)?|r|v|ver(?:sion)?|draft|ред\.?|пересм\.?)"
    r"(?:[\s._-]{0,2}(\d{1,3}(?:\.\d{1,3}){0,2}))(?![^\W_])(?!\.\d)",
    re.IGNORECASE,
)
_BARE_REVISION = re.compile(r"(?:(?<=[\W_])|^)r[eé]v\.?(?![^\W_])", re.IGNORECASE)
_ZERO = re.compile(r"\bzero[\s_-]draft\b|\bavant-projet\b|\bborrador cero\b|нулевой проект", re.IGNORECASE)
_FRONT = re.compile(r"^v(\d{1,2}(?:\.\d{1,2})*)/", re.IGNORECASE)
_STATUS = re.compile(r"/(?:pre-agreed|agreed|final|clean|draft|advance|unedited)(?=/|$)", re.IGNORECASE)


def find_symbol(text: str) -> str:
    """The first symbol in a text as printed, "" if there is none: it has a slash, begins with a capital and has a digit."""
    draft = _INTERNET_DRAFT.search(text)
    if draft:
        return draft[0]
    symbols = (found[0].rstrip(".-") for found in _SYMBOL.finditer(text[:500]))
    return next((symbol for symbol in symbols if any(map(str.isdigit, symbol))), "")


def is_symbol(text: str) -> bool:
    """Whether a text is a symbol and nothing else."""
    text = text.strip(" :.")
    return bool(text) and find_symbol(text) == text


def family(symbol: str) -> str:
    """The symbol without revision, status, date and asterisk, in small letters. An addendum is a family of its own.

    A/AC.291/22/Rev.3 → a/ac.291/22 · A/1/Add.1/Rev.2 → a/1/add.1 · V2/C/ALC11 → c/alc11 · L.1_rev → l.1
    """
    if _INTERNET_DRAFT.fullmatch(symbol):
        return symbol[:-3]
    text = _FRONT.sub("", symbol.rstrip("*"))
    text = _BARE_REVISION.sub("", _REVISION.sub("", _STATUS.sub("", text)))
    parts = [part.strip("._- ") for part in text.split("/")]
    return "/".join(part for part in parts if part and not (part.isdecimal() and eight_digits(part.zfill(8)))).lower()


def revision(text: str) -> Revision:
    """The revision that a symbol, title or name of a file tells.

    Rev.3 → (3,) · V1.1/… → (1, 1) · _rev → (1,) · draft-…-05 → (5,) · "Zero Draft" → (0,)
    () where none is told: the original, which comes before Rev.1.
    """
    if _INTERNET_DRAFT.fullmatch(text):
        return (int(text[-2:]),)
    found = _FRONT.match(text) or _REVISION.search(text)
    if found:
        return tuple(map(int, found[1].split(".")))
    if _ZERO.search(text.replace("_", " ")):
        return (0,)
    return (1,) if _BARE_REVISION.search(text) else ()


def reissue(symbol: str) -> int:
    """How often a document was issued again under its symbol: its asterisks."""
    return len(symbol) - len(symbol.rstrip("*"))


def symbol_date(symbol: str) -> date | None:
    """The date that a part of the symbol is: WSIS+10/4/25/Pre-agreed/16042014."""
    return next((day for part in symbol.split("/") if len(part) == 8 and (day := eight_digits(part))), None)


_NOISE = re.compile(
    r"\(\d{1,2}\)|\b(?:final|clean|draft|version|unedited|advance|copy|zero|rev|revised|track(?:ed)?|changes)\b|\b\d{8}\b|\b\d{4}-\d\d-\d\d\b",
    re.IGNORECASE,
)


def stem(filename: str) -> str:
    """The name without its ending and language, in small letters: what renditions of one draft share."""
    name = re.sub(r"\.[A-Za-z][A-Za-z0-9]{1,4}$", "", filename)
    return split_language(name)[0].lower().strip("._- ")


_GENERIC = frozenset(("index", "overview", "default", "download", "document", "file", "view", "status", "main", "home"))


def name_family(filename: str) -> str:
    """The name without revision, date, "final" and copy number: "WSIS20_Rev2_FINAL (1).pdf", "WSIS20-Rev 1.pdf" → "wsis20".

    "" for a name that every site has: index.html, download.
    """
    name = _REVISION.sub(" ", stem(filename))
    words = " ".join(_NOISE.sub(" ", re.sub(r"[_\s-]+", " ", name)).split()).strip("._- ")
    return "" if words in _GENERIC else words
