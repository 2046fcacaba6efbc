"""Your own page: what is asked of you, what you said, what you follow. On Slack it is the app's Home.

home     the page, as an answer
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.drafts.keeping import archive
from bot.message import Block, Button, Message, Title, para, say
from bot.positions.asking import silence_words
from bot.positions.asking.silence_view import view
from bot.positions.onward.confirming import message
from bot.positions.seats.delegations import may_seat, roles_of
from bot.positions.seats.roles import may
from bot.positions.words.stating import meant
from bot.sentences import home as sentences
from bot.sentences import notes as of_notes
from bot.sentences import polls as asking
from bot.wording import anded
from handlers import noting
from handlers import own as mine
from handlers.confirming import waiting
from handlers.grammar import parse, prose, written
from handlers.receipts import undo_line
from handlers.request import Answer, Entry, Request
from storage import drafts, own, people, polls, silences, spaces
from storage.tables import Poll, Space

_MOST = 20
_ROWS = 30  # rows of buttons; Slack's Home takes a hundred blocks, Telegram a hundred buttons
_OPTIONS = 5


@dataclass(slots=True)
class _Page:
    """A page on its way. `rows`: its buttons, which stand below everything."""

    commands: Mapping[str, Entry]
    blocks: list[Block] = field(default_factory=list)
    rows: list[tuple[Button, ...]] = field(default_factory=list)

    def lines(self, head: str, lines: Sequence[str]) -> None:
        """Lines under a head; nothing where there are none."""
        if lines:
            self.blocks += [para(head, "strong"), *say(*lines).blocks]

    def row(self, space: Space, subject: str, buttons: Iterable[Button]) -> None:
        """Buttons that name what they are about, their `subject` where they do not yet; their lines name the space."""
        form = sentences.BUTTON if subject else "{label}"
        named = (replace(one, label=form.format(label=one.label, subject=subject)) for one in buttons)
        if about := tuple(replace(one, line=self._about(one.line, space)) for one in named):
            self.rows.append(about)

    def _about(self, line: str, space: Space) -> str:
        """The line about a space that it names: before the words of a person's own, where it has any."""
        read = parse(line)
        if not self.commands[read.verb].prose:
            return f"{line} space:{space.name}"
        read = prose(read)
        return written(replace(read, keys={**read.keys, "space": space.name}))


async def run(request: Request) -> Answer:
    page = _Page(request.commands, [Title(sentences.TITLE.format(name=request.person.name))])
    held = await people.spaces_of(request.session, request.person.id, request.now)
    touched = await own.spaces_touched(request.session, request.person.id)
    for space_id in sorted({*held, *touched}):
        space = await request.session.get_one(Space, space_id)
        page.blocks.append(Title(space.title))
        page.blocks += say(*[line async for line in mine.hats(request, space)]).blocks
        if space_id in held:
            await _drafts(request, space, page)
            await _asked(request, space, page)
        await _own(request, space, page)
    if len(page.blocks) == 1:
        page.blocks += say(sentences.NOTHING.format(form=request.typed("join"))).blocks
    return Answer(Message(tuple(page.blocks), tuple(page.rows[:_ROWS])))


async def _drafts(request: Request, space: Space, page: _Page) -> None:
    for document in await spaces.documents(request.session, space.id):
        newest = await drafts.latest(request.session, document.id)
        if newest:
            form = sentences.DRAFT_LABEL if newest.label else sentences.DRAFT
            seen = mine.at(request, space, newest.seen)
            told = {"document": document.name, "draft": archive.name(newest), "label": newest.label, "at": seen}
            page.blocks += say(form.format(**told)).blocks
            line = f'diff latest doc:"{document.name}"'
            page.row(space, document.name, [Button(sentences.BUTTON_DIFF, line)])


# ── what is asked of the person ──────────────────────────────────────────────────────────────────────────────────────────


async def _asked(request: Request, space: Space, page: _Page) -> None:
    """Seats to decide on, polls that are open, silences that run with their words, all under one head."""
    roles = await roles_of(request.session, space.id, request.person.id, request.now)
    asked: list[Block] = [para(line) async for line in _seats(request, space, page)]
    if may(roles, "ballot", open_chat=False):
        asked += [para(await _poll(request, space, page, one)) for one in await _polls(request, space)]
    if may(roles, "object", open_chat=False):
        asked += [block async for block in _silences(request, space, page)]
    page.blocks += [para(sentences.ASKED, "strong"), *asked] if asked else say(sentences.NOTHING_ASKED).blocks


async def _seats(request: Request, space: Space, page: _Page) -> AsyncIterator[str]:
    for wish, delegation, person in await own.seats_asked(request.session, space.id):
        if await may_seat(request.session, space.id, delegation.id, request.person.id, request.now):
            yield sentences.SEAT_ASKED.format(person=person.name, delegation=delegation.name)
            seat = Button(sentences.BUTTON_SEAT, f"join seat {wish.id} delegate", "go")
            decline = Button(sentences.BUTTON_DECLINE, f"join decline {wish.id}", "stop")
            page.row(space, person.name, [seat, decline])


async def _silences(request: Request, space: Space, page: _Page) -> AsyncIterator[Block]:
    for row in await silences.open_ones(request.session, space.id):
        shown = await view(request.session, row, request.now)
        if shown.taking:
            letter = silence_words.letter(replace(shown, own=request.person.timezone))
            for block in letter.blocks:
                yield block
            for buttons in letter.buttons:
                page.row(space, row.refs, buttons)


async def _polls(request: Request, space: Space) -> list[Poll]:
    """Those that take answers still."""
    running = await polls.running(request.session, space.id)
    return [one for one in running if not one.why and (one.closes is None or one.closes > request.now)]


async def _poll(request: Request, space: Space, page: _Page, poll: Poll) -> str:
    """A poll's line, with its options as buttons; a secret one is answered where nobody looks on."""
    options = [Button(option, f"ballot {poll.id} {n}") for n, option in enumerate(poll.options, 1)]
    if poll.secret:
        options = [Button(sentences.BUTTON_ANSWER, f"ballot {poll.id}", "go")]
    elif poll.reasons:
        options.append(Button(asking.BUTTON_REASON, f"ballot reason {poll.id}"))
    for first in range(0, len(options), _OPTIONS):
        page.row(space, poll.ref, options[first : first + _OPTIONS])
    state = sentences.POLL_OPEN
    if poll.closes:
        state = sentences.POLL_UNTIL.format(at=mine.at(request, space, poll.closes))
    line = sentences.POLL.format(id=poll.id, ref=poll.ref, question=poll.question, state=state)
    who = await _answered(request, space, poll)
    return sentences.ANSWERED.format(line=line, who=who) if who else line


async def _answered(request: Request, space: Space, poll: Poll) -> str:
    """For whom of those that the person speaks for a poll was answered; how it was is not told."""
    voters = {f"p{request.person.id}": request.person.name}
    if not poll.by_person:
        seats = await people.seats(request.session, space.id, request.person.id, request.now)
        voters = {f"d{delegation.id}": delegation.name for delegation, _ in seats}
    took_part = await polls.took_part(request.session, poll.id)
    given = {*took_part, *(ballot.voter for ballot in await polls.ballots(request.session, poll.id))}
    return anded([name for voter, name in voters.items() if voter in given])


# ── what is the person's own ─────────────────────────────────────────────────────────────────────────────────────────────


async def _own(request: Request, space: Space, page: _Page) -> None:
    page.lines(sentences.OPEN_ACTS, [line async for line in mine.open_acts(request, space)])
    for position in await own.waiting(request.session, space.id, request.person.id):
        back = Button(sentences.BUTTON_TAKE_BACK, f"settle {position.id} drop", "stop")
        undo = Button(sentences.BUTTON_UNDO, undo_line([position]), "stop")
        page.row(space, meant(position), [back if position.state == "held" else undo])
    await _to_confirm(request, space, page)
    page.lines(sentences.HELD, [line async for line in mine.holds(request, space, _MOST)])
    page.lines(of_notes.HEAD, [line async for line in noting.lines(request, space)][:_MOST])
    page.lines(sentences.FOLLOWED, [line async for line in mine.follows(request, space)])


async def _to_confirm(request: Request, space: Space, page: _Page) -> None:
    """What the person said for a delegation on words that changed, below the words then and now."""
    seats = await people.seats(request.session, space.id, request.person.id, request.now)
    for document in await spaces.documents(request.session, space.id):
        for delegation, role in seats:
            found = await waiting(request.session, space, document, delegation, request.now, request.person.id)
            if found and found.effects and role != "observer":
                asked = message(found.letter, found.effects, found.said, named=True)
                page.blocks += asked.blocks[1:]
                *rows, last = asked.buttons
                for buttons in (*rows, last[:-1]):  # the last of all is the diff, which the page has
                    page.row(space, "", buttons)
