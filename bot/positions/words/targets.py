"""The very words that an act is about: paragraphs of one draft, the deletion of one, or the record of a draft. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.drafts.reading import Paragraph
from bot.positions.words.scopes import Scope, hash_of


@dataclass(frozen=True, slots=True)
class Target:
    """`draft_id`, `draft`: the draft whose words were shown, and its name; `level`, `ref`, `threads`, `text_hash` as in
    `storage.tables.Position`; `paragraphs`: the words themselves, none for a draft's record."""

    document_id: int
    draft_id: int
    draft: str
    level: str
    ref: str
    threads: tuple[int, ...]
    text_hash: str
    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def shown_hash(self) -> str:
        """What a button that shows this target is bound to. A deletion is not the words that it deletes: who pressed on a card
        that showed those words has not objected to their deletion."""
        return hash_of([self.level, self.text_hash]) if self.level == "deletion" else self.text_hash


def of_scope(document_id: int, draft_id: int, draft: str, scope: Scope) -> Target:
    """The target that a scope is in one draft."""
    return Target(
        document_id, draft_id, draft, scope.level, scope.ref, scope.threads, scope.text_hash, scope.paragraphs
    )


def hash_of_all(targets: Sequence[Target]) -> str:
    """One hash for the words of several targets; of one, its own. What `on:` carries begins it."""
    return hash_of([target.shown_hash for target in targets])


ON = 16
"""Digits of the hash that a button's line carries behind on:."""
