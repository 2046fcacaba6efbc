"""Words of a redline file: HTML page, PDF, picture and Word file say the same."""

from bot.drafts.comparison import ChangeKind

TITLE = "{document}: {new} compared with {old}"
UNOFFICIAL = "unofficial"
UNOFFICIAL_LINE = "Unofficial comparison, made by a program. The secretariat's own files are what counts."
AUTHOR = "Rapporteur (unofficial)"

OLD = "Old text"
NEW = "New text"
SHA = "SHA-256 {digest}"
FETCHED = "fetched {at}"
SEEN = "seen {at}"
COMPARED = "Compared {at}."
PAGE = "Page {page} of {pages}"

CHANGES = "Changes"
WHOLE_TEXT = "Whole text with the changes"
COLUMN_PARAGRAPH = "Paragraph"
COLUMN_WHAT = "What happened"
COLUMN_WORDS = "Words"
COLUMN_PAGE = "Page"
KEY_DELETED = "deleted words"
KEY_INSERTED = "inserted words"
KEY = "How to read this"
KEY_BREAK = "¶ a paragraph ends here"
KEY_STRUCK = "struck in the draft itself"
KEY_BASE = "a small raised name: the words come from that text"
SPOKEN_DELETION = "deletion: "
SPOKEN_INSERTION = "insertion: "
SPOKEN_END = " end of change. "
NUMBERED = "Change {n} of {of}"
PREVIOUS = "Previous change"
NEXT = "Next change"
BACK = "Back to the table"

KINDS: dict[ChangeKind, str] = {
    "same": "unchanged",
    "typography": "typography only",
    "renumbered": "renumbered",
    "moved": "moved",
    "brackets": "brackets only",
    "reworded": "reworded",
    "split": "split",
    "merged": "merged",
    "added": "added",
    "deleted": "deleted",
    "restored": "back in",
}
WAS = "was {label}"
MOVED_AFTER = "moved, stood after {label}"
MOVED_FIRST = "moved, stood first"
MARK_CHANGED = "marked {new}, was {old}"
MARK_NEW = "marked {new}"
MARK_GONE = "no longer marked {old}"
ORIGIN = "from {base}"

SAME_WORDS = "{n} paragraphs with the same words"
SAME_WORDS_RANGE = "{n} paragraphs with the same words, {first} to {last}"
BRACKETS = "Square brackets: {old} → {new} ({opened} opened, {closed} closed)"
TERM = "“{term}”: {old} → {new}"
GONE = "In an earlier text, in neither of these"
UNLISTED = "These are {n} changes, too many for a table: each is marked in the text."
MORE = "{n} more changes are in the whole comparison."
MORE_ONE = "1 more change is in the whole comparison."

PICTURE_FIRST = "First changes: {document} {old} → {new} (unofficial)"
PICTURE_ALL = "All changes: {document} {old} → {new} (unofficial)"
SAID = "{name} ({tags}): {words}"
SAID_UNTAGGED = "{name}: {words}"
SAID_DELETED = "[deleted: {words}]"
SAID_INSERTED = "[added: {words}]"

FILE_TITLE = "Redline {document} {old} → {new} (unofficial)"
FILE_NAME = "{document}-{old}-{new}"
FORMS = {"pdf": "PDF", "docx": "Word", "html": "HTML"}

CHART = "{document}: its drafts in figures (unofficial)"
CHART_NAME = "drafts.png"
CHART_BRACKETS = "Square brackets open"
CHART_WORDS = "Words"
CHART_CHANGED = "Paragraphs changed since the draft before"
CHART_FIRST = "{name}: open brackets {brackets}, words {words}"
CHART_DRAFT = "{name}: open brackets {brackets}, words {words}, paragraphs changed {changed}"
