"""Sentences of comparisons and paragraphs shown in a chat."""

from bot.languages import Forms

DIFF_TITLE = "{document}  {old} → {new}"
NO_CHANGE = "No change in words between {old} and {new}."
BYTES = "What differs: {what}."
DIFFERS_BYTES = "the files (SHA-256 {old} and {new})"
DIFFERS_FORMAT = "the format ({old} and {new})"
DIFFERS_TYPOGRAPHY = Forms(
    "quotes, dashes or other typography in {n} paragraph", "quotes, dashes or other typography in {n} paragraphs"
)
DIFFERS_PAGES = Forms("the page on which {n} paragraph stands", "the pages on which {n} paragraphs stand")
IDENTICAL = "The files are the same, byte for byte."
LITTLE = "These two have little in common ({percent} %): check that they are drafts of the same document."
LANGUAGES = "They are in different languages ({old} and {new}): compare each with a draft in its own."
KINDS = {
    "same": "unchanged",
    "typography": "typography only",
    "renumbered": "renumbered",
    "moved": "moved",
    "brackets": "brackets only",
    "reworded": "reworded",
    "split": "split in {n}",
    "merged": "merged from {n}",
    "added": "added",
    "deleted": "deleted",
    "restored": "back in, last in {origin}",
}
ALSO_MOVED = "moved"
ALSO_RENUMBERED = "was {label}"
MARK = "mark {old} → {new}"
NO_MARK = "none"
UNLABELLED = "¶ {n}"
UNLABELLED_DELETED = "former ¶ {n}"
NOTE = "note {label}"
SHARED = "{label} ({place})"
UNDER = "{heading} {place}"
RENUMBERED = "Renumbered only: {pairs}"
MOVED_ONLY = "Moved only: {labels}"
PAIR = "{old} → {new}"
RANGE = "{first}–{last}"
ELLIPSIS = " … "
ORIGIN = " ‹{names}›"
NEW_WORDS = "new"
GONE = "In a base and in neither draft:"
GONE_LINE = "‹{base}› {text}"
STAMP = "unofficial · {new_name} sha {new} · {old_name} sha {old}"
STAMP_DRAFTS = "unofficial · {drafts} · {seen} · "
STAMP_DRAFT = "{name} sha {sha}"
STAMP_SEEN = "{name} seen {at}"
TERM = "“{term}” {old} → {new}"

SHOW_TITLE = "{document}  {name}"
SHOW_TITLE_LABEL = "{document}  {name}  “{label}”"
SHOW_STAMP = "unofficial · sha {sha} · seen {at} · "
SOURCE = "source"
MARKED = " {mark}"

BUTTON_NEXT = "Next"
BUTTON_PREVIOUS = "Previous"
PAGE = "page {page} of {pages}"
NO_PARAGRAPH = "{name} of {document} has no paragraph {asked}.{nearest}"
NEAREST = " The nearest are {labels}."
BY_PLACE = " Counted from the top there is ¶{n}."
NOTHING_THERE = "No change there between {old} and {new}."
