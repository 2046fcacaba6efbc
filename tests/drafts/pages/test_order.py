"""Which links are drafts, which of them are one draft, in which order, and what changed between two looks."""

from datetime import date

import pytest

from bot.drafts.pages.addresses import same_address
from bot.drafts.pages.order import drafts_on, likely, summary
from bot.drafts.pages.page import page, words_of
from bot.errors import BadInput

URL = "https://secretariat.example/docs/"


def read(body):
    return page(f"<html><body>{body}</body></html>".encode(), URL)


def drafts(body, **more):
    return drafts_on(read(body), **more)


def rows(*cells):
    return "<table>" + "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in cells) + "</table>"


def files(postings):
    return [[link.filename for link in posting.renditions] for posting in postings]


# What is one draft


def test_formats_of_one_row_are_one_draft_the_best_first():
    body = rows(["Vision", "<a href=vision.pdf>PDF</a> <a href=Vision_Word.docx>Word</a>"])
    assert files(drafts(body)) == [["Vision_Word.docx", "vision.pdf"]]


def test_two_files_of_one_format_in_one_row_are_two_drafts_each_with_its_formats():
    links = "".join(f"<a href={name}>x</a> " for name in ("r1.pdf", "r1.docx", "annex.pdf", "annex.docx"))
    assert files(drafts(f"<p>Documents {links}</p>")) == [["r1.docx", "r1.pdf"], ["annex.docx", "annex.pdf"]]


def test_one_name_in_several_folders_of_one_row_is_several_drafts():
    assert len(drafts("<p>Drafts <a href=1/draft.pdf>first</a> <a href=2/draft.pdf>second</a></p>")) == 2


def test_one_name_with_two_endings_is_one_draft_wherever_it_stands():
    body = "<p>As PDF: <a href=vision.pdf>Vision</a></p><p>As Word: <a href=vision.docx>Vision</a></p>"
    assert files(drafts(body)) == [["vision.docx", "vision.pdf"]]


def test_a_draft_linked_twice_is_one_and_keeps_what_the_table_knows():
    body = "<p>Latest: <a href=v.pdf>here it is</a></p>" + rows(
        ["A/1/Rev.2", "<a href=v.pdf>Vision</a>", "11 June 2014"]
    )
    (posting,) = drafts(body)
    assert (posting.symbol, posting.date, len(posting.renditions)) == ("A/1/Rev.2", date(2014, 6, 11), 1)


def test_versions_in_other_languages_are_kept_apart_from_formats():
    body = rows(
        ["Vision", "<a href=v-en.pdf>English</a> <a href=v-fr.pdf>Français</a> <a href=v-en.docx>English (Word)</a>"]
    )
    (posting,) = drafts(body)
    assert files([posting]) == [["v-en.docx", "v-en.pdf"]]
    assert [(link.filename, link.language) for link in posting.translations] == [("v-fr.pdf", "fr")]
    assert drafts(body, language="fr")[0].url.endswith("v-fr.pdf")


def test_the_language_is_told_by_column_or_folder_too():
    body = rows(["Title", "English", "Français"], ["Vision", "<a href=1.pdf>PDF</a>", "<a href=2.pdf>PDF</a>"])
    (posting,) = drafts(body)
    assert (posting.language, posting.translations[0].language) == ("en", "fr")
    assert drafts("<p>Vision <a href=/ru/v.pdf>PDF</a></p>")[0].language == "ru"


# Which links are drafts


def test_without_a_pattern_readable_files_and_symbols_are_candidates():
    body = (
        "<nav><a href=/b.pdf>Brochure</a></nav><p><a href=/about>About</a></p><p><a href=/x.zip>All</a></p>"
        "<p>Text: <a href=/v.docx>Vision</a></p><p><a href=https://undocs.example/A/1/Rev.2>A/1/Rev.2</a></p>"
    )
    assert [posting.label for posting in drafts(body)] == ["Vision", "A/1/Rev.2"]


def test_a_pattern_looks_at_address_name_and_words():
    body = "<p>a <a href=vision%20one.pdf>x</a></p><p>b <a href=/1>Vision two</a></p><p>c <a href=agenda.pdf>Agenda</a></p>"
    assert [posting.label for posting in drafts(body, pattern=r"vision (one\.pdf$|two)")] == ["x", "Vision two"]


@pytest.mark.parametrize(
    ("pattern", "words"), [("(", "cannot be used"), ("x" * 301, "longer than 300"), (r"(?:a|aa)+$", "too long")]
)
def test_a_pattern_that_cannot_be_used_is_told(pattern, words):
    with pytest.raises(BadInput, match=words):
        drafts(f"<p>x <a href={'a' * 200}b>x</a></p>", pattern=pattern)


# Order


def labels(body):
    return [posting.label for posting in drafts(body)]


def dated(*pairs):
    return rows(*[(f"<a href={n}.pdf>{name}</a>", day) for n, (name, day) in enumerate(pairs)])


def test_drafts_are_ordered_by_the_dates_beside_them():
    assert labels(dated(("May text", "2 May 2014"), ("March text", "1 March 2014"), ("June text", "3 June 2014"))) == [
        "March text",
        "May text",
        "June text",
    ]


def test_the_revision_outranks_the_date():
    body = rows(
        ["<a href=a>A/1/Rev.2</a>", "1 May 2014"], ["<a href=b>A/1/Rev.1</a>", "2 May 2014"], ["<a href=c>A/1</a>", ""]
    )
    assert [posting.symbol for posting in drafts(body)] == ["A/1", "A/1/Rev.1", "A/1/Rev.2"]


def test_a_zero_draft_comes_before_the_draft_and_that_before_its_revisions():
    body = "".join(
        f"<p>x <a href='{name}.pdf'>{name}</a></p>" for name in ("Vision Rev 1", "Vision", "Vision Zero Draft")
    )
    assert labels(body) == ["Vision Zero Draft", "Vision", "Vision Rev 1"]


def test_places_count_from_below_where_the_dates_fall():
    body = dated(("gamma", "3 May 2014"), ("beta", ""), ("alpha", "1 May 2014"))
    assert labels(body) == ["alpha", "beta", "gamma"]


def test_without_dates_the_page_is_read_from_above():
    assert labels(dated(("one text", ""), ("two text", ""))) == ["one text", "two text"]


# Whether two drafts are of one document


def posting(name, label="x", symbol=""):
    return drafts(rows([symbol, f"<a href='{name}'>{label}</a>"]))[0]


@pytest.mark.parametrize(
    ("new", "last", "same"),
    [
        (("a.pdf", "Updated text", "A/AC.291/22/Rev.3"), ("b.pdf", "Further text", "A/AC.291/22/Rev.2"), True),
        (("a.pdf", "Draft text", "A/AC.291/22/Add.1"), ("b.pdf", "Draft text", "A/AC.291/22"), False),
        (("wsis20_Rev2_FINAL (1).pdf",), ("WSIS20-Rev 1.pdf",), True),
        (("outcome_document_v2.pdf",), ("outcome-documents.pdf",), True),
        (("informal paper 4.pdf",), ("informal paper 3.pdf",), False),
        (("1.pdf", "Draft Vision for WSIS beyond, Rev. 2"), ("2.pdf", "Draft Vision for WSIS beyond"), True),
        (("agenda.pdf", "Agenda"), ("vision.pdf", "Vision"), False),
        (("a.pdf",), ("b.pdf",), False),
    ],
)
def test_names_tell_what_is_likely_of_one_document(new, last, same):
    assert likely(posting(*new), posting(*last)) is same


def test_anything_may_be_the_first_draft():
    assert likely(posting("a.pdf"), None)


def test_a_look_at_a_page_says_what_would_be_watched_newest_first():
    seen = summary(
        read("<p>x <a href=/about>About</a></p>" + dated(("old text", "1 May 2014"), ("new text", "2 May 2014")))
    )
    assert (seen.links, seen.others, [posting.label for posting in seen.postings]) == (3, 1, ["new text", "old text"])


# Two looks


def posted(before, after):
    """The drafts whose addresses all are new, by symbol or label."""
    known = {same_address(link.url) for posting in drafts_on(before) for link in posting.renditions}
    every = drafts_on(after)
    new = [one for one in every if known.isdisjoint(same_address(link.url) for link in one.renditions)]
    return [posting.symbol or posting.label for posting in new]


# The UNEP paper with the asterisk is a re-issue at an address of its own; the IETF's keeps its address.
REAL = {
    "unep-inc-documents": ["UNEP/PP/INC.2/INF/2*", "UNEP/PP/INC.2/5"],
    "unodc-ahc-session": [
        "A/AC.291/22/Rev.3",
        "A/AC.291/25/Rev.1",
        "A/AC.291/27",
        "Explanatory notes on the Updated draft text of the convention (15 July 2024)",
    ],
    "unece-wg-documents": ["ECE/MP.PP/WG.1/2009/L.1_rev"],
    "unctad-meetingsarchive": ["E/CN.16/2003/L.2"],
    "itu-wsis-mpp": ["V2/C/ALC11"],
    "ietf-wg-documents": [],
    "undesa-wsis20": ["Revision 2"],
}


@pytest.fixture
def look(corpus):
    return lambda name: page((corpus / "pages-reconstructed" / f"{name}.html").read_bytes(), URL)


@pytest.mark.corpus
@pytest.mark.parametrize("name", REAL)
def test_on_secretariats_pages_exactly_the_new_drafts_are_new(look, name):
    assert sorted(posted(look(f"{name}.before"), look(f"{name}.after"))) == sorted(REAL[name])


@pytest.mark.corpus
def test_languages_that_arrive_later_are_no_drafts(look):
    after = {posting.symbol: posting for posting in drafts_on(look("unep-inc-documents.after"))}
    told = [link.language for link in after["UNEP/PP/INC.2/4"].translations]
    assert sorted(told) == ["ar", "es", "fr", "ru", "zh"]


@pytest.mark.corpus
def test_a_page_of_which_only_the_view_state_changed_is_the_same_page(look):
    before, after = look("unctad-meetingsarchive.before"), look("unctad-meetingsarchive.same-content-new-viewstate")
    assert before == after


@pytest.mark.corpus
def test_the_hour_of_the_plenary_is_news_and_the_stamp_below_is_not(look):
    before, after = look("itu-wsis-mpp.before"), look("itu-wsis-mpp.after")
    every = frozenset(link.row for link in (*before.links, *after.links))
    one, two = words_of(before, every).splitlines(), words_of(after, every).splitlines()
    assert set(two) - set(one) == {"Plenary: 14:00 - 18:00 (Room Popov)"}
    assert set(one) - set(two) == {"Plenary: 14:00 - 16:00 (Room Popov)"}


@pytest.mark.corpus
def test_revisions_of_one_document_are_likely_and_other_papers_are_not(look):
    for name, new, last in (
        ("unece-wg-documents.after", "ECE/MP.PP/WG.1/2009/L.1_rev", "ECE/MP.PP/WG.1/2009/L.1"),
        ("itu-wsis-mpp.after", "V2/C/ALC11", "V1.1/C/ALC11"),
    ):
        postings = {posting.symbol: posting for posting in drafts_on(look(name))}
        assert [symbol for symbol, posting in postings.items() if likely(posting, postings[last])] == [last, new]


@pytest.mark.corpus
def test_drafts_of_secretariats_pages_come_oldest_first(look):
    assert [posting.label for posting in drafts_on(look("undesa-wsis20.after"))] == [
        "Zero Draft",
        "Revision 1",
        "Revision 2",
    ]
    assert [posting.symbol for posting in drafts_on(look("itu-wsis-mpp.after"))] == [
        "V1.1/C/ALC11",
        "V2/C/ALC11",
        "WSIS+10/4/25/Pre-agreed/16042014",
    ]


@pytest.mark.corpus
def test_every_real_page_is_read_and_links_out_of_it_kept(corpus):
    for path in sorted((corpus / "pages-real").glob("*.html")):
        one = page(path.read_bytes(), URL)
        assert one.title
        assert one.links
        assert one.looks_like is None
        known = {link.url for posting in drafts_on(one) for link in posting.renditions}
        assert {link.url for link in one.links if link.ending == ".pdf" and not link.apart} <= known
