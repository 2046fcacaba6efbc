"""What somebody sees who opens a private chat with the bot (Telegram's Start)."""

from bot.message import say
from bot.sentences import chat as sentences
from handlers.request import Answer, Request


async def run(request: Request) -> Answer:
    return Answer(say(sentences.WELCOME.format(help=request.typed("help"))))
