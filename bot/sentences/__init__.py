"""Every sentence a person may read, in one place: neutral, short, with named values.

One file a subject; each sentence is a constant, `Forms` where a number in it changes the words. No sentence names a side as
wrong; each says what can be done next. `Error(SENTENCE, name=value)` fills it in.

A constant is read when it is used, as `sentences.NAME`, and is then in the language that is spoken (`bot.languages`); so none
is copied into a table when a module is loaded. The sentences are the keys of the catalogues in `catalogue/`.
"""

from importlib import import_module
from types import ModuleType

from bot.languages import Sentences


def __getattr__(name: str) -> ModuleType:
    """`from bot.sentences import flash`: the module, its constants in the language that is spoken."""
    try:
        module = import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        raise AttributeError(name) from error
    module.__class__ = Sentences
    return module
