"""read: one draft, its paragraphs printed."""

import asyncio
from argparse import Namespace

from bot.sentences import cli as sentences
from handlers.line.drafts import read_all
from handlers.line.output import put_json, tell


def run(asked: Namespace) -> int:
    [reading] = asyncio.run(read_all([asked.draft], asked.config, original=asked.original))
    for warning in reading.warnings:
        tell(sentences.WARNING.format(name=asked.draft, warning=warning))
    if asked.json:
        put_json(reading.to_json())
    else:
        from handlers.line import show  # loads what messages and terminals need

        show.reading(reading)
    return 0
