"""The languages in which the bot speaks: which one is spoken now, and what a sentence is in it.

English is the source: a sentence is its own key. `bot/sentences/catalogue/XX.po` holds the others, gettext files that any
translator's tool opens (`bot.catalogues`); `make catalogue` brings them up to date with the sentences. What is not translated
yet is told in English. Dates, lists and the like come from sentences too (`bot.sentences.wording`), so that a catalogue is all
there is.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from gettext import GNUTranslations

SOURCE = "en"
LANGUAGES = {"en": "English", "fr": "français"}
"""What can be chosen, each by its own name."""

_ACCEPTED = re.compile(r"([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*(?:,|$)")
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
        return _compiled(language).ngettext(self.one, self.many, n)


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


def accepted(header: str) -> list[str]:
    """The languages that a browser asks for, the one that it likes best first (Accept-Language; RFC 9110, section 12.5.4)."""
    found = [(language, float(weight or 1)) for language, weight in _ACCEPTED.findall(header)]
    return [language for language, weight in sorted(found, key=lambda one: -one[1]) if weight]


def spoken() -> str:
    """The language that is spoken now."""
    return _spoken.get()


def named(language: str) -> str:
    """A language by its name in the one that is spoken: "French" or "français" of fr; a code that has none as it is."""
    from babel import Locale  # what hardly anything that is said needs

    return str(Locale.parse(spoken()).languages.get(language, language))


def told(context: str, text: str) -> str:
    """A text of a context in the language that is spoken: `context` is a module of sentences, or "help" for a command's."""
    language = _spoken.get()
    return text if language == SOURCE or not text else _compiled(language).pgettext(context, text)


def again(sentence: str) -> str:
    """A sentence that was said in English before, in the language that is spoken now; what a reading warns of and why a source
    is in trouble may be filled in."""
    language = _spoken.get()
    if language == SOURCE:
        return sentence
    from bot import catalogues

    return catalogues.again(language, sentence)


_constants: dict[tuple[str, str, str], object] = {}


def _constant(language: str, module: str, name: str, source: object) -> object:
    key = (language, module, name)
    if key not in _constants:
        from bot import catalogues

        _constants[key] = catalogues.translated(language, module.rpartition(".")[2], source)
    return _constants[key]


def _compiled(language: str) -> "GNUTranslations":
    from bot import catalogues  # who speaks English alone, as a child that reads a file does, goes without

    return catalogues.compiled(language)
