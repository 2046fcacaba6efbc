"""How Word writes a number: ECMA-376 part 1, 17.18.59 (ST_NumberFormat)."""

import unicodedata
from collections.abc import Callable

from bot.drafts.reading.numerals import roman

_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_HALF_WIDTH = {ord(unicodedata.normalize("NFKC", chr(code))): chr(code) for code in range(0xFF66, 0xFF9E)}

# One sign a number; after the last the numbers are written in digits.
_SIGNS = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "aiueo": _AIUEO.translate(_HALF_WIDTH),
    "aiueoFullWidth": _AIUEO,
    "iroha": _IROHA.translate(_HALF_WIDTH),
    "irohaFullWidth": _IROHA,
    "ganada": "가나다라마바사아자차카타파하",
    "chosung": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "hebrew2": "אבגדהוזחטיכלמנסעפצקרשת",
    "hindiVowels": "कखगघङचछजझञटठडढणतथदधनऩपफबभमयरऱलळऴवशषसह",
    "hindiConsonants": "अआइईउऊऋऌऍऎएऐऑऒओऔ",
    "lowerGreek": "αβγδεζηθικλμνξοπρστυφχψω",  # of pages, not of Word
    "thaiLetters": "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
}

# Letters that are doubled after the last: z, aa, bb.
_LETTERS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ",
    "chicago": "*†‡§",
}

_DIGITS = {
    "decimalFullWidth": "０１２３４５６７８９",
    "decimalFullWidth2": "０１２３４５６７８９",
    "ideographDigital": "〇一二三四五六七八九",
    "japaneseDigitalTenThousand": "〇一二三四五六七八九",
    "taiwaneseDigital": "○一二三四五六七八九",
    "koreanDigital": "영일이삼사오육칠팔구",
    "koreanDigital2": "零一二三四五六七八九",
    "arabicIndic": "٠١٢٣٤٥٦٧٨٩",  # of pages, not of Word
    "hindiNumbers": "०१२३४५६७८९",
    "thaiNumbers": "๐๑๒๓๔๕๖๗๘๙",
}

# Digits 1 to 9, ten, hundred, thousand.
_COUNTING = {
    "chineseCounting": "一二三四五六七八九十百千",
    "chineseCountingThousand": "一二三四五六七八九十百千",
    "taiwaneseCounting": "一二三四五六七八九十百千",
    "taiwaneseCountingThousand": "一二三四五六七八九十百千",
    "japaneseCounting": "一二三四五六七八九十百千",
    "japaneseLegal": "壱弐参四伍六七八九拾百阡",
    "chineseLegalSimplified": "壹贰叁肆伍陆柒捌玖拾佰仟",
    "ideographLegalTraditional": "壹貳參肆伍陸柒捌玖拾佰仟",
    "koreanCounting": "일이삼사오육칠팔구십백천",
}
_LEGAL_ONES = "壹"  # written before the ten too, lest a figure be added: 壹拾


def written(number: int, form: str) -> str:
    """The number in a format of Word's; a format that is not known here is written in digits, as Word falls back."""
    if number < 1 or number > 9999:
        return str(number)
    if form in _LETTERS:
        letters = _LETTERS[form]
        return letters[(number - 1) % len(letters)] * ((number - 1) // len(letters) + 1)
    if form in _SIGNS:
        return _SIGNS[form][number - 1] if number <= len(_SIGNS[form]) else str(number)
    if form in _DIGITS:
        return "".join(_DIGITS[form][int(digit)] for digit in str(number))
    if form in _COUNTING:
        return _counted(number, _COUNTING[form])
    return _WRITTEN.get(form, str)(number)


def _counted(number: int, signs: str) -> str:
    """1 to 9999 in Chinese manner: 21 is 二十一, 10 is 十; a gap inside is 〇 (105: 一百〇五)."""
    out = ""
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            gap = out and number // 10 ** (place + 1) % 10 == 0
            one = digit == 1 and place == 1 and not out and signs[0] not in _LEGAL_ONES
            out += ("〇" if gap else "") + ("" if one else signs[digit - 1]) + (signs[8 + place] if place else "")
    return out


def _spelled(number: int) -> str:
    """In English words, as Word writes them: 21 is "twenty-one", 105 "one hundred five"."""
    for value, name in ((1000, "thousand"), (100, "hundred")):
        if number >= value:
            return f"{_spelled(number // value)} {name} {_spelled(number % value)}".strip()
    if number < len(_ONES):
        return _ONES[number]
    return f"{_TENS[number // 10 - 2]}-{_ONES[number % 10]}".rstrip("-")


def _ordinal_words(number: int) -> str:
    words = _spelled(number)
    for cardinal, ordinal in _ORDINALS.items():
        if words.endswith(cardinal):
            return words.removesuffix(cardinal) + ordinal
    return f"{words}th"


def _korean(number: int) -> str:
    return _KOREAN_TENS[number // 10] + _KOREAN_ONES[number % 10] if number < 100 else str(number)


def _hebrew(number: int) -> str:
    """By the value of letters, up to 999; 15 and 16 are 9 and 6, 9 and 7, as 10 and 5 would begin the Name."""
    hundreds = "ת" * (number // 400) + ("", "ק", "ר", "ש")[number % 400 // 100]
    tens = {15: "טו", 16: "טז"}.get(
        number % 100, " יכלמנסעפצ"[number % 100 // 10].strip() + " אבגדהוזחט"[number % 10].strip()
    )
    return hundreds + tens if number < 1000 else str(number)


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(0 if number % 100 in (11, 12, 13) else number % 10, "th")
    return f"{number}{ending}"


_ONES = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth", "y": "ieth",
}  # fmt: skip
_KOREAN_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_KOREAN_ONES = ("", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉")

_WRITTEN: dict[str, Callable[[int], str]] = {
    "upperRoman": lambda number: roman(number).upper(),
    "lowerRoman": roman,
    "decimalZero": "{:02d}".format,
    "ordinal": _ordinal,
    "ordinalText": lambda number: _ordinal_words(number).capitalize(),
    "cardinalText": lambda number: _spelled(number).capitalize(),
    "hebrew1": _hebrew,
    "koreanLegal": _korean,
    "hex": "{:X}".format,
    "numberInDash": "- {} -".format,
    "none": lambda _: "",
    "bullet": lambda _: "",
}
