"""By which spelling is the owner of a phone number found? Pure."""

import phonenumbers

LONGEST = 32
FEWEST_DIGITS = 5


def is_number(typed: str) -> bool:
    """Whether a text can be a phone number at all: "call me" and "n/a" would make one person of many."""
    return sum(letter.isdigit() for letter in typed) >= FEWEST_DIGITS


def number_in(typed: str, region: str = "") -> str:
    """A number in one form (see `in_one_form`); "" where the text can be none."""
    return in_one_form(typed, region) if is_number(typed) else ""


def in_one_form(typed: str, region: str = "") -> str:
    """A phone number as E.164, or what was typed when it cannot be read as one.

    Args:
        region: the country (ISO 3166) of numbers that name none; "" where that is not known.
    """
    text = typed.strip()
    if text.startswith("+"):
        number = _parsed(text, None)
    else:
        readings = [_parsed(text, region or None), _parsed("+" + text[2:], None) if text.startswith("00") else None]
        number = next((each for each in readings if each and phonenumbers.is_valid_number(each)), None)
    if number is None:
        return text[:LONGEST]
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _parsed(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
