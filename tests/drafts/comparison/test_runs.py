import re

import pytest
from rapidfuzz.distance import LCSseq

from bot.drafts.comparison import runs
from bot.drafts.comparison.pieces import Vocabulary, cut, join


def shown(old: str, new: str) -> str:
    """The runs in one line: {kept}[-struck-]{+inserted+}."""
    vocabulary = Vocabulary()
    marks = {"=": "%s", "-": "[-%s-]", "+": "{+%s+}"}
    return "".join(marks[op] % text for op, text in runs.compare(cut(old, vocabulary), cut(new, vocabulary)))


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("We shall act.", "We should act.", "We [-shall-]{+should+} act."),
        ("We act.", "We act today.", "We act{+ today+}."),
        ("act now", "We act now", "{+We +}act now"),
        ("We act right now", "We act now", "We act [-right -]now"),
        ("all of it", "", "[-all of it-]"),
        ("", "all of it", "{+all of it+}"),
        ("within 30 days", "within 60 days", "within [-30-]{+60+} days"),
        ("version 1.5 of it", "version 1.6 of it", "version [-1.5-]{+1.6+} of it"),
        ("a multi-stakeholder forum", "a multistakeholder forum", "a [-multi-stakeholder-]{+multistakeholder+} forum"),
        ("women and men", "women [and men]", "women {+[+}and men{+]+}"),
        ("[shall] act", "[shall][should] act", "[shall]{+[should]+} act"),
        ("信息社会", "信息的社会", "信息{+的+}社会"),
    ],
)
def test_runs_are_whole_words_with_their_blanks(old: str, new: str, line: str) -> None:
    assert shown(old, new) == line


def test_a_phrase_is_one_change_and_not_a_scatter_of_weak_words() -> None:
    old = "The Conference calls on the Parties to the Convention at once."
    new = "The Conference invites those States of the region at once."
    assert shown(old, new) == (
        "The Conference [-calls on the Parties to the Convention-]{+invites those States of the region+} at once."
    )


def test_of_a_passage_written_anew_few_words_that_stayed_by_chance_are_struck() -> None:
    old = "calls upon the Parties of the region to report to the Conference on the state of the networks by the end of 2030"
    new = "notes with concern the gaps in the access of women to the devices at the heart of the digital divide in 2031"
    line = shown(f"The Assembly {old}.", f"The Assembly {new}.")
    kept = re.sub(r"\[-.*?-\]|\{\+.*?\+\}", " ", line).split()
    minimal = len(LCSseq.opcodes(old.split(), new.split()).as_matching_blocks())
    assert len(kept) >= minimal - 2, "one word struck for nothing, or two"


def test_where_words_have_no_blanks_a_character_between_changes_is_no_word_that_stayed() -> None:
    assert shown("并被审核稽证的列表", "并被核查材料的列表") == "并被[-审核稽证-]{+核查材料+}的列表"
    assert shown("第四百零一条和", "第三百九十九条和") == "第[-四百零一-]{+三百九十九+}条和"
    assert shown("第六十八条、第四条", "第七十一条、第五条") == "第[-六十八-]{+七十一+}条、第[-四-]{+五+}条"
    assert shown("本规范书定义了要件", "本规范定义了要求") == "本规范[-书-]定义了要[-件-]{+求+}"


def test_and_two_characters_that_stayed_may_be_a_word() -> None:
    assert shown("发布与性有关的言论、不受欢迎地献殷勤", "发布与性有关的言论以及任何形式的献殷勤或勾引") == (
        "发布与性有关的言论[-、不受欢迎地-]{+以及任何形式的+}献殷勤{+或勾引+}"
    )
    assert shown("口头告知当事人并记入笔录", "以口头方式作出的应当记入笔录") == (
        "{+以+}口头[-告知当事人并-]{+方式作出的应当+}记入笔录"
    )


def test_brackets_are_never_swallowed_by_a_phrase() -> None:
    assert shown("Parties shall act soon", "Parties [shall] consider soon") == (
        "Parties {+[+}shall[- act-]{+] consider+} soon"
    )


def test_an_insertion_begins_where_its_clause_begins() -> None:
    old, new = "Access, in schools, and in homes.", "Access, in schools, in clinics, and in homes."
    assert shown(old, new) == "Access, in schools, {+in clinics, +}and in homes."


def test_other_typography_is_shown_word_by_word_in_the_original_spelling() -> None:
    assert shown('the "final" text', "the “ﬁnal” text") == 'the [-"final"-]{+“ﬁnal”+} text'


def test_a_thai_or_arabic_mark_stays_with_its_letter() -> None:
    assert shown("น้ำ", "นำ") == "[-น้ำ-]{+นำ+}"
    assert shown("كَتَبَ الولد", "كُتِبَ الولد") == "[-كَتَبَ-]{+كُتِبَ+} الولد"


def test_a_mark_behind_three_dots_stays_with_the_last_of_them() -> None:
    assert shown("...\u0301the", "\u0301the") == "[-...\u0301the-]{+\u0301the+}"


def test_a_decomposed_accent_is_the_same_word() -> None:
    vocabulary = Vocabulary()
    assert cut("cafe\u0301s", vocabulary).code == cut("cafés", vocabulary).code


def test_paragraphs_are_joined_by_one_line_feed() -> None:
    vocabulary = Vocabulary()
    whole = cut("We recall the summit. We note the report.", vocabulary)
    parts = join([cut("We recall the summit.", vocabulary), cut("We note the report.", vocabulary)])
    assert runs.compare(whole, parts) == (
        ("=", "We recall the summit."),
        ("-", " "),
        ("+", "\n"),
        ("=", "We note the report."),
    )


def test_a_paragraph_as_long_as_a_book_is_compared_in_parts() -> None:
    old = " ".join(f"word{k} and" for k in range(6000))
    new = old.replace("word3000 ", "other ").replace("word10 ", "")
    line = shown(old, new)
    assert "[-word3000-]{+other+}" in line
    assert line.count("[-") == 2


def test_a_long_text_of_nothing_but_repetition_still_ends() -> None:
    line = shown("a b " * 3000, "b a " * 3000 + "c")
    assert line.endswith("+}")
