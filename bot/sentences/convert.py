"""What people read about files that are read by way of LibreOffice."""

NEEDS_LIBREOFFICE = (
    "This is {type}, which is read by way of LibreOffice, and that is not installed here: "
    "install libreoffice-writer-nogui, or ask for the draft as Word, PDF or HTML."
)
CONVERTED = "This file was read by way of LibreOffice, which turned {type} into a Word file."
NOT_CONVERTED = "LibreOffice could not open this file ({type}): ask for the draft as Word, PDF or HTML."
TOO_LARGE = (
    "This file unpacks to more than {limit} MB in one part and was not opened: ask for the draft as Word, PDF or HTML."
)
TOO_DEEP = "This Rich Text file nests its groups too deeply to be opened: ask for the draft as Word, PDF or HTML."
TOO_MUCH = (
    "This file grows too large when LibreOffice turns it into a Word file: ask for the draft as Word, PDF or HTML."
)

ODT = "an OpenDocument text (.odt)"
RTF = "a Rich Text file (.rtf)"
DOC = "a Word file of the old kind (.doc)"
