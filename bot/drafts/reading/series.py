"""Whether one label comes right after another: "(b)" after "(a)", "IV." after "III.", "第三条" after "第二条"."""

import re
from functools import cache, lru_cache

from bot.drafts.reading.numerals import roman

_HAN = "一二三四五六七八九"
_HANGUL = "가나다라마바사아자차카타파하"
_CYRILLIC = "абвгдежзиклмнопрст"
_NUMBER = re.compile(rf"\d+|(?<![^\W\d_])(?:[a-zA-Z]{{1,7}}|[{_CYRILLIC}{_CYRILLIC.upper()}])(?![^\W\d_])"
                     rf"|[{_HAN}十]+|[{_HANGUL}](?=\.)|[①-⑳]")  # fmt: skip
_MOST = 200


def follows(label: str, before: str) -> bool:
    """Whether `label` is printed like `before` but for its last number, which is the next one."""
    found, earlier = _last(label), _last(before)
    if not found or not earlier or _around(label, found) != _around(before, earlier):
        return False
    if found[0].isupper() != earlier[0].isupper():
        return False
    return any(value + 1 in _values(found[0]) for value in _values(earlier[0]))


def begins(label: str) -> bool:
    """Whether a label is the first of its kind: "1.", "(a)", "I.", "一、"."""
    found = _last(label)
    return found is not None and 1 in _values(found[0])


def _last(label: str) -> re.Match[str] | None:
    found = list(_NUMBER.finditer(label))
    return found[-1] if found else None


def _around(label: str, found: re.Match[str]) -> tuple[str, str]:
    return label[: found.start()].casefold(), label[found.end() :]


@lru_cache(maxsize=4096)
def _values(number: str) -> frozenset[int]:
    """What a number may count: "i" the first and the ninth, "aa" the 27th."""
    small = number.lower()
    if number.isdecimal():
        return frozenset((int(number),))
    if number in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return frozenset((ord(number) - ord("①") + 1,))
    for signs in (_HANGUL, _CYRILLIC):
        if small in signs:
            return frozenset((signs.index(small) + 1,))
    if not small.isascii():
        return frozenset((_han(number),))
    found = {_romans()[small]} if small in _romans() else set()
    if len(set(small)) == 1:
        found.add(26 * (len(small) - 1) + ord(small[0]) - ord("a") + 1)
    return frozenset(found)


def _han(number: str) -> int:
    """一 to 九十九."""
    tens, ten, ones = number.rpartition("十")
    return 10 * (_HAN.find(tens) + 1 if tens else bool(ten)) + (_HAN.find(ones) + 1 if ones else 0)


@cache
def _romans() -> dict[str, int]:
    return {roman(number): number for number in range(1, _MOST)}
