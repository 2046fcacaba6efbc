"""Sentences of /brackets: what is open, since when, and what the last draft closed."""

TITLE = "{document}  {name}: {n} brackets open"
TITLE_ONE = "{document}  {name}: 1 bracket open"
TITLE_NONE = "{document}  {name}: no bracket open"
TITLE_REF = "{title} in {refs}"
SINCE = "open since {name}"
SINCE_CUT = "open since {name} or earlier"
NEW = "opened in {name}"
DEPTH = "inside another (depth {depth})"
ALTERNATIVES = "alternatives"
NO_END = "its end is not in this paragraph"
OPENED = "Opened in {name}: {n}, closed: {closed}."
NOTHING = "{name} opened and closed none, against {before}."
CLOSED = {
    "kept": "Closed in {name}, the words kept: {n}",
    "deleted": "Closed in {name}, with the words deleted: {n}",
    "reworded": "Closed in {name}, the words changed: {n}",
}
HOW = {"kept": "kept in {name}", "deleted": "deleted in {name}", "reworded": "reworded in {name}"}
WAS = "was {label}"
