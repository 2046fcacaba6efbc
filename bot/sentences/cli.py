"""What the command line says: its help, and what it tells beside its results."""

ABOUT = "Watches drafts under negotiation, shows what changed in them, and keeps positions on exact words."
NO_COMMAND = "There is no config.toml in this folder, so this is the demo; copy config.example.toml to begin."
MORE_HELP = "{what} (see {prog} --help)."
UNFORESEEN = (
    "Something unforeseen stopped this ({type}: {what}): nothing else was done. Please report this line with the command; "
    "RAPPORTEUR_DEBUG=1 before the command shows where it happened."
)
CANNOT_WRITE = "{path} cannot be written: {why}."
INTERRUPTED = "Interrupted."

NOT_READ = "{name}: {why}"
NO_SUCH_FILE = "there is no such file; check its name, or give an address that begins with http:// or https://."
IS_FOLDER = "this is a folder; name one file in it."
CANNOT_OPEN = "this file cannot be opened: {why}."
TRY_LATER = "try again in a moment."
NO_CONTENT = "{url} gave no content; open it in a browser to see what is there."
CONTACT = "somebody at a terminal"
WARNING = "{name}: {warning}"
PAGE = "— page {page} —"

BASE_TWICE = "Two bases are called {name}; give each a name of its own: --base NAME=FILE."
WRITTEN = "Written: {path}"
AT = "{:%Y-%m-%d %H:%M %Z}"

DOCUMENT = (
    "{name} would be watched as a document: any change of its words, labels, brackets or struck words is a Flash."
)
READING = "{format}, {paragraphs} paragraphs, {words} words, language: {language}."
NO_LANGUAGE = "not clear"
NO_PAGE = "{name} is no page with links: check it with --kind document."
CALENDAR = "{name} would be watched as a calendar: {n} meetings."
TO_WATCH = "Nothing is watched yet. In a chat: /watch {url}   Or in config.toml, under its [[space]]:"
NO_HOST = "The page was given as a file, so where this link leads is not known: check the page at its address."
LIST = "{title}\nLinks: {links}. Documents: {n}. By their names drafts of one document: {drafts}."
NO_DRAFTS = (
    "No link here leads to a readable document: say with --links PATTERN which are drafts, or try --kind document."
)
WOULD_BE_DRAFTS = "Drafts, newest first; new ones would be flashed, and new text under these addresses too:"
TEXT_DECIDES = (
    "Not alike by name. If one of these appeared while the page is watched, its text would decide; "
    "links = 'PATTERN' (here --links PATTERN) decides instead:"
)
TRANSLATIONS = "also in: {languages}"
ALIKE = "{percent} % alike: would be a draft of the same document."
MAYBE = "{percent} % alike: the chairs would be asked."
NOT_ALIKE = "{percent} % alike: would be passed over."
LOOKS_LIKE = {
    "login": "This page shows a form to log in: give the watch what it needs with headers_file.",
    "maintenance": "This page shows a notice of maintenance: look again later.",
    "empty": "This page is empty: open it in a browser to see what is there.",
    "script": "This page shows its content only with JavaScript: add --browser, or watch a page that shows it without.",
}

MIGRATED = "{database}: from revision {before} to {now}."
UP_TO_DATE = "{database}: at revision {now}, the newest; nothing to do."
NEW_DATABASE = "none"
BAD_DATABASE_URL = (
    "[database] url is no address of a database: write sqlite:///var/rapporteur.db or postgresql://user@host/db."
)
DATABASE_FAILS = "{database} cannot be used: {why}."
DATABASE_WHY = {
    "locked": "another program keeps it locked; end that program, or wait until it has done its work, then start again",
    "read-only": "this user may not write to it; change the owner or mode of the file and its folder, or its rights there",
    "full": "the disk is full; make room, then start again (nothing was half written)",
    "closed": "this user may not open it; change the owner or mode of the file and its folder",
    "damaged": "the file is damaged, or no database; restore a backup: `restore IN`",
    "no server": "the server does not answer; see that it runs and that host and port are right. Nothing is lost meanwhile",
    "refused": "the server refuses this user or password; correct [database] url",
    "encoding": "its text is not kept as UTF-8; make another (createdb --encoding=UTF8 --template=template0) and name it",
    "missing": "there is no such database or user on the server; make it there (createdb), or correct [database] url",
}
DATABASE_NEWER = (
    "{database} is at revision {now}, which this version does not know (it knows {newest}): run the version that wrote it, or "
    "a newer one. Nothing was changed."
)
CLOCK_BEHIND = (
    "This machine's clock says %s, and the database was in use at %s, later than that: deadlines would be late. Set the clock "
    "(timedatectl set-ntp true), then start again."
)
BACKED_UP = "{database}, revision {revision}: {size:.1f} MB, read back whole."
DIGEST = "{sha256}  {path}"
RESTORED = "{database} now holds {path}, revision {revision}. The next start brings it to the newest revision."
KEPT = "What it held before is kept in {path}."
BACKUP_FAILED = {
    "nothing there": "There is no database in {detail}.",
    "in use": "{detail} is in use by another program: stop the bot, then restore.",
    "newer": "This is of revision {detail}, which this version does not know: use the version that wrote it, or a newer one.",
    "damaged": "This file is no whole database ({detail}): take another backup.",
    "not ours": "This is no backup of Rapporteur ({detail}): take a file that `backup` wrote.",
    "itself": "{detail} is the database itself: name another file.",
    "another file": "{detail} is there already and is no backup: name another file, or move it away.",
    "no program": "{detail} is not installed, and PostgreSQL needs it: apt install postgresql-client.",
    "failed": "The database did not do it: {detail}.",
}

COPYING = "{table}: {rows:,}"
COPIED = (
    "{target} now holds all of {source}: {rows:,} rows in {tables} tables, each compared; the records of its spaces "
    "({spaces}) are unbroken. Set [database] url to it."
)
COPY_BROKE = "{source} could not be copied to {target}, and nothing was: {why}."
COPY_FAILED = {
    "older": "{source} is of revision {detail}: bring it to this version first, with `migrate`, then copy.",
    "newer": "{source} is of revision {detail}, which this version does not know: use the version that wrote it.",
    "not empty": "{target} is not empty ({detail} has rows): name an empty database.",
    "in use": "{source} is in use by another program: stop every process of the bot, then copy.",
    "differs": "{target} gave back another row than was written ({detail}), so nothing was copied.",
    "itself": "Both addresses are of one database: name another one to copy to.",
}

HELP_CONFIG = "the configuration (default: config.toml)"
HELP_DEBUG = "show where an error comes from"
HELP_RUN = "the bot"
HELP_ONLY = "a part of it: watch, chat, web, jobs; several processes then share a PostgreSQL database"
NO_ROLE = "“{role}” is no role; there are {roles}"
HELP_DEMO = "the whole story on this machine, with nothing configured"
HELP_READ = "extract one draft and print its paragraphs"
HELP_DIFF = "compare two drafts"
HELP_CHECK = "look at a page once and say what would be watched there"
HELP_DOCTOR = "check configuration, tokens, database, clock, fonts and parsers"
HELP_EXPORT = "write the record of a space, with the program that checks it"
HELP_SPACE = "the space's name"
HELP_EXPORT_OUT = "a new folder, or a file that ends in .zip"
HELP_VERIFY = "check a record offline: nothing altered, dropped or reordered"
HELP_VERIFY_OUT = "what an export wrote"
HELP_HEAD = "a hash that was published earlier and must stand in it (8 digits or more)"
HELP_BACKUP = "copy the whole database into a file"
HELP_RESTORE = "put a backup in the place of the database"
HELP_COPY = "copy the whole database into another, empty one: SQLite to PostgreSQL and back"
HELP_FROM_URL = "the database's address: sqlite:///FILE or postgresql://user@host/db"
HELP_TO_URL = "the address of an empty one"
HELP_MIGRATE = "bring the database to this version"
HELP_SCRIPT = "lines to play instead of asking for them"
HELP_DRAFT = "a PDF, Word, HTML, Markdown or text file, or its address"
HELP_ORIGINAL = "the text before tracked changes"
HELP_JSON = "JSON instead of text"
HELP_OLD = "the older draft: a file or an address"
HELP_NEW = "the newer draft"
HELP_BASE = "another state of the document, to say where words come from; may be repeated"
HELP_TERM = "count these words on both sides; may be repeated"
HELP_OUT = "write the comparison to this file as {kind}"
HELP_PAGE = "the page's address, or a file of it"
HELP_KIND = "what it is: a list of drafts (the default), one document, a feed, or a calendar"
HELP_LINKS = "which links are drafts, as in the configuration"
HELP_FOLLOW = "also fetch and read what the page links to"
HELP_BROWSER = "show the page in a browser first, with its scripts (EXTRAS=browser)"
HELP_BACKUP_OUT = "the file to write; an earlier backup of that name is replaced"
HELP_RESTORE_IN = "a file written by backup"
