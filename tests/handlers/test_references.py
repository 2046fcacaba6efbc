"""Labels of more than one word, as treaties and laws number: typed as they are printed, and on the buttons of what we say."""

from typing import Any

import pytest

from handlers.grammar import parse, prose, written

TREATY = (
    "# Part II. Rights",
    "Article 5. Everyone has the right to a fair hearing by a court.",
    "Article 6. Cultural diversity shall be respected by all women and men.",
    "Article 7. The parties shall meet once in every year.",
    "Article 7 bis. The secretariat shall prepare these meetings.",
)


@pytest.mark.parametrize(
    ("line", "refs", "text"),
    [
        ("object Article 5 we cannot accept", ["Article 5"], "we cannot accept"),
        ("object article 5: a reason", ["article 5"], "a reason"),
        ("accept Articles 5, 6 and 8 gladly", ["Article 5", "Article 6", "Article 8"], "gladly"),
        ("accept Article 5-8", ["Article 5-Article 8"], ""),
        ("accept Article 5 - Article 8 gladly", ["Article 5-Article 8"], "gladly"),
        ("object C9 and Article 6 for one reason", ["C9", "Article 6"], "for one reason"),
        ("object Annex II – no", ["Annex II"], "no"),
        ("object Article 5(a) no", ["Article 5(a)"], "no"),
        ("object C 11 I cannot", ["C 11"], "I cannot"),
        ("object ¶ 45 is too long", ["¶ 45"], "is too long"),
        ("object 2 bis is too long", ["2 bis"], "is too long"),
        ("object المادة 3 سبب", ["المادة 3"], "سبب"),
        ("object Article 5 Part II is wrong", ["Article 5"], "Part II is wrong"),
        ("object A,5 no", ["A", "5"], "no"),
        ("object I cannot accept 5 items", ["I"], "cannot accept 5 items"),
        ("object 14 days are short", ["14"], "days are short"),
        ("object all Article 5 is bad", ["all"], "Article 5 is bad"),
    ],
)
def test_a_keyword_and_its_number_are_one_reference_and_the_reason_is_left_whole(
    line: str, refs: list[str], text: str
) -> None:
    read = prose(parse(line))
    again = prose(parse(written(read)))
    assert [*read.refs()] == [*again.refs()] == refs
    assert read.text == again.text == text


@pytest.fixture
async def treaty(house: Any, post: Any) -> Any:
    await post(*TREATY)
    await house.say("drafts confirm r3", "sekou")  # nothing of r2 is left in it
    return house


@pytest.mark.parametrize("typed", ["Article 5", "article5"])
async def test_an_article_is_shown_as_it_is_called(treaty: Any, typed: str) -> None:
    [shown] = await treaty.say(f"show {typed}", "dina")
    assert "fair hearing" in shown.text
    assert "diversity" not in shown.text


async def test_every_button_on_an_article_means_that_article(treaty: Any, post: Any) -> None:
    [shown] = await treaty.say("show Article 7 bis", "dina")
    await treaty.press(shown, "Share", "dina")
    [card] = [one for one in await treaty.delivered() if one.to.chat == "room"]
    [receipt] = await treaty.press(card, "Can live with", "dina")
    assert "Article 7 bis" in receipt.text
    said = await post(*(line.replace("prepare", "convene") for line in TREATY))
    [told] = [one for one in said if one.to.chat == "dina"]
    [receipt] = await treaty.press(told, "Still fine", "dina")
    assert "convene" in receipt.text


async def test_what_is_not_there_is_answered_with_articles_that_are(treaty: Any) -> None:
    [asked] = await treaty.say("object Article 9 we cannot accept", "dina")
    [nearest] = [label for label in asked.labels if "Article 7 " in label and "bis" not in label]
    [receipt] = await treaty.press(asked, nearest, "dina")
    assert "we cannot accept" in receipt.text
