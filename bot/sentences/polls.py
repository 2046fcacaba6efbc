"""Sentences of polls. A poll is a pulse: no winner, no share, nothing decided."""

TITLE = "Poll on {ref}  {draft} · {hash}"
PULSE = "A pulse, not a decision"
UNTIL = "open until {at} {zone} ({utc} UTC)"
UNTIL_UTC = "open until {at} UTC"
UNTIL_CLOSED = "open until it is closed or the words change"
BY_DELEGATION = "one answer a delegation"
BY_PERSON = "one answer a person"
SEVERAL = "several options may be chosen"
ASKED_BY = "asked by {asker}"
OPTION = "{option}: {names}"
OPTIONS = "Options: {options}"
NOBODY = "–"
MORE_NAMES = "{names}, and others: {form}"
REASONS = "Reasons:"
REASON = "{name} ({choices}): “{reason}”"
REASONS_ALONE = "Reasons, in no order, apart from the answers that they were given with:"
REASON_ALONE = "“{reason}”"
REASONS_SECRET = (
    "A reason may be given with an answer. It is shown after the close without a name, a group or an answer; the way it is "
    "written may still tell whose it is."
)
SILENT = "No answer from: {groups}"
SECRECY = (
    "Secret from members and from the export. Not promised: the operator of this bot and the chat company could see clicks; a "
    "backup made before the close can be opened with the operator's secret."
)
TOO_FEW = "Fewer than five took part: the answers are not told, and were destroyed."
OTHER_GROUPS = "other groups"
TOOK_PART = "Took part: {names}"
UNOPENED = "The answers could not be opened: the operator's secret is another one now. They were destroyed."
UNANIMOUS = "Where all of a group answered alike, that still tells how each of it did."
CLOSED = {
    "time": "closed at its time, {at}",
    "asked": "closed early, {at}",
    "changed": "closed {at}: the words of {ref} changed",
    "cancelled": "cancelled {at}",
}

BUTTON_ANSWER = "Answer in private"
BUTTON_ADD = "Add an option"
BUTTON_NAMES = "Names"
BUTTON_REASON = "Give a reason"
BUTTON_NO_REASON = "Take the reason back"
BUTTON_CLOSE = "Close poll {id}"
BUTTON_CANCEL = "Cancel poll {id}"
YES_NO = ("Yes", "No", "No view")

ENTRY = "Choose one. You may choose again until the poll closes; the last choice counts."
ENTRY_SEVERAL = (
    "Choose as many as you could live with; pressing again takes one back. Until the poll closes you may change it."
)
TAKEN = "{voter}: {choices}. You may change it until the poll closes."
TAKEN_NONE = "{voter}: nothing chosen now. You may change it until the poll closes."
TAKEN_REASON_GONE = "The reason that was given with the answer before is gone: give one anew."
TAKEN_SECRET = "Taken for {voter}. You may change it until the poll closes."

STARTED = "Poll {id} is in the chats of the space. You, the chair and the secretariat can close it."
REASON_WHAT = "Why does {voter} answer so on {ref}, “{question}”? At most {most} characters."
REASON_NONE_YET = "Answer the poll first, then give a reason for that answer."
REASON_TAKEN = "Noted for {voter}: “{reason}”. It can be changed until the poll closes."
REASON_TAKEN_SECRET = "The reason is sealed with the answer of {voter}. It can be changed until the poll closes."
REASON_BACK = "The reason is taken back; the answer of {voter} stays."
NO_REASONS = "This poll asks for no reasons. A position on the words may have one: {form}"
ERASED = "The reasons given in poll {id} are erased; its answers stay."
ERASE_ROLE = "Only the chair and the secretariat erase the reasons of a poll."
ERASE_WHAT = "Poll {id} keeps no reason without a name. What a person said is erased by {form}"
ADD_WHAT = "Which option is to be added to “{question}”?"
ADDED = "{who} added the option “{option}” to the poll on {ref}: “{question}”"
ADDED_TO_YOU = "Added: “{option}”."
LIST_TITLE = "Polls of {space}"
LIST_NONE = "No poll is open. {form}"
LIST_LINE = "{id}. {ref} “{question}” · {state}"
DONE_CLOSED = "The poll is closed; its card shows the result."
DONE_CANCELLED = "The poll is cancelled; its card says so and shows no answers."

# what was not understood
WHAT = "A poll needs a paragraph and a question: {form}"
ONE_PARAGRAPH = "A poll asks about one paragraph; {ref} is several. Near it: {near}."
ONE_OPTION = "One option is no choice. Give two or more in quotes, or none for Yes · No · No view: {form}"
TOO_MANY = "A poll has ten options at most; these are {n}. {form}"
TWICE = "The option “{option}” stands there twice."
TOO_LONG = "“{start}” is longer than {most} characters, and would not fit a button. Please shorten it."
QUESTION_LONG = "The question is longer than {most} characters. Please shorten it."
PAST = "{at} is past. Give a time that is still to come, for example {form}"
NO_TIME = "{until} is no time that can be read. For example: {form}"
NO_SECRET = (
    "A secret poll needs [security] ballot_secret in the configuration where several processes share a database: ask the "
    "operator."
)
SECRET_OPTIONS = "Options cannot be added to a secret poll: its card would have to say who added one."
STANCE_OPTION = (
    "“{option}” is the name of a stance: nobody may think to have taken one. Please word the option otherwise."
)
NO_POLL = "There is no poll {id} here. {form} lists those that are open."
WHICH_POLL = "Which poll? {form} lists those that are open."
OVER = "This poll is closed: {why}."
CLOSING = "its time is over, or its words have changed"
NO_OPTION = "The poll has no option {n}: {options}"
NOT_ADDING = "Options cannot be added to this poll."
NOT_YOURS = "Only the one who asked and the officers of the space close a poll."
OBSERVER = (
    "This poll takes one answer a delegation, and an observer has no voice in one. "
    "In a poll with --person you may answer."
)
NO_VOICE = "This poll is answered for a delegation. Ask for a seat: {form}"
IN_PRIVATE = "A secret poll is answered in private: press “Answer in private” on its card."
