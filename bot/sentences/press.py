"""What people read when a PDF or a picture of ours was not laid out."""

TOO_SLOW = (
    "Laying this out took longer than {seconds} seconds, so it was given up: ask for the comparison as Word or HTML."
)
TOO_LARGE = (
    "Laying this out needs more memory than one file may have, so it was given up: ask for the comparison as Word or "
    "HTML."
)
