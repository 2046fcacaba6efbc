"""Telegram: updates in, messages out, by polling or webhook.

`chat.py` is the connection, `incoming.py` reads an update, `polling.py` fetches updates without losing one, `render.py` writes
messages in Telegram's own form, `failures.py` turns Telegram's refusals into those of `bot.errors`, `standings.py` knows who is
what in a chat, `menus.py` leaves Telegram's own lists of commands.
"""

import os

# The library's own switch: waiting times as timedelta. Without it every 429 raises a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")
