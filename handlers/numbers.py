"""The numbers by which buttons and people name what is kept: an act, a poll, a wish for a seat, an address."""

_DIGITS = 9  # what the databases keep as a number of a row, rounded down


def row_id(word: str) -> int:
    """The number that a word is; 0, which nothing has, where it is none or one that nothing can have."""
    return int(word) if word.isdecimal() and len(word) <= _DIGITS else 0
