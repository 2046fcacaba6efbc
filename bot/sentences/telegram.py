"""What people read about Telegram: in a chat, in the log, from the doctor."""

ASK_IN_PRIVATE = "The answer is for you alone: press the button, then Start, and ask again there."
ANSWER_IN_PRIVATE = "The answer is for you alone: press the button, then Start, and it comes there."
QUESTION_IN_PRIVATE = "There is a question for you alone: press the button, then Start, and answer there."
ASKED_IN_PRIVATE = "Please answer in private, at @{bot}."
YOUR_WORDS = "Your words"
OPEN_PRIVATE = "Open the private chat"
REST_IN_PRIVATE = " … Press Start at @{bot}: such answers come whole there."

NO_TOKEN = "There is no Telegram token: copy the one that @BotFather gave you into [telegram] token."
TOKEN_REFUSED = "Telegram does not know this token: copy the one that @BotFather shows under /mybots, API Token."
NOT_A_BOT_SERVER = 'Telegram\'s address answers "not found": check [telegram] api_url, and that the token is whole.'
OTHER_READER = (
    "Another program reads this bot's messages with the same token: stop it, or give this one a bot of its own."
)

CHAT_GONE = "This Telegram chat is closed to the bot: it was removed or blocked, or may not write there. Add it again."
TOPIC_GONE = "This topic of the Telegram group is closed or was deleted: choose another one."
MESSAGE_GONE = "This Telegram message is no longer there, so it was not changed."
CHAT_MOVED = "This Telegram group has a new id: {chat}."
NOT_NOW = "Telegram takes no message just now: tried again in {wait:.0f} seconds."
REFUSED = "Telegram did not take this: {reason}."
FILE_TOO_BIG = "This file has more than {limit} MB, which Telegram does not take from a bot: send the link instead."
CUT_OFF = "Telegram was asked, and no answer came: it may or may not have been done."
CANNOT_TELL = "Telegram cannot tell whether a message was sent."
NOT_LISTENING = "The bot is still starting: Telegram will bring this again."
