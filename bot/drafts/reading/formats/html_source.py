"""Pages in the form that their authors write and a program renders: site generators, ReSpec, ECMAScript's ecmarkup.

https://respec.org/docs/#data-format, https://tc39.es/ecmarkup/#emu-alg
"""

import re
import textwrap
from collections.abc import Iterator

from markdown_it import MarkdownIt

from bot.drafts.reading.formats.html_walk import parsed

_FRONT = re.compile(r"\s*---[ ]*\r?\n.{0,20000}?\n---[ ]*\r?\n", re.DOTALL)
_LIQUID = re.compile(r"\{%[^%\n]{0,300}%\}")
_METADATA = re.compile(r"<pre class=[\"']?metadata\b", re.IGNORECASE)
_STEPS = re.compile(r"(<emu-alg\b[^>]{0,300}>)(.{0,100000}?)(</emu-alg>)", re.DOTALL | re.IGNORECASE)
_STEP = re.compile(r"( *)(?:\d+\.|\*) (.*)")
_ALL_MARKDOWN = re.compile(r"\bformat\s*:\s*[\"']markdown[\"']")
_SOME_MARKDOWN = re.compile(r"\bdata-format\s*=\s*[\"']?markdown\b")
_PARTS = re.compile(r"(</?(?:section|div|address|article|header|figure)\b[^>]{0,500}>)", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"[ ]\{[#.:][^{}\n]{0,100}\}(?=\n)")


def rendered(text: str) -> str:
    """The page that a source says, near enough; a page that is none is as it was."""
    text = _LIQUID.sub("", text[found.end() :]) if (found := _FRONT.match(text)) else text
    if "<emu-" in text:
        if (data := _METADATA.search(text)) and (end := text.find("</pre>", data.end())) > 0:
            text = text[: data.start()] + text[end:]
        whole = text.count("<emu-alg") == text.count("</emu-alg>")  # else the search for ends takes long
        text = _STEPS.sub(_nested, text) if whole else text
    if "markdown" in text and (_ALL_MARKDOWN.search(text) or _SOME_MARKDOWN.search(text)):
        text = _with_markdown(text)
    return text


def _with_markdown(text: str) -> str:
    tree = parsed(text)
    nodes = [tree.body] if _ALL_MARKDOWN.search(text) else tree.css("[data-format=markdown]")
    text = tree.html or ""
    for source in (node.inner_html for node in nodes if node is not None):
        if source:
            text = text.replace(source, _markdown(source), 1)
    return text


def _markdown(source: str) -> str:
    """ReSpec renders by itself what each part of a page holds: where a part's tag stands, a paragraph ends."""
    lines = _ATTRIBUTES.sub("", _PARTS.sub(r"\n\n\1\n\n", source)).replace("\n&gt;", "\n>")
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"]).disable("code")
    return str(parser.render(textwrap.dedent(lines)))


def _nested(steps: re.Match[str]) -> str:
    """The steps of an algorithm as lists in lists, by their indent."""
    return f"{steps[1]}{''.join(_lists(steps[2].expandtabs(2).splitlines()))}{steps[3]}"


def _lists(lines: list[str]) -> Iterator[str]:
    indents: list[int] = []
    for line in lines:
        step = _STEP.match(line)
        if not step:
            yield f" {line.strip()}"
            continue
        while indents and indents[-1] > len(step[1]):
            indents.pop()
            yield "</li></ol>"
        if indents and indents[-1] == len(step[1]):
            yield "</li>"
        else:
            indents.append(len(step[1]))
            yield "<ol>"
        yield f"<li>{step[2]}"
    yield "</li></ol>" * len(indents)
