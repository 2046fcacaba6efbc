"""A press on words that are no longer the current ones: nothing is recorded; what changed is shown, with a fresh button."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.comparison import Change
from bot.drafts.comparison.pieces import Vocabulary, cut
from bot.drafts.comparison.runs import compare
from bot.drafts.inline import spans
from bot.drafts.keeping import archive
from bot.drafts.reading import Paragraph
from bot.message import Block, Button, Message, Quote, Span, para, say
from bot.positions.words import ground as grounds
from bot.positions.words.ground import Ground
from bot.positions.words.scopes import scopes, single
from bot.positions.words.stances import STANCES, WITHDRAW
from bot.positions.words.targets import Target, hash_of_all, of_scope
from bot.sentences import acts as sentences
from bot.wording import excerpt
from handlers.aiming import Aim
from handlers.grammar import written
from handlers.request import Answer
from storage import acts as queries
from storage import positions

_OLDER = 8  # settled drafts that are searched for the words of a section or a range
_LEAST = 8  # digits of a hash that is taken for one
_WHOLE = 3  # paragraphs that are quoted


async def changed(session: AsyncSession, aim: Aim, button: str, *, bound: bool = True) -> Answer | None:
    """The answer to a line whose on: is not the hash of the current words; None if it is, or if there is none.

    `button`: the label of the fresh button, its reference left out; `bound`: it says it on the words that stand above it, else
    it asks once more.
    """
    on = aim.line.keys.get("on", "").casefold()
    if "on" not in aim.line.keys or (len(on) >= _LEAST and hash_of_all(aim.targets).startswith(on)):
        return None
    shown = await _shown(session, aim, on) if len(on) >= _LEAST else ()
    now = _now(aim.ground, shown, aim.targets)
    if not now:
        return _deleted(aim, shown[0])
    aim = replace(aim, targets=now)
    if not shown:
        said, blocks = sentences.CHANGED_UNKNOWN.format(name=aim.name), quotes(now)
    elif hash_of_all(now) == hash_of_all(shown):
        said, blocks = sentences.SAME_ELSEWHERE.format(now=aim.refs, name=aim.name), quotes(now)
    else:
        said = sentences.CHANGED.format(before=shown[0].draft, name=aim.name)
        blocks = tuple(_differences(shown, now))
    fresh = Button(f"{button} {aim.refs}", aim.again(bound=bound))
    return Answer(Message((*say(said).blocks, *blocks), ((fresh,),)))


def _deleted(aim: Aim, shown: Target) -> Answer:
    keys = {key: value for key, value in aim.line.keys.items() if key == "as"} | {"doc": aim.ground.document.name}
    line = replace(aim.line, words=(), keys=keys, flags=frozenset(), text="", said="")
    if aim.line.verb == WITHDRAW:
        said, button = sentences.GONE_THERE, Button(sentences.BUTTON_CHOOSE, written(line))
    else:
        line = replace(line, verb="object", words=(shown.ref,))
        said, button = sentences.GONE_NOW, Button(f"{STANCES['object'].button} {shown.ref}", written(line))
    return Answer(Message((*say(said.format(name=aim.name)).blocks, *quotes([shown])), ((button,),)))


async def _shown(session: AsyncSession, aim: Aim, on: str) -> tuple[Target, ...]:
    """The words that have that hash, as an earlier draft had them; none if no draft had."""
    document_id = aim.ground.document.id
    known = await queries.words_of(session, document_id, on)
    if known:
        draft, row = known
        stood = await grounds.on(session, draft)
        found = (p for p in stood.reading.paragraphs if p.text_hash == row.text_hash)
        return tuple(
            of_scope(document_id, draft.id, archive.name(draft), single(stood.reading, stood.threads, p)) for p in found
        )[:1]
    drafts = await positions.settled(session, document_id)
    for draft in reversed(drafts[-_OLDER - 1 : -1]):
        stood = await grounds.on(session, draft)
        meant, _ = scopes(stood.reading, stood.threads, [target.ref for target in aim.targets])
        targets = tuple(of_scope(document_id, draft.id, archive.name(draft), one) for one in meant)
        if targets and hash_of_all(targets).startswith(on):
            return targets
    return ()


def _now(ground: Ground, shown: Sequence[Target], meant: tuple[Target, ...]) -> tuple[Target, ...]:
    """What the words shown are now: a single paragraph by its thread, whatever its label; else what the references mean."""
    if len(shown) != 1 or shown[0].level != "paragraph":
        return meant
    here = [p for p in ground.reading.paragraphs if ground.threads[p.n] in shown[0].threads]
    name = archive.name(ground.draft)
    return tuple(
        of_scope(ground.document.id, ground.draft.id, name, single(ground.reading, ground.threads, p)) for p in here
    )


def _differences(shown: Sequence[Target], now: Sequence[Target]) -> Iterator[Block]:
    """Each paragraph whose words differ, struck and inserted word by word."""
    old, new = _by_thread(shown), _by_thread(now)
    for thread in dict.fromkeys((*new, *old)):
        before, after = old.get(thread), new.get(thread)
        if before is None or after is None or before.text_hash != after.text_hash:
            label = (after or before or _NOTHING).label
            yield Quote((*((Span(f"{label} ", "strong"),) if label else ()), *word_diff(before, after)))


_NOTHING = Paragraph(0, "")


def _by_thread(targets: Sequence[Target]) -> dict[int, Paragraph]:
    return {thread: p for one in targets for thread, p in zip(one.threads, one.paragraphs, strict=False)}


def word_diff(old: Paragraph | None, new: Paragraph | None) -> tuple[Span, ...]:
    """One paragraph against another, word by word; None where there is none. Pure."""
    if old is None or new is None:
        return (Span((new or old or _NOTHING).text, "add" if new else "del"),)
    vocabulary = Vocabulary()
    runs = compare(cut(old.text, vocabulary), cut(new.text, vocabulary))
    return tuple(spans(Change("reworded", (old.n,), (new.n,), runs)))


def quotes(targets: Sequence[Target], most: int | None = None) -> tuple[Block, ...]:
    """The very words, those of a broad scope as its first and last paragraph; `most`: characters of each. Pure."""
    return tuple(block for target in targets for block in _quoted(target, most))


def _quoted(target: Target, most: int | None) -> Iterator[Block]:
    if len(target.paragraphs) > _WHOLE:
        first, last = (p.label or f"“{excerpt(p.text)}”" for p in (target.paragraphs[0], target.paragraphs[-1]))
        yield para(sentences.BROAD.format(first=first, last=last))
        return
    for p in target.paragraphs:
        words = p.text if most is None else excerpt(p.text, most)
        yield Quote((*((Span(f"{p.label} ", "strong"),) if p.label else ()), Span(words)))
