"""Bytes of a draft → its Reading: recognise the format, read it, make paragraphs, judge, count, hash.

Pure. This is what the child process of `bot.drafts.sandbox` calls; nothing else should call it with files of others.
"""

import hashlib
from collections.abc import Collection

from bot.drafts.reading import Reading, doubts, formats, words
from bot.drafts.reading.language import language
from bot.drafts.reading.paragraphs import paragraphs
from bot.errors import Unreadable
from bot.sentences import reading as sentences

_SAMPLE = 20_000


def read(data: bytes, source: str, *, original: bool = False, helpers: Collection[str] = ()) -> Reading:
    """One reading of one draft. `source`: the name or address it came from; `original`: before edit marks are accepted.

    Raises Unreadable for what is no readable draft, and where the text is rubbish: garbage is never compared. Raises NeedsHelp
    where one of `helpers` would read more.
    """
    format = formats.recognise(data, source)
    extract = formats.reader(format)(data, original=original)
    doubts.refuse_rubbish(extract.blocks, format)
    if extract.help and extract.help.helper in helpers:
        raise extract.help
    found = paragraphs(extract.blocks)
    if not found:
        raise Unreadable(sentences.NO_TEXT)
    judged = (*extract.doubts, *doubts.doubts(found, format))
    return Reading(
        source=source,
        format=format,
        sha256=hashlib.sha256(data).hexdigest(),
        words=sum(words.count(p.text) for p in found),
        language=language(" ".join(p.text for p in found)[:_SAMPLE]),
        paragraphs=found,
        warnings=tuple(dict.fromkeys((*extract.warnings, *judged))),
        doubts=tuple(dict.fromkeys(judged)),
    )
