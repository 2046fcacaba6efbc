"""What people read when a chair says that a draft is another document's."""

ROLE = "Only a chair of {space} says that a draft is another document's."
WHICH = "Which draft is of which document? For example: {form}"
THERE = "{name} is a draft of {document} already."
NO_DRAFT = "{name} of {document} is no draft in its row, so it cannot be moved: only r1, r2, … can."
GONE = "{name} is no draft of {document} any more: see its drafts."
LANGUAGE = (
    "{name} is in another language ({language}) than the drafts of {other}: a translation is a document of its own. "
    "Name one for it, or move it there as a base."
)
NAME = "“{base}” cannot be the name of a base: take one word, such as chair. {form}"

# the question
TITLE = "Is {name} “{label}” a draft of {other}, and not of {document}?"
BECOMES = "It becomes {new} of {other}, compared with {last}."
BECOMES_FIRST = "It becomes {new} of {other}, its first draft."
BECOMES_BASE = "It becomes the base “{base}” of {other}, and no draft."
HAS_IT = "{other} has these very words already: they are its {new}."
NEWER = "{last} of {other} was seen after it. If it came before {last}, move it as a base, so that {last} stays the last draft."
ALIKE = (
    "Of the shorter text, {here} % stand in the draft before it in {document}, {there} % in the last draft of {other}."
)
NUMBER = "{name} of {document} is not used again; its last draft is then {last}."
NUMBER_ALONE = "{name} of {document} is not used again; it has no other draft."
GO_BACK = (
    "Positions on {document} stand on the words of {last} again, as they stood before it; "
    "what cannot be told is to be confirmed."
)
SAID = (
    "Said on its own words: {names}. This stays with {document}, to be confirmed, and does not go to {other}: "
    "whoever said it is told."
)
LAPSED = "Ended by it, and not begun again by itself: {what}."
SILENCE = "silence {number} on {refs}"
POLL = "the poll “{question}” on {ref}"
FLASHES = "The Flash is corrected in every chat that has it, and the open chats are told."
LATER = "What is posted at its address from now on goes to {other}."
BUTTON = "Move to {other}"
BUTTON_BASE = "As a base of it"

# when it is done
DONE = "{name} of {document} is {new} of {other} from now on."
TOLD = "{name} “{label}” was no draft of {document}: a chair has said that it is {new} of {other}."
TOLD_BEFORE = "{document} stands at {last} as before."
BUTTON_BACK = "Move it back"
BUTTON_DIFF = "Diff"
BUTTON_SILENCE = "Open silence {number} again"
ENDED = "{name} of {document} had ended what is not begun again by itself: {what}."
SPEAKERS = (
    "{delegation}: what was said on {name} of {document} was said on words that are {new} of {other}. "
    "It stays with {document}, to be confirmed there, and was not taken over to {other}. If it is meant there, say it there:"
)
SAY_AGAIN = "“{stance}” on {ref}"
BUTTON_SHOW = "Show {ref}"

# elsewhere
FLASH_FROM = "Corrected {at}: posted as {name} of {other}; a chair has said that it is a draft of {document}."
FLASH_TO = "Corrected {at}: no draft of {document}; a chair has said that it is {name} of {other}."
MOVED_AWAY = "{asked} of {document} turned out to be {new} of {other}."
