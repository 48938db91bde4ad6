"""How far the software goes by itself on each channel, and what it asks a lead."""

import math
import re
from dataclasses import dataclass

import reflex as rx

from crm_app.accounts import queries
from crm_app.channels.policy import CHANNELS
from crm_app.kit.errors import Invalid
from crm_app.kit.transaction import reading, transaction
from crm_app.leads import autonomy, governing
from crm_app.leads.models import FactName
from crm_app.leads.qualification import ASKED_FOR, Rules
from crm_app.ui.components import forms
from crm_app.ui.session import actor_of, clear_wrong, language_of, needs, tell
from crm_app.ui.settings.missed_calls import MissedCalls, missed_calls
from crm_app.ui.settings.stages import LOADING, filling, section
from crm_app.ui.words import say, t

MODES = {
    "draft_only": "Drafts only: a person sends",
    "reply_and_tell": "Replies by itself, and tells you",
    "off": "Off: no drafts",
}
NAMES = {
    "email": "E-mail", "web_form": "Web form", "live_chat": "Web chat", "sms": "Text messages",
    "whatsapp": "WhatsApp messages", "telegram": "Telegram messages", "phone": "Missed calls",
}  # fmt: skip
FACTS = {
    FactName.SERVICE_INTEREST: "What they look for",
    FactName.BUDGET: "Budget",
    FactName.TIMELINE: "By when",
    FactName.DECISION_MAKER: "Who decides",
    FactName.LOCATION: "Where",
    FactName.NAME: "Their name",
    FactName.EMAIL: "Their e-mail",
    FactName.PHONE: "Their phone",
}
_GROUPED = re.compile(r"\d{1,3}([.,٬ ]\d{3})+")
"""1,500,000 or 1.500.000: no decimals, as somebody who means a small number would never group it."""


@dataclass
class Wanted:
    """One thing to ask for."""

    name: str
    on: bool


class Answers(rx.State):
    """The rules as they are shown; `facts` stand in the order in which they are asked for."""

    stage: str = LOADING
    modes: dict[str, str] = {}
    on: bool = False
    facts: list[Wanted] = []
    most_questions: str = ""
    hot_from: str = ""
    high_value: str = ""
    high_budget: str = ""
    currency: str = ""

    @rx.event
    @needs("workspace.write")
    async def load(self):
        """Read the rules."""
        async with filling(self):
            async with reading(await actor_of(self)) as tx:
                found = await queries.workspace(tx)
            rules = Rules.read(found.settings, found.industry)
            self.modes = {channel: autonomy.mode(found.settings, channel) for channel in CHANNELS}
            self.on, self.most_questions = rules.on, str(rules.most_questions)
            self.hot_from, self.currency = f"{rules.hot_from:.0%}".rstrip("%"), found.currency
            self.high_value, self.high_budget = f"{rules.high_value:.0f}", f"{rules.high_budget:.0f}"
            rest = [name for name in FACTS if name in ASKED_FOR and name not in rules.wanted]
            self.facts = [Wanted(str(n), True) for n in rules.wanted] + [Wanted(str(n), False) for n in rest]
        return MissedCalls.load

    @rx.event
    @needs("workspace.write")
    async def toggle(self, name: str):
        """Ask for something, or no more."""
        self.facts = [Wanted(f.name, f.on ^ (f.name == name)) for f in self.facts]

    @rx.event
    @needs("workspace.write")
    async def earlier(self, name: str):
        """Ask for something before what stands above it."""
        place = next((i for i, fact in enumerate(self.facts) if fact.name == name), 0)
        if place:
            facts = [*self.facts]
            facts[place - 1 : place + 1] = facts[place], facts[place - 1]
            self.facts = facts

    @rx.event
    @needs("workspace.write")
    async def save(self, form: dict):
        """Keep the rules; they hold from the next message on."""
        given = {name: str(value) for name, value in form.items()}
        wanted = [fact.name for fact in self.facts if fact.on]
        modes, rules = modes_in(given), rules_in(given, wanted)
        async with transaction(await actor_of(self)) as tx:
            await governing.govern(tx, autonomy=modes, qualification=rules)
        await clear_wrong(self)
        await self.load()
        await tell(self, say(await language_of(self), "Saved."), "good")


def modes_in(form: dict[str, str]) -> dict[str, str]:
    """How far the software goes, by channel; raises Invalid."""
    modes = {channel: form.get(f"mode_{channel}", autonomy.DRAFT_ONLY) for channel in CHANNELS}
    for channel, mode in modes.items():
        if mode not in MODES:
            raise Invalid(f"mode_{channel}", "Choose one of the list.")
    return modes


def rules_in(form: dict[str, str], wanted: list[str]) -> dict[str, object]:
    """What is asked of a lead; raises Invalid."""
    on = bool(form.get("on"))
    if on and not wanted:
        raise Invalid("facts", "Choose at least one thing to ask for, or switch it off.")
    rules = {name: _number(form.get(name, "")) for name in governing.BOUNDS}
    rules["hot_from"] /= 100
    whole = {name: number if name == "hot_from" else round(number) for name, number in rules.items()}
    return governing.checked_rules({"on": on, **({"facts": wanted} if wanted else {}), **whole})


def _number(typed: str) -> float:
    """What was typed as a number; -1, which no bounds hold, where it is none."""
    typed = typed.strip()
    try:
        number = float(re.sub(r"\D", "", typed) if _GROUPED.fullmatch(typed) else re.sub("[,٫]", ".", typed))
    except ValueError:
        return -1
    return number if math.isfinite(number) else -1


def answers() -> rx.Component:
    """The section."""
    return section(
        "Answers",
        "How far the software goes by itself. A draft with a statement that stands in no record always waits for "
        "a person, and a customer who asks for a person gets one.",
        Answers.stage,
        Answers.load,
        rx.el.form(
            rx.el.fieldset(
                rx.el.legend(t("On each channel")),
                rx.el.div(*[_mode(channel) for channel in CHANNELS], class_name="fields"),
            ),
            rx.el.fieldset(rx.el.legend(t("Qualifying leads")), *_qualifying()),
            rx.el.fieldset(rx.el.legend(t("A person is called at once for")), _calling()),
            rx.el.div(forms.submit("Save"), class_name="acts"),
            on_submit=Answers.save,
            class_name="form",
        ),
        missed_calls(),
    )


def _mode(channel: str) -> rx.Component:
    options = {mode: t(label) for mode, label in MODES.items()}
    name = f"mode_{channel}"
    return forms.field(name, NAMES[channel], forms.choose(name, Answers.modes[channel], options))


def _qualifying() -> list[rx.Component]:
    on = rx.el.input(type="checkbox", name="on", default_checked=Answers.on, key=f"on-{Answers.on.to_string()}")
    return [
        rx.el.label(on, t("Ask new leads, one thing at a time, and score them"), class_name="check"),
        rx.el.p(t("Asked for, in this order"), class_name="label", id="facts-label"),
        rx.el.ol(rx.foreach(Answers.facts, _fact), class_name="ordered", aria_labelledby="facts-label"),
        rx.el.div(
            forms.field(
                "most_questions", "Questions at most", forms.text("most_questions", Answers.most_questions, dir="ltr")
            ),
            forms.field("hot_from", "Hot from a score of, in %", forms.text("hot_from", Answers.hot_from, dir="ltr")),
            class_name="fields",
        ),
    ]


def _calling() -> rx.Component:
    """What calls a person, whether leads are asked or not."""
    return rx.el.div(
        forms.field(
            "high_value",
            "A customer of high value, from",
            forms.text("high_value", Answers.high_value, dir="ltr", input_mode="decimal"),
            hint=t("In {currency}, of what they have bought so far.", currency=Answers.currency),
        ),
        forms.field(
            "high_budget",
            "A large budget, from",
            forms.text("high_budget", Answers.high_budget, dir="ltr", input_mode="decimal"),
            hint=t("In {currency}, of what a new lead would spend.", currency=Answers.currency),
        ),
        class_name="fields",
    )


def _fact(fact: rx.Var[Wanted]) -> rx.Component:
    label = rx.match(fact.name, *[(str(name), t(text)) for name, text in FACTS.items()], fact.name)
    return rx.el.li(
        rx.el.label(
            rx.el.input(type="checkbox", checked=fact.on, on_change=lambda _: Answers.toggle(fact.name)),
            label,
            class_name="check",
        ),
        rx.el.button(
            rx.icon("arrow-up", aria_hidden="true"),
            rx.el.span(t("Earlier"), class_name="sr-only"),
            type="button",
            class_name="b q",
            on_click=Answers.earlier(fact.name),
        ),
    )
