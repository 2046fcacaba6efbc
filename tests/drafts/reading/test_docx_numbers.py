"""The numbers that Word prints are those that the reader gives."""

from bot.drafts.reading.formats import docx
from tests.drafts.reading.word_files import OUTLINE, TWO_LEVELS, abstract, file, item, labels, level, num, p


def test_labels_are_those_that_word_prints() -> None:
    body = "".join(item("x", lvl) for lvl in (0, 1, 1, 0, 1, 2, 2))
    assert labels(body, OUTLINE + num()) == ["1.", "(a)", "(b)", "2.", "(a)", "2.a.i", "2.a.ii"]


def test_a_start_override_restarts_its_own_list_once() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = item("x") + item("x") + item("x", num=2) + item("x", num=2)
    assert labels(body, OUTLINE + num(1) + num(2, more=override)) == ["1.", "2.", "5.", "6."]


def test_two_lists_of_one_kind_share_their_numbers() -> None:
    assert labels(item("x") + item("x", num=2), OUTLINE + num(1) + num(2)) == ["1.", "2."]


def test_a_level_may_never_restart_or_only_after_a_higher_one() -> None:
    never = abstract(level(0, "decimal", "%1.") + level(1, "decimal", "%2", '<w:lvlRestart w:val="0"/>')) + num()
    assert labels("".join(item("x", lvl) for lvl in (0, 1, 0, 1)), never) == ["1.", "1", "2.", "2"]
    first = level(2, "decimal", "%3", '<w:lvlRestart w:val="1"/>')
    after_first = abstract(level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)") + first) + num()
    body = "".join(item("x", lvl) for lvl in (0, 1, 2, 1, 2, 0, 1, 2))
    assert labels(body, after_first) == ["1.", "a)", "1", "b)", "2", "2.", "a)", "1"]


def test_legal_numbering_writes_every_level_in_digits() -> None:
    legal = abstract(level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", "<w:isLgl/>")) + num()
    assert labels(item("x") + item("x") + item("x", 1), legal) == ["I.", "II.", "2.1"]


def test_a_list_may_come_from_a_style_by_the_level_linked_to_it() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Article"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Article"/></w:style>'
    )
    linked = level(0, "decimal", "Article %1", '<w:pStyle w:val="Article"/>')
    linked += level(1, "lowerLetter", "(%2)", '<w:pStyle w:val="Sub"/>')
    body = p("x", '<w:pStyle w:val="Article"/>') + p("x", '<w:pStyle w:val="Sub"/>')
    assert labels(body, abstract(linked) + num(), styles=styles) == ["Article 1", "(a)"]


def test_a_list_may_lead_to_a_numbering_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="UN"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    link = abstract("", 1, '<w:numStyleLink w:val="UN"/>') + abstract(TWO_LEVELS, 2, '<w:styleLink w:val="UN"/>')
    assert labels(item("x") + item("x", 1), link + num(1, 1) + num(2, 2), styles=styles) == ["1.", "(a)"]


def test_a_bullet_is_no_label() -> None:
    assert labels(item("x"), abstract(level(0, "bullet", "\uf0b7")) + num()) == [None]


def test_an_empty_numbered_paragraph_counts_and_is_not_shown() -> None:
    assert labels(item("x") + item("") + item("x"), OUTLINE + num()) == ["1.", "3."]


def test_numbers_taken_off_a_paragraph_stay_off() -> None:
    assert labels(item("x", num=0) + item("x"), OUTLINE + num()) == [None, "1."]


def test_numbers_that_are_none_do_no_harm() -> None:
    hostile = abstract(level(999999999, "decimal", "%1") + level(0, "decimal", "%1.").replace('w:val="1"', 'w:val="x"'))
    assert labels(item("x", 999999999) + item("x") + item("x", -5), hostile + num()) == [None, "0.", None]


def test_a_level_that_has_begun_by_one_below_it_does_not_begin_again() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, text in enumerate(("%1.", "%1.%2."))
    )
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride>'
    lists = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/>{override}</w:num>'
    )
    found = docx.read(
        file(item("Term", 1) + item("Breach", 1) + item("General") + item("Law", 1), numbering=lists)
    ).blocks
    assert [block.label for block in found] == ["9.1.", "9.2.", "10.", "10.1."]
