"""What counts in the order of the inbox, and by when a reply is wanted."""

import reflex as rx

from crm_app.accounts import queries
from crm_app.conversations.receiving import REOPEN_DAYS
from crm_app.conversations.replying import FOLLOW_UP_DAYS
from crm_app.inbox import actions
from crm_app.inbox.rules import rules_of
from crm_app.kit.errors import Invalid
from crm_app.kit.transaction import reading, transaction
from crm_app.ui.components import forms
from crm_app.ui.session import actor_of, clear_wrong, language_of, needs, tell
from crm_app.ui.settings.stages import LOADING, filling, section
from crm_app.ui.words import say, t

WEIGHTS = {
    "churn_weight": ("May leave", "times the risk, from 0 to 1"),
    "value_weight": ("Customer value", "for each 1,000 of lifetime value"),
    "urgency_weight": ("Urgency", "times 4 urgent, 3 high, 1 normal, 0.5 low"),
    "topic_alert_boost": ("Watched words", "added where one occurs"),
}
DAYS = {
    "follow_up_days": ("A quiet conversation comes back after", FOLLOW_UP_DAYS),
    "reopen_days": ("An answer to a closed one starts anew after", REOPEN_DAYS),
}
TARGETS = {"urgent": "Urgent", "high": "High", "normal": "Normal", "low": "Low"}


class Order(rx.State):
    """The workspace's weights and reply targets, as typed."""

    stage: str = LOADING
    weights: dict[str, str] = {}
    targets: dict[str, str] = {}
    days: dict[str, str] = {}

    @rx.event
    @needs("scoring.write")
    async def load(self):
        """Read the rules in force."""
        async with filling(self):
            async with reading(await actor_of(self)) as tx:
                found = await queries.workspace(tx)
            rules = rules_of(found)
            self.weights = {name: f"{getattr(rules.weights, name):g}" for name in WEIGHTS}
            self.targets = {name: f"{rules.targets_h[name]:g}" for name in TARGETS}
            self.days = {name: f"{found.settings.get(name, usual):g}" for name, (_, usual) in DAYS.items()}

    @rx.event
    @needs("scoring.write")
    async def save(self, form: dict):
        """Put other rules in force; the inbox orders itself anew."""
        weights = {name: _number(form, name) for name in WEIGHTS}
        targets = {name: _number(form, name) for name in TARGETS}
        days = {name: _number(form, name) for name in DAYS}
        async with transaction(await actor_of(self)) as tx:
            await actions.change_rules(tx, weights=weights, targets_h=targets, days=days)
        await clear_wrong(self)
        await tell(self, say(await language_of(self), "Saved. The inbox is being put in order."), "good")


def _number(form: dict, name: str) -> float:
    try:
        number = float(str(form.get(name, "")).strip().replace(",", "."))
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1000:  # also catches nan
        raise Invalid(name, "This goes from 0 to 1000.")
    return number


def order() -> rx.Component:
    """The section."""
    weights = [
        forms.field(name, label, _input(name, Order.weights[name]), hint=hint)
        for name, (label, hint) in WEIGHTS.items()
    ]
    targets = [forms.field(name, label, _input(name, Order.targets[name])) for name, label in TARGETS.items()]
    days = [forms.field(name, label, _input(name, Order.days[name])) for name, (label, _) in DAYS.items()]
    return section(
        "Inbox order",
        "The inbox has one order, best first. These numbers decide how much each reason counts, for everyone.",
        Order.stage,
        Order.load,
        rx.el.form(
            rx.el.div(*weights, class_name="fields four"),
            rx.el.fieldset(
                rx.el.legend(t("A reply is wanted within, in working hours")),
                rx.el.div(*targets, class_name="fields four"),
            ),
            rx.el.fieldset(rx.el.legend(t("Days")), rx.el.div(*days, class_name="fields")),
            rx.el.div(forms.submit("Save"), class_name="acts"),
            on_submit=Order.save,
            class_name="form",
        ),
    )


def _input(name: str, value: rx.Var[str]) -> rx.Component:
    return forms.text(name, value, input_mode="decimal", auto_complete="off")
