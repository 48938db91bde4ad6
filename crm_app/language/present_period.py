# ruff: noqa: E501 - word lists read better unbroken
"""Which days are "the week after next", "the year to date", "the rest of the month"? Counted from the present one."""

import re
from datetime import date

from crm_app.language.day_sums import Days, period_at

_UNITS = {
    "weekend": r"weekend|fin de semana|(?:عطله )?نهايه الاسبوع", "week": r"week|semana|(?:ال)?اسبوع",
    "month": r"month|mes|(?:ال)?شهر", "quarter": r"quarter|trimestre", "year": r"year|año|(?:ال)?(?:سنه|عام)",
}  # fmt: skip
_UNIT = "|".join(_UNITS.values())
_NEXT_AR, _LAST_AR = r"(?:القادمه?|المقبله?|الجايه?)", r"(?:الماضيه?|السابقه?|اللي فاته?)"
PRESENT = re.compile(
    rf"(?<!\w)(?:(?:the |la |el )?(?:"
    rf"(?P<after>{_UNIT}) (?:after next|(?:despu[ée]s de|siguiente a) (?:la pr[óo]xima|el pr[óo]ximo|la que viene|el que viene)|(?:اللي )?بعد {_NEXT_AR})"
    rf"|(?P<before>{_UNIT}) (?:before last|antepasad[oa]|(?:اللي )?قبل {_LAST_AR})"
    rf"|(?P<so_far>{_UNIT}) (?:to date|so far|hasta (?:la fecha|ahora|hoy)))"
    rf"|(?:so far this|(?:en )?lo que va del?(?: este| esta| la)?|(?:من|منذ) بدايه) (?P<since>{_UNIT})|(?P<ytd>ytd)"
    rf"|(?:the |el |lo )?(?:rest|remainder|remaining(?: part| days)?|balance|resto|que (?:queda|resta)|(?:باقي|بقيه|ما تبقي من)(?: هذا)?)(?: (?:of|del?))?(?: (?:the|this|el|la|este|esta|current))? ?(?P<rest>{_UNIT}))(?!\w)"
)


def present(match: re.Match[str], now: date) -> Days:
    """A period two away, or the part of the present one before or after `now`."""
    kind = match.lastgroup or ""
    unit = "year" if kind == "ytd" else next(unit for unit, said in _UNITS.items() if re.fullmatch(said, match[kind]))
    first, last = period_at(now, unit, {"after": 2, "before": -2}.get(kind, 0))
    if kind == "rest":
        return max(now, first), last
    return (first, last) if kind in ("after", "before") else (first, max(first, now))
