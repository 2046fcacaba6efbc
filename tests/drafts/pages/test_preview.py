"""Which kind of source an address is, which links are one document, and the pattern that says so for good."""

import re

import pytest

from bot.drafts.pages.order import summary
from bot.drafts.pages.page import page
from bot.drafts.pages.preview import by_document, kind_of, pattern_of


@pytest.mark.parametrize(
    ("data", "mime", "kind"),
    [
        (b"\xef\xbb\xbfBEGIN:VCALENDAR\r\n", "text/plain", "calendar"),
        (b"<?xml version='1.0'?>\n<!-- made --><rss version='2.0'>", "text/xml", "feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "", "feed"),
        (b"<html>", "text/html", "list"),
        (b"<html><rss>", "text/html", "list"),
        (b"%PDF-1.7", "application/pdf", "document"),
    ],
)
def test_an_answer_tells_its_kind_by_what_it_is(data, mime, kind):
    assert kind_of(data, mime) == kind


def postings(html):
    return summary(page(html.encode(), "https://x.example/d/")).postings


def test_drafts_of_a_symbol_are_one_document_and_an_addendum_is_another():
    listed = "".join(f"<li><a href='/{n}'>A/AC.291/22{s}</a></li>" for n, s in enumerate(("/Rev.1", "", "/Add.1")))
    groups = by_document(postings(f"<ul>{listed}</ul>"))
    assert sorted([posting.symbol for posting in group] for group in groups) == [
        ["A/AC.291/22/Add.1"],
        ["A/AC.291/22/Rev.1", "A/AC.291/22"],
    ]


@pytest.mark.parametrize(
    ("name", "links", "first"),
    [
        ("", ("spec-1.pdf", "agenda.html"), "spec-1.pdf"),
        ("", ("about.html", "draft.html"), "draft.html"),
        ("", ("vision-r1.pdf", "vision-r2.pdf", "list.pdf"), "vision-r2.pdf"),
        ("", ("plan-1.pdf", "list.pdf"), "list.pdf"),
        ("Vision document", ("vision.html", "list.pdf"), "vision.html"),
        ("The plan of action", ("plan-1.pdf", "list.pdf"), "list.pdf"),
    ],
)
def test_the_likeliest_document_of_a_page_is_the_one_named_then_a_file_then_one_of_several_drafts(name, links, first):
    listed = "".join(f"<li><a href='{url}'>{url}</a></li>" for url in links)
    group = by_document(postings(f"<ul>{listed}</ul>"), name)[0]
    assert group[0].renditions[0].filename == first


@pytest.mark.parametrize(
    ("html", "matches", "others"),
    [
        ("<a href='vision-r2.pdf'>V</a>", ["vision-r17_clean.docx"], ["envision.txt", "list.pdf"]),
        ("<a href='/1'>A/AC.291/22/Rev.1</a>", ["A/AC.291/22/Rev.2", "A/AC.291/22"], ["A/AC.291/221", "A/AC.291/2"]),
        ("<a href='a%22b%20c.pdf'>V</a>", ['a"b c.pdf'], ["b c.pdf"]),
    ],
)
def test_a_pattern_takes_later_revisions_and_nothing_else(html, matches, others):
    pattern = pattern_of(postings(html))
    assert '"' not in pattern
    assert [bool(re.search(pattern, name, re.IGNORECASE)) for name in matches] == [True] * len(matches)
    assert [name for name in others if re.fullmatch(rf"(?:{pattern})", name, re.IGNORECASE)] == []


def test_a_pattern_never_grows_longer_than_one_may_be():
    many = "".join(f"<li><a href='{chr(97 + n) * 40}.pdf'>{n}</a></li>" for n in range(20))
    assert len(pattern_of(postings(f"<ul>{many}</ul>"))) <= 300
