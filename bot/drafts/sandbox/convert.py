"""OpenDocument, Rich Text and old Word files, turned into Word files by LibreOffice in a process with limits.

LibreOffice reads what nobody else reads as well, and is known for what hostile files make it do. It works in a folder of its
own that is removed afterwards, with an empty profile that runs no macro and follows no link, without network where the kernel
allows, and the format is forced: a file is not opened as something else than we took it for.
"""

import asyncio
import shutil
import signal
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.drafts.sandbox import process
from bot.errors import Unreadable
from bot.sentences import convert as sentences
from bot.sentences import parsing

PROGRAM = "soffice"
LIMITS = {"memory": 2 << 30, "cpu": 60, "wall": 60, "files": 256, "written": 64 << 20}
LARGEST_ANSWER = 1 << 16
# A format of ours → LibreOffice's import filter.
FILTERS = {"odt": "writer8", "rtf": "Rich Text Format", "doc": "MS Word 97"}

# registrymodifications.xcu of a new profile; the settings are those of LibreOffice's own schemas (officecfg).
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.Office.{path}">'
    '<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),  # only from trusted places, of which there are none
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),  # never
    ("Common/Misc", "UseLocking", "false"),
)


def installed() -> bool:
    return shutil.which(PROGRAM) is not None


def told(needs: Mapping[str, Any]) -> str:
    """What whoever reads the reading should know."""
    return sentences.CONVERTED.format(**needs)


def failed(needs: Mapping[str, Any]) -> str:
    """What is said where it came to nothing."""
    return sentences.NOT_CONVERTED.format(**needs)


async def to_word(data: bytes, needs: Mapping[str, Any]) -> bytes:
    """A Word file with the text of `data`, whose format is `needs["format"]` and which is called `needs["type"]`.

    Raises Unreadable: it cannot be opened, takes too long, grows too large.
    """
    folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="rapporteur-"))
    try:
        await asyncio.to_thread(_lay_out, folder, data, needs["format"])
        done = await process.run(
            {"program": _command(folder, needs["format"]), "limits": LIMITS},
            b"",
            most=LARGEST_ANSWER,
            environment=process.environment(folder, SAL_USE_VCLPLUGIN="svp"),  # no display
            folder=str(folder),
        )
        return await asyncio.to_thread(_taken, folder, done, needs["type"])
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def _lay_out(folder: Path, data: bytes, format: str) -> None:
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "\n".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    (user / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), "utf-8")
    (folder / f"draft.{format}").write_bytes(data)


def _command(folder: Path, format: str) -> list[str]:
    program = shutil.which(PROGRAM)
    assert program is not None  # who calls has asked `installed`
    return [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        f"--infilter={FILTERS[format]}",
        *(
            "--convert-to",
            "docx:Office Open XML Text",
            "--outdir",
            str(folder / "out"),
            str(folder / f"draft.{format}"),
        ),
    ]


def _taken(folder: Path, done: process.Process, type: str) -> bytes:
    """LibreOffice ends with 0 whether or not it could open the file: what counts is the file it wrote."""
    cause = f"status {done.status}: {done.said}"
    if done.status == -signal.SIGXCPU:
        raise Unreadable(parsing.TOO_SLOW, seconds=LIMITS["cpu"], cause=cause)
    made = folder / "out" / "draft.docx"
    if done.status != 0 or not made.is_file() or made.is_symlink():
        raise Unreadable(sentences.NOT_CONVERTED, type=type, cause=cause)
    if made.stat().st_size >= LIMITS["written"]:
        raise Unreadable(sentences.TOO_MUCH, cause=cause)
    word = made.read_bytes()
    if not word.startswith(b"PK"):
        raise Unreadable(sentences.NOT_CONVERTED, type=type, cause=f"no zip: {word[:20]!r}")
    return word
