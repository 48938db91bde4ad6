"""What stands above every page of a workspace while it lasts, and who is called to a conversation just now."""

from typing import Any

import reflex as rx

from crm_app.accounts import queries as accounts
from crm_app.accounts.permissions import may
from crm_app.ai import queries as models
from crm_app.kit.transaction import reading
from crm_app.leads import escalation_queries
from crm_app.ui import live
from crm_app.ui.components.native import link
from crm_app.ui.session import actor_of, language_of, needs, tell
from crm_app.ui.words import say, t

CHANGES = {"WorkspacePaused", "WorkspaceActivated", "BudgetReached"}


class Standing(rx.State):
    """`budget` is open, warned or spent, told to admins alone."""

    paused: bool = False
    budget: str = "open"

    @rx.event
    @needs("inbox.read")
    async def arrive(self):
        """Look how things stand, and hear of it when that changes."""
        await self._look()
        await live.watch(self, Standing.on_news)

    async def _look(self) -> None:
        actor = await actor_of(self)
        async with reading(actor) as tx:
            self.paused = (await accounts.workspace(tx)).paused_at is not None
            month = await models.month(tx, tx.now) if may(actor.role, "workspace.write") else None
        self.budget = "open" if month is None else "spent" if month.spent else month.verdict.level

    @rx.event
    @needs("inbox.read")
    async def on_news(self, news: list[dict]):
        """The workspace was paused, its budget is nearly used, or the member is called to a conversation."""
        if any(item.get("event") in CHANGES for item in news):
            await self._look()
        for item in news:
            if item.get("event") == "BudgetReached" and self.budget != "open":
                await self._tell_budget(item)
            elif item.get("event") == "EscalationRaised":
                await self._tell_called(item)

    async def _tell_budget(self, item: dict[str, Any]) -> None:
        language = await language_of(self)
        text = BUDGET[self.budget]
        await tell(
            self, say(language, text), "warn", action="go:/settings/budget", label=say(language, "Open"), seconds=12
        )

    async def _tell_called(self, item: dict[str, Any]) -> None:
        actor, language, id_ = await actor_of(self), await language_of(self), item.get("escalation_id")
        if item.get("assigned_id") != actor.member_id or type(id_) is not int:
            return
        async with reading(actor) as tx:
            view = await escalation_queries.one(tx, id_)
        if view is None or view.assigned_id != actor.member_id or view.acknowledged_at or view.closed_at:
            return
        text = say(language, "{name} needs you: “{quote}”", name=view.customer, quote=view.quote[:120])
        await tell(self, text, "warn", action="go:/escalations", label=say(language, "Open"), seconds=30)


BUDGET = {
    "warned": "Over 80 % of this month's budget for models is used.",
    "spent": "This month's budget for models is used up. The offline engine goes on.",
}


def standing() -> rx.Component:
    """The lines."""
    pause = t("This workspace is paused. Messages still come in; nothing leaves until it is active again.")
    more = link(t("Budget"), to="/settings/budget")
    return rx.fragment(
        rx.cond(Standing.paused, rx.el.p(pause, role="status", class_name="standing")),
        rx.cond(
            Standing.budget == "spent", rx.el.p(t(BUDGET["spent"]), " ", more, role="status", class_name="standing")
        ),
        rx.cond(
            Standing.budget == "warned", rx.el.p(t(BUDGET["warned"]), " ", more, role="status", class_name="standing")
        ),
    )
