"""The language a draft is written in: its phrases, its dates, its money, and what a person is called."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from babel.dates import format_date, format_timedelta
from babel.numbers import format_currency

from crm_app.drafts.facts import DraftContext
from crm_app.drafts.offline import phrases_ar, phrases_en, phrases_es
from crm_app.language.traced import words

TABLES: dict[str, tuple[dict[str, tuple[str, ...]], dict[str, str]]] = {
    "en": (phrases_en.PHRASES, phrases_en.TOPIC_WORDS),
    "es": (phrases_es.PHRASES, phrases_es.TOPIC_WORDS),
    "ar": (phrases_ar.PHRASES, phrases_ar.TOPIC_WORDS),
}
_DATES = {"en": "d MMMM", "es": "d 'de' MMMM", "ar": "d MMMM"}
_SPANISH = frozenset("el la los de que mi no por con para una esta donde pedido hola gracias y es en un".split())
_ENGLISH = frozenset("the is my of to and where order hello hi please not it was i have for you a in".split())
_TWO_WORDS = frozenset("عبد أبو ابو أم ام بن ابن".split())
_TITLES = frozenset(
    "mr mrs ms miss mx dr prof sr sra srta don dona eng السيد السيدة الدكتور الدكتورة الأستاذ الأستاذة".split()
)
_NEAR = timedelta(days=180)
_CONTROLS = dict.fromkeys((0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


@dataclass(frozen=True, slots=True)
class Speech:
    """One language at one turn of the wheel: `turn` picks among the alternatives of each phrase."""

    language: str
    turn: int
    now: date

    def say(self, phrase: str, **values: str) -> str:
        """A phrase of the table with its values filled in. Raises KeyError for a phrase or value that is missing."""
        choices = TABLES[self.language][0][phrase]
        return choices[self.turn % len(choices)].format(**values)

    def topic_words(self, topic: str) -> str:
        """Words that a passage on `topic` is likely to hold."""
        return TABLES[self.language][1].get(topic, "")

    def date(self, day: date) -> str:
        """A day as one writes it in a letter, with the year where it would otherwise be taken for another."""
        pattern = _DATES[self.language]
        if day.year != self.now.year or abs(day - self.now) > _NEAR:
            pattern += " 'de' y" if self.language == "es" else " y"
        return format_date(day, pattern, locale=self.language)

    def days(self, count: int) -> str:
        """A number of days, three or more, in the plural that the language asks for."""
        return format_timedelta(timedelta(days=count), granularity="day", threshold=10_000, locale=self.language)

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount with its currency: by sign, in Arabic by name."""
        kind = "name" if self.language == "ar" else "standard"
        return format_currency(amount, currency, locale=self.language, format_type=kind).translate(_CONTROLS)


def language_of(context: DraftContext, text: str) -> str:
    """The language to answer in: Arabizi in Arabic, a mixture in what most of it is, anything unknown in English."""
    if context.language in TABLES:
        return context.language
    if context.language == "arabizi":
        return "ar"
    if context.language != "mixed":
        return "en"
    arabic = len(re.findall(r"[\u0621-\u064a]", text))
    if arabic > len(re.findall(r"[A-Za-z]", text)):
        return "ar"
    said = words(text).split()
    return "es" if sum(w in _SPANISH for w in said) > sum(w in _ENGLISH for w in said) else "en"


def first_name(name: str) -> str:
    """What to call a person: the given name, or nothing when `name` does not look like one."""
    parts = [part for part in name.translate(_CONTROLS).split() if part.strip(".").lower() not in _TITLES]
    if not parts:
        return ""
    # "Rivera, Jane" puts the family name first.
    first = parts[1] if parts[0].endswith(",") and len(parts) > 1 else parts[0].rstrip(",،")
    if first in _TWO_WORDS and len(parts) > 1:
        first = f"{first} {parts[1]}"
    if not re.fullmatch(r"[^\W\d_](?:[^\W\d_]|[\u064b-\u0652]|[ '’-](?=[^\W\d_])){1,29}", first):
        return ""
    return first.capitalize() if first.isascii() and (first.islower() or first.isupper()) else first
