"""How secretariats write the language of a version: on the link, in a column, in the name of the file."""

import re

NAMES = {
    "en": "english anglais inglés inglese englisch английский 英文 الإنجليزية en eng e",
    "fr": "french français francais francés französisch французский 法文 الفرنسية fr fre fra f",
    "es": "spanish español espanol espagnol castellano испанский 西班牙文 الإسبانية es esp spa sp s",
    "ru": "russian русский russe ruso russisch 俄文 الروسية ru rus r",
    "ar": "arabic arabe árabe عربي العربية عربى арабский 阿拉伯文 ar ara arb a",
    "zh": "chinese chinois chino 中文 中文版 汉语 китайский الصينية zh chi zho cn ch c",
    "pt": "portuguese português portugues portugais pt por",
    "de": "german deutsch allemand alemán de ger deu",
    "it": "italian italiano italien it ita",
    "ja": "japanese 日本語 japonais ja jpn jp",
    "ko": "korean 한국어 ko kor",
}
CODES = {name: code for code, names in NAMES.items() for name in names.split()}
UN_LETTERS = frozenset(
    "efsrac"
)  # …/1.e.pdf: the United Nations' letters, too short to be told anywhere but in a file name

FORMATS = frozenset(("pdf", "doc", "docx", "word", "odt", "rtf", "html", "htm", "txt", "text", "md", "epub", "zip"))
CHATTER = frozenset((
    "download", "view", "open", "file", "document", "version", "link", "here", "télécharger", "descargar", "скачать",
    "kb", "mb", "ko", "mo", "кб", "мб",
))  # fmt: skip

_WORD = re.compile(r"[^\W_]+")
_ENDING_LANGUAGE = re.compile(r"(?:^|[-_. (])([a-z]{1,3})\)?$")


def language_of_words(text: str) -> str | None:
    """The language that a link's text or a column's heading names, if it says nothing else: "Français (PDF)" → fr."""
    words = [word for word in _WORD.findall(text.lower()) if word not in FORMATS | CHATTER and not word.isdecimal()]
    codes = {CODES.get(word) for word in words if word not in UN_LETTERS or len(words) == 1}
    return codes.pop() if len(codes) == 1 else None


def split_language(stem: str) -> tuple[str, str | None]:
    """(stem without its language, language) of a file name without ending: "draft-fr" → ("draft", "fr").

    A single letter counts after a dot, hyphen or underscore as the United Nations write it ("l.1_rev.e"), but never after a
    blank; "2a" stays what it is.
    """
    found = _ENDING_LANGUAGE.search(stem.lower())
    if found is None or found.start() == 0 or found[1] not in CODES:
        return stem, None
    if len(found[1]) == 1 and (found[1] not in UN_LETTERS or stem[found.start()] not in "-_."):
        return stem, None
    return stem[: found.start()].rstrip(), CODES[found[1]]


def is_bare(text: str) -> bool:
    """Whether a text names only languages, formats and sizes: what a link says when its title stands elsewhere."""
    return not any(
        word not in CODES and word not in FORMATS and word not in CHATTER and not word.isdecimal()
        for word in _WORD.findall(text.lower())
    )
