"""What can go wrong, and the one sentence that a person reads about it.

RapporteurError                 every error of ours
├── BadInput                    somebody asked for what cannot be done; the answer names the nearest valid choice
│   └── NotAllowed              … and a role stands in the way
├── ConfigError                 the configuration cannot be used
├── Unreadable                  a file could not be read into paragraphs
│   ├── ShowsElse               … because a login form, a notice of maintenance or nothing stands there now
│   └── NeedsHelp               … without another program (`helper`), which may be installed
├── NotMade                     a file of ours would have taken more time or memory than one may
├── FetchError                  an address could not be fetched (`again`: whether a later try may work)
│   ├── AddressRefused          … because the guard does not let us connect there
│   ├── KeptOut                 … because robots.txt asks programs to stay away, and nobody decided otherwise
│   └── HostWaits               … yet: its host asked to be left alone, or does not answer anybody
└── ChatError                   a platform did not take what we sent
    ├── Gone                    the chat is closed to us: kicked, blocked, archived, token revoked
    ├── Moved                   the chat has another id now (`new`)
    ├── Later                   not now: again after `seconds`
    ├── Refused                 never in this form
    └── CutOff                  the request was written and no answer came: it may or may not have been done

Every error carries its sentence, taken from `bot.sentences` with named values. `cause` is for the operator's log.
"""

from typing import Any

from bot.languages import again

_MOST_TOLD_BACK = 100


class RapporteurError(Exception):
    """An error with the sentence a person reads. Raise it with a sentence of `bot.sentences` and its named values."""

    def __init__(self, sentence: str, /, *, cause: str = "", **values: Any) -> None:
        super().__init__(sentence.format(**values) if values else sentence)
        self.sentence = sentence
        self.values = values
        self.cause = cause

    def told(self) -> str:
        """Its sentence in the language that is spoken now, where it was raised before whoever reads it was known."""
        sentence = again(self.sentence)
        return sentence.format(**self.values) if self.values else sentence


class BadInput(RapporteurError):
    """`choices`: command lines that would work instead, offered as buttons."""

    def __init__(self, sentence: str, /, *, choices: tuple[str, ...] = (), cause: str = "", **values: Any) -> None:
        super().__init__(sentence, cause=cause, **{name: _told_back(name, value) for name, value in values.items()})
        self.choices = choices


def _told_back(name: str, value: Any) -> Any:
    """What somebody typed is told back to them by its beginning: it may be of any length."""
    typed = name in ("asked", "verb", "key", "flag", "option", "id", "handle") and isinstance(value, str)
    return f"{value[:_MOST_TOLD_BACK]}…" if typed and len(value) > _MOST_TOLD_BACK else value


class NotAllowed(BadInput):
    pass


class ConfigError(RapporteurError):
    pass


class Unreadable(RapporteurError):
    pass


class ShowsElse(Unreadable):
    pass


class NeedsHelp(Unreadable):
    """`helper`: a key of `bot.drafts.sandbox.HELPERS`; the sentence holds where that one is not installed. `optional`: part
    of the file can be read without.
    """

    def __init__(
        self, sentence: str, /, *, helper: str, optional: bool = False, cause: str = "", **values: Any
    ) -> None:
        super().__init__(sentence, cause=cause, **values)
        self.helper = helper
        self.optional = optional


class NotMade(RapporteurError):
    pass


class FetchError(RapporteurError):
    """`again`: a later try may work (a passing fault); `after`: not before so many seconds; `status`: HTTP's, if any."""

    def __init__(
        self,
        sentence: str,
        /,
        *,
        again: bool = True,
        after: float | None = None,
        status: int | None = None,
        cause: str = "",
        **values: Any,
    ) -> None:
        super().__init__(sentence, cause=cause, **values)
        self.again = again
        self.after = after
        self.status = status


class AddressRefused(FetchError):
    pass


class KeptOut(FetchError):
    pass


class HostWaits(FetchError):
    """Nothing was asked: `after` says when it may be."""


class ChatError(RapporteurError):
    pass


class Gone(ChatError):
    pass


class Moved(ChatError):
    """`new`: the chat's new id on its platform."""

    def __init__(self, sentence: str, /, *, new: str, cause: str = "", **values: Any) -> None:
        super().__init__(sentence, cause=cause, **values)
        self.new = new


class Later(ChatError):
    def __init__(self, sentence: str, /, *, seconds: float, cause: str = "", **values: Any) -> None:
        super().__init__(sentence, cause=cause, **values)
        self.seconds = seconds


class Refused(ChatError):
    pass


class CutOff(ChatError):
    pass
