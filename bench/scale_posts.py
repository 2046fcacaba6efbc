"""What stands in the chats of the simulators after a life (`bench.scale_life`): which Flashes, and what came twice."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.sentences import chat as sentences
from bot.sentences import polls as polls_told

_FLASH = re.compile(r"FLASH\s+Paper (\d+) r(\d+)\b")
APOLOGIES = (sentences.WENT_WRONG.partition("{")[0], sentences.NO_DATABASE)
OVER = polls_told.OVER.partition("{")[0]
_DIRECT = re.compile("|".join((r"D\d+: ", *map(re.escape, (*APOLOGIES, OVER)))))
"""How a press is answered; two polls may have the same answer."""
_TIME = re.compile(r"\d\d:\d\d")
_QUESTION = re.compile(r"Keep it, [\d.]+\?")


@dataclass(frozen=True, slots=True)
class Post:
    """A message that a platform took: where, what it says, the platform's name for it."""

    chat: str
    text: str
    id: str


async def posts_of(sims: Any) -> list[Post]:
    """Every message that a platform took."""
    slack = [call for call in await sims.slack.log("chat.postMessage") if (call.get("out") or {}).get("ok")]
    telegram = [call for call in await sims.tg.log("sendMessage") if call["ok"]]
    found = [Post(call["args"]["channel"], call["args"]["text"], call["out"]["ts"]) for call in slack]
    return found + [
        Post(str(call["args"]["chat_id"]), call["args"]["text"], str(call["result"]["message_id"])) for call in telegram
    ]


def flashes(posts: Sequence[Post]) -> dict[tuple[int, int], set[str]]:
    """By (paper, number): the chats that have its Flash."""
    found: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for post in posts:
        if told := _FLASH.search(post.text):
            found[int(told[1]), int(told[2])].add(post.chat)
    return found


def marked(posts: Sequence[Post]) -> int:
    return sum(sentences.REPEAT in post.text for post in posts)


def unmarked(posts: Sequence[Post], keys: Mapping[tuple[str, str], str]) -> Counter[tuple[str, str]]:
    """How often queued messages came once more without saying that they may be a repeat, by chat and what they are about.

    `keys`: of deliveries, by the chats and ids that they note. Several may be about the same (a card that is first posted when
    its silence is over, and the note that it is over): each may come once without a mark.
    """
    queued = [post for post in posts if not _DIRECT.match(post.text)]
    seen = Counter((post.chat, _about(post.text)) for post in queued if sentences.REPEAT not in post.text)
    noted: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for post in queued:
        if key := keys.get((post.chat, post.id)):
            noted[post.chat, _about(post.text)].add(key)
    return +Counter({about: times - max(1, len(noted[about])) for about, times in seen.items()})


def _about(text: str) -> str:
    """What a message is about, however often it is posted: its first line without times, and what is asked."""
    asked = _QUESTION.search(text)
    return _TIME.sub("", text.partition("\n")[0]) + (asked[0] if asked else "")
