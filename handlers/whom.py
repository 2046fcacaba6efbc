"""The person whom a command names: mentioned, replied to, or by the account's own id."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BadInput
from bot.places import read_account
from bot.sentences import chat as sentences
from handlers.request import Request
from storage import people
from storage.tables import Account, Person


def names_somebody(request: Request, words: Sequence[str]) -> bool:
    """Whether a command names a person; `words`: those in which it would."""
    return bool(request.command.named) or any(word.startswith("@") or ":" in word for word in words)


def account_of(account: Account) -> str:
    """An account as a command line names it."""
    user = f"{account.tenant}/{account.user}" if account.tenant else account.user
    return f"{account.platform}:{user}"


async def whom(request: Request, session: AsyncSession, words: Sequence[str], form: str) -> Person:
    """The person, made known if only the account is. BadInput with `form` where nobody is named or nobody is known so."""
    named = next(iter(request.command.named), None)
    if named and named.id:
        return await people.meet(session, named.platform, named.tenant, named.id, named.name, named.handle)
    word = next((word for word in words if word.startswith("@") or ":" in word), "")
    handle = named.handle if named else word.removeprefix("@") if word.startswith("@") else ""
    if handle:
        place = request.command.place
        known = await people.by_handle(session, place.platform, place.tenant, handle)
        if known is None:
            raise BadInput(sentences.NO_SUCH_HANDLE, handle=handle, help=request.typed("help"), form=form)
        return known
    try:
        return await people.meet(session, *read_account(word), name="")
    except ValueError:
        raise BadInput(sentences.SPACE_OFFICER_WHAT, form=form) from None
