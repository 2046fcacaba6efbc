"""One command a file. Its docstring is its /help: the first line says what it does, the rest how it is written.

To add one: write the file, add its line to COMMANDS, document it in docs/commands.md (a test says so).
"""

from collections.abc import Mapping

from handlers.commands import (
    ballot,
    brackets,
    confirm,
    diff,
    drafts,
    export,
    follow,
    heard,
    help,
    history,
    home,
    join,
    me,
    note,
    poll,
    seen,
    settle,
    share,
    show,
    signoff,
    silence,
    space,
    stance,
    start,
    terms,
    undo,
    watch,
    withdraw,
)
from handlers.request import Entry

_DOC = frozenset({"doc", "space", "page"})

COMMANDS: Mapping[str, Entry] = {
    "diff": Entry(diff.run, diff.__doc__ or "", keys=_DOC | {"vs", "file"}),
    "show": Entry(show.run, show.__doc__ or "", keys=_DOC | {"on"}, flags=frozenset({"names", "more"})),
    "share": Entry(share.run, share.__doc__ or "", keys=_DOC | {"on"}, acts=True, listed=False),
    "heard": Entry(heard.run, heard.__doc__ or "", keys=_DOC),
    "who": Entry(heard.run, heard.__doc__ or "", keys=_DOC, listed=False),
    "history": Entry(history.run, history.__doc__ or "", keys=_DOC),
    "brackets": Entry(brackets.run, brackets.__doc__ or "", keys=_DOC),
    "terms": Entry(terms.run, terms.__doc__ or "", keys=_DOC),
    "drafts": Entry(
        drafts.run,
        drafts.__doc__ or "",
        keys=_DOC | {"base", "file"},
        flags=frozenset({"chart", "private", "sure"}),
        acts=True,
    ),
    "watch": Entry(
        watch.run,
        watch.__doc__ or "",
        keys=_DOC | {"until"},
        flags=frozenset({"document", "calendar", "despite-robots", "browser"}),
        acts=True,
    ),
    "follow": Entry(follow.run, follow.__doc__ or "", keys=_DOC, acts=True),
    "note": Entry(note.run, note.__doc__ or "", keys=_DOC | {"as", "on"}, acts=True, prose=True),
    "join": Entry(join.run, join.__doc__ or "", keys=_DOC, acts=True),
    "me": Entry(me.run, me.__doc__ or "", keys=_DOC, acts=True, needs_space=False, personal=True),
    "space": Entry(space.run, space.__doc__ or "", keys=_DOC, acts=True, needs_space=False),
    "support": stance.entry_of("support"),
    "accept": stance.entry_of("accept"),
    "signoff": Entry(
        signoff.run,
        signoff.__doc__ or "",
        keys=_DOC | {"as", "on"},
        flags=frozenset({"as-is", "ask"}),
        acts=True,
        prose=True,
    ),
    "concern": stance.entry_of("concern"),
    "object": stance.entry_of("object"),
    "reserve": stance.entry_of("reserve"),
    "abstain": stance.entry_of("abstain"),
    "withdraw": Entry(withdraw.run, withdraw.__doc__ or "", keys=_DOC | {"as", "on"}, acts=True, prose=True),
    "confirm": Entry(
        confirm.run,
        confirm.__doc__ or "",
        keys=_DOC | {"as", "on"},
        flags=frozenset({"each", "withdraw"}),
        acts=True,
        listed=False,
        prose=True,
    ),
    "undo": Entry(undo.run, undo.__doc__ or "", keys=_DOC, acts=True, listed=False),
    "settle": Entry(settle.run, settle.__doc__ or "", keys=_DOC, acts=True, listed=False),
    "poll": Entry(
        poll.run,
        poll.__doc__ or "",
        keys=_DOC | {"until"},
        flags=frozenset({"secret", "multi", "person", "add", "reasons"}),
        acts=True,
    ),
    "ballot": Entry(
        ballot.run, ballot.__doc__ or "", keys=_DOC | {"as"}, flags=frozenset({"erase"}), acts=True, listed=False
    ),
    "silence": Entry(
        silence.run,
        silence.__doc__ or "",
        keys=_DOC | {"until"},
        flags=frozenset({"force"}),
        acts=True,
        prose=True,
    ),
    "seen": Entry(seen.run, seen.__doc__ or "", keys=_DOC, acts=True, listed=False),
    "export": Entry(export.run, export.__doc__ or "", keys=_DOC, acts=True),
    "help": Entry(help.run, help.__doc__ or "", keys=_DOC, needs_space=False),
    "home": Entry(home.run, home.__doc__ or "", keys=_DOC, needs_space=False, listed=False, personal=True),
    "start": Entry(start.run, start.__doc__ or "", keys=_DOC, needs_space=False, listed=False),
}
