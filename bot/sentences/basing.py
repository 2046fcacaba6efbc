"""What people read when a chair says that a draft is a base."""

MADE = "{document}: {draft} “{label}” is the base “{base}” from now on, and no draft. Its number is not used again."
DONE = "{draft} of {document} is the base “{base}” from now on. The last draft is {name}."
DONE_ALONE = "{draft} of {document} is the base “{base}” from now on. There is no other draft yet."
BUTTON_BACK = "{draft} is a draft after all"
ENDED = "{document}: {draft} “{label}” is a draft again, and not the base “{base}”."
DONE_ENDED = "{draft} of {document} is a draft again, and not the base “{base}”. The last draft is {name}."
NEVER = (
    "{asked} of {document} is no draft that was made a base. A text that was a base from the beginning becomes a draft "
    "by {form}, or with its file."
)
HELD = (
    "Positions on {document} stand on {name}, and there is no draft before it whose words they could go back to: "
    "let the next draft come first, or have them withdrawn."
)
ROLE = "Only a chair of {space} says that a draft is a base."
WHICH = "Which draft is a base, and what is the base called? For example: {form}"
IS_ONE = "{name} of {document} is a base already."
NAME = "“{base}” cannot be the name of a base: take one word, such as chair. {form}"
FLASH = "Not a draft: a chair has said that this is the base “{base}”."
FLASH_ANEW = "Corrected {at}: compared with {name} now, since a chair put right which drafts came before."
FLASH_FIRST = "Corrected {at}: there is no draft before this one, since a chair put right which drafts came before."
