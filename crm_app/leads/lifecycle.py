"""Who may follow whom in a lead's lifecycle? The one table; every door asks it. Pure."""

from dataclasses import dataclass

from crm_app.leads.models import Lifecycle as L

NEXT: dict[L, tuple[L, ...]] = {
    L.NEW: (L.QUALIFYING,),
    L.QUALIFYING: (L.QUALIFIED, L.NURTURING, L.DISQUALIFIED),
    L.QUALIFIED: (L.APPOINTMENT_BOOKED,),
    L.APPOINTMENT_BOOKED: (L.HANDED_OFF,),
    L.HANDED_OFF: (),
    L.NURTURING: (L.QUALIFYING,),
    L.DISQUALIFIED: (L.QUALIFYING,),
}


@dataclass(frozen=True)
class Move:
    """Whether a lead may move, and the sentence that says why not."""

    allowed: bool
    reason: str = ""


def move(before: str, after: str) -> Move:
    """May a lead that stands at `before` go to `after`? Names that are none of the lifecycle's are refused too."""
    if before not in L.__members__ or after not in L.__members__:
        return Move(False, f"“{(before if before not in L.__members__ else after)[:40]}” is no state of a lead.")
    if L(after) in NEXT[L(before)]:
        return Move(True)
    if before == after:
        return Move(False, f"The lead is {before} already.")
    onward = " or ".join(NEXT[L(before)]) or "nowhere: this is the last state"
    return Move(False, f"A lead that is {before} does not become {after}. From here it goes to {onward}.")


@dataclass(frozen=True)
class Advance:
    """Where a lead goes by itself after a message (None: it stays), and why."""

    to: L | None = None
    reason: str = ""


def steps(before: str, *, stop: str, temperature: str, told: bool) -> list[Advance]:
    """All steps that one message brings about, in order; none where they would lead back to where the lead stands."""
    taken: list[Advance] = []
    state, news = before, told
    while (ahead := advance(state, stop=stop, temperature=temperature, told=news)).to is not None:
        taken.append(ahead)
        state, news = ahead.to, False  # who has just come back does not come back once more
    return taken if state != before else []


def advance(before: str, *, stop: str, temperature: str, told: bool) -> Advance:
    """The step that the talk itself brings about; only moves of the table are given.

    Args:
        stop: why nothing more is asked, as `qualification.Stop`.
        temperature: as scored after the message.
        told: the message told something of a possible sale.
    """
    ended = {"stop": "The lead asked us to stop.", "lost": "The lead is not interested any more."}
    if before == L.NEW:
        return Advance(L.QUALIFYING, "The talk has begun.")
    if before in (L.NURTURING, L.DISQUALIFIED) and told and stop not in ended:
        return Advance(L.QUALIFYING, "The lead is back with something new.")
    if before != L.QUALIFYING:
        return Advance()
    if stop in ended:
        return Advance(L.DISQUALIFIED, ended[stop])
    if stop not in ("done", "enough") or temperature == "UNSCORED":
        return Advance()
    if temperature == "COLD":
        return Advance(L.NURTURING, "Enough is known, and nothing is to be sold soon.")
    if stop == "done":
        return Advance(L.QUALIFIED, "Everything that the workspace wants to know is known.")
    return Advance(L.QUALIFIED, "Enough of what the workspace wants to know is known.")
