"""Who may do what. Checked here, in the core; deny by default. The table is positions.md, section 3, rule 9."""

from typing import Literal

Role = Literal["stranger", "observer", "delegate", "alternate", "head", "secretariat", "chair"]

_OPEN = frozenset({"diff", "show", "drafts"})
_READING = _OPEN | {"history", "brackets", "terms", "heard", "who"}
# An observer's are comments, or as:me: bot.positions.seats.voices decides for whom somebody speaks.
_STANCES = frozenset({"support", "accept", "abstain", "concern", "object", "reserve", "withdraw", "undo"})

# Each role may do what is in its row, and what the roles of its `also` may.
MAY: dict[Role, frozenset[str]] = {
    "stranger": frozenset({"help", "home", "join", "me", "start"}),
    "observer": _READING | _STANCES | {"ballot"},
    "delegate": frozenset({"share", "seen", "poll", "signoff", "confirm", "settle", "follow", "note"}),
    "alternate": frozenset({"seat"}),
    "head": frozenset({"seat"}),
    "secretariat": _READING | {"watch", "bring", "seat", "export", "share", "poll", "silence"},
    "chair": frozenset({"space"}),
}
ALSO: dict[Role, tuple[Role, ...]] = {
    "stranger": (),
    "observer": ("stranger",),
    "delegate": ("observer",),
    "alternate": ("delegate",),
    "head": ("alternate",),
    "secretariat": ("stranger",),
    "chair": ("secretariat",),
}
# What a stranger may do too where everybody present may read: in an open chat of the space.
IN_OPEN_CHAT = _OPEN

# The strongest first: a person with several hats acts with all of them.
RANK: tuple[Role, ...] = ("chair", "secretariat", "head", "alternate", "delegate", "observer", "stranger")


def may(roles: frozenset[Role], verb: str, *, open_chat: bool) -> bool:
    """Whether one of these roles may use a verb; `open_chat`: asked in an open chat of the space."""
    if open_chat and verb in IN_OPEN_CHAT:
        return True
    return verb in allowed("stranger") or any(verb in allowed(role) for role in roles)


def allowed(role: Role) -> frozenset[str]:
    """Every verb of a role."""
    return MAY[role].union(*(allowed(other) for other in ALSO[role]))


def who_may(verb: str) -> tuple[Role, ...]:
    """The roles that have a verb, the weakest first: for the sentence that says whom to ask."""
    return tuple(role for role in reversed(RANK) if verb in allowed(role))
