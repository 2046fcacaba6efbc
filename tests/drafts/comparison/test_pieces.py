from importlib.util import find_spec

import pytest

from bot.drafts.comparison import pieces, runs
from bot.drafts.comparison.pieces import Vocabulary, cut
from bot.drafts.reading import words

by_dictionary = pytest.mark.skipif(not find_spec("icu4py"), reason="no icu4py: make test EXTRAS=thai")


def shown(old: str, new: str) -> str:
    """The runs in one line: {kept}[-struck-]{+inserted+}."""
    vocabulary = Vocabulary()
    marks = {"=": "%s", "-": "[-%s-]", "+": "{+%s+}"}
    return "".join(marks[op] % text for op, text in runs.compare(cut(old, vocabulary), cut(new, vocabulary)))


@pytest.fixture
def without_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "_segmenter", lambda: None)


@by_dictionary
@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("รัฐต้องคุ้มครองสิทธิ", "รัฐต้องคุ้มครองเสรีภาพ", "รัฐต้องคุ้มครอง[-สิทธิ-]{+เสรีภาพ+}"),
        ("น้ำใจของประชาชน", "นำใจของประชาชน", "[-น้ำใจ-]{+นำใจ+}ของประชาชน"),
        ("ສິດທິມະນຸດແລະເສລີພາບ", "ສິດທິມະນຸດແລະຄວາມສະເໝີພາບ", "ສິດທິມະນຸດແລະ[-ເສລີພາບ-]{+ຄວາມສະເໝີພາບ+}"),
        ("សិទ្ធិមនុស្សនិងសេរីភាព", "សិទ្ធិស្ត្រីនិងសេរីភាព", "[-សិទ្ធិមនុស្ស-]{+សិទ្ធិស្ត្រី+}និងសេរីភាព"),
        ("ภายในปี 2030 [ของรัฐ]", "ภายในปี 2035 [ของรัฐ]", "ภายในปี [-2030-]{+2035+} [ของรัฐ]"),
    ],
)
def test_of_scripts_without_blanks_whole_words_are_shown_changed(old: str, new: str, line: str) -> None:
    assert shown(old, new) == line


@by_dictionary
def test_the_dictionary_changes_no_letter_and_cuts_no_cluster() -> None:
    text = "ประชาชน𝒳 [และ]รัฐ\u200bของโลก ສິດທິ សិទ្ធិមនុស្ស လူ့အခွင့်အရေး 信息 and 2015"
    vocabulary = Vocabulary()
    by_words, by_clusters = cut(text, vocabulary), cut(text, vocabulary, fine=True)
    assert "".join(by_words.parts) == "".join(by_clusters.parts) == text
    assert len(by_words.code) < len(by_clusters.code)
    assert all(word not in "\u0e49\u0e34" for word in by_words.parts[1::2])


@pytest.mark.usefixtures("without_dictionary")
def test_without_the_extra_each_cluster_is_a_word() -> None:
    assert shown("น้ำใจ", "นำใจ") == "[-น้ำ-]{+นำ+}ใจ"


def test_hashes_are_the_same_with_and_without_the_extra() -> None:
    """Whoever signed off a paragraph has signed it on every machine."""
    text = "รัฐต้องคุ้มครองสิทธิ"
    assert (
        words.text_hash(text)
        == words.hashes(text)[0]
        == "7cad81066ccafb281f1dc528f129ca43e3d542fc3a407a8f3347795a44e44fcc"
    )


@pytest.mark.parametrize(
    "text",
    [
        "A plain_sentence, of 12-14 words ... don't (really) [split] a.b, x_ _y 3.5% end.",
        "“Quoted” l’accord – naïve\u00a0word, multi‑stakeholder\u00ad soft ﬁnal 中文 字，混 mixed文字",
        "tabs\tand\nline feeds, trailing\n",
        "café cafe\u0301 วันนี้ العَرَبية नमस्ते",
        "",
        " ",
    ],
)
def test_a_text_is_cut_by_its_stretches_as_it_is_as_a_whole(text: str) -> None:
    """Two blanks are no stretch: what has them is cut as a whole."""
    vocabulary = Vocabulary()
    alone, whole = cut(text, vocabulary), cut(f"A  B {text}", vocabulary)
    assert "".join(alone.parts) == text
    assert whole.parts[5:] == alone.parts[1:]
    assert whole.code[2:] == alone.code == pieces.encode(text, vocabulary)
