"""OpenDocument, Rich Text and old Word files are read by way of LibreOffice; without it one sentence says what to install."""

import asyncio
import hashlib
import io
import subprocess
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bot.drafts import sandbox
from bot.drafts.reading.formats import rtf
from bot.drafts.sandbox import convert
from bot.errors import Unreadable
from bot.sentences import convert as sentences
from bot.sentences import parsing
from bot.sentences import reading as reading_sentences

# One worker for all: LibreOffice starts slowly, and several at once more slowly still.
libreoffice = pytest.mark.skipif(
    not convert.installed(), reason="no LibreOffice: apt install libreoffice-writer-nogui, and these run"
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "style")
)
BEGINS = b"{\\rtf1\\ansi "
LINES = ["1. The Parties recall the Tunis Agenda.", "2. The Parties [shall] meet again."]
RTF = BEGINS + b"\\par ".join(line.encode() for line in LINES) + b"\\par}"


def odt(body: str, *, styles: str = "", changes: str = "", manifest: str = "", **parts: bytes) -> bytes:
    """An OpenDocument text as ISO/IEC 26300 wants it, no more."""
    entries = '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>' + (
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/>'
    )
    content = (
        f'<office:document-content {SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2">'
        f"{styles}<office:body><office:text>"
        f"{changes}{body}</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        space = 'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.2"'
        archive.writestr("META-INF/manifest.xml", f"<m:manifest {space}>{entries}{manifest}</m:manifest>")
        archive.writestr("content.xml", content)
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def paragraphs(*lines: str) -> str:
    return "".join(f"<text:p>{line}</text:p>" for line in lines)


async def refusal(data: bytes, name: str = "draft") -> str:
    with pytest.raises(Unreadable) as caught:
        await sandbox.read_safely(data, name)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


@pytest.fixture(scope="module")
def doc(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The Rich Text above as an old Word file, by LibreOffice itself: nothing else writes them."""
    folder = tmp_path_factory.mktemp("doc")
    (folder / "draft.rtf").write_bytes(RTF)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", folder]
    subprocess.run([*command, folder / "draft.rtf"], check=True, capture_output=True, timeout=120)
    return (folder / "draft.doc").read_bytes()


# ── read ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@libreoffice
@pytest.mark.parametrize("format", ["odt", "rtf", "doc"])
async def test_the_text_with_its_labels_and_the_name_of_its_own_format(
    format: str, request: pytest.FixtureRequest
) -> None:
    data = {"odt": lambda: odt(paragraphs(*LINES)), "rtf": lambda: RTF, "doc": lambda: request.getfixturevalue("doc")}
    file = data[format]()
    reading = await sandbox.read_safely(file, "draft")
    assert [f"{p.label} {p.text}" for p in reading.paragraphs] == LINES
    assert reading.format == format
    assert reading.sha256 == hashlib.sha256(file).hexdigest()
    assert "LibreOffice" in reading.warnings[0]
    assert not reading.doubts


@libreoffice
async def test_numbers_that_the_file_computes_are_labels() -> None:
    style = (
        '<office:automatic-styles><text:list-style style:name="L"><text:list-level-style-number text:level="1" '
        'style:num-format="1" style:num-suffix="."/></text:list-style></office:automatic-styles>'
    )
    items = "".join(
        f"<text:list-item{start}>{paragraphs(line)}</text:list-item>"
        for start, line in (("", "They recall."), (' text:start-value="5"', "They meet."))
    )
    numbered = odt(f'<text:list text:style-name="L">{items}</text:list>', styles=style)
    reading = await sandbox.read_safely(numbered, "draft.odt")
    assert [(p.label, p.text) for p in reading.paragraphs] == [("1.", "They recall."), ("5.", "They meet.")]


@libreoffice
@pytest.mark.parametrize(("original", "text"), [(False, "The Parties shall meet."), (True, "The Parties meet.")])
async def test_tracked_changes_in_both_views(original: bool, text: str) -> None:
    info = "<office:change-info><dc:creator>a</dc:creator><dc:date>2024-01-01T00:00:00</dc:date></office:change-info>"
    changes = (
        '<text:tracked-changes><text:changed-region xml:id="c1" text:id="c1">'
        f"<text:insertion>{info}</text:insertion></text:changed-region></text:tracked-changes>"
    )
    inserted = '<text:change-start text:change-id="c1"/>shall <text:change-end text:change-id="c1"/>'
    body = f"<text:p>The Parties {inserted}meet.</text:p>"
    reading = await sandbox.read_safely(odt(body, changes=changes), "draft.odt", original=original)
    assert [p.text for p in reading.paragraphs] == [text]
    assert any("tracked changes (insertions: 1" in warning for warning in reading.warnings)


# ── refused ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (odt(paragraphs("1. We")), ".odt"),
        (RTF, ".rtf"),
        (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), ".doc"),
    ],
)
async def test_without_libreoffice_one_sentence_names_what_to_install(
    data: bytes, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "PROGRAM", "no-such-office")
    sentence = await refusal(data)
    assert named in sentence
    assert "install libreoffice-writer-nogui, or ask for the draft as Word, PDF or HTML" in sentence


async def test_a_file_under_a_password_is_told_before_anything_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "PROGRAM", "no-such-office")
    locked = '<m:file-entry m:full-path="x" m:media-type=""><m:encryption-data/></m:file-entry>'
    assert await refusal(odt("", manifest=locked)) == reading_sentences.ENCRYPTED
    fib = b"\xec\xa5" + b"\0" * 9 + b"\x01" + b"\0" * 500
    old = OLE + b"\0" * 504 + fib + "WordDocument".encode("utf-16-le")
    assert await refusal(old) == reading_sentences.ENCRYPTED


async def test_a_bomb_is_refused_by_what_it_declares() -> None:
    before = time.monotonic()
    sentence = await refusal(odt("", Pictures=b"\0" * (65 << 20)))
    assert sentence == sentences.TOO_LARGE.format(limit=64)
    assert time.monotonic() - before < 60


async def test_groups_within_groups_without_end_are_refused() -> None:
    assert await refusal(BEGINS + b"{" * (20 << 20)) == sentences.TOO_DEEP
    assert await refusal(BEGINS + b"{" * (sandbox.LARGEST_FILE + 1)) == parsing.TOO_BIG.format(limit=64)


def test_braces_that_are_text_are_no_groups() -> None:
    with pytest.raises(Unreadable, match="LibreOffice"):
        rtf.read(BEGINS + b"\\{" * 2 * rtf.DEEPEST + b"{}" * 2 * rtf.DEEPEST + b"}")


@libreoffice
async def test_junk_in_the_clothes_of_an_old_word_file_is_one_sentence() -> None:
    junk = OLE + b"junk" * 5000 + "WordDocument".encode("utf-16-le") + b"junk" * 5000
    assert await refusal(junk) == sentences.NOT_CONVERTED.format(type=sentences.DOC)


@libreoffice
async def test_a_link_to_a_file_of_this_machine_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "config.txt"
    secret.write_text("token: hidden")
    source = f'<text:section-source xlink:href="{secret.as_uri()}" text:filter-name="Text"/>'
    section = f'<text:section text:name="s">{source}<text:p>2. They meet.</text:p></text:section>'
    reading = await sandbox.read_safely(odt(paragraphs("1. They recall.") + section), "draft.odt")
    assert [p.text for p in reading.paragraphs] == ["They recall.", "They meet."]


# ── the process ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a shell script in LibreOffice's place; what it leaves behind would lie in the folder that is returned."""

    def become(script: str, **limits: int) -> Path:
        program = tmp_path / "office"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        rooms = tmp_path / "rooms"
        rooms.mkdir()
        monkeypatch.setattr(convert, "PROGRAM", str(program))
        monkeypatch.setattr(convert, "LIMITS", {**convert.LIMITS, **limits})
        monkeypatch.setattr(convert.tempfile, "tempdir", str(rooms))
        return rooms

    return become


async def test_what_hangs_is_given_up_with_all_that_it_started(office, tmp_path: Path, until: Any) -> None:
    rooms = office(f"sleep 3600 & echo $! >{tmp_path}/child; sleep 3600", wall=5)
    assert await refusal(RTF) == parsing.TOO_SLOW.format(seconds=5)
    assert not list(rooms.iterdir())
    child = Path("/proc") / (tmp_path / "child").read_text().strip() / "stat"
    await until(lambda: not child.exists() or ") Z " in child.read_text())


async def test_what_floods_the_disk_is_stopped(office) -> None:
    rooms = office("mkdir out && exec head -c 9000000 /dev/zero > out/draft.docx", written=1 << 20)
    assert "LibreOffice" in await refusal(RTF)
    assert not list(rooms.iterdir())


async def test_it_sees_no_secret_of_the_environment(office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_TELEGRAM__TOKEN", "hidden")
    office("env >&2; exit 3")
    with pytest.raises(Unreadable) as caught:
        await sandbox.read_safely(RTF, "draft.rtf")
    assert "status 3" in caught.value.cause
    assert "HOME=" in caught.value.cause
    assert "hidden" not in caught.value.cause


async def test_giving_up_leaves_nothing(office) -> None:
    rooms = office("sleep 60")
    task = asyncio.create_task(sandbox.read_safely(RTF, "draft.rtf"))
    while not list(rooms.glob("*/draft.rtf")):
        await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not list(rooms.iterdir())


@pytest.mark.parametrize("script", ["ln -s /etc/hostname out/draft.docx", "echo nothing", "echo junk > out/draft.docx"])
async def test_what_it_wrote_is_no_more_trusted_than_any_file(script: str, office) -> None:
    office(f"mkdir out && {script}")
    assert "\n" not in await refusal(RTF)


def test_the_limits_are_those_that_the_documents_tell() -> None:
    told = (Path(__file__).resolve().parents[3] / "docs" / "reading.md").read_text("utf-8")
    memory, written = convert.LIMITS["memory"] >> 30, convert.LIMITS["written"] >> 20
    said = f"one at a time: {memory} GiB of address space, {convert.LIMITS['wall']} s, {written} MB written"
    assert said in " ".join(told.split())
