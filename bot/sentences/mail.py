"""Sentences about a mailbox as a source."""

NO_MAILBOX = "No mailbox is configured: fill in [mail] in config.toml."
LOGIN = "{host} does not take the user name and password of [mail]: correct them."
FOLDER = '{host} has no folder “{folder}”: name one that there is, as in url = "imap:INBOX".'
CERTIFICATE = "The certificate of {host} does not hold, so nothing was sent to it: name its issuer in [mail] ca_file if it is yours."
UNREACHABLE = "{host} does not answer as a mail server does: it will be tried again."
NOTICE = "{document}: a letter without a draft came: “{subject}”."
UNREADABLE = "{document}: a letter came that cannot be read: {why}"
NO_SUBJECT = "no subject"
URL = '{key} names a folder of the mailbox for a source of kind mail: write "imap:INBOX".'
SENDERS = '{key} is empty: name whose letters are read, such as "secretariat@example.org" or "@example.org".'
