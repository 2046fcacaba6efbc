"""The language of a text: by its script, and among Latin-script languages by their commonest small words.

py3langid was weighed and left: it costs 0.7 s and 105 MB in the child process of every file, for the same answers on drafts.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable

_SAMPLE = 20_000
_ENOUGH = 4_000  # signs tell the script
_LEAST_LETTERS = 20
_SCRIPTS = {
    "kana": "\u3040-\u30ff\uff66-\uff9f",
    "hangul": "\uac00-\ud7af\u1100-\u11ff",
    "han": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff",
    "arabic": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff",
    "cyrillic": "\u0400-\u04ff",
    "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "th": "\u0e00-\u0e7f",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "he": "\u0590-\u05ff",
    "hy": "\u0530-\u058f",
    "ka": "\u10a0-\u10ff",
    "hi": "\u0900-\u097f",
    "bn": "\u0980-\u09ff",
    "ta": "\u0b80-\u0bff",
    "km": "\u1780-\u17ff",
    "lo": "\u0e80-\u0eff",
    "my": "\u1000-\u109f",
    "am": "\u1200-\u137f",
}
_RANGES = sorted((spans[n], spans[n + 2], name) for name, spans in _SCRIPTS.items() for n in range(0, len(spans), 3))
_PERSIAN = re.compile("[\u067e\u0686\u0698\u06af\u06cc\u06a9]")
_URDU = re.compile("[\u0679\u0688\u0691\u06ba\u06d2]")
# Letters of one Cyrillic alphabet, and how many letters of a text there is at least one of them among.
_CYRILLIC_LETTERS = (("be", "ў", 300), ("kk", "[әғқңөұү]", 60), ("sr", "[јљњћђџ]", 60), ("uk", "[іїєґ]", 60))
_BULGARIAN_LEAVES_OUT = re.compile("[ыэё]")

# Words that are common in drafts of one language and rare in the others.
_SMALL_WORDS = {
    "en": "the of and to in that for with shall by be are or as on this from their its which is",
    "fr": "le la les des et du dans pour que une par sur aux est qui ou au avec ces leur à en être sont un",
    "es": "el la los las de del y en que por para con una se su al o como más sus es un lo no",
    "pt": "o a os as do da dos das e em que para com uma não por no na ao à são ou mais pelo um",
    "de": "der die das und den von zu des mit im für ist nicht dem auf eine sich werden durch oder ein",
    "it": "il la le gli dei della delle e di che per con una nel alla sono non del dei un i",
    "nl": "de het een van en dat op voor met zijn niet aan door worden of bij deze in te",
    "pl": "i w na z do się o oraz jest nie przez od dla za że tym lub po ust są",
    "sv": "och att i det som en på är av för med den till inte om ett har de ska",
    "da": "og at i det som en på er af for med den til ikke om et har de skal",
    "ro": "și în de la cu pe pentru care din este sau nu ale prin al a fi sunt",
    "tr": "ve bir bu için ile olarak olan veya de da her ya en gibi",
    "id": "dan yang di untuk dengan dari ini pada dalam tidak atau oleh adalah ke",
    "vi": "và của các trong cho có được là với theo những không này để",
    "cs": "a v se na je že o s z do které pro nebo jako ve by",
    "hu": "a az és hogy nem egy vagy is meg e ez",
    "fi": "ja on ei tai sekä että se joka ovat sen",
    "sw": "ya na wa kwa katika ni za la cha kuwa",
    "ca": "el la els les de del dels i en que per a amb una es al als o com més no són",
    "hr": "i u na za se je od da ili koji koje su o iz te kao ne s radi člana",
    "sl": "in v na je za se ki so z da ne ali iz s po od kot lahko mora",
    "et": "ja on ei või et ning mis kui selle oma ka käesoleva võib kes",
    "lv": "un ir no ar par kas uz vai ne tiek lai kā pēc pie šī",
    "lt": "ir į iš su kad ar yra kaip bei ne už pagal dėl nuo arba",
    "sq": "dhe të në e për me nga një që është së ose do nuk",
    "uz": "va bilan uchun yoki ham bu tomonidan bir asosida",
}
# Sisters are told apart by the words that they spell each in their own way.
_SISTERS = {
    "da": {"da": "af efter mod nogle hvis selv uden hver", "no": "av etter mot noen dersom selv uten hver"},
    "cs": {"cs": "se nebo při které který jsou být jeho", "sk": "sa alebo pri ktoré ktorý sú byť jeho"},
}
_WORD_SETS = {code: frozenset(listed.split()) for code, listed in _SMALL_WORDS.items()}
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_LEAST_SHARE = 0.12
_LEAST_WORDS = 12
_CLEAR = 1.15


def language(text: str) -> str | None:
    """ISO 639-1 code of the language most of the text is in, or None where it is too short or not clear."""
    sample = text[:_SAMPLE]
    signs = Counter(sample[:: 1 + len(sample) // _ENOUGH])
    letters: Counter[str] = Counter()
    for sign, times in signs.items():
        letters[_script(sign)] += times
    del letters[""]
    if letters.total() < _LEAST_LETTERS:
        return None
    cjk = letters["han"] + letters["kana"]
    if 3 * cjk > letters.total():  # a character stands for a syllable or word
        return "ja" if letters["kana"] > 0.1 * cjk else "zh"
    script = max(letters, key=lambda name: letters[name])
    return _BY_SCRIPT[script](sample) if script in _BY_SCRIPT else script


def _script(sign: str) -> str:
    """The name of a letter's script, "" where it is none of these."""
    first, last, name = _RANGES[bisect_right(_RANGES, (sign, "\U0010ffff")) - 1]
    return name if first <= sign <= last else ""


def _latin(sample: str) -> str | None:
    counts: Counter[str] = Counter()
    for token, times in Counter(sample.split()).items():  # distinct ones are few
        for word in (token,) if token.isalpha() else _LATIN_WORD.findall(token):
            counts[word.lower() if len(word) > 1 else word] += times  # "I." and "A." are numbers
    total = counts.total()
    found = ((sum(map(counts.__getitem__, counts.keys() & small)) / total, code) for code, small in _WORD_SETS.items())
    (best, code), (second, _) = sorted(found, reverse=True)[:2]
    clear = total >= _LEAST_WORDS and best >= _LEAST_SHARE and best >= _CLEAR * second
    return _sister(code, counts) if clear else None


def _sister(code: str, counts: Counter[str]) -> str:
    if code not in _SISTERS:
        return code
    found = {name: sum(counts[word] for word in own.split()) for name, own in _SISTERS[code].items()}
    return max(found, key=lambda name: found[name])


def _cyrillic(sample: str) -> str:
    small = sample.lower()
    for code, letters, among in _CYRILLIC_LETTERS:
        if len(re.findall(letters, small)) * among > len(small):
            return code
    return (
        "bg"
        if len(_BULGARIAN_LEAVES_OUT.findall(small)) * 500 < len(small) and "ъ" in small and len(small) > 400
        else "ru"
    )


def _arabic(sample: str) -> str:
    if _URDU.search(sample) and len(_URDU.findall(sample)) * 100 > len(sample):
        return "ur"
    return "fa" if len(_PERSIAN.findall(sample)) * 100 > len(sample) else "ar"


def _korean(_: str) -> str:
    return "ko"


_BY_SCRIPT: dict[str, Callable[[str], str | None]] = {
    "latin": _latin,
    "cyrillic": _cyrillic,
    "arabic": _arabic,
    "hangul": _korean,
}
