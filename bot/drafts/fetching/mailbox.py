"""A mailbox by IMAP: the letters that came since the last look, from those who may send.

Folders are opened by EXAMINE and letters fetched by BODY.PEEK, so that nothing in the mailbox changes, not even what is read.
imap-tools speaks to the server; it waits for it in a thread.
"""

import asyncio
import imaplib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from bot.drafts.fetching.letters import is_allowed, is_authenticated
from bot.drafts.fetching.post import Bag
from bot.errors import FetchError
from bot.sentences import mail as sentences

SECONDS = 60.0
LARGEST = 50 * 1024 * 1024
MOST = 50  # letters of one look, the oldest first; the others have their turn at the next
FIRST = 200  # letters of a first look that are looked through, the newest


@dataclass(frozen=True, slots=True)
class Account:
    """`starttls`: an open connection that becomes TLS at once; there is no other. `ca_file`: whom to trust beside the system;
    `authenticated`: the server whose word for a sender's name counts, "" for anybody's."""

    host: str
    user: str
    password: str
    port: int = 993
    starttls: bool = False
    ca_file: str = ""
    authenticated: str = ""


class Mailbox:
    """`bot.desk.Post` by IMAP: a connection for each look."""

    def __init__(self, account: Account) -> None:
        self._account = account

    async def since(self, folder: str, validity: int, uid: int, senders: Sequence[str]) -> Bag:
        """The letters of a folder after `uid`, if its UIDVALIDITY is the same, else all; FetchError says why there are none."""
        with _told(self._account.host, folder):
            async with asyncio.timeout(SECONDS):
                return await asyncio.to_thread(_since, self._account, folder, validity, uid, senders)

    async def reach(self) -> None:
        """Logs in and out again; FetchError says why it cannot."""

        def knock() -> None:
            with _connected(self._account):
                pass

        with _told(self._account.host):
            async with asyncio.timeout(SECONDS):
                await asyncio.to_thread(knock)


@contextmanager
def _told(host: str, folder: str = "") -> Iterator[None]:
    """What goes wrong with the server, as a FetchError."""
    try:
        yield
    except MailboxLoginError as error:
        raise FetchError(sentences.LOGIN, again=False, cause=repr(error), host=host) from error
    except MailboxFolderSelectError as error:
        raise FetchError(sentences.FOLDER, again=False, cause=repr(error), host=host, folder=folder) from error
    except ssl.SSLCertVerificationError as error:
        raise FetchError(sentences.CERTIFICATE, again=False, cause=repr(error), host=host) from error
    except (ImapToolsError, imaplib.IMAP4.error, OSError) as error:  # TimeoutError is an OSError
        raise FetchError(sentences.UNREACHABLE, cause=repr(error), host=host) from error


def _since(account: Account, folder: str, validity: int, uid: int, senders: Sequence[str]) -> Bag:
    with _connected(account) as box:
        box.folder.set(folder, readonly=True)
        status = box.folder.status(folder, ["UIDVALIDITY", "UIDNEXT"])
        now = int(status["UIDVALIDITY"])
        after = uid if now == validity else 0
        # "20:*" always has the last letter, however low its number is (RFC 9051, 6.4.9).
        uids = sorted(int(one) for one in box.uids(f"UID {after + 1}:*") if int(one) > after)
        uids = uids[-FIRST:] if after == 0 else uids[:MOST]
        wanted = _from(box, account, uids, senders)[-MOST:]
        letters = tuple((one, _whole(box, one)) for one in wanted)
        last = uids[-1] if uids else max(after, int(status["UIDNEXT"]) - 1)
        return Bag(now, last, letters)


def _connected(account: Account) -> BaseMailBox:
    context = ssl.create_default_context()
    if account.ca_file:
        context.load_verify_locations(account.ca_file)
    kind = MailBoxStartTls if account.starttls else MailBox
    box = kind(account.host, port=account.port, timeout=SECONDS, ssl_context=context)
    try:
        return box.login(account.user, account.password, initial_folder=None)
    except MailboxLoginError:
        box.client.shutdown()
        raise


def _from(box: BaseMailBox, account: Account, uids: Sequence[int], senders: Sequence[str]) -> list[int]:
    """Those of the letters that come from who may send and are not too large, by their headers alone."""
    if not uids:
        return []
    query = AND(uid=[str(uid) for uid in uids])
    found = []
    for head in box.fetch(query, mark_seen=False, headers_only=True, bulk=True):
        headers: Mapping[str, Sequence[str]] = head.headers
        results = headers.get("authentication-results", ())
        known = not account.authenticated or is_authenticated(results, account.authenticated)
        if known and is_allowed(head.from_, senders) and head.size_rfc822 <= LARGEST and head.uid:
            found.append(int(head.uid))
    return sorted(found)


def _whole(box: BaseMailBox, uid: int) -> bytes:
    _, parts = box.client.uid("FETCH", str(uid), "(BODY.PEEK[])")
    return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), b"")
