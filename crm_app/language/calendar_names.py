"""Which month or day of the week does a name stand for, in English, Spanish and Arabic? Names are folded (`traced`)."""

from babel import Locale

from crm_app.language.traced import fold

_LEVANT_MONTHS = "كانون الثاني,شباط,اذار,نيسان,ايار,حزيران,تموز,اب,ايلول,تشرين الاول,تشرين الثاني,كانون الاول"
_MAGHREB_MONTHS = "جانفي,فيفري,مارس,افريل,ماي,جوان,جويليه,اوت,سبتمبر,اكتوبر,نوفمبر,ديسمبر"
_SHORT = {"sept": 9, "set": 9, "setiembre": 9, "ene": 1}


def _names(kind: str) -> dict[str, int]:
    """Folded names of months (1..12) or days (0 is Monday) in three languages, long and short."""
    found: dict[str, int] = {}
    for language in ("en", "es", "ar"):
        for width in ("wide", "abbreviated"):
            for number, name in getattr(Locale(language), kind)["format"][width].items():
                folded = fold(name).text.rstrip(".")
                found.setdefault(folded, number)
                # Written without the accent as often as with it.
                found.setdefault(folded.translate(str.maketrans("áéíóú", "aeiou")), number)
    return found


MONTHS: dict[str, int] = {
    **_names("months"),
    **_SHORT,
    **{name: n for names in (_LEVANT_MONTHS, _MAGHREB_MONTHS) for n, name in enumerate(names.split(","), 1)},
}
WEEKDAYS: dict[str, int] = {
    **_names("days"),
    **{"tues": 1, "weds": 2, "thur": 3, "thurs": 3},
}
