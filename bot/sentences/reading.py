"""What people read when a file could not be read as a draft, or only in doubt. See also `bot.sentences.parsing`."""

ASK = "ask the secretariat for the draft as Word, PDF or HTML."

EMPTY = f"This file is empty: {ASK}"
NO_TEXT = f"There is no text in this file: {ASK}"
OTHER_TYPE = f"This is {{type}}, which cannot be read yet: {ASK}"
UNKNOWN_TYPE = f"This file is of a type that is not known here, so it cannot be read: {ASK}"
ENCRYPTED = "This Office file is protected by a password, so its text cannot be read: ask for a copy without one."
TOO_DEEP = f"This page nests its parts too deeply to be read: {ASK}"
LOGIN = "This page asks for a name and password and shows no draft: give the watch a login, or send the file here."
NEEDS_BROWSER = "This page shows its text only with JavaScript: ask for the file behind it, or watch it with a browser."

UNREADABLE_LAYER = (
    "The text layer of this PDF is unreadable ({why}), though the page may look right: "
    "open the original, or ask the secretariat for the draft as Word, HTML or another PDF. "
    "Whoever runs Rapporteur can let it read pictures of pages: make run EXTRAS=ocr."
)
UNREADABLE_TEXT = f"The text of this file is unreadable ({{why}}): {ASK}"
WHY_SCRIPTS = "{share} % of its words mix letters that no language mixes"
WHY_FORMS = "{share} % of its letters are shapes for printing instead of letters"
WHY_CONTROLS = "{share} % of its signs are control characters"

DOUBT_SCRIPTS = "Letters of different scripts are mixed inside {share} % of the words."
DOUBT_RADICALS = "{count} signs are radicals that stand for Chinese characters."
DOUBT_SIGNS = "Signs stand inside {count} words, such as “{example}”: the letters of one font may stand for others."
DOUBT_EDIT_MARKS = (
    "Edit marks are printed in the text ({count} doubled numbers such as “{example}”): "
    "old and new words may stand side by side."
)
DOUBT_ENCODING = "The file does not say its encoding; it was read as {encoding}."
