# ruff: noqa: E501 - word lists read better unbroken
"""On which days does a feast fall that a text names? Those by which people in three languages tell a time."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from crm_app.language.date_parts import says, year_of
from crm_app.language.date_words import WHICH_LAST, WHICH_NEXT, YEAR_BEHIND
from crm_app.language.day_sums import Days, easter, month_of, next_islamic, nth_weekday, weekend_of

Year = Callable[[int], list[Days]]


def _on(month: int, day: int, length: int = 1) -> Year:
    return lambda year: [(date(year, month, day), date(year, month, day) + timedelta(days=length - 1))]


def _nth(month: int, weekday: int, nth: int, later: int = 0) -> Year:
    """The nth weekday (0 is Monday) of a month, -1 the last, and so many days later."""

    def days(year: int) -> list[Days]:
        day = nth_weekday(month_of(year, month), weekday, nth)
        return [(day + timedelta(days=later),) * 2]

    return days


def _easter(shift: int, length: int = 1) -> Year:
    def days(year: int) -> list[Days]:
        first = easter(year) + timedelta(days=shift)
        return [(first, first + timedelta(days=length - 1))]

    return days


def _islamic(*starts: tuple[int, int, int]) -> Year:
    """Stretches of the Islamic calendar (month, day, length); its year is shorter, so two of them may begin in ours."""

    def days(year: int) -> list[Days]:
        first = [next_islamic(date(year, 1, 1), *start) for start in starts]
        return first + [
            next_islamic(one[1] + timedelta(days=1), *start) for one, start in zip(first, starts, strict=True)
        ]

    return days


_FITR, _ADHA = (10, 1, 3), (12, 10, 4)
_FEASTS: tuple[tuple[str, Year], ...] = (
    (r"christmas eve|nochebuena|ليله (?:عيد الميلاد|الكريسماس)", _on(12, 24)),
    (r"christmas(?: day)?|xmas|(?:d[íi]a de )?navidad(?:es)?|الكريسماس|عيد الميلاد(?: المجيد)?", _on(12, 25)),
    (r"boxing day", _on(12, 26)),
    (r"new year.?s eve|nochevieja|noche vieja|ليله راس السنه", _on(12, 31)),
    (r"new year.?s?(?: day)?|(?:d[íi]a de )?año nuevo|راس السنه(?: الميلاديه)?(?! الهجريه)", _on(1, 1)),
    (r"d[íi]a de (?:los )?reyes(?: magos)?|(?:los )?reyes magos", _on(1, 6)),
    (r"valentine.?s(?: day)?|valentine day|(?:d[íi]a de )?san valent[íi]n|d[íi]a de los enamorados|(?:عيد|يوم) (?:الحب|الفالنتاين)", _on(2, 14)),
    (r"(?:saint|st\.?) patrick.?s day|(?:d[íi]a de )?san patricio", _on(3, 17)),
    (r"(?:international )?women.?s day|d[íi]a (?:internacional )?de la mujer|يوم المراه(?: العالمي)?", _on(3, 8)),
    (r"april fool.?s?(?: day)?", _on(4, 1)),
    (r"earth day|d[íi]a de la tierra|يوم الارض", _on(4, 22)),
    (r"labour day|may day|(?:international )?workers.? day|d[íi]a (?:internacional )?del? (?:los )?trabajo?(?:dor(?:es)?)?|(?:عيد|يوم) العمال", _on(5, 1)),
    (r"cinco de mayo", _on(5, 5)),
    (r"juneteenth|freedom day", _on(6, 19)),
    (r"(?:noche|d[íi]a) de san juan", _on(6, 24)),
    (r"(?:the )?(?:fourth|4th) of july|(?:us |u\.s\. )?independence day|d[íi]a de la independencia|(?:يوم|عيد) الاستقلال", _on(7, 4)),
    (r"d[íi]a de la hispanidad|columbus day|d[íi]a de la raza", _on(10, 12)),
    (r"halloween|noche de brujas|الهالوين|هالوين", _on(10, 31)),
    (r"all saints.? day|(?:d[íi]a de )?todos los santos", _on(11, 1)),
    (r"day of the dead|d[íi]a de (?:los )?(?:muertos|difuntos)", _on(11, 2)),
    (r"guy fawkes(?: (?:day|night))?|bonfire night", _on(11, 5)),
    (r"veterans.? day|armistice day|remembrance day|singles.? day", _on(11, 11)),
    (r"d[íi]a de la constituci[óo]n", _on(12, 6)),
    (r"d[íi]a de (?:los )?(?:santos )?inocentes", _on(12, 28)),
    (r"اليوم الوطني(?: السعودي)?", _on(9, 23)),
    (r"يوم التاسيس(?: السعودي)?", _on(2, 22)),
    (r"(?:عيد|يوم) الام", _on(3, 21)),
    (r"(?:martin luther king|mlk)(?: jr\.?)? day|d[íi]a de martin luther king", _nth(1, 0, 3)),
    (r"presidents?.? day|washington.?s birthday|d[íi]a de los presidentes", _nth(2, 0, 3)),
    (r"mother.?s.? day|d[íi]a de las? madres?", _nth(5, 6, 2)),
    (r"memorial day", _nth(5, 0, -1)),
    (r"father.?s.? day|d[íi]a del? (?:los )?padres?|عيد الاب", _nth(6, 6, 3)),
    (r"labor day", _nth(9, 0, 1)),
    (r"thanksgiving(?: day)?|(?:d[íi]a de )?acci[óo]n de gracias|عيد الشكر", _nth(11, 3, 4)),
    (r"black friday|viernes negro|الجمعه (?:البيضاء?|السوداء?)|بلاك فرايدي", _nth(11, 3, 4, 1)),
    (r"cyber monday|ciber ?lunes", _nth(11, 3, 4, 4)),
    (r"ash wednesday|mi[ée]rcoles de ceniza", _easter(-46)),
    (r"palm sunday|domingo de ramos|احد الشعانين", _easter(-7)),
    (r"maundy thursday|jueves santo|خميس العهد", _easter(-3)),
    (r"good friday|viernes santo|الجمعه العظيمه", _easter(-2)),
    (r"holy saturday|s[áa]bado (?:santo|de gloria)", _easter(-1)),
    (r"easter monday|lunes de pascua|شم النسيم", _easter(1)),
    (r"easter(?: sunday)?|(?:domingo de )?(?:pascua|resurrecci[óo]n)|(?:عيد|احد) (?:الفصح|القيامه)", _easter(0)),
    (r"holy week|semana santa", _easter(-7, 8)),
    (r"(?:pentecost|whit) ?(?:sunday)?|pentecost[ée]s", _easter(49)),
    (r"ramad[aá]n|(?:شهر )?رمضان", _islamic((9, 1, 30))),
    (r"eid al[- ]?fitr|عيد الفطر|العيد الصغير", _islamic(_FITR)),
    (r"eid al[- ]?adha|عيد الاضحي|العيد الكبير", _islamic(_ADHA)),
    (r"eid(?: holidays?)?|العيد", _islamic(_FITR, _ADHA)),
    (r"(?:day of arafah?|arafah? day)|يوم عرفه", _islamic((12, 9, 1))),
    (r"(?:islamic|hijri) new year|راس السنه الهجريه", _islamic((1, 1, 1))),
    (r"ashura|عاشوراء?", _islamic((1, 10, 1))),
    (r"mawlid|المولد(?: النبوي)?", _islamic((3, 12, 1))),
)  # fmt: skip
_NAMES = "|".join(f"(?P<f{n}>{said})" for n, (said, _) in enumerate(_FEASTS))
_WHICH = rf"(?:this (?:coming|upcoming|year.?s)|{WHICH_NEXT}|{WHICH_LAST}|this|est[ea]|el|la|the|هذا)"
FEAST = re.compile(
    rf"(?<!\w)(?:(?P<before>{_WHICH}) )?(?:{_NAMES})"
    rf"(?: (?P<behind>weekend))?(?: (?P<after>{WHICH_NEXT}|{WHICH_LAST})(?! year))?{YEAR_BEHIND}(?!\w)"
)


def feast(match: re.Match[str], now: date) -> Days | None:
    """The coming one, unless a year or "last" is said; "... weekend" is the weekend nearest to it."""
    days = next(days for n, (_, days) in enumerate(_FEASTS) if match[f"f{n}"])
    year = year_of(match["year"])
    if year:
        found = days(year)[0]
    else:
        near = sorted(one for at in (now.year - 1, now.year, now.year + 1, now.year + 2) for one in days(at))
        behind = [one for one in near if one[1] < now]
        found = behind[-1] if says(WHICH_LAST, match) else near[len(behind)]
    if match["behind"]:
        return weekend_of(found[0])
    return found
