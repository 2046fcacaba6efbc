"""Symbols and names of files: family, revision, language."""

import pytest

from bot.drafts.pages.languages import language_of_words, split_language
from bot.drafts.pages.symbols import family, find_symbol, is_symbol, name_family, reissue, revision, stem


@pytest.mark.parametrize(
    ("symbol", "its_family", "its_revision"),
    [
        ("A/AC.291/22", "a/ac.291/22", ()),
        ("A/AC.291/22/Rev.3", "a/ac.291/22", (3,)),
        ("A/AC.291/24/Add.1", "a/ac.291/24/add.1", ()),
        ("A/AC.291/24/Add.1/Rev.2", "a/ac.291/24/add.1", (2,)),
        ("A/78/L.5/Corr.1", "a/78/l.5/corr.1", ()),
        ("CCW/P.V/CONF/2021/WP.1", "ccw/p.v/conf/2021/wp.1", ()),
        ("WSIS+10/4/25", "wsis+10/4/25", ()),
        ("WSIS+10/4/25/Pre-agreed/16042014", "wsis+10/4/25", ()),
        ("V1.1/C/ALC11", "c/alc11", (1, 1)),
        ("V2/C/ALC11", "c/alc11", (2,)),
        ("ECE/MP.PP/WG.1/2009/L.1_rev", "ece/mp.pp/wg.1/2009/l.1", (1,)),
        ("UNEP/PP/INC.2/INF/2*", "unep/pp/inc.2/inf/2", ()),
        ("draft-ietf-httpbis-bcp56bis-05", "draft-ietf-httpbis-bcp56bis", (5,)),
    ],
)
def test_a_symbol_tells_its_family_and_revision(symbol, its_family, its_revision):
    assert is_symbol(symbol)
    assert (family(symbol), revision(symbol)) == (its_family, its_revision)


def test_an_asterisk_is_a_reissue():
    assert [reissue(symbol) for symbol in ("A/1", "A/1*", "A/1**")] == [0, 1, 2]


@pytest.mark.parametrize(
    "text", ["and/or", "AND/OR", "11/06/2014", "HTTP/1.1", "Room 14", "Draft text", "http://a.example/A/1"]
)
def test_what_only_has_a_slash_is_no_symbol(text):
    assert not is_symbol(text)


def test_a_symbol_is_found_among_words():
    assert find_symbol("UNEP/PP/INC.2/4 : Potential options") == "UNEP/PP/INC.2/4"
    assert find_symbol("see draft-ietf-quic-invariants-13 for this") == "draft-ietf-quic-invariants-13"


@pytest.mark.parametrize(
    ("name", "its_family", "its_revision"),
    [
        ("WSIS20 Zero Draft.pdf", "wsis20", (0,)),
        ("WSIS20-Rev 1.pdf", "wsis20", (1,)),
        ("WSIS20_Rev2_FINAL (1).pdf", "wsis20", (2,)),
        ("vision-v3.docx", "vision", (3,)),
        ("Vision_r2_fr.pdf", "vision", (2,)),
        ("Vision v1.2 clean.docx", "vision", (1, 2)),
        ("20140611_vision.pdf", "vision", ()),
        ("review of rules.pdf", "review of rules", ()),
        ("index.html", "", ()),
    ],
)
def test_a_file_name_tells_its_family_and_revision(name, its_family, its_revision):
    assert (name_family(name), revision(stem(name))) == (its_family, its_revision)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("English", "en"),
        ("ENG", "en"),
        ("E", "en"),
        ("Français (PDF, 134 KB)", "fr"),
        ("中文版", "zh"),
        ("عربي", "ar"),
        ("Русский", "ru"),
        ("PDF", None),
        ("English and French", None),
        ("Note in English law", None),
        ("", None),
    ],
)
def test_a_language_is_told_by_words_that_say_nothing_else(text, language):
    assert language_of_words(text) == language


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("draft-fr", ("draft", "fr")),
        ("ece.mp.pp.wg.1.2009.l.1_rev.e", ("ece.mp.pp.wg.1.2009.l.1_rev", "en")),
        ("vision_SP", ("vision", "es")),
        ("vision (ru)", ("vision", "ru")),
        ("annex a", ("annex a", None)),
        ("form 2a", ("form 2a", None)),
        ("fr", ("fr", None)),
    ],
)
def test_a_language_is_told_by_the_end_of_a_file_name(name, parts):
    assert split_language(name) == parts
