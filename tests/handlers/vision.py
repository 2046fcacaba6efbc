"""The drafts of the house "Vision" of conftest.py, line by line."""

from typing import Any

R1 = (
    "# III. Action lines",
    "C5. Building confidence and security.",
    "C8. Cultural diversity shall be respected by all.",
    "C9. Affirm that the same rights must be protected online [and offline], in all media.",
    "C10. Ethics matter.",
)
R2 = (
    "# III. Action lines",
    "C5. Building confidence and security.",
    "C8. Cultural diversity shall be respected by all women and men.",
    "C9. Affirm that the same human rights must be protected online and offline, in all media.",
    "C10. Ethics matter.",
    "C11. International and regional cooperation.",
)
CHAIR = (*R1[:3], "C9. Recalls the report of the sixth meeting.", R1[4])


def r2_with(old: str, new: str) -> tuple[str, ...]:
    """The lines of r2 with other words in one of them."""
    assert any(old in line for line in R2)
    return tuple(line.replace(old, new) for line in R2)


def to(said: list[Any], chat: str) -> list[Any]:
    """What of `said` went to a chat or, in private, to a person."""
    return [one for one in said if one.to.chat == chat]
