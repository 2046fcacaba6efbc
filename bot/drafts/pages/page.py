"""A secretariat's page → its own words and its links, each with the row that it stands in.

The pages are what ministries and secretariats really publish: tables for layout, SharePoint, accordions, addresses with
blanks in them. Nothing is fetched here and nothing that a script would do is done.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.drafts.pages.addresses import FILES, absolute, ending, filename
from bot.drafts.pages.looks import Clues, Looks, clues, looks_like
from bot.drafts.pages.rows import Place, Rows, clean, words
from bot.drafts.reading.decoding import decode
from bot.errors import Unreadable
from bot.sentences import fetch as say

LARGEST_PAGE = 5 * 1024 * 1024
MOST_BLOCKS = 10_000  # lexbor takes a time that grows with the square of unclosed blocks: 0.1 s for so many
_BLOCK = re.compile(
    rb"<(?:address|article|aside|blockquote|center|details|dialog|dir|div|dl|fieldset|fig\w+|footer|header|hgroup|listing|main"
    rb"|menu|nav|ol|optgroup|pre|r[bt]|search|section|summary|ul)[\s/>]",
    re.IGNORECASE,
)

SILENT = frozenset(("head", "select", "textarea", "iframe", "object", "embed"))
FURNITURE = frozenset(("nav", "footer", "header", "aside"))
FURNITURE_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary"))
FURNITURE_CLASSES = frozenset((
    "breadcrumb", "breadcrumbs", "navbar", "main-nav", "main_nav", "site-footer", "cookie-banner", "pagination", "pager",
))  # fmt: skip
LINES_OF_A_ROW = 40
LONGEST_LINE = 500
STRUCK = frozenset(("s", "del", "strike"))
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it stands on the page.

    `url`: absolute, without fragment; `row`: the same number for links of one row; `row_text`: the words of its table row,
    list item or paragraph, `row_lines` the same by cells and lines; `column`: the heading of its table column; `heading`: the
    last heading above; `filename`: decoded, "" where the address names none; `ending`: ".pdf", lower case, "" if none;
    `language`: ISO 639-1 if the link declares it; `apart`: in navigation, header or footer; `at`: when it was published (UTC),
    where what holds it says so: an entry of a feed.
    """

    url: str
    text: str
    row_text: str
    filename: str
    ending: str
    position: int
    row: int
    row_lines: tuple[str, ...] = ()
    column: str = ""
    heading: str = ""
    language: str = ""
    apart: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one block of the page; `row` as in `Link`, None outside the rows of links; `marked`: the words with what is
    struck through set apart, "" where nothing is."""

    text: str
    row: int | None = None
    apart: bool = False
    marked: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What a person would read. `looks_like`: what the page seems to be instead of a page of documents, None if nothing;
    `password`: it asks for one somewhere."""

    title: str
    lines: tuple[Line, ...]
    links: tuple[Link, ...]
    looks_like: Looks | None = None
    password: bool = False

    @property
    def text(self) -> str:
        """The page's own words, one block a line, without navigation, header and footer where these can be told."""
        own = [line.text for line in self.lines if not line.apart]
        return "\n".join(own or [line.text for line in self.lines])


def page(html: bytes, url: str, charset: str | None = None) -> Page:
    """Read a page. `url`: where it came from in the end; `charset`: as HTTP declared it; Unreadable if it is too large."""
    if len(html) > LARGEST_PAGE or sum(1 for _ in _BLOCK.finditer(html)) > MOST_BLOCKS:
        raise Unreadable(say.PAGE_TOO_LARGE, cause=f"{url}: {len(html)} bytes")
    tree = LexborHTMLParser(_characters(html, charset))
    seen = clues(tree)
    tree.strip_tags(["script", "style", "noscript", "template", "svg"])
    base = tree.css_first("base[href]")
    walk = _Walk(urljoin(url, base.attributes.get("href") or "") if base else url)
    if tree.root is not None:
        for node in tree.root.traverse(include_text=True):
            walk.take(node)
    title = tree.css_first("title") or tree.css_first("h1")
    return walk.page(clean(title.text()) if title else "", seen)


def _characters(html: bytes, charset: str | None) -> str:
    """What HTTP declares outranks what the page declares, but not a byte order mark (WHATWG)."""
    if charset and not html.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return html.decode("cp1252" if charset in ("iso-8859-1", "us-ascii") else charset)
        except (LookupError, UnicodeDecodeError):
            pass  # declared wrongly, as many servers do for every page that they have: the page itself is asked
    return decode(html, page=True)[0]


class _Found(NamedTuple):
    node: LexborNode
    target: str
    place: Place
    heading: str


class _Walk:
    """One pass over the nodes in document order: parents come before children, so each place follows from its parent's."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._places: dict[int, Place] = {}
        self._lines: list[tuple[Place, list[str], list[str]]] = []
        self._struck: set[int] = set()
        self._found: list[_Found] = []
        self._heading = ""
        self._breaks = 0

    def take(self, node: LexborNode) -> None:
        parent = self._places.get(node.parent.mem_id) if node.parent else None
        if node.is_text_node:
            self._words(node, parent)
        elif node.is_element_node:
            self._element(node, parent or Place.top(node))

    def _words(self, node: LexborNode, place: Place | None) -> None:
        text = node.text_content or ""
        if place is None or place.silent or not text:
            return
        marked = f"~~{text}~~" if text.strip() and node.parent and node.parent.mem_id in self._struck else text
        if self._lines and self._lines[-1][0].same_line(place) and self._lines[-1][0].breaks == self._breaks:
            self._lines[-1][1].append(text)
            self._lines[-1][2].append(marked)
        elif text.strip():
            self._lines.append((place.broken(self._breaks), [text], [marked]))

    def _element(self, node: LexborNode, parent: Place) -> None:
        tag = node.tag or ""
        place = parent.child(node, silent=tag in SILENT, apart=_is_furniture(node, parent))
        self._places[node.mem_id] = place
        if tag in STRUCK or (node.parent and node.parent.mem_id in self._struck):
            self._struck.add(node.mem_id)
        if tag == "br":
            self._breaks += 1
        elif tag in HEADINGS and not place.apart:
            self._heading = clean(words(node, 300))[:300]
        if (tag not in SILENT or tag in ("iframe", "object", "embed")) and (target := _target(node, tag)):
            self._found.append(_Found(node, target, place, self._heading))

    def page(self, title: str, clues: Clues) -> Page:
        rows = Rows([found.place for found in self._found])
        lines = [(place, clean("".join(texts)), clean("".join(marked))) for place, texts, marked in self._lines]
        own = tuple(
            Line(text, rows.number_of_line(place), place.apart, marked if marked != text else "")
            for place, text, marked in lines
            if text
        )
        links = tuple(self._links(rows, own))
        documents = any(link.ending in FILES for link in links)
        looks = None if documents else looks_like(title, " ".join(line.text for line in own), len(links), clues)
        return Page(title, own, links, looks, clues.password)

    def _links(self, rows: Rows, lines: tuple[Line, ...]) -> Iterator[Link]:
        of_row: defaultdict[int | None, list[str]] = defaultdict(list)
        for line in lines:
            of_row[line.row].append(line.text[:LONGEST_LINE])
        whole = ((absolute(self._base, found.target), found) for found in self._found)
        for position, (url, found) in enumerate((url, found) for url, found in whole if url):
            row = rows.of(found.place)
            name = filename(url)
            yield Link(
                url=url,
                text=_link_text(found.node),
                row_text=row.text,
                filename=name,
                ending=ending(name),
                position=position,
                row=row.number,
                row_lines=tuple(of_row[row.number][:LINES_OF_A_ROW]),
                column=rows.column(found.place),
                heading=found.heading,
                language=(found.node.attributes.get("hreflang") or "")[:2].lower(),
                apart=found.place.apart,
            )


def _is_furniture(node: LexborNode, parent: Place) -> bool:
    """header and footer of an article or of the main part are not the site's."""
    tag, attributes = node.tag or "", node.attributes
    if tag in FURNITURE and not (tag in ("header", "footer") and parent.inside_main):
        return True
    classes = (attributes.get("class") or "").lower().split() if tag in ("div", "ul", "ol", "section") else []
    return (attributes.get("role") or "") in FURNITURE_ROLES or not FURNITURE_CLASSES.isdisjoint(classes)


_QUOTED = re.compile(r"""['"]([^'"\s][^'"]{0,1000})['"]""")


def _target(node: LexborNode, tag: str) -> str:
    """Where an element leads, "" if nowhere: href, then what scripts read (data-href, an address quoted in onclick)."""
    attributes = node.attributes
    href = (attributes.get("href") or "").strip() if tag in ("a", "area") else ""
    if href and not href.lower().startswith("javascript:") and href != "#":
        return href
    for name in ("data-href", "data-url", "data-download-url"):
        if attributes.get(name):
            return attributes[name] or ""
    if tag in ("iframe", "embed", "object"):
        return _if_file(attributes.get("src") or attributes.get("data") or "")
    for script in (href, attributes.get("onclick") or ""):
        for found in _QUOTED.finditer(script[:4000]):
            if _if_file(found[1]):
                return found[1]
    return ""


def _if_file(target: str) -> str:
    return target if ending(filename(target)) in FILES else ""


def _link_text(node: LexborNode) -> str:
    text = clean(words(node, 500, "") if node.tag not in SILENT else "")
    if text:
        return text[:500]
    image = node.css_first("img[alt]")
    alternatives = (image.attributes.get("alt") if image else "", *map(node.attributes.get, ("title", "aria-label")))
    return clean(next((text for text in alternatives if text), ""))[:500]


_STAMP = re.compile(
    r"(last )?(updated?|modified|generated|refreshed|reviewed)( on| at)?\b|dernière (mise à jour|modification)|mis à jour"
    r"|(última )?actualizaci[oó]n|дата обновления|最后更新|(current|local|server) time|page (generated|rendered)",
    re.IGNORECASE,
)
_COUNTER = re.compile(
    r"\b(visit(or)?s?|views?|hits|downloads?|online|times)\b\W{0,3}[\d.,\s]+|[\d.,]+\s(visit(or)?s?|views?|hits|downloads)\b",
    re.I,
)
_SIZE = re.compile(r"\(?\b\d+([.,]\d+)? ?(bytes|[KMG]i?[BO])\b\)?", re.IGNORECASE)
LONGEST_STAMP = 120
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def words_of(page: Page, without_rows: frozenset[int] = frozenset()) -> str:
    """The page's own words as they are compared, in their order, one block a line.

    Left out: navigation, rows in `without_rows` (those of the drafts, which are told by themselves), file sizes, counters, and
    lines that are nothing but the stamp of an update. An hour or a room stays: "14:00 - 18:00 (Room Popov)".
    """
    own = [line for line in page.lines if not line.apart] or list(page.lines)
    kept = (_SIZE.sub("", line.marked or line.text).strip() for line in own if line.row not in without_rows)
    return "\n".join(text for text in kept if text and not _is_stamp(text))


def _is_stamp(text: str) -> bool:
    if len(text) > LONGEST_STAMP:
        return False
    stamp = _STAMP.match(text)
    if stamp:
        return len(_NOT_LETTERS.sub("", text[stamp.end() :])) <= 12  # a month's name and "GMT", not a sentence
    counted = _COUNTER.search(text)
    return counted is not None and len(_NOT_LETTERS.sub("", text.replace(counted[0], ""))) <= 12
