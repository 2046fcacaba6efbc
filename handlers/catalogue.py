"""`make catalogue`: brings the translators' files up to date with the sentences; what is translated stays.

The keys are the English sentences with the module they are from as context, and the docstrings of the commands, which are their
/help, under "help". Each file is gettext's .po: translators' tools open it, comments say where a sentence stands.
"""

import sys
from collections.abc import Iterator
from pkgutil import iter_modules

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

import bot.sentences
from bot.catalogues import FOLDER, read
from bot.languages import LANGUAGES, SOURCE, Forms
from handlers.commands import COMMANDS

OPERATORS = frozenset({"cli", "config", "demo", "doctor"})
"""Sentences of the terminal, for whoever runs the bot: in English, as its logs are."""

_MARKS = frozenset("“”:;!?")
"""Marks that other languages write otherwise, or with a blank before them."""

_HELP = "acts_help"  # docstrings of commands, which are gathered with theirs

Key = tuple[str, str | tuple[str, str], str]
"""Context, sentence (or the forms of one and several), where it stands."""


def keys() -> Iterator[Key]:
    """Every sentence that has something to translate, in the order of the files."""
    for found in iter_modules(bot.sentences.__path__):
        if found.name not in {*OPERATORS, _HELP}:
            module = getattr(bot.sentences, found.name)
            for name in (one for one in vars(module) if one.isupper()):
                yield from _of(found.name, getattr(module, name), f"bot/sentences/{found.name}.py:{name}")
    for verb, entry in COMMANDS.items():
        yield from _of("help", entry.doc.strip(), f"/{verb}")


def _of(context: str, value: object, where: str) -> Iterator[Key]:
    match value:
        case Forms():
            yield "", (value.one, value.many), where
        case str() if any(sign.isalpha() or sign in _MARKS for sign in _words(value)):
            yield context, value, where
        case dict():
            for key, one in value.items():
                yield from _of(context, one, f"{where} {key}")
        case tuple() | list():
            for one in value:
                yield from _of(context, one, where)


def _words(sentence: str) -> str:
    """A sentence without its named values."""
    return "".join(part.rpartition("}")[2] for part in sentence.split("{"))


def template() -> Catalog:
    """All sentences, none translated."""
    made = Catalog(
        project="Rapporteur", header_comment="# Rapporteur's sentences. Named values in {braces} stay as they are."
    )
    for context, sentence, where in keys():
        made.add(sentence, context=context or None, auto_comments=[where])
    return made


def renew(language: str) -> Catalog:
    """The catalogue of a language with today's sentences; those no longer said are dropped."""
    path = FOLDER / f"{language}.po"
    known = read(language) if path.exists() else Catalog(locale=language)
    known.update(template(), no_fuzzy_matching=True)
    known.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, known, width=120, sort_output=False, include_previous=False)
    return known


def main() -> None:
    for language in sys.argv[1:] or [one for one in LANGUAGES if one != SOURCE]:
        left = sum(1 for one in renew(language) if one.id and not one.string)
        print(f"{language}: {left} sentences to translate")  # noqa: T201 -- a tool of the terminal


if __name__ == "__main__":
    main()
