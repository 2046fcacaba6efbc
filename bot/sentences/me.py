"""Sentences of /me: who somebody is here, and accounts on several platforms that are one person."""

ACCOUNTS = "Accounts: {accounts}"
SEAT = "{delegation} ({code}): {role} since {since}, {by}"
OFFICE = "{role} since {since}{by}"
CONFIRMED = "confirmed by {by}"
DECLARED = "from the configuration file"
WAITS = "{delegation} ({code}): asked for a seat {asked}, not answered yet"
FORMER = "{delegation} ({code}): {role} until {until}"
NOTHING = "You have no seat and no office. In a chat of a space: {form}"
ACTS = "Yours, still open:"
PENDING = "{said} on {ref} ({document} {draft}): takes effect at {due}"
HELD = "{said} on {ref} ({document} {draft}): held, a colleague said the opposite"
CONFIRM = "{said} on {ref} ({document} {draft}): {state}, to be confirmed on the words of now"
STATES = {"stale": "the words changed", "standing": "stands, the words changed"}
HOLDS = "{said} on {ref} ({document} {draft})"
HOLDS_MORE = "and {n} more: {form}"
FOLLOWS = "{document}: {refs}"
LINK = "Your account on another platform becomes yours here too: {form}"

CODE_HOW = (
    "Type this within ten minutes on your other account: {forms}. It works once. "
    "Give it to nobody: whoever types it is taken for you."
)
FORM = "{form} ({platform})"
LINKED = "You are one person now, {name}: {accounts}. What you said on either side is yours on both."
TOLD = (
    "{accounts} belong to one person now, {name}, since your code was given there. "
    "If that was not you, tell the chair at once."
)
UNKNOWN = "There is no such code. On your other account {form} gives a new one."
USED = "This code was used already. On your other account {form} gives a new one."
EXPIRED = "This code was good for ten minutes. On your other account {form} gives a new one."
OWN = "This is your own code: type {form} on your other account."
TOO_MANY = "Several codes in a row were none. Please wait ten minutes, then ask for a new one on your other account."
SECRET_POLL = "You took part in the secret poll on {ref}, “{question}”. Your accounts can be linked once it is closed."
VERBS = "What about you? {forms}"
