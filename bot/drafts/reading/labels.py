"""Labels: the numbering marks of the world, split off a paragraph and folded for look-up.

    C9.  С9. (Cyrillic)  ะก11. (mojibake)  С 11.  14.  14.2  1000.  (a)  a)  (aa)  2bis  2 bis  3quater  12 alt  IV.  (iv)
    A.  A.1  [OP3]  PP2  Pp1  Article 3 ter  Article premier  Option 2:  § 5  5 §  1º  II –  第七条  一、  （一）  1．  ①  제7조
    มาตรา ๗  المادة 3

A number is a label only where the typography says so: "2015 review", "30 days" and "14.2 million" begin with words.
What stands in round brackets right after a label and tells its past, as in "2bis. (former 3 amended)", belongs to the
label as printed and not to its key. Bullets are no labels: their sign is cut off and nothing is kept. A square bracket that
opens before a label ("[2. We …]") stays with the words: label "2.", text "[We …]".

Patterns are tried at the beginning only, with bounded repetition: the time does not grow with the text.
"""

import re
import unicodedata
from functools import cache

from bot.drafts.reading.keywords import AFTER_NUMBER, ARABIC_OUTLINE, KEYWORDS, ORDINALS, TITLES_BEHIND

# Look-alikes of Latin letters, as they come from Cyrillic and Greek keyboards.
_CYRILLIC = ("АВЕЅІЈКМНОРСТУХаеорсухіјѕ", "ABESIJKMHOPCTYXaeopcyxijs")
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo")
_HOMOGLYPHS = str.maketrans(_CYRILLIC[0] + _GREEK[0], _CYRILLIC[1] + _GREEK[1])
_DASHES = str.maketrans("‐‑–—", "----")
# UTF-8 of the Cyrillic capitals С, Т, Х read as Thai (cp874) or Western (cp1252).
_MOJIBAKE = {"ะก": "C", "ะข": "T", "ะฅ": "X", "Ð¡": "C", "Ð¢": "T", "Ð¥": "X"}

_LATIN_NUMERAL = (
    r"bis|ter|quater|quarter|quat|quinquies|quinq|sexies|septies|octies|nonies|novies|decies|undecies|duodecies|terdecies"
    r"|quaterdecies|quindecies|sexdecies|alt|pre"
)
_SUFFIX = rf"(?:[ .-]?(?:{_LATIN_NUMERAL})\.?(?:[ ]?\d{{1,2}}(?!\d))?(?!\w)){{1,2}}"
_CAPITAL = r"(?:[A-Z\u0391-\u03a9\u0405-\u042f]|ะ[กขฅ]|Ð[¡¢¥])"
_ROMAN = r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_ROMAN_CAPITAL = r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_HAN = "〇零一二三四五六七八九十百千两"
_ORDINAL = r"(?:\.?[º°ª]|er(?!\w))"
_INSERTED = r"(?:-(?:[A-Z]{1,2}|\d{1,3})(?!\w)){1,4}"  # Art. 29-A, § 4º-B, article L. 121-1
_HANGUL = "가나다라마바사아자차카타파하"
_NUMBER = (
    rf"(?:(?:[LRD]\.?[ ]?)?\d{{1,4}}(?:\.\d{{1,3}}){{0,5}}[a-zA-Z]?{_ORDINAL}?(?:{_INSERTED})?(?:{_SUFFIX})?"
    rf"|(?:[IVXL]{{1,7}}|[A-Z])(?:\.\d{{1,3}}){{1,4}}(?:{_SUFFIX})?(?!\w)"  # Art. VIII.11, Annex A.1
    rf"|(?:{_ROMAN}|{_ROMAN_CAPITAL})(?:{_SUFFIX})?(?!\w)"
    rf"|[A-Z]\d{{0,3}}(?!\w)|\([a-z\d]{{1,2}}\)(?:{_SUFFIX})?)"
)
# What may follow a label: a blank, the end, an opening bracket or quote, a stray mark of emphasis.
_THEN = r"(?=\s|$|[\[［(（【“\"‘'«*])"
_THEN_CAPITAL = r"(?=\s|$|[\[［(（【“\"‘'«*]|[A-ZА-Я][a-zа-я]|[\u3040-\u30ff\u3400-\u9fff])"

# Surely a label, wherever it stands before words.
_SURE = {
    "OP3, [PP2], Pp1": rf"\[(?:PP|OP|Pp|Op)[ ]?\d{{1,3}}[a-z]?(?:{_SUFFIX})?\.?\][.:]?{_THEN}"
    rf"|(?:PP|OP|Pp|Op)[ ]?\d{{1,3}}[a-z]?(?:{_SUFFIX})?[.:]?{_THEN}",
    "C9., С 11., A.1.": rf"(?:{_CAPITAL}{{1,2}}|[IVX]{{1,5}})\.?[ ]?"
    rf"\d{{1,4}}(?:\.\d{{1,3}}){{0,4}}[a-z]?(?:{_SUFFIX})?[.):]{_THEN}",
    "C9bis": rf"{_CAPITAL}\d{{1,4}}(?:{_SUFFIX})[.):]?{_THEN}",
    "C9 –": rf"{_CAPITAL}{{1,2}}\d{{1,3}}(?=[ ][–—-][ ])",
    "C9 alone": rf"{_CAPITAL}{{1,2}}\d{{1,4}}\s*$",
    "2 bis": rf"\d{{1,4}}(?:\.\d{{1,3}}){{0,3}}(?:{_SUFFIX})[.):]?{_THEN}",
    "b bis.": rf"[a-z]{{1,2}}[ ](?:{_LATIN_NUMERAL})[.)]{_THEN}",
    "5 §, 5 a §, 5. §": rf"\d{{1,4}}(?:\.|[ ]?[a-z])?[ ]?§{_THEN}",
    "5. cikk, 1.pants., II nodaļa": rf"(?:\d{{1,4}}(?:\.\d)?|[IVXLC]{{1,7}})(?:\.[ ]?|[ ])(?i:{AFTER_NUMBER})\.?(?=\s|$)",
    "1. Abschnitt alone": rf"(?:\d{{1,3}}|[IVXLC]{{1,7}})\.[ ](?:{TITLES_BEHIND})(?=\s*$|:|[ ][–—-][ ])",
    "14., 14), 1.-": rf"\d{{1,9}}[a-zA-Z]?(?:\.\)|\.-|[.)]){_THEN_CAPITAL}",
    "2.—(1), C.—Urgent": r"(?:\d{1,4}[A-Z]{0,2}|[A-Z])\.[—–](?=\s?(?:[(\[“\"‘]|[A-Z]))",
    "14.2., 14.2)": rf"\d{{1,4}}(?:\.\d{{1,4}}){{1,6}}[a-z]?(?:\.\)|[.)]){_THEN}",
    "1º, 1.º": rf"\d{{1,3}}\.?[º°ª]\.?-?{_THEN}",
    "1.a., 12.a)": rf"\d{{1,4}}\.[a-z](?:\.\)|[.)]){_THEN}",
    "5(a)., 5(a):": rf"\d{{1,4}}[ ]?\([a-z]{{1,2}}\)[.:]{_THEN}",
    "(a), (12), (iv)": rf"\((?:\d{{1,3}}[a-z]?|[a-z]{{1,2}}"
    rf"|([a-z])\1\1|{_ROMAN}|{_ROMAN_CAPITAL}|[^\W\d_])(?:{_SUFFIX})?\):?{_THEN_CAPITAL}",
    "a), iv), a).-": rf"(?:[^\W\d_]|([a-z])\2|{_ROMAN}|{_ROMAN_CAPITAL})\)(?:\.?-)?{_THEN}",
    "a., A., IV., I.-": rf"(?:[a-zA-ZА-Я{_HANGUL}]|([a-z])\3|{_ROMAN}|{_ROMAN_CAPITAL})\.(?:[A-Z]\.|-)?(?=\s|$|\[)",
    "I –, II -": rf"(?:[IVX]|(?=[IVXLC]{{2}}){_ROMAN_CAPITAL})[ ]?[–—-](?=\s|$)",
    "§ 5, § 5:, § 1º": rf"§{{1,2}}[ ]?\d{{1,4}}[a-z]?{_ORDINAL}?(?:{_INSERTED})?(?:{_SUFFIX})?[.:]?{_THEN}"
    rf"(?![ ](?:Abs|Absatz|Satz|Nr|ust|odst|pkt)(?!\w))",
    "G1：, 1.4.1明确": rf"{_CAPITAL}{{1,2}}\d{{1,3}}[：．、]|\d{{1,2}}(?:\.[1-9]\d?){{2,5}}(?=[\u3040-\u9fff])",
    "第七条": rf"第[{_HAN}\d]{{1,8}}(?:部分|[条條章節节款项項编編部篇])(?:之[{_HAN}\d]{{1,3}})?"
    rf"(?![规規的所之第和及或与與至にのでは、]|规定|[{_HAN}\d]{{1,3}}[項项款号號])[：:]?",
    "一項 alone": rf"[{_HAN}]{{1,3}}[項项](?=\s*$|[（(])",
    "제7조(목적), 제7 조, 제1 항총회의": r"제[ ]?\d{1,4}[ ]?(?:조|장|절|편|부|관|항|호|목)(?:의[ ]?\d{1,3})?"
    r"(?:[.:：]?(?=[\s(（]|$)|(?<=\d[ ][조항])(?!에|까지|부터|으로|이나|이란|이라|내지|또는|과의|만을)(?=[가-힣]{2}))"
    r"(?![ ](?:및|내지|또는|부터|중(?![가-힣])|제[ ]?\d))",
    "一、 （一） 1． 1） ①": rf"[{_HAN}]{{1,4}}、|[（(][{_HAN}\d]{{1,4}}[)）](?=\D)|\d{{1,3}}[．、](?!\d)"
    rf"|(?:\d{{1,3}}|[a-zA-Z]|{_ROMAN})）|[①-⑳㈠-㈩]",
    "（一） as OCR parts it, 《一) as it reads it": rf"[（(《][ ]?[{_HAN}]{{1,2}}(?:[ ][{_HAN}]{{1,2}})?[ ]?[)）]",
    "أولا - مقدمة": rf"{ARABIC_OUTLINE}[ ]?(?:[.:]|[–—-])(?=\s|$)",
    "Primero.-, ÚNICO:": rf"(?=[A-ZÚ])(?i:{ORDINALS})(?:\.?[ ]?[–—-]|[.:])(?=\s|$)",
    "1- of Arabic": r"(?:\d{1,3}[ ]?[-–]|[-–]\d{1,3}(?=\s))(?=\s?[\u0600-\u06ff])",
}
# A label only before what looks like a heading or the beginning of a sentence.
_BEFORE_CAPITAL = {
    "14.2": rf"\d{{1,4}}(?:\.\d{{1,3}}){{1,6}}[a-z]?{_THEN}",
    "1.a as targets are printed, 5(a)": rf"\d{{1,4}}(?:\.[a-z]|[ ]?\([a-z]{{1,2}}\)){_THEN}",
    "C9 as action lines are printed": rf"(?:[CС]|ะก|Ð¡)\d{{1,2}}{_THEN}",
    "1: Scope, 3 - Requirements": r"\d{1,2}(?::|[ ]?[–—-])(?=\s[^\W\d_])",
    "A.1": rf"(?:{_CAPITAL}{{1,2}}|[IVX]{{1,5}})\.\d{{1,3}}(?:\.\d{{1,3}}){{0,4}}[a-z]?{_THEN}",
}
SURE = re.compile("|".join(_SURE.values()))
BEFORE_CAPITAL = re.compile("|".join(_BEFORE_CAPITAL.values()))
_KEYWORD = rf"(?:{'|'.join(KEYWORDS.values())})[ ]"
_BEFORE_NUMBER = re.compile(_KEYWORD, re.IGNORECASE)
_EASTERN = frozenset("附付別ゴ目选選备備")


# Most files have nothing that these match, and each child that reads one would compile them.
@cache
def _number_alone() -> re.Pattern[str]:
    return re.compile(rf"(?:{_NUMBER}|{ORDINALS})(?:\.-|[.)-]|[ ]?:)?(?=\s|$)", re.IGNORECASE)


@cache
def _number_before_words() -> re.Pattern[str]:
    return re.compile(rf"{_NUMBER}(?:\.[-–—]|[.:)])(?=[^\W\d_]|[<(\[«“])", re.IGNORECASE)


@cache
def _eastern_keyword() -> re.Pattern[str]:
    """Written without a blank, in Chinese and Japanese: 附录 A, 附件一, ゴール 1："""
    return re.compile(
        rf"(?:附[录錄件則则]|付録|別[表紙]|ゴール|目[标標]|[选選][项項]|[备備][选選]案文)[ ]?(?:{_NUMBER}|[{_HAN}]{{1,3}})"
        r"(?:[:：]|(?=[\s(（]|$))",
        re.IGNORECASE,
    )


@cache
def _bracketed() -> re.Pattern[str]:
    """A number whose brackets close right behind it: the brackets are words, and only the look-up is helped."""
    number = rf"{_KEYWORD}{_NUMBER}|\d{{1,4}}(?:{_SUFFIX})?[.)]|\([a-z0-9]{{1,3}}\)|[a-z](?=\][ ])"
    return re.compile(rf"\[({number})\]", re.IGNORECASE)


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_NUMBER}(?!\w)|\d+|[{_HAN}]+")


_PAST = re.compile(
    r"[ ]?\((?:former(?:ly)?|new|ex|old|prev(?:ious(?:ly)?)?\.?|merged|moved|renumbered|antiguo|antes|nuevo|ancien(?:ne)?"
    r"|nouveau|бывш\w{0,5}|прежн\w{0,5}|нов\w{0,4})(?!\w)[^()]{0,60}\)",
    re.IGNORECASE,
)
_TAIL_DASH = re.compile(r"[ ]?[-–—](?=\s)")
# 3.12.2015, 2015. 12. 3., 2015. december 3.
_DATE = re.compile(
    r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?!\d)|(?:19|20)\d\d\.[ ]?(?:\d{1,2}\.|[^\W\d_]{3,12}[ ]\d{1,2}(?!\d))"
)
_UNIT = re.compile(
    r"(?:%|per cent|percent|million|billion|trillion|Mio|Mrd|km|kg|°C|GHz|MHz|[KMGT]B|版本?|€|\$|US\$|USD|EUR)(?!\w)"
)
_BULLET = re.compile(
    r"(?:[•●○◦▪▫■□◾‣⁃∙➢►✓✔❖◆◇]|[\uf000-\uf0ff]|[·*–—-](?=\s)|\+(?=\s{1,20}[^\W\d_])|[o§üØq](?=\s{2,}[^\s\d]))\s*(?:[•·\uf000-\uf0ff]\s*)?"
)
_DATED = re.compile(r"\d{1,2}\s\w{3,12}\.?\s(?:\w{3,12}\s)?(?:19|20)\d\d(?!\d)")
_BARE = re.compile(r"\d{1,2}(?=\s[^\W\d_a-z][^\W\d_])")
_NOTE = re.compile(r"\d{1,3}(?=\s[^\W\d_])")
_KEPT = re.compile(r"[^\W_]|§|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0300-\u036f]|(?<=\d)[.-](?=\d)")
_OPEN = re.compile(r"(?:[\[［]\s?){1,6}")
_PLAIN_WORD = re.compile(r"[a-z]{2,}[ ,]")  # how most lines of a draft begin: no label does, and asking once is cheaper
_WINDOW = 160  # more than the longest label with its past
_SHORT = 14  # words of a title
_SMALL_O = re.compile(r"(?<=\d)o(?!\w)")  # "Art. 1o", typed where º is not at hand
_ORDINAL_END = re.compile(r"\d(?:\.?[º°ª]|er|o)(?:-[A-Z])?$")


def split(text: str, *, heading: bool = False) -> tuple[str, str]:
    """(label as printed or "", the rest), from a text with single blanks. Label and rest are letter for letter the text's.

    In a `heading` a bare number is a label as well: "2 Members".

    >>> split("2bis. (former 3 amended) We reaffirm")
    ('2bis. (former 3 amended)', 'We reaffirm')
    """
    start, end = find(text, heading=heading)
    return text[start:end].strip(), text[:start] + text[end:].lstrip()


def find(text: str, *, heading: bool = False) -> tuple[int, int]:
    """Where the label stands: [start, end) of `text`, start = end where there is none. Before it, only open brackets."""
    if _PLAIN_WORD.match(text):
        return 0, 0
    window = text[:_WINDOW]
    if heading and (bare := _BARE.match(window)) and not _DATED.match(window):
        return bare.span()
    opened = _OPEN.match(window)
    for start in {0, opened.end() if opened else 0}:
        end = _end(window, text, start, heading)
        if end > start:
            return start, end
    return 0, 0


def of_note(text: str) -> int:
    """Where the number ends that a footnote begins with: "12 United Nations, Treaty Series"; 0 where none does."""
    found = _NOTE.match(text)
    return found.end() if found and not _DATED.match(text) and not counts(text[found.end() :]) else 0


def counts(rest: str) -> bool:
    """Whether what follows a number is what it counts: "2.1" million."""
    return _UNIT.match(rest.lstrip()) is not None


def keyword(text: str, start: int = 0) -> int:
    """Where a keyword with its number ends, "Article 3" or "附件一", that stands at the start; the start if none does."""
    if text[start : start + 1] in _EASTERN:
        found = _eastern_keyword().match(text, start)
    elif before := _BEFORE_NUMBER.match(text, start):
        found = _number_alone().match(text, before.end()) or _number_before_words().match(text, before.end())
    else:
        return start
    return found.end() if found else start


def in_brackets(text: str) -> str:
    """A number that text begins with and whose brackets close behind it: "[Article 3bis] (REDD-plus)" → "Article 3bis".

    It stays in the text, brackets and all, so that a bracket that falls is seen to fall.
    """
    if not text.startswith("[") or not (
        text[1:2] in "(0123456789" or text[2:3] == "]" or _BEFORE_NUMBER.match(text, 1)
    ):
        return ""
    found = _bracketed().match(text)
    return found[1] if found else ""


def without_number(label: str) -> str:
    """A label with "#" for its number: "Article 3 bis" → "Article #", "第七条" → "第#条"."""
    return _counted().sub("#", label)


def bullet(text: str) -> int:
    """How many characters of list mark, blanks included, stand at the beginning."""
    found = _BULLET.match(text)
    return found.end() if found and found.end() < len(text) else 0


def key(label: str) -> str:
    """A label folded for look-up: "С9." → "c9", "14.2" → "14.2", "(a)" → "a", "Article 3 ter" → "article3ter".

    Look-alike letters become Latin where a whole word consists of them, digits of any script become 0–9, case and
    punctuation go, dots and dashes between digits stay: "5-8" is not 58. A bullet's key is empty.
    """
    folded = _SMALL_O.sub("", _PAST.sub("", label))
    return _kept(folded.lower() if folded.isascii() else _folded(folded))


def _folded(folded: str) -> str:
    for wrong, letter in _MOJIBAKE.items():
        folded = folded.replace(wrong, letter)
    folded = unicodedata.normalize("NFKC", re.sub("[º°ª]", "", folded).translate(_DASHES))
    return re.sub(r"[^\W\d_]+", _latin, folded).casefold()


def _end(window: str, text: str, start: int, heading: bool) -> int:
    if _DATE.match(window, start):
        return start
    if found := SURE.match(window, start):
        return _with_past(window, found.end())
    if (found := BEFORE_CAPITAL.match(window, start)) and _begins_words(window[found.end() :], heading):
        return _with_past(window, found.end())
    if (end := keyword(window, start)) > start and _before_title(window[start:end], text[end:]):
        return _with_past(window, end)
    return start


def _with_past(window: str, end: int) -> int:
    past = _PAST.match(window, end)
    end = past.end() if past else end
    dash = _TAIL_DASH.match(window, end)
    return dash.end() if dash else end


def _begins_words(rest: str, heading: bool) -> bool:
    """Whether what follows a number is a title or a sentence, and not what it counts. A title may begin small."""
    first = rest.lstrip(" [［(（“\"‘'«*")[:1]
    return (heading or not first.islower()) and not counts(rest)


def _before_title(label: str, rest: str) -> bool:
    """Whether "Article 3" heads what follows; in "Article 3 of the Convention provides …" it is the subject."""
    if label[0].islower():
        return False
    rest = rest.strip()
    if not rest or label[-1] in ".:)-" or rest[0] in "–—-:([［":
        return True
    if _ORDINAL_END.search(label) and rest[0].isupper():
        return True  # "Art. 5º Todos são iguais": nothing is cited so
    title = len(rest) < 160 and len(rest.split()) <= _SHORT and rest[-1] not in ".;,:؛،。"
    return title and not rest[0].islower() and rest[0] not in ",;/"


def _latin(word: re.Match[str]) -> str:
    folded = word[0].translate(_HOMOGLYPHS)
    return folded if folded.isascii() else word[0]


def _kept(folded: str) -> str:
    """Letters, digits as 0–9, dots and dashes between digits."""
    found = _KEPT.findall(folded)
    return (
        "".join(found) if folded.isascii() else "".join(str(unicodedata.digit(s)) if s.isdigit() else s for s in found)
    )
