"""What stands under an answer that needed several drafts: unofficial, their hashes, when the newest was seen, its source."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.drafts.keeping.archive import name
from bot.drafts.provenance import source
from bot.drafts.reading import Reading
from bot.message import Para, Span
from bot.sentences import inline as sentences
from bot.wording import clock, short
from storage.tables import Draft

_MOST = 6  # hashes shown, of the newest drafts


def stamp(drafts: Sequence[Draft], readings: Sequence[Reading], zone: ZoneInfo, today: date) -> Para:
    """`drafts` with their `readings`, oldest first."""
    told = [
        sentences.STAMP_DRAFT.format(name=name(draft), sha=short(reading.sha256))
        for draft, reading in zip(drafts, readings, strict=True)
    ][: -_MOST - 1 : -1]
    newest = drafts[-1]
    seen = sentences.STAMP_SEEN.format(name=name(newest), at=clock(newest.seen, zone, today))
    return Para(
        (
            Span(sentences.STAMP_DRAFTS.format(drafts=" · ".join(told), seen=seen)),
            *source(newest.url, newest.brought),
        )
    )
