"""What does a message say about a sale? The one call that reads it all: sums, dates, contacts, place, wishes.

Every finding carries its offsets in the text that was given and the exact words that stand there. Nothing is looked
up, nothing is remembered: no network, no clock, no state.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from crm_app.language.amounts import Amount, amounts
from crm_app.language.dates import Period, dates
from crm_app.language.decision_maker import DecisionMaker, decision_maker
from crm_app.language.emails import Email, emails
from crm_app.language.locations import Location, locations
from crm_app.language.names_given import NameGiven, name_given
from crm_app.language.phones import Phone, lookalikes, phones
from crm_app.language.services import Service, services
from crm_app.language.traced import Folded, fold
from crm_app.language.urgency import Urgency, urgency
from crm_app.language.wishes import Wish, wishes

CHARACTERS_READ = 4_000
"""The rest of a longer text is not read: what matters of a message stands at its beginning."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All findings of one message, each list in the order of the text."""

    amounts: tuple[Amount, ...]
    dates: tuple[Period, ...]
    phones: tuple[Phone, ...]
    emails: tuple[Email, ...]
    name: NameGiven | None
    urgency: Urgency
    decision_maker: DecisionMaker
    locations: tuple[Location, ...]
    services: tuple[Service, ...]
    wishes: tuple[Wish, ...]

    @property
    def timeline(self) -> Period | None:
        """When they want it: the first date that does not lie behind, else none."""
        return next((period for period in self.dates if not period.is_past), None)

    @property
    def location(self) -> Location | None:
        """The place that says most: a known one before one that merely follows "in"."""
        return max(self.locations, key=lambda place: (place.known, -place.start), default=None)


def extract(
    text: str,
    *,
    now: datetime,
    region: str = "US",
    currency: str = "USD",
    day_first: bool = True,
    asked: str | None = None,
    own_services: Collection[str] = (),
) -> Extraction:
    """Reads the first 4,000 characters of any text, also an empty one.

    Args:
        now: the writer's time, which "tomorrow" counts from.
        region: ISO 3166 country of numbers without a country code.
        currency: ISO 4217 code meant by "$", "riyal" or "pesos" in the workspace's country, and by a bare number.
        day_first: whether 3/4 is the third of April.
        asked: what the question just before asked for ("budget", "phone", "email", "timeline", "location", "name",
            "decision_maker"): a bare answer is then read as one.
        own_services: words of the workspace's own services, to be found as interests.
    """
    read = text[:CHARACTERS_READ]
    folded = fold(read)
    mails = emails(read, asked=asked)
    calls = phones(read, region, asked=asked, taken=[(mail.start, mail.end) for mail in mails])
    elsewhere = [*((found.start, found.end) for found in (*mails, *calls)), *lookalikes(read)]
    when = dates(read, folded, now, day_first=day_first, asked=asked, taken=elsewhere)
    sums, when = _sums_beside(read, folded, when, currency, asked, elsewhere)
    return Extraction(
        amounts=sums,
        dates=when,
        phones=calls,
        emails=mails,
        name=name_given(read, asked=asked),
        urgency=urgency(read, folded, when, now),
        decision_maker=decision_maker(read, folded, asked=asked),
        locations=locations(read, folded, asked=asked),
        services=services(read, folded, own_services),
        wishes=wishes(read, folded),
    )


def _sums_beside(
    read: str,
    folded: Folded,
    when: tuple[Period, ...],
    currency: str,
    asked: str | None,
    elsewhere: list[tuple[int, int]],
) -> tuple[tuple[Amount, ...], tuple[Period, ...]]:
    """The sums, and the dates that are left: what is plainly a date is no sum, a bare "2000" a year only where it is
    no sum."""
    taken = [*elsewhere, *((period.start, period.end) for period in when if period.plain)]
    sums = amounts(read, folded, currency, asked=asked, taken=taken)
    free = (each for each in when if each.plain or not any(s.start < each.end and each.start < s.end for s in sums))
    return sums, tuple(free)
