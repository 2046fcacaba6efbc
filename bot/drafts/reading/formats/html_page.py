"""Which part of a page is the draft: menus, banners, cookie notices and tables of contents are taken out."""

import re
from collections import Counter

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.errors import Unreadable
from bot.sentences import reading as sentences

SILENT = frozenset((
    "script", "style", "noscript", "template", "head", "title", "iframe", "svg", "canvas", "object", "audio", "video",
    "map", "button", "select", "textarea", "input", "datalist", "dialog", "rp", "rt",
))  # fmt: skip
_FURNITURE = (
    "nav,aside,[role=navigation],[role=banner],[role=contentinfo],[role=search],[role=dialog],[role=alertdialog],[role=menu],"
    "[role=menubar],[role=doc-toc],[hidden],[aria-hidden=true],p[class^=MsoToc],table.ears,li.menu-item,.cc-revoke,.cc-window,.noprint,.no-print,.sr-only,.visually-hidden,"
    "a[class*=skip],a[href='#main'],a[href='#content'],a[href='#main-content'],a[href='#maincontent']"
)
_AROUND = "header,footer,form"
# The first word of a class or id, as in "cookie-bar" or "breadcrumb_list"; only where its text is a small part of the page.
_NAMED = re.compile(
    r"(?:^|\s)(?:cookies?|consent|gdpr|breadcrumbs?|share|sharing|social|sidebar|nav|navbar|navigation|menu|mainmenu|skip|skiplink"
    r"|pagination|pager|toc|tableofcontents|topbar|masthead|footer|sitefooter|sitenav|languages?|langs?|related|newsletter|toolbar"
    r"|(?:site|page|global|main|left|right|side|col)-?(?:footer|nav|menu|side|bar)|sharedaddy|addtoany|addthis"
    r"|comments|commentlist|comment-list|disqus|respond|onetrust|cybot\w*|cky|moove|usercentrics|didomi|sliding-popup)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-element\s*:\s*comment)", re.IGNORECASE
)
_SELF_LINK = frozenset("¶#§🔗∞")
_BACK = frozenset("↩↑⤴^⏎")  # of a note, to where it is cited
_SMALL_PART = 0.25
_MAIN_PART = 0.3
_LEAST_TEXT = 200
_LEAST_MENU = 3
_LEAST_CONTENTS = 12
_MOST_CONTENTS = 3
_LONGEST_ENTRY = 200
_MOST_BUTTONS = 30
_LONGEST_NOTICE = 1500
_TO_OTHERS = "a[href]:not([href^='#'])"
_BETWEEN = re.compile(r"[\s|·•»>/–-]+")
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
    _remove_cookie_notices(body, whole)
    root = _chosen(body)
    for node in root.css(_AROUND):
        if not _inside_content(node, root):
            _remove(node, whole)
    for node in root.css("ul,ol"):
        if _is_contents(node):
            node.decompose()
    _remove_contents(root)
    _remove_menus(root, whole)
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
    if text.strip("\ufe0e\ufe0f") in _BACK:
        return (node.attributes.get("href") or "").startswith("#")
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
    return _is_linked(node, links)


def _remove_contents(root: LexborNode) -> None:
    """Takes out what else is links to places of the same page, such as a tree of headings made of `<div>`."""
    for _ in range(_MOST_CONTENTS):
        links = root.css("a[href^='#']")
        places = {link.parent.mem_id: link for link in links if link.parent is not None}
        found = next((part for link in places.values() if (part := _part_of_links(link, root))), None)
        if found is None:
            return
        found.decompose()


def _part_of_links(link: LexborNode, root: LexborNode) -> LexborNode | None:
    """The largest part of the page around a link that consists of such links, if they are many."""
    part, links = link, 1
    if link.parent is None or len(link.parent.text() or "") > _LONGEST_ENTRY:
        return None
    while (parent := part.parent) is not None and parent.mem_id != root.mem_id:
        inside = parent.css("a[href^='#']")
        if not _is_linked(parent, inside):
            break
        part, links = parent, len(inside)
    return part if links >= _LEAST_CONTENTS and part.tag in ("div", "section", "table", "tbody", "td") else None


def _is_linked(node: LexborNode, links: list[LexborNode]) -> bool:
    linked = sum(len("".join((link.text() or "").split())) for link in links)
    return linked >= 0.85 * len("".join((node.text() or "").split()))


def _remove_menus(root: LexborNode, whole: int) -> None:
    """Takes out lists of links to other pages above the title, with their headings, and lines of them wherever they stand."""
    for node in root.css("h1,h2,h3,h4,ul"):
        if node.tag == "ul":
            if _is_menu(node):
                node.decompose()
        elif node.tag == "h1" or (below := _next(node)) is None or below.tag != "ul" or not _is_menu(below):
            break
        else:
            node.decompose()
    lines = Counter(link.parent.mem_id for link in root.css(_TO_OTHERS) if link.parent is not None)
    for node in root.css("p,div,td,center,span"):
        if lines[node.mem_id] >= _LEAST_MENU and _is_menu(node):
            _remove(node, whole)


def _next(node: LexborNode) -> LexborNode | None:
    after = node.next
    while after is not None and after.tag == "-text" and not (after.text_content or "").strip():
        after = after.next
    return after


def _is_menu(node: LexborNode) -> bool:
    """Links to other pages and nothing else but lines between them."""
    linked = [link.text() or "" for link in node.css(_TO_OTHERS)]
    if len(linked) < _LEAST_MENU or max(map(len, linked)) > _LONGEST_MENU:
        return False
    return _BETWEEN.sub("", "".join(linked)) == _BETWEEN.sub("", node.text() or "")


def _remove_cookie_notices(body: LexborNode, whole: int) -> None:
    """Takes out the small parts with a button that speak of cookies."""
    for button in body.css("button,[role=button],a[class*=btn],a[class*=button]")[:_MOST_BUTTONS]:
        part, notice = button.parent, None
        while part is not None and part.tag != "body" and _size(part) <= min(_LONGEST_NOTICE, _SMALL_PART * whole):
            notice = part if "cookie" in (part.text() or "").casefold() else notice
            part = part.parent
        if notice is not None:
            notice.decompose()
            return


def _size(node: LexborNode) -> int:
    """Letters of text, scripts and styles left out."""
    silent = sum(len(part.text() or "") for part in node.css("script,style,noscript"))
    return len((node.text() or "").strip()) - silent
