"""Typst at work: a manuscript becomes a PDF or a picture.

Typst: one wheel, no system library, right-to-left and six scripts; 12,000 words in about 0.3 s. Chinese, Japanese and Korean
need a font on the system: without one Typst draws boxes. It takes 45 MB of the process that it works in, and many times the
text beside, which it keeps for ten files more: a bot lets it work in a child (`bot.drafts.sandbox.press`).
"""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import typst

Press = Callable[[bytes], tuple[int, bytes]]
"""Makes the file of a manuscript: which of its fillings that shows, from 0, and its bytes."""


@dataclass(frozen=True, slots=True)
class _Print:
    """A file as it leaves a child."""

    number: int
    data: bytes

    def to_json(self) -> tuple[int, str]:
        return self.number, b64encode(self.data).decode()


def manuscript(
    template: str,
    *fillings: Mapping[str, Any],
    form: Literal["pdf", "png"],
    ppi: float = 144,
    timestamp: int = 0,
    tallest: int | None = None,
) -> bytes:
    """What a press is given, a line of JSON each: what is to be made with which template beside this file, and what is filled
    into it: the first of the fillings whose picture has at most `tallest` pixels, or the last one."""
    how = {"template": template, "form": form, "ppi": ppi, "timestamp": timestamp, "tallest": tallest}
    return b"\n".join(json.dumps(part, ensure_ascii=False).encode() for part in (how, *fillings))


def here(told: bytes) -> tuple[int, bytes]:
    """The press in this process. Equal manuscripts give equal bytes."""
    line, *fillings = told.split(b"\n")
    how = json.loads(line)
    for number, filling in enumerate(fillings, 1):
        data = _compiled(filling.decode(), how)
        if number == len(fillings) or how["tallest"] is None or height(data) <= how["tallest"]:
            return number - 1, data
    raise ValueError("nothing to fill in")


def in_child(told: bytes, _: str, **__: object) -> _Print:
    """For `bot.drafts.sandbox.child`."""
    return _Print(*here(told))


def height(data: bytes) -> int:
    """The height in pixels that a PNG's first chunk states."""
    return int.from_bytes(data[20:24])


def _compiled(filling: str, how: Mapping[str, Any]) -> bytes:
    import typst  # 7 MB of whoever draws nothing

    template = (Path(__file__).parent / how["template"]).read_bytes()
    compiler = typst.Compiler(template, font_paths=_fonts(), sys_inputs={"data": filling})
    made = compiler.compile(format=how["form"], ppi=how["ppi"], timestamp=how["timestamp"])
    if not isinstance(made, bytes):
        raise TypeError(f"typst made {type(made).__name__} of one {how['form']}")
    return made


@cache
def _fonts() -> "typst.Fonts":
    """Looked up once: the list of a system's fonts takes longer than a page."""
    import typst

    return typst.Fonts()
