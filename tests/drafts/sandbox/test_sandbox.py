"""A file may break its reader in any way: the bot gets one sentence and goes on."""

import asyncio
import io
import os
import random
import socket
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from bot.drafts import sandbox
from bot.errors import Unreadable
from bot.sentences import parsing, reading, word

ROOT = Path(__file__).resolve().parents[3]
READERS = ROOT / "tests" / "data" / "readers"


@pytest.fixture
def reader(monkeypatch):
    """Lets the child run a reader of tests/data/readers/hostile.py in place of the real one."""

    def choose(name: str, **limits: int) -> None:
        monkeypatch.setattr(sandbox, "READER", f"hostile:{name}")
        monkeypatch.setattr(sandbox, "FOLDERS", (*sandbox.FOLDERS, str(READERS)))
        monkeypatch.setattr(sandbox, "LIMITS", {**sandbox.LIMITS, **limits})

    return choose


async def refusal(data: bytes = b"", source: str = "draft.pdf") -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        await sandbox.read_safely(data, source)
    return caught.value


async def test_an_endless_loop_is_ended_by_its_processor_time(reader):
    reader("loop", cpu=1)
    error = await refusal()
    assert str(error) == parsing.TOO_SLOW.format(seconds=1)
    assert "SIGXCPU" in error.cause


async def test_a_reader_that_only_waits_is_ended_by_the_clock(reader):
    reader("sleep", wall=1)
    async with asyncio.timeout(300):  # it would wait for an hour
        assert str(await refusal()) == parsing.TOO_SLOW.format(seconds=1)


async def test_three_gigabytes_are_not_to_be_had(reader):
    reader("swallow")
    assert str(await refusal()) == parsing.TOO_MUCH_MEMORY


async def test_death_by_signal_is_one_sentence_and_the_signal_is_for_the_log(reader):
    reader("abort")
    error = await refusal()
    assert str(error) == parsing.READER_DIED
    assert error.cause.startswith("SIGABRT")


async def test_a_bug_of_ours_is_one_sentence_and_its_traceback_is_for_the_log(reader):
    reader("bug")
    error = await refusal()
    assert str(error) == parsing.READER_DIED
    assert "KeyError: 'a bug of ours'" in error.cause


async def test_no_file_gets_a_single_byte(reader, tmp_path):
    reader("write_file")
    target = tmp_path / "stolen"
    assert str(await refusal(source=str(target))) == "OSError"
    assert not target.exists() or target.stat().st_size == 0


async def test_the_child_reaches_no_network(reader):
    if await asyncio.to_thread(sandbox.isolation) == parsing.LIMITS_ONLY:
        pytest.skip("this kernel allows no network namespace")
    reader("call_out")
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert str(await refusal(source=f"127.0.0.1:{server.getsockname()[1]}")) == "no way out"


async def test_the_child_sees_no_secret_of_the_environment(reader, monkeypatch):
    monkeypatch.setenv("RAPPORTEUR_TELEGRAM__TOKEN", "secret")
    reader("environment")
    assert set(str(await refusal()).split()) <= {*sandbox.ENVIRONMENT, "LC_CTYPE"}


async def test_what_a_library_prints_does_not_garble_the_answer(reader):
    reader("chatter")
    assert str(await refusal()) == "all well"


async def test_an_answer_that_is_no_json_is_not_believed(reader):
    reader("rubbish")
    assert str(await refusal()) == parsing.READER_DIED


async def test_an_answer_without_end_is_cut_off(reader, monkeypatch):
    monkeypatch.setattr(sandbox, "LARGEST_ANSWER", 1 << 20)
    reader("flood")
    assert str(await refusal()) == parsing.ANSWER_TOO_BIG


async def test_processes_that_a_reader_leaves_behind_are_ended_too(reader):
    reader("fork", wall=2)
    async with asyncio.timeout(300):
        await refusal()


async def test_a_file_above_the_limit_never_reaches_a_child(reader, monkeypatch):
    monkeypatch.setattr(sandbox, "LARGEST_FILE", 1 << 20)
    reader("abort")
    assert str(await refusal(b"x" * ((1 << 20) + 1))) == parsing.TOO_BIG.format(limit=1)


async def test_a_large_file_that_nobody_reads_to_its_end_does_not_hang(reader):
    reader("abort")
    assert str(await refusal(b"x" * (20 << 20))) == parsing.READER_DIED


async def test_two_children_at_once_and_the_third_waits(reader):
    reader("started")
    told = [str(error).split() for error in await asyncio.gather(*(refusal() for _ in range(3)))]
    begun, ended = ([float(one[at]) for one in told] for at in range(2))
    assert max(begun) >= min(ended)


async def test_giving_up_ends_the_child(reader):
    reader("sleep")
    task = asyncio.create_task(sandbox.read_safely(b"", "draft.pdf"))
    await asyncio.sleep(0.5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not children_of(os.getpid())


def children_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_doctor_learns_how_far_a_child_is_cut_off():
    assert sandbox.isolation() in (parsing.ISOLATED, parsing.LIMITS_ONLY)


def test_limits_that_the_system_has_set_lower_stay():
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (5, 5)); from bot.drafts.sandbox import child;"
        f"child.limit({sandbox.LIMITS}); print(*resource.getrlimit(resource.RLIMIT_CPU))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "5 5\n"


# ---------------------------------------------------------------- real readers, hostile files


async def test_a_pdf_that_makes_pdfium_abort_is_one_sentence():
    assert str(await refusal(flate_bomb())) in (
        parsing.READER_DIED,
        parsing.TOO_MUCH_MEMORY,
        parsing.TOO_SLOW.format(seconds=10),
    )


async def test_a_word_file_that_unpacks_to_400_megabytes_is_refused_in_a_second():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as z, z.open("word/document.xml", "w") as part:
        for _ in range(400):
            part.write(b"A" * (1 << 20))
    before = time.monotonic()
    await refusal(packed.getvalue(), "draft.docx")
    assert time.monotonic() - before < 60


def word_file(document: str, parts: int = 0) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as z:
        for n in range(parts):
            z.writestr(f"word/x{n}.xml", b"")
        if document:
            z.writestr("word/document.xml", document)
    return packed.getvalue()


OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("data", "source", "sentence"),
    [
        (word_file(OUTSIDE), "outside.docx", word.REFUSED),
        (word_file(f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]><x>&l9;</x>'), "laughs.docx", word.REFUSED),
        (word_file("", parts=20_000), "parts.docx", None),
        (b"%PDF-1.7\n" + random.Random(1).randbytes(200_000), "junk.pdf", parsing.PDF_BROKEN),
        (b"<div>" * 200_000 + b"x", "deep.html", reading.TOO_DEEP),
        (bytes(range(32)) * 2000, "controls.txt", None),
    ],
    ids=["entity of a file", "billion laughs", "20,000 parts", "junk", "deep", "controls"],
)
async def test_hostile_files_are_refused_in_a_sentence_and_soon(data: bytes, source: str, sentence: str | None):
    error = await refusal(data, source)
    assert str(error) not in (parsing.READER_DIED, parsing.TOO_SLOW.format(seconds=sandbox.LIMITS["cpu"]))
    assert "\n" not in str(error)
    assert sentence in (None, str(error))


async def test_a_line_of_two_million_words_is_read():
    found = await sandbox.read_safely(b"<p>" + b"word " * 2_000_000, "long.html")
    assert found.words == 2_000_000


async def test_a_good_file_comes_back_as_a_reading():
    read = await sandbox.read_safely(b"1. The Parties agree.\n\n2. They meet again.\n", "draft.txt")
    assert [(p.label, p.text) for p in read.paragraphs] == [("1.", "The Parties agree."), ("2.", "They meet again.")]


def flate_bomb() -> bytes:
    """A page of 460 MB in 1 MB."""
    packer = zlib.compressobj(9)
    piece = b"BT /F1 12 Tf (A) Tj ET\n" * 200_000
    stream = b"".join(packer.compress(piece) for _ in range(100)) + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"
