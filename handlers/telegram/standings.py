"""What somebody is in a Telegram chat, by Telegram's word."""

import time

from telegram import Bot, ChatMember, ChatMemberRestricted
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.places import Person, Place
from handlers.chat import Standing
from handlers.telegram.failures import NO_MEMBER, failure, says

HOLDS = {"admin": 300.0, "member": 30.0, "absent": 30.0}
"""Seconds for which Telegram's word is kept, by what it was: who lacked a right may be given it, and tries again."""


class Standings:
    """Asks once in a while: Telegram counts each question against the group's messages."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known: dict[tuple[str, str], tuple[float, Standing]] = {}

    async def of(self, who: Person, place: Place) -> Standing:
        if who.anonymous:
            return "admin"  # nobody else can write in the group's name
        now = time.monotonic()
        self._known = {asked: held for asked, held in self._known.items() if held[0] > now}
        known = self._known.get((place.chat, who.id))
        if known is None:
            standing = await self._ask(who, place)
            known = now + HOLDS[standing], standing
            self._known[place.chat, who.id] = known
        return known[1]

    async def _ask(self, who: Person, place: Place) -> Standing:
        try:
            return _standing(await self._bot.get_chat_member(place.chat, int(who.id)))
        except TelegramError as error:
            if says(error, *NO_MEMBER):
                return "absent"
            raise failure(error) from error


def _standing(member: ChatMember) -> Standing:
    if member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR):
        return "admin"
    out = member.status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
    return "absent" if out or (isinstance(member, ChatMemberRestricted) and not member.is_member) else "member"
