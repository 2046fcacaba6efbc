"""Addresses as they stand on pages, made whole, and the names of the files that they lead to."""

import re
from urllib.parse import parse_qsl, quote, unquote, urldefrag, urljoin, urlsplit

READABLE = frozenset([".pdf", ".docx", ".doc", ".odt", ".rtf", ".html", ".htm", ".txt", ".md"])
FILES = READABLE - {".html", ".htm"}  # what is a document by its ending alone

_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_COMPARES = re.compile(r"\w*(?:diff|compare)(?:\.\w+)?", re.IGNORECASE)


def absolute(base: str, target: str) -> str | None:
    """An absolute http address without fragment; None for mailto:, anchors on the same page and what is no address."""
    target = re.sub(r"[\t\r\n]", "", target).strip()
    if not target or target.startswith("#") or _OTHER_SCHEME.match(target):
        return None
    try:
        url = urldefrag(urljoin(base, target.replace("\\", "/"))).url
        if not urlsplit(url).hostname or url == urldefrag(base).url:
            return None
    except ValueError:
        return None
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~")


def filename(url: str) -> str:
    """The decoded name of the file that an address names: its last part, or a parameter with a readable ending.

    What compares two drafts ("/api/iddiff?url_1=…&url_2=….txt") is neither of them.
    """
    try:
        parts = urlsplit(url)
        in_query = [value for _, value in parse_qsl(parts.query, max_num_fields=50) if ending(value) in FILES]
    except ValueError:
        return ""
    name = unquote(parts.path).rstrip("/").rpartition("/")[2]
    if in_query and ending(name) not in FILES and not _COMPARES.fullmatch(name):
        return re.split(r"[/\\]", in_query[0])[-1]
    return name


def ending(name: str) -> str:
    """ ".pdf" of "Draft.PDF"; "" for "Rev.3", whose dot is no ending's."""
    found = re.search(r"\.[A-Za-z][A-Za-z0-9]{1,4}$", name)
    return found[0].lower() if found else ""


_TIMESTAMP = re.compile(r"(?<=[?&])(?:t|ts|_|time|timestamp|cb|rnd|rand|nocache)=\d{9,13}(?:&|$)")


def same_address(url: str) -> str:
    """An address by which a file is known again: without a parameter that is nothing but the time (?t=1733200002).

    ?v=2 stays: it may be the version. Scheme and a final slash do not tell files apart.
    """
    return _TIMESTAMP.sub("", url).rstrip("?&/").partition("://")[2]


def folder(url: str) -> str:
    return same_address(url).partition("?")[0].rpartition("/")[0]
