"""Pages that a watcher is tried on: noise that means nothing, changes that mean something, and both at once. Pure.

Seed 0 has the pages on which the tools were first measured, word for word. Every other seed makes variants of them that nobody
has looked at: other words, languages, places on the page, names of parameters, forms of clocks and counters.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

NOISE = (
    "csrf_hidden", "script_nonce", "html_comment", "class_hash", "whitespace", "link_cachebuster", "footer_clock",
    "visit_counter", "shuffled", "stale_replica", "soft_error", "err503",
)  # fmt: skip
REAL = (
    "new_link", "href_same_text", "time_changed", "brackets_dropped", "one_word", "strikethrough", "list_number",
    "link_removed", "case_change",
)  # fmt: skip
ADVERSARIAL = ("adv_moved_paragraph", "adv_mass_deletion", "adv_versioned_query")
REVERT = "one_word"  # after the change was told the page goes back to its first text: the fourth adversarial change
_WORDS = re.findall(
    r"\w+",
    "the and of to in information society WSIS outcome review multistakeholder governance internet development digital access "
    "capacity building financing enabling environment human rights security confidence cultural diversity media ethical "
    "dimensions international regional cooperation action line",
)
_CLOCKS = (
    "Page generated {h:02}:{m:02}:{s:02}.{n:04}", "Stand: {h:02}:{m:02}:{s:02}.{n:04} Uhr",
    "Heure du serveur : {h}h{m:02}:{s:02},{n:04}",
    "Сейчас {h:02}:{m:02}:{s:02}.{n:04}", "rendered in 0.{n:04} s", "现在时间 {h:02}:{m:02}:{s:02}.{n:04}",
)  # fmt: skip
_COUNTERS = (
    "Visitors: {n}", "{n} Besucher bisher", "Vous êtes le visiteur n° {n}", "Просмотров: {n}",
    "Consultas: {n}.", "已访问 {n} 次",
)  # fmt: skip
_ERRORS = (
    "Service temporarily unavailable", "Down for maintenance, back soon", "Technical difficulties – temporarily down",
    "En mantenimiento", "Wartung: temporarily unavailable",
)  # fmt: skip
_PARAMETERS = ("v", "sid", "token", "cb", "rev", "_", "hash", "PHPSESSID", "X-Amz-Signature")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


class Make:
    """How one seed writes its pages."""

    def __init__(self, seed: int) -> None:
        self.seed, self.chance = seed, random.Random(seed)
        plain = self.seed == 0
        self.documents = 20 if plain else self.chance.randint(6, 30)
        self.paragraphs = 60 if plain else self.chance.randint(12, 80)
        self.clock = _CLOCKS[0] if plain else self.chance.choice(_CLOCKS)
        self.counter = _COUNTERS[0] if plain else self.chance.choice(_COUNTERS)
        self.error = _ERRORS[0] if plain else self.chance.choice(_ERRORS)
        self.parameter = "v" if plain else self.chance.choice(_PARAMETERS)
        self.table = not plain and self.chance.random() < 0.5
        self.above = not plain and self.chance.random() < 0.5
        self.at = 3 if plain else self.chance.randrange(1, self.documents - 1)
        self.hour = (
            "14:00-16:00" if plain else f"{self.chance.randint(8, 12)}:{self.chance.choice(['00', '15', '30'])}-13:00"
        )

    def text(self, number: int, words: int) -> str:
        if self.seed:
            chance = random.Random(f"{self.seed} {number}")
            return " ".join(chance.choice(_WORDS) for _ in range(words))
        found, x = [], number * 2654435761 % 2**32
        for _ in range(words):
            x = (1103515245 * x + 12345) % 2**31
            found.append(_WORDS[(x >> 8) % len(_WORDS)])
        return " ".join(found)

    def rows(
        self, change: Callable[[int], str] = lambda number: "", tail: str = "text", folder: str = "files"
    ) -> list[str]:
        form = (
            "<tr><td><a href='{}'>{}</a></td><td>{}</td></tr>\n" if self.table else '<li><a href="{}">{}</a> {}</li>\n'
        )
        return [
            form.format(f"/{folder}/{self.seed}/{k}.txt{change(k)}", f"Document {k}", f"{tail} {k}" if tail else "")
            for k in range(self.documents)
        ]

    def page(
        self, rows: list[str], body: str = "", *, head: str = "", foot: str = "", title: str = "Outcome documents"
    ) -> str:
        tag = "table" if self.table else "ul"
        menu = "".join(f'<a href="/menu/{n}">Menu {n}</a> ' for n in range(30))
        styles = "".join(f'<link rel=stylesheet href="/s/{n}.css">' for n in range(6))
        above, below = (foot, "") if self.above else ("", foot)
        return (
            f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{styles}</head><body><nav>{menu}</nav>"
            f"<main>\n{head}{above}<h1>{title}</h1><{tag}>{''.join(rows)}</{tag}>{body}\n{below}</main>"
            "<footer>Secretariat contact and legal notice</footer></body></html>"
        )

    def body(self) -> list[str]:
        first = [f"<p>1. Meeting Tuesday {self.hour}.</p>", "<p>2. States [shall] cooperate.</p>"]
        return [*first, *(f"<p>{k + 3}. {self.text(k, 30)}</p>" for k in range(self.paragraphs))]


def noisy(make: Make, kind: str, n: int, seconds: float) -> Answer:
    """The page of a kind of noise at its fetch number `n`, at so many seconds."""
    chance = random.Random(f"{make.seed} {kind} {n}")
    head = {
        "csrf_hidden": f'<form><input type=hidden name=csrf value="{n:032x}"></form>',
        "script_nonce": f'<script nonce="{n:016x}">var t={n};</script>',
        "html_comment": f"<!-- generated in 0.{n:03d}s by web{n % 3} -->",
        "class_hash": f'<div class="css-{n:08x}"></div>',
    }.get(kind, "")
    rows = make.rows()
    if kind == "link_cachebuster":
        token = n if make.seed % 2 == 0 else f"{chance.getrandbits(64):016x}"
        rows = make.rows(lambda _: f"?{make.parameter}={token}")
    if kind == "whitespace":
        rows = ["\n" + " " * (n % 7) + row for row in rows]
    if kind == "shuffled":
        rows = rows[n % len(rows) :] + rows[: n % len(rows)] if make.seed == 0 else chance.sample(rows, len(rows))
    if kind == "err503" and n % 2 == 0:
        return Answer(503, b"busy")
    if kind == "soft_error" and n % 2 == 0:
        return Answer(200, make.page([], title=make.error).encode())
    second = int(seconds)
    clock = {"h": second // 3600 % 24, "m": second // 60 % 60, "s": second % 60, "n": n}
    foot = {
        "footer_clock": f"<p>{make.clock.format(**clock)}</p>",
        "visit_counter": f"<p>{make.counter.format(n=1000 + n)}</p>",
        "stale_replica": f"<p>Draft {2 if n % 2 else 1} posted</p>",
    }.get(kind, "")
    return Answer(200, make.page(rows, head=head, foot=foot).encode())


def real(make: Make, kind: str, *, new: bool, noise: str = "") -> Answer:
    """The page before and after a change. `noise`: a line that differs at every fetch, beside the change."""
    rows, body = make.rows(tail="", folder="docs"), make.body()
    if new:
        rows, body = _changed(make, kind, rows, body)
    return Answer(200, make.page(rows, "\n".join(body), foot=noise, title="Outcome").encode())


def _changed(make: Make, kind: str, rows: list[str], body: list[str]) -> tuple[list[str], list[str]]:
    words = {
        "time_changed": (make.hour, make.hour.partition("-")[0] + "-18:00"),
        "brackets_dropped": ("[shall]", "shall"),
        "one_word": ("cooperate", "collaborate"),
        "strikethrough": ("[shall]", "<s>[shall]</s>"),
        "list_number": ("<p>2. ", "<p>2bis. "),
        "case_change": ("States", "states"),
    }
    addresses = {"href_same_text": ".txt", "adv_versioned_query": ".txt"}
    ends = {"href_same_text": "-rev1.txt", "adv_versioned_query": f".txt?{make.parameter}=2"}
    if kind in words:
        body = [line.replace(*words[kind]) for line in body]
    elif kind in addresses:
        rows[make.at] = rows[make.at].replace(addresses[kind], ends[kind])
    elif kind == "new_link":
        rows.append(rows[0].replace("/0.txt", "/99.txt").replace("Document 0", "Document 99"))
    elif kind == "link_removed":
        rows.pop(make.at + 1)
    elif kind == "adv_moved_paragraph":
        body.insert(2 * len(body) // 3, body.pop(5))
    elif kind == "adv_mass_deletion":
        rows, body = rows[:2], body[:2]
    return rows, body
