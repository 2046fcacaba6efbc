"""A file beside what it must become: tests/data/reading/NAME and NAME.read, one paragraph a line:
kind | label | key | mark | text, with struck words between ~~."""

import hashlib
import re
from pathlib import Path

import pytest

from bot.drafts.reading import Paragraph, Reading, from_json, words
from bot.drafts.reading.language import language as told
from bot.drafts.reading.read import read
from bot.errors import Unreadable

DATA = Path(__file__).resolve().parents[2] / "data" / "reading"


def shown(p: Paragraph) -> str:
    text = p.text
    for start, end in reversed(p.struck):
        text = f"{text[:start]}~~{text[start:end]}~~{text[end:]}"
    return " | ".join((p.kind, p.label, p.key, p.mark or "", text))


def from_corpus(corpus: Path, name: str) -> Reading:
    return read((corpus / name).read_bytes(), name)


def labels(reading: Reading) -> list[str]:
    return [p.label for p in reading.paragraphs]


def texts(reading: Reading) -> list[str]:
    return [p.text for p in reading.paragraphs]


@pytest.mark.parametrize("becomes", sorted(DATA.glob("*.read")), ids=lambda path: path.stem)
def test_a_file_becomes_what_stands_beside_it(becomes: Path) -> None:
    file = becomes.with_suffix("")
    assert [shown(p) for p in read(file.read_bytes(), file.name).paragraphs] == becomes.read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("name", "format", "language"),
    [
        ("wsis.txt", "text", "en"),
        ("legacy.html", "html", "ru"),
        ("chinese.md", "markdown", "zh"),
        ("treaty.md", "markdown", "en"),
    ],
)
def test_a_reading_knows_its_format_and_language(name: str, format: str, language: str) -> None:
    reading = read((DATA / name).read_bytes(), name)
    assert (reading.format, reading.language) == (format, language)
    assert reading.warnings == reading.doubts == ()


def test_a_reading_keeps_source_bytes_and_words_apart() -> None:
    data = (DATA / "wsis.txt").read_bytes()
    reading = read(data, "https://example.org/wsis.txt")
    assert reading.source == "https://example.org/wsis.txt"
    assert reading.sha256 == hashlib.sha256(data).hexdigest()
    assert reading.words == sum(words.count(p.text) for p in reading.paragraphs)
    assert all((p.text_hash, p.word_hash) == words.hashes(p.text) for p in reading.paragraphs)
    assert [p.n for p in reading.paragraphs] == list(range(1, len(reading.paragraphs) + 1))
    assert from_json(reading.to_json()) == reading


def test_the_original_view_is_the_text_before_the_edit_marks() -> None:
    page = b"<p>We <del>may</del><ins>shall</ins> <s>never</s> agree to it</p>"
    before, after = (read(page, "x.html", original=original).paragraphs[0] for original in (True, False))
    assert (before.text, [before.text[a:b] for a, b in before.struck]) == ("We may never agree to it", ["never"])
    assert (after.text, [after.text[a:b] for a, b in after.struck]) == (
        "We mayshall never agree to it",
        ["may", "never"],
    )


@pytest.mark.parametrize("name", ["01-2023-06-19-ar.pdf", "01-2023-06-19-ru.pdf", "01-2023-06-19-zh.pdf"])
def test_a_text_layer_that_is_rubbish_is_refused(corpus: Path, name: str) -> None:
    with pytest.raises(Unreadable, match="The text layer of this PDF is unreadable"):
        from_corpus(corpus, f"un-bbnj-languages/{name}")


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("un-bbnj-languages/01-2023-06-19-es.pdf", "es"),
        ("openchain-en-pdf/05-2.1.pdf", "en"),
        ("openchain-fr/03-2.1.pdf", "fr"),
        ("openchain-ja/01-1.0.docx", "ja"),
        ("un-bbnj-languages/01-2023-06-19-ar.text.txt", "ar"),
        ("de-grundgesetz/01-2012-07-02.md", "de"),
        ("contributor-covenant-ru/03-v2.0.md", "ru"),
        ("cn-spc-civil-procedure-interpretation/01-2020-12-29.md", "zh"),
    ],
)
def test_good_text_of_every_language_is_read_without_doubt(corpus: Path, name: str, language: str) -> None:
    reading = from_corpus(corpus, name)
    assert (reading.language, reading.doubts) == (language, ())


def test_mixed_scripts_in_a_few_words_are_a_doubt_not_a_refusal() -> None:
    good = "The right to communicate belongs to everybody everywhere. " * 40
    bad = "соnvеntiоn аgrееmеnt dесlаrаtiоn " * 5
    reading = read((good + "\n\n" + bad).encode(), "x.txt")
    assert reading.doubts == ("Letters of different scripts are mixed inside 6 % of the words.",)
    assert reading.warnings == reading.doubts


def test_signs_inside_words_are_a_doubt() -> None:
    words = "PRÉAM%ULE DURA%LE PARTA*E AVANTA*ES d¶application"
    assert "PRÉAM%ULE" in "".join(read(words.encode(), "x.txt").doubts)
    assert read(b"YYYYMMDDThhmmss+hhmm is a form of date, and a*b one of product.", "x.txt").doubts == ()


def test_arabic_whose_letters_stand_for_others_is_doubted() -> None:
    words = "حٌزخد حٌوطزش رخٌوطزـش ٌىً حٌعي حٌٌِٚؿش أعٌزخد"
    assert "حٌزخد" in "".join(read(words.encode(), "x.txt").doubts)


def test_the_marks_that_end_arabic_words_are_no_doubt() -> None:
    words = "كتابٌ كبيرٌ في بيتٍ قديمٍ عندئٍذ وحينئٍذ يومئٍذ ساعتئٍذ وقتئٍذ بعدئٍذ"
    assert not read(words.encode(), "x.txt").doubts


def test_what_writers_set_inside_words_is_no_doubt() -> None:
    gendered = (
        "Ein*e Vertreter*in, jede*r Delegierte*r und die Sprecher*Innen wählen eine*n Kolleg*in zum*zur Moderator*in."
    )
    listing = r"It prints alpha\nbeta, gamma\ndelta, one\r\ntwo, three\tfour and five\nsix."
    assert read(gendered.encode(), "x.txt").doubts == read(listing.encode(), "x.txt").doubts == ()


def test_a_page_or_a_word_file_has_no_fonts_whose_letters_stand_for_others() -> None:
    words = "<p>key^value open|close left~right PARTA*E AVANTA*ES DURA%LE PRÉAM%ULE"
    assert read(words.encode(), "x.html").doubts == ()


def test_doubled_numbers_are_said_to_be_edit_marks() -> None:
    (doubt,) = read(b"25.[26.] We recall the Summit.\n\n26.[27.] We thank the host.", "x.txt").doubts
    assert "25.[26.]" in doubt


@pytest.mark.need(17)
def test_wsis_style_labels_keep_one_key_whatever_the_alphabet(corpus: Path) -> None:
    first, second, third = (from_corpus(corpus, f"synthetic-wsis-style/0{n}.txt") for n in (1, 2, 3))
    assert [len(r.paragraphs) for r in (first, second, third)] == [14, 15, 14]
    assert [next(p.label for p in r.paragraphs if p.key == "c11") for r in (first, second, third)] == [
        "С11.",
        "C11.",
        "С 11.",
    ]
    assert labels(first)[3:] == ["A.", "1.", "2.", "3.", "С11.", "1.", "", "2.", "a)", "b)", "c)"]


def test_ietf_pages_leave_no_header_in_the_text(corpus: Path) -> None:
    for file in sorted((corpus / "ietf-securitytxt").glob("*.txt")):
        found = texts(read(file.read_bytes(), file.name))
        assert not [t for t in found if "[Page" in t]
        assert (
            sum(t.startswith("Internet-Draft ") and "20" in t and len(t) < 60 for t in found) <= 1
        )  # the first page's


def test_a_paragraph_goes_on_after_the_page_break_of_an_ietf_paper(corpus: Path) -> None:
    last = from_corpus(corpus, "ietf-securitytxt/12-draft-foudil-securitytxt.txt")
    assert "machine-parsable and MUST follow the ABNF grammar" in " ".join(texts(last))
    assert "(https://trustee.ietf.org/license-info)" in " ".join(texts(last))
    assert [p.text for p in last.paragraphs if p.key == "3.5.5" and p.heading] == ["Expires"]


def test_every_negotiating_bracket_of_a_treaty_survives(corpus: Path) -> None:
    source = (corpus / "paris-agreement-md/01-2015-10-23.md").read_text()
    reading = from_corpus(corpus, "paris-agreement-md/01-2015-10-23.md")
    no_brackets = source.count("[^") + 3  # footnotes, and one link with its definition
    assert sum(t.count("[") for t in texts(reading)) == source.count("[") - no_brackets == 1025
    assert "In [furtherance][pursuit] of the objective, [principles and provisions]" in " ".join(texts(reading))
    assert [p.text for p in reading.paragraphs if p.key == "article2"] == ["(purpose)"]


def test_the_first_articles_of_the_grundgesetz(corpus: Path) -> None:
    found = from_corpus(corpus, "de-grundgesetz/01-2012-07-02.md").paragraphs
    at = next(p.n for p in found if p.key == "art1" and p.heading)
    assert [p.key for p in found[at - 1 : at + 8]] == ["art1", "1", "2", "3", "art2", "1", "2", "art3", "1"]
    assert found[at].text.startswith("Die Würde des Menschen ist unantastbar.")
    assert found[at].label == "(1)"


def test_chinese_articles_are_labelled(corpus: Path) -> None:
    found = from_corpus(corpus, "cn-spc-civil-procedure-interpretation/01-2020-12-29.md").paragraphs
    articles = [p.label for p in found if re.fullmatch("第.+条", p.label)]
    assert len(articles) == len(set(articles)) == 552
    assert next(p.text for p in found if p.label == "第七条").startswith("当事人的户籍迁出后尚未落户")


def test_pages_come_without_navigation(corpus: Path) -> None:
    for file in sorted((corpus / "w3c-process-html").glob("*.html")):
        reading = read(file.read_bytes(), file.name)
        found = texts(reading)
        assert sum(t in ("Members", "2.1 Members", "§ 2.1 Members") for t in found) == 1
        assert sum(p.heading and p.text == "Introduction" and p.key == "1" for p in reading.paragraphs) == 1
        assert "Abstract" in found


def test_struck_text_in_markdown_stays_as_struck(corpus: Path) -> None:
    found = from_corpus(corpus, "us-source-code-policy/03-2016-04-12.md").paragraphs
    struck = [p.text[a:b] for p in found for a, b in p.struck]
    assert struck == ["The public comment period will last 30 days, closing on April 11, 2016."]


def test_links_are_no_brackets_in_the_whatwg_policy(corpus: Path) -> None:
    assert not any("[" in t for t in texts(from_corpus(corpus, "whatwg-workstream-policy/06-2024-06-19.md")))


@pytest.mark.corpus
def test_every_text_page_and_markdown_of_the_corpus_is_read(corpus: Path) -> None:
    for file in sorted(f for f in corpus.rglob("*/*") if f.suffix in (".md", ".txt", ".html")):
        reading = read(file.read_bytes(), file.name)
        assert reading.paragraphs, file
        assert reading.doubts == (), file
        assert not [t for t in texts(reading) if "\n" in t or "  " in t or t != t.strip() or not t], file


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Partiet skal jobbe for personvern og er åpent for alle som er enige i formålet, etter at de har betalt avgift.",
            "no",
        ),
        (
            "Partiet skal arbejde for frihed og er åbent for alle, der er enige i formålet, efter at de har betalt afgift.",
            "da",
        ),
        (
            "Udruženje se osniva radi ostvarivanja ciljeva koji su od značaja za građane i za sve koji u njemu rade i žive.",
            "hr",
        ),
        (
            "Strana sa usiluje o slobodu a členom sa môže stať každý, ktorý je starší ako 18 rokov a súhlasí pri vstupe.",
            "sk",
        ),
        (
            "Савез је основан ради остваривања циљева који су од значаја за његове чланове и за све који њега бирају.",
            "sr",
        ),
    ],
)
def test_languages_that_are_written_nearly_alike_are_told_apart(text: str, language: str) -> None:
    assert told(text) == language
