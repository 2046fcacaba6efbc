"""Words that values are put into."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SPOKEN = {"del": "[deleted: {words}]", "add": "[added: {words}]"}  # a diff for who has it read aloud
MORE = "{shown} … {more} more"
AND = "{first} and {last}"
OF_CHAT = "{platform}, “{title}”"
OF_CHAT_UNTOLD = "{platform} {chat}"
YOURS = " (your {at} {place})"
