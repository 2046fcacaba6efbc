"""Bytes of a text file or a page → characters."""

import codecs
import re

from bot.drafts.reading.language import language

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})|<\?xml[^>]{0,80}?encoding=["']([\w.:-]{2,40})""",
    re.I,
)
# What browsers do (WHATWG Encoding Standard): these names mean the Windows code page that contains them.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874", "iso8859-11": "cp874",
          "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949"}  # fmt: skip
_WESTERN = frozenset(("fr", "es", "pt", "de", "it", "nl", "sv", "da", "fi"))
_NOT_WESTERN = re.compile(rb"[\x81-\x84\x86-\x8b\x8d-\x90\x98\x9a\x9b\x9d-\x9f]")  # hardly used in cp1252
_SHORT = 200  # bytes: too few to tell a language that we do not know
# Latin code pages and the languages that need them: what else is taken for them is Western.
_OTHER_LATIN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("cp1250", "iso8859-2", "iso8859-16"), ("pl", "cs", "hu", "ro")),
    **dict.fromkeys(("cp775", "cp1257", "iso8859-4", "iso8859-10", "iso8859-13"), ()),
    "cp1254": ("tr",),
    "cp1258": ("vi",),
}
_SAMPLE = 200_000


def decode(data: bytes, *, page: bool = False) -> tuple[str, str | None]:
    """(text, encoding guessed): byte order mark, then what a `page` declares, then UTF-8, then a guess from the bytes.

    The second value is None unless the encoding had to be guessed.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), None
    declared = _declared(data) if page else None
    if declared and declared != "utf-8":
        return data.decode(declared, "replace"), None
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        if declared or _cut_off(error, data):
            return data.decode("utf-8", "replace"), None
    guess = _guess(data)
    return data.decode(guess, "replace"), guess


def _cut_off(error: UnicodeDecodeError, data: bytes) -> bool:
    """Good UTF-8 up to a first fault so late that the file is UTF-8 with a damaged spot."""
    return error.start > 2000 and any(byte > 127 for byte in data[: error.start])


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, 4096)
    if found is None:
        return None
    try:
        name = codecs.lookup((found[1] or found[2]).decode("ascii")).name
    except LookupError:
        return None
    if name.startswith(("utf-16", "utf-32")):
        return "utf-8"  # a page whose declaration could be read as ASCII is not UTF-16
    try:
        b"a".decode(name)
    except LookupError:
        return None  # Python knows codecs that are no text encodings: "hex", "zip"
    return _WIDER.get(name, name)


def _guess(data: bytes) -> str:
    """By the language that a text is in where it is a Western one, which charset-normalizer takes for Baltic or Japanese."""
    data = data[:_SAMPLE]
    if not _NOT_WESTERN.search(data) and language(data.decode("cp1252")) in _WESTERN:
        return "cp1252"
    from charset_normalizer import from_bytes  # costs 50 ms to load, and is seldom needed

    best = from_bytes(data).best()
    if best is None:
        return "cp1252"
    name = codecs.lookup(best.encoding).name
    told = language(str(best))
    if name in _OTHER_LATIN and told not in _OTHER_LATIN[name] and (told or len(data) < _SHORT):
        return "cp1252"
    return _WIDER.get(name, best.encoding)
