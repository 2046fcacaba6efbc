"""What an act is about: the document, and the very words that its references mean on the ground that positions stand on.

Reading takes the document that was flashed last; acting asks. Positions are taken on the newest settled words only. Every
refusal offers the whole line again, mended.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.comparison.scope import called, nearest
from bot.drafts.keeping import archive, naming
from bot.errors import BadInput
from bot.positions.words import ground as grounds
from bot.positions.words.ground import Ground
from bot.positions.words.scopes import Scope, scopes, single
from bot.positions.words.targets import ON, Target, hash_of_all, of_scope
from bot.sentences import acts as sentences
from bot.sentences import chat, inline
from bot.wording import anded, excerpt
from handlers.grammar import Line, written
from handlers.request import Request
from storage import drafts, positions, spaces
from storage.tables import Document, Draft

_PROPOSAL = re.compile(r"P\d+", re.IGNORECASE)
_RANGE = re.compile(r"[-–—]")
_MOST = 6  # paragraphs of one label, documents that are offered
_SHOWN = 60  # characters of what was asked for that are said again


@dataclass(frozen=True, slots=True)
class Aim:
    """`line`: the command's line; `targets`: what its references mean, in their order, each once."""

    line: Line
    ground: Ground
    targets: tuple[Target, ...]

    @property
    def name(self) -> str:
        """The draft that positions stand on."""
        return archive.name(self.ground.draft)

    @property
    def refs(self) -> str:
        return ", ".join(target.ref for target in self.targets)

    def again(self, verb: str = "", *, text: str | None = None, bound: bool = True) -> str:
        """The same line with its document named and, where it is `bound`, the hash of these words; or another verb, another
        text."""
        on = {"on": hash_of_all(self.targets)[:ON]} if bound else {}
        line = with_document(self.line, self.ground.document)
        rest = {key: value for key, value in line.keys.items() if key != "on"}
        text = line.text if text is None else text
        words = tuple(target.ref for target in self.targets)
        return written(replace(line, verb=verb or line.verb, words=words, keys={**on, **rest}, text=text))


async def aim(session: AsyncSession, request: Request, line: Line, *, objecting: bool = False) -> Aim:
    """The words that a line is about. `objecting`: what was deleted and the record of a draft are meant too.

    BadInput says what is missing, unknown, older, or asks which document.
    """
    document = await which_document(session, request, line)
    ground = await grounds.kept(session, document)
    named = with_document(line, document)
    refs = line.refs()
    if not refs and line.drafts():
        target = await _record(session, request, ground, named, objecting=objecting)
        return Aim(line, ground, (target,))
    if not refs:
        raise nothing_named(request, line)
    await _check_draft(session, request, ground, named)
    form = request.typed(sentences.TABLED_FORM)
    targets = [await _targets(session, ground, named, ref, form, objecting=objecting) for ref in refs]
    return Aim(line, ground, tuple({target.threads: target for target in targets}.values()))


def nothing_named(request: Request, line: Line) -> BadInput:
    form, whole = request.typed(f"{line.verb} C9"), request.typed(f"{line.verb} all")
    return BadInput(sentences.WHAT, form=form, all=whole)


async def which_document(
    session: AsyncSession, request: Request, line: Line, again: Callable[[Document], str] | None = None
) -> Document:
    """The document named or the only one; where there are several, BadInput asks and never guesses.

    `again`: the line with a document, where it is not read as prose.
    """
    asked = line.keys.get("doc")
    known = [one for one in await spaces.documents(session, request.space.id) if await drafts.latest(session, one.id)]
    if asked is None and len(known) > 1:
        choices = tuple(again(one) if again else written(with_document(line, one)) for one in known)
        raise BadInput(chat.WHICH_DOCUMENT, choices=choices)
    try:
        return known[0] if asked is None and known else await naming.document(session, request.space, asked)
    except BadInput as error:
        choices = tuple(again(one) if again else written(with_document(line, one)) for one in known[:_MOST])
        raise BadInput(error.sentence, choices=choices, **error.values) from error


def with_document(line: Line, document: Document) -> Line:
    return replace(line, keys={**line.keys, "doc": document.name})


async def _check_draft(session: AsyncSession, request: Request, ground: Ground, line: Line) -> None:
    """Refuses an older draft, and a newer one whose reading is in doubt."""
    for asked in line.drafts():
        choice = written(replace(line, words=line.refs()))
        draft = await _draft(session, request, ground, asked, choice)
        if draft.id == ground.draft.id or asked.casefold() == "latest":
            continue
        name = archive.name(ground.draft)
        if ground.in_doubt and draft.id == ground.in_doubt.id:
            raise BadInput(sentences.IN_DOUBT, newer=archive.name(draft), name=name, choices=(choice,))
        raise BadInput(sentences.OLDER, asked=archive.name(draft), name=name, choices=(choice,))


async def _draft(session: AsyncSession, request: Request, ground: Ground, asked: str, instead: str) -> Draft:
    """The draft of that name. `instead`: the line that BadInput offers where there is none."""
    try:
        return await naming.draft(session, ground.document, asked, request.zone)
    except BadInput as error:
        raise BadInput(error.sentence, choices=(instead,), **error.values) from error


async def _record(session: AsyncSession, request: Request, ground: Ground, line: Line, *, objecting: bool) -> Target:
    """The record of a draft as such, which an objection may dispute."""
    whole = written(replace(line, words=("all",)))
    newest = written(replace(line, words=(archive.name(ground.draft),)))
    draft = await _draft(session, request, ground, line.drafts()[0], newest if objecting else whole)
    name = archive.name(draft)
    if not objecting:
        plain = replace(line, verb="object", words=(name,), flags=frozenset(), text="")
        choices = whole, written(plain)
        raise BadInput(sentences.RECORD_ONLY, name=name, choices=choices)
    return Target(ground.document.id, draft.id, name, "record", name, (), draft.sequence)


async def _targets(
    session: AsyncSession, ground: Ground, line: Line, ref: str, form: str, *, objecting: bool
) -> Target:
    found, _ = scopes(ground.reading, ground.threads, [ref])
    if found:
        if found[0].level == "range" and not _RANGE.search(ref):
            raise _several(ground, line, ref, found[0])
        return of_scope(ground.document.id, ground.draft.id, archive.name(ground.draft), found[0])
    before = await positions.newest_settled(session, ground.document.id, before=ground.draft.number)
    gone = await _gone(session, ground, before, ref) if before else None
    if gone is None:
        raise _unknown(ground, line, ref, form)
    now = next((n for n, thread in ground.threads.items() if (thread,) == gone.threads), None)
    if now is not None:
        paragraphs = ground.reading.paragraphs
        label = called(paragraphs, paragraphs[now - 1]) or f"¶{now}"
        words = {"asked": ref, "before": gone.draft, "now": label, "name": archive.name(ground.draft)}
        raise BadInput(sentences.MOVED_ON, **words, choices=(_mended(line, ref, label),))
    if not objecting:
        words = {"asked": gone.ref, "name": archive.name(ground.draft), "before": gone.draft}
        choices = (written(replace(line, verb="object", words=(gone.ref,), text="", flags=frozenset())),)
        raise BadInput(sentences.DELETED, **words, choices=choices)
    return gone


async def _gone(session: AsyncSession, ground: Ground, before: Draft, ref: str) -> Target | None:
    """The paragraph that a reference meant in the draft before."""
    stood = await grounds.on(session, before)
    found, _ = scopes(stood.reading, stood.threads, [ref])
    if not found:
        return None
    first = single(stood.reading, stood.threads, found[0].paragraphs[0])
    return replace(
        of_scope(ground.document.id, before.id, archive.name(before), first),
        level="deletion",
    )


def _several(ground: Ground, line: Line, ref: str, found: Scope) -> BadInput:
    """One label that several paragraphs have is no word for one of them."""
    shown = found.paragraphs[:_MOST]
    which = anded([f"¶{p.n} “{excerpt(p.text)}”" for p in shown])
    choices = tuple(_mended(line, ref, f"¶{p.n}") for p in shown)
    return BadInput(sentences.SEVERAL, asked=ref, name=archive.name(ground.draft), which=which, choices=choices)


def _unknown(ground: Ground, line: Line, ref: str, form: str) -> BadInput:
    if _PROPOSAL.fullmatch(ref):
        return BadInput(sentences.TABLED, asked=ref, name=archive.name(ground.draft), form=form)
    near = [one for one in nearest(ground.reading.paragraphs, ref) if one not in line.refs()]
    return BadInput(
        sentences.NO_PARAGRAPH,
        name=archive.name(ground.draft),
        document=ground.document.name,
        asked=excerpt(ref, _SHOWN),
        nearest=inline.NEAREST.format(labels=anded(near)) if near else "",
        choices=tuple(_mended(line, ref, label) for label in near),
    )


def _mended(line: Line, ref: str, label: str) -> str:
    """The line with one reference in place of another."""
    refs: Sequence[str] = [label if one == ref else one for one in line.refs()]
    return written(replace(line, words=tuple(refs)))
