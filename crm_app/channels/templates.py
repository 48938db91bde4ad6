"""Texts that WhatsApp has approved for an account: which may be stored, and how one reads with its values. Pure."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from crm_app.kit.errors import Invalid

MOST, LONGEST_BODY, LONGEST_VALUE = 100, 1_024, 500

_NAME = re.compile(r"[a-z0-9_]{1,100}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
_REFERENCE = re.compile(r"HX[0-9a-f]{32}")
_PLACE = re.compile(r"\{\{\s*(\d{1,2})\s*\}\}")


@dataclass(frozen=True)
class StoredTemplate:
    """`body` holds {{1}}, {{2}} and so on where the values go. `reference` is Twilio's ContentSid."""

    name: str
    language: str
    body: str
    reference: str = ""

    @property
    def places(self) -> int:
        """How many values it takes."""
        return len({int(number) for number in _PLACE.findall(self.body)})


def stored(settings: dict[str, Any]) -> tuple[StoredTemplate, ...]:
    """The templates in an account's settings, in their order."""
    return tuple(StoredTemplate(**row) for row in settings.get("templates", ()))


def checked(kind: str, given: list[dict[str, str]]) -> list[dict[str, str]]:
    """Templates as they may be stored in the settings of an account; raises Invalid that names what is wrong."""
    if not kind.endswith("whatsapp"):
        raise Invalid("templates", "Only WhatsApp has templates.")
    if len(given) > MOST:
        raise Invalid("templates", "Keep at most {most} templates.", most=MOST)
    rows = [_checked(kind, row) for row in given]
    if len({(row.name, row.language) for row in rows}) < len(rows):
        raise Invalid("name", "Two templates have the same name and language.")
    return [asdict(row) for row in rows]


def _checked(kind: str, given: dict[str, str]) -> StoredTemplate:
    row = StoredTemplate(*(str(given.get(name, "")).strip() for name in ("name", "language", "body", "reference")))
    if not _NAME.fullmatch(row.name):
        raise Invalid("name", "A template's name holds small letters, digits and _ alone, as WhatsApp approved it.")
    if not _LANGUAGE.fullmatch(row.language):
        raise Invalid("language", "The language is a code such as en, es or ar, or en_US.")
    if not row.body or len(row.body) > LONGEST_BODY:
        raise Invalid("body", "The text has 1 to {longest} characters.", longest=LONGEST_BODY)
    if {int(number) for number in _PLACE.findall(row.body)} != set(range(1, row.places + 1)):
        raise Invalid("body", "The places for values are {{1}}, {{2}} and so on, without a gap.")
    if kind == "twilio_whatsapp" and not _REFERENCE.fullmatch(row.reference):
        raise Invalid("reference", "Twilio knows a template by its ContentSid, which begins with HX.")
    return row


def filled(template: StoredTemplate, values: list[str]) -> tuple[str, tuple[str, ...]]:
    """How the template reads, and its values as they are sent; raises Invalid when they do not fit."""
    tidy = tuple(" ".join(value.split()) for value in values)
    if len(tidy) != template.places or not all(tidy):
        raise Invalid("values", "This template takes {n} values, none of them empty.", n=template.places)
    if any(len(value) > LONGEST_VALUE for value in tidy):
        raise Invalid("values", "A value has at most {longest} characters.", longest=LONGEST_VALUE)
    return _PLACE.sub(lambda place: tidy[int(place[1]) - 1], template.body), tidy
