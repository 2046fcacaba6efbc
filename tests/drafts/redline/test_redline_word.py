"""What Word asks of a redline beyond what our own reader reads: checked element by element, and by LibreOffice at work.

The whole was held against the schemas of ECMA-376 (transitional) and Microsoft's own validator, over every pair of the corpus.
"""

import io
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from bot.drafts.comparison.changes import compare
from bot.drafts.reading import Reading
from bot.drafts.redline.docx import docx
from bot.drafts.redline.sheet import Sheet, Side
from bot.drafts.sandbox import convert

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOON = datetime(2014, 6, 11, 9, 57, tzinfo=UTC)
TRACKS = ("ins", "del", "moveFrom", "moveTo")
# The order that the schema wants (CT_PPr, CT_RPr), of what we write.
PARAGRAPH = ("pStyle", "bidi", "rPr")
RUN = ("ins", "del", "moveFrom", "moveTo", "b", "bCs", "strike", "rtl")

MOVED = "the moved paragraph speaks of the report of the intergovernmental conference on its fifth session"
OLD = (
    "# Part one",
    "1. Recalling the charter and the purposes of it",
    "2. Goes away with all its words, which nobody needs",
    f"3. Having considered {MOVED}, which is lost",
    "4. Welcomes the outcome of the conference in Geneva",
    "5. Also decides to meet in the month of June",
    "Respecting the views of all who take part",
    "accepting the decisions of the conference",
    "7. The last paragraph of the draft stays as it is",
)
NEW = (
    "# Part one",
    "1. Recalling the charter and the purposes of it and of the declaration",
    "Moreover an insertion begins this paragraph",
    "2. Again welcomes the outcome of the conference in Geneva [and Tunis]",
    "3. Warmly also decides to meet in the month of June",
    "Respecting the views of all who take part and their experience",
    "gracefully accepting the decisions of the conference",
    "5. The last paragraph of the draft stays as it is",
    f"6. Having now considered {MOVED}",
    "7. A paragraph at the very end is new",
)


@pytest.fixture
def write(reading: Callable[..., Reading]) -> Callable[..., bytes]:
    def write(old: Sequence[str] = OLD, new: Sequence[str] = NEW, language: str = "en") -> bytes:
        compared = compare(reading(*old, language=language), reading(*new, language=language))
        return docx(Sheet(compared, "Vision", Side("r1"), Side("r2"), NOON))

    return write


def part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def body(data: bytes) -> Any:
    return part(data, "word/document.xml")[0]


def names(element: Any) -> list[str]:
    return [etree.QName(child).localname for child in element]


def test_every_tracked_change_has_a_number_of_its_own_an_author_and_a_time(write: Callable[..., bytes]) -> None:
    tracked = list(body(write()).iter(*(W + tag for tag in TRACKS), W + "moveFromRangeStart", W + "moveToRangeStart"))
    assert len(tracked) > 20
    assert max(Counter(one.get(W + "id") for one in tracked).values()) == 1
    assert all(one.get(W + "author") and one.get(W + "date", "").endswith("Z") for one in tracked)


def test_a_move_bears_one_name_at_both_places_and_each_range_that_begins_ends(write: Callable[..., bytes]) -> None:
    made = body(write())
    named = [[one.get(W + "name") for one in made.iter(f"{W}{side}RangeStart")] for side in ("moveFrom", "moveTo")]
    assert named == [["move1"], ["move1"]]
    for side in ("moveFrom", "moveTo"):
        starts, ends = ([one.get(W + "id") for one in made.iter(f"{W}{side}Range{edge}")] for edge in ("Start", "End"))
        assert starts == ends


def test_only_deleted_words_stand_as_deleted_text(write: Callable[..., bytes]) -> None:
    made = body(write())
    assert all(any(True for _ in text.iterancestors(W + "del")) for text in made.iter(W + "delText"))
    assert not any(any(True for _ in text.iterancestors(W + "del")) for text in made.iter(W + "t"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_properties_stand_in_the_order_of_the_schema(write: Callable[..., bytes], language: str) -> None:
    arabic = (("1. نؤكد من جديد",), ("2. نؤكد من جديد أن نفس الحقوق",))
    made = body(write(*arabic, language) if language == "ar" else write())
    for tag, order in (("pPr", PARAGRAPH), ("rPr", RUN)):
        for found in map(names, made.iter(W + tag)):
            assert found == sorted(found, key=order.index)


def test_right_to_left_words_are_bold_in_their_own_way(write: Callable[..., bytes]) -> None:
    made = body(write(("1. نؤكد من جديد",), ("1. نؤكد من جديد أن نفس الحقوق",), "ar"))
    assert names(next(made.iter(W + "rPr"))) == ["b", "bCs", "rtl"]
    assert "bidi" in names(next(made.iter(W + "pPr")))


@pytest.mark.parametrize(
    ("language", "slot", "said"),
    [
        ("fr", "val", "fr-FR"),
        ("en", "val", "en-GB"),
        ("zh", "eastAsia", "zh-CN"),
        ("ja", "eastAsia", "ja-JP"),
        ("ar", "bidi", "ar-EG"),
        ("th", "bidi", "th-TH"),
        ("", "val", "en-GB"),
    ],
)
def test_word_checks_the_spelling_and_takes_the_fonts_of_the_drafts_language(
    write: Callable[..., bytes], language: str, slot: str, said: str
) -> None:
    made = write(("a",), ("b",), language)
    assert part(made, "word/settings.xml").find(f"{W}themeFontLang").get(W + slot) == said
    assert [one.get(W + slot) for one in part(made, "word/styles.xml").iter(W + "lang")] == [said]


MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Go(folder As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue, none()
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  For Each verb In Array("Accept", "Reject")
    doc = StarDesktop.loadComponentFromURL(ConvertToURL(folder &amp; "/redline.docx"), "_blank", 0, hidden())
    dispatcher = CreateUnoService("com.sun.star.frame.DispatchHelper")
    dispatcher.executeDispatch(doc.CurrentController.Frame, ".uno:" &amp; verb &amp; "AllTrackedChanges", "", 0, none())
    Open folder &amp; "/" &amp; verb For Output As #1
    all = doc.Text.createEnumeration()
    Do While all.hasMoreElements()
      Print #1, all.nextElement().getString()
    Loop
    Close #1
    doc.close(True)
  Next
  StarDesktop.terminate()
End Sub
</script:module>"""


@pytest.mark.need(5)
@pytest.mark.skipif(not convert.installed(), reason="no LibreOffice: apt install libreoffice-writer-nogui")
def test_libreoffice_accepts_all_to_the_new_draft_and_rejects_all_to_the_old(
    write: Callable[..., bytes], tmp_path: Path
) -> None:
    (tmp_path / "redline.docx").write_bytes(write())
    profile = tmp_path / "profile"
    office = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    subprocess.run([*office, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
    (profile / "user/basic/Standard/Module1.xba").write_text(MACRO)
    subprocess.run(
        [*office, f'macro:///Standard.Module1.Go("{tmp_path}")'], check=True, capture_output=True, timeout=120
    )
    for verb, draft in (("Accept", NEW), ("Reject", OLD)):
        lines = (tmp_path / verb).read_text().splitlines()
        assert [line for line in lines if line] == [line.removeprefix("# ") for line in draft]
        assert "" not in lines[:-1]
