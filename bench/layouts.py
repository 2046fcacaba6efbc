"""Layouts of printed drafts, for typst: what stands around the text and how it is set; type, paper and spacing vary by seed.

The words come in as data (JSON in sys.inputs.draft): parts of kind h (heading), p (paragraph) and s (sub-item), each with
label, text and perhaps a note. A layout is typst source that follows `SET`, which all share.
"""

import json
import random
from dataclasses import dataclass
from typing import Any

import typst

PAPERS = ("a4", "us-letter", "us-legal", "iso-b5")
FONTS = ("Libertinus Serif", "New Computer Modern", "Liberation Serif", "Liberation Sans", "DejaVu Serif", "Noto Sans")

SET = """
#let draft = json(bytes(sys.inputs.draft))
#let look = draft.look
#set document(date: none)
#set page(paper: look.paper, margin: look.margin * 1mm)
#set text(font: (look.font, "Libertinus Serif"), size: look.size * 1pt, hyphenate: look.hyphenate, lang: draft.lang)
#set par(justify: look.justify, leading: look.leading * 1em, spacing: look.spacing * 1em)
#show heading: it => block(above: 1.8em, below: 1.1em, text(size: 1em, weight: "bold", it.body))
#let words(part) = { part.text; if part.note != "" { footnote(part.note) } }
#let plain(part) = if part.kind == "h" { heading(level: 2)[#part.label #words(part)] } else if part.kind == "s" {
  pad(left: 9mm, par[#part.label #words(part)])
} else { par[#part.label #words(part)] }
#let hanging(part) = if part.kind == "h" { plain(part) } else {
  pad(left: if part.kind == "s" { 9mm } else { 0mm }, grid(columns: (11mm, 1fr), part.label, words(part)))
}
"""
ALL = "#for part in draft.parts { plain(part) }"
HEADS = (
    "#set page(header: [A/CONF.250/2026/L.4 #h(1fr) English only], "
    "footer: context [26-01234 #h(1fr) #counter(page).display()/9])\n"
)

LAYOUTS = {
    "plain": ALL,
    "labels hanging": "#for part in draft.parts { hanging(part) }",
    "first lines indented": "#set par(first-line-indent: (amount: 1.6em, all: true), spacing: look.leading * 1em)\n" + ALL,
    "heads and feet": HEADS + ALL,
    "lines numbered": '#set par.line(numbering: "1", number-margin: left)\n#set par(leading: 1.1em, spacing: 1.8em)\n' + ALL,
    "two columns": "#set page(columns: 2)\n#set text(size: 0.85em)\n" + ALL,
    "two columns, heads and feet": HEADS + "#set page(columns: 2)\n#set text(size: 0.8em)\n" + ALL,
    "three columns": "#set page(flipped: true, columns: 3)\n#set text(size: 0.75em)\n" + ALL,
    "right to left": "#set text(dir: rtl, font: (\"Noto Naskh Arabic\", \"Noto Sans Arabic\", \"DejaVu Sans\"))\n" + ALL,
}  # fmt: skip
WITH_NOTES = ("heads and feet", "plain")
ARABIC = "اتفق الجميع على التعاون الكامل بين الدول من أجل التنمية في مجتمع المعلومات وضمان الوصول إلى الشبكات مع احترام الحقوق"


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF and the truth of it in the form that ../shared/bench/read scores by."""

    data: bytes
    truth: dict[str, Any]
    look: dict[str, Any]


def look(layout: str, seed: int) -> dict[str, Any]:
    """Paper, type and spacing for a layout and a seed, the same every time."""
    r = random.Random(f"{layout} {seed}")
    leading = round(r.uniform(0.5, 0.9), 2)
    return {
        "paper": r.choice(PAPERS),
        "font": r.choice(FONTS),
        "size": round(r.uniform(9.5, 12.5), 1),
        "margin": r.randint(18, 32),
        "justify": r.random() < 0.5,
        "hyphenate": r.random() < 0.4,
        "leading": leading,
        "spacing": round(leading + r.uniform(0.3, 0.9), 2),
    }


def printed(layout: str, parts: list[tuple[str, str, str]], seed: int) -> Printed:
    """The draft of these parts (kind, label, text) in a layout; in WITH_NOTES every thirtieth has a note."""
    if layout == "right to left":
        parts = arabic(seed)
    notes = (
        {n: f"See document A/70/{n} and its addenda." for n in range(5, len(parts), 30)} if layout in WITH_NOTES else {}
    )
    shown = look(layout, seed)
    made = [
        {"kind": kind, "label": label, "text": text, "note": notes.get(n, "") if kind != "h" else ""}
        for n, (kind, label, text) in enumerate(parts)
    ]
    draft = {"look": shown, "lang": "ar" if layout == "right to left" else "en", "parts": made}
    data = typst.compile((SET + LAYOUTS[layout]).encode(), sys_inputs={"draft": json.dumps(draft)})
    assert isinstance(data, bytes)
    told = [{"label": part["label"], "text": part["text"], "kind": part["kind"]} for part in made]
    return Printed(data, {"paras": told, "notes": {str(n): note for n, note in notes.items()}}, shown)


def arabic(seed: int) -> list[tuple[str, str, str]]:
    """Made-up Arabic paragraphs of 6 to 80 words."""
    r, words = random.Random(seed), ARABIC.split()
    return [("p", f"{n}.", " ".join(r.choice(words) for _ in range(r.randint(6, 80))) + ".") for n in range(1, 80)]
