"""What people read when an address could not be fetched. `{host}` is always the host asked at that moment."""

LOOK = "open the address in a browser to see what is there, or watch another address."
LATER = "it will be tried again."

BAD_ADDRESS = "{url} is no web address that can be fetched: give one that begins with http:// or https://."
HAS_PASSWORD = (
    "The address at {host} carries a user name or password: put them into a headers file instead (headers_file)."
)
WRONG_PORT = (
    "{host} is asked on port {port}, and only 80 and 443 are fetched: name it under allow_private if it is yours."
)
PRIVATE = "{host} is no public address, so it is not fetched: name it under [fetch] allow_private if it is yours."
REDIRECT_TO_PRIVATE = (
    "A public page led to {host}, which is no public address, so it was not followed: watch it directly if it is yours."
)

UNKNOWN_HOST = f"The name {{host}} is not known at the moment: check its spelling; {LATER}"
UNREACHABLE = f"{{host}} does not answer: {LATER}"
TOO_SLOW = f"{{host}} took longer than {{seconds:g}} seconds: {LATER}"
CUT_SHORT = f"{{host}} closed the connection before the answer was complete: {LATER}"
BROKEN_ANSWER = f"{{host}} answered in a form that is no HTTP: {LATER}"
BROKEN_ENCODING = f"{{host}} sent an answer whose compression ({{encoding}}) cannot be undone: {LATER}"
CERTIFICATE = f"The certificate of {{host}} does not hold, so nothing was read from it: {LOOK}"
NO_TLS = f"{{host}} does not speak HTTPS at this address: {LOOK}"
TOO_BIG = f"What {{host}} sent is larger than {{limit}} MB, so it was not read: {LOOK}"

TOO_MANY_REDIRECTS = f"{{host}} leads on to other addresses more than {{limit}} times: {LOOK}"
BAD_REDIRECT = f"{{host}} leads on to an address that cannot be fetched: {LOOK}"

LOGIN_WANTED = "{host} wants a login (HTTP {code}): put what it needs into a headers file (headers_file)."
FORBIDDEN = f"{{host}} does not let this program in (HTTP {{code}}): {LOOK}"
NOT_THERE = f"There is nothing at this address any more, or not yet (HTTP {{code}}): {LOOK}"
GONE = f"{{host}} says that this address is gone for good (HTTP {{code}}): {LOOK}"
TOO_OFTEN = f"{{host}} asks to be visited less often (HTTP {{code}}): {LATER}"
HOST_WAITS = f"{{host}} is left alone for a while, as it asked or because it did not answer: {LATER}"
ROBOTS = (
    "{host} asks programs to stay away from this address (robots.txt): "
    "ask the secretariat for another address, or decide to look nevertheless."
)
SERVER_FAULT = f"{{host}} has a fault of its own (HTTP {{code}}): {LATER}"
ODD_STATUS = f"{{host}} answered with HTTP {{code}}, from which nothing can be read: {LOOK}"
PAGE_TOO_LARGE = f"This page is too large to be looked through for drafts: {LOOK}"

NO_BROWSER = (
    "No browser for such pages is installed where the bot runs: whoever runs it can add one (EXTRAS=browser, and Chromium); "
    "or watch the files behind the page."
)
BROWSER_FAILED = f"The browser in which the page is shown did not work: {LATER}"
SHOWS_TOO_LATE = f"The page of {{host}} was not there after {{seconds:g}} seconds in a browser: {LATER}"
SHOWS_TOO_MUCH = f"The page of {{host}} takes more than {{limit}} MB of memory in a browser, so it was closed: {LOOK}"
ASKS_TOO_MUCH = f"The page of {{host}} asks for more files than are fetched for one page: {LOOK}"

PATTERN_BROKEN = "The pattern “{pattern}” for links cannot be used ({reason}): correct it, or leave it out."
PATTERN_TOO_LONG = "The pattern for links is longer than {limit} signs: shorten it, or leave it out."
PATTERN_TOO_SLOW = (
    "The pattern “{pattern}” for links takes too long on this page: write it without repeats inside repeats."
)
