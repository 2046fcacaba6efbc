"""Sentences about a mailbox as a source."""

NO_MAILBOX = "No mailbox is configured: fill in [mail] in config.toml."
LOGIN = "{host} does not take the user name and password of [mail]: correct them."
FOLDER = '{host} has no folder “{folder}”: name one that there is, as in url = "imap:INBOX".'
CERTIFICATE = (
    "The certificate of {host} does not hold; nothing was sent to it. If it is yours, name its issuer in ca_file."
)
UNREACHABLE = "{host} does not answer as a mail server does: it will be tried again."
NOTICE = "{document}: a letter without a draft came: “{subject}”."
UNREADABLE = "{document}: a letter came that cannot be read: {why}"
NO_SUBJECT = "no subject"
