"""What does this cell say? Pure: a text in, a value out, or ValueError with the reason."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from crm_app.channels.policy import CHANNELS
from crm_app.contacts.numbers import in_one_form
from crm_app.conversations.intake import email_address
from crm_app.kit import clock
from crm_app.language.fold import fold

LONGEST = 100_000
"""Characters that a cell may have."""

_BROKEN = re.compile("[\x00\ud800-\udfff\ufffd]")
_DAY = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]m)?)?")
_YES = frozenset("yes y true t 1 x vip si s verdadero نعم صح صحيح اجل".split())
_NO = frozenset("no n false f 0 falso لا خطا".split())
_SPOKEN_OF_AS = {"chat": "live_chat", "web": "web_form", "form": "web_form", "mail": "email", "voice": "phone"}
_PRIORITIES = {
    **dict.fromkeys("1 low baja bajo منخفضه منخفض".split(), "low"),
    **dict.fromkeys("2 3 normal medium media medio عاديه عادي متوسطه متوسط".split(), "normal"),
    **dict.fromkeys("4 high alta alto عاليه عالي مرتفعه".split(), "high"),
    **dict.fromkeys("5 urgent critical urgente critica عاجل عاجله".split(), "urgent"),
}
_STATUSES = {
    **dict.fromkeys("open new active abierto abierta nuevo nueva مفتوح مفتوحه جديد جديده".split(), "open"),
    **dict.fromkeys("pending hold waiting pendiente معلق معلقه".split(), "pending"),
    **dict.fromkeys("closed solved resolved done cerrado cerrada resuelto resuelta مغلق مغلقه محلول".split(), "closed"),
}


@dataclass(frozen=True)
class Ground:
    """What judging a row rests on: the time, whether 3/4 is the third of April, our own addresses, and the country
    (ISO 3166) of numbers that name none."""

    now: datetime
    day_first: bool = True
    own: frozenset[str] = frozenset()
    region: str = ""


Parser = Callable[[str, Ground], Any]


def sound(cell: str) -> str:
    """The cell itself; ValueError when it is huge or holds what no database takes."""
    if len(cell) > LONGEST:
        raise ValueError(f"longer than {LONGEST:,} characters")
    if _BROKEN.search(cell):
        raise ValueError("holds characters that cannot be read")
    return cell


def line(cell: str, _: Ground) -> str:
    """A text of one line."""
    return " ".join(cell.split())[:500]


def text(cell: str, _: Ground) -> str:
    return cell.strip()


def email(cell: str, _: Ground) -> str:
    """A normal address; of several, the first."""
    return email_address(re.split(r"[;,\s]", cell.strip())[0])


def phone(cell: str, ground: Ground) -> str:
    """E.164 where the country is told or the workspace's own, else digits as they were written."""
    written = fold(cell).replace("٫", "").strip().lstrip("'=")
    plain = re.sub(r"[^\d+]", "", written)
    if not 5 <= len(plain.lstrip("+")) <= 20:
        raise ValueError("is no phone number")
    return in_one_form(plain, ground.region)


def number(cell: str, _: Ground) -> float:
    """An amount, with a currency or not, whichever way it is grouped: 1,234.50 and 1.234,50."""
    plain = re.sub(r"[^\d.,-]", "", fold(cell).replace("٫", ".").replace("٬", ","))
    last = max(plain.rfind("."), plain.rfind(","))
    mark = plain[last] if last >= 0 else ""
    if mark and plain.count(mark) == 1 and not (len(plain) - last == 4 and mark == "," and plain[:last].strip("-0")):
        whole = re.sub("[.,]", "", plain[:last])
        plain = f"{whole}.{plain[last + 1 :]}"
    else:
        plain = re.sub("[.,]", "", plain)
    try:
        found = float(plain)
    except ValueError:
        raise ValueError("is no number") from None
    if not abs(found) < 1e11:
        raise ValueError("is too large a number")
    return found


def share(cell: str, ground: Ground) -> float:
    """A probability, 0..1 or in per cent."""
    found = number(cell, ground)
    found = found / 100 if "%" in cell or "٪" in cell or found > 1 else found
    if not 0 <= found <= 1:
        raise ValueError("goes from 0 to 1")
    return found


def whether(cell: str, _: Ground) -> bool:
    """Yes or no."""
    plain = fold(cell).strip()
    if plain not in _YES | _NO:
        raise ValueError("is neither yes nor no")
    return plain in _YES


def several(cell: str, _: Ground) -> list[str]:
    """Words apart by commas, semicolons or bars."""
    return [" ".join(part.split())[:100] for part in re.split(r"[;,،|]", cell) if part.strip()][:50]


def instant(cell: str, ground: Ground) -> datetime:
    """A time from 1900 to 2200; one without a zone is read as UTC."""
    written = fold(cell).upper().strip()
    for read in (_iso, _numbers, _mail_date):
        try:
            found = read(written, ground)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        if found is not None:
            return clock.in_utc(found)
    raise ValueError("is no date")


def past(cell: str, ground: Ground) -> datetime:
    """A time that is over; one in the future counts as now."""
    return min(instant(cell, ground), ground.now)


def _iso(written: str, _: Ground) -> datetime | None:
    return datetime.fromisoformat(re.sub(r" UTC$", "Z", written)) if re.match(r"\d{4}-\d", written) else None


def _numbers(written: str, ground: Ground) -> datetime | None:
    match = _DAY.fullmatch(written.lower())
    if not match:
        return None
    a, b, c = (int(part) for part in match.groups()[:3])
    hour, minute, second = (int(part or 0) for part in match.groups()[3:6])
    if match[7]:
        hour = hour % 12 + (12 if match[7] == "pm" else 0)
    if len(match[1]) == 4:
        return datetime(a, b, c, hour, minute, second)
    year = c + (2000 if c < 70 else 1900) if len(match[3]) <= 2 else c
    day, month = (a, b) if (ground.day_first and b <= 12) or a > 12 else (b, a)
    return datetime(year, month, day, hour, minute, second)


def _mail_date(written: str, _: Ground) -> datetime | None:
    for form in ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y"):
        try:
            return datetime.strptime(written.title(), form)
        except ValueError:
            continue
    return parsedate_to_datetime(written.title())


def day_first(cells: list[str]) -> bool | None:
    """How dates are written in these cells; None where they do not tell."""
    pairs = [(int(m[1]), int(m[2])) for cell in cells if (m := _DAY.match(fold(cell).strip())) and len(m[1]) <= 2]
    if any(first > 12 for first, _ in pairs):
        return True
    return False if any(second > 12 for _, second in pairs) else None


def channel(cell: str, _: Ground | None = None) -> str:
    """One of our channels, under the names that people use."""
    plain = fold(cell).strip().replace("-", "_").replace(" ", "_")
    plain = _SPOKEN_OF_AS.get(plain, plain)
    if plain not in CHANNELS:
        raise ValueError(f"is none of {', '.join(CHANNELS)}")
    return plain


def priority(cell: str, _: Ground) -> str:
    return _one_of(cell, _PRIORITIES)


def status(cell: str, _: Ground) -> str:
    return _one_of(cell, _STATUSES)


def _one_of(cell: str, names: dict[str, str]) -> str:
    plain = fold(cell).strip()
    if plain not in names:
        raise ValueError(f"is none of {', '.join(dict.fromkeys(names.values()))}")
    return names[plain]


def currency(cell: str, _: Ground) -> str:
    """Three letters."""
    plain = {"$": "USD", "€": "EUR", "£": "GBP"}.get(cell.strip(), cell.strip().upper())
    if not re.fullmatch("[A-Z]{3}", plain):
        raise ValueError("is no currency of three letters")
    return plain
