"""Sentences of the Flash and of what is told beside it."""

from bot.languages import Forms

TITLE = "FLASH  {document} r{number}"
TITLE_LABEL = "FLASH  {document} r{number}  “{label}”"
FIRST = "First draft: {paragraphs} paragraphs, {words} words."
DOUBTFUL = "Reading doubtful: compare with the original. {why}"
LATE = "Seen late: the page was not looked at between {since} and {seen}."
CORRECTED = "Corrected {at}: our reading changed."
PUBLISHED = "published {at}"
PUBLISHED_UNKNOWN = "the page gives no time"
PUBLISHED_BROUGHT = "no time of publication known"
SEEN = "seen {at}"
POSTED = "posted {at}"
PLENARY = "{left} from posting to the {at} plenary"
STAMP = "unofficial · sha {sha} · fetched {at} · "
RECORD = "record {head} · "
SOURCE = "source"
BROUGHT = " · {brought}"
BY_MAIL = "{file}, by e-mail"
AGAINST = "Compared with {name}:"
NOTHING = "no change of words"
COUNTS = {
    "reworded": Forms("{n} reworded", "{n} reworded"),
    "added": Forms("{n} added", "{n} added"),
    "deleted": Forms("{n} deleted", "{n} deleted"),
    "restored": Forms("{n} back in", "{n} back in"),
    "split": Forms("{n} split", "{n} split"),
    "merged": Forms("{n} merged", "{n} merged"),
    "marked": Forms("{n} with another mark", "{n} with another mark"),
    "moved": Forms("{n} moved", "{n} moved"),
    "renumbered": Forms("{n} renumbered", "{n} renumbered"),
    "brackets": Forms("{n} in brackets only", "{n} in brackets only"),
    "typography": Forms("{n} in typography only", "{n} in typography only"),
}
COUNT_LABELS = "{count} ({labels})"
OPENED = Forms("{n} bracket opened", "{n} brackets opened")
CLOSED = Forms("{n} bracket closed", "{n} brackets closed")
OPEN_NOW = Forms("{n} open now", "{n} open now")
TERM = "“{term}” {old} → {new}"
BACK = "Back in: {what} (last in {name})"
WARNING = "Note: {warning}"

BUTTON_DIFF = "Diff"
BUTTON_VS = "vs {name}"
BUTTON_DRAFTS = "Drafts"
BUTTON_MINE = "My paragraphs"

SEVERAL_LATE = "FLASH  {document}: {n} drafts seen late, up to {name}. The page was not looked at when they appeared."
SEVERAL = "FLASH  {document}: {n} new drafts, up to {name}"

LATEST = "The latest draft of {document}: {name}"
LATEST_LABEL = "The latest draft of {document}: {name}  “{label}”"

# what is told quietly
BASE_TEXT = "{document}: new text of the base “{base}”: {label}. /diff {name} vs:{base} compares with it."
BASE_TEXT_ALONE = "{document}: new text of the base “{base}”: {label}. There is no draft to compare with it yet."
BACK_TO = "{document}: back to the text of {name}{label}. {url}"
COLLAPSE = (
    "{document}: most of the text is gone from {url} ({old} paragraphs before, {new} now). It is kept apart as seen."
)
LANGUAGE_VERSION = "{document}: a version in another language ({language}) was posted: {label}. {url}"
LINK_REMOVED = "{document}: the page no longer links to {label}. {url}"
LINKS_REMOVED = "{document}: the page no longer links to {n} drafts where it did: {labels}."
LINK_BACK = "{document}: the page links to {label} again. {url}"
ADDRESS_CHANGED = "{document}: the link to {label} has another address now, with the same words. {url}"
LINK_WORDS = "{document}: the page names a draft otherwise now: “{old}” is “{new}”. The text is the same."
PAGE_WORDS = "{document}: the words of the page changed: {changes}"
PAGE_LINKS = "{document}: a link on the draft's page changed: {changes}"
PAGE_CHANGE = "“{old}” → “{new}”"
PAGE_MOVED = "“{line}” stands elsewhere now"
PAGE_MORE = "and {n} more"
NO_LINE = "–"
NOTICES = "{document}: new on the feed"
NOTICES_EARLIER = "{n} earlier ones are not named here."
NOTICE = "{title}: {words}"
NOTICE_CHANGED = "changed: {title}: {words}"

# to chairs and secretariat
FIRST_LOOK = "{document}: now watching {url}. Found {drafts}. The next new text raises a Flash."
FIRST_LOOK_NOTHING = "no draft yet"
FIRST_LOOK_DRAFT = "{name} “{label}”"
FIRST_LOOK_FAILED = "{n} files could not be fetched or read, and are no drafts here so far: {labels}."
FIRST_LOOK_EARLIER = "{n} earlier drafts"
RESTLESS = (
    "{document}: {lines} changes its figures again and again: they are told again when they have stood still for an hour. "
    "Everything else is told as before."
)
LINK_SYMBOL = "{document}: {label} has the symbol {new} on the page now; before: {old}. The text is the same."
NO_SYMBOL = "none"
FLAPS_DOCUMENT = "Parts of the text differ at every look; a change of these alone will not be told."
FLAPS = "The page shows other words at every look; its own words will not be told, its drafts will."
UNREADABLE = "{document}: {label} was posted and could not be read: {why} {url}"
RENDITION_DIFFERS = (
    "{document} {name}: the {format} file reads otherwise in {n} places than the {other} file: {places}. "
    "The {counts} file is the one that counts here."
)
RENDITION_UNLIKE = (
    "{document} {name}: the {format} file has little in common with the {other} file ({percent} % alike). "
    "It is kept as a file of {name}. Is it a draft of its own? {url}"
)
MANY = "{document}: {n} new drafts at once on {url}. They are not taken as drafts until you say so."
BUTTON_TAKE = "Take them as drafts"
BUTTON_OWN_DRAFT = "A draft of its own"
BUTTON_YES = "Yes, a draft"
BUTTON_NO = "No, not of {document}"
BUTTON_RATHER = "It is one of {document}"
MAYBE = "{document}: is “{label}” a draft of it? It is {percent} % alike. {url}"
DOWN = "{url} cannot be looked at since {since}: {why}"
UP = "{url} can be looked at again, after {length}."
MOVED = "{url} has moved for good to {to}. Rapporteur follows; please correct the address."
SHOWS_ELSE = "{url} now shows something else: {what}. Nothing was changed."
SHOWN = {
    "login": "a form to log in",
    "maintenance": "a notice of maintenance",
    "empty": "an empty page",
    "other": "a page with none of its drafts and hardly any of its words",
    "script": "a page that shows its content only with JavaScript (--browser looks at it with a browser)",
}
