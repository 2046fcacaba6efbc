"""Somebody's words and name taken out of a message that was not sent yet. Pure."""

import re
from collections.abc import Collection
from typing import Any

from bot.wording import one_line

_SURE = 20  # characters that nobody else begins alike with; a shorter text is somebody's only where it is quoted
_OPENING = '“„«‹‘"'
_CLOSING = '”“»›’"…'


def without(body: Any, said: Collection[str], name: str, instead: str) -> Any:
    """A message as it is stored (`storage.tables.Delivery.body`), with `instead` wherever somebody's texts stand in it, whole
    or cut short; and in place of their name, unless it is "", but for the words of drafts."""
    texts = sorted({one_line(text) for text in said if text.strip()}, key=len, reverse=True)
    named = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)") if name else None
    return _without(body, texts, named, instead)


def _without(part: Any, texts: list[str], named: re.Pattern[str] | None, instead: str) -> Any:
    match part:
        case str():
            for text in texts:
                part = _cut(part, text, instead)
            return named.sub(lambda _: instead, part) if named else part
        case list():
            return [_without(one, texts, named, instead) for one in part]
        case dict():
            of_a_draft = part.get("block") == "quote"
            return {key: _without(one, texts, None if of_a_draft else named, instead) for key, one in part.items()}
        case _:
            return part


def _cut(shown: str, text: str, instead: str) -> str:
    """Without a text, or as much of its beginning as is shown."""
    begins = r"\s+".join(map(re.escape, text[:_SURE].split()))
    if len(text) < _SURE:
        quoted = rf"(?<=[{_OPENING}])(\s*){begins}(?=\s*[{_CLOSING}])"
        return re.sub(quoted, lambda found: found[1] + instead, shown)
    kept, at = [], 0
    for found in re.finditer(begins, shown):
        if found.start() >= at:
            kept.append(shown[at : found.start()])
            at = _same(shown, found.start(), text)
    return instead.join([*kept, shown[at:]])


def _same(shown: str, at: int, text: str) -> int:
    """Where what is shown from a place on stops to be a text's beginning; one blank is as good as another."""
    for wanted in text:
        found = re.compile(r"\s+" if wanted == " " else re.escape(wanted)).match(shown, at)
        if found is None:
            break
        at = found.end()
    return at
