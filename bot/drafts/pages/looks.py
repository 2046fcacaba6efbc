"""What a page seems to be when it is not the page that was meant: a login, maintenance, an empty shell for a script."""

import re
from dataclasses import dataclass
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

Looks = Literal["login", "maintenance", "empty", "script"]

_LOGIN = re.compile(
    r"\b(log|sign)[ -]?in\b|\blog[ -]?on\b|connexion|identifi|iniciar sesi[oó]n|anmeld|access denied|вход|登录", re.I
)
_DOWN = re.compile(
    r"maintenance|mantenimiento|wartung|under construction|temporarily (unavailable|down)|service unavailable"
    r"|be back (soon|shortly)|technical (difficult|problem)|en construction|техническ|维护",
    re.IGNORECASE,
)
_NEEDS_SCRIPT = re.compile(
    r"(enable|requires?|turn on|activ\w+) (javascript|cookies)|just a moment|checking your browser|captcha", re.I
)
FEW_WORDS = 150


@dataclass(frozen=True, slots=True)
class Clues:
    """What a page holds beside its words. `unheard`: what it says to those who run no scripts."""

    password: bool
    script: bool
    unheard: str


def clues(tree: LexborHTMLParser) -> Clues:
    unheard = " ".join(node.text() for node in tree.css("noscript"))
    return Clues(tree.css_first("input[type=password]") is not None, tree.css_first("body script") is not None, unheard)


def looks_like(title: str, text: str, links: int, clues: Clues) -> Looks | None:
    """What a page without documents, called `title` and saying `text`, seems to be; None if it is a page like any other.

    Judged only on few words: a notice of maintenance on a full page is the secretariat's own news.
    """
    words = f"{title} {text}"
    count = len(words.split())
    if count > FEW_WORDS:
        return None
    if known := seems(title, words, password=clues.password):
        return known
    if _NEEDS_SCRIPT.search(words) or (count < 20 and clues.script and _NEEDS_SCRIPT.search(clues.unheard)):
        return "script"
    if not text and not links:
        return "script" if clues.script else "empty"
    return None


def seems(title: str, words: str, *, password: bool) -> Looks | None:
    """What a page seems to be that is known not to be the one that was meant, however many words stand around it."""
    if password or _LOGIN.search(title):
        return "login"
    return "maintenance" if _DOWN.search(words) else None
