"""What a process of the bot does: all of it, or a part where several share a database (`run --only`)."""

from collections.abc import Collection

ROLES = {
    "watch": frozenset({"look"}),
    "chat": frozenset({"drain", "pictures", "settle"}),
    "jobs": frozenset({"silence", "poll", "act", "morning", "heads", "forget", "tidy"}),
    "web": frozenset[str](),
}
"""Role → the names of the jobs that it does. `chat` also listens to the platforms, `web` to those that are heard by HTTP;
health and figures are served by each."""


def jobs_of(roles: Collection[str]) -> frozenset[str]:
    """The jobs of some roles."""
    return frozenset[str]().union(*(ROLES[role] for role in roles))


def roles_of(text: str) -> tuple[str, ...]:
    """The roles of a text such as "watch,jobs", in the order of the table; ValueError names the one that is none."""
    asked = [role.strip() for role in text.split(",")]
    for role in asked:
        if role not in ROLES:
            raise ValueError(role)
    return tuple(role for role in ROLES if role in asked)
