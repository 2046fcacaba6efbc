"""Which part of a page is the draft: menus, banners, cookie notices and tables of contents are taken out."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.errors import Unreadable
from bot.sentences import reading as sentences

SILENT = frozenset((
    "script", "style", "noscript", "template", "head", "title", "iframe", "svg", "canvas", "object", "audio", "video",
    "map", "button", "select", "textarea", "input", "datalist", "dialog", "rp", "rt",
))  # fmt: skip
_FURNITURE = (
    "nav,aside,[role=navigation],[role=banner],[role=contentinfo],[role=search],[role=dialog],[role=alertdialog],[role=menu],"
    "[role=menubar],[role=doc-toc],[hidden],[aria-hidden=true],p[class^=MsoToc],table.ears,li.menu-item,.cc-revoke,.cc-window,.noprint,.no-print,.sr-only,.visually-hidden"
)
_AROUND = "header,footer,form"
# The first word of a class or id, as in "cookie-bar" or "breadcrumb_list"; only where its text is a small part of the page.
_NAMED = re.compile(
    r"(?:^|\s)(?:cookies?|consent|gdpr|breadcrumbs?|share|sharing|social|sidebar|nav|navbar|navigation|menu|mainmenu|skip|skiplink"
    r"|pagination|pager|toc|tableofcontents|topbar|masthead|footer|sitefooter|sitenav|languages?|langs?|related|newsletter|toolbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-element\s*:\s*comment)", re.IGNORECASE
)
_SELF_LINK = frozenset("¶#§🔗∞")
_SMALL_PART = 0.25
_MAIN_PART = 0.3
_LEAST_TEXT = 200
_LEAST_MENU = 3
_LONGEST_MENU = 60
_LOGIN_TEXT = 1500
_APP = "#root,#app,#__next,#__nuxt,app-root,[data-reactroot]"


def main_part(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that holds the draft, with what does not belong to it taken out of the tree."""
    body = tree.body
    if body is None:
        return None
    whole = _size(body)
    for node in body.css(_FURNITURE):
        _remove(node, whole)
    for node in body.css(
        "div[class],ul[class],section[class],p[class],table[class],div[id],ul[id],section[id],ol[class]"
    ):
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if _NAMED.search(names):
            _remove(node, whole)
    root = _chosen(body)
    for node in root.css(_AROUND):
        if not _inside_content(node, root):
            _remove(node, whole)
    for node in root.css("ul,ol"):
        if _is_contents(node):
            node.decompose()
    for node in root.css("h1,h2,h3,h4,ul"):
        if node.tag != "ul":
            break
        if _is_menu(node):
            node.decompose()
    return root


def refuse_shell(tree: LexborHTMLParser) -> None:
    """Raises Unreadable for a page that asks for a password, or that has no text until JavaScript has run."""
    body = tree.body
    if body is None:
        return
    size = _size(body)
    if size < _LOGIN_TEXT and body.css_first("input[type=password]") is not None:
        raise Unreadable(sentences.LOGIN)
    if size < _LEAST_TEXT and body.css_first("script") is not None:
        told = any("javascript" in (node.text() or "").lower() for node in body.css("noscript"))
        if told or body.css_first(_APP) is not None:
            raise Unreadable(sentences.NEEDS_BROWSER)


def is_hidden(node: LexborNode) -> bool:
    """What a browser does not show, and the comments of a page that Word has saved."""
    attributes = node.attributes
    style = attributes.get("style")
    comment = node.tag == "a" and attributes.get("class") == "msocomanchor"
    return "hidden" in attributes or comment or bool(style and _HIDDEN.search(style))


def is_self_link(node: LexborNode, tag: str, heading: bool) -> bool:
    """The sign beside a heading or a paragraph that links to it; "§" may also begin a reference in the text."""
    text = (node.text() or "").strip() if tag == "a" else ""
    return text in _SELF_LINK and (heading or text != "§")


def _chosen(body: LexborNode) -> LexborNode:
    for selector in ("main", "[role=main]", "article"):
        found = body.css(selector)
        if len(found) == 1 and _size(found[0]) >= _MAIN_PART * _size(body) and _has_title(found[0], body):
            return found[0]
    return body


def _has_title(part: LexborNode, body: LexborNode) -> bool:
    """Some drafts have title and abstract outside their main part."""
    return part.css_first("h1") is not None or body.css_first("h1") is None


def _inside_content(node: LexborNode, root: LexborNode) -> bool:
    """A header or footer of an article or section is content; one of the page is not, unless the page is the draft's title."""
    if node.tag == "form":
        return node.css_first("p,h1,h2") is not None and node.css_first("input[type=text],input[type=search]") is None
    if root.tag in ("main", "article"):
        return True
    parent = node.parent
    while parent is not None and parent.tag != "body":
        if parent.tag in ("article", "section", "main"):
            return True
        parent = parent.parent
    return node.tag == "header" and node.css_first("h1") is not None and node.css_first("nav,ul") is None


def _remove(node: LexborNode, whole: int) -> None:
    if _size(node) <= _SMALL_PART * whole:
        node.decompose()


def _is_contents(node: LexborNode) -> bool:
    """A list of links to places of the same page."""
    links = node.css("a[href^='#']")
    if len(links) < 4:
        return False
    linked = sum(len((link.text() or "").strip()) for link in links)
    return linked >= 0.85 * len(re.sub(r"\s+", " ", node.text() or ""))


def _is_menu(node: LexborNode) -> bool:
    """A list of links to other pages and of nothing else, above the first title."""
    linked = [link.text() or "" for link in node.css("a[href]:not([href^='#'])")]
    if len(linked) < _LEAST_MENU or max(map(len, linked)) > _LONGEST_MENU:
        return False
    return "".join("".join(linked).split()) == "".join((node.text() or "").split())


def _size(node: LexborNode) -> int:
    """Letters of text, scripts and styles left out."""
    silent = sum(len(part.text() or "") for part in node.css("script,style,noscript"))
    return len((node.text() or "").strip()) - silent
