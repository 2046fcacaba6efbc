"""What a reader of a comparison must know first, in chats and files alike. Pure."""

from bot.drafts.comparison import Comparison
from bot.languages import named
from bot.sentences import inline as sentences
from bot.wording import anded, counted, short


def foreword(old: str, new: str, compared: Comparison) -> tuple[str, ...]:
    """All of it, of drafts called `old` and `new`: cautions, or that no words changed."""
    return cautions(compared) if compared.shown() else (*cautions(compared), no_change(old, new, compared))


def cautions(compared: Comparison) -> tuple[str, ...]:
    """What a reader must know first: little in common, other languages."""
    told: list[str] = []
    percent = round(100 * in_common(compared))
    if percent < 15:
        told.append(sentences.LITTLE.format(percent=percent))
    old, new = compared.old.language, compared.new.language
    if old and new and old != new:
        told.append(sentences.LANGUAGES.format(old=named(old), new=named(new)))
    return tuple(told)


def in_common(compared: Comparison) -> float:
    """The share of the text (in characters, of both sides) that stands on both sides; 1 where both are empty."""
    runs = [run for change in compared.changes for run, _ in change.as_read()]
    same = sum(len(text) for op, text in runs if op == "=")
    every = sum(len(text) * (2 if op == "=" else 1) for op, text in runs)
    return 2 * same / every if every else 1.0


def no_change(old: str, new: str, compared: Comparison) -> str:
    """That no words changed, and what did: typography, pages, format, bytes."""
    what = []
    typography = compared.counts().get("typography", 0)
    if typography:
        what.append(counted(sentences.DIFFERS_TYPOGRAPHY, typography))
    if pages := _on_other_pages(compared):
        what.append(counted(sentences.DIFFERS_PAGES, pages))
    if compared.old.format != compared.new.format:
        what.append(sentences.DIFFERS_FORMAT.format(old=compared.old.format, new=compared.new.format))
    if compared.old.sha256 != compared.new.sha256:
        hashes = short(compared.old.sha256), short(compared.new.sha256)
        what.append(sentences.DIFFERS_BYTES.format(old=hashes[0], new=hashes[1]))
    said = sentences.NO_CHANGE.format(old=old, new=new)
    return f"{said} {sentences.BYTES.format(what=anded(what)) if what else sentences.IDENTICAL}"


def _on_other_pages(compared: Comparison) -> int:
    """How many paragraphs stand on another page than before; of drafts without pages none."""
    pages = (
        (compared.old.paragraphs[change.old[0] - 1].page, compared.new.paragraphs[change.new[0] - 1].page)
        for change in compared.changes
        if change.old and change.new
    )
    return sum(old != new for old, new in pages if old and new)
