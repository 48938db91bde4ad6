"""What number do written digits stand for? "1.250" is 1250, "1,5" is 1.5, "5,00,000" is half a million."""

import re
from decimal import Decimal

MOST_DIGITS = 15
_MANY_DECIMALS = re.compile(r"(\d{1,12}[.,]\d{2})\d*")


def value_of(written: str, *, before_scale: str = "") -> Decimal | None:
    """The value of digits with either decimal sign. "1.250" is 1250, except before a multiplier that is not Spanish;
    None when it is no number ("1.2.3.4")."""
    plain = re.sub(r"[ \u00a0']", "", written)
    if sum(letter.isdigit() for letter in plain) > MOST_DIGITS:
        digits = _MANY_DECIMALS.fullmatch(plain)
        return Decimal(plain.replace(",", ".")) if digits and len(plain) < 40 else None
    signs = [sign for sign in plain if sign in ".,"]
    if not signs:
        return Decimal(plain)
    parts = re.split("[.,]", plain)
    last, tail = signs[-1], parts[-1]
    if len(set(signs)) > 1:
        whole = "".join(parts[:-1])
        return Decimal(f"{whole}.{tail}") if signs.count(last) == 1 and len(signs) > 1 else None
    if len(signs) > 1:
        grouped = all(len(part) == 3 for part in parts[1:])
        indian = last == "," and len(tail) == 3 and all(len(part) == 2 for part in parts[1:-1])
        loose = (
            Decimal("".join(parts[:-1]) + "." + tail)
            if len(tail) < 3 and all(len(p) == 3 for p in parts[1:-1])
            else None
        )
        return Decimal("".join(parts)) if grouped or indian else loose
    return Decimal("".join(parts)) if _is_group(parts[0], last, tail, before_scale) else Decimal(f"{parts[0]}.{tail}")


def _is_group(whole: str, sign: str, tail: str, before_scale: str) -> bool:
    """Whether the one sign of a number parts thousands rather than the decimals."""
    if len(tail) != 3 or len(whole) > 3 or whole.startswith("0"):
        return False
    if before_scale.startswith("mill") and before_scale not in ("million", "millions"):
        return sign == "."
    return not before_scale or sign == ","
