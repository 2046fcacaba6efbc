"""What a person reads about a Word file."""

NOT_WORD = (
    "This is no Word file that can be opened: it is cut off or of another kind. Fetch it again, or ask for a PDF."
)
NO_TEXT_PART = "This file is packed like a Word file but holds no document text. Ask for it again as .docx or PDF."
LOCKED = "This Word file is closed by a password or is in the old .doc form. Ask for an open .docx or a PDF."
TOO_LARGE = "This Word file unpacks to more than {limit} MB in one part and was not opened. Ask for a PDF."
REFUSED = (
    "This Word file declares entities of its own, which no word processor writes; it was not opened. Ask for a PDF."
)
BROKEN_PART = "The text inside this Word file is damaged. Ask for it to be saved again, or for a PDF."

TRACKED_FINAL = (
    "This file has tracked changes (insertions: {inserted}, deletions: {deleted}, moves: {moved}): "
    "this is the text with all of them accepted. The original view shows it without them."
)
TRACKED_ORIGINAL = (
    "This file has tracked changes (insertions: {inserted}, deletions: {deleted}, moves: {moved}): "
    "this is the text with all of them rejected. The final view shows it with them."
)
EMBEDDED = "Parts of this file are other files embedded in it, which were not read. Compare with the original."
