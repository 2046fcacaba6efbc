"""Words: how a text is folded for comparing, cut into tokens, counted, and hashed.

The hashes are a contract: sign-offs hang on them. Texts that differ only in what `fold` folds away are the same words in
other typography.
"""

import hashlib
import re
import unicodedata

_SINGLE = "\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a"
_DOUBLE = "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u301d\u301e\u301f"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63"
_DROPPED = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}

FOLD: dict[int, str | None] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **{ord(sign): "'" for sign in _SINGLE},
    **{ord(sign): '"' for sign in _DOUBLE},
    **{ord(sign): "-" for sign in _DASHES},
    **{ord(sign): None for sign in _DROPPED},
    **{ord(sign): letters for sign, letters in _LIGATURES.items()},
    0x2026: "...",
}

_FOLDED = re.compile(f"[{re.escape(''.join(map(chr, FOLD)))}]")

# Scripts written without blanks whose every character is a token: Han (radicals, iteration marks and extensions too) and kana.
CJK = (
    "\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
TOKEN = re.compile(rf"[{CJK}]|[^\W{CJK}]+|[^\w\s]")
# The same where all is ASCII, in half the time.
_ASCII_TOKEN = re.compile(r"[A-Za-z0-9_]+|[^A-Za-z0-9_\s]")
_ONLY_WORDS = bytes(code if chr(code).isalnum() and code < 128 else ord(" ") for code in range(256))
_WORD = re.compile(rf"[{CJK}]|[^\W_{CJK}]+")


def fold(text: str) -> str:
    """The text as it is compared: NFC, plain quotes and dashes, ligatures opened, invisible signs dropped."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return text.translate(FOLD) if _FOLDED.search(text) else text  # a search costs a tenth


def tokens(text: str) -> list[str]:
    """The folded text cut into CJK characters, runs of other word characters, and single signs; no blanks."""
    return _ASCII_TOKEN.findall(text) if text.isascii() else TOKEN.findall(fold(text))


def text_hash(text: str) -> str:
    """SHA-256 (hex) of the tokens: changes with any letter, digit, sign or bracket, and with nothing else."""
    return _digest(" ".join(tokens(text)))


def word_hash(text: str) -> str:
    """As `text_hash`, square brackets left out."""
    return _digest(_without_brackets(tokens(text)))


def hashes(text: str) -> tuple[str, str]:
    """(text_hash, word_hash), cheaper together."""
    whole = tokens(text)
    joined = " ".join(whole)
    digest = _digest(joined)
    if "[" in joined or "]" in joined:
        return digest, _digest(_without_brackets(whole))
    return digest, digest


def count(text: str) -> int:
    """Runs of letters or digits, one for each CJK character."""
    return len(text.encode().translate(_ONLY_WORDS).split() if text.isascii() else _WORD.findall(text))


def _without_brackets(tokens: list[str]) -> str:
    return " ".join([token for token in tokens if token not in "[]"])


def _digest(joined: str) -> str:
    return hashlib.sha256(joined.encode()).hexdigest()
