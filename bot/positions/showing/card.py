"""A card: the facts about a scope as a message that fits on one page. Pure.

Holdouts come first, each in its own words; beside every result stand the groups that were not heard; nowhere a number of
anybody. Where room is short, those who support and those who are silent are told by group, then words are cut, never names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from bot.drafts.provenance import source
from bot.message import Block, Budget, Button, Message, Para, Span, Title, paginate, para
from bot.positions.showing import lines
from bot.positions.showing.facts import Facts
from bot.positions.showing.lines import About, Detail
from bot.positions.words.stances import STANCES
from bot.positions.words.targets import ON
from bot.sentences import cards as sentences
from bot.sentences import facts as words
from bot.wording import clock, excerpt, one_line, short

BUDGET = Budget(characters=2_900, marked=50, blocks=36, utf16=True)
"""What fits on one page of every platform."""

_DETAILS = (
    Detail(),
    Detail(statements=False),
    Detail(names=False),
    Detail(reason=200, names=False),
    Detail(reason=60, names=False),
    Detail(reason=0, who=False, names=False),
)
_TITLE_WORDS = 40
FIRST = ("support", "accept", "concern", "object")
UNDER_MORE = ("reserve", "abstain")


def message(about: About, told: Facts, board: Mapping[int, Facts] | None = None) -> Message:
    """The live card of a scope. `board`: the facts of each of its paragraphs, where there are several."""
    head = (Title(title(about, words.STATES[told.state])), *_doubt(about))
    for detail in () if _crowded(told) else _DETAILS:
        blocks = (*head, *lines.blocks(about, told, board, detail), stamp(about))
        if _fits(blocks):
            return Message(blocks, _buttons(about, names=detail.cut))
    return Message(_cut(about, told, board, head), _buttons(about, names=True))


def _cut(about: About, told: Facts, board: Mapping[int, Facts] | None, head: tuple[Block, ...]) -> tuple[Block, ...]:
    """What fits of more than a page: holdouts with as many of their words as leave room for all of them; who was not heard."""
    foot = (lines.not_heard(about, told), para(sentences.MORE_NAMES), stamp(about))
    details = () if _crowded(told) else _DETAILS[1:]
    enough = (one for one in details if _fits((*head, *lines.loud(about, told, one), *foot)))
    detail = next(enough, _DETAILS[-1])
    body = (*islice(lines.loud(about, told, detail), BUDGET.blocks), *lines.rest(about, told, board, detail))
    room = sum(BUDGET.length(block) for block in Message(foot).plain().splitlines()) + len(foot)
    less = replace(BUDGET, characters=BUDGET.characters - room, marked=BUDGET.marked - 3, blocks=BUDGET.blocks - 3)
    return (*paginate(Message((*head, *body)), less)[0].blocks, *foot)


def _crowded(told: Facts) -> bool:
    """Whether those alone who have a line each are more than a page has lines."""
    return sum(map(len, (told.objections, told.apart.deletions, told.reserves, told.concerns))) > BUDGET.blocks


def _fits(blocks: tuple[Block, ...]) -> bool:
    return len(paginate(Message(blocks), BUDGET)) == 1


def closed(about: About, why: str, after: str) -> Message:
    """A card that lives no more: its words changed ("changed", in the draft `after`), or it is over."""
    changed = why == "changed" and after
    said = sentences.CHANGED.format(draft=after) if changed else sentences.OVER
    told = para(sentences.CHANGED_WORDS if changed else sentences.OVER_WORDS)
    diff = (Button(sentences.DIFF, f'diff {about.draft} {after} {about.asked} doc:"{about.document}"'),)
    return Message((Title(title(about, said)), told, stamp(about)), (diff,) if changed else ())


def title(about: About, state: str) -> str:
    """ "C9 “Affirm that …”  r2 · 8b21c07e  OBJECTED"."""
    form = sentences.TITLE if about.words and about.level != "document" else sentences.TITLE_DOCUMENT
    ref = about.document if about.level == "document" else about.ref
    said = excerpt(one_line(about.words), _TITLE_WORDS)
    return form.format(ref=ref, words=said, draft=about.draft, hash=short(about.text_hash), state=state)


def stamp(about: About) -> Para:
    """The short stamp: unofficial, the hash of the file, when it was fetched, its source."""
    at = clock(about.seen, about.zone, about.now.astimezone(about.zone).date())
    said = sentences.STAMP.format(document=about.document, sha=short(about.sha256), at=at)
    return Para((Span(said), *source(about.url)))


def _doubt(about: About) -> Iterator[Block]:
    if about.in_doubt:
        yield para(sentences.IN_DOUBT.format(name=about.in_doubt, draft=about.draft))


def _buttons(about: About, *, names: bool) -> tuple[tuple[Button, ...], ...]:
    show = line("show", about)
    rest = [Button(sentences.SHOW_TEXT, show)]
    if about.before:
        rest.append(Button(sentences.DIFF, f'diff {about.before} {about.draft} {about.asked} doc:"{about.document}"'))
    rest.append(Button(sentences.MORE, f"{show} --more"))
    if names:
        rest.append(Button(sentences.NAMES, f"{show} --names"))
    return stances(about, FIRST), tuple(rest)


def stances(about: About, keys: tuple[str, ...]) -> tuple[Button, ...]:
    """A button for each of these stances on exactly these words."""
    return tuple(Button(STANCES[key].button, line(key, about)) for key in keys)


def line(verb: str, about: About) -> str:
    """The command line of a press on these words: it carries the beginning of their hash."""
    return f'{verb} {about.asked} on:{about.text_hash[:ON]} doc:"{about.document}"'


def more(about: About) -> Message:
    """What *More* answers: the stances that a card has no room for."""
    said = sentences.MORE_SAYS.format(ref=about.ref, draft=about.draft, hash=short(about.text_hash))
    as_is = Button(sentences.AS_IS, f"{line('accept', about)} --as-is", "go")
    return Message((para(said),), ((as_is, *stances(about, UNDER_MORE)),))
