"""Sentences of the chats: who may do what, what was not understood, what was set up."""

UNKNOWN_VERB = "There is no command “{verb}”. Near it: {near}. {help} lists them all."
PRIVATE_TEXT = (
    "I read commands here, not conversation; nobody else was shown your words. {help} lists what you can do: {show} shows a "
    "paragraph, {diff} what changed. To answer a question of mine, reply to it or press its button. To bring a draft, send its "
    "file with {add} beside it, or {add} and its address. {near}"
)
PRIVATE_NEAR = "Did you mean {near}?"
NOTHING_TYPED = "Type a command, for example {help}."
NO_SPACE = (
    "This chat belongs to no space (one negotiation) yet. An administrator here opens one: {form} – or joins an existing one "
    "with a code from its chair: {add}"
)
NO_SPACE_FORM = 'space new NAME "Title"'
NO_SPACE_PRIVATE = (
    "You have no seat in any space that I know of. Ask in a chat of the space, or ask its chair for a seat."
)
WHICH_SPACE = "Which space do you mean?"
OTHER_SPACE = (
    "This chat belongs to {space} (space:{name}). About {asked} you can ask me in private, or in a chat of its own."
)
NOT_ALLOWED = "{verb} is for {roles} of {space}. {ask}"
NOT_ALLOWED_PRESS = "This button is for {roles} of {space}. {ask}"
ASK_JOIN = "To be seated in a delegation: {form}"
ROLE_NAMES = {
    "stranger": "anyone",
    "observer": "observers",
    "delegate": "delegates",
    "alternate": "alternates",
    "head": "heads of delegation",
    "secretariat": "the secretariat",
    "chair": "the chair",
}
ONE_ROLE = {
    "observer": "an observer",
    "delegate": "a delegate",
    "alternate": "an alternate",
    "head": "head of delegation",
    "secretariat": "of the secretariat",
    "chair": "the chair",
}
ROLE_WORDS = {"observer": "observer", "delegate": "delegate", "alternate": "alternate", "head": "head"}
NOT_YOURS = "This button is for the one who asked. Here is a copy for you."
OLD_BUTTON = "This button is no longer known. Please type the command again."
NO_DATABASE = "I cannot reach what I remember, so nothing was changed. Please try again in a minute."
WENT_WRONG = "Something went wrong on our side; nothing was changed. It is in the operator's log as {id}."
ANONYMOUS = "You write as an anonymous administrator here: please ask from your own account."

# which draft, which document
NO_DRAFTS = "{document} has no draft yet."
NO_DOCUMENTS = (
    "No document is watched in this space yet. The chair or the secretariat begins: watch, and the page's address."
)
ONE_DRAFT = "{document} has one draft only, {name}: there is nothing yet to compare it with."
NO_SUCH_DRAFT = "{document} has no draft {asked}. Its drafts: {known}."
NO_SUCH_BASE = "{document} has no base {asked}. {known}"
KNOWN_BASES = "Its bases and drafts: {known}."
SAME_DRAFT = "{asked} and {other} are the same draft."
WHICH_DOCUMENT = "There are several documents. Which one do you mean?"
NO_SUCH_DOCUMENT = "There is no document {asked} in this space. Its documents: {known}."
THREE_DRAFTS = "Two drafts can be compared, not {n}. For bases beside them: {form}"
SHOW_WHAT = "Which paragraph? For example: {form}"
BAD_KEY = "{verb} does not know {key}. It knows: {known}."
TOO_MANY_WORDS = "A command names at most {most} things; this one names {count}. A range, as C5-C9, is one."
BAD_FLAG = "{verb} has no option --{flag}. {form} lists its forms."

# /drafts
DRAFTS_TITLE = "{document}: drafts"
DRAFTS_LINE = "{name}  {label}"
DRAFTS_TIMES = "  published {published} · seen {seen} · {words} words · "
DRAFTS_TIMES_UNKNOWN = "  seen {seen} · {words} words · "
DRAFTS_BASE = "base “{name}”  {label}"
DRAFTS_UNKNOWN = "“{asked}” is not known of drafts. {form} lists what is."
NO_LABEL = "(no label)"

# /watch
WATCH_TITLE = "Sources of {space}"
WATCH_NONE = "No source is watched yet: {form}"
WATCH_LINE = "{n}. {url}"
WATCH_HEALTH = "{kind} of {document} · last look {looked} · last change {changed} · next look {next}"
WATCH_PAUSED = "{kind} of {document} · stopped"
WATCH_ERROR = "trouble since {since}: {why}"
WATCH_FILE = "from the configuration file"
NEVER = "never"
WATCH_FOUND_TITLE = "What I would watch on {url}"
WATCH_FOUND_DRAFT = "{label}  ({formats}{date})"
WATCH_FOUND_DOCUMENT = "This address is a draft itself: {paragraphs} paragraphs, {words} words."
WATCH_CONFIRM = "Watch this page"
WATCH_AS_DOCUMENT = "The page itself is the draft"
WATCH_STARTED = (
    "Watching {url} for {document}. I look three times to learn what changes by itself; then you hear from me."
)
WATCH_TWICE = "{url} is watched already for {document}. To watch it for another document too: {form}"
WATCH_STOPPED = "Stopped watching {url}. What was seen is kept."
WATCH_RESUMED = "Watching {url} again."
WATCH_DECLARED = "{url} stands in the configuration file, which wins: take it out there."
WATCH_NO_SOURCE = "There is no source {asked}. {form} lists them."
WATCH_TAKEN = "The new drafts of {url} are taken at the next look."
WATCH_NOT_OF = "“{label}” is not taken as a draft of {document}, and not asked about again."
WATCH_DRAFT_ALREADY = "“{label}” was taken as a draft of {document} already. {form} lists them."
WATCH_BUTTON_STOP = "Stop {n}"
WATCH_BUTTON_RESUME = "Resume {n}"
WATCH_WHAT = "Which address? For example: {form}"

# /join
JOIN_TITLE = "Delegations of {space}"
JOIN_NONE = "No delegation is set up yet in {space}: ask the chair."
JOIN_WHAT = "Which delegation? Press one, or type {form}."
JOIN_NO_DELEGATION = "There is no delegation {asked} in {space}. Near it: {near}."
JOIN_SEATED = "You are seated already in {delegation} as {role}."
JOIN_ASKED = "Asked to seat you in {delegation}: {who} will answer. You will hear from me."
JOIN_ASKED_ALREADY = "You have asked already to be seated in {delegation}; {who} has not answered yet."
JOIN_NOBODY = (
    "Nobody can seat you in {delegation} yet: it has no head here and the space has no chair. Your wish is kept."
)
JOIN_REQUEST = "{person} ({account}) asks to be seated in {delegation}, {space}."
JOIN_AS = "Seat as {role}"
JOIN_DECLINE = "Decline"
JOIN_DONE = "{person} is seated in {delegation} as {role}, confirmed by {by}."
JOIN_DECLINED = "{person} was not seated in {delegation}; declined by {by}."
JOIN_WELCOME = "You are seated in {delegation} ({space}) as {role}, confirmed by {by}. {help} shows what you can do."
JOIN_REFUSED = "Your wish to be seated in {delegation} was declined by {by}."
JOIN_DECIDED = "That was settled already: {outcome}."
JOIN_LEFT = "{person} no longer sits in {delegation}. What was said from that seat stays, as said by a former {role}."
JOIN_LEFT_TOLD = "Your seat in {delegation} ({space}) was ended by {by}. What you said from it stays."
JOIN_LEFT_OFFICE = "You are no longer {role} of {space}."
JOIN_WHICH = "Which of them do you mean?"
JOIN_NO_SEAT = "{person} has no seat in {space} that could be ended{delegation}."
JOIN_NO_SEAT_IN = " in {delegation}"
JOIN_NOT_YOURS_TO_END = "A seat is ended by the person, by a head or an alternate of the delegation, or by the chair."
JOIN_NO_REQUEST = "That wish is no longer known."
THE_HEAD = "the head of the delegation"
THE_CHAIR = "the chair"
SEATED = "seated"
DECLINED = "declined"

# /space
SPACE_TITLE = "Space {name}: {title}"
SPACE_ZONE = "Time zone {zone}. Language {language}."
SPACE_CHATS = "Chats: {chats}"
SPACE_CHAT = "{chat} ({kind}{gone})"
SPACE_CHAT_GONE = ", not reachable: {why}"
SPACE_CHAIRS = "Chair: {people}"
SPACE_SECRETARIAT = "Secretariat: {people}"
SPACE_DELEGATIONS = "Delegations: {delegations}"
SPACE_DOCUMENTS = "Documents: {documents}"
SPACE_NOBODY = "nobody"
SPACE_NONE = "none"
SPACE_NEW_WHAT = "Give it a name and a title: {form}"
SPACE_NAME_BAD = (
    "A name is one word of letters, digits and hyphens, 40 at most, and a title has at most {most} characters: {form}"
)
SPACE_NEW = (
    "Space {name} is open, and this chat belongs to it. You are its chair. Times are told in UTC: {zone} changes that. "
    "Next: {watch} and {delegation}"
)
SPACE_IN_GROUP = "A space is opened in the group or channel that it shall live in, by an administrator of it."
SPACE_EXISTS = "There is a space {name} already."
SPACE_BOUND = "This chat belongs to the space {name} already; a chat belongs to at most one."
SPACE_ADMIN = "Only an administrator of this chat can do that: ask one to send the same line."
SPACE_INVITE = (
    "In the other chat an administrator types {form} within a day. The code works once and binds that chat as {kind}."
)
SPACE_ADDED = "This chat belongs to the space {name} now, as {kind}."
SPACE_CODE = "That code is not known, used, or older than a day. Ask the chair for a new one: {form}"
SPACE_DELEGATION = "Delegation {code} ({name}, {group}) is set up. Its people type {form}."
SPACE_DELEGATION_WHAT = "A delegation needs a code, a name and its group: {form}"
SPACE_DELEGATION_LONG = (
    "A code is one word, 16 letters and digits at most; a name and a group have at most {most} characters: {form}"
)
SPACE_DELEGATION_TWICE = (
    "There is a delegation {code} already: {name}, {group}. The button gives it the name and the group that you typed."
)
SPACE_CORRECTED = "Delegation {code} is {name}, {group} from now on; it was {before}, {before_group}."
SPACE_CORRECT_NONE = "There is no delegation {code} here. There are: {known}."
SPACE_OFFICER = "{person} is {role} of {name} now."
SPACE_OFFICER_WHAT = "Say whom: mention the person, or write the account's own id: {form}"
SPACE_LEFT = "{person} is no longer {role} of {name}."
SPACE_NO_OFFICE = "{person} holds no office of {name}. Its officers: {known}."
NO_SUCH_HANDLE = (
    "I have not met @{handle} here yet. When they have typed {help} to me once it works; "
    "so does a reply to a message of theirs, or the account's own id: {form}"
)
SEAT_DECLARED = "{what} stands in the configuration file, which wins: take it out there."
THE_OFFICE = "This office"
LAST_CHAIR = "There would be no chair then. Make somebody else chair first."
SPACE_KINDS = "A chat is bound as open, caucus or public: {form}"
SPACE_VERBS = "“{asked}” is not known of a space. Known are {forms}"

# /help
HELP_TITLE = "What I can do here"
HELP_MORE = "More about one: {form}"
HELP_YOU = "You are {roles} in {space}."
HELP_NOBODY = "You have no seat in {space}: {form}"
WELCOME = "I tell the people of a negotiation what changed in a new draft, within seconds. {help} shows what I can do."

# deliveries
NO_SUCH_FORM = "There is no file of the form {asked}: the comparison can be had as {known}."
FILE_NOT_SENT = "{file} could not be sent here. {why}"
PART = "({n}/{of})"
PART_AFTER = "({n}/{of} · {begins})"
PART_EMPTY = "(Nothing more: what stood here is said above.)"
REPEAT = "(may be a repeat)"
PICTURE_OVER = "This picture shows what was compared before. What is compared now is told by the Flash."
HELD = "Nobody can tell whether a message reached {chat} ({key}). Look there; it is not sent again by itself."
CHAT_GONE = "The chat {chat} of {space} can no longer be reached: {why}"
EMPTY = "Nothing to show."
