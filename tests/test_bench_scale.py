"""How chaos and soak count what came twice."""

from bench.scale_posts import Post, marked, unmarked
from bot.sentences import chat as sentences
from bot.sentences import polls

FLASH = "<b>FLASH  Paper 3 r2</b>\nseen 14:24 · posted {}"


def test_a_repeat_is_one_though_its_time_is_another() -> None:
    posts = [Post("-1", FLASH.format("14:24"), "7"), Post("-1", FLASH.format("14:26"), "8")]
    assert unmarked(posts, {("-1", "8"): "flash:1:1"}) == {("-1", "<b>FLASH  Paper 3 r2</b>"): 1}


def test_one_that_says_so_is_none() -> None:
    posts = [Post("-1", FLASH.format("14:24"), "7"), Post("-1", f"{FLASH}\n{sentences.REPEAT}", "8")]
    assert (unmarked(posts, {("-1", "8"): "flash:1:1"}), marked(posts)) == ({}, 1)


def test_two_messages_of_the_bot_that_begin_alike_are_none() -> None:
    posts = [Post("-1", "SILENCE 2 on C5 r1: observed", one) for one in "789"]
    keys = {("-1", "7"): "card:3:1", ("-1", "8"): "silence:2:observed:1"}
    assert unmarked(posts[:2], keys) == {}
    assert unmarked(posts, keys).total() == 1


def test_answers_to_presses_may_be_alike() -> None:
    answers = [Post("1001", "D0: Yes. You may change it until the poll closes.", one) for one in "12"]
    apologies = [Post("1001", sentences.NO_DATABASE, one) for one in "34"]
    late = [Post("1001", polls.OVER.format(why=f"closed at its time, {time}"), time) for time in ("18:20", "18:21")]
    assert unmarked([*answers, *apologies, *late], {}) == {}
