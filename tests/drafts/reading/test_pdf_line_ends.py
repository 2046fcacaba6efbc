"""Lines of a PDF put together again: hyphens, addresses and scripts without blanks, cut by the end of a line."""

from bot.drafts.reading.formats.pdf_join import joined, vocabulary


def text(*lines: str) -> str:
    known = [(line, False) for line in lines]
    return joined(known, vocabulary(known))


def test_a_known_word_loses_its_hyphen_and_a_known_compound_keeps_it():
    assert text("cooperation", "of all, and coopera-", "tion") == "cooperation of all, and cooperation"
    assert text("cross-border", "trade and cross-", "border data") == "cross-border trade and cross-border data"


def test_a_name_in_capitals_inside_is_no_word_without_its_hyphen():
    assert text("SameSite=None and same-", "site cookies") == "SameSite=None and same-site cookies"


def test_a_name_with_capitals_inside_that_stands_elsewhere_loses_its_hyphen():
    known = vocabulary([("The subjectAltName extension", False), ("and the subjectAlt-", False)])
    assert (
        joined([("in the subjectAlt-", False), ("Name extension", False)], known) == "in the subjectAltName extension"
    )
    assert joined([("a non-", False), ("English speaker", False)], known) == "a non-English speaker"


def test_a_compound_that_the_document_writes_keeps_its_hyphen_though_a_name_is_written_without():
    known = vocabulary([("OpenSource.org and Open-Source-Software", False)])
    assert joined([("an Open-", False), ("Source licence", False)], known) == "an Open-Source licence"


def test_a_document_that_never_hyphenates_keeps_unknown_hyphens():
    assert text("the non-", "papers") == "the non-papers"


def test_an_address_cut_at_its_slash_is_whole():
    assert text("see https://example.org/", "a_b/c.html for more") == "see https://example.org/a_b/c.html for more"
    assert text("the agreement and/", "or the annex") == "the agreement and/or the annex"


def test_an_address_cut_anywhere_is_whole_and_words_after_one_are_words():
    assert text("see https://docs.example.org/xac", "ml/acal/core.html for more").endswith(
        "/xacml/acal/core.html for more"
    )
    assert text("see https://data", "tracker.ietf.org/doc for more") == "see https://datatracker.ietf.org/doc for more"
    assert (
        text("and or and or see https://example.org/a", "and/or b")
        == "and or and or see https://example.org/a and/or b"
    )


def test_lines_of_scripts_without_blanks_between_words_join_without_one():
    assert text("信息社会的", "作用") == "信息社会的作用"
    assert text("การประชุมระหว่าง", "ประเทศ") == "การประชุมระหว่างประเทศ"


def test_numbers_and_known_words_cut_by_a_line_of_chinese_are_whole():
    known = vocabulary([("缺陷的公共数据库（CVE）", False)])
    assert joined([("第二次认证开始2", False), ("4个月", False)], known) == "第二次认证开始24个月"
    assert joined([("当有人提到C", False), ("VE时", False)], known) == "当有人提到CVE时"
    assert joined([("本规范由Linux", False), ("Foundation发布", False)], known) == "本规范由Linux Foundation发布"


def test_a_dash_at_a_line_end_stays_a_dash():
    assert text("the text -", "as it stands -", "is agreed") == "the text - as it stands - is agreed"


def test_brackets_and_dashes_at_a_lines_end_have_the_blanks_that_they_have_elsewhere():
    assert (
        text("[shall][should] agree, and [shall]", "[should] report")
        == "[shall][should] agree, and [shall][should] report"
    )
    assert text("[shall] [should] agree, and [shall]", "[should] report").endswith("and [shall] [should] report")
    assert text("no—and never, but yes—", "and always") == "no—and never, but yes—and always"
    assert text("no — and never, but yes —", "and always") == "no — and never, but yes — and always"
