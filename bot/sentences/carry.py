"""Sentences of what a new draft did to positions."""

ALL_IN_DOUBT = (
    "The reading of {name} of {document} is in doubt, so no position can stand on its words yet. "
    "A chair or the secretariat can confirm it; until then /show and /diff work as always."
)

# in the Flash, by name
LINES = {
    "signoff": "Sign-offs to confirm again: {names}",
    "stale": "To be confirmed: {names}",
    "object": "Objection standing: {names}",
    "concern": "Concern standing: {names}",
    "reserve": "Reserve standing: {names}",
    "dormant": "At rest, words deleted: {names}",
    "woke": "Back in: {names}",
    "again": "As before: {names}",
}
NAME = "{code} ({labels})"
STAYS = "Positions stay with {name} until a chair or the secretariat confirms this reading."
STAYS_NOWHERE = "No position stands on it until a chair or the secretariat confirms this reading."
CONFIRMED = "Reading confirmed {at} by {by}."

# to chairs and secretariat
DOUBT = (
    "{document} {name}: the reading is in doubt. Please compare it with the original. Positions stay with the draft before "
    "until you confirm it, or until a better file of {name} can be read. {url}"
)
BUTTON_CONFIRM = "Confirm {name}"
BUTTON_DIFF = "Diff"

# /drafts confirm
THE_SECRETARIAT = "the secretariat"
CONFIRM_WHICH = "Which draft? For example: {form}"
CONFIRM_DONE = "{name} of {document} is confirmed: positions stand on its words now."
CONFIRM_KNOWN = "{name} of {document} is beyond doubt already: positions stand on {stands}."
CONFIRM_PASSED = "Positions of {document} stand on {stands} already, a newer draft than {name}. Nothing was changed."
CONFIRM_BASE = "{name} is a base, and no position stands on a base. The drafts of {document} are in /drafts."
CONFIRM_ROLE = (
    "Confirming a reading is for the chair or the secretariat of {space}. You can tell them that you compared it."
)

# to each delegation
TITLE = "{document} {name}: what it did to the positions of {delegation}"
ITEMS = {
    "signoff": "“{stance}”, signed, to confirm again: {cause}",
    "stale": "“{stance}”, to be confirmed: {cause}",
    "object": "the objection stands: {cause}",
    "concern": "the concern stands: {cause}",
    "reserve": "the reserve stands: {cause}",
}
CAUSES = {
    "reworded": "the words changed",
    "brackets": "brackets changed",
    "split": "the paragraph was split",
    "merged": "paragraphs were merged",
    "deleted": "the paragraph was deleted",
    "back": "the paragraph is back in other words",
    "added": "added since",
    "scope": "given as it is, and the text around it changed",
    "uncertain": "other words stand here, and it is not certain that they are the same paragraph",
    "reading": "our reading changed",
    "undone": "a chair took a draft out of this document, and the words before it count again",
}
DORMANT = "At rest, because the words were deleted: {refs}. If the same words return, the position is back with them."
WOKE = "Back with their words: {refs}. A sign-off on them would be signed again."
AGAIN = "As before, since a chair took out the draft that had changed the words: {refs}."
GIVEN_ON = "{told} (it was given on {scope})"
WHOLE = "the whole document"
MORE = "Also concerned: {refs}."
BUTTON = "{label} · {ref}"
STILL_FINE = "Still fine"
SIGN = "Sign again"
CONCERN = "Concern"
OBJECT = "Object"
CONFIRM = "Confirm"
WITHDRAW = "Withdraw"
EACH = "One by one"
OTHERS = "The others"

# /confirm
ANOTHERS = "To confirm is for those who speak for a delegation. What you said yourself is in {form}."
NOTHING_WAITS = "{who} has nothing to confirm in {document}: what it said stands on the words of {name}."
NOTHING_WAITS_THERE = "{who} has nothing to confirm on {refs} of {name}."
MOVED = (
    "Nothing was recorded: since this button was shown, words of {document} or acts of {who} have changed. "
    "This is how it stands now."
)
MOVED_NOTHING = (
    "Nothing was recorded: since this button was shown, words of {document} or acts of {who} have changed. "
    "{who} has nothing to confirm on {refs} now."
)
