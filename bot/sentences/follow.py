"""Sentences of /follow: what somebody follows, and what they are told of it."""

# /follow
FOLLOWING = (
    "You follow {refs} of {document}. When a draft changes the words there, you are told in private, with the words; a new "
    "layout or number alone is not told."
)
LIST_TITLE = "What you follow in {space}"
LIST_LINE = "{document}: {refs}"
OUT = "{ref} (out of {name})"
NONE = "You follow nothing in {space}. For example: {form}"
OFF = "You no longer follow {refs} of {document}."
NOT_FOLLOWED = "You do not follow {asked}. You follow {known} of {document}."
BUTTON_UNFOLLOW = "Unfollow {ref}"

# My paragraphs
MINE_NONE = "You follow nothing in {document} and hold no position on it. For example: {form}"
MINE_FIRST = "{name} is the first draft of {document} that positions stand on: there is none before it to compare with."
MINE_TIMES = "What you follow, and what you or your delegation hold positions on. {times}"

# what a draft changed
TITLE = "{document} {name}: paragraphs that you follow"
ALSO = "You follow, too:"
MORE = "Also changed: {refs}."
WHAT = {
    "reworded": "reworded",
    "brackets": "brackets only",
    "uncertain": "other words stand here, and it is not certain that they are the same paragraph",
    "split": "split, now {parts}",
    "merged": "merged from {parts}",
    "into": "merged into {parts}",
    "deleted": "deleted",
    "back": "back in",
    "reading": "our reading changed",
}
BUTTON_DIFF = "Diff"
