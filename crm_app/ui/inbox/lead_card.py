"""The lead beside its conversation: what is known and from which words, what is missing, its score with reasons."""

from zoneinfo import ZoneInfo

import reflex as rx

from crm_app.accounts import queries as accounts
from crm_app.kit.errors import Conflict, Invalid
from crm_app.kit.transaction import reading, transaction
from crm_app.leads import actions, queries
from crm_app.ui.components import forms
from crm_app.ui.inbox.lead_told import CHOICES, LABELS, Shown, Step, Told, Why, shown
from crm_app.ui.session import actor_of, clear_wrong, language_of, may, needs, tell
from crm_app.ui.words import say, t


class LeadPane(rx.State):
    """The card that is shown; `editing` is the fact whose correction is open, `typed` what its form begins with."""

    card: Shown = Shown()
    editing: str = ""
    typed: dict[str, str] = {}
    _conversation: int = 0

    @rx.event
    @needs("leads.write")
    async def edit(self, name: str):
        """Open the form that corrects a fact."""
        await clear_wrong(self)
        self.editing = name if name in LABELS else ""
        self.typed = next((fact.raw for fact in self.card.facts if fact.name == name), {})

    @rx.event
    @needs("leads.write")
    async def leave(self):
        """Correct nothing."""
        self.editing = ""

    @rx.event
    @needs("leads.write")
    async def correct(self, form: dict):
        """Keep what a person says; no message changes it afterwards."""
        value = value_in(self.editing, {name: str(typed) for name, typed in form.items()})
        async with transaction(await actor_of(self)) as tx:
            await actions.correct(tx, self.card.id, self.editing, value)
        self.editing = ""
        await clear_wrong(self)
        await show_lead(self, self._conversation)

    @rx.event
    @needs("leads.write")
    async def move(self, state: str):
        """Move the lead along its lifecycle."""
        if state:
            try:
                async with transaction(await actor_of(self)) as tx:
                    await actions.move(tx, self.card.id, state, "A member moved it.")
            except Conflict:  # it was moved meanwhile, or moved on by itself
                await tell(self, say(await language_of(self), "The lead has moved on meanwhile: look again."), "warn")
            await show_lead(self, self._conversation)

    @rx.event
    @needs("leads.write")
    async def resume(self):
        """Let the software ask again."""
        async with transaction(await actor_of(self)) as tx:
            await actions.resume(tx, self.card.id)
        await show_lead(self, self._conversation)


async def show_lead(state: rx.State, conversation_id: int) -> None:
    """Read the card of a conversation; an open correction of the same lead stays open."""
    pane, language = await state.get_state(LeadPane), await language_of(state)
    async with reading(await actor_of(state)) as tx:
        card = await queries.card(tx, conversation_id)
        workspace = await accounts.workspace(tx)
    before, pane._conversation = pane.card.id, conversation_id
    pane.card = shown(card, language, ZoneInfo(workspace.time_zone), workspace.currency) if card else Shown()
    if pane.card.id != before:
        pane.editing = ""


def value_in(name: str, form: dict[str, str]) -> dict[str, object] | None:
    """The value that a correction's form holds; None when all of it was emptied: then it is asked for anew."""
    if name == "budget":
        low, high = (_sum(form.get(bound, "")) for bound in ("low", "high"))
        known = low is not None or high is not None
        return {"low": low, "high": high, "currency": form.get("currency", ""), "confirmed": True} if known else None
    if name == "timeline":
        start, end = form.get("start", ""), form.get("end", "")
        return {"start": start or None, "end": end or None} if start or end else None
    if name in CHOICES:
        key = "level" if name == "urgency" else "who"
        return {key: form["choice"]} if form.get("choice") else None
    return {"text": form["text"]} if form.get("text", "").strip() else None


def _sum(typed: str) -> float | None:
    if not typed.strip():
        return None
    try:
        return float(typed.replace(",", "").strip())
    except ValueError:
        raise Invalid("budget", "Type the sum in digits, such as 1200000.") from None


def lead_card() -> rx.Component:
    """The card; nothing where there is no lead."""
    card = LeadPane.card
    return rx.cond(
        card.id != 0,
        rx.fragment(
            rx.el.h3(t("Lead")),
            rx.el.div(
                rx.el.div(
                    rx.el.span(card.temperature, class_name=f"heat {card.heat}"),
                    rx.cond(card.score != "", rx.el.b(card.score)),
                    rx.el.span(card.state, class_name="second"),
                    class_name="lead-head",
                ),
                rx.cond(card.stopped != "", _stopped()),
                rx.el.dl(rx.foreach(card.facts, _fact), class_name="facts known"),
                rx.cond(
                    card.missing != "", rx.el.p(t("Still missing: {what}", what=card.missing), class_name="second")
                ),
                rx.cond(card.asks != "", rx.el.p(t("Asks next: {what}", what=card.asks), class_name="second")),
                _reasons(),
                _moves(),
                class_name="card",
            ),
        ),
    )


def _stopped() -> rx.Component:
    again = rx.el.button(t("Let it ask again"), type="button", class_name="b q", on_click=LeadPane.resume)
    return rx.el.p(
        LeadPane.card.stopped, rx.cond(LeadPane.card.resumable & may("leads.write"), again), class_name="told"
    )


def _fact(fact: rx.Var[Told]) -> rx.Component:
    quote = rx.cond(fact.quote != "", t("“{words}”", words=fact.quote), "")
    source = rx.cond(fact.corrected, t("Corrected by a person"), quote)
    value = rx.el.button(
        fact.value,
        rx.cond(fact.sure, rx.fragment(), rx.el.span(" ?", aria_label=t("not sure"))),
        type="button",
        class_name=rx.cond(fact.corrected, "fact corrected", "fact"),
        title=source,
        dir="auto",
        on_click=LeadPane.edit(fact.name),
    )
    said = rx.el.span(source, class_name="sr-only")
    return rx.cond(
        LeadPane.editing == fact.name,
        rx.el.div(_form(fact), class_name="whole"),
        rx.el.div(rx.el.dt(fact.label), rx.el.dd(value, said)),
    )


def _form(fact: rx.Var[Told]) -> rx.Component:
    typed = LeadPane.typed
    text = forms.field("text", "Value", forms.text("text", typed["text"], dir="auto", auto_focus=True))
    choices = [_choice(name, key) for name, key in (("urgency", "level"), ("decision_maker", "who"))]
    budget = rx.fragment(
        forms.field("low", "From", forms.text("low", typed["low"], input_mode="decimal", dir="ltr", auto_focus=True)),
        forms.field("high", "Up to", forms.text("high", typed["high"], input_mode="decimal", dir="ltr")),
        forms.field("currency", "Currency", forms.text("currency", typed["currency"], max_length=3, dir="ltr")),
    )
    timeline = rx.fragment(
        forms.field("start", "From", forms.text("start", typed["start"], kind="date")),
        forms.field("end", "Until", forms.text("end", typed["end"], kind="date")),
    )
    return rx.el.form(
        rx.el.b(fact.label),
        rx.match(fact.name, ("budget", budget), ("timeline", timeline), *choices, text),
        rx.el.div(
            rx.el.button(t("Correct"), type="submit", class_name="b"),
            rx.el.button(t("Cancel"), type="button", class_name="b q", on_click=LeadPane.leave),
            class_name="acts",
        ),
        on_submit=LeadPane.correct,
        class_name="form tight",
    )


def _choice(name: str, key: str) -> tuple[str, rx.Component]:
    options = {value: t(label) for value, label in CHOICES[name].items()}
    return name, forms.field("choice", "Value", forms.choose("choice", LeadPane.typed[key], options))


def _reasons() -> rx.Component:
    return rx.cond(
        LeadPane.card.why.length() > 0,
        rx.el.details(
            rx.el.summary(t("Why this score")),
            rx.el.dl(rx.foreach(LeadPane.card.why, _why), class_name="kv"),
        ),
    )


def _why(why: rx.Var[Why]) -> rx.Component:
    return rx.fragment(rx.el.dt(why.text), rx.el.dd(why.weight, dir="ltr"))


def _moves() -> rx.Component:
    options = rx.foreach(LeadPane.card.onward, lambda step: rx.el.option(step.text, value=step.name))
    choose = rx.el.select(
        rx.el.option(t("Move on…"), value=""),
        options,
        value="",
        on_change=LeadPane.move,
        aria_label=t("Move the lead on"),
        class_name="onward",
    )
    past = rx.el.details(
        rx.el.summary(t("History")),
        rx.el.ul(rx.foreach(LeadPane.card.history, _past), class_name="steps"),
    )
    return rx.fragment(
        rx.cond(may("leads.write") & (LeadPane.card.onward.length() > 0), choose),
        rx.cond(LeadPane.card.history.length() > 0, past),
    )


def _past(step: rx.Var[Step]) -> rx.Component:
    return rx.el.li(step.name, ", ", step.text)
