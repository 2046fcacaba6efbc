"""The end of a first look: chairs and secretariat hear what was found and is watched from now on."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive
from bot.message import Message, say
from bot.outbox import tell_officers
from bot.sentences import chat
from bot.sentences import flash as sentences
from bot.wording import anded, listed
from storage import drafts
from storage.tables import Document, Draft, Source

LOOKS = 3  # fetches of a first look
LOOKS_APART_S = 2.0
_NAMED = 8  # drafts named one by one, the newest


async def tell_first_look(
    session: AsyncSession,
    source: Source,
    document: Document,
    now: datetime,
    *,
    failed: Sequence[str] = (),
    flaps: bool = False,
) -> None:
    """One message. `failed`: labels of files that could not be had or read; `flaps`: parts differ at every fetch."""
    if source.base:
        found = [draft for name, draft in (await drafts.bases(session, document.id)).items() if name == source.base]
    else:
        found = list(await drafts.numbered(session, document.id))
    tell = partial(_told, source, document, found, failed, flaps=flaps)
    await tell_officers(session, source.space_id, f"first:{source.id}", tell, now)


def _told(source: Source, document: Document, found: Sequence[Draft], failed: Sequence[str], *, flaps: bool) -> Message:
    names = [
        sentences.FIRST_LOOK_DRAFT.format(name=archive.name(draft), label=draft.label or chat.NO_LABEL)
        for draft in found
    ]
    earlier = [sentences.FIRST_LOOK_EARLIER.format(n=len(names) - _NAMED)] if len(names) > _NAMED else []
    found_now = anded([*earlier, *names[-_NAMED:]]) or sentences.FIRST_LOOK_NOTHING
    told = [sentences.FIRST_LOOK.format(document=document.name, url=source.url, drafts=found_now)]
    if failed:
        told.append(
            sentences.FIRST_LOOK_FAILED.format(n=len(failed), labels=listed([f"“{label}”" for label in failed], _NAMED))
        )
    if flaps:
        told.append(sentences.FLAPS if source.kind == "list" else sentences.FLAPS_DOCUMENT)
    return say(*told)
