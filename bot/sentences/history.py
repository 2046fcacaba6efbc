"""Sentences of /history: a paragraph through the drafts."""

WHAT = "Which paragraph? For example: {form}"
TITLE = "{document}  {ref} through {first} – {last}"
TITLE_ONE = "{document}  {ref} in {first}"
NO_PARAGRAPH = "No draft of {document} from {first} to {last} has a paragraph {asked}.{nearest}"
CUT = "Before {first} there are more drafts; name one of them to look there: {form}"

IN_OLDER = "In {document}:"

NOW = "{label} in {last}"
OUT = "{label} is not in {last}: deleted in {out}"
UNCHANGED = "Unchanged in {names}."
STANDS = "As it came in with {first}, word for word."
DATED = "Its words, each phrase with the draft that it came in with (unmarked: {first}):"
PHRASE = " ‹{name}›"
PHRASE_BACK = " ‹{name}, before in {before}›"
GONE = "Gone: {phrases}"
GONE_PHRASE = "“{text}” ({born}, out in {left})"
SAME = "Unchanged since {first}: {labels}"
RENUMBERED = "{label}: the words of {first}, {was}"

STAGE = "{name}  {what}"
FIRST = "first in"
FIRST_AS = "first in, as {label}"
DELETED = "deleted"
BACK = "back in, the words of {name} (out in {out})"
BACK_ALIKE = "back in, nearly the words of {name} (out in {out})"
AGAIN = "the words of {name} again, which {out} had replaced"
SPLIT = "split into {labels}"
MERGED = "merged from {labels}"
MOVED = "moved"
WAS = "was {label} until {name}"
MARK = "mark {old} → {new}"
NO_MARK = "none"
NO_LABEL = "without a label"
KINDS = {
    "same": "unchanged",
    "typography": "typography only",
    "brackets": "brackets only",
    "reworded": "reworded",
    "added": "added",
}
