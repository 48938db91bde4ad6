# ruff: noqa: E501 - word lists read better unbroken
"""How do people write dates in English, Spanish and Arabic? Patterns of folded text (see `traced`)."""

import re

from crm_app.language.calendar_names import MONTHS as MONTH_NAMES
from crm_app.language.calendar_names import WEEKDAYS
from crm_app.language.number_words import HUNDRED, HUNDREDS, TEENS, TENS, UNITS

COUNTS: dict[str, int] = {
    **{word: value for table in (TENS, TEENS, UNITS) for word, value in table.items()},
    **{
        "a": 1,
        "an": 1,
        "couple": 2,
        "a couple": 2,
        "a couple of": 2,
        "couple of": 2,
        "a few": 3,
        "few": 3,
        "several": 3,
    },
    **{
        "unos": 3,
        "unas": 3,
        "varios": 3,
        "varias": 3,
        "un par de": 2,
        "par de": 2,
        "كم": 3,
        "كام": 3,
        "بضعه": 3,
        "عده": 3,
    },
    **{"half a": 0, "medio": 0, "media": 0, "نصف": 0, "نص": 0},
}
_DAY_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
NTH: dict[str, int] = {
    **{word: n for n, word in enumerate(_DAY_WORDS, 1)},
    **{f"twenty{dash}{word}": 20 + n for n, word in enumerate(_DAY_WORDS[:9], 1) for dash in ("-", " ")},
    **{"thirtieth": 30, "thirty-first": 31, "thirty first": 31, "primero": 1, "primer": 1, "primera": 1},
    **{word: n for n, word in enumerate("segundo tercero cuarto".split(), 2)},
    **{word: n for n, word in enumerate("segunda tercera cuarta".split(), 2)},
    **{"tercer": 3, "الاول": 1, "الاولي": 1, "الثاني": 2, "الثانيه": 2, "الثالث": 3, "الثالثه": 3, "الرابع": 4},
    **{"الرابعه": 4, "الخامس": 5, "السادس": 6, "السابع": 7, "الثامن": 8, "التاسع": 9, "العاشر": 10},
}
_SPANISH_NTH = "primer segund tercer cuart quint sext séptim octav noven décim undécim duodécim".split()
NTH |= {word + end: n for n, word in enumerate(_SPANISH_NTH, 1) for end in ("o", "a", "os", "as")}
NTH |= {word.translate(str.maketrans("é", "e")): n for word, n in NTH.items() if "é" in word}
NTH |= {f"{tens} {word}": n + value for tens, n in (("vigésimo", 20), ("vigesimo", 20), ("trigésimo", 30))
        for word, value in list(NTH.items()) if value < 10 and word.isascii() and word[-1] in "or"}  # fmt: skip
NTH |= {"vigésimo": 20, "vigesimo": 20, "trigésimo": 30}
_SPANISH_DAYS = (
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho "
    "diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho "
    "veintinueve treinta"
).split()
_ENGLISH_DAYS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
_ARABIC_ORDINALS = "الحادي الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع".split()
NTH |= {
    **{word + " عشر": 10 + n for n, word in enumerate(_ARABIC_ORDINALS, 1)},
    **{word + " والعشرين": 20 + n for n, word in enumerate(_ARABIC_ORDINALS, 1)},
    **{"العشرين": 20, "الثلاثين": 30, "الحادي والثلاثين": 31, "اول": 1},
}
ORDINALS: dict[str, int] = {
    **NTH, **{word: n for n, word in enumerate(_SPANISH_DAYS, 1)}, "treinta y uno": 31, "veintidos": 22,
    "veintitres": 23, "veintiun": 21, "veintiseis": 26, "dieciseis": 16,
    **{word: n for n, word in enumerate(_ENGLISH_DAYS, 10)},
    **{f"twenty {word}": 20 + n for n, word in enumerate("one two three four five six seven eight nine".split(), 1)},
}  # fmt: skip
_DIALECT_DAYS = {
    "الاتنين": 0, "الاثنين": 0, "التلات": 1, "الثلاثا": 1, "الثلاثاء": 1, "التلاتاء": 1, "الاربعا": 2, "الاربعاء": 2,
    "الخميس": 3, "الجمعه": 4, "السبت": 5, "الاحد": 6, "الحد": 6, "اثنين": 0, "ثلاثاء": 1, "اربعاء": 2, "خميس": 3,
    "جمعه": 4, "سبت": 5, "احد": 6, "wednes": 2, "sabado": 5, "miercoles": 2,
}  # fmt: skip
DAYS: dict[str, int] = {**WEEKDAYS, **_DIALECT_DAYS}
_AMBIGUOUS_DAYS = frozenset(
    "mon sat sun wed fri thu tue lun mar dom mié mie jue vie sáb sab احد اثنين ثلاثاء اربعاء خميس جمعه سبت الحد".split()
)
# Short names that are words of their own, and "ago": these are months only beside a day or a year.
_CLEAR_MONTHS = frozenset(name for name in MONTH_NAMES if len(name) > 4 and name not in ("march",)) | frozenset(
    "june july mayo يناير مارس مايو ابريل يونيو يوليو julio junio enero abril شباط اذار نيسان ايار تموز ايلول".split()
)


def either(names: object) -> str:
    """An alternation of names, the longest first."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))  # type: ignore[call-overload]


UNIT_WORDS: dict[str, str] = {
    "day": r"days?|d[íi]as?|يوما?|ايام|يومين", "week": r"weeks?|wks?|semanas?|اسبوعا?|اسابيع|اسبوعين",
    "fortnight": r"fortnights?|quincenas?", "month": r"months?|mes(?:es)?|شهرا?|اشهر|شهور|شهرين",
    "quarter": r"quarters?|trimestres?", "year": r"years?|yrs?|años?|anos?|سنه|سنوات|سنين|سنتين|عاما?|اعوام|عامين",
    "decade": r"decades?|d[ée]cadas?|decenios?|عقدا?|عقود|عقدين",
    "minute": r"minutes?|mins?|minutos?|دقيقه|دقائق|دقيقتين", "hour": r"hours?|hrs?|horas?|ساعه|ساعات|ساعتين",
}  # fmt: skip
UNIT = "|".join(f"(?:{pattern})" for pattern in UNIT_WORDS.values())
COUNT = rf"(?:\d{{1,3}}|{either(set(COUNTS) - {'half a', 'medio', 'media', 'نصف', 'نص'})}|{either({**HUNDRED, **HUNDREDS})})"
_WORKING = r"(?: (?:business|working|work|week|calendar|full|more|other))?"
_LABORAL = " (?:de trabajo|laborables|laborales|h[áa]biles|عمل)"
_DUAL = r"يومين|اسبوعين|شهرين|سنتين|عامين|ساعتين"
_ALONE = r"يوم|اسبوع|شهر|سنه|عام"


def span(tag: str = "") -> str:
    """ "two to three weeks", "a year and two months", "شهرين", "شهر": a length of time; `tag` ends the group names."""
    counted = rf"(?P<count{tag}>{COUNT})(?:(?P<half_in{tag}>[.,]5| and a half| y medi[oa]| ونصف?)| ?(?:-|to|or|a|o|الي|او) ?(?P<more{tag}>{COUNT}))?{_WORKING}[ -]?"
    also = rf"(?: (?:and|y|و) ?(?:(?P<half{tag}>a half|medi[oa]|نصف|نص)|(?P<also{tag}>{COUNT}) (?P<also_unit{tag}>{UNIT}))(?!\w))?"
    one = rf"{counted}(?P<unit{tag}>{UNIT})(?P<laboral{tag}>{_LABORAL})?"
    two = rf"(?P<or_two{tag}> or two| o dos| او (?:{_DUAL}))?"
    half = rf"(?P<halved{tag}>half (?:an?|the)|medi[oa]|نصف|نص) (?P<half_unit{tag}>{UNIT})"
    alone = rf"(?P<dual{tag}>{_DUAL})|(?P<alone{tag}>{_ALONE})(?! (?:{either(MONTH_NAMES)}|رمضان|شوال|ال|\d))"
    return rf"(?:(?:{one}|{half}|{alone})(?!\w){two}{also})"


SPAN = span()
_NOT_AGO = rf"(?!(?: (?:and|y) ?{COUNT} (?:{UNIT}))? (?:ago|earlier|atr[áa]s|antes|before))"

_B, _E = r"(?<!\w)", r"(?!\w)"
_TH = r"(?:st|nd|rd|th|\.?[oaº°ª](?!\w)|ro|er|do)?"
MONTH = rf"(?:{either(MONTH_NAMES)})(?!\w)\.?"
CLEAR_MONTH = rf"(?:{either(_CLEAR_MONTHS)})(?!\w)"
WEEKDAY = rf"(?:{either(DAYS)})(?!\w)\.?"
CLEAR_DAY = rf"(?:{either(set(DAYS) - _AMBIGUOUS_DAYS)})(?!\w)"
_DAY = rf"(?:\d{{1,2}}{_TH}|{either(ORDINALS)})"
YEAR_BEHIND = r"(?:(?:,? ?|/|-)(?:of |de |del |del año |de año |in |en |لعام |عام |سنه |من |')?(?P<year>(?:19|20)\d\d|(?:(?<=[a-z\u0621-\u064a][-/])|(?<=')|(?<= of ))\d\d(?![.,:%]\d))(?!\d))?"
_ANYDAY = rf"(?:(?:el |on |يوم )?(?P<near>(?:this|next|este|pr[óo]ximo|هذا) )?(?P<weekday>{WEEKDAY}),? ?\(?(?:the |el |الموافق |day |(?:el )?d[íi]a )?|(?P<this>this|next|este) (?=\d))?"
_OF = r"(?: day)?(?: of| de| من)?(?: (?:the )?month of| شهر| mes de)?"

_DAY_BEHIND = rf"(?:,? \(?(?:{CLEAR_DAY})\)?)?"

ISO = re.compile(r"(?<!\d)(?<!\d-)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?![\d/])")
ISO_NAMED = re.compile(rf"{_B}(?P<year>(?:19|20)\d\d)[-/ ](?P<name>{MONTH})[-/ ](?P<day>\d{{1,2}})(?!\w)")
NUMERIC = re.compile(
    rf"(?<![\w./:])(?<!\D-){_ANYDAY}(?P<a>\d{{1,2}})(?P<sign>[/.-])(?P<b>\d{{1,2}})"
    rf"(?:(?P=sign)(?P<year>\d{{4}}|\d{{2}}))?(?![\w/:%]|[.,]\d|-\d(?!\d?/))"
)
DAY_MONTH = re.compile(
    rf"{_B}{_ANYDAY}(?:the |el |d[íi]a )?(?P<day>{_DAY}){_OF}[ /-]?(?P<name>{MONTH}){YEAR_BEHIND}(?![\d:]){_DAY_BEHIND}"
)
MONTH_DAY = re.compile(
    rf"{_B}{_ANYDAY}(?P<name>{MONTH})(?:,? |/|-)(?:the )?(?P<day>{_DAY})(?![\w:/]| ?(?:am|pm)\b){YEAR_BEHIND}{_DAY_BEHIND}"
)
DAYS_MONTH = re.compile(
    rf"{_B}(?P<both>(?:between|from|entre|del?|desde|من|بين|ما بين) (?:the |el |l )?)?(?P<from>{_DAY})(?: ?- ?| to | till | until | through | al? | hasta el | الي | حتي |(?(both)(?: y (?:el )?| and | و ?)| - ))(?:the )?(?P<to>{_DAY}){_OF} (?P<name>{MONTH}){YEAR_BEHIND}"
)
MONTH_DAYS = re.compile(
    rf"{_B}(?P<name>{MONTH}) (?:the )?(?P<from>{_DAY}) ?(?:-|to|and|till|until|through|al?|الي) ?(?:the )?(?P<to>{_DAY})(?![\w:/]){YEAR_BEHIND}"
)
NUMERIC_FULL = re.compile(
    r"(?<![\w./:])(?:(?<!-)|(?<=\d{4}-))(?P<a>\d{1,2})(?P<sign>[/.-])(?P<b>\d{1,2})(?P=sign)(?P<year>(?:19|20)\d\d)(?![\w/:%]|[.,]\d)"
)
DAY_NUMBER = re.compile(
    rf"{_B}{_ANYDAY}(?:el |d[íi]a )?(?P<a>\d{{1,2}})(?P<sign> )(?:del|del mes|de|شهر|من شهر) (?P<b>\d{{1,2}})(?: (?:del?|del año) (?P<year>(?:19|20)\d\d))?(?![\w/:%]|[.,]\d)"
)
DAY_OR_DAY = re.compile(
    rf"{_B}(?:the |el )?(?P<day>{_DAY})(?=(?:(?:,| and| or| y| o| و| او) ?(?:the |el |ال)?{_DAY}){{1,3}}{_OF}[ /-]?(?P<name>{MONTH}){YEAR_BEHIND}(?![\d:]))"
)
MONTH_TO_MONTH = re.compile(
    rf"{_B}(?P<joined>(?:between|from|entre|del?|desde|من|بين|ما بين) )?(?P<from>{MONTH}) ?(?:-|~|to|until|till|through|thru|al?|hasta|الي|حتي|(?(joined)(?:and|y|و)|-)) ?(?P<name>{MONTH}){YEAR_BEHIND}(?![\w]| \d{{1,2}}(?!\d))"
)
YEAR_MONTH = re.compile(
    rf"{_B}(?P<year>(?:19|20)\d\d)(?:, | |-|/)(?!(?:may|march|set) [a-z])(?:of |de )?(?P<name>{MONTH})(?!\w| ?\d)"
)
ISO_MONTH = re.compile(r"(?<![\d/.-])(?P<year>20\d\d)-(?P<month>0?[1-9]|1[0-2])(?![\d/.-])")
_MONTH_AWAY = r"(?P<next>next month|(?:the )?(?:coming|following) month|(?:el )?pr[óo]ximo mes|(?:el )?mes (?:que|q|k) viene|(?:el )?mes pr[óo]ximo|الشهر (?:القادم|المقبل|الجاي))|(?P<this>this month|the month|este mes|هذا الشهر|الشهر(?: الحالي)?)"
DAY_OF_MONTH = re.compile(
    rf"{_B}(?:(?:on |the |el |del |d[íi]a |يوم ){{0,3}}(?P<from>{_DAY})(?: (?:to|al?|الي|-) (?:the )?(?P<to>{_DAY}))?)(?: day)?,? (?:of |de |del |من |في )?(?:{_MONTH_AWAY}){_E}"
)
MONTH_THEN_DAY = re.compile(
    rf"{_B}(?:{_MONTH_AWAY}),? (?:on |el |al )?(?:the |d[íi]a |يوم )?(?P<to>)(?P<from>\d{{1,2}}(?:st|nd|rd|th)|(?<=d[íi]a )\d{{1,2}}|(?<=el )\d{{1,2}}|(?<=يوم )\d{{1,2}})(?!\w|[.,:/]\d)"
)
DAYS_ALONE = re.compile(
    rf"{_B}(?:(?P<en>(?:(?:between|from) )?the )|del |(?:entre|desde) el )(?P<from>\d{{1,2}}(?(en)(?:st|nd|rd|th))) ?(?:-|to|and|till|until|through|al|y el|hasta el) ?(?:the )?(?P<to>\d{{1,2}}(?(en)(?:st|nd|rd|th)))"
    rf"(?![\w:/%.,-]?\d|\w|%| ?(?:of|de(?!l? pr[óo]x)|del?|por|mil|{UNIT}|{MONTH})\b)"
)
DAY_ALONE = re.compile(
    rf"{_B}(?:(?:on |by |before |until |from |to |and )?the (?P<the>\d{{1,2}}(?:st|nd|rd|th))"
    rf"|(?:el|del|al) (?:d[íi]a )?(?P<el>\d{{1,2}})(?:\.?[ºª°])?|(?:el )?d[íi]a (?P<word>{either(ORDINALS)})|(?:يوم |d[íi]a )(?P<yawm>\d{{1,2}})"
    rf"|(?:on |el |يوم )?(?P<weekday>{WEEKDAY}),? (?:the |el |(?:el )?d[íi]a |يوم )?(?P<dated>{_DAY})|on the (?P<bare>\d{{1,2}})(?= ?(?:$|[.,!?]|from |between |at |and )))"
    rf"(?![\w:/%.,-]?\d|\w| ?(?:{UNIT}|am|pm|a\.m|p\.m|صباح|مساء|ظهر|الظهر|العصر|m2|metros|%|floor|stor(?:y|ey)|{MONTH}|de {MONTH}|of {MONTH}|de la |al \d|mil|millones|euros?|por ciento))"
)
WHICH_NEXT = r"next|coming|upcoming|following|pr[óo]xim[oa]s?|siguientes?|(?:que|q|k) viene|entrante|القادم(?:ه)?|المقبل(?:ه)?|الجاي(?:ه)?|الجي|الجايه|جاي|الياي|القادمين|التالي(?:ه)?"
WHICH_LAST = r"last|past|previous|pasad[oa]s?|[úu]ltim[oa]s?|anterior(?:es)?|الماضي(?:ه)?|السابق(?:ه)?|الفائت(?:ه)?|اللي فات(?:ت)?|الماضيين"
WHICH_THIS = r"this|current|the|est[ea]|هذا|هذه|هاذا|هذي|هال|الحالي(?:ه)?|ده|دا"
_WHICH = rf"(?:this (?:coming|upcoming)|{WHICH_NEXT}|{WHICH_LAST}|{WHICH_THIS})"
PART = (
    r"(?:the )?(?P<begin>(?:beginning|start|first days|first half)(?= of| de)|early|principios?|inicios?|comienzos?|primeros(?: d[íi]as)?|primera mitad|بدايه|اول|اوائل|مطلع)"
    r"|(?P<middle>mid|middle|medi(?:ad|an)os?|منتصف|نص|وسط|اواسط)"
    r"|(?P<end>(?:the )?(?:very )?(?:end(?! in\b)|late|last days|second half|later(?: in)?)|final(?:es)?|fin(?:es)?(?! de semana)|[úu]ltimos(?: d[íi]as)?|segunda mitad|نهايه|اخر|اواخر|ختام)"
)
PARTED = rf"(?:(?:a |at |al? |in |en |towards )?(?:{PART})(?:[ -]?(?:of|de|del|in) | de |[ -])(?:the |el |la |شهر )?)?"
MONTH_ALONE = re.compile(
    rf"{_B}{PARTED}(?:(?P<before>{_WHICH}) )?(?:"
    rf"(?P<clear>{CLEAR_MONTH})|(?:(?<=\bin )|(?<=\bby )|(?<=\bof )|(?<=\bnext )|(?<=\bthis )(?!may (?:or|be|not|have|take|sound|seem|help|work|only|also|well))|(?<=\buntil )|(?<=\bbefore )|(?<=\bend )"
    rf"|(?<=\bfrom )|(?<=\bto )|(?<=\bfor )|(?<=\ben )|(?<=\bsince )|(?<=\bearly )|(?<=\blate )|(?<=\bmid )|(?<=\bmid-)|(?<=\bafter )|(?<=\bde )|(?<=شهر ))(?P<name>{MONTH})"
    rf"|(?:شهر|mes) (?P<number>\d{{1,2}})(?!\d)|(?P<dated>{MONTH})(?=(?:/| (?:de |of |in )?)(?:19|20)\d\d|,? (?:of )?(?:next|this|last) year))(?: (?P<after>{WHICH_NEXT}|{WHICH_LAST})(?! year))?{YEAR_BEHIND}(?!\w| \d{{1,2}}(?!\d))"
)
QUARTER = re.compile(
    rf"{_B}(?:(?P<year0>(?:19|20)\d\d)[ -]?)?(?:the )?(?:[qt](?P<n>[1-4])|(?P<n2>[1-4])(?:t(?= ?(?:del? )?(?:19|20)\d\d)|(?:[º°ªo]|er|do|to|st|nd|rd|th)? ?(?:q\b|trimestre|quarter))|(?P<word>first|second|third|fourth|primer|segundo|tercer|cuarto) "
    rf"(?:quarter|trimestre)|الربع (?P<ar>الاول|الثاني|الثالث|الرابع|الاخير))(?:[ -]?(?:of |de |del |من |من عام )?(?P<year>(?:19|20)\d\d))?{_E}"
)
HALF = re.compile(
    rf"{_B}(?:(?P<year0>(?:19|20)\d\d)[ -]?)?(?:h(?P<n>[12])|(?:the )?(?P<word>first|second) half of|(?P<es>primer|segundo|1er|2do|1o|2o) semestre|(?P<esm>primera|segunda) mitad"
    rf"|النصف (?P<ar>الاول|الثاني))(?:[ -]?(?:of |de |del |من |من عام |the |el ){{0,3}}(?P<year>(?:19|20)\d\d|(?P<rel>year|next year|this year|año|próximo año|العام|السنه)))?{_E}"
)
YEARS = re.compile(rf"{_B}(?<!-)(?:(?:between|from) )?(?P<from>(?:19|20)\d\d) ?[-~] ?(?P<to>(?:19|20)\d\d)(?![\w/-])")
YEAR = re.compile(
    rf"{_B}(?<![-/.])(?!(?:in |en )?(?:the |la )?(?:(?:first|second) half|(?:primera|segunda) mitad)){PARTED}(?:(?:the year|el año|año|عام|سنه) )?(?P<year>(?:19|20)\d\d)(?![\w%.,/:-]\d|\w| ?[-/]\d| ?(?:sq|ft|feet|foot|m2|m²|mts?\b|metros?|met(?:er|re)s?|sqm|km|miles|pieces?|units?|people|persons?|personas?|rooms?|piezas|unidades|متر|م2|قدم|قطعه|شخص))"
)
WEEK_NUMBER = re.compile(
    rf"{_B}(?:the |la )?(?:week|semana|wk)(?: no\.?| number)? (?P<week>\d{{1,2}})(?: (?:of|de) (?P<year>(?:19|20)\d\d))?(?![\w:])"
)
PERIOD = re.compile(
    rf"{_B}(?:(?:earlier|later|más temprano|más tarde|mas tarde) (?:in |de |en )?)?{PARTED}(?:(?P<before>{_WHICH}|la|el|the|ال) ?)?(?P<article>ال)?(?P<what>weekend|(?:calendar )?(?:week|month|year)|fortnight|quarter|decade|semana|quincena|mes|trimestre|semestre|(?:calendario )?año(?! escolar| fiscal)|fin de semana|d[ée]cada|decenio"
    rf"|اسبوع|شهر|سنه|عام|عطله نهايه الاسبوع|نهايه الاسبوع|ويكند|ربع سنه|عقد)(?: (?P<after>{WHICH_NEXT}|{WHICH_LAST}|en curso|الحالي(?:ه)?|ده|هذا))?{_E}"
)
DAY_OF = re.compile(
    rf"{_B}(?<!\bevery )(?<!\bcada )(?<!\btodos )(?<!\btodos los )(?<!\btodas las )(?<!كل )(?<!كل يوم )(?<!\beach )(?<!\blos )(?P<weekly>(?:next|this|last) week.{{0,2}} (?:on )?|(?:la )?(?:pr[óo]xima|esta) semana,? (?:el )?|la semana (?:que|q|k) viene,? (?:el )?|الاسبوع (?:القادم|المقبل|الجاي) )?(?:(?P<before>this coming|{WHICH_NEXT}|{WHICH_LAST}|this|este|esta|هذا) )?(?:(?:on|el|يوم) )?"
    rf"(?:(?P<weekday>{CLEAR_DAY})|(?:(?<=\bon )|(?<=\bby )|(?<=\bnext )|(?<=\bthis )|(?<=\blast )|(?<=\bel )|(?<=يوم )|(?<=\buntil )|(?<=\bcoming ))(?P<short>{WEEKDAY}))"
    rf"(?: (?:evening|morning|night|afternoon|noon)(?!s))?(?: (?P<after>(?:de |en )?(?:la )?(?:pr[óo]xima semana|semana (?:que|q|k) viene)|(?:of |in )?(?:the )?(?:next|following|coming) week|(?:of )?(?:this|last) week|de (?:esta semana|la semana pasada)|(?:من )?(?:هذا الاسبوع|الاسبوع (?:هذا|الماضي))|(?:من )?الاسبوع (?:القادم|المقبل|الجاي)|{WHICH_NEXT}|{WHICH_LAST}))?(?!\w)"
)
NEAR: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(rf"{_B}(?:{pattern}){_E}"), shift)
    for pattern, shift in (
        (r"(?:the )?day after tomorrow|pasado ma[ñn]ana|بعد (?:غدا?|بكر[هاة]|باجر)|عقب باجر|بعد بكره", 2),
        (
            r"(?:the )?day before yesterday|anteayer|(?<!d[íi]as )(?<!semanas )(?<!meses )antes de ayer|antier|اول (?:من )?امس|اول امبارح|قبل امس",
            -2,
        ),
        (
            r"today|tonight|this (?:morning|afternoon|evening)|tonite|hoy(?: mismo)?|esta (?:ma[ñn]ana|tarde|noche)|اليوم|الليله|النهارده|النهارد[هة]|(?:the )?end of (?:the |today|business )?day|eod|(?:a(?:l)? )?fin(?:al)? del? d[íi]a|(?:the )?(?:current|today's) date|(?<=till )date|(?<=until )date|(?<=hasta )la fecha|(?:the |within the )?next hour|(?:la )?pr[óo]xima hora|الساعه (?:القادمه|المقبله)|(?:la )?fecha (?:actual|de hoy)|التاريخ الحالي|تاريخ اليوم|end of today|(?:هذا|هذه) (?:الصباح|المساء|الليله)|اخر اليوم|نهايه اليوم|right now|at present|at the moment|now(?= ?(?:$|[.,!?;]|and |or |to ))|ahora(?: mismo)?(?= ?(?:$|[.,!?;]|y |o ))|الان|حاليا",
            0,
        ),
        (
            r"tomorrow|tmrw|tmw|(?:the )?(?:next|following) (?:day|morning|afternoon|evening|night)|(?:el |al )?d[íi]a siguiente|اليوم (?:التالي|الاتي|القادم|المقبل)|(?<!la )(?<!esta )(?<!por la )(?<!de la )ma[ñn]ana|يوم غد|(?:ليله |صباح |مساء )?(?:ال)?غدا?|ليوم الغد|بكر[هاة]|باجر|باكر|بكرا",
            1,
        ),
        (
            r"yesterday|last night|(?:the )?previous (?:day|night|evening)|(?:el )?d[íi]a anterior|ayer|anoche|امس|البارحه|امبارح|مبارح",
            -1,
        ),
    )
)
WITHIN = re.compile(
    rf"{_B}(?:within|in the (?:next|coming)|over the (?:next|coming)|(?:the )?next|(?:the )?coming|(?:the )?following|during the next|en (?:los|las) pr[óo]xim[oa]s|(?:los |las )?pr[óo]xim[oa]s|en menos de|in less than|dentro de los pr[óo]ximos|"
    rf"en un plazo de|de aqu[íi] a|from now to|antes de que pasen|خلال|في غضون|في خلال|ضمن|في ظرف)(?: the)?(?: next| ال)? ?{SPAN}(?: (?:القادم\w*|المقبل\w*|الجاي\w*))?"
    rf"|{_B}(?:the |los |las )?(?P<count3>{COUNT}) (?:(?:next|coming|upcoming|following|pr[óo]xim[oa]s|siguientes) (?P<unit3>{UNIT})|(?P<unit4>{UNIT})(?P<laboral4>{_LABORAL})? (?:pr[óo]xim[oa]s|siguientes|(?:que|q|k) vienen|القادم\w*|المقبل\w*|الجاي\w*)){_E}"
    rf"|{_B}(?:in |over )?(?:the )?(?:next|coming|following) (?P<some>days|weeks|months|years){_E}|{_B}(?:en )?(?:l[oa]s )?pr[óo]xim[oa]s (?P<some2>d[íi]as|semanas|meses|años){_E}"
    rf"|{_B}(?:ال)(?P<some3>ايام|اسابيع|اشهر|شهور|سنوات|سنين) (?:القادم\w*|المقبل\w*|الجاي\w*)"
)
AHEAD = re.compile(
    rf"{_B}(?:(?:in|after|en|dentro de|después de|despues de|tras|بعد|كمان|عقب|في(?! (?:يوم|اسبوع|شهر|سنه|عام|ساعه)(?!\w))) (?:about |around |unos |unas |aproximadamente |حوالي |another |otros |otras )?{SPAN}(?: from (?:now|today)| من الان| من اليوم)?|"
    + span("2")
    + r" (?:from (?:now|today)|later(?! (?:this|in|today|on))|hence|time|después|despues|más tarde|mas tarde|a partir de (?:hoy|ahora)|من الان|من اليوم|بعد))(?!\w)"
)
AGO = re.compile(
    rf"{_B}(?:hace |قبل |منذ |من ){SPAN}|{_B}" + span("2") + r" (?:ago|earlier|before now|atrás|atras|مضت)(?!\w)"
)
PAST_SPAN = re.compile(
    rf"{_B}(?:(?:in |over |during |for )?(?:the )?(?:last|past|previous)|(?:en |durante )?(?:los|las) (?:[úu]ltim[oa]s|pasad[oa]s)|اخر) {SPAN}{_NOT_AGO}"
    rf"|{_B}(?:the |las |los )?(?P<count3>{COUNT}) (?:(?:previous|past|last|[úu]ltim[oa]s) (?P<unit3>{UNIT})|(?P<unit4>{UNIT})(?P<laboral4>{_LABORAL})? (?:anteriores|pasad[oa]s|[úu]ltim[oa]s|الماضيه|الاخيره)){_E}"
    rf"|{_B}(?:in |over )?(?:the )?(?:last|past|previous|recent) (?P<some>days|weeks|months|years){_E}|{_B}(?:en )?(?:l[oa]s )?[úu]ltim[oa]s (?P<some2>d[íi]as|semanas|meses|años)(?! del?\b){_E}"
)
SEASON = re.compile(
    rf"{_B}(?:(?P<before>{_WHICH}|el|la|the) )?(?:(?P<spring>spring|primavera|الربيع)|(?P<summer>summer|verano|الصيف|صيف)|(?P<autumn>autumn|fall(?! in| for| into| through)|otoño|الخريف)|(?P<winter>winter|invierno|الشتاء?|الشتا))"
    rf"(?: (?P<after>{WHICH_NEXT}|{WHICH_LAST})(?! year))?{YEAR_BEHIND}{_E}"
)
TIME = re.compile(
    r"(?:,? ?(?:at|@|around|about|(?:before|after|by|until|till) (?:around|about)|(?P<till>before|by|until|till|antes de las?|hasta las?|قبل(?: الساعه)?|حتي(?: الساعه)?)|later than|(?P<opens>from|between|de|entre(?: las?)?|من)|a partir de las?|despu[ée]s de las?|m[áa]s tarde de las?|a las?|sobre las?|hacia las?|بعد الساعه|(?:في |علي )?(?:تمام )?الساعه|ساعه|after|desde las?)? ?)"
    r"(?<![\d.,/])(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?(?: ?(?P<half>y media|ونصف|ونص|y cuarto|وربع))? ?"
    r"(?P<sign>a\.? ?m\b\.?|p\.? ?m\b\.?|de la ma[ñn]ana|de la tarde|de la noche|in the (?:morning|afternoon|evening)|hrs?\b|h\b|o.?clock|صباحا?|الصبح|مساء?ا?|بالليل|ليلا|العصر|الظهر|ظهرا|عصرا|المغرب|ص\b|م\b)?"
)
OCLOCK = re.compile(r"(?<!\w)(?:at|@|before|after|las?|الساعه|ساعه)\s*$")
DAYPART = re.compile(
    r",? (?:in the )?(?:(?P<late>afternoon|evening|night|(?:por|en|a) la (?:tarde|noche)|(?:بعد )?(?:الظهر|العصر)|مساء?|المساء|بالليل)"
    r"|morning|(?:por|en|a) la ma[ñn]ana|صباحا?|الصبح)(?!\w)"
)
