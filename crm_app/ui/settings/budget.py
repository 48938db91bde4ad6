"""What the models used this month, by task and model, and the most that they may use."""

from dataclasses import dataclass

import reflex as rx

from crm_app.ai import actions, queries
from crm_app.kit.transaction import reading, transaction
from crm_app.ui.budget_told import cost, limits_in, number, told
from crm_app.ui.components import forms, states
from crm_app.ui.session import actor_of, clear_wrong, language_of, needs, tell
from crm_app.ui.settings.stages import LOADING, filling, section
from crm_app.ui.words import say, t

TASKS = {"draft": "Drafts", "lead route": "Sorting of leads", "lead qualify": "Qualification of leads"}
STATES = {
    "open": "",
    "warned": "Most of this month's budget is used.",
    "spent": "This month's budget is used up. The offline engine goes on until the next month, or until you raise it.",
}


@dataclass
class UseLine:
    """One model for one task."""

    task: str
    model: str
    calls: str
    kept: str
    tokens: str
    cost: str


class Budget(rx.State):
    """The month as it stands; the limits as they are typed."""

    stage: str = LOADING
    used: str = ""
    percent: int = 0
    level: str = "open"
    tokens: str = ""
    money: str = ""
    lines: list[UseLine] = []

    @rx.event
    @needs("workspace.write")
    async def load(self):
        """Read this month."""
        async with filling(self):
            language = await language_of(self)
            async with reading(await actor_of(self)) as tx:
                view = await queries.month(tx, tx.now)
            month = told(view, language)
            self.used, self.percent, self.level = month.used, month.percent, month.level
            self.tokens, self.money = month.tokens, month.money
            self.lines = [_line(use, language) for use in view.lines]

    @rx.event
    @needs("workspace.write")
    async def save(self, form: dict):
        """Set the limits."""
        tokens, money = limits_in(form)
        async with transaction(await actor_of(self)) as tx:
            await actions.set_budget(tx, tokens=tokens, money=money)
        await clear_wrong(self)
        await tell(self, say(await language_of(self), "Saved."), "good")
        return Budget.load


def _line(use: queries.Usage, language: str) -> UseLine:
    return UseLine(
        task=say(language, TASKS.get(use.task, use.task)),
        model=use.model,
        calls=number(use.calls, language),
        kept=number(use.cached, language),
        tokens=number(use.tokens_in + use.tokens_out, language),
        cost=cost(use.cost, language),
    )


def budget() -> rx.Component:
    """The section."""
    none = states.empty(
        t("No model was asked this month"),
        t("Without a provider's key the offline engine does the work."),
        icon="coins",
    )
    heads = [rx.el.th(t(label), scope="col") for label in ("For", "Model")]
    numbers = [rx.el.th(t(label), scope="col", class_name="end") for label in ("Asked", "Remembered", "Tokens", "Cost")]
    table = rx.el.table(rx.el.thead(rx.el.tr(*heads, *numbers)), rx.el.tbody(rx.foreach(Budget.lines, _row)))
    return section(
        "Budget",
        "What models used this month (UTC). From 80 % admins get an e-mail; at 100 % no model is asked any more, and "
        "the offline engine goes on.",
        Budget.stage,
        Budget.load,
        rx.el.p(Budget.used, class_name="figure-line num"),
        bar(Budget.percent, Budget.level),
        rx.cond(Budget.level != "open", rx.el.p(_state(), role="status", class_name="budget-state")),
        rx.cond(Budget.lines.length() > 0, rx.el.div(table, class_name="table cards part"), none),
        rx.el.h2(t("At most in a month"), class_name="part"),
        rx.el.form(
            limit_fields(Budget.tokens, Budget.money),
            rx.el.div(forms.submit("Save"), class_name="acts"),
            on_submit=Budget.save,
            class_name="form",
        ),
    )


def _state() -> rx.Var[str]:
    return rx.cond(Budget.level == "spent", t(STATES["spent"]), t(STATES["warned"]))


def bar(percent: rx.Var[int], level: rx.Var[str]) -> rx.Component:
    """How full the budget is; nothing where there is no limit to fill."""
    return rx.el.div(
        rx.el.i(style={"inline_size": percent.to_string() + "%"}),
        role="progressbar",
        aria_label=t("Used of the budget"),
        aria_valuenow=percent,
        aria_valuemin=0,
        aria_valuemax=100,
        class_name=f"meter {level}",
    )


def limit_fields(tokens: rx.Var[str], money: rx.Var[str]) -> rx.Component:
    """The two limits; empty is none."""
    return rx.el.div(
        forms.field(
            "tokens",
            "Tokens",
            forms.text("tokens", tokens, input_mode="numeric", auto_complete="off"),
            hint="Empty: no limit",
        ),
        forms.field(
            "money",
            "US dollars",
            forms.text("money", money, input_mode="decimal", auto_complete="off"),
            hint="Empty: no limit",
        ),
        class_name="fields",
    )


def _row(line: rx.Var[UseLine]) -> rx.Component:
    figures = [line.calls, line.kept, line.tokens, line.cost]
    return rx.el.tr(
        rx.el.td(line.task),
        rx.el.td(line.model, class_name="second"),
        *[rx.el.td(figure, class_name="num end") for figure in figures],
    )
