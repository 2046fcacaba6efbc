"""Sentences of the facts about a scope: who said what, who was not heard."""

STATES = {
    "objected": "OBJECTED",
    "reserved": "RESERVED",
    "not heard": "NOT ALL GROUPS HEARD",
    "re-confirm": "TO BE CONFIRMED",
    "concerns": "CONCERNS",
    "no objection": "NO OBJECTION",
}
STATE = "{ref}  {draft} · {hash}  {state}"

# one line for each act that is told in its own words
OBJECT = "Object: "
DELETION = "Object to the deletion: "
RESERVE = "Reserve: "
CONCERN = "Concern: "
CHALLENGE = "Challenge to the record of {ref}: "
COMMENT = "Comment: "
STATEMENT = "Statement: "
WHO = "{name} [{group}, {standing}]"
WHO_BY = "{who}, by {person}"
WHO_AT = "{who}, {platform}"
DECLARED = "declared"
CONFIRMED = "confirmed by {by}"
FORMER = "former {seat}"
SIGNED = "signed"
AS_IS = "as-is"
ON = "on {places}"
GIVEN_ON = "given on {ref}"
WHOLE = "the whole document"
BETWEEN = "; "
STANDING = "the text changed since: to be confirmed or withdrawn"
UNTIL = "until {at}"
OVERDUE = "until {at}, overdue"
NOTE = " ({notes})"
REASON = ": “{reason}”"
WORDING = " → would accept: “{wording}”"

# lines of names
STALE = "To be confirmed: "
SUPPORT = "Support: "
ACCEPT = "Can live with it: "
AGREE = "Support or can live with: "
ABSTAIN = "Take no part: "
SILENT = "No word from: "
NOT_HEARD = "Not heard: "
NOBODY_MISSING = "–"
GROUP = "{group}: {names}"
GROUP_DECLARED = "{group} (declared): {names}"
GAP_ON = "{group} ({places})"

# the board: paragraphs of one picture in one line
HELD_LINE = "{places}  held"
CLEAR_LINE = "{places}  clear"
BOARD = {  # with names; without, where room is short
    "objections": ("objected by {names}", ""),
    "reserves": ("reserved by {names}", ""),
    "not_heard": ("not heard: {names}", ""),
    "stale": ("to be confirmed by {names}", "to be confirmed"),
    "concerns": ("concern of {names}", "concerns"),
}

# /heard: who was heard on which paragraph
HEARD_TITLE = "{document}  {ref}  {draft}: who has been heard"
HEARD_TITLE_ALL = "{document}  {draft}: who has been heard"
HEARD_NEWEST = "Who was heard on paragraphs is told of the newest draft, {name}; of {asked} to whom it was shown."
HEARD_LINE = "  {picture}"
STATUSES = {
    "not reached": "not reached: ",
    "silent": "silent: ",
    "stale": "to be confirmed: ",
    "heard": "heard: ",
}
NO_DELEGATION = "No delegation here of: "
NEVER = "Never approached: "
NOBODY_HERE = "{space} has no delegations yet, so nobody can be heard: {form}"

# /heard r1: to whom a draft was shown
CIRCULATION_TITLE = "{document}  {draft}: to whom it was shown"
NOT_SEEN = "{name} has not been shown {draft} in person."
NOT_SERVED = "Not shown in person: "
SERVED = "Shown in person: "
POSTED = "Posted in: "
POST = "{chat} ({kind}) {at}"
NOWHERE = "no chat"

# /history: what was said on a paragraph, and what became of it
PAST = "What was said on it:"
PAST_ACT = "{at}  {stated}"
PAST_WHERE = "on {ref} in {draft}"
PAST_WHO = "by {person}"
PAST_STATES = {
    "live": "holds",
    "standing": "stands, its words changed",
    "stale": "to be confirmed",
    "dormant": "rests while the paragraph is out",
    "replaced": "replaced {at}",
    "withdrawn": "lifted {at}",
    "dropped": "not kept",
}
