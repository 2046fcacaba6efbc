"""Paragraphs through all drafts: identity, what came back, and when each phrase came in and left.

What is expected of the demo's four drafts was read off their files by eye (handlers/demo/drafts).
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from bot.drafts import lineage
from bot.drafts.comparison.changes import compare
from bot.drafts.lineage import Chain, Stage, chained, find, life
from bot.drafts.lineage.phrases import dated
from bot.drafts.reading import Block, Reading
from bot.drafts.reading.paragraphs import paragraphs
from bot.drafts.reading.read import read
from handlers.demo import sample


def chain_of(readings: Sequence[Reading]) -> Chain:
    return chained(readings, [compare(old, new) for old, new in pairwise(readings)])


def _sample(name: str) -> Reading:
    blocks = [
        Block(part.text, kind="heading" if part.kind == "heading" else "paragraph", label=part.label or None)
        for part in sample.load(name).parts
    ]
    return Reading(f"{name}.html", "html", name * 32, 0, "en", paragraphs(blocks))


@pytest.fixture(scope="module")
def demo() -> Chain:
    """r1 to r4 of the demo."""
    return chain_of([_sample(name) for name in sample.DRAFTS])


def stages(chain: Chain, ref: str, at: int | None = None) -> tuple[Stage, ...]:
    (place,) = find(chain, ref, at)
    return life(chain, place)


def kinds(told: Sequence[Stage]) -> list[list[str]]:
    return [[event.change.kind for event in stage.events] for stage in told]


def labels(chain: Chain, told: Sequence[Stage]) -> list[list[str]]:
    return [[chain.label((stage.at, n)) for n in stage.numbers] for stage in told]


def test_a_paragraph_is_the_same_one_whatever_its_number_becomes(demo: Chain) -> None:
    told = stages(demo, "7")
    assert labels(demo, told) == [["6"], ["5"], ["6"], ["7"]]
    assert [stage.was for stage in told] == [(), ("6",), ("5",), ("6",)]
    assert kinds(told)[2:] == [["renumbered"], ["renumbered"]]


def test_an_item_whose_paragraph_got_another_number_is_called_by_the_new_one(demo: Chain) -> None:
    told = stages(demo, "15(e)")
    assert labels(demo, told) == [["15(e)"], ["13(e)"], ["14(e)"], ["15(e)"]]


@pytest.mark.need(12)
def test_a_paragraph_that_was_deleted_is_back_with_the_words_of_the_draft_it_was_last_in(demo: Chain) -> None:
    told = stages(demo, "5", at=0)  # gender equality: in r1, out in r2, in again from r3 on
    assert labels(demo, told) == [["5"], [], ["5"], ["6"]]
    assert kinds(told) == [[], ["deleted"], ["restored"], ["renumbered"]]
    (event,) = told[2].events
    assert event.since == 0
    assert {op for op, _ in event.change.runs} == {"="}


def test_one_that_is_back_nearly_as_it_was_is_told_with_what_differs(demo: Chain) -> None:
    told = stages(demo, "24")
    assert labels(demo, told) == [["26"], [], [], ["24"]]
    (event,) = told[3].events
    assert (event.change.kind, event.since) == ("restored", 0)
    assert ("-", "[, at all times and by all parties,] ") in event.change.runs


@pytest.mark.need(11)
def test_words_of_an_earlier_draft_taken_up_again_are_told_with_that_draft(demo: Chain) -> None:
    told = stages(demo, "C9")  # "and men" was out in r3; r4 has the words of r2
    assert [stage.again for stage in told] == [None, None, None, 1]


def test_parts_of_a_split_are_followed_and_those_of_a_merger_found(demo: Chain) -> None:
    split = stages(demo, "16", at=0)
    assert labels(demo, split) == [["16"], ["14"], ["15", "16"], ["16", "17"]]
    merged = stages(demo, "9")  # cultural diversity and local content: 8 and 9 in r1, one from r2 on
    assert labels(demo, merged) == [["8", "9"], ["7"], ["8"], ["9"]]
    assert kinds(merged)[1] == ["merged"]


def test_brackets_taken_off_are_no_change_of_words(demo: Chain) -> None:
    told = stages(demo, "5")  # the right to development
    assert kinds(told) == [[], ["same"], ["same"], ["brackets"]]
    assert dated(demo, told).gone == ()


def test_one_that_never_changed_has_nothing_to_show_but_its_first_stage(demo: Chain) -> None:
    told = stages(demo, "C7")
    assert [stage.to_show for stage in told] == [True, False, False, False]


def test_a_paragraph_that_is_gone_is_found_in_the_newest_draft_that_knew_it(demo: Chain) -> None:
    assert find(demo, "2bis") == [(2, next(p.n for p in demo.readings[2].paragraphs if p.key == "2bis"))]
    assert find(demo, "C99") == []


def test_a_section_brings_what_was_deleted_from_it(reading: Callable[..., Reading]) -> None:
    r1 = reading("# III. Lines", "C1. Peace among all nations.", "C2. Bread for the many who lack it.", "# IV. End")
    r2 = reading("# III. Lines", "C1. Peace among all nations.", "# IV. End")
    chain = chain_of([r1, r2])
    assert find(chain, "III") == [(1, 1), (1, 2), (0, 3)]
    assert find(chain, "C1") == [(1, 2)]


@pytest.mark.need(81)
def test_each_phrase_is_dated_with_the_draft_it_came_in_with(demo: Chain) -> None:
    (standing,) = dated(demo, stages(demo, "C9")).standing
    found = {phrase.text.strip(): (phrase.born, phrase.before) for phrase in standing}
    assert found["and of those who work with them"] == (1, None)
    assert found["and men"] == (3, 0)  # in r1, out in r3, in again with r4
    assert {born for born, _ in found.values()} == {0, 1, 3}


@pytest.mark.need(81)
def test_each_phrase_that_left_is_told_with_the_draft_that_no_longer_had_it(demo: Chain) -> None:
    gone = dated(demo, stages(demo, "C9")).gone
    assert [(phrase.text.strip(), phrase.born, phrase.left) for phrase in gone] == [("and men", 0, 2)]
    (phrase,) = dated(demo, stages(demo, "24")).gone
    assert (phrase.born, phrase.left) == (0, 1)  # it left with its paragraph


def test_other_quotation_marks_make_no_new_phrase(reading: Callable[..., Reading]) -> None:
    chain = chain_of([reading("C1. The “open” net, they said."), reading('C1. The "open" net, they all said.')])
    (standing,) = dated(chain, stages(chain, "C1")).standing
    assert [(phrase.text, phrase.born) for phrase in standing] == [
        ('The "open" net, they ', 0),
        ("all ", 1),
        ("said.", 0),
    ]


def test_short_lines_that_are_merely_alike_are_not_back(reading: Callable[..., Reading]) -> None:
    other = "2. Everyone should have the opportunity to learn."
    chain = chain_of([reading("Status: current", other), reading(other), reading("Status: former", other)])
    assert chain.back == {}


def test_a_heading_that_stood_elsewhere_all_the_time_is_not_back(reading: Callable[..., Reading]) -> None:
    one, other = ["# Rationale", "1. Peace among all nations."], ["# Rationale", "2. Bread for all who lack it."]
    chain = chain_of([reading(*one, *other), reading("1. Peace among all nations.", *other), reading(*one, *other)])
    assert chain.back == {}


def test_a_word_that_went_from_one_place_to_another_was_never_out(reading: Callable[..., Reading]) -> None:
    drafts = ("1. A contact page with news and addresses.", "1. A page with news and contact addresses.")
    chain = chain_of([reading(text) for text in drafts])
    ((_, *later),) = dated(chain, stages(chain, "1")).standing
    assert {phrase.before for phrase in later} == {None}


def test_what_comes_and_goes_twice_is_one_paragraph(reading: Callable[..., Reading]) -> None:
    one, other = "1. Peace among all nations of the world.", "2. Bread for everybody who lacks it."
    drafts = [reading(one, other), reading(other), reading(one, other), reading(other), reading(one, other)]
    told = stages(chain_of(drafts), "1")
    assert kinds(told) == [[], ["deleted"], ["restored"], ["deleted"], ["restored"]]
    assert [event.since for stage in told for event in stage.events] == [0, 0, 2, 2]


def _holds(chain: Chain) -> None:
    """Every paragraph of the newest draft has one history, and its phrases joined are its text."""
    last = len(chain.readings) - 1
    for p in chain.readings[last].paragraphs:
        told = life(chain, (last, p.n))
        assert [stage.at for stage in told] == list(range(told[0].at, last + 1))
        assert p.n in told[-1].numbers
        texts = [chain.paragraph((last, n)).text for n in told[-1].numbers]
        assert ["".join(phrase.text for phrase in phrases) for phrases in dated(chain, told).standing] == texts


def test_phrases_joined_are_the_text_in_every_paragraph(demo: Chain) -> None:
    _holds(demo)


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["contributor-covenant-en", "ietf-securitytxt", "paris-agreement-md"])
def test_and_in_real_drafts(corpus: Path, name: str) -> None:
    files = sorted(path for path in (corpus / name).iterdir() if path.name[0].isdigit())
    _holds(chain_of([read(path.read_bytes(), path.name) for path in files]))


@pytest.mark.corpus
def test_the_pledge_of_the_contributor_covenant_over_seven_versions(corpus: Path) -> None:
    files = sorted((corpus / "contributor-covenant-en").iterdir())
    chain = chain_of([read(path.read_bytes(), path.name) for path in files if path.name[0].isdigit()])
    place = next((6, p.n) for p in chain.readings[6].paragraphs if p.text.startswith("We as members"))
    told = life(chain, place)
    assert [stage.to_show for stage in told] == [True, False, True, False, True, True, True]
    (standing,) = dated(chain, told).standing
    since = {phrase.text.strip(): phrase.born for phrase in standing}
    assert since["caste, color,"] == 6  # version 2.1
    assert since["visible or invisible"] == 5  # version 2.0
    assert lineage.standing(told).at == 6
