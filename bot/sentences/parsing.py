"""What people read when a file could not be turned into paragraphs, or only in doubt: the PDF reader and the sandbox."""

NEXT = "open the original, or ask the secretariat for the draft as Word, HTML or another PDF."

PDF_PASSWORD = f"This PDF is protected by a password, so its text cannot be read: {NEXT}"
OCR = "Whoever runs Rapporteur can let it read pictures of pages: make run EXTRAS=ocr."
PDF_SCAN = f"This PDF holds pictures of pages, no text, so there is nothing to compare: {NEXT} {OCR}"
PDF_EMPTY = f"This PDF has no page: {NEXT}"
PDF_BROKEN = f"This PDF is damaged or was cut off, so it cannot be read: {NEXT}"
PDF_SCANNED_PAGES = "{pages} of {all} pages hold only pictures: what is printed on them is not in this reading."
PDF_HIDDEN = (
    "{pages} of {all} pages have words outside their edges, where nobody sees them: they are not in this reading."
)
PDF_TOO_LONG = "This PDF has {all} pages: only the first {read} were read."

TOO_BIG = f"This file is larger than {{limit}} MB, so it was not read: {NEXT}"
TOO_SLOW = f"Reading this file took longer than {{seconds}} seconds, so it was given up: {NEXT}"
TOO_MUCH_MEMORY = f"Reading this file needs more memory than one draft may have, so it was given up: {NEXT}"
READER_DIED = f"This file broke the program that reads it, so nothing was taken from it: {NEXT}"
ANSWER_TOO_BIG = f"This file grows too large when it is read, so it was given up: {NEXT}"

ISOLATED = "files are read in a child process with limits and without network"
LIMITS_ONLY = (
    "files are read in a child process with limits, but this system allows it no network namespace of its own: "
    "allow unprivileged user namespaces to cut readers off the network"
)
