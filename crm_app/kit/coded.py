"""How is a sentence kept so that everybody reads it in their own language? As a code, with the values that fill it.

`coded("slow_down", vendor="Twilio")` is "slow_down?vendor=Twilio"; the sentence itself stands in a table, in English,
where the screen's translations find it. A value named `why` is such a code again. Words that stand in no table are
somebody's own, and are shown as they are. Pure.
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

WHY = "why"
_PLACE = re.compile(r"\{(\w+)\}")
_ESCAPES = str.maketrans({"%": "%25", "&": "%26", "=": "%3D"})

Fill = Callable[[str, Mapping[str, str]], str]
Show = Callable[[str, str], str]


def coded(code: str, **values: object) -> str:
    """What is stored."""
    pairs = "&".join(f"{name}={str(value).translate(_ESCAPES)}" for name, value in values.items())
    return f"{code}?{pairs}" if pairs else code


def decoded(stored: str) -> tuple[str, dict[str, str]]:
    """The code and its values, each as text."""
    code, _, values = stored.partition("?")
    pairs = (pair.partition("=") for pair in values.split("&"))
    return code, {name: unquote(value) for name, _, value in pairs if name}


def told(stored: str, sentences: Mapping[str, str], fill: Fill, show: Show = lambda name, value: value) -> str:
    """The sentence.

    Args:
        sentences: by their codes.
        fill: puts values into the braces of a sentence, translated or not.
        show: how a value reads, by its name.
    """
    code, values = decoded(stored)
    if code not in sentences:
        return fill(stored, {})
    shown = {
        name: told(value, sentences, fill, show) if name == WHY else show(name, value) for name, value in values.items()
    }
    return fill(sentences[code], shown)


def filled(text: str, values: Mapping[str, object]) -> str:
    """A sentence with its values; what stands in braces within a value stays."""
    return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), text)
