"""The port on Slack: `listening` hears and acknowledges, `api` posts; what was heard goes to the core in a task of its own."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from uuid import NAMESPACE_URL, uuid4, uuid5

from starlette.requests import Request
from starlette.responses import Response

from bot.errors import ChatError, ConfigError, Gone, Refused
from bot.message import Message, Upload
from bot.message import say as sentence
from bot.places import Person, Place, Posted
from bot.sentences import slack as say
from bot.wording import excerpt
from handlers.chat import Attached, Command, On, Resume, Standing
from handlers.slack import files, incoming, modal, render
from handlers.slack.api import Api, Json, patiently
from handlers.slack.failures import typed
from handlers.slack.listening import Beside, Kind, answered, listen, listening_app

EVENT_TYPE = "rapporteur"  # of the metadata that carries a delivery's key

_LOG = logging.getLogger(__name__)
_FLEETING = 1800.0  # seconds that Slack keeps a response_url
_ALT = 990  # characters of a picture's words; the method's page: 1,000
_LOOK_BACK = 7 * 24 * 3600.0  # seconds of history that `find` reads


class SlackChat:
    """One workspace. Without `app_token` Slack's requests come in through `handle`, signed with `signing_secret`."""

    platform = "slack"
    budget = render.BUDGET
    pictures = True
    threads = True

    def __init__(
        self,
        *,
        bot_token: str,
        app_token: str = "",
        signing_secret: str = "",
        api_url: str = "https://slack.com/api/",
        command: str = "/draft",
        verbs: Sequence[str],
        accepted: Callable[[str], Awaitable[None]] | None = None,
    ) -> None:
        """`command`: the umbrella's name. `verbs`: every verb; those that Slack has not taken are commands of their own.
        `accepted`: told at the start in which workspace Slack takes our token.

        Raises ConfigError if the umbrella's name is one of Slack's.
        """
        if command.removeprefix("/") in incoming.RESERVED:
            raise ConfigError(say.COMMAND_RESERVED, command=command)
        self.command_form = f"{command} {{}}"
        self.tenant = ""
        self._accepted = accepted
        self._verbs = frozenset(verbs) - incoming.RESERVED
        self._app_token, self._signing_secret = app_token, signing_secret
        self._api = Api(bot_token, api_url)
        self._app = listening_app(self.hear, client=self._api.slack, signing_secret=signing_secret)
        self._on: On | None = None
        self._bot_user = ""
        self._beside = Beside()
        self._fleeting: dict[Posted, tuple[float, str]] = {}  # private answers with buttons → (until, response_url)

    async def send(self, to: Place, message: Message, key: str) -> Posted:
        channel, mark = await self._api.channel(to), _mark(key)
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
        ts = await self._api.post(channel, to.thread, message, mark, metadata=metadata, client_msg_id=mark)
        return Posted(replace(to, chat=channel), ts)

    async def find(self, to: Place, key: str) -> Posted | None:
        """Looks through the last week, 2,000 messages at most. Slack's history may lag behind a post: ask no sooner than
        a request's time limit after the attempt."""
        channel = await self._api.channel(to)
        asked = {"channel": channel, "limit": "200", "include_all_metadata": "true"}
        asked["oldest"] = f"{time.time() - _LOOK_BACK:.0f}"
        if to.thread:
            pages = self._api.pages("conversations.replies", ts=to.thread, **asked)
        else:
            pages = self._api.pages("conversations.history", **asked)
        async with aclosing(pages):
            async for page in pages:
                for message in page["messages"]:
                    if self._carries(message, key):
                        return Posted(replace(to, chat=channel), str(message["ts"]))
        return None

    async def edit(self, at: Posted, message: Message) -> None:
        """A private answer with buttons can be replaced only through the response_url of the press on it."""
        if at in self._fleeting:
            if not await self._api.respond(self._fleeting[at][1], message, at.place.thread, replace=True):
                raise Refused(say.ANSWER_EXPIRED)
            return
        text, blocks = render.fallback(message), render.blocks(message, uuid4().hex)
        with typed(repeatable=True):
            await self._api.client().chat_update(channel=at.place.chat, ts=at.id, text=text, blocks=blocks)

    async def upload(self, to: Place, file: Upload, note: Message, key: str) -> Posted:
        """The key rides on the block_ids of the note: a shared file has no metadata of its own.

        Slack shares a file some time after it took it; `id` is then the file's own, not that of a message.
        """
        channel = await self._api.channel(to)
        shown = render.note(note, _mark(key)) or render.note(sentence(file.title), _mark(key))
        with typed():
            answer = await self._api.client().files_upload_v2(
                channel=channel,
                thread_ts=to.thread,
                filename=file.name,
                title=file.title,
                content=file.data,
                alt_txt=excerpt(file.alt or file.title, _ALT) if file.mime.startswith("image/") else None,
                blocks=json.dumps(shown, ensure_ascii=False),
            )
        shared: Json = answer["files"][0]
        return Posted(replace(to, chat=channel), _share(shared, channel) or str(shared["id"]))

    async def redraw(self, at: Posted, file: Upload | None, note: Message, key: str) -> Posted:
        """Slack cannot change a file: the old one is deleted, and what is left of its message says so by itself."""
        old = at.id if at.id.startswith("F") else await self._shown_at(at)
        try:
            if old:
                await self._api.ask("files.delete", file=old)
        except Gone as failure:  # it was deleted, by a person or by a try of ours that was cut off
            _LOG.info("a picture is gone already: %s", failure.cause)
        return await self.upload(at.place, file, note, key) if file else at

    async def _shown_at(self, at: Posted) -> str:
        """The id of the file that a message shows; "" where there is none any more."""
        asked = {"channel": at.place.chat, "oldest": at.id, "latest": at.id, "inclusive": "true"}
        method = "conversations.replies" if at.place.thread else "conversations.history"
        found = await self._api.ask(method, **asked, **({"ts": at.place.thread} if at.place.thread else {}))
        files = [file for message in found["messages"] if message["ts"] == at.id for file in message.get("files") or ()]
        return str(files[0]["id"]) if files else ""

    async def whisper(self, to: Command, message: Message, resume: Resume | None = None) -> None:
        channel, thread, stamp = to.place.chat, to.place.thread, uuid4().hex
        if to.private:
            await self._api.post(channel, thread, message, stamp)
            return
        url = incoming.response_url(to)
        if url and await self._api.respond(url, message, thread, replace=False):
            return
        text, blocks = render.fallback(message), render.blocks(message, stamp)
        try:
            with typed(repeatable=True):
                await self._api.client().chat_postEphemeral(
                    channel=channel, user=to.who.id, thread_ts=thread, text=text, blocks=blocks
                )
        except (Gone, Refused) as failure:
            _LOG.info("an answer goes by direct message, since the channel did not take it: %s", failure.cause)
            await self._api.post(await self._api.direct(to.who.id), None, message, stamp)

    async def ask(self, to: Command, prompt: Message, token: str) -> Posted | None:
        """A modal; where Slack gives no leave to open one (a mention, a direct message), a button that opens it."""
        if not await self._api.open(incoming.trigger(to), modal.view(to, prompt, token)):
            await self.whisper(to, modal.opener(prompt, token))
        return None

    async def home(self, who: Person, message: Message) -> None:
        view = {"type": "home", "blocks": render.blocks(message, uuid4().hex, render.MOST_HOME_BLOCKS)}
        with typed(repeatable=True):
            await self._api.client().views_publish(user_id=who.id, view=view)

    async def menu(self, at: Place, language: str) -> None:
        """Slack lists what the app's manifest says, in one language."""

    async def files(self, to: Command) -> tuple[Attached, ...]:
        return await files.of_command(self._api, to)

    async def fetch_file(self, file: Attached) -> bytes:
        return await files.fetch(self._api, file)

    async def standing(self, who: Person, place: Place) -> Standing:
        """Administrators and owners of the workspace and whoever made the channel are its admins."""
        user = await self._api.user(who.id)
        channel = await self._api.channel(place)
        if user.get("is_admin") or user.get("is_owner") or await self._api.creator(channel) == who.id:
            return "admin"
        return "member" if who.id in await self._api.members(channel) else "absent"

    async def run(self, on: On) -> None:
        """Raises ConfigError if Slack refuses a token; waits and tries again while Slack cannot be reached."""
        if not (self._app_token or self._signing_secret):
            raise ConfigError(say.NO_WAY_IN)
        me = await patiently(lambda: self._api.ask("auth.test"), say.BOT_TOKEN)
        self.begin(str(me["team_id"]), str(me["user_id"]), on)
        if self._accepted:
            await self._accepted(self.tenant)
        try:
            if self._app_token:
                await listen(self._app, self._app_token)
            else:
                await asyncio.Event().wait()
        finally:
            self._on = None

    def begin(self, tenant: str, bot_user: str, on: On) -> None:
        """From now on what `hear` takes goes to `on`: of this workspace, in which the bot is this user."""
        self.tenant, self._bot_user, self._on = tenant, bot_user, on

    def renew(self, bot_token: str) -> None:
        """From now on we speak with another token of the same workspace; what is under way ends with the old one."""
        self._api.slack.token = bot_token

    async def handle(self, request: Request) -> Response:
        """What Slack posts to `/slack/events`: 401 unless signed with the signing secret within the last five minutes."""
        if self._app_token or not self._signing_secret:
            return Response("Slack is connected by Socket Mode", 404)
        if self._on is None:
            return Response("not listening yet", 503)
        return await answered(self._app, request)

    async def aclose(self) -> None:
        self._on = None
        await self._beside.aclose()
        await self._api.aclose()

    def hear(self, kind: Kind, body: Json, _team: str = "") -> None:
        """Takes what Slack sent; it is worked on in a task of its own."""
        work = {"command": self._typed, "event": self._said, "action": self._pressed, "submission": self._answered}
        self._beside.begin(work[kind](body))

    async def _typed(self, body: Json) -> None:
        await self._hand_over(incoming.slash(body, self._verbs, self.tenant))

    async def _said(self, body: Json) -> None:
        said = incoming.opened(body, self.tenant) or incoming.spoken(body, self._bot_user, self.tenant)
        await self._hand_over(said)

    async def _pressed(self, body: Json) -> None:
        command = incoming.press(body, self.tenant)
        if command and command.pressed and incoming.is_fleeting(body):
            now = time.monotonic()
            self._fleeting = {at: kept for at, kept in self._fleeting.items() if kept[0] > now}
            self._fleeting[command.pressed] = (now + _FLEETING, incoming.response_url(command))
        await self._hand_over(command)

    async def _answered(self, body: Json) -> None:
        await self._hand_over(modal.answer(body, self.tenant))

    async def _hand_over(self, command: Command | None) -> None:
        if command is None or self._on is None:
            return
        try:
            command = await self._completed(command)
        except ChatError as failure:
            _LOG.warning("Slack did not say who somebody is, or where: %s", failure.cause)
        await self._on(command)

    async def _completed(self, command: Command) -> Command:
        """With the name that an event lacks, and `private` where the place is our own direct channel with the person.

        A slash command may also come from a direct channel of two other people; a press on the Home tab comes from no channel.
        """
        who, place = command.who, command.place
        if place.chat == who.id:
            command = replace(command, place=replace(place, chat=await self._api.direct(who.id)))
        if place.chat.startswith("D") and not command.private:
            command = replace(command, private=await self._api.direct(who.id) == place.chat)
        if not who.name:
            command = replace(command, who=replace(who, name=await self._name(who)))
        for one in command.named:
            if not one.name:
                shown = command.text.replace(f"@{one.id}", f"@{await self._name(one)}")
                command = replace(command, text=shown)
        return command

    async def _name(self, who: Person) -> str:
        """What Slack shows of somebody."""
        user = await self._api.user(who.id)
        return str(user.get("profile", {}).get("display_name") or user.get("real_name") or user.get("name", ""))

    def _carries(self, message: Json, key: str) -> bool:
        """Whether a message of the history is ours and was sent with this key."""
        if self._bot_user and message.get("user", self._bot_user) != self._bot_user:
            return False
        metadata = message.get("metadata") or {}
        if metadata.get("event_type") == EVENT_TYPE and metadata.get("event_payload", {}).get("key") == key:
            return True
        return any(str(block.get("block_id", "")).startswith(_mark(key)) for block in message.get("blocks") or ())


def _mark(key: str) -> str:
    """An id made of a delivery's key: the same for every attempt, and short enough for a block_id."""
    return str(uuid5(NAMESPACE_URL, f"rapporteur:{key}"))


def _share(file: Json, channel: str) -> str:
    """The ts of the message that shows a file in the channel, "" while Slack has not shared it yet."""
    shares = [share for places in (file.get("shares") or {}).values() for share in places.get(channel, ())]
    return str(shares[0]["ts"]) if shares else ""
