"""Interface texts: English stands in the code, Arabic and Spanish in `locales/<language>/LC_MESSAGES/*.po`.

For page builders:
- `t("Inbox")` on a page: a Var that shows the text in the member's language. English is baked into the build, the
  other languages are sent once when the page loads. Values go in by name: `t("{n} open", n=Inbox.open)`.
- `say(language, "Sent to {name}.", name=...)` in a handler: the same for sentences that the server makes;
  `(await self.get_state(Words)).language` is the member's language.
- `say_error(language, error)` tells an error with its values.
- `count(language, "{n} conversation", "{n} conversations", n)` where a number decides the form (Arabic has six).
- `Words.direction` is `ltr` or `rtl`; the frame sets `lang` and `dir` on the document.
- Every text needs its Arabic and Spanish. Any `.po` file beside `tacit.po` is read too: give your page its own
  (`inbox.po`). A test fails for a text without translation and for a translation that no code uses.
- Text that people wrote is never translated: give its element `dir="auto"`.
"""

import gettext
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import reflex as rx
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from reflex.vars import VarData

from crm_app.kit.coded import filled
from crm_app.kit.errors import AppError

LANGUAGES = {"en": "English", "ar": "العربية", "es": "Español"}
"""Each by its own name, as the profile page lists them."""

LOCALES = Path(__file__).parent / "locales"
_ARABIC = re.compile("[\u0590-\u08ff]")

asked: set[str] = set()
"""Every text that a page of this process asked for; what the translations are measured against."""


@dataclass(frozen=True)
class Catalogue:
    """The texts of one language: by their English, and the forms that a number takes."""

    texts: dict[str, str]
    forms: dict[str, tuple[str, ...]]
    form_of: Callable[[int], int]


class Words(rx.State):
    """The texts in the member's language; empty for English, which is in the build."""

    text: dict[str, str] = {}
    language: str = "en"
    direction: str = "ltr"


def speak(words: Words, language: str) -> None:
    """Change to a language; one that Tacit does not speak becomes English."""
    words.language = language if language in LANGUAGES else "en"
    words.direction = direction_of(words.language)
    words.text = catalogue(words.language).texts


def t(msgid: str, **values: Any) -> rx.vars.StringVar:
    """The text in the member's language, for a page; `values` fill the braces and may be Vars."""
    asked.add(msgid)
    own = json.dumps(msgid, ensure_ascii=False)
    expression = f"({Words.text!s}?.[{own}] ?? {own})"
    data = [Words.text._get_all_var_data()]
    for name, value in values.items():
        filled = rx.Var.create(value)
        expression += f'.replaceAll("{{{name}}}", () => {filled!s})'
        data.append(filled._get_all_var_data())
    return rx.Var(expression, _var_type=str, _var_data=VarData.merge(*data)).to(str)


def say(language: str, msgid: str, **values: Any) -> str:
    """The text in a language; English where there is no translation."""
    return filled(catalogue(language).texts.get(msgid, msgid), values)


def say_error(language: str, error: AppError) -> str:
    """What went wrong, in a language."""
    shown = {
        name: apart(value, language) if isinstance(value, str) else format_decimal(value, locale=language)
        for name, value in error.values.items()
    }
    return say(language, error.template, **shown)


def apart(words: str, language: str) -> str:
    """Somebody's words inside a sentence; in the other direction they keep their marks to themselves."""
    return words if bool(_ARABIC.search(words)) == (language == "ar") else f"\u2068{words}\u2069"


def count(language: str, one: str, many: str, n: int, **values: Any) -> str:
    """The form that the number takes in a language; `{n}` stands for the number."""
    known = catalogue(language)
    forms = known.forms.get(one)
    text = forms[known.form_of(n)] if forms else (one if n == 1 else many)
    return filled(text, {"n": n, **values})


def direction_of(language: str) -> str:
    """The direction in which a language is written."""
    return "rtl" if language == "ar" else "ltr"


def preferred(accept_language: str) -> str:
    """The first language of an Accept-Language header that Tacit speaks, English otherwise."""
    for part in accept_language.split(","):
        language = part.split(";")[0].strip()[:2].casefold()
        if language in LANGUAGES:
            return language
    return "en"


@cache
def catalogue(language: str) -> Catalogue:
    """All texts of a language, read from its `.po` files."""
    texts: dict[str, str] = {}
    forms: dict[str, tuple[str, ...]] = {}
    plural = "n != 1"
    for path in sorted((LOCALES / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            messages = read_po(file, locale=language)
        plural = messages.plural_expr
        for message in messages:
            if message.pluralizable and all(message.string):
                forms[message.id[0]] = tuple(message.string)
            elif message.id and message.string:
                texts[message.id] = message.string
    return Catalogue(texts, forms, gettext.c2py(plural))
