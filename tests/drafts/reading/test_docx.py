"""What the Word reader promises, on files small enough to read here and on real ones."""

import io
import zipfile
from pathlib import Path

import pytest

from bot.drafts.reading import Block
from bot.drafts.reading.formats import docx
from bot.errors import Unreadable
from bot.sentences import word
from tests.drafts.reading.word_files import (
    NS,
    OUTLINE,
    STRICT,
    WHO,
    blocks,
    file,
    gone,
    ins,
    item,
    mark,
    num,
    p,
    packed,
    part,
    run,
    texts,
)

# Tracked changes


def test_the_final_view_has_what_was_inserted_and_the_original_one_what_was_deleted() -> None:
    body = p(run("States ") + gone("should ") + ins(run("shall ")) + run("act."))
    assert texts(body) == ["States shall act."]
    assert texts(body, original=True) == ["States should act."]


def test_a_file_with_tracked_changes_says_so_with_their_number() -> None:
    body = p(run("States ") + gone("should ") + ins(run("shall ")) + run("act. ") + ins(run("Now.")))
    said = docx.read(file(body)).warnings
    assert said == (word.TRACKED_FINAL.format(inserted=2, deleted=1, moved=0),)
    assert docx.read(file(p("Clean."))).warnings == ()


def test_moved_text_stands_in_one_place_in_each_view() -> None:
    here = f"<w:moveFrom {WHO}>{run('moved words ')}</w:moveFrom>"
    there = f"<w:moveTo {WHO}>{run('moved words ')}</w:moveTo>"
    body = p(here + run("one")) + p(there + run("two"))
    assert texts(body) == ["one", "moved words two"]
    assert texts(body, original=True) == ["moved words one", "two"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs_and_a_new_one_parts_them() -> None:
    merged = p("First. ", mark("del")) + p("Second.")
    assert texts(merged) == ["First. Second."]
    assert texts(merged, original=True) == ["First.", "Second."]
    parted = p("First. ", mark("ins")) + p("Second.")
    assert texts(parted) == ["First.", "Second."]
    assert texts(parted, original=True) == ["First. Second."]


def test_a_deleted_paragraph_takes_no_number() -> None:
    body = item("one") + item(gone("two")).replace("<w:pPr>", f"<w:pPr>{mark('del')}", 1) + item("three")
    assert [(b.label, b.text) for b in blocks(body, numbering=OUTLINE + num())] == [("1.", "one"), ("2.", "three")]


def test_a_number_that_was_changed_is_the_old_one_in_the_original_view() -> None:
    change = f"<w:pPrChange {WHO}><w:pPr/></w:pPrChange>"
    body = p("x", f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>{change}')
    assert [b.label for b in blocks(body, numbering=OUTLINE + num())] == ["1."]
    assert [b.label for b in blocks(body, original=True, numbering=OUTLINE + num())] == [None]


def test_a_deleted_row_is_gone_in_the_final_view() -> None:
    rows = f"<w:tr><w:trPr><w:del {WHO}/></w:trPr><w:tc>{p('old')}</w:tc></w:tr><w:tr><w:tc>{p('kept')}</w:tc></w:tr>"
    assert texts(f"<w:tbl>{rows}</w:tbl>") == ["kept"]
    assert texts(f"<w:tbl>{rows}</w:tbl>", original=True) == ["old", "kept"]


# What stands in a paragraph


def test_struck_words_are_kept_and_told() -> None:
    (block,) = blocks(p(run("We ") + run("shall ", "<w:strike/>") + run("may", "<w:dstrike/>") + run(" act")))
    assert block.text == "We shall may act"
    assert [block.text[start:end] for start, end in block.struck] == ["shall may"]
    assert blocks(p(run("x", '<w:strike w:val="0"/>')))[0].struck == ()


def test_of_a_field_the_result_is_read_and_not_the_instruction() -> None:
    def step(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = run(" REF x ", tag="instrText") + run("not this")
    body = p(run("See ") + step("begin") + code + step("separate") + run("article 5") + step("end") + run("."))
    assert texts(body) == ["See article 5."]
    assert texts(p(step("begin") + run("lost")) + p("kept")) == ["kept"]


def test_signs_that_word_keeps_apart_from_text() -> None:
    dash, soft, tab, line = "<w:noBreakHyphen/>", "<w:softHyphen/>", "<w:tab/>", "<w:br/>"
    sign = '<w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="Wingdings" w:char="F0FE"/>'
    inside = f"<w:r><w:t>a</w:t>{dash}<w:t>b</w:t>{soft}<w:t>c</w:t>{tab}{line}<w:t>d </w:t>{sign}</w:r>"
    assert texts(p(inside)) == ["a-bc d ≥☑"]


def test_words_inside_wrappers_are_read_and_hidden_ones_are_not() -> None:
    inside = f"<w:hyperlink>{run('link ')}</w:hyperlink><w:smartTag>{run('tag ')}</w:smartTag>"
    inside += f"<w:sdt><w:sdtPr><w:tab/></w:sdtPr><w:sdtContent>{run('control')}</w:sdtContent></w:sdt>"
    assert texts(p(inside + run("hidden", "<w:vanish/>"))) == ["link tag control"]
    assert texts(f"<w:sdt><w:sdtContent>{p('whole')}</w:sdtContent></w:sdt>") == ["whole"]


def test_a_hidden_paragraph_mark_runs_a_numbered_title_into_its_text() -> None:
    hidden = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"
    listed = '<w:outlineLvl w:val="1"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    body = item("x") + p("Scope.", listed + hidden) + p("", hidden) + p(" This part applies.") + item("y", 1)
    read = blocks(body, numbering=OUTLINE + num())
    assert [(b.kind, b.label, b.text) for b in read[1:]] == [
        ("paragraph", "(a)", "Scope. This part applies."),
        ("paragraph", "(b)", "y"),
    ]


def test_a_formula_keeps_the_signs_that_are_drawn() -> None:
    def m(tag: str, inside: str) -> str:
        return f'<m:{tag} xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">{inside}</m:{tag}>'

    def of(tag: str, letter: str) -> str:
        return m(tag, m("r", m("t", letter)))

    power = m("sSup", of("e", "x") + of("sup", "2"))
    assert texts(p(m("f", m("num", m("d", m("e", power))) + of("den", "n")))) == ["(x^2)/n"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('boxed')}</w:txbxContent>"
    fallback = f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    both = f"<mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>{fallback}"
    only = f"<mc:AlternateContent><mc:Choice Requires='x'/>{fallback}"
    assert texts(p(run("anchor") + f"<w:r>{both}</w:r>") + p("next")) == ["anchor", "boxed", "next"]
    assert texts(p(run("anchor") + f"<w:r>{only}</w:r>")) == ["anchor", "boxed"]


def test_a_footnote_comes_after_all_text_as_it_does_in_every_format() -> None:
    cited = run("Rights") + '<w:r><w:footnoteReference w:id="7"/></w:r>' + run(" apply.")
    note = f'<w:footnote w:id="7"><w:p><w:r><w:footnoteRef/></w:r>{run(" See A/70/1.")}</w:p></w:footnote>'
    got = blocks(p(cited) + p("Next."), footnotes=note)
    assert [(b.kind, b.label, b.text) for b in got] == [
        ("paragraph", None, "Rights apply."),
        ("paragraph", None, "Next."),
        ("note", "1", "See A/70/1."),
    ]


def test_tables_are_read_row_by_row_with_the_tables_inside_them() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('inner')}</w:tc></w:tr></w:tbl>"
    rows = f"<w:tr><w:tc>{p('a')}</w:tc><w:tc>{p('b')}{inner}</w:tc></w:tr><w:tr><w:tc>{p('c')}</w:tc></w:tr>"
    got = blocks(f"<w:tbl>{rows}</w:tbl>")
    assert [(b.kind, b.text) for b in got] == [("cell", "a"), ("cell", "b"), ("cell", "inner"), ("cell", "c")]


def test_headings_are_known_by_outline_level_and_by_style() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    body = (
        p("one", '<w:outlineLvl w:val="0"/>')
        + p("two", '<w:pStyle w:val="H2"/>')
        + p("word " * 60, '<w:outlineLvl w:val="0"/>')
    )
    assert [b.kind for b in blocks(body, styles=styles)] == ["heading", "heading", "paragraph"]


def test_strict_files_are_read_too() -> None:
    data = file(item("x"), numbering=OUTLINE + num())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        strict = {name: archive.read(name).replace(NS.encode(), STRICT.encode()) for name in archive.namelist()}
    assert docx.read(packed(dict(strict))).blocks == (Block("x", label="1."),)


def test_the_main_part_may_have_another_name() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    rels = f'<Relationships><Relationship Id="r" Type="{office}" Target="/word/document2.xml"/></Relationships>'
    body = part("document", f"<w:body>{p('found')}</w:body>")
    assert docx.read(packed({"_rels/.rels": rels, "word/document2.xml": body})).blocks[0].text == "found"


# Files that are not what they seem


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"no zip at all", word.NOT_WORD),
        (file(p("x"))[:-40], word.NOT_WORD),
        (packed({"word/styles.xml": part("styles", "")}), word.NO_TEXT_PART),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), word.LOCKED),
        (packed({"word/document.xml": "<w:document"}), word.BROKEN_PART),
        (packed({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), word.REFUSED),
        (packed({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")}), word.REFUSED),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as said:
        docx.read(data)
    assert said.value.sentence == sentence


def test_a_bomb_is_refused_by_its_declared_size_and_by_its_ratio() -> None:
    for size in (80 << 20, 20 << 20):
        with pytest.raises(Unreadable) as said:
            docx.read(packed({"word/document.xml": bytes(size)}))
        assert said.value.sentence == word.TOO_LARGE


def test_a_size_that_is_declared_too_small_does_not_help_a_bomb() -> None:
    data = bytearray(packed({"word/document.xml": bytes(3 << 20)}))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(Unreadable):
        docx.read(bytes(data))


# Real files


@pytest.mark.corpus
def test_a_real_japanese_specification_has_its_numbers(corpus: Path) -> None:
    read = docx.read((corpus / "openchain-ja/02-1.1.docx").read_bytes()).blocks
    numbered = [block.label for block in read if block.label and block.kind != "note"]
    assert numbered[:7] == ["1.1", "1.1.1", "1.1.2", "1.2", "1.2.1", "1.2.2", "1.2.3"]
    assert numbered[-2:] == ["6.2", "6.2.1"]


@pytest.mark.corpus
def test_both_views_of_a_real_file_with_tracked_changes_differ_where_they_were_made(corpus: Path) -> None:
    data = (corpus / "openchain-ja/04-2.0.docx").read_bytes()
    final, original = docx.read(data), docx.read(data, original=True)
    differing = [a.text for a, b in zip(final.blocks, original.blocks, strict=True) if a != b]
    assert 1 <= len(differing) <= 2
    assert final.warnings != original.warnings


def test_a_table_of_contents_is_left_out_and_a_page_that_the_text_names_is_not() -> None:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{type}"/></w:r>' for type in ("begin", "separate", "end"))
    page = begin + run(" PAGEREF _Toc1 \\h ", tag="instrText") + separate + run("12") + end
    entry, named = p(f"<w:r><w:t>Definitions</w:t><w:tab/></w:r>{page}"), p(run("see page ") + page)
    assert [b.text for b in docx.read(file(entry + named)).blocks] == ["see page 12"]


@pytest.mark.parametrize("name", ["toc 1", "TOC Heading", "Contents 2", "table of figures"])
def test_a_table_of_contents_is_known_by_its_style(name: str) -> None:
    styles = f'<w:style w:type="paragraph" w:styleId="T"><w:name w:val="{name}"/></w:style>'
    listed = p("Definitions 5", '<w:pStyle w:val="T"/>')
    assert [b.text for b in docx.read(file(listed + p("1. Definitions"), styles=styles)).blocks] == ["1. Definitions"]


def test_an_empty_line_inside_a_paragraph_parts_it_and_a_single_break_does_not() -> None:
    line = "<w:r><w:br/></w:r>"
    body = p(run("1. We agree") + line + run("to this.") + line + run(" ") + line + run("And to that."))
    title = p(run("Annex A") + line + line + run("Definitions"), '<w:outlineLvl w:val="0"/>')
    assert [b.text for b in docx.read(file(body + title)).blocks] == [
        "1. We agree to this.",
        "And to that.",
        "Annex A Definitions",
    ]


def test_a_table_of_contents_in_its_control_is_left_out_whatever_made_it() -> None:
    about = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    contents, plain = (f"<w:sdtContent>{p(text)}</w:sdtContent>" for text in ("Name 4", "Name"))
    body = f"<w:sdt>{about}{contents}</w:sdt><w:sdt>{plain}</w:sdt>"
    assert [block.text for block in docx.read(file(body)).blocks] == ["Name"]


def test_a_list_typed_with_line_breaks_is_one() -> None:
    body = p(
        run("shall:")
        + "<w:r><w:br/></w:r>"
        + run("(a) preside;")
        + "<w:r><w:br/></w:r>"
        + run("(b) ")
        + run("rule", "<w:strike/>")
    )
    found = docx.read(file(body)).blocks
    assert [(block.text, block.struck) for block in found] == [
        ("shall:", ()),
        ("(a) preside;", ()),
        ("(b) rule", ((4, 8),)),
    ]


def test_a_clause_set_in_a_heading_style_is_a_paragraph_where_it_is_a_sentence() -> None:
    sentence = "The Supplier shall provide the Services to the Customer with all reasonable skill and care."
    body = "".join(p(text, '<w:outlineLvl w:val="1"/>') for text in ("Services", sentence, "Definitions."))
    assert [block.kind for block in docx.read(file(body)).blocks] == ["heading", "paragraph", "heading"]
