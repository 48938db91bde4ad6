"""How is what is known of a lead said, and what is asked and promised? Pure; three languages.

The offline writer says these sentences, and the claims check reads them as records (`vouched`, `told`): what the card,
the opening hours and the state of the talk bear out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from crm_app.ai.untrusted import strip_foreign_links
from crm_app.drafts.facts import LeadState
from crm_app.drafts.talk import phrases_ar, phrases_en, phrases_es
from crm_app.language.fold import fold
from crm_app.leads.knowing import BELIEVED, Fact
from crm_app.leads.models import FactName as F

TABLES = {"en": phrases_en.PHRASES, "es": phrases_es.PHRASES, "ar": phrases_ar.PHRASES}
_CURRENCIES = {
    "ar": {"SAR": "ريال", "AED": "درهم", "EGP": "جنيه", "USD": "دولار", "EUR": "يورو", "QAR": "ريال", "KWD": "دينار"},
    "es": {"EUR": "€", "USD": "USD"},
}
_ECHOED = (F.SERVICE_INTEREST, F.LOCATION, F.BUDGET, F.TIMELINE)
_STANDING = (
    "handover",
    "done",
    "enough",
    "not_at_hand",
    "welcome",
    "lost",
    "refused",
    "waiting",
    "welcome_open",
    "price_open",
    "day_open",
    "robot",
)
_LONGEST_ECHO, _MOST_WORDS = 60, 9
# "Noted: sell my flat" sounds odd, and "شقتي" would be ours; an appointment has just been spoken of.
_NOT_SAID_BACK = re.compile(
    r"(?:sell|rent out|let|list|lease out|vender|poner en|(?:alquilar|rentar) (?:mi|nuestr\w*)"
    r"|ابيع|نبيع|بيع|اعرض|اجر|تاجير)\b"
    r"|\w*(?:شقتي|بيتي|فيلتي|ارضي|منزلي|عقاري|بيتنا|شقتنا)\b"
    r"|(?:an? |una? |احجز |حجز )?(?:appointments?|citas?|viewing|visita|موعد|معاد|معاينه)$"
)
_FILLED = re.compile(r"\{\w+\}")
_COMMA = {"ar": "، "}
_OPENING = re.compile(
    r"(?:Next|This|In|Within|By|Before|Until|After|From|As|El|La|Este|Esta|En|Dentro|Para|Antes|A|De) "
)
_STRANGE = re.compile(r"[<>{}\[\]\\|`=]|https?:|www\.|@")


@dataclass(frozen=True, slots=True)
class Talk:
    """One language at one turn of the wheel; `brief` asks for the wording of a text message. `said` is what we wrote in
    this talk, oldest first: nobody likes to read the same words twice."""

    language: str
    turn: int = 0
    brief: bool = False
    said: tuple[str, ...] = ()

    def say(self, phrase: str, **values: str) -> str:
        """A phrase with its values filled in. Raises KeyError for one that is missing."""
        table = TABLES[self.language]
        choices = (self.brief and table.get(f"{phrase}_short")) or table[phrase]
        turned = [choices[(self.turn + place) % len(choices)] for place in range(len(choices))]
        return min(turned, key=self._last_said).format(**values)

    def _last_said(self, choice: str) -> int:
        """How late in the talk a wording was used; -1 for never."""
        fixed = max(_FILLED.split(choice), key=len).strip()
        return max((place for place, text in enumerate(self.said) if fixed in text), default=-1)

    def question(self, ask: str, trade: str) -> str:
        """The question for a fact, in the trade's words where there are some."""
        named = f"ask_{ask}_{trade}"
        return self.say(named if named in TABLES[self.language] else f"ask_{ask}")

    def acknowledged(self, lead: LeadState) -> str:
        """What was just told, said back; "" when nothing was."""
        fresh = [fact for fact in lead.known if fact.name in lead.fresh]
        ordered = sorted(
            (f for f in fresh if f.name in _ECHOED and not _undated(f, fresh)),
            key=lambda fact: _ECHOED.index(fact.name),
        )
        told = [text for fact in ordered if fact.confidence >= BELIEVED and (text := self.fact(fact))]
        said = [text for text in dict.fromkeys(told) if not any(text != other and text in other for other in told)]
        noted = self.say("noted", facts=_COMMA.get(self.language, ", ").join(said)) if said else ""
        return " ".join(part for part in (noted, *self._in_passing(fresh)) if part)

    def _in_passing(self, fresh: Sequence[Fact]) -> Iterator[str]:
        """What is no news to be said back, but wants a word: who decides, how pressing it is, a number."""
        told = {fact.name: fact for fact in fresh}
        if (decides := told.get(F.DECISION_MAKER)) and f"noted_{decides.value.get('who')}" in TABLES[self.language]:
            yield self.say(f"noted_{decides.value['who']}")
        dated = F.TIMELINE in told and not _undated(told[F.TIMELINE], fresh)
        if (urgency := told.get(F.URGENCY)) and not dated and urgency.value.get("level") in ("high", "low"):
            yield self.say(f"noted_{urgency.value['level']}")
        yield from (self.say(f"noted_{name}") for name in (F.PHONE, F.EMAIL) if name in told)

    def fact(self, fact: Fact) -> str:
        """One fact in a few words; "" for one that is better not repeated."""
        if fact.name == F.BUDGET:
            return self._budget(fact)
        if fact.name == F.SERVICE_INTEREST:
            said = fact.quote or str(fact.value.get("text") or "")
            return "" if _NOT_SAID_BACK.match(fold(said)) else _echo(said)
        if fact.name == F.TIMELINE:
            said = _echo(str(fact.value.get("text") or ""))
            return (said[:1].lower() + said[1:] if _OPENING.match(said) else said) or self._period(fact)
        return _echo(str(fact.value.get("text") or ""))

    def _budget(self, fact: Fact) -> str:
        low, high = fact.value.get("low"), fact.value.get("high")
        currency = str(fact.value.get("currency") or "")
        if low is None and high is None:
            return ""
        if low is not None and high is not None and low != high:
            return self.say("between", low=self.amount(low, ""), high=self.amount(high, currency))
        amount = self.amount(high if high is not None else low, currency)
        return amount if low == high else self.say("up_to" if high is not None else "from", amount=amount)

    def amount(self, number: float, currency: str) -> str:
        """A sum as one writes it in a message: "1,200,000 AED"."""
        locale = {"en": "en", "es": "es", "ar": "en"}[self.language]
        plain = format_decimal(Decimal(str(number)), format="#,##0.##", locale=locale)
        return f"{plain} {_CURRENCIES.get(self.language, {}).get(currency, currency)}".strip()

    def _period(self, fact: Fact) -> str:
        days = [date.fromisoformat(str(d)) for d in (fact.value.get("start"), fact.value.get("end")) if d]
        return " – ".join(dict.fromkeys(format_date(day, "d MMMM y", locale=self.language) for day in days))

    def hours(self, lead: LeadState, now: datetime) -> str:
        """Until when somebody is there, or when again; "" where it is always open."""
        if lead.until:
            return self.say("open_until", time=self._clock(lead.until))
        if lead.opens:
            return self.say("opens", day=self._day(lead.opens, now), time=self._clock(lead.opens))
        return ""

    def _clock(self, at: datetime) -> str:
        return format_time(at, "H:mm", locale="en")

    def _day(self, at: datetime, now: datetime) -> str:
        away = (at.date() - now.date()).days
        if away < 2:
            return self.say("tomorrow" if away else "today")
        pattern = "EEEE" if away < 7 else "EEEE d MMMM"
        return self.say("weekday", day=format_date(at.date(), pattern, locale=self.language))


def _undated(fact: Fact, fresh: Sequence[Fact]) -> bool:
    """Whether a time is nothing but how pressing it is: "as soon as possible", "no rush"."""
    pressing = next((other for other in fresh if other.name == F.URGENCY), None)
    if fact.name != F.TIMELINE or pressing is None or pressing.value.get("level") == "normal":
        return False
    if pressing.value.get("level") == "low" and fact.value.get("start"):
        return False
    return not fact.value.get("end") and pressing.quote == fact.quote


def _echo(text: str) -> str:
    """The lead's own words, when they are few and harmless enough to be said back."""
    plain = " ".join(strip_foreign_links(text, ()).text.split()).strip(" .,;:!?؟،")
    odd = len(plain) > _LONGEST_ECHO or len(plain.split()) > _MOST_WORDS or _STRANGE.search(plain)
    return "" if odd or plain != " ".join(text.split()).strip(" .,;:!?؟،") else plain


def vouched(lead: LeadState, now: datetime) -> Iterator[str]:
    """What the house stands behind: the opening hours, that a person takes over, that nobody writes any more."""
    for talk in _every():
        yield talk.hours(lead, now)
        yield from (talk.say(phrase) for phrase in _STANDING)
        if lead.stopped == "stop":
            yield talk.say("stop")


def told(lead: LeadState) -> Iterator[str]:
    """What the lead said of themselves, as the writer says it back."""
    for talk in _every():
        yield talk.acknowledged(lead)
        yield from (talk.fact(fact) for fact in lead.known)


def _every() -> Iterator[Talk]:
    for language, table in TABLES.items():
        for brief in (False, True):
            for turn in range(max(map(len, table.values()))):
                yield Talk(language, turn, brief)
