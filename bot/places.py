"""Where people are: a place to write to, a message that was posted, a person on a platform."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, and a thread or topic of it: ("slack", "T123", "C9", ts). `tenant`: the Slack workspace, "" elsewhere."""

    platform: str
    tenant: str
    chat: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """A message of ours, as its platform names it: where an edit goes."""

    place: Place
    id: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a platform. `anonymous`: an administrator who writes in the group's name (Telegram).

    `handle`: what others mention them by there, without "@"; of somebody mentioned `id` is "" where only this is known.
    """

    platform: str
    tenant: str
    id: str
    name: str
    anonymous: bool = False
    handle: str = ""


def read_place(address: str) -> Place:
    """ "slack:T000000001/C000000001" or "telegram:-100", with "#thread" behind either. ValueError if it is neither."""
    platform, _, rest = address.partition(":")
    rest, _, thread = rest.partition("#")
    tenant, slash, chat = rest.rpartition("/")
    if not platform or not chat or (platform == "slack") != bool(slash):
        raise ValueError(address)
    return Place(platform, tenant, chat, thread or None)


def read_account(address: str) -> tuple[str, str, str]:
    """(platform, tenant, user id) of "slack:U1", "slack:T1/U1" or "telegram:7"; ValueError if it is none."""
    platform, _, rest = address.partition(":")
    tenant, _, user = rest.rpartition("/")
    if not platform or not user:
        raise ValueError(address)
    return platform, tenant, user
