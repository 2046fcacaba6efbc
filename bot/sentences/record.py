"""Sentences of the record: its export, its check, its head."""

EXPORT_TITLE = "The record of {space}: events 1 to {events}, head {head}"
EXPORT_NOTE = "The program in it checks it with nothing but Python: "
EXPORT_CHECK = "python verify.py {file}"
EXPORT_HEAD = (
    "With the “record” of a Flash behind it, it also checks that what had been recorded by then is still in it."
)
EXPORT_NONE = "Nothing has been recorded in {space} yet."
EXPORTED = "Written: {path} (events 1 to {events}, head {head})"
NO_SUCH_SPACE = "There is no space {name} in this database. There are: {known}."
NO_SPACES = "There is no space in this database yet."
OUT_EXISTS = "{path} is there already; name a new folder, or a file that ends in .zip."
NO_RECORD = "{path} holds no record that can be read: {why}. Name the folder or .zip that an export wrote."
CHAIN_BROKEN = (
    "The record of space {space} is broken at event {event}, so nothing was copied: restore a backup from before, or ask "
    "who has written to the database by hand."
)
ASIDE_BROKEN = (
    "A text beside event {event} of space {space} is not the one that was recorded, so nothing was copied: restore a backup "
    "from before, or ask who has written to the database by hand."
)
HEAD_SHORT = "A head is at least the first 8 digits of a hash, in 0-9 and a-f."
HEAD_TODAY = (
    "The record of {space}: events 1 to {events}, head {head}. Who keeps this line can prove later that nothing was "
    "altered."
)
ERASE_ASK = (
    "Erase every text and the name of {person} from the record of {space}? What was done stays, with the delegation; the words "
    "cannot be had again. What was posted in chats stays there."
)
BUTTON_ERASE = "Erase"
ERASED = (
    "The texts and the name of {person} in the record of {space} are erased; their hashes stay, and the chain is whole."
)
ERASE_NOBODY = "That person has said nothing here. {form}"
ERASED_NAME = "(erased)"

README = """The record of {space}, exported {at}.

record.jsonl   the events, one a line, each bound to the one before by a hash
beside.jsonl   names and personal texts beside the events; an erased or withheld one has no text, its hash stays
verify.py      checks both: python verify.py FOLDER_OR_ZIP [HEAD]

Events: 1 to {events}. Head: {head}

An event says what was done, by which delegation, on which words (their SHA-256). It is no transcript of a meeting, and the
words of drafts stand in it as hashes only. Unofficial.
"""
