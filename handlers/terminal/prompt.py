"""The line that a person types at a terminal: editing, history, completion; messages that arrive are printed above it."""

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, InMemoryHistory
from prompt_toolkit.patch_stdout import patch_stdout


class Prompt:
    """`offers`: lines that may be meant by what was typed so far. `history`: a file; None keeps this session's lines alone."""

    def __init__(self, text: str, offers: Callable[[str], list[str]], history: Path | None = None) -> None:
        kept = InMemoryHistory() if history is None else FileHistory(history)
        self._session: PromptSession[str] = PromptSession(
            text, history=kept, completer=_Offers(offers), complete_while_typing=False
        )

    async def each(self, handle: Callable[[str], Awaitable[object]]) -> None:
        """Hands every line over and waits until it is handled; ends with Ctrl-D or Ctrl-C."""
        with patch_stdout(raw=True):
            while True:
                try:
                    line = await self._session.prompt_async()
                except (EOFError, KeyboardInterrupt):
                    return
                await handle(line)


class _Offers(Completer):
    def __init__(self, offers: Callable[[str], list[str]]) -> None:
        self._offers = offers

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        typed = document.text_before_cursor
        return (Completion(line, start_position=-len(typed)) for line in self._offers(typed))
