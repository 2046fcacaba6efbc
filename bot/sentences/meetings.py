"""Sentences about the times and rooms of meetings."""

from bot.languages import Forms

FIRST_LOOK = Forms(
    "{document}: now watching {url}. Found {n} meeting ahead. A changed time or room will be told.",
    "{document}: now watching {url}. Found {n} meetings ahead; the next ones are below. A changed time or room will be told.",
)
AHEAD = Forms("A calendar with {n} meeting ahead:", "A calendar with {n} meetings ahead, the next one first:")
AHEAD_NONE = "A calendar with no meeting ahead."
TITLE = "{document}: meetings"
CHANGED = "{old} → {new}"
GONE = "no longer announced: {meeting}"
ADDED = "new: {meeting}"
MORE = "and {n} more"
HOURS = "{start}–{end}"
TODAY = "today"
NO_TITLE = "Meeting"
