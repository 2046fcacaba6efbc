"""The catalogues of sentences in other languages than English: gettext files, read and compiled when one is first spoken."""

import io
import re
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.languages import Forms

FOLDER = Path(__file__).parent / "sentences" / "catalogue"
KEPT = frozenset({"convert", "doubts", "fetch", "ocr", "parsing", "reading", "word"})
"""Modules whose sentences are kept filled in: what a reading warns of, why a source is in trouble."""

_VALUE = re.compile(r"\{(\w+)(?::[^}]*)?\}")


def read(language: str) -> Catalog:
    """A catalogue as its translators left it."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


@cache
def compiled(language: str) -> GNUTranslations:
    """A catalogue as gettext uses it, with the language's forms of numbers."""
    file = io.BytesIO()
    write_mo(file, read(language))
    file.seek(0)
    return GNUTranslations(file)


def translated(language: str, context: str, source: object) -> object:
    """A constant of a module of sentences in a language: a sentence, or a table of them. `Forms` wait for their number."""
    match source:
        case Forms() | "":
            return source
        case str():
            return compiled(language).pgettext(context, source)
        case dict():
            return {key: translated(language, context, value) for key, value in source.items()}
        case tuple() | list():
            return type(source)(translated(language, context, value) for value in source)
        case _:
            return source


def again(language: str, sentence: str) -> str:
    """A sentence that was said in English before, in another language; one of KEPT may be filled in."""
    found = _everywhere(language).get(sentence)
    if found:
        return str(found)
    matches = ((pattern.fullmatch(sentence), said) for pattern, said in _patterns(language))
    return next((said.format(**match.groupdict()) for match, said in matches if match), sentence)


@cache
def _everywhere(language: str) -> dict[object, object]:
    return {one.id: one.string for one in read(language) if one.string}


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """What each sentence of KEPT looks like when it is filled in, the most telling first, and how it is said."""
    kept = [one for one in read(language) if one.context in KEPT and one.string and "{" in str(one.id)]
    kept.sort(key=lambda one: -len(_VALUE.sub("", str(one.id))))
    return [(_pattern(str(one.id)), _VALUE.sub(r"{\1}", str(one.string))) for one in kept]


def _pattern(sentence: str) -> re.Pattern[str]:
    known: set[str] = set()
    parts = []
    for n, part in enumerate(_VALUE.split(sentence)):
        parts.append(re.escape(part) if n % 2 == 0 else f"(?P={part})" if part in known else f"(?P<{part}>.+?)")
        known |= {part} if n % 2 else set()
    return re.compile("".join(parts), re.DOTALL)
