"""Sentences about looking at sources."""

from bot.languages import Forms

NO_HEADERS = "The headers file {file} cannot be read: correct headers_file of this source."
NO_FEED = "What stands at this address is no feed (RSS or Atom): open it in a browser, or watch it as a list."
NO_CALENDAR = "What stands at this address is no calendar (iCalendar): open it in a browser, or watch it as a list."
FEED_ENTITIES = (
    "The feed declares entities of its own and was not read: ask the site for a plain one, or watch its page."
)
COUNTS = "{links}; {look}"
LINKS = Forms("{n} link", "{n} links")
LOOK = Forms("{n} looks like a draft:", "{n} look like drafts of one document, newest first:")
LOOK_NONE = (
    "none looks like a draft yet. Watched as it is, the page raises a Flash for the first that appears. If the address itself "
    "is the draft, say so."
)
EARLIER = "… and {n} before these."
BESIDE = Forms(
    "{n} more looks like another document: {labels}. Once it is read, its text decides.",
    "{n} more look like other documents: {labels}. Once they are read, their texts decide.",
)
ONLY = "Only links that match {pattern} are looked at."
WITHOUT = Forms("{n} link is left out, as you said.", "{n} links are left out, as you said.")
WHICH_NO_DRAFT = "Which of these is no draft?"
BUTTON_ONLY = "Only links like these"
BUTTON_RATHER = "Rather “{label}”"
BUTTON_NO_DRAFT = "One is no draft"
BUTTON_DOCUMENT = "They are drafts of {document}"
NO_TIME = "“{asked}” is no time: write 18:00, or 2014-06-11T18:00. {form}"
TIME_OVER = "{asked} is over already: name a time that is to come. {form}"
TIME_FAR = "{asked} is more than a day away: looking in haste is for one session. {form}"
HURRIES = "Looking at {url} every {every} until {until}."
WAS_TROUBLE = "last trouble {at}, over"
OVERDUE = "the next look is overdue by {length}"
LATE = "{name} was seen {length} after it was published"
LATE_UNKNOWN = "{name}: the page does not say when it was published"
POSTED = "and posted {length} after we saw it"
NEEDS_BROWSER = "{url} shows its content only with JavaScript. It can be looked at with a browser."
BUTTON_BROWSER = "Look with a browser"
WITH_BROWSER = "{url} is looked at with a browser from now on."
BROWSER_LINE = "looked at with a browser"
BUTTON_DESPITE = "Look nevertheless"
CLOSED = "A chair may decide to look nevertheless, which is recorded: {form}"
DESPITE = "{url} is looked at although its robots.txt asks programs to stay away. The record says that you decided so."
DESPITE_CHAIRS = "Only a chair decides to look although robots.txt asks programs to stay away: ask one to send {form}"
DESPITE_LINE = "looked at although robots.txt asks programs to stay away"
BUTTON_KEEP = "Keep to robots.txt: {n}"
KEEPS = "{url} is looked at only as its robots.txt allows from now on. The record says that you decided so."
KEEPS_FILE = "Take despite_robots out of the configuration file too: the file wins at the next start."
KEEPS_ALREADY = "{url} is looked at only as its robots.txt allows already."
ALSO = "what a chair moved, and what follows it at its address, goes to {documents}"
