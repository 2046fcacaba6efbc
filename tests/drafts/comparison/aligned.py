"""Paragraphs to align, and how they are linked: (old numbers, new numbers, whether they moved)."""

from collections.abc import Mapping

from bot.drafts.comparison.align import align
from bot.drafts.reading import Paragraph, words

PARAGRAPHS = [
    "We recall the Geneva Declaration of Principles and the Plan of Action.",
    "Access to networks remains uneven within and between countries, and the gap grows.",
    "Women and girls are most affected, and their participation must be ensured.",
    "The cost of devices is falling, yet many households cannot afford them.",
    "Local content in local languages needs support from public institutions.",
    "Security of infrastructure is a concern for operators and for users alike.",
    "Schools and libraries offer public access where homes have none at all.",
    "The Secretary-General is requested to report on progress to the Assembly.",
]


def paragraphs(*texts: str, keys: Mapping[int, str] | None = None) -> list[Paragraph]:
    """Paragraphs of these texts; `keys`: the labels of some, by number."""
    hashed = [(text, *words.hashes(text)) for text in texts]
    return [
        Paragraph(n, text, key=(keys or {}).get(n, ""), text_hash=text_hash, word_hash=word_hash)
        for n, (text, text_hash, word_hash) in enumerate(hashed, 1)
    ]


def links(
    old: list[str], new: list[str], labels: tuple[Mapping[int, str], Mapping[int, str]] = ({}, {})
) -> list[tuple[tuple[int, ...], tuple[int, ...], bool]]:
    sides = (paragraphs(*texts, keys=keys) for texts, keys in zip((old, new), labels, strict=True))
    return [(link.old, link.new, link.moved) for link in align(*sides)]
