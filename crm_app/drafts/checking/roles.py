# ruff: noqa: E501 - word lists read better unbroken
"""What a date is the date of: the word before it says whether something arrives, was delivered, was ordered or was scanned.

Without this, the day a parcel was last seen would bear out the day it is said to arrive.
"""

import re

from crm_app.language.traced import words

_CUES = {
    "delivered": r"(?:was|been|were) delivered|delivered on|entregado|entregada|entrego|تم تسليم\w*|سلم\w*|وصل(?:ت|ك|كم)?",
    "expected": r"expect\w*|arriv\w*|due|reach\w*|estimat\w*|deliver\w*|receive|get there|get it|llega\w*|previst\w+|prevision|recib\w+|esperad\w+|entrega\w*|estimad\w+"
    r"|(?:ال)?متوقع\w*|يصل\w*|تصل\w*|(?:ال)?وصول\w*|(?:ال)?موعد\w*|(?:ال|ل)?تسليم\w*|تستلم\w*|(?:ال)?توصيل\w*",
    "placed": r"ordered|placed|bought|purchased|realizo|realizado|compro|comprado|hizo|قدمت\w*|طلبته?",
    "written": r"wrote|written|writing|message|mail|contact(?:ed|ing)|escrib\w+|mensaje|correo|رسال\w+|تواصل\w*|كتبت",
    "scanned": r"scan\w*|since|shipped|dispatched|sent|left|tracking|seen|recorded|registr\w*|salio|enviad\w+|desde|seguimiento|sali\w*|شحن\w*|منذ|تتبع\w*|التتبع|تسجيل\w*|سجل\w*|مسح\w*|رصد\w*",
}
_CUE = re.compile("|".join(f"(?P<{role}>(?<= )(?:{pattern})(?= ))" for role, pattern in _CUES.items()))


def role_of(before: str) -> str:
    """The role that the words before a date give it: 'expected', 'delivered', 'placed', 'scanned', or '' for none."""
    role = ""
    for match in _CUE.finditer(words(before)):
        role = match.lastgroup or ""
    return role


def arrives(clause: str) -> bool:
    """Whether a clause (as `traced.words` gives it) speaks of something arriving."""
    return any(match.lastgroup == "expected" for match in _CUE.finditer(clause))
