"""Which telephone numbers does a text give?"""

from collections.abc import Sequence
from dataclasses import dataclass

import phonenumbers

LIMIT = 20


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as E.164, with its extension where one is said."""

    e164: str
    extension: str
    start: int
    end: int
    text: str


def phones(
    text: str, region: str, *, asked: str | None = None, taken: Sequence[tuple[int, int]] = ()
) -> tuple[Phone, ...]:
    """Every valid number in `text`, in order. `region` (ISO 3166) reads those without a country code."""
    return tuple(
        Phone(
            phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164),
            found.number.extension or "",
            found.start,
            found.end,
            found.raw_string,
        )
        for found in phonenumbers.PhoneNumberMatcher(text, region, max_tries=LIMIT)
    )
