"""What is taken out of Markdown before it is parsed: front matter, comments, and the marks of kramdown, Liquid and Hugo.

Of the front matter its title stays, as the heading that a site prints, unless a heading follows. References of IETF drafts
("{{RFC8288}}") stay as they are.
"""

import re
from collections.abc import Iterator

NOTE = "\ue100"  # begins the line of a footnote's text; private use, cut off again by the reader

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|\{::comment\}.{0,3000}?\{:/(?:comment)?\}", re.DOTALL)
_TASK = re.compile(r"^(\s*(?:[-*+]|\d{1,9}[.)])\s+)\[([ x])\](?=\s)", re.MULTILINE)
_LEAST_TASKS = 2  # one alone is a number left open: "[x] members"
_ABBREVIATION = re.compile(r"\*\[[^\]\n]{1,60}\]: ")
_CODE = re.compile(r"(`+)[^`].*?(?<!`)\1(?!`)")
_KEY = re.compile(r"[\w\"'-][\w \"'-]{0,60}\s?[:=]")
_ATTRIBUTES = re.compile(r"\s{0,4}\{(?:(?::|#|\.)[^{}\n]{0,200}|-)\}")
_LIQUID = re.compile(r"\{%[^%\n]{0,300}%\}|\{\{[<%][^{}\n]{0,300}[>%]\}\}")
_TITLE = re.compile(r"title\s?[:=]\s*([\"']?)(.+?)\1\s*$", re.IGNORECASE)
_TITLE_BLOCK = re.compile(r"\A(?:% .{1,300}\n(?:[ \t]+\S.{0,300}\n)?){1,3}")  # pandoc: title, authors, date
_SECTION = re.compile(r"--- ?(abstract|middle|back|note_\w+)\s*$")
_NOTE_TEXT = re.compile(r" {0,3}\[\^([^\]\n]{1,40})\]:[ \t]*(.*)")
_NOTE_MARK = re.compile(
    r"\[\^[^\]\s]{1,40}\](?!:)|(?<=\S)\[\^[^\]\s]{1,40}\]|<sup[^>]{0,80}>\s?<a[^>]{0,200}href=[\"']?#[^>]{0,80}>[^<]{0,8}</a>\s?</sup>"
)
_CONTENTS = re.compile(r"\s*[*-] TOC\s*$|\s*\[TOC\]\s*$|\s*\{:toc[^}]*\}\s*$|\s*\[\[_TOC_\]\]\s*$")


def prepared(text: str) -> str:
    """The Markdown that is text, line for line where it can be."""
    text = _TITLE_BLOCK.sub(_with_title, text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _COMMENT.sub("\n\n", _front_matter(text))
    lines = (_TASK.sub(_task, text) if len(_TASK.findall(text)) >= _LEAST_TASKS else text).split("\n")
    return "\n".join(_lines(lines))


def _with_title(found: re.Match[str]) -> str:
    title, *others = found[0].removeprefix("% ").replace("\n ", " ").split("\n% ")
    return "\n\n".join([f"# {title.strip()}", *others, ""])


def _front_matter(text: str) -> str:
    """Text without the YAML or TOML at its beginning, or after a comment where several files were put into one."""
    lines = text.split("\n")
    out: list[str] = []
    at, allowed = 0, True
    while at < len(lines):
        line = lines[at].rstrip()
        end = _end_of_front_matter(lines, at) if allowed and line in ("---", "+++") else 0
        if end:
            out += _title(lines[at + 1 : end], lines[end + 1 : end + 40])
            at = end
        else:
            out.append(lines[at])
        allowed = (allowed and not line) or line.endswith("-->")
        at += 1
    return "\n".join(out)


def _end_of_front_matter(lines: list[str], at: int) -> int:
    """The line that closes it, 0 where this is no front matter (a rule, an underlined heading)."""
    closing = ("---", "...") if lines[at].startswith("-") else ("+++",)
    filled = next((line for line in lines[at + 1 : at + 20] if line.strip()), "")
    if not (_KEY.match(filled) or filled.startswith("#") or filled.rstrip() in closing):
        return 0
    for number in range(at + 1, len(lines)):
        if lines[number].rstrip() in closing or _SECTION.match(lines[number]):
            return number if lines[number].rstrip() in closing else number - 1
    return 0


def _title(front: list[str], after: list[str]) -> list[str]:
    titles = [found[2] for line in front if (found := _TITLE.match(line))]
    follows = next((line for line in after if line.strip() and not line.startswith("<!--")), "")
    return [f"# {titles[0]}", ""] if titles and not follows.startswith("#") else []


def _lines(lines: list[str]) -> Iterator[str]:
    fence, in_note, blank = "", False, True
    for line in lines:
        found = _FENCE.match(line)
        in_note = in_note and not found and (not blank or not line.strip() or line.startswith(("  ", "\t")))
        if fence or found:
            fence = _still_open(fence, found)
            yield line
        elif in_note and not _NOTE_TEXT.match(line):
            yield f"{NOTE}{NOTE}{line.strip()}" if blank and line.strip() else line.strip()
        elif section := _SECTION.match(line):
            title = section[1].removeprefix("note_").replace("_", " ").strip()
            yield "" if title in ("middle", "back") else f"# {title[0].upper()}{title[1:]}"
        elif note := _NOTE_TEXT.match(line):
            in_note = True
            yield f"\n{NOTE}{note[1]}{NOTE}{note[2]}"
        elif not (_CONTENTS.match(line) or _ABBREVIATION.match(line)):
            yield _outside_code(line)
        blank = not line.strip()


def _task(found: re.Match[str]) -> str:
    """A box that is ticked or not is no bracket of the text."""
    return found[1] + ("☐" if found[2] == " " else "☑")


def _still_open(fence: str, found: re.Match[str] | None) -> str:
    if not found:
        return fence
    if not fence:
        return found[1]
    return "" if found[1].startswith(fence) else fence


def _outside_code(line: str) -> str:
    if "`" not in line:
        return _plain(line)
    out, at = [], 0
    for code in _CODE.finditer(line):
        out += [_plain(line[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*out, _plain(line[at:])])


def _plain(text: str) -> str:
    if "{" in text:
        text = _LIQUID.sub("", _ATTRIBUTES.sub("", text))
    return _NOTE_MARK.sub("", text) if "[^" in text or "<sup" in text else text
