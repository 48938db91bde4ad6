"""A place and a date said together ("Reno since 12 November") are one statement about one scan."""

import re

from crm_app.drafts.checking.evidence import Evidence, day_of
from crm_app.drafts.checking.judging import Verdict
from crm_app.drafts.checking.spotting import Spot
from crm_app.language.traced import fold, words

_BETWEEN = re.compile(
    r"[ ,(]+(?:(?:since|on|from|desde|el|del|de|la|منذ|في|يوم|بتاريخ|in|at|en|a|,)[ ,]+)*", re.IGNORECASE
)


def joined_scan(text: str, first: Spot, second: Spot, evidence: Evidence) -> Verdict | None:
    """The verdict on a place next to a date; None when they are not said together or no tracking names the place."""
    if {first.kind, second.kind} != {"place", "date"} or not _BETWEEN.fullmatch(
        fold(text[first.end : second.start]).text
    ):
        return None
    place, when = (first, second) if first.kind == "place" else (second, first)
    said = words(text[place.start : place.end])
    scans = [event for order in evidence.context.orders for event in order.events if said in words(event.place)]
    if not scans:
        return None
    if any(day_of(event.at, evidence.context) in when.value for event in scans):
        return Verdict(True, "tracking")
    return Verdict(False, "", f"Tracking has no scan in{said}on {text[when.start : when.end]}.")
