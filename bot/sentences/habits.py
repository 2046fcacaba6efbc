"""How somebody wants to be told: /me zone, quiet, digest, text, mute; quiet hours of a space; the digest."""

# what holds, in /me
TITLE = "How you are told"
ZONE = "Time zone: {zone}, now {at}. {form}"
ZONE_OF_SPACE = "Time zone: that of each space; yours: {form}"
LANGUAGE = "Language: {language}. {form}"
LANGUAGE_OF_SPACE = "Language: that of each space; yours: {form}"
QUIET = "Quiet hours: {quiet} ({zone}). {form}"
QUIET_NONE = "Quiet hours: none. {form}"
DIGEST_ON = "What waits for their end comes as one message. {form}"
DIGEST_OFF = "What waits for their end comes message by message. {form}"
TEXT_ON = "Text mode: on. {form}"
TEXT_OFF = "Text mode: off. {form}"
MUTED = "Muted: {documents}. {form}"

# what holds from now on
ZONE_SET = "Your time zone is {zone}: it is {at} there. In private, times are told as {here}{yours}."
ZONE_SAME = "Your time zone is {zone}: it is {at} there."
ZONE_CLEARED = "Times are told in the time zone of each space."
LANGUAGE_SET = "What only you read is written in English."  # each language says its own name
LANGUAGE_CLEARED = "What only you read is written in the language of each chat and space."
QUIET_SET = (
    "Quiet hours: {quiet} ({zone}). What is written to you in private waits until {ends}. Not waiting: a silence that ends "
    "before, or within an hour after; acts of your delegation that are held; and the Flash in its chats."
)
QUIET_CLEARED = "No quiet hours: everything reaches you at once."
DIGEST_SET = "What waits until the end of your quiet hours comes as one message."
DIGEST_CLEARED = "What waits until the end of your quiet hours comes message by message."
DIGEST_NO_QUIET = "You have no quiet hours yet: {form}"
TEXT_SET = (
    "Text mode is on: what only you read is written without styles, for example “[deleted: shall] [added: should]”."
)
TEXT_CLEARED = "Text mode is off: struck and inserted words are shown in styles."
MUTE_SET = (
    "{document} ({space}) is muted: what its drafts change is not written to you in private any more. "
    "Silences, held acts and answers to you still are."
)
MUTE_CLEARED = "{document} ({space}) is no longer muted."

# what is missing or not known
ZONE_WHICH = "Which time zone? For example: {form}"
NO_SUCH_ZONE = "There is no time zone “{asked}”. The nearest are {near}."
NO_LANGUAGE = "“{asked}” is no language that I speak. I speak {known}."
QUIET_WHEN = "From when until when? For example: {form}"
NO_HOURS = "“{asked}” are no hours. Write them like this: {form}"
ON_OR_OFF = "On or off? {forms}"
MUTE_WHICH = "Which document? Here there are {known}."
NO_DOCUMENT = "There is no document “{asked}” in your spaces. There are {known}."
NO_DOCUMENTS = "You have no seat and no office in a space with documents."
SEVERAL_DOCUMENTS = "“{asked}” is a document of several of your spaces: {spaces}. Which one?"
NOT_MUTED = "{document} ({space}) is not muted."

# of a space
SPACE_QUIET = "Quiet hours: {quiet}"
SPACE_LANGUAGE_SET = "What is told in {space} is written in English; a person may choose another language: {form}"
SPACE_LANGUAGE_HERE = "What is told in this chat is written in English; a person may choose another language: {form}"
SPACE_QUIET_NONE = "none"
SPACE_QUIET_SET = (
    "Quiet hours of {space}: {quiet} ({zone}). New cards wait until they end. Flashes, how a silence ends, and a silence that "
    "ends before or within an hour after do not wait."
)
SPACE_QUIET_CLEARED = "{space} has no quiet hours: cards are posted at once."
CARD_WAITS = "The chats have quiet hours: the card is posted when they end, at {at}."
CARD_WAITS_SOME = "Some of the chats have quiet hours: the card is posted there when they end, at {at}."
CARD_MUTED = "{document} is muted in this chat, so the card is posted in the other open chats alone. {form}"
MUTED_EVERYWHERE = (
    "{document} is muted in every open chat, so that its card would be posted nowhere. In one of them: {form}"
)
SPACE_TERMS = "Watched words: {told}"
SPACE_PLENARIES = "Plenary: {told}"
SPACE_TERM = "“{term}”"
SPACE_ZONE_SET = (
    "The time zone of {space} is {zone}: it is {at} there. Times are told in it, and read in it where one is typed."
)
SPACE_PLENARY_SET = "The plenary of {space}: {times}. Each Flash says how long it is until then."
SPACE_PLENARY_CLEARED = (
    "No time of a plenary is kept for {space}; if its calendar tells one, each Flash counts down to that."
)
SPACE_PLENARY_WHEN = (
    "When is the plenary? {form}; several times may follow each other, and a day is written 2026-11-25T17:00."
)
SPACE_PLENARY_PAST = "{at} is over. Give a time that is still to come, with its day: {form}"
SPACE_TERMS_SET = "{space} watches {terms}: each Flash says how often they stand in the draft, and before."
SPACE_TERMS_CLEARED = "{space} watches no words any more."
SPACE_TERMS_WHICH = "Which words are to be watched? At most {most} of {longest} characters: {form}"
SPACE_DECLARED = (
    "The operator’s configuration says this of {space}, and would say it again at the next start: ask the operator."
)

# of one chat
CHAT_QUIET = "quiet hours {quiet}"
CHAT_MUTES = "muted: {documents}"
CHAT_QUIET_SET = (
    "Quiet hours of this chat: {quiet} ({zone}). New cards, those of polls too, wait here until they end. Flashes, how a "
    "silence ends, and a silence that ends before or within an hour after do not wait."
)
CHAT_QUIET_CLEARED = "This chat has no quiet hours: cards are posted here at once."
CHAT_DIGEST_OFF = "no digest"
CHAT_DIGEST_SET = "The cards that wait here until quiet hours end come as one message."
CHAT_DIGEST_CLEARED = "The cards that wait here until quiet hours end come one by one."
CHAT_DIGEST_NO_QUIET = "This chat has no quiet hours yet: {form}"
CHAT_MUTED = (
    "{document} is muted in this chat: no Flash, no card and no news of it is posted here any more. What stands here already "
    "is kept up to date, and questions are answered. {form}"
)
CHAT_UNMUTED = "{document} is no longer muted in this chat: its next Flash and its next card are posted here."
CHAT_NOT_MUTED = "{document} is not muted in this chat."
CHAT_NO_DOCUMENT = "There is no document “{asked}” in {space}. There are {known}."
CHAT_NO_DOCUMENTS = "{space} has no document yet."
HERE_IN_CHAT = "This is about one chat: type {form} in that chat."
CHAIR_OR_ADMIN = "Only the chair of the space, or an administrator of this chat, can do that."

# the digest
DIGEST = "While you had quiet hours"
CHAT_DIGEST = "While this chat had quiet hours"
DIGEST_ITEM = "{n}. {text}"
DIGEST_BUTTON = "{n} · {label}"
