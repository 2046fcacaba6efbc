"""What differs at every fetch is learnt by its pattern; everything else on the page is told."""

from bot.drafts.pages.page import page
from bot.drafts.pages.steady import pattern, plain, steady, tokens, without_noise

URL = "https://example.org/docs"


def links(*hrefs):
    body = "".join(f'<li><a href="{href}">Paper {n}</a></li>' for n, href in enumerate(hrefs))
    return page(f"<ul>{body}</ul>".encode(), URL)


def test_a_counter_is_noise_by_its_pattern():
    found = steady([["Meeting 14:00", f"Besucher: {n}"] for n in (7, 8, 9)])
    assert found.lines == ("Meeting 14:00",)
    assert found.noise == {"Besucher: #"}
    assert not found.open


def test_what_changed_once_is_no_noise_and_waits():
    found = steady([["Meeting 14:00"], ["Meeting 18:00"], ["Meeting 18:00"]])
    assert found.noise == frozenset()
    assert found.open


def test_a_change_beside_a_counter_is_seen():
    found = steady([["Meeting 18:00", f"Visitors: {n}"] for n in (10, 11)], {"Visitors: #"})
    assert found.lines == ("Meeting 18:00",)
    assert not found.open
    assert without_noise("Meeting 14:00\nVisitors: 9", {"Visitors: #"}) == "Meeting 14:00"


def test_a_saying_of_the_day_is_noise_with_all_that_stands_in_its_place():
    found = steady([["Top", saying, "End"] for saying in ("All is well", "Peace holds", "Words bind")])
    assert found.noise == {"All is well", "Peace holds", "Words bind"}
    assert found.lines == ("Top", "End")


def test_replicas_that_take_turns_are_noise():
    found = steady([["Draft 1 posted"], ["Draft 2 posted"], ["Draft 1 posted"]])
    assert found.noise == {"Draft # posted"}


def test_a_list_in_another_order_at_every_fetch_is_shuffled_and_a_list_moved_once_is_not():
    assert steady([["a", "b", "c"], ["b", "c", "a"], ["c", "a", "b"]]).shuffled
    moved = steady([["a", "b", "c"], ["b", "c", "a"], ["b", "c", "a"]])
    assert not moved.shuffled
    assert moved.open


def test_a_token_of_any_name_in_the_address_is_learnt_and_the_address_known_by_the_rest():
    pages = [links(f"/a.pdf?sid={sid}&v=2", f"/b.pdf?sid={sid}") for sid in ("x1", "y2", "z3")]
    assert tokens(pages) == {"?sid"}
    assert plain(f"{URL}/a.pdf?sid=9&v=2", {"?sid"}) == plain(f"{URL}/a.pdf?v=2&sid=1", {"?sid"})
    assert plain(f"{URL}/a.pdf?sid=9&v=2", {"?sid"}) != plain(f"{URL}/a.pdf?sid=9&v=3", {"?sid"})


def test_a_session_in_the_path_is_a_token_too():
    pages = [links(f"/(S({sid}))/a.pdf", f"/(S({sid}))/b.pdf;jsessionid={sid}") for sid in ("x1", "y2", "z3")]
    assert tokens(pages) >= {"/2", ";"}


def test_a_version_that_changed_once_is_no_token():
    assert tokens([links("/a.pdf?v=1"), links("/a.pdf?v=2"), links("/a.pdf?v=2")]) == frozenset()


def test_what_alone_tells_two_files_apart_is_no_token():
    pages = [links(f"/get?id={n}", f"/get?id={n + 1}") for n in (1, 5, 9)]
    assert tokens(pages) == frozenset()


def test_a_pattern_keeps_the_words():
    assert pattern("Stand: 12:01 Uhr, 3f9a2c11be04") == "Stand: #:# Uhr, *"
