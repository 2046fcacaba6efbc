"""Pages of a plain text, and what is printed on each of them: of RFCs and Internet-Drafts, typewritten papers, texts taken
from a PDF; and the marks of quotation of letters.
"""

import re
from collections import Counter

_PAGE_END = re.compile(r"[^\n]{0,120}\[\s?[Pp]age\s+(?:\d+|[ivxlc]+)\s?\]\s*$")
_PAGE_NUMBER = re.compile(r"\s*(?:-\s?\d{1,4}\s?-|[Pp]age\s+\d+(?:\s+of\s+\d+)?|\d{1,4})\s*$")
_QUOTED = re.compile(r"(?:^(?:> ?){1,9}.*\n?){2,}", re.MULTILINE)  # a draft in an answer to a letter
_QUOTE_MARK = re.compile(r"^(?:> ?){1,9}", re.MULTILINE)
# Of an RFC or an Internet-Draft, which may have only one page break to tell it by.
_RUNNING_HEAD = re.compile(r"(?:Internet-Draft|RFC \d{1,5}) {2,}\S.{0,80} {2,}\w{3,9} (?:19|20)\d\d$")
_NUMBER_ALONE = re.compile(r"\s*(?:-\s?|[Pp]age\s+)?(\d{1,4})(?:\s?-|\s+of\s+\d+)?\s*")
_LEAST_PAGES = 4
_SHORT_PAGE = 12  # lines
_SHORT_LINE = 80


def pages(text: str) -> list[list[str]]:
    """Lines page by page, headers and footers taken off; one page where neither form feed nor "[Page n]" nor a row of
    numbers of pages parts them."""
    pages: list[list[str]] = [[]]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for sheet in (_QUOTED.sub(_unquoted, text) if "\n>" in text else text).split("\f"):
        for line in sheet.split("\n"):
            if "age" in line[-20:] and _PAGE_END.match(line):
                pages.append([])
            else:
                pages[-1].append(line)
        pages.append([])
    pages = [_trimmed(page) for page in pages if any(line.strip() for line in page)]
    if len(pages) == 1:
        pages = _by_numbers(pages[0])
    if len(pages) < 2:
        return pages
    for edge in (0, -1):
        for _ in range(2):
            pages = _without_furniture(pages, edge)
    return pages


def _unquoted(found: re.Match[str]) -> str:
    return "\n" + _QUOTE_MARK.sub("", found[0]) + "\n"


def _by_numbers(lines: list[str]) -> list[list[str]]:
    """Pages of a text that was taken from a PDF without its page breaks: parted where numbers of pages count on."""
    found: list[tuple[int, int]] = []  # line, number
    for at, line in enumerate(lines):
        number = _NUMBER_ALONE.fullmatch(line) if len(line) < _SHORT_LINE else None
        if number and (not found or (int(number[1]) == found[-1][1] + 1 and at - found[-1][0] >= _SHORT_PAGE)):
            found.append((at, int(number[1])))
        elif number and len(found) < _LEAST_PAGES and at - found[-1][0] >= _SHORT_PAGE:
            found = [(at, int(number[1]))]
    if len(found) < _LEAST_PAGES or not _is_furniture([at for at, _ in found], lines):
        return [lines]
    ends = [at + 1 for at, _ in found]
    pages = [lines[start:end] for start, end in zip([0, *ends], [*ends, len(lines)], strict=True)]
    return [_trimmed(page) for page in pages if any(line.strip() for line in page)]


def _is_furniture(numbers: list[int], lines: list[str]) -> bool:
    """Whether numbers in lines of their own are those of pages: by their form, or by a line that stands beside most of them."""
    if not any(lines[at].strip().isdigit() for at in numbers):
        return True
    filled = [at for at, line in enumerate(lines) if line.strip()]
    place = {at: n for n, at in enumerate(filled)}
    for beside in (-1, 1):
        near = (place[at] + beside for at in numbers)
        counts = Counter(lines[filled[n]].strip() for n in near if 0 <= n < len(filled))
        if max(counts.values()) >= len(numbers) // 2:
            return True
    return False


def _trimmed(page: list[str]) -> list[str]:
    filled = [at for at, line in enumerate(page) if line.strip()]
    return page[filled[0] : filled[-1] + 1] if filled else []


def _without_furniture(pages: list[list[str]], edge: int) -> list[list[str]]:
    """Takes the outermost line (`edge` 0 or -1) off every page where, but for digits, it is the same on half of them."""
    masked = [re.sub(r"\d+", "#", page[edge]).strip() if page else "" for page in pages]
    counts = Counter(masked)
    enough = max(2, (len(pages) - 1) // 2)
    out = []
    for page, mask in zip(pages, masked, strict=True):
        if page and (
            counts[mask] >= enough or _PAGE_NUMBER.match(page[edge]) or _RUNNING_HEAD.match(page[edge].rstrip())
        ):
            page = _trimmed(page[1:] if edge == 0 else page[:-1])
        out.append(page)
    return out
