"""The words that the workspace watches for."""

import reflex as rx

from crm_app.inbox import actions, queries
from crm_app.kit.transaction import reading, transaction
from crm_app.ui.components import forms, states
from crm_app.ui.session import actor_of, clear_wrong, needs
from crm_app.ui.settings.stages import LOADING, filling, section
from crm_app.ui.words import t


class Alerts(rx.State):
    """The watched phrases, as they were typed."""

    stage: str = LOADING
    phrases: list[str] = []
    round: int = 0

    @rx.event
    @needs("alerts.write")
    async def load(self):
        """Read the phrases."""
        async with filling(self):
            async with reading(await actor_of(self)) as tx:
                self.phrases = list((await queries.watched_phrases(tx)).values())

    @rx.event
    @needs("alerts.write")
    async def add(self, form: dict):
        """Watch more words."""
        async with transaction(await actor_of(self)) as tx:
            await actions.watch(tx, str(form.get("topic_alerts", "")))
            self.phrases = list((await queries.watched_phrases(tx)).values())
        await clear_wrong(self)
        self.round += 1

    @rx.event
    @needs("alerts.write")
    async def remove(self, phrase: str):
        """Watch this phrase no longer."""
        async with transaction(await actor_of(self)) as tx:
            await actions.unwatch(tx, phrase)
            self.phrases = list((await queries.watched_phrases(tx)).values())


def alerts() -> rx.Component:
    """The section."""
    none = states.empty(t("No words are watched"), t("A conversation that holds a watched word rises."), icon="zap")
    return section(
        "Watched words",
        "A conversation that holds one of these words or phrases rises for everyone in the workspace.",
        Alerts.stage,
        Alerts.load,
        rx.cond(Alerts.phrases.length() > 0, rx.el.div(rx.foreach(Alerts.phrases, _phrase), class_name="watch"), none),
        rx.el.form(
            rx.el.div(
                forms.field(
                    "topic_alerts",
                    "Words or phrases, separated by commas",
                    forms.text("topic_alerts", auto_complete="off", dir="auto"),
                ),
                class_name="fields",
            ),
            rx.el.div(forms.submit("Watch"), class_name="acts"),
            key=Alerts.round.to_string(),
            on_submit=Alerts.add,
            class_name="form part",
        ),
    )


def _phrase(phrase: rx.Var[str]) -> rx.Component:
    stop = t("Stop watching {word}", word=phrase)
    return rx.el.span(
        rx.el.span(phrase, dir="auto"),
        rx.el.button("×", type="button", aria_label=stop, on_click=Alerts.remove(phrase)),
        class_name="tag",
    )
