"""Sentences about drafts that people bring: a file dropped into a chat, an address named there, a draft for some chats only."""

TOO_BIG = (
    "{name} is larger than {limit} MB, so it is not read: send the draft in another format, or its address on the web."
)
ELSEWHERE = (
    "{name} is kept outside Slack, where the bot cannot read it: post the file itself, or its address on the web."
)
NOT_HAD = "{name} could not be had from this chat: {why}"
PICTURE = "{name} is a picture, and a draft is read from its text: drop the draft as Word, PDF or HTML."
SEVERAL_FILES = "There are several files: which one is the draft?"
WHAT = "Reply to a message with a file: {form} – or name an address: {url}"
WHAT_SLACK = (
    "Mention the bot with “drafts add” in the thread of a message with a file, or on the message with the file – "
    "or name an address: {url}. With a slash Slack does not say which file is meant."
)
ROLE = "Drafts are added by the chair and the secretariat of {space}: ask one of them to add this one."

DROPPED = "{file}, dropped by {who} in {platform}"
NAMED = "named by {who} in {platform}"
NO_NAME = "file"

ADDED = "{name} of {document} is added. Its Flash goes to every chat of the space."
ADDED_BASE = "New text of the base “{base}” of {document} is added. /diff latest vs:{base} compares with it."
NO_NEW_WORDS = "No new words: this is the text of {name}{label}, the latest draft of {document}. Nothing was posted."
OLDER = "This is the text of {name}{label}, an older draft of {document}. Nothing was posted."
LABEL = " “{label}”"
LANGUAGE = (
    "This text is in another language ({language}) than {document}, and is no draft of it. To keep it as a document of its "
    "own: {form}"
)
LITTLE = "{percent} % of this text stands in the latest draft of {document}. Is it a draft of it?"
BUTTON_SURE = "Yes, a draft of {document}"
NEW_DOCUMENT = "There is no document “{asked}” here yet; there is: {known}. Begin a new one?"
BUTTON_NEW = "Begin {document}"

# drafts for some chats only
PRIVATE_PLACE = (
    "A private draft is added in the chat that may see it, a caucus chat of {space}: "
    "elsewhere there is nobody whom it is for, or everybody sees it."
)
PRIVATE_BASE = "A base is for everybody, so a private draft cannot be one: leave out base: or --private."
PRIVATE_TITLE = "PRIVATE DRAFT  {document} {name}{label}: for this chat only"
PRIVATE_ADDED = (
    "{name} of {document} is added, for this chat only. No position stands on it; elsewhere only its hash is told."
)
PRIVATE_KNOWN = "No new words: this is {name} of {document}, which this chat has already. Nothing was posted."
NO_SUCH_PRIVATE = "{document} has no private draft {asked}."
WITHHELD = (
    "{name} of {document} was given to some chats only, at {seen}, and is withheld here: you have not seen it. "
    "SHA-256 of its file: {sha256}"
)
NOT_SEEN = "{name}  withheld: given to some chats only, at {seen} · sha {sha} · you have not seen it"
PRIVATE = "{name}  {label}  private: for this chat only"

# a document that goes on from others
OF = "{document} {name}"
CONTINUE_WHAT = "Name the older documents, then the one that goes on from them: {form}"
CONTINUE_ROLE = "Which document goes on from which is said by the chair and the secretariat of {space}."
CONTINUES_ITSELF = (
    "{document} goes on from an older document itself. One step back is told: name the older document instead."
)
CONTINUED = (
    "{document} goes on from {names}: /history tells a paragraph's life there too. Positions stand in {document} where the "
    "words are the same; of the others each delegation is asked in private."
)
