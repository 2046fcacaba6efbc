"""What fetches of one text have in common, and in what it differs from the draft that is known, beside its noise. Pure."""

from collections.abc import Collection, Sequence

from bot.drafts.keeping import news
from bot.drafts.looking.listing import changed_lines
from bot.drafts.pages.steady import Steady, steady, without_noise
from bot.drafts.reading import Paragraph, Reading

FETCHES = 6  # at most, of one address in one look, to tell what differs at every fetch
REPLICAS = 3
"""Different lines that must have stood in one place before they are noise: two that take turns are an old and a new text,
given by two servers of one site."""


def agreed(readings: Sequence[Reading], noise: Collection[str]) -> Steady:
    """What several fetches show, one after the other."""
    return steady([_lines(reading) for reading in readings], noise, values=REPLICAS)


def may_tell(readings: Sequence[Reading]) -> bool:
    """Whether one more fetch may tell what is noise: the last two still differ. What changed once is seen by the next look."""
    return len(readings) < FETCHES and not news.settled(*readings[-2:])


def changes(old: Reading, new: Reading, noise: Collection[str], *, shuffled: bool = False) -> list[tuple[str, str]]:
    """(struck, inserted) lines, what is noise left out."""
    before, after = (without_noise("\n".join(_lines(one)), noise, shuffled=shuffled) for one in (old, new))
    return changed_lines(before, after)


def _lines(reading: Reading) -> list[str]:
    return [_line(paragraph) for paragraph in reading.paragraphs]


def _line(paragraph: Paragraph) -> str:
    struck = f" ~{paragraph.struck}" if paragraph.struck else ""
    return f"{paragraph.key} {paragraph.text}{struck}".strip()
