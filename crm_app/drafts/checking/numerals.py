"""Numbers as people write them: digits with either decimal sign, words in three languages, money, lengths of time.

All patterns read folded text (see `language.traced`): lower case, ASCII digits, one form per Arabic letter.
"""

import re
from decimal import Decimal

_ENGLISH = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_SPANISH = (
    "dos tres cuatro cinco seis siete ocho nueve diez - doce trece catorce quince dieciséis diecisiete dieciocho "
    "diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco"
)
_ARABIC = "اثنان ثلاث اربع خمس ست سبع ثمان تسع عشر"
_TENS = {
    "thirty treinta ثلاثين ثلاثون": 30,
    "forty cuarenta اربعين اربعون": 40,
    "fifty cincuenta خمسين خمسون": 50,
    "sixty sesenta ستين ستون": 60,
    "seventy setenta سبعين سبعون": 70,
    "eighty ochenta ثمانين ثمانون": 80,
    "ninety noventa تسعين تسعون": 90,
    "hundred cien ciento مئه مائه": 100,
    "thousand mil الف": 1000,
    "عشرين عشرون": 20,
    "اثنين اثنتين": 2,
    "ثماني ثمانيه": 8,
    "dozen docena": 12,
}
WORDS: dict[str, int] = {
    **{word: n for names in (_ENGLISH, _SPANISH) for n, word in enumerate(names.split(), 2) if word != "-"},
    **{word + tail: n for n, word in enumerate(_ARABIC.split(), 2) for tail in ("", "ه")},
    **{word: n for names, n in _TENS.items() for word in names.split()},
}
_WORD = "|".join(sorted(map(re.escape, WORDS), key=len, reverse=True))
DIGITS = r"(?:\d{1,3}(?:[.,']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?)"
NUMBER = rf"(?:(?<![\w.,]){DIGITS}|\b(?:{_WORD})(?:[ -](?:and |y |و ?)?(?:{_WORD})){{0,4}}\b)"

_UNITS = {
    "minute": r"minutes?|mins?|minutos?|دقيقه|دقائق|دقيقتين",
    "hour": r"hours?|hrs?|h|horas?|ساعه|ساعات|ساعتين",
    "day": r"days?|d[ií]as?|يوما?|ايام|يومين",
    "night": r"nights?|noches?|ليله|ليالي",
    "week": r"weeks?|semanas?|اسبوعا?|اسابيع|اسبوعين",
    "month": r"months?|mes|meses|شهرا?|اشهر|شهور|شهرين",
    "year": r"years?|años?|سنه|سنوات|سنتين|عام|اعوام|عامين",
}
UNIT = "|".join(_UNITS.values())
_BEFORE_UNIT = r"(?:(?P<work>business|working)\s+|full\s+|calendar\s+)?"
_AFTER_UNIT = r"(?P<laboral>\s+(?:hábiles|habiles|laborables|عمل))?"
_RANGE = rf"(?P<low>{NUMBER})(?:\s*(?:-|to|or|and|a|o|y|الي|او|و)\s*(?P<high>{NUMBER}))?"
_DUALS = "دقيقتين|ساعتين|يومين|اسبوعين|شهرين|سنتين|عامين"
DURATION = re.compile(rf"(?:{_RANGE}[\s-]*{_BEFORE_UNIT}(?P<unit>{UNIT})\b{_AFTER_UNIT}|\b(?P<dual>{_DUALS})\b)")
PERCENT = re.compile(rf"(?P<low>{NUMBER})\s*(?:%|percent\b|per cent\b|por ciento\b|بالمئه|بالمائه|في المئه|في المائه)")
BARE = re.compile(NUMBER)

_DOLLARS = frozenset("USD CAD AUD NZD SGD HKD MXN ARS COP CLP".split())
_CURRENCIES: dict[str, frozenset[str]] = {
    r"us\$|usd": frozenset({"USD"}),
    r"\$|dollars?|dólar(?:es)?|dolar(?:es)?|دولارا?|دولارات": _DOLLARS,
    r"€|euros?|eur|يورو": frozenset({"EUR"}),
    r"£|pounds?|libras?|gbp|جنيها?|جنيهات|egp": frozenset({"GBP", "EGP", "SDG", "LBP"}),
    r"riyals?|rials?|sar|qar|omr|ر\.س\.?|ريالا?|ريالات": frozenset({"SAR", "QAR", "OMR", "YER"}),
    r"dirhams?|aed|mad|د\.ا\.?|درهما?|دراهم": frozenset({"AED", "MAD"}),
    r"dinars?|kwd|bhd|jod|دينارا?|دنانير": frozenset({"KWD", "BHD", "JOD", "IQD", "TND", "DZD", "LYD"}),
    r"pesos?|mxn|cop|ars|clp": frozenset({"MXN", "COP", "ARS", "CLP", "UYU", "PHP"}),
    r"soles|pen": frozenset({"PEN"}),
    r"¥|yen|jpy|cny|yuan": frozenset({"JPY", "CNY"}),
    r"₹|rupees?|inr": frozenset({"INR"}),
    r"cents?|céntimos?|centavos?|pence|pennies": frozenset(),
    r"bucks?|quid": frozenset(),
}
_CURRENCY = "|".join(rf"(?:{pattern})" for pattern in _CURRENCIES)
AMOUNT = re.compile(
    rf"(?<![^\W\d_])(?P<before>{_CURRENCY})\s*(?P<low>{DIGITS})(?:\s*(?P<also>{_CURRENCY})(?!\w))?"
    rf"|(?P<number>{NUMBER})\s*(?P<after>{_CURRENCY})(?!\w)"
)


def values(written: str) -> frozenset[Decimal]:
    """Every number that `written` may mean: '1.250' is 1250 to some and 1.25 to others. Words are summed up."""
    if not written[0].isdigit():
        return frozenset({Decimal(_spelled(written))})
    digits = written.replace("'", "")
    signs = [sign for sign in digits if sign in ".,"]
    if not signs:
        return frozenset({Decimal(digits)})
    whole, _, part = digits.rpartition(signs[-1])
    joined = Decimal(re.sub("[.,]", "", digits))
    split = Decimal(f"{re.sub('[.,]', '', whole)}.{part}")
    if len(set(signs)) > 1:
        return frozenset({split})
    if len(signs) > 1:
        return frozenset({joined})
    return frozenset({joined, split}) if len(part) == 3 else frozenset({split})


def currencies(sign: str) -> frozenset[str]:
    """The ISO 4217 codes a currency sign or word may stand for; empty when it names none."""
    return next((codes for pattern, codes in _CURRENCIES.items() if re.fullmatch(pattern, sign)), frozenset())


def length(match: re.Match[str]) -> tuple[object, ...]:
    """What a DURATION match says: (low, high, unit, counted in working days)."""
    groups = match.groupdict()
    if groups["dual"]:
        return (Decimal(2), Decimal(2), unit(groups["dual"]), False)
    low = min(values(groups["low"]))
    high = min(values(groups["high"])) if groups["high"] else low
    return (low, high, unit(groups["unit"]), bool(groups["work"] or groups["laboral"]))


def unit(word: str) -> str:
    """The English singular of a unit of time."""
    return next(name for name, pattern in _UNITS.items() if re.fullmatch(pattern, word))


def _spelled(written: str) -> int:
    total = current = 0
    for word in re.split(r"[ -]", written):
        value = WORDS.get(word, WORDS.get(word.removeprefix("و"), 0))
        if value in (100, 1000):
            current = max(current, 1) * value
            total, current = (total + current, 0) if value == 1000 else (total, current)
        else:
            current += value
    return total + current
