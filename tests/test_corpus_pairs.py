"""Every adjacent pair of real drafts, in every format, read and compared for real: what product.md promises of them holds."""

import asyncio
from collections import Counter
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

import pytest
import regex

from bot.drafts.comparison import Change, Comparison
from bot.drafts.comparison.changes import compare
from bot.drafts.comparison.headings import only_renumbered
from bot.drafts.reading import Reading
from bot.drafts.reading.read import read
from bot.drafts.sandbox import convert, read_safely
from bot.errors import Unreadable

# One worker for all, so that each draft is read once.
pytestmark = pytest.mark.corpus

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
DRAFTS = {".md", ".txt", ".html", ".pdf", ".docx", ".odt"}
# Pages that link to drafts, and papers about a negotiation, are no drafts.
NO_DRAFTS = {"pages-real", "pages-reconstructed", "un-iran-resolution-genealogy"}

UNREADABLE = {
    "un-bbnj-languages/01-2023-06-19-ar.pdf": "its text layer has letters of other scripts",
    "un-bbnj-languages/01-2023-06-19-ru.pdf": "its text layer has no Cyrillic letter",
    "un-bbnj-languages/01-2023-06-19-zh.pdf": "its text layer mixes scripts",
}

if not convert.installed():
    UNREADABLE["openchain-fr/02-2.0.odt"] = "LibreOffice is not installed"


def _pairs() -> list[tuple[str, str]]:
    """Each draft and the next of its folder; where a draft comes in several formats, each of them and each of the next."""
    if not CORPUS.is_dir():
        return []
    out = []
    for folder in sorted(path for path in CORPUS.iterdir() if path.is_dir() and path.name not in NO_DRAFTS):
        names = sorted(f"{folder.name}/{path.name}" for path in folder.iterdir() if path.suffix in DRAFTS)
        states = [list(group) for _, group in groupby((n for n in names if n not in UNREADABLE), key=_state)]
        out += [(old, new) for several, after in pairwise(states) for old in several for new in after]
        out += [pair for several in states for pair in pairwise(several)]
    return out


def _state(name: str) -> str:
    """What renditions of one draft have in common: the name without its format."""
    return name.rsplit(".", 1)[0]


@cache
def _reading(name: str) -> Reading:
    data = (CORPUS / name).read_bytes()
    return asyncio.run(read_safely(data, name)) if name.endswith(".odt") else read(data, name)


@cache
def _comparison(old: str, new: str) -> Comparison:
    return compare(_reading(old), _reading(new))


def _side(change: Change, ops: str) -> str:
    return "".join(text for op, text in change.runs if op in ops)


@pytest.fixture(params=_pairs(), ids=lambda pair: f"{pair[0]}-{pair[1].rsplit('/')[-1]}")
def comparison(request: pytest.FixtureRequest, corpus: Path) -> Comparison:
    return _comparison(*request.param)


def test_every_paragraph_is_in_one_change_and_runs_give_both_texts_back(comparison: Comparison) -> None:
    for draft, numbers, ops in ((comparison.old, "old", "=-"), (comparison.new, "new", "=+")):
        text_of = {p.n: p.text for p in draft.paragraphs}
        assert Counter(n for c in comparison.changes for n in getattr(c, numbers)) == Counter(list(text_of))
        for change in comparison.changes:
            assert _side(change, ops) == "\n".join(text_of[n] for n in sorted(getattr(change, numbers)))
    firsts = [min(c.new) for c in comparison.changes if c.new]
    assert firsts == sorted(firsts)


def test_same_words_are_never_shown_as_reworded(comparison: Comparison) -> None:
    before, after = ({p.n: p for p in draft.paragraphs} for draft in (comparison.old, comparison.new))
    for change in comparison.changes:
        if len(change.old) == len(change.new) == 1:
            a, b = before[change.old[0]], after[change.new[0]]
            quiet = change.kind in ("same", "typography", "renumbered", "moved")
            assert quiet == (a.text_hash == b.text_hash or only_renumbered(a, b)) or a.struck or b.struck
            assert change.renumbered == (a.key != b.key)
        if change.kind == "same":
            assert {op for op, _ in change.runs} <= {"="}


def test_no_run_cuts_a_grapheme_cluster(comparison: Comparison) -> None:
    for change in comparison.changes:
        for ops in ("=-", "=+"):
            text, at, borders = _side(change, ops), 0, set()
            for op, part in change.runs:
                at += len(part) * (op in ops)
                borders.add(at)
            if len(borders - {0, len(text)}) and not text.isascii():
                assert borders <= {0, *(match.end() for match in regex.finditer(r"\X", text))}


def test_brackets_add_up(comparison: Comparison) -> None:
    tally = comparison.brackets
    assert tally.old + tally.opened - tally.closed == tally.new
    assert min(tally.opened, tally.closed) >= 0


@pytest.mark.parametrize("name", sorted({name for pair in _pairs() for name in pair}))
def test_a_draft_compared_with_itself_has_not_changed(name: str, corpus: Path) -> None:
    assert set(compare(_reading(name), _reading(name)).counts()) == {"same"}


@pytest.mark.parametrize("name", UNREADABLE, ids=lambda name: f"{name}: {UNREADABLE[name]}")
def test_an_unreadable_draft_is_refused_in_one_sentence(name: str, corpus: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        read((corpus / name).read_bytes(), name)
    sentence = str(refused.value)
    assert sentence
    assert "\n" not in sentence
