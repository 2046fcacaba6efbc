"""Sentences of cards: their title, stamp and buttons."""

TITLE = "{ref} “{words}”  {draft} · {hash}  {state}"
TITLE_DOCUMENT = "{ref}  {draft} · {hash}  {state}"
CHANGED = "changed in {draft}"
OVER = "closed"
CHANGED_WORDS = (
    "These words are no longer those of the newest draft: nothing is recorded here. Its Flash says which positions stand on "
    "and which are to be confirmed."
)
OVER_WORDS = "This card is closed; what was said here is kept."
STAMP = "{document} · unofficial · sha {sha} · fetched {at} · "
IN_DOUBT = "{name} is posted and its reading is in doubt: until that is settled, positions stand on {draft}."
MORE_NAMES = "There is more, all of it by name: press Names."

SHOW_TEXT = "Show text"
DIFF = "Diff"
MORE = "More"
AS_IS = "Can live with, as it is"
NAMES = "Names"
SHARE = "Share"
MORE_SAYS = "Also possible on these words: {ref}  {draft} · {hash}"

SHARED = "The card of {ref} is posted in the open chats; it is edited as positions come in."
SHARED_ALREADY = "There is a card of {ref} with these very words already; it is brought up to date."
SHARE_WHAT = "One card shows one paragraph, range or section, or the whole draft: {form}"
SHARE_NOWHERE = "No open chat belongs to {space} yet, so there is nowhere to post a card."
OTHER_WORDS = "The words of {ref} have changed since that button: this is how they stand now."
