"""The ledger as the page shows it: totals, one page of deliveries, and a way to try a refused one again."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import reflex as rx

from crm_app.accounts import queries as accounts
from crm_app.conversations import ledger
from crm_app.conversations.ledger import IntakeView
from crm_app.kit.paging import Page
from crm_app.kit.transaction import reading, transaction
from crm_app.ui import live
from crm_app.ui.inbox import told
from crm_app.ui.session import actor_of, language_of, needs, tell
from crm_app.ui.words import count, say

FILTERS = {"": "All", "stored": "Stored", "refused": "Refused", "waiting": "Waiting"}
KINDS = {"stored": "good", "refused": "bad", "waiting": "warn"}
ROWS = 50
LOADING, READY, FAILED = "loading", "ready", "failed"


@dataclass
class Delivery:
    """One line."""

    id: int
    at: str
    channel: str
    what: str
    state: str
    kind: str
    reason: str
    repeats: int
    can_replay: bool


class Ledger(rx.State):
    """received = stored + refused + waiting."""

    stage: str = LOADING
    received: int = 0
    stored: int = 0
    refused: int = 0
    waiting: int = 0
    repeats: str = ""
    shown: str = ""
    number: int = 1
    more: bool = False
    lines: list[Delivery] = []

    @rx.event
    @needs("ledger.read")
    async def load(self):
        """Fill the page, and keep it up to date."""
        await self._fill()
        await live.watch(self, Ledger.on_news)

    async def _fill(self) -> None:
        language = await language_of(self)
        try:
            async with reading(await actor_of(self)) as tx:
                zone = ZoneInfo((await accounts.workspace(tx)).time_zone)
                view = await ledger.ledger(tx, Page(self.number, ROWS), self.shown or None)
        except Exception:
            self.stage = FAILED
            raise
        self.received, self.stored, self.refused = view.received, view.stored, view.refused
        self.waiting, self.repeats = view.waiting, _repeats(view.repeats, language)
        total = {"": view.received, "stored": view.stored, "refused": view.refused, "waiting": view.waiting}
        self.more = total[self.shown] > self.number * ROWS
        self.lines = [_line(row, zone, language) for row in view.rows]
        self.stage = READY

    @rx.event
    @needs("ledger.read")
    async def on_news(self, news: list[dict]):
        """Something came in or was understood."""
        if any(item.get("event") == "ConversationChanged" for item in news):
            await self._fill()

    @rx.event
    @needs("ledger.read")
    async def show(self, state: str):
        """Only the deliveries in one state; all of them for an empty one."""
        if state in FILTERS:
            self.shown, self.number = state, 1
            await self._fill()

    @rx.event
    @needs("ledger.read")
    async def turn(self, by: int):
        """Another page."""
        self.number = max(1, self.number + (1 if by == 1 and self.more else -1 if by == -1 else 0))
        await self._fill()

    @rx.event
    @needs("ledger.replay")
    async def replay(self, intake_id: int):
        """Try a refused delivery again."""
        async with transaction(await actor_of(self)) as tx:
            await ledger.replay(tx, intake_id)
        await tell(self, say(await language_of(self), "It is being understood again."), "good")
        await self._fill()


def _repeats(n: int, language: str) -> str:
    one, many = "{n} came more than once and was kept once.", "{n} came more than once and were kept once."
    return count(language, one, many, n) if n else ""


def _line(row: IntakeView, zone: ZoneInfo, language: str) -> Delivery:
    return Delivery(
        id=row.id,
        at=told.moment(row.received_at, zone, language),
        channel=told.channel(row.channel, language),
        what=row.summary if row.kept else say(language, "Turned away; the sender was told why"),
        state=say(language, FILTERS[row.state]),
        kind=KINDS[row.state],
        reason=say(language, "It had come in already." if row.reason == "repeat" else row.reason),
        repeats=row.repeats,
        can_replay=row.state == "refused" and row.kept,
    )
