"""Who may do what: the whole table, role by role and verb by verb, written once more here by hand; all else is denied."""

import pytest

from bot.positions.seats.roles import ALSO, IN_OPEN_CHAT, MAY, RANK, Role, allowed, may, who_may
from handlers.commands import COMMANDS

_ANYBODY = {"help", "home", "join", "me", "start"}
_PRESENT = _ANYBODY | {"diff", "show", "drafts"}
_READER = _PRESENT | {"history", "brackets", "terms", "heard", "who"}
_OBSERVER = _READER | {"ballot", "support", "accept", "concern", "object", "reserve", "abstain", "withdraw", "undo"}
_DELEGATE = _OBSERVER | {"share", "signoff", "confirm", "settle", "poll", "seen", "follow", "note"}
_SECRETARY = _READER | {"watch", "bring", "export", "share", "poll", "silence"}
TABLE: dict[Role, set[str]] = {
    "stranger": _ANYBODY,
    "observer": _OBSERVER,
    "delegate": _DELEGATE,
    "alternate": _DELEGATE,
    "head": _DELEGATE,
    "secretariat": _SECRETARY,
    "chair": _SECRETARY | {"space"},
}


@pytest.mark.parametrize("verb", sorted(COMMANDS))
@pytest.mark.parametrize("role", RANK)
def test_every_verb_for_every_role(role: Role, verb: str) -> None:
    assert may(frozenset({role}), verb, open_chat=False) == (verb in TABLE[role])


@pytest.mark.parametrize("verb", sorted(COMMANDS))
def test_somebody_without_any_role_is_a_stranger(verb: str) -> None:
    assert may(frozenset(), verb, open_chat=False) == (verb in TABLE["stranger"])


@pytest.mark.parametrize("verb", sorted(COMMANDS))
def test_in_an_open_chat_whoever_is_there_may_read_and_nothing_more(verb: str) -> None:
    assert may(frozenset(), verb, open_chat=True) == (verb in _PRESENT)


@pytest.mark.parametrize("role", RANK)
def test_what_nobody_thought_of_is_denied(role: Role) -> None:
    assert not may(frozenset({role}), "dissolve", open_chat=True)


def test_somebody_with_two_hats_may_what_either_may() -> None:
    assert may(frozenset({"observer", "secretariat"}), "watch", open_chat=False)


def test_heads_and_alternates_seat_people_and_so_do_the_officers() -> None:
    assert set(who_may("seat")) == {"alternate", "head", "secretariat", "chair"}


@pytest.mark.need(20)
def test_a_draft_is_brought_by_officers_alone() -> None:
    assert set(who_may("bring")) == {"secretariat", "chair"}


def test_whom_to_ask_is_told_the_weakest_role_first() -> None:
    assert who_may("watch") == ("secretariat", "chair")
    assert who_may("diff")[0] == "observer"


def test_every_verb_that_a_role_has_is_a_command_or_an_act_of_one() -> None:
    assert set().union(*(allowed(role) for role in RANK), IN_OPEN_CHAT) == set(COMMANDS) | {"seat", "bring"}


def test_the_table_names_every_role_and_no_circle() -> None:
    assert set(MAY) == set(ALSO) == set(RANK)
    for role in RANK:
        assert all(RANK.index(other) > RANK.index(role) for other in ALSO[role])
