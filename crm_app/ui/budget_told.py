"""How is a month's use of models said, how full is its bar, and which limits were typed? Pure."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from babel.numbers import format_decimal

from crm_app.ai.budget import MICROS
from crm_app.ai.queries import MonthView
from crm_app.kit.errors import Invalid
from crm_app.ui.inbox.told import money
from crm_app.ui.words import say


@dataclass(frozen=True)
class Told:
    """`tokens` and `money` are the limits as they are typed, empty where there is none; `percent` fills the bar."""

    used: str
    percent: int
    level: str
    tokens: str
    money: str


def told(view: MonthView, language: str) -> Told:
    """A month in the reader's language."""
    limits = view.limits
    dollars = None if limits.micros is None else Decimal(limits.micros) / MICROS
    used = say(
        language, "{tokens} tokens, {cost}", tokens=number(view.tokens, language), cost=cost(view.cost, language)
    )
    return Told(
        used=used,
        percent=min(100, int(view.verdict.share * 100)),
        level="spent" if view.spent else view.verdict.level,
        tokens="" if limits.tokens is None else str(limits.tokens),
        money="" if dollars is None else f"{dollars.normalize():f}",
    )


def number(n: int, language: str) -> str:
    """A whole number with its groups."""
    return format_decimal(n, locale=language)


def cost(dollars: Decimal, language: str) -> str:
    """US dollars; what is less than a cent is said so."""
    if 0 < dollars < Decimal("0.01"):
        return say(language, "under {amount}", amount=money(Decimal("0.01"), "USD", language))
    return money(dollars.quantize(Decimal("0.01")), "USD", language)


def limits_in(form: dict) -> tuple[int | None, Decimal | None]:
    """Tokens and US dollars as they were typed; empty is no limit. Raises Invalid."""
    tokens, money = (str(form.get(name, "")).strip().replace(",", "") for name in ("tokens", "money"))
    if tokens and not (tokens.isascii() and tokens.isdecimal() and len(tokens) <= 13):
        raise Invalid("tokens", "Type a whole number of tokens, or leave it empty.")
    try:
        dollars = Decimal(money) if money else None
    except InvalidOperation:
        dollars = Decimal("NaN")
    if dollars is not None and not dollars.is_finite():
        raise Invalid("money", "Type an amount such as 25 or 12.50, or leave it empty.")
    return int(tokens) if tokens else None, dollars
