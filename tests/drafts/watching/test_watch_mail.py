"""A mailbox as a source, by the real client and a real IMAP server (pymap) on loopback, with TLS."""

import imaplib
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.drafts.fetching.mailbox import Account, Mailbox
from bot.errors import FetchError
from storage.tables import Address

WORD = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
SECRETARIAT = "Secretariat <secretariat@itu.example>"


def certificate(folder: Path) -> tuple[Path, Path]:
    """One for 127.0.0.1, and its key."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, secret = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return cert, secret


@dataclass
class Server:
    """`folder`: of this test alone."""

    account: Account
    folder: str = "INBOX"

    def client(self) -> imaplib.IMAP4:
        made = imaplib.IMAP4(self.account.host, self.account.port)
        made.starttls(ssl.create_default_context(cafile=self.account.ca_file))
        made.login(self.account.user, self.account.password)
        return made

    def post(self, letter: EmailMessage | bytes) -> None:
        with self.client() as client:
            client.append(self.folder, "", imaplib.Time2Internaldate(datetime.now(UTC)), bytes(letter))

    def flags(self) -> list[Any]:
        """The flags of every letter, as another reader of the mailbox sees them."""
        with self.client() as client:
            client.select(self.folder, readonly=True)
            return list(client.fetch("1:*", "(FLAGS)")[1])


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, free_port: Callable[[], int]) -> Iterator[Account]:
    """pymap with a demonstration account."""
    cert, key = certificate(tmp_path_factory.mktemp("tls"))
    port = free_port()
    options = ["--host", "127.0.0.1", "--port", str(port), "--cert", str(cert), "--key", str(key)]
    services = ["--no-service", "admin", "--no-service", "managesieve"]
    command = [sys.executable, "-W", "ignore", "-c", "from pymap.main import main; main()", *options, *services, "dict"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    for _ in range(600):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                break
        except OSError:
            time.sleep(0.1)
    yield Account("127.0.0.1", "demouser", "demopass", port, starttls=True, ca_file=str(cert))
    process.terminate()
    process.wait()


@pytest.fixture
def server(running: Account, request: pytest.FixtureRequest) -> Server:
    made = Server(running, f"t{abs(hash(request.node.name))}")
    with made.client() as client:
        client.create(made.folder)
    return made


def letter(
    subject: str, *files: tuple[str, bytes], sender: str = SECRETARIAT, html: str = "", **headers: str
) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "delegations@example.org", subject
    made["Date"] = "Wed, 11 Jun 2014 12:10:00 +0200"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content("Dear delegates,\n\nplease find the text attached.\n")
    if html:
        made.add_alternative(html, subtype="html")
    for name, data in files:
        made.add_attachment(data, *WORD, filename=name)
    return made


@pytest.fixture
async def watched(scene: Any, server: Server, make: Any) -> Any:
    """A mailbox with one letter that brought a draft, looked at for the first time."""
    server.post(letter("Vision, zero draft", ("vision-r1.docx", make.docx())))
    scene.desk = replace(scene.desk, post=Mailbox(server.account))
    await mailbox(scene, server.folder)
    return scene


async def mailbox(scene: Any, folder: str) -> None:
    scene.site.url = lambda path: path  # the address of a mailbox is none on the site
    await scene.watch(f"imap:{folder}", "mail", senders=["@itu.example"])


async def test_the_first_look_takes_what_lies_there_and_tells_the_chair(watched):
    assert await watched.drafts() == [(1, "Vision, zero draft")]
    assert await watched.flashes() == []
    assert "r1 “Vision, zero draft”" in (await watched.said("chair"))[-1]


async def test_a_letter_with_a_draft_is_one_flash_with_its_own_date_and_marks_nothing_as_read(watched, server, make):
    before = server.flags()
    server.post(letter("Vision, 11 June", ("vision-r2.docx", make.docx(make.text((2, "2. Something else entirely."))))))
    assert await watched.look() == "draft"
    for _ in range(2):
        assert await watched.look() == "unchanged"
    (flash,) = await watched.flashes()
    assert "“Vision, 11 June”" in flash
    assert "published 11 June 2014 10:10" in flash or "published 10:10" in flash
    assert "vision-r2.docx, by e-mail" in flash
    assert "Seen" not in "".join(map(str, server.flags()))
    assert len(server.flags()) == len(before) + 1


async def test_letters_of_others_are_not_even_opened(watched, server, make):
    other = make.docx(make.text((2, "2. Something else entirely.")))
    server.post(
        letter("Vision, 11 June", ("vision-r2.docx", other), sender="Mallory <secretariat@itu.example.evil.example>")
    )
    assert await watched.look() == "unchanged"
    assert await watched.flashes() == []
    assert len(await watched.said("chair")) == 1


async def test_a_link_in_a_letter_is_fetched_as_one_on_a_page(watched, server, site, make):
    site.put("/vision-r2.docx", make.docx(make.text((2, "2. Something else entirely."))))
    link = f'<p>The new text: <a href="http://127.0.0.1:{site.port}/vision-r2.docx">Vision, 11 June</a></p>'
    server.post(letter("New text", html=link))
    assert await watched.look() == "draft"
    assert len(await watched.flashes()) == 1


async def test_the_same_text_sent_again_is_no_news_and_a_letter_without_a_draft_is_told_to_the_office(
    watched, server, make
):
    server.post(letter("Vision, zero draft (resent)", ("vision-r1.docx", make.docx())))
    server.post(letter("Lunch"))
    await watched.look()
    await watched.look()
    assert await watched.flashes() == []
    assert await watched.said() == []
    told = [said for said in await watched.said("chair") if "without a draft" in said]
    assert len(told) == 1
    assert "“Lunch”" in told[0]


async def test_a_letter_is_known_by_its_uid_and_the_folders_uidvalidity(watched, server):
    (row,) = await watched.rows(Address, Address.state == "draft")
    source = (await watched.rows(Address, Address.url == f"imap:{server.folder}"))[0]
    assert row.url == f"imap:{server.folder};{source.etag}.1/vision-r1.docx"


async def test_a_letter_that_is_no_letter_harms_nobody(watched, server):
    server.post(b"From: secretariat@itu.example\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\xff\x00\r\n")
    assert await watched.look() == "unchanged"
    assert await watched.look() == "unchanged"


async def test_a_wrong_password_a_missing_folder_and_a_strange_certificate_are_one_sentence_each(server):
    def box(**other: Any) -> Mailbox:
        return Mailbox(replace(server.account, **other))

    for mailbox, folder, part in (
        (box(password="wrong"), server.folder, "does not take the user name"),
        (box(), "Nowhere", "has no folder"),
        (box(ca_file=""), server.folder, "certificate of 127.0.0.1 does not hold"),
        (box(port=1), server.folder, "does not answer"),
    ):
        with pytest.raises(FetchError, match=part):
            await mailbox.since(folder, 0, 0, ["@itu.example"])


async def test_with_authenticated_only_what_the_receiving_server_vouches_for_is_read(server, make):
    server.post(letter("Forged", Authentication_Results="mx.example.org; dmarc=fail"))
    server.post(letter("Claimed", Authentication_Results="mx.evil.example; dmarc=pass"))
    server.post(letter("True", Authentication_Results="mx.example.org; spf=pass; dmarc=pass header.from=itu.example"))
    box = Mailbox(replace(server.account, authenticated="mx.example.org"))
    bag = await box.since(server.folder, 0, 0, ["@itu.example"])
    assert [b"Subject: True" in data for _, data in bag.letters] == [True]


async def test_without_a_mailbox_configured_the_chair_is_told(scene):
    await mailbox(scene, "INBOX")
    assert "No mailbox is configured" in (await scene.said("chair"))[-1]
