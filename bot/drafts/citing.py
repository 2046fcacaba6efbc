"""How people cite the paragraph that a change is about: by its label, or by its place in the draft. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from bot.drafts.comparison import Change, Comparison
from bot.drafts.comparison.scope import called, nearest
from bot.drafts.reading import Paragraph
from bot.sentences import inline as sentences
from bot.wording import anded

Cite = Callable[[Paragraph], str]


def paragraph(compared: Comparison, change: Change) -> Paragraph:
    """The paragraph that a change is about: the first new one, or the first old one of a deletion."""
    return compared.new.paragraphs[change.new[0] - 1] if change.new else compared.old.paragraphs[change.old[0] - 1]


def label_of(compared: Comparison, change: Change) -> str:
    """The label of the paragraph that a change is about, "" where it has none."""
    side = compared.new if change.new else compared.old
    return label(side.paragraphs, paragraph(compared, change))


def label(paragraphs: Sequence[Paragraph], p: Paragraph) -> str:
    """A paragraph's label as people cite it, "" where it has none; a footnote's number is none of a paragraph."""
    found = called(paragraphs, p)
    return sentences.NOTE.format(label=found) if found and p.kind == "note" else found


def citing(paragraphs: Sequence[Paragraph], place: str = "") -> Cite:
    """Names a paragraph of these so that it can be found: "C9"; "3 (¶ 45)" where others are called so too; "¶ 12" without a
    label; with the number of the heading above, "Article 9 ¶ 12". `place`: the sentence for the place, if not "¶ {n}"."""
    alike: dict[str, list[Paragraph]] = defaultdict(list)
    above: list[str] = []
    for one in paragraphs:
        alike[one.key].append(one)
        above.append(called(paragraphs, one) if one.heading else above[-1] if above else "")
    sharing: dict[str, Counter[str]] = {}

    def cite(p: Paragraph) -> str:
        found, at = label(paragraphs, p), (place or sentences.UNLABELLED).format(n=p.n)
        if above[p.n - 1] and not p.heading:
            at = sentences.UNDER.format(heading=above[p.n - 1], place=at)
        if not found or len(alike[p.key]) == 1:
            return found or at
        if p.key not in sharing:
            sharing[p.key] = Counter(label(paragraphs, one) for one in alike[p.key])
        return sentences.SHARED.format(label=found, place=at) if sharing[p.key][found] > 1 else found

    return cite


def citing_changes(compared: Comparison) -> Callable[[Change], str]:
    """Names a change as `citing` does its paragraph: in the new draft, of a deletion in the old one."""
    new, old = citing(compared.new.paragraphs), citing(compared.old.paragraphs, sentences.UNLABELLED_DELETED)
    return lambda change: (new if change.new else old)(paragraph(compared, change))


def suggested(paragraphs: Sequence[Paragraph], ref: str) -> tuple[list[str], str]:
    """For a reference that means nothing here: what may have been meant instead, and the sentence that says so."""
    if near := nearest(paragraphs, ref):
        return near, sentences.NEAREST.format(labels=anded(near))
    if ref.isdecimal() and 0 < int(ref) <= len(paragraphs):
        return [f"¶{int(ref)}"], sentences.BY_PLACE.format(n=int(ref))
    return [], ""
