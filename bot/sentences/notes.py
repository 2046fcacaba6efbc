"""Sentences of /note: what a delegation notes for itself on a paragraph."""

NOTED = (
    "Noted on {refs} of {document} for {delegation} alone: “{text}”. Those who speak for it read it beside the words, and are "
    "told with it when they change."
)
ASK = "What does {delegation} note on {refs}? Those who speak for it alone read it."
ALREADY = "Noted there already: {notes}"
LIST_TITLE = "Notes in {space}"
LINE = "{code} on {ref} ({document}): “{text}” ({name})"
HEAD = "Notes of your delegation, for those who speak for it alone:"
BESIDE = "Note of {code}, for those who speak for it alone: “{text}” ({name})"
NONE = "{names} has no notes in {space}. For example: {form}"
OFF = "{delegation} keeps no note on {refs} of {document} any more."
BUTTON_OFF = "Take off {ref}"

# what is not understood
NO_VOICE = (
    "A note is kept by those who speak for a delegation: its delegates, alternates and head. Ask for a seat: {form}"
)
SEVERAL = "A note is on one paragraph, and {ref} is several. Name those that are meant."
NOT_NOTED = "{delegation} has no note on {asked}. It has notes on {known} of {document}."

# what a draft changed
TITLE = "{document} {name}: notes of {delegation}"
ALSO = "Your delegation has notes on what changed:"
YOURS = "Your note on {ref}: “{text}” ({name})"
MORE = "Also changed, with notes of yours: {refs}."
BUTTON_DIFF = "Diff"
