"""Two readings compared: links become changes with their kind, their runs of words and their origins."""

from collections.abc import Mapping, Sequence

from bot.drafts import brackets, origins, pieces, runs
from bot.drafts.align import Link, align
from bot.drafts.comparison import Change, ChangeKind, Comparison, Lost, Run
from bot.drafts.pieces import Pieces
from bot.drafts.reading import Paragraph, Reading
from bot.drafts.terms import occurrences

Group = Sequence[Paragraph]


def compare(
    old: Reading, new: Reading, *, bases: Mapping[str, Reading] | None = None, terms: Sequence[str] = ()
) -> Comparison:
    """Everything that happened between two readings of one document.

    `bases`: other states of the document by name, see `bot.drafts.origins`. `terms`: words to count on both sides.
    Every paragraph of both readings is in exactly one change; changes stand in the reading order of the new one, a deletion
    behind what it followed.
    """
    changes = _in_reading_order(old.paragraphs, new.paragraphs, align(old.paragraphs, new.paragraphs))
    gone: tuple[Lost, ...] = ()
    if bases:
        changes, gone = origins.trace(changes, old.paragraphs, new.paragraphs, bases)
    return Comparison(
        old=old,
        new=new,
        changes=changes,
        gone=gone,
        brackets=brackets.tally(old.paragraphs, new.paragraphs, changes),
        terms=tuple((term, len(occurrences(old, term)), len(occurrences(new, term))) for term in terms),
    )


def _in_reading_order(old: Group, new: Group, links: Sequence[Link]) -> tuple[Change, ...]:
    """A change for each link, each paragraph added and each deleted, sorted by where it stands in the new draft."""
    old_of, new_of = {p.n: p for p in old}, {p.n: p for p in new}
    placed = [
        ((link.new[0], 0), _linked([old_of[n] for n in link.old], [new_of[n] for n in link.new], link))
        for link in links
    ]
    linked_new = {n for link in links for n in link.new}
    placed += [((p.n, 0), _added(p)) for p in new if p.n not in linked_new]
    placed += [((place, p.n), _deleted(p)) for place, p in _deletions(old, links)]
    return tuple(change for _, change in sorted(placed, key=lambda item: item[0]))


def _deletions(old: Group, links: Sequence[Link]) -> list[tuple[int, Paragraph]]:
    """Each deleted paragraph with the number of the new one behind which it stood; 0 at the beginning."""
    link_of = {n: link for link in links for n in link.old}
    out, place = [], 0
    for p in old:
        link = link_of.get(p.n)
        if link is None:
            out.append((place, p))
        elif not link.moved:
            place = link.new[-1]
    return out


def _added(p: Paragraph) -> Change:
    return Change("added", (), (p.n,), (("+", p.text),) if p.text else (), mark=(None, p.mark))


def _deleted(p: Paragraph) -> Change:
    return Change("deleted", (p.n,), (), (("-", p.text),) if p.text else (), mark=(p.mark, None))


def _linked(old: Group, new: Group, link: Link) -> Change:
    words = _what_happened(old, new)
    renumbered = old[0].key != new[0].key
    kind: ChangeKind = words
    if words in ("same", "typography"):
        kind = "moved" if link.moved else "renumbered" if renumbered else words
    return Change(
        kind,
        link.old,
        link.new,
        _runs(old, new, words),
        renumbered=renumbered,
        moved=link.moved,
        mark=(old[0].mark, new[0].mark),
    )


def _what_happened(old: Group, new: Group) -> ChangeKind:
    """The kind that the words alone speak for.

    A strike is not in the hashes, yet it changes what the paragraph says: words struck through are other words than the same
    words standing, so the paragraph is reworded, and its runs show those words struck and inserted.
    """
    if len(old) > 1:
        return "merged"
    if len(new) > 1:
        return "split"
    a, b = old[0], new[0]
    if a.word_hash != b.word_hash or _struck(a) != _struck(b):
        return "reworded"
    if a.text_hash != b.text_hash:
        return "brackets"
    return "same" if a.text == b.text else "typography"


def _struck(p: Paragraph) -> list[str]:
    """The words that are struck through, wholly or in part."""
    return [key for key in pieces.cut(p.text, p.struck).keys if "\0" in key] if p.struck else []


def _runs(old: Group, new: Group, words: ChangeKind) -> tuple[Run, ...]:
    if words == "same":
        return (("=", new[0].text),) if new[0].text else ()
    fine = words in ("brackets", "typography")
    return runs.compare(_pieces(old, fine), _pieces(new, fine))


def _pieces(group: Group, fine: bool) -> Pieces:
    return pieces.join([pieces.cut(p.text, p.struck, fine=fine) for p in group])
