"""What people read about PDFs whose pages are pictures and were read by OCR."""

READ_BY_OCR = (
    "This PDF was read by OCR: letters, signs and the ends of paragraphs may be wrong, so compare with the original."
)
PAGES_READ_BY_OCR = (
    "{pages} of {all} pages hold only pictures and were read by OCR: "
    "letters, signs and the ends of paragraphs may be wrong there, so compare with the original."
)
READING = "{source}: {pages} pages are read by OCR; this may take {minutes} min …"
TOO_LONG = (
    "This PDF has {pages} pages without a readable text, and at most {most} are read by OCR: "
    "ask the secretariat for the draft as Word, HTML or another PDF."
)
FAILED = (
    "This PDF has no readable text, and OCR failed: ask the secretariat for the draft as Word, HTML or another PDF."
)
