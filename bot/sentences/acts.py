"""Sentences of acts: what was recorded, what is asked, what stands in the way."""

# the stances: on their buttons, and after the name of who takes them
STANCE_BUTTONS = {
    "support": "Support",
    "accept": "Can live with",
    "concern": "Concern",
    "object": "Object",
    "abstain": "Abstain",
    "reserve": "Reserve",
}
SAYS = {
    "support": "supports",
    "accept": "can live with it",
    "concern": "has a concern",
    "object": "objects",
    "abstain": "takes no part",
    "reserve": "reserves, ad referendum",
}

# what is missing
WHAT = "On which words? For example: {form}. The whole document: {all}"
ASK_REASON = {
    "concern": "What is the concern of {who} about {ref}? Your words are printed as you write them.",
    "object": "Why does {who} object to {ref}? Your words are printed as you write them.",
}
ASK_LIFT = "Words that would lift it, if there are any, go at the end, after “would accept:”."
ASK_TITLE = {"concern": "Your concern", "object": "Your objection"}
ASK_DATE_FIRST = "“{text}” does not begin with a date that I can read: please write the date first, then your words."
ASK_DATE = "Until when does {who} reserve on {ref}? For example: {form}"
UNTIL_FORM = "{asked} is not a time that I can read. For example: until:{example}"
UNTIL_PAST = "{at} is past already. For example: until:{example}"
TOO_LONG = "That text has {n} characters; {most} can be recorded. Nothing was recorded: please shorten it."

# which words
TABLED = "{asked} is no paragraph of {name}. Words are tabled with an objection: {form}"
TABLED_FORM = "object C9 reason; would accept: words"
OLDER = "Positions are taken on the newest words: those of {name}. Nothing was recorded on {asked}."
IN_DOUBT = "The reading of {newer} is in doubt: until it is confirmed, positions stay with {name}."
NO_PARAGRAPH = "{name} of {document} has no {asked}.{nearest}"
SEVERAL = "{asked} stands more than once in {name}. Which one do you mean? {which}"
MOVED_ON = "What was {asked} in {before} is {now} in {name}."
DELETED = "{asked} is no longer in {name}; it stood in {before}. You can object to its deletion:"
CHANGED = (
    "The words have changed since they were shown: {before} to {name}. Nothing was recorded. The words as they are now:"
)
CHANGED_UNKNOWN = (
    "The words have changed since they were shown. Nothing was recorded. The words as they are now, in {name}:"
)
SAME_ELSEWHERE = "These words are {now} in {name}. Nothing was recorded yet."
GONE_NOW = "These words are no longer in {name}. Nothing was recorded. You can object to their deletion:"
GONE_THERE = "These words are no longer in {name}. Nothing was withdrawn. You can choose from what is held:"
BUTTON_CHOOSE = "Choose"
RECORD_ONLY = "For the whole text write “all”. To the record of {name} itself one can only object:"

# receipts
PENDING = "Recorded for {who} {at}, shown at {due}."
AT_ONCE = "Recorded for {who} {at}."
STATED = "{stance}"
SIGNED = "{stance}, signed"
AS_IS = "{stance}, as it is"
SIGNED_AS_IS = "{stance}, as it is, signed"
STATED_REASON = "{stated}: “{reason}”"
STATED_UNTIL = "{stated}, until {until}"
STATED_WORDING = "{stated} → would accept: “{wording}”"
LIFTS = "lifts what it holds"
WORDS = "{name} · {hash}"
LIKEWISE = "Likewise: {refs}."
RECORDED_ONCE = "That was recorded when it was said; turning a page records nothing."
BROAD = "{first} to {last}"
DELETION = "the deletion of {ref}"
RECORD = "the record of {ref}"
ADD_WORDING = "Words that would lift it can follow, after “would accept:”."
NARROWER = "Narrower than this, what {who} said on {refs} still counts there. Withdraw it as well?"
UNSIGNED = "{who} had signed {refs}; what was recorded now is without that mark. To sign these words: {form}"
BUTTON_SIGN_AGAIN = "Sign {refs}"
ELSEWHERE = (
    "What {who} said there before stands on {refs} too, since the paragraph was split or merged; "
    "there it stays as it is."
)
BUTTON_UNDO = "Undo"
BUTTON_UNDO_ONE = "Undo {ref}"
BUTTON_NOW = "Send now"
BUTTON_WITHDRAW = "Withdraw on {ref}"
BUTTON_TAKE_BACK = "Take back on {ref}"
COLLEAGUE = (
    "{name} said the opposite for {who} at {at}; so this waits until it is settled between you: each of you is asked."
)

# undo
UNDONE = "Undone. Nothing was recorded."
UNDONE_ALL = "Undone, all of it: {refs}. Nothing was recorded."
UNDONE_HELD = "Taken back; what your colleague said stays. The record keeps that it was held."
UNDO_NOT_KNOWN = "Nothing is pending there: it was undone before."
UNDO_WHAT = "Pending are, of what you said: {pending}. Which one do you want to take back?"
UNDO_NOTHING = "Nothing that you said is pending. What stands is lifted so: {form}"
UNDO_NOT_YOURS = "Only who said it can take it back."
UNDO_LATE = "It stands since {at}. To lift it now: {form}"
UNDO_LATE_ALL = "They stand since {at}. To lift them now: {form}"
UNDO_TOGETHER = (
    "Nothing was undone: what was said together is undone together, and {refs} can be undone no more. "
    "To lift all of it: {form}"
)
SENT = "Shown now: {refs}."
SENT_ALREADY = "It is shown since {at}."
SENT_ALREADY_ALL = "They are shown since {at}."
HELD_ALREADY = "It waits to be settled with your colleague."

# sign-off
SIGN_TITLE = "Sign for {who}: {refs}"
SIGN_WHAT = "“{stance}”, on exactly these words:"
SIGN_AS_IS = "“{stance}, as it is”, on exactly these words; any change ends it:"
BUTTON_SIGN = "Sign {hash}"
SIGN = "Sign"
SIGN_HEADS = (
    "A sign-off of {who} is given by its head or an alternate. You can say the same without it, or ask the head."
)
SIGN_HEADS_NONE = (
    "A sign-off of {who} is given by its head or an alternate, and it has none here. You can say the same without it."
)
SIGN_DELEGATION = "A sign-off is a delegation's mark; you can say the same without it."
BUTTON_PLAIN = {"support": "Support {refs}", "accept": "Can live with {refs}"}
BUTTON_ASK_HEAD = "Ask the head"
SIGN_ASKED = "The head of {who} was asked to sign {refs}."
SIGN_ASKS = "{person} asks you to sign for {who}."

# withdraw
NOTHING_HELD = "{who} holds nothing on {document} that could be withdrawn. What others hold is told by {form}"
NOT_HELD = "{who} holds nothing of its own on {asked}. It holds: {held}."
WITHDRAW_WHAT = "Withdraw what? {who} holds: {held}."
HELD_THERE = "{ref} ({stance})"

# held acts
HOLD_FIRST = "{first} said for {who} on {ref} at {first_at}: {first_says}"
HOLD_SECOND = "{second} said at {second_at}: {second_says}"
HOLD_WAITS = "The second is held: nothing has changed. The head's word is final."
HOLD_NO_HEAD = (
    "The second is held: nothing has changed. It stands if {first} agrees, and is dropped if {second} takes it back."
)
BUTTON_STAND = "Let the second stand"
BUTTON_DROP = "Drop the second"
SETTLED_STAND = "Settled by {by}. What stands for {who} on {ref}: {says}"
SETTLED_DROP = "Settled by {by}. For {who} on {ref} the second is dropped; what was said first stays."
SETTLED_ALREADY = "That was settled already."
SETTLE_NOT_KNOWN = "Nothing is held under that number. What waits for you is in {form}"
SETTLE_WHAT = "Which of the two? {stand} or {drop}"
SETTLE_NOT_YOURS = (
    "That is for the head of {who} to settle, or for the two who spoke: {first} by agreeing, "
    "{second} by taking it back."
)
