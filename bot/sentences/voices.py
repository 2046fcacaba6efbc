"""Sentences about who speaks, and for whom."""

WHICH_VOICE = "You are seated for {seats}. For whom do you speak?"
NO_DELEGATION = "There is no delegation {asked} in {space}. {own}"
NOT_SEATED = "{delegation} speaks through its own people. {own}"
FORMER_SEAT = "Your seat in {delegation} ended {at}; what was said from it is kept. {own}"
OWN_SEATS = "You can speak for {seats}, or for yourself with as:me."
OWN_NONE = "You can speak for yourself with as:me, or ask for a seat: {form}"
NO_SEAT = "A position belongs to a delegation, and you have no seat in one. Ask for a seat with join CODE."

OBSERVER_OBJECTS = (
    "An objection is made by a delegation, and you are here as an observer for {delegation}. Record it as a comment?"
)
OBSERVER_STANCE = (
    "This is said by a delegation, and you are here as an observer for {delegation}. Record it as your own, or comment?"
)
BUTTON_COMMENT = "Record it as a comment"
BUTTON_PERSONAL = "As my own"

# whose act it is, as receipts and cards say it
PERSONAL = "{name}, personally"
OBSERVER = "{name}, observer for {delegation}"
BY = "{delegation}, by {name}"
ON_PLATFORM = "{who}, {platform}"
FORMER = "{who} (former {seat})"
PLATFORMS = {"slack": "Slack", "telegram": "Telegram", "terminal": "terminal"}
