"""The silence procedure: its card, its end, and /silence. No objection is no consensus; nobody's silence is a yes."""

# when
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WHEN = "{day} {date} {time} {place} ({utc} UTC)"
WHEN_PLACE = "{day} {date} {time} {place}"
WHEN_UTC = "{day} {date} {time} UTC"

# the card
TITLES = {
    "running": "SILENCE {number} on {refs} {draft} until {until}",
    "observed": "SILENCE {number} on {refs} {draft}: observed",
    "broken": "SILENCE {number} on {refs} {draft}: broken by {by}",
    "lapsed": "SILENCE {number} on {refs} {draft}: lapsed",
    "withdrawn": "SILENCE {number} on {refs} {draft}: withdrawn",
}
OBSERVED_BUT = "{title}, not reached: {names}"
CALLED = "SILENCE {number} on {refs} {draft}"
SET_BY = "{document} · set by {person}{office}, {opened}"
OFFICES = {"chair": " (chair)", "secretariat": " (secretariat)"}
SHORT_NOTICE = "short notice: {reason}"
UNUSUAL_HOUR = "outside the working hours: {reason}"
ON_HOLIDAY = "on a holiday ({holiday}): {reason}"
IN_DOUBT_NOW = "{name} has been posted; its reading is in doubt, so this is about the words of {draft} alone"
REOPENS = "takes up silence {number} again: {reason}"
PINNED = "{label} · {sha}"
PINNED_ALL = "the words of {refs} · {sha}"
ADDED = "{more} longer, because the bot was away"
STILL_OPEN = "Others may record an objection, too, until {until}."
NOT_REACHED_YET = "not reached yet: {names}"
NOT_REACHED = "not reached: {names}"
ALL_REACHED = "everybody who was seated at its opening was reached"
NOT_SEATED = "{name} (nobody seated at its opening)"
GROUP = "{group} (no delegation)"
ATTACHED = "{name}{on} {says}{reason}"
SAYS_UNTIL = "{says}, until {until}"
OBJECTED = "{name}{on} objects{reason}"
BEFORE = (
    "Before the opening, {since}: {name}{on} objects{reason}. Unless withdrawn by the deadline, it breaks the silence."
)
ON = " (on {refs})"
UNSETTLED = "{name}{on} objects{reason} (in its delegation this was not settled by the deadline)"
REASON = ": “{reason}”"
WOULD_ACCEPT = " → would accept: “{wording}”"
NO_CONSENSUS = "no objection ≠ consensus; the Chair designates"
OBJECT = "Object"
CONCERN = "Concern"
ACCEPT = "Accept"
SEEN = "Seen"
WITHDRAW = "Withdraw"
EXTEND = "Extend"
ASK_MORE = "Ask for more time"
ANEW = "Open anew"

# to the chats
BROKEN = "Silence {number} on {refs} is broken. {objection}"
OBSERVED = (
    "No objection was received by {until} from those who were reached. That is no consensus: the Chair designates."
)
LAPSED = "Silence {number} on {refs} has lapsed: {draft} has other words in {changed}. Nothing was decided."
WITHDRAWN = "Silence {number} on {refs} was withdrawn by {person}. Nothing was decided.{why}"
EXTENDED = "Silence {number} on {refs} now runs until {until}, set by {person}.{why}"
WHY = " Reason: “{reason}”"
LENGTHENED = "The bot was away for {away}. The silence on {refs} is longer by that time: until {until}."
LATE = "late, changes nothing above: {name} {says}, {at}"
DELETED = "{label} (deleted)"

# in private
TO_YOU = (
    "These words concern your delegation. If nobody objects by {until}, it is noted that no objection was received."
)
MAY_ASK = "Your reserve on {refs} is attached to silence {number}. You may ask the chair for more time, once."
MORE_WANTED = "{name} has a reserve on {refs} and asks for more time in silence {number}, which ends {until}."
MORE_ASKED = "The chair is asked for more time in silence {number}."
MORE_ASKED_ALREADY = "{name} has asked for more time in silence {number} already; the chair decides."
LAPSED_CHAIR = (
    "Silence {number} on {refs} has lapsed because {draft} changed {changed}. It can be opened anew on the new words."
)
SEEN_NOTED = "Noted: {name} has seen silence {number} on {refs}. That is no position; it runs until {until}."
SEEN_NOTED_BROKEN = (
    "Noted: {name} has seen silence {number} on {refs}. That is no position. It is broken; objections are recorded until "
    "{until}."
)
SEEN_LATE = "Silence {number} on {refs} is over: {outcome}."
SEEN_NO_SEAT = "Seen is noted for a delegation, by somebody who is seated in it: {form}"
OPENED = "Silence {number} on {refs} is open until {until}. {told}"
TOLD = "Each person with a seat is told in private: {names}."
TOLD_NOBODY = "Nobody has a seat yet, so nobody can be told in private."
WITHDRAWN_NOTED = "Silence {number} on {refs} is withdrawn; the chats are told."
EXTENDED_NOTED = "Silence {number} on {refs} runs until {until}; the chats are told."
LAPSED_WHY = "the words changed"

# the list
LIST_TITLE = "Silences of {space}"
LIST_NONE = "No silence has been opened here. {form} opens one."
STATES = {
    "running": "running until {until}",
    "observed": "observed {until}",
    "broken": "broken by {by}",
    "lapsed": "lapsed {until}",
    "withdrawn": "withdrawn {until}",
}

ENDING = "its time was over {until}, and its outcome follows"

# what stands in the way
FORM = "silence C5,C8 until:{until}"
UNTIL_WHEN = "Until when? The next possible moment is {next}."
NO_TIME = "“{asked}” is no time. Write 2014-06-12T18:00, or 17:00 for today. The next possible moment is {next}."
PAST = "{asked} is past. The next possible moment is {next}."
NOT_LATER = "{asked} is not later than the deadline that it has, {until}."
SHORT = (
    "From now to {asked} is less than the notice of {notice} that {space} gives. The next possible moment is {next}. "
    "For an earlier one add --force and the reason, which is printed on the card."
)
OUTSIDE = (
    "{asked} is outside the working hours of {space} ({hours}). The next possible moment is {next}. For another one add "
    "--force and the reason, which is printed on the card."
)
HOLIDAY = (
    "{asked} is on a holiday of {space} ({holiday}). The next possible moment is {next}. For another one add --force and the "
    "reason, which is printed on the card."
)
FORCE_WHY = "Say why behind --force: the reason is printed on the card."
IN_DOUBT = "The reading of {name} is in doubt. Once it is confirmed, a silence can be opened on its words."
RUNS_ALREADY = "Silence {number} runs on {refs} already, until {until}. It can be extended or withdrawn."
NO_SUCH = "There is no silence {number} here. Known: {known}."
NO_SUCH_SEEN = "There is no such silence here. Its card in the chats has the button “Seen”."
NONE_RUNS = "No silence runs in {space}."
WHICH = "Which silence? Running: {known}."
NOT_RUNNING = "Silence {number} on {refs} is over: {outcome}."
STILL_RUNS = "Silence {number} on {refs} still runs, until {until}. It can be extended or withdrawn."
REOPEN_CHAIR = "Only the chair opens a silence again."
REOPEN_WHY = "Say why it is opened again: {form}"
REOPEN_WORDS = "None of the paragraphs of silence {number} is left in {draft}."
EXTEND_TO = "Until when shall silence {number} run? Now: {until}."
NO_RESERVE = "More time is asked for by a delegation with a reserve on these words: {form}"
