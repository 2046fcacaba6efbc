"""A state of the sample draft as PDF and HTML; `word.py` beside this one makes the Word file.

The same state gives the same bytes, always: dates in the files are those of the posting, fonts those inside typst. `again`:
the same words in other bytes (paper, size of type, date of making), as when a secretariat posts a file a second time.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

import typst
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handlers.demo.sample import Part, State
from handlers.demo.word import docx

TEMPLATES = Path(__file__).parent / "templates"
LATER = timedelta(minutes=25)


def groups(parts: Iterable[Part]) -> Iterator[tuple[str, list[Part]]]:
    """Neighbours of one kind together, so that sub-items come out as one list."""
    for kind, members in groupby(parts, key=lambda part: part.kind):
        yield kind, list(members)


def environment() -> Environment:
    """The templates of this folder; everything filled into them is escaped."""
    jinja = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    jinja.filters["groups"] = groups
    return jinja


def html(state: State, *, again: bool = False) -> bytes:
    return environment().get_template("draft.html").render(state=state, again=again).encode()


def pdf(state: State, *, again: bool = False) -> bytes:
    data = {
        "title": state.title,
        "label": state.label,
        "symbol": state.symbol,
        "author": "ISB secretariat, second edition" if again else "ISB secretariat",
        "posted": _numbers(state.posted + LATER if again else state.posted),
        "paper": "us-letter" if again else "a4",
        "size": 10.5 if again else 11,
        "parts": [{"kind": part.kind, "label": part.label, "text": part.text} for part in state.parts],
    }
    made = typst.compile(TEMPLATES / "draft.typ", ignore_system_fonts=True, sys_inputs={"draft": json.dumps(data)})
    assert isinstance(made, bytes)
    return made


def word(state: State, *, again: bool = False) -> bytes:
    return docx(state, made=state.posted + LATER if again else state.posted, margin_mm=30 if again else 25)


PRINTERS: dict[str, Callable[..., bytes]] = {"pdf": pdf, "docx": word, "html": html}


def _numbers(moment: datetime) -> list[int]:
    return list(moment.timetuple()[:5])
