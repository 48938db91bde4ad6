"""How are amounts, days and spans of time said in the reader's language? Pure."""

from collections.abc import Iterable
from copy import copy
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_compact_currency, format_currency

from crm_app.ui.words import say

CHANNELS = {
    "email": "email",
    "web_form": "web form",
    "live_chat": "web chat",
    "sms": "SMS",
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
    "phone": "phone",
}

LEFT_TO_RIGHT = "\u200e"


def listed(parts: Iterable[str], language: str) -> str:
    """Several words in a row, the empty ones left out; Arabic has a comma of its own."""
    return ("، " if language == "ar" else ", ").join(filter(None, parts))


def channel(name: str, language: str) -> str:
    """A channel's name inside a sentence."""
    return say(language, CHANNELS.get(name, name))


def money(amount: Decimal | float, currency: str, language: str, *, short: bool = False) -> str:
    """An amount with its currency (ISO 4217); `short` rounds to thousands as "$3.5K"; whole ones have no cents."""
    if short and amount >= 1000:
        said = format_compact_currency(amount, currency, locale=language, fraction_digits=1)
    elif amount != int(amount):
        said = format_currency(amount, currency, locale=language)
    else:
        whole = copy(Locale.parse(language).currency_formats["standard"])
        whole.frac_prec = (0, 0)
        said = whole.apply(amount, language, currency=currency, currency_digits=False)
    return said + LEFT_TO_RIGHT if language == "ar" and said.endswith("$") else said  # else "US$" is torn apart


def day(at: datetime, zone: ZoneInfo, language: str, *, weekday: bool = False, year: bool = False) -> str:
    """A day of the workspace's zone: "9 Nov", or with its weekday in full, or with its year."""
    local = at.astimezone(zone)
    if weekday or language == "en":
        of = " 'de' " if language == "es" else " "
        month = f"EEEE d{of}MMMM" if weekday else "d MMM"
        return format_date(local, f"{month}{of}y" if year else month, locale=language)
    return format_skeleton("yMMMd" if year else "MMMd", local, locale=language)


def clock(at: datetime, zone: ZoneInfo, language: str) -> str:
    """The time of day: "09:12"."""
    return format_time(at.astimezone(zone), "HH:mm", locale=language)


def moment(at: datetime, zone: ZoneInfo, language: str, *, weekday: bool = False) -> str:
    """A day with its time: "9 Nov, 09:12", or with its weekday in full."""
    return listed((day(at, zone, language, weekday=weekday), clock(at, zone, language)), language)


def span(time: timedelta, language: str, *, exact: bool = False) -> str:
    """How long: "12 min", "2 h" (exactly: "2 h 04 m"), "1 d"."""
    minutes = max(0, int(time.total_seconds() // 60))
    if minutes < 60:
        return say(language, "{n} min", n=minutes)
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        if exact and rest:
            return say(language, "{h} h {m} m", h=hours, m=f"{rest:02}")
        return say(language, "{n} h", n=hours)
    return say(language, "{n} d", n=minutes // (24 * 60))


def initials(name: str) -> str:
    """One or two letters that stand for a person."""
    words = [word for word in name.replace(".", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    if len(words) == 1 or words[0][0] >= "\u0590":  # Arabic letters do not stand alone
        return words[0][:2].upper()
    return (words[0][0] + words[-1][0]).upper()


def size(count: int) -> str:
    """A file's size for the eye."""
    return f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{max(1, count // 1000)} kB"
