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
MORE = "{shown} … {more} more"
AND = "{first} and {last}"
YOURS = " (your {at} {place})"
