"""A position in words: what it says, on what, with its reason. Pure."""

from datetime import date
from zoneinfo import ZoneInfo

from bot.positions.words.stances import STANCES
from bot.sentences import acts as sentences
from bot.wording import clock
from storage.tables import Position


def stated(position: Position, zone: ZoneInfo, today: date) -> str:
    """What an act says, after the name of who says it: "objects: “red line” → would accept: “…”"."""
    if position.stance not in STANCES:
        said = sentences.LIFTS
    else:
        forms = {
            (False, False): sentences.STATED,
            (True, False): sentences.SIGNED,
            (False, True): sentences.AS_IS,
            (True, True): sentences.SIGNED_AS_IS,
        }
        said = forms[position.signoff, position.as_is].format(stance=STANCES[position.stance].says)
    if position.until:
        said = sentences.STATED_UNTIL.format(stated=said, until=clock(position.until, zone, today))
    if position.reason:
        said = sentences.STATED_REASON.format(stated=said, reason=position.reason)
    if position.wording:
        said = sentences.STATED_WORDING.format(stated=said, wording=position.wording)
    return said


def meant(position: Position) -> str:
    """What an act is about, as people cite it."""
    forms = {"deletion": sentences.DELETION, "record": sentences.RECORD}
    return forms.get(position.level, "{ref}").format(ref=position.ref)
