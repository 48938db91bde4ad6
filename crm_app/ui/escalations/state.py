"""Who waits for a person, and how often that held, as the page shows it."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

import reflex as rx

from crm_app.accounts import queries as accounts
from crm_app.kit.transaction import reading, transaction
from crm_app.leads import escalating
from crm_app.leads import escalation_queries as queries
from crm_app.leads.escalation_queries import EscalationView, Week
from crm_app.ui import live
from crm_app.ui.inbox import told
from crm_app.ui.session import actor_of, language_of, needs, tell
from crm_app.ui.words import say

LOADING, READY, FAILED = "loading", "ready", "failed"
WHY = {
    "asked": "Asks for a person",
    "hot": "Hot lead",
    "sentiment": "Angry",
    "churn": "Upset, may leave",
    "value": "High value",
    "exchanges": "Many messages, no person yet",
    "confidence": "Not clear what they want",
    "hand": "A colleague asks for help",
}
NEWS = {"EscalationRaised", "EscalationChanged"}


@dataclass
class Row:
    """One open escalation."""

    id: int
    conversation_id: int
    customer: str
    about: str
    why: str
    kind: str
    quote: str
    urgent: bool
    who: str
    taken: bool
    mine: bool
    due_ms: int


@dataclass
class Bar:
    """One week: `label` its Monday, `said` the figures, `percent` the height."""

    label: str
    said: str
    percent: int
    none: bool


class Escalations(rx.State):
    """The open ones, oldest first; `selected` is where the keys work."""

    stage: str = LOADING
    rows: list[Row] = []
    selected: int = 0
    weeks: list[Bar] = []
    held: str = ""

    @rx.event
    @needs("inbox.read")
    async def load(self):
        """Fill the page, and keep it up to date."""
        await self._fill()
        await live.watch(self, Escalations.on_news)

    async def _fill(self) -> None:
        actor, language = await actor_of(self), await language_of(self)
        try:
            async with reading(actor) as tx:
                zone = ZoneInfo((await accounts.workspace(tx)).time_zone)
                found, weeks = await queries.open_ones(tx), await queries.promise_by_week(tx)
        except Exception:
            self.stage = FAILED
            raise
        self.rows = [_row(one, zone, language, actor.member_id or 0) for one in found]
        self.weeks = [_bar(week, zone, language) for week in weeks]
        self.held = _held(weeks, language)
        if self.selected not in {row.id for row in self.rows}:
            self.selected = self.rows[0].id if self.rows else 0
        self.stage = READY

    @rx.event
    @needs("inbox.read")
    async def on_news(self, news: list[dict]):
        """Somebody is called, came, or is not needed any more."""
        if any(item.get("event") in NEWS for item in news):
            await self._fill()

    @rx.event
    @needs("inbox.read")
    async def select(self, escalation_id: int):
        """Point the keys at one of them."""
        self.selected = escalation_id

    @rx.event
    @needs("inbox.reply")
    async def take(self, escalation_id: int):
        """The member comes."""
        await self._do(escalating.acknowledge, escalation_id, "It is yours.")

    @rx.event
    @needs("inbox.reply")
    async def pass_on(self, escalation_id: int):
        """Somebody else is called."""
        await self._do(escalating.pass_on, escalation_id, "Passed on.")

    @rx.event
    @needs("inbox.reply")
    async def close(self, escalation_id: int):
        """Nothing more is needed."""
        await self._do(escalating.close, escalation_id, "Closed.")

    async def _do(self, action, escalation_id: int, said: str) -> None:
        try:
            async with transaction(await actor_of(self)) as tx:
                await action(tx, escalation_id)
        finally:
            await self._fill()
        await tell(self, say(await language_of(self), said), "good", seconds=3)

    @rx.event
    @needs("inbox.read")
    async def act(self, name: str):
        """What a key asks for."""
        ids = [row.id for row in self.rows]
        if self.selected not in ids:
            return
        here = ids.index(self.selected)
        match name:
            case "next" | "previous":
                self.selected = ids[min(len(ids) - 1, here + 1) if name == "next" else max(0, here - 1)]
            case "open":
                return rx.redirect(f"/?c={self.rows[here].conversation_id}")
            case "take":
                return Escalations.take(self.selected)
            case "pass":
                return Escalations.pass_on(self.selected)
            case "close":
                return Escalations.close(self.selected)


def _row(one: EscalationView, zone: ZoneInfo, language: str, me: int) -> Row:
    since = told.clock(one.created_at, zone, language)
    taken = one.acknowledged_at is not None
    if taken and one.assigned_id == me:
        who = say(language, "You have it.")
    elif taken:
        who = say(language, "{name} has it.", name=one.assigned)
    elif one.assigned_id == me:
        who = say(language, "You are called.")
    else:
        who = (
            say(language, "{name} is called.", name=one.assigned)
            if one.assigned
            else say(language, "Nobody is called.")
        )
    about = say(language, "by {channel}, since {time}", channel=told.channel(one.channel, language), time=since)
    return Row(
        id=one.id, conversation_id=one.conversation_id, customer=one.customer, about=about,
        why=say(language, WHY[one.kind]), kind=one.kind, quote=one.quote, urgent=one.urgent, who=who,
        taken=taken, mine=one.assigned_id == me, due_ms=int(one.due_at.timestamp() * 1000),
    )  # fmt: skip


def _bar(week: Week, zone: ZoneInfo, language: str) -> Bar:
    label = told.day(datetime.combine(week.monday, time(12), zone), zone, language)
    said = say(language, "{held} of {all}", held=week.held, all=week.promised)
    return Bar(label, said, round(100 * week.held / week.promised) if week.promised else 0, not week.promised)


def _held(weeks: list[Week], language: str) -> str:
    promised, held = sum(week.promised for week in weeks), sum(week.held for week in weeks)
    if not promised:
        return say(language, "No promise was due in these eight weeks.")
    return say(
        language, "{percent} % in eight weeks: {held} of {all} in time.",
        percent=round(100 * held / promised), held=held, all=promised,
    )  # fmt: skip
