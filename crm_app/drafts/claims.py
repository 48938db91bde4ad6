"""Is what a draft says true? Every fact and promise in it, checked against the records.

A claim is supported when the shop's records hold it, or the customer's own message where it is quoted back (and marked
so). When in doubt it is not: a person confirms with one click, but nobody takes back an invented refund.
"""

from dataclasses import dataclass
from itertools import pairwise

from crm_app.drafts.checking.evidence import Evidence, Segment, gather, segments
from crm_app.drafts.checking.joining import joined_scan
from crm_app.drafts.checking.judging import Verdict, judge
from crm_app.drafts.checking.spotting import Kind, Spot
from crm_app.drafts.facts import DraftContext


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of fact: draft[start:end] == text. `source` names the record that holds it, `reason` says so."""

    text: str
    start: int
    end: int
    kind: Kind
    supported: bool
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """All claims of a draft in the order they are read; none overlap."""

    claims: tuple[Claim, ...]

    @property
    def unsupported(self) -> tuple[Claim, ...]:
        """What a person must confirm or change before the draft is sent."""
        return tuple(claim for claim in self.claims if not claim.supported)


def check(text: str, context: DraftContext) -> Checked:
    """Check draft `text` against `context`. Pure, linear in the length of both; knows no clock but `context.now`."""
    evidence = gather(context)
    judged = [
        (spot, clause, judge(text, spot, clause, evidence))
        for clause in segments(text, evidence.today)
        for spot in clause.spots
    ]
    return Checked(tuple(_merge(text, judged, evidence)))


def _merge(text: str, judged: list[tuple[Spot, Segment, Verdict]], evidence: Evidence) -> list[Claim]:
    """Claims, with a place and the date beside it as one: each may be true and both together false."""
    claims: list[Claim] = []
    skip = False
    for (spot, _, verdict), following in [*pairwise(judged), *((last, None) for last in judged[-1:])]:
        if skip:
            skip = False
            continue
        scan = following and joined_scan(text, spot, following[0], evidence)
        if scan:
            claims.append(_claim(text, spot.start, following[0].end, "place", scan))
            skip = True
        else:
            claims.append(_claim(text, spot.start, spot.end, spot.kind, verdict))
    return claims


def _claim(text: str, start: int, end: int, kind: Kind, verdict: Verdict) -> Claim:
    said = text[start:end]
    reason = verdict.reason or (
        f"Found in: {verdict.source}." if verdict.supported else f"“{said}” stands in no record."
    )
    return Claim(said, start, end, kind, verdict.supported, verdict.source, reason)
