"""A question is a modal, or a button that opens one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.message import Message, Para, Span, Title, say
from bot.places import Place
from handlers.chat import Command
from tests.handlers.slack.live.bot import Bot, called, plenary

pytestmark = pytest.mark.sims

WHY = Message((Title("Object to C9"), Para((Span("What stands in the way?"),))))


def asking(bot: Bot) -> Callable[[Command], Awaitable[None]]:
    """A core that asks for words and takes them."""

    async def answer(command: Command) -> None:
        if command.token and command.text:
            await bot.chat.whisper(command, say("Noted."))
        else:
            await bot.chat.ask(command, WHY, "t-why")

    return answer


async def opened(sims: Any) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while not (calls := [call for call in await sims.slack.log("views.open") if "out" in call]):
            await asyncio.sleep(0.02)
    assert calls[-1]["out"]["ok"], calls[-1]
    return dict(calls[-1]["out"]["view"])


def filled(view: dict[str, Any], words: str) -> dict[str, Any]:
    return view | {"state": {"values": {"answer": {"words": {"type": "plain_text_input", "value": words}}}}}


async def test_question_is_a_modal_whose_answer_comes_from_where_it_was_asked(sims: Any, bot: Bot) -> None:
    bot.answer = asking(bot)
    await sims.slack.command("/draft", "object C9", user="amira", reply=False)
    submitted = await sims.slack.view_submit(filled(await opened(sims), "red line"), user="amira")
    assert submitted["ack"]["status"] == 200
    answer = await bot.hears(2)
    asked = bot.heard[0]
    assert (answer.token, answer.text, answer.place, answer.private) == ("t-why", "red line", asked.place, False)
    assert answer.who == asked.who
    async with asyncio.timeout(60):
        while not (replies := await sims.slack.responses()):
            await asyncio.sleep(0.02)
    assert replies[-1]["body"]["text"] == "Noted."


async def test_without_leave_for_a_modal_a_button_opens_it(sims: Any, bot: Bot) -> None:
    who, place = (await plenary(sims, bot), bot.heard[0].who)[1], bot.heard[0].place
    ours = (await bot.chat.send(Place("slack", who.tenant, who.id), say("hello"), "k")).place.chat
    bot.answer = asking(bot)
    await sims.slack.event(type="app_mention", user=who.id, text="object C9", ts="100.2", channel=place.chat)
    await bot.hears(2)
    said = {"type": "message", "channel_type": "im", "user": who.id, "text": "object C9", "ts": "1.1"}
    await sims.slack.event(**said, channel=ours)
    question = await sims.slack.posted(2)
    assert "What stands in the way?" in question["args"]["text"]
    (in_channel,) = await called(sims, "chat.postEphemeral")
    for asked in (question["args"], in_channel):
        assert asked["blocks"][-1]["elements"][0]["value"] == "t-why"
    await sims.slack.click(question["out"]["ts"], "t-why", user="amira", channel=ours)
    await sims.slack.view_submit(filled(await opened(sims), "red line"), user="amira")
    answer = await bot.hears(5)
    assert (answer.text, answer.place.chat, answer.private) == ("red line", ours, True)


async def test_leave_that_ran_out_is_no_loss(sims: Any, bot: Bot) -> None:
    bot.answer = asking(bot)
    await sims.slack.fail("views.open", error="expired_trigger_id")
    result = await sims.slack.command("/draft", "object C9")
    assert result["replies"][0]["blocks"][-1]["elements"][0]["value"] == "t-why"
