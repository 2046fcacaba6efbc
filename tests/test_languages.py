"""The languages of the bot: every sentence is in the catalogue, in every language that can be chosen, with the same values."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from bot.catalogues import read
from bot.errors import BadInput, Unreadable
from bot.languages import LANGUAGES, SOURCE, Forms, again, first, speak, speaking, spoken
from bot.message import in_words, say
from bot.sentences import chat, flash, parsing, wording
from bot.wording import counted
from handlers.catalogue import OPERATORS, template

OTHERS = sorted(set(LANGUAGES) - {SOURCE})
VALUE = re.compile(r"\{[^}]*\}")
ROOT = Path(__file__).parents[1]


def forms(one: str | tuple[str, ...] | list[str]) -> list[str]:
    return [one] if isinstance(one, str) else list(one)


def messages(language: str) -> Iterator[Message]:
    return (one for one in read(language) if one.id)


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated(language: str) -> None:
    wanted = {(one.context, str(one.id)) for one in template() if one.id}
    known = {(one.context, str(one.id)) for one in messages(language) if all(forms(one.string or "")) and one.string}
    assert sorted(wanted - known, key=str) == [], "run make catalogue, and translate"


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_values_of_its_sentence(language: str) -> None:
    wrong = [
        (one.id, form)
        for one in messages(language)
        for form in forms(one.string)
        if form and set(VALUE.findall(form)) != set(VALUE.findall(forms(one.id)[-1]))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_that_is_no_longer_said_is_kept_for_translation(language: str) -> None:
    wanted = {(one.context, str(one.id)) for one in template() if one.id}
    assert {(one.context, str(one.id)) for one in messages(language)} <= wanted


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Texts in a file's code that look like something said to a person: two words and more, handed to what speaks."""
    speaks = {"say", "para", "Title", "Span", "Button", "BadInput", "NotAllowed", "Unreadable", "FetchError", "Refused"}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in speaks:
            yield from (found for given in node.args[:1] for found in written(given))


def written(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The texts of an expression, but for those handed on to a call: a command line to `typed`, say."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    elif not isinstance(node, ast.Call):
        for child in ast.iter_child_nodes(node):
            yield from written(child)


def test_no_sentence_stands_outside_the_sentences() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for top in ("bot", "handlers")
        for path in sorted((ROOT / top).rglob("*.py"))
        if "sentences" not in path.parts and "demo" not in path.parts
        for line, text in literals(path)
        if re.search(r"[a-z]{2,} [a-z]{2,}", VALUE.sub("", text))
    ]
    assert found == []


def test_no_sentence_is_copied_before_it_is_known_who_reads_it() -> None:
    """A constant of the sentences read while a module is loaded would be English for everybody."""
    found = []
    for path in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]:
        tree = ast.parse(path.read_text("utf-8"))
        imported = [one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
        names = {a.asname or a.name for one in imported if one.module == "bot.sentences" for a in one.names}
        by_name = [a.name for one in imported if (one.module or "").startswith("bot.sentences.") for a in one.names]
        by_name = [] if path.name == "stance.py" else by_name  # its help, which is told as every command's
        operators = {a.asname or a.name for one in imported for a in one.names if a.name in OPERATORS}
        found += [f"{path.name}: {name}" for name in by_name]
        found += [f"{path.name}: {one}" for one in at_import(tree, names - operators)]
    assert found == []


def at_import(tree: ast.AST, names: set[str]) -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        match node:
            case ast.Attribute(ast.Name(name), attr) if name in names and attr.isupper():
                yield f"{node.lineno} {name}.{attr}"
        yield from at_import(node, names)


def test_what_everybody_in_a_chat_reads_is_composed_in_its_language() -> None:
    """Who answers to the chat says so before: `request.aloud()`, or `speak` where the chat is only just bound."""
    functions = [
        (path.name, node)
        for path in (ROOT / "handlers").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    public = [(name, node) for name, node in functions if "public=True" in ast.unparse(node) and name != "saying.py"]
    assert len(public) > 5
    silent = {f"{name}: {node.name}" for name, node in public if not re.search(r"aloud\(|speak\(", ast.unparse(node))}
    assert silent == {"space.py: _new"}, "a new space has the language of whoever opens it"


def test_the_first_language_that_is_spoken_is_taken_and_english_where_none_is() -> None:
    assert first("", "ar", "fr-CA", "en") == "fr"
    assert first("", "ar") == first() == SOURCE
    with speaking("fr"):
        assert spoken() == "fr"
        speak("en")
        assert spoken() == "en"
    assert spoken() == SOURCE


def test_a_sentence_is_read_in_the_language_that_is_spoken() -> None:
    english = chat.NOTHING_TYPED
    with speaking("fr"):
        french = chat.NOTHING_TYPED
        assert wording.MONTHS[7] == "août"
    assert french != english
    assert english == chat.NOTHING_TYPED


def test_a_number_has_the_form_of_the_language_french_counting_none_as_one() -> None:
    pair = flash.OPENED
    assert isinstance(pair, Forms)
    assert counted(pair, 0) == "0 brackets opened"
    with speaking("fr"):
        assert counted(pair, 0).split()[1] == counted(pair, 1).split()[1] != counted(pair, 2).split()[1]


def test_what_was_said_in_english_is_said_again_with_its_values() -> None:
    kept = str(Unreadable(parsing.TOO_BIG, limit=50))
    with speaking("fr"):
        said = again(kept)
        assert said != kept
        assert "50" in said
        assert again("Geneva, 9 June") == "Geneva, 9 June"
    assert again(kept) == kept


def test_an_error_raised_in_english_is_told_in_the_language_of_its_reader() -> None:
    error = BadInput(chat.NO_DRAFTS, document="Vision")
    with speaking("fr"):
        assert error.told() == chat.NO_DRAFTS.format(document="Vision") != str(error)


def test_what_is_struck_is_told_in_words_of_the_language() -> None:
    with speaking("fr"):
        assert "[supprimé" in in_words(say("x")).plain() or "[supprimé" in wording.SPOKEN["del"]
