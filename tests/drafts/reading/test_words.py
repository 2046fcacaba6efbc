import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drafts.reading import words


@pytest.mark.parametrize(
    ("text", "text_hash", "word_hash"),
    [
        (
            "Affirm that the same rights must be protected online [and offline], in all media.",
            "35f37d1852276122",
            "6d9739030e4bddef",
        ),
        (
            "Af\ufb01rm  that the same rights must be protected online and offline, in\u00a0all me\u00addia.",
            "6d9739030e4bddef",
            "6d9739030e4bddef",
        ),
        ("第七条［信息］社会 的作用", "604552d28187084e", "c58c111a87758960"),
    ],
)
def test_the_hashes_are_those_of_the_contract(text: str, text_hash: str, word_hash: str) -> None:
    assert words.text_hash(text).startswith(text_hash)
    assert words.word_hash(text).startswith(word_hash)
    assert words.hashes(text) == (words.text_hash(text), words.word_hash(text))


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_is_cut_as_all_else_is(text: str) -> None:
    assert words.tokens(text) == words.TOKEN.findall(text)


def test_every_cjk_character_is_a_word_and_an_underscore_is_none() -> None:
    assert words.count("第七条 Article 7_b, one") == 3 + 4


@pytest.mark.parametrize("changed", ["30 day", "60 days", "30 days.", "30 Days", "[30 days"])
def test_any_letter_digit_sign_or_bracket_changes_the_text_hash(changed: str) -> None:
    assert words.text_hash(changed) != words.text_hash("30 days")
