"""The languages in which the bot speaks: which one is spoken now, and what a sentence is in it.

English is the source: a sentence is its own key. `bot/sentences/catalogue/XX.po` holds the others, gettext files that any
translator's tool opens; `make catalogue` brings them up to date with the sentences. What is not translated yet is told in
English. Dates, lists and the like come from sentences too (`bot.sentences.wording`), so that a catalogue is all there is.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

SOURCE = "en"
LANGUAGES = {"en": "English", "fr": "français"}
"""What can be chosen, each by its own name."""

CATALOGUES = Path(__file__).parent / "sentences" / "catalogue"
_spoken: ContextVar[str] = ContextVar("spoken", default=SOURCE)


class Forms(NamedTuple):
    """A sentence with a number `{n}` in it: for one, and for several in English; other languages may have more forms."""

    one: str
    many: str

    def of(self, n: int) -> str:
        """The form for a number in the language that is spoken, not yet filled in."""
        language = _spoken.get()
        if language == SOURCE:
            return self.one if n == 1 else self.many
        return _catalogue(language).ngettext(self.one, self.many, n)


class Sentences(ModuleType):
    """A module of sentences: its constants are read in the language that is spoken now.

    https://docs.python.org/3/reference/datamodel.html#customizing-module-attribute-access
    """

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        language = _spoken.get()
        if language == SOURCE or not name.isupper():
            return found
        return _constant(language, super().__getattribute__("__name__"), name, found)


@contextmanager
def speaking(*choices: str) -> Iterator[None]:
    """Within it sentences are told in the first of the languages that is spoken at all; "" is no choice."""
    token = _spoken.set(first(*choices))
    try:
        yield
    finally:
        _spoken.reset(token)


def speak(*choices: str) -> None:
    """From here on, as far as `speaking` around it reaches, sentences are told in the first of the languages that is spoken."""
    _spoken.set(first(*choices))


def first(*choices: str) -> str:
    """The first language of these that the bot speaks, English if none: "fr-CA" is French, "" no choice."""
    known = (choice.partition("-")[0].casefold() for choice in choices)
    return next((language for language in known if language in LANGUAGES), SOURCE)


def spoken() -> str:
    """The language that is spoken now."""
    return _spoken.get()


def told(context: str, text: str) -> str:
    """A text of a context in the language that is spoken: `context` is a module of sentences, or "help" for a command's."""
    language = _spoken.get()
    return text if language == SOURCE or not text else _catalogue(language).pgettext(context, text)


KEPT = frozenset({"convert", "doubts", "fetch", "ocr", "parsing", "reading", "word"})
"""Modules whose sentences are kept filled in: what a reading warns of, why a source is in trouble."""


def again(sentence: str) -> str:
    """A sentence that was said in English before, in the language that is spoken now; one of KEPT may be filled in."""
    language = _spoken.get()
    if language == SOURCE:
        return sentence
    found = _anywhere(language).get(sentence)
    return str(found) if found else _filled_again(language, sentence)


def _filled_again(language: str, text: str) -> str:
    matches = ((pattern.fullmatch(text), translated) for pattern, translated in _patterns(language))
    return next((translated.format(**match.groupdict()) for match, translated in matches if match), text)


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """What each sentence of KEPT looks like when it is filled in, the most telling first."""
    kept = [one for one in _read(language) if one.context in KEPT and one.string and "{" in str(one.id)]
    kept.sort(key=lambda one: -len(_VALUE.sub("", str(one.id))))
    return [(_pattern(str(one.id)), str(one.string)) for one in kept]


_VALUE = re.compile(r"\{(\w+)\}")


def _pattern(sentence: str) -> re.Pattern[str]:
    literal = _VALUE.split(sentence)
    groups = [re.escape(part) if n % 2 == 0 else f"(?P<{part}>.+?)" for n, part in enumerate(literal)]
    return re.compile("".join(groups), re.DOTALL)


_constants: dict[tuple[str, str, str], object] = {}


def _constant(language: str, module: str, name: str, source: object) -> object:
    key = (language, module, name)
    if key not in _constants:
        _constants[key] = _translated(_catalogue(language), module.rpartition(".")[2], source)
    return _constants[key]


def _translated(catalogue: GNUTranslations, context: str, source: object) -> object:
    match source:
        case Forms():
            return source  # its form depends on the number
        case "":
            return source
        case str():
            return catalogue.pgettext(context, source)
        case dict():
            return {key: _translated(catalogue, context, value) for key, value in source.items()}
        case tuple() | list():
            return type(source)(_translated(catalogue, context, value) for value in source)
        case _:
            return source


@cache
def _catalogue(language: str) -> GNUTranslations:
    from babel.messages.mofile import write_mo

    compiled = io.BytesIO()
    write_mo(compiled, _read(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def _anywhere(language: str) -> dict[object, object]:
    return {one.id: one.string for one in _read(language) if one.string}


@cache
def _read(language: str) -> "Catalog":
    from babel.messages.pofile import read_po

    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)
