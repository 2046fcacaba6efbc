"""Sentences about the configuration."""

NO_FILE = "There is no configuration file {path}: copy config.example.toml to it and fill in your tokens."
NOT_TOML = "{path} cannot be read as TOML: {why}."
UNKNOWN_KEY = "{path}: {key} is not a setting{nearest}."
NEAREST = "; the nearest is {known}"
UNKNOWN_VARIABLE = "{variable} in the environment sets nothing; the nearest is {known}."
BAD_VALUE = "{path}: {key} {why}."
NO_SECRET_FILE = "{variable} names {file}, which cannot be read: {why}."
BAD_ADDRESS = "{key}: {address} is no address; write slack:TEAM/CHANNEL or telegram:NUMBER."
BAD_ACCOUNT = (
    "{key}: {address} is no account; write slack:USER or telegram:NUMBER, accounts of one person apart by a blank."
)
BAD_ZONE = "{key}: {zone} is no time zone; write one such as Europe/Zurich or UTC."
BAD_HOLIDAYS = "{key}: no holidays are known for {code}; write a country such as CH, or a part of one such as CH-GE."
BAD_TIME = "{key}: {time} is no time; write it such as 2026-06-11T17:00."
BAD_SESSION = "{key}: {session} is no session; write it such as 2026-06-11T09:00/18:00."
BAD_SPAN = "{key}: {span} is no length of time; write it such as 15s, 10m or 2h."
BAD_HOURS = "{key}: {hours} are no working hours; write them such as 08:00-20:00."
BAD_PATTERN = "{key}: {pattern} is no regular expression: {why}."
MAIL_URL = '{key} is “{value}”: for kind mail it names a folder of the mailbox of [mail], as in "imap:INBOX".'
MAIL_SENDERS = (
    '{key} is empty: name whose letters are read: "secretariat@example.org", or "@example.org" for a whole domain.'
)
TWICE = "{key}: {name} is named twice."
CHAT_TWICE = "The chat {address} belongs to two spaces; a chat belongs to at most one."
NO_PLATFORM = (
    "No chat is configured: fill in [slack] bot_token or [telegram] token, or try it without one: `python -m bot demo`."
)
ONLY_ONE = (
    "run --only shares the work among several processes, and an SQLite file serves one: leave --only out, or name a "
    "PostgreSQL database in [database] url."
)
TWO_BOTS = (
    "Another bot runs on {database} (process {who}). An SQLite file serves one bot: stop the other first, or name a "
    "PostgreSQL database in [database] url, which several share."
)
CANNOT_LISTEN = "[server] listen = {address} cannot be used: {why}."
