"""Does this text ask for no more messages, or for messages again? The whole text must be the word. Pure."""

import re
from typing import Literal

from crm_app.language.fold import fold

_OUT_BY_TEXT = "stop stopall unsubscribe end quit cancel revoke optout"
"""What carriers and Twilio themselves take as a wish on SMS."""

_OUT_ANYWHERE = (
    "stop", "stopall", "unsubscribe", "opt out", "optout", "baja", "darme de baja", "cancelar suscripcion",
    "no mas mensajes", "الغاء الاشتراك", "ايقاف", "اوقف الرسايل", "توقف", "قف",
)  # fmt: skip
_IN = ("start", "unstop")

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def wish(channel: str, text: str) -> Literal["", "out", "in"]:
    """ "out" for STOP and its like, "in" for START, in English, Spanish and Arabic; "" for any other text."""
    if len(text) > 60:
        return ""
    said = " ".join(_EDGES.sub("", fold(text)).split())
    if said in _WORDS_OUT or (channel == "sms" and said in _OUT_BY_TEXT.split()):
        return "out"
    return "in" if said in _WORDS_IN else ""


_WORDS_OUT = {fold(word) for word in _OUT_ANYWHERE}
_WORDS_IN = {fold(word) for word in _IN}
