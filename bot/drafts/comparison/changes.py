"""Two readings compared: links become changes with their kind, their runs of words and their origins."""

from collections.abc import Mapping, Sequence

from bot.drafts.comparison import Change, ChangeKind, Comparison, Lost, Run, brackets, headings, origins, runs
from bot.drafts.comparison.align import Link, align_sides
from bot.drafts.comparison.pieces import Vocabulary
from bot.drafts.comparison.side import Side
from bot.drafts.comparison.terms import occurrences
from bot.drafts.reading import Paragraph, Reading
from bot.drafts.reading.words import word_hash


def compare(
    old: Reading, new: Reading, *, bases: Mapping[str, Reading] | None = None, terms: Sequence[str] = ()
) -> Comparison:
    """Everything that happened between two readings of one document.

    `bases`: other states of the document by name, see `bot.drafts.comparison.origins`. `terms`: words to count on both sides.
    Every paragraph of both readings is in exactly one change; changes stand in the reading order of the new one, a deletion
    behind what it followed.
    """
    vocabulary = Vocabulary()
    a, b = Side(old.paragraphs, vocabulary), Side(new.paragraphs, vocabulary)
    changes = _in_reading_order(a, b, align_sides(a, b))
    gone: tuple[Lost, ...] = ()
    if bases:
        changes, gone = origins.trace(
            changes, a, b, {name: Side(base.paragraphs, vocabulary) for name, base in bases.items()}
        )
    return Comparison(
        old=old,
        new=new,
        changes=changes,
        gone=gone,
        brackets=brackets.tally(old.paragraphs, new.paragraphs, changes),
        terms=tuple((term, len(occurrences(old, term)), len(occurrences(new, term))) for term in terms),
    )


def _in_reading_order(old: Side, new: Side, links: Sequence[Link]) -> tuple[Change, ...]:
    """A change for each link, each paragraph added and each deleted, sorted by where it stands in the new draft."""
    linked = {n for link in links for n in link.new}
    placed = [((link.new[0], 0), _linked(old, new, link)) for link in links]
    placed += [((p.n, 0), _added(p)) for p in new.paragraphs if p.n not in linked]
    placed += [((place, p.n), _deleted(p)) for place, p in _deletions(old.paragraphs, links)]
    return tuple(change for _, change in sorted(placed, key=lambda item: item[0]))


def _deletions(old: Sequence[Paragraph], links: Sequence[Link]) -> list[tuple[int, Paragraph]]:
    """Each deleted paragraph with the number of the new one behind which it stood; 0 at the beginning."""
    link_of = {n: link for link in links for n in link.old}
    out, place = [], 0
    for p in old:
        link = link_of.get(p.n)
        if link is None:
            out.append((place, p))
        elif not link.moved and (p.n == link.old[0] or p.n - 1 in link.old):
            place = link.new[-1]
    return out


def _added(p: Paragraph) -> Change:
    return Change("added", (), (p.n,), (("+", p.text),) if p.text else (), mark=(None, p.mark))


def _deleted(p: Paragraph) -> Change:
    return Change("deleted", (p.n,), (), (("-", p.text),) if p.text else (), mark=(p.mark, None))


def _linked(old: Side, new: Side, link: Link) -> Change:
    a, b = old.group(link.old), new.group(link.new)
    words = what_happened(a[0], b[0]) if len(a) == len(b) else "split" if len(a) < len(b) else "merged"
    renumbered = a[0].key != b[0].key
    if words == "reworded" and headings.only_renumbered(a[0], b[0]):
        words = "typography"
    kind = words
    if words in ("same", "typography"):
        kind = "moved" if link.moved else "renumbered" if renumbered else words
    return Change(
        kind,
        link.old,
        link.new,
        _runs(old, new, link, words),
        renumbered=renumbered,
        moved=link.moved,
        mark=(a[0].mark, b[0].mark),
    )


def what_happened(a: Paragraph, b: Paragraph) -> ChangeKind:
    """The kind that the words alone speak for.

    A strike is not in the hashes, yet it changes what the paragraph says: words struck through are other words than the same
    words standing, so the paragraph is reworded, and its runs show those words struck and inserted.
    """
    if a.word_hash != b.word_hash or ((a.struck or b.struck) and _struck(a) != _struck(b)):
        return "reworded"
    if a.text_hash != b.text_hash:
        return "brackets"
    return "same" if a.text == b.text else "typography"


def _struck(p: Paragraph) -> list[tuple[str, ...]]:
    """The words before, in and after each strike, brackets left out: the place of a strike, whatever the typography."""
    return [
        tuple(word_hash(text) for text in (p.text[:start], p.text[start:end], p.text[end:])) for start, end in p.struck
    ]


def _runs(old: Side, new: Side, link: Link, words: ChangeKind) -> tuple[Run, ...]:
    if words == "same":
        text = new.group(link.new)[0].text
        return (("=", text),) if text else ()
    a, b = old.joined(link.old), new.joined(link.new)
    if words in ("brackets", "typography") and not old.same_cores(a, b):
        a, b = old.joined(link.old, fine=True), new.joined(link.new, fine=True)
    return runs.compare(a, b)
