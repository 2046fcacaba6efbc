"""Two texts word by word: which runs of words stayed, were struck, were inserted, in whole phrases and letter for letter."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import LCSseq, MatchingBlock

from bot.drafts.comparison import Run, chain
from bot.drafts.comparison.pieces import LARGEST, Pieces, is_part
from bot.drafts.reading import Span

Hunk = tuple[int, int, int, int]
"""Words [a, b) of the old text are replaced by words [c, d) of the new one; either may be empty."""

Parts = tuple[str, ...]
Chunk = tuple[bool, str, str]
"""Whether it changed, its old and its new text."""

_SHINGLE = 3
_ONE_IN = 32  # words

_ARTICLES_AND_THE_LIKE = (
    "a all an and are as at be by for from has have in is it its not of on or that the their this to which with"
    " de des du en et la le les l un une que y el los las del der die das den und von zu и в на с о"
)
_WEAK = frozenset(_ARTICLES_AND_THE_LIKE.split())


def compare(old: Pieces, new: Pieces) -> tuple[Run, ...]:
    """The runs that make `new` out of `old`: over "=" and "-" they give the old text, over "=" and "+" the new one."""
    return _write(old.parts, new.parts, hunks(old, new))


def hunks(old: Pieces, new: Pieces) -> list[Hunk]:
    """Where the words of two texts differ, in whole phrases."""
    a, b = old.parts[1::2], new.parts[1::2]
    return _smooth(_slide(_differ(old.code, new.code), old.code, new.code, a, b), a, b)


def _differ(a: str, b: str) -> list[Hunk]:
    """The fewest changed words: longest common subsequence, bit-parallel (Hyyrö 2004, in rapidfuzz)."""
    if len(a) * len(b) <= LARGEST:
        return list(_between(LCSseq.opcodes(a, b).as_matching_blocks()))
    return _differ_in_parts(a, b)


def _between(blocks: Iterable[MatchingBlock]) -> Iterator[Hunk]:
    """What lies between the common runs of two texts, the last of which is their end."""
    i = j = 0
    for x, y, size in blocks:
        if x > i or y > j:
            yield i, x, j, y
        i, j = x + size, y + size


def _differ_in_parts(a: str, b: str) -> list[Hunk]:
    """As `_differ` for long texts, cut where three words stand once in each (the patience difference of B. Cohen)."""
    out: list[Hunk] = []
    i = j = 0
    for x, y in [*chain.heaviest((x, y, 1.0) for x, y in _once_in_both(a, b)), (len(a), len(b))]:
        if (x - i) * (y - j) > LARGEST:
            out.append((i, x, j, y))
        elif x > i or y > j:
            out += [(i + p, i + q, j + r, j + s) for p, q, r, s in _differ(a[i:x], b[j:y])]
        i, j = x, y
    return _joined(out)


def _once_in_both(a: str, b: str) -> list[tuple[int, int]]:
    places = [_places_of_unique(side) for side in (a, b)]
    return [(i, places[1][shingle]) for shingle, i in places[0].items() if shingle in places[1]]


def _places_of_unique(side: str) -> dict[str, int]:
    seen: dict[str, int] = {}
    for k in range(len(side) - _SHINGLE + 1):
        shingle = side[k : k + _SHINGLE]
        seen[shingle] = -1 if shingle in seen else k
    return {shingle: k for shingle, k in seen.items() if k >= 0}


def _joined(found: Iterable[Hunk]) -> list[Hunk]:
    """Hunks that touch made one."""
    out: list[Hunk] = []
    for hunk in found:
        if out and out[-1][1] == hunk[0] and out[-1][3] == hunk[2]:
            out[-1] = (out[-1][0], hunk[1], out[-1][2], hunk[3])
        else:
            out.append(hunk)
    return out


def _slide(found: list[Hunk], a: str, b: str, old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Moves a pure insertion or deletion, where the same words allow it, to its neighbour or to the start of a clause.

    (The "lossless" step of N. Fraser's semantic cleanup, diff-match-patch.)
    """
    out: list[Hunk] = []
    for k, (i, x, j, y) in enumerate(found):
        before = out[-1] if out else (0, 0, 0, 0)
        after = found[k + 1] if k + 1 < len(found) else (len(a), len(a), len(b), len(b))
        shift = 0
        if i == x:
            shift = _shift(b, new, (j, y), before[3], after[2], bool(out), k + 1 < len(found))
        elif j == y:
            shift = _shift(a, old, (i, x), before[1], after[0], bool(out), k + 1 < len(found))
        out.append((i + shift, x + shift, j + shift, y + shift))
    return _joined(out)


def _shift(side: str, words: Sequence[str], span: Span, low: int, high: int, has_before: bool, has_after: bool) -> int:
    """How far to move the span of words: up to the next hunk, back to the one before, or back to behind a sign."""
    start, end = span
    right = left = 0
    while end + right < high and side[start + right] == side[end + right]:
        right += 1
    if has_after and end + right == high:
        return right
    while start - left > low and side[start - left - 1] == side[end - left - 1]:
        left += 1
    if has_before and start - left == low:
        return -left
    behind = (back for back in range(left + 1) if start == back or not words[start - back - 1][0].isalnum())
    return -next(behind, 0)


def _smooth(found: list[Hunk], old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Joins hunks over a few weak words that stand between them by chance, the fewest words first.

    (Semantic cleanup, after N. Fraser's diff-match-patch.) A hunk of square brackets alone is never swallowed. What is
    swallowed is shown as changed and did not change: one word, or one for each `_ONE_IN` that changed, is allowed.
    """
    if len(found) < 2:
        return found
    allowed = max(1, sum(h[1] - h[0] + h[3] - h[2] for h in found) // _ONE_IN)
    while joints := _joints(found, old, new, allowed):
        allowed -= sum(joints.values())
        waiting, found = found, []
        for k, hunk in enumerate(waiting):
            if k - 1 in joints:
                found[-1] = (found[-1][0], hunk[1], found[-1][2], hunk[3])
            else:
                found.append(hunk)
    return found


def _joints(found: Sequence[Hunk], old: Sequence[str], new: Sequence[str], allowed: int) -> dict[int, int]:
    """The hunks (their places) to join with the next one, as far as the allowance goes, and the words that each costs.

    Where words have no blanks between them a part of a word costs nothing.
    """
    costs = []
    for k, (left, right) in enumerate(pairwise(found)):
        if _one_phrase(left, right, old, new):
            between = [word for word in old[left[1] : right[0]] if word[0].isalnum()]
            costs.append((0 if any(map(is_part, between)) else len(between), -min(_size(left), _size(right)), k))
    chosen: dict[int, int] = {}
    for cost, _, k in sorted(costs):
        if cost <= allowed:
            allowed -= cost
            chosen[k] = cost
    return chosen


def _size(hunk: Hunk) -> int:
    return max(hunk[1] - hunk[0], hunk[3] - hunk[2])


def _one_phrase(left: Hunk, right: Hunk, old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether what stands between two hunks is too little to be read as kept: weak words, fewer than either hunk has.

    Where words have no blanks between them one character that stayed is but a part of a word; two may be a whole one.
    """
    if right[0] - left[1] > 3:
        return False
    between = old[left[1] : right[0]]
    sizes = [_size(left), _size(right)]
    if len(between) > max(sizes) or any(_only_brackets(h, old, new) for h in (left, right)):
        return False
    words = [word for word in between if word[0].isalnum()]
    if any(map(is_part, words)):
        replaced = all(h[0] < h[1] and h[2] < h[3] for h in (left, right))
        return (replaced or sum(sizes) >= 3) and len(words) == 1 and len(between) <= max(1, min(sizes))
    if all(word.lower() in _WEAK for word in words):
        return sum(sizes) >= 3 and len(words) <= min(sizes)
    return len(words) == 1 and len(between) <= 2 and min(sizes) >= 4


def _only_brackets(hunk: Hunk, old: Sequence[str], new: Sequence[str]) -> bool:
    return all(word in "[]［］" for word in (*old[hunk[0] : hunk[1]], *new[hunk[2] : hunk[3]]))


def _write(old: Parts, new: Parts, found: list[Hunk]) -> tuple[Run, ...]:
    """The texts side by side as runs. Chunks that stayed make one "=" run, those that did not one "-" and one "+" run."""
    runs: list[Run] = []
    kept, struck, inserted = "", "", ""
    for changed, a, b in _chunks(old, new, found):
        if changed:
            if kept:
                runs.append(("=", kept))
                kept = ""
            struck += a
            inserted += b
        elif a:
            if struck or inserted:
                runs += _replaced(struck, inserted)
                struck = inserted = ""
            kept += a
    return (*runs, *([("=", kept)] if kept else _replaced(struck, inserted)))


def _replaced(struck: str, inserted: str) -> list[Run]:
    runs: list[Run] = [("-", struck), ("+", inserted)]
    return [run for run in runs if run[1]]


def _chunks(old: Parts, new: Parts, found: list[Hunk]) -> Iterator[Chunk]:
    """Both texts side by side from beginning to end."""
    x = y = 0
    for hunk in found:
        a, b, c, d = _with_gaps(hunk, old, new)
        yield from _stretch(old[x:a], new[y:c])
        yield True, "".join(old[a:b]), "".join(new[c:d])
        x, y = b, d
    yield from _stretch(old[x:], new[y:])


def _stretch(old: Parts, new: Parts) -> Iterator[Chunk]:
    """Words that stayed: alike letter for letter, or piece by piece where only the typography is another."""
    if old == new:
        text = "".join(old)
        yield False, text, text
    else:
        yield from ((a != b, a, b) for a, b in zip(old, new, strict=True))


def _with_gaps(hunk: Hunk, old: Parts, new: Parts) -> Hunk:
    """The parts that a hunk of words changes: with the gaps before and behind it, but for those that both texts have."""
    i, x, j, y = hunk
    if i < x and j < y:
        before, behind = old[2 * i] == new[2 * j], old[2 * x] == new[2 * y]
        return 2 * i + before, 2 * x + 1 - behind, 2 * j + before, 2 * y + 1 - behind
    if i < x:
        return _struck(old, i, x, new, j)
    inserted = _struck(new, j, y, old, i)
    return *inserted[2:], *inserted[:2]


def _struck(parts: Parts, i: int, x: int, others: Parts, j: int) -> Hunk:
    """As `_with_gaps` for words in whose place the other text has but a gap: that before them, that behind, or another."""
    if parts[2 * i] == others[2 * j]:
        return 2 * i + 1, 2 * x + 1, 2 * j + 1, 2 * j + 1
    if parts[2 * x] == others[2 * j]:
        return 2 * i, 2 * x, 2 * j, 2 * j
    return 2 * i, 2 * x + 1, 2 * j, 2 * j + 1
