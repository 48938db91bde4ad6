"""Who waits for a person: the oldest first, each with its trigger, the clock, and the keys to take it."""

import reflex as rx

from crm_app.ui.components import states
from crm_app.ui.components.native import key, link
from crm_app.ui.escalations.clock import Clock
from crm_app.ui.escalations.state import FAILED, READY, Bar, Escalations, Row
from crm_app.ui.frame import page
from crm_app.ui.words import t

KEYS = {"j": "next", "k": "previous", "enter": "open", "a": "take", "p": "pass", "e": "close"}
HELP = [
    ("j", "Next one"),
    ("k", "Previous one"),
    ("a", "Take it"),
    ("enter", "Open the conversation"),
    ("p", "Pass on"),
    ("e", "Close"),
]


def escalations() -> rx.Component:
    """The page."""
    return page(
        rx.match(
            Escalations.stage,
            (READY, rx.fragment(_list(), _promise())),
            (FAILED, states.failed(t("Nothing is lost. The list could not be read just now."), Escalations.load())),
            states.loading("tall", "short", "tall", "short", "tall", "short"),
        ),
        key="escalations",
        title="Escalations",
        lead="Who waits for a person, the longest first. Whoever asks for one, and every hot lead, is promised one "
        "within five minutes of your working hours; after that the next colleague is called.",
        keys=KEYS,
        on_action=Escalations.act,
        help=HELP,
    )


def _list() -> rx.Component:
    none = states.empty(
        t("Nobody waits for a person"),
        t("Whoever asks for a person, is angry, worth a lot or not understood appears here at once."),
        icon="life-buoy",
    )
    rows = rx.el.ul(rx.foreach(Escalations.rows, _row), class_name="calls", aria_label=t("Open escalations"))
    return rx.cond(Escalations.rows.length() > 0, rows, none)


def _row(row: rx.Var[Row]) -> rx.Component:
    here = Escalations.selected == row.id
    clock = Clock.create(until=row.due_ms, left=t("{time} left"), over=t("{time} over"))
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.b(row.customer, dir="auto"),
                rx.el.span(row.why, class_name=f"why {row.kind}"),
                rx.el.span(row.about, class_name="second"),
                class_name="caller",
            ),
            rx.cond(row.quote != "", rx.el.blockquote(row.quote, dir="auto")),
            rx.el.div(row.who, class_name="second"),
            class_name="what",
        ),
        rx.cond(row.taken, rx.el.span(t("Taken"), class_name="state good"), clock),
        _acts(row),
        class_name=rx.cond(here, "call on", "call"),
        aria_current=rx.cond(here, "true", "false"),
        on_click=Escalations.select(row.id),
    )


def _acts(row: rx.Var[Row]) -> rx.Component:
    take = rx.el.button(
        t("Take it"),
        key("A"),
        type="button",
        class_name=rx.cond(row.mine, "b p", "b"),
        aria_label=t("Take it: {name}", name=row.customer),
        on_click=Escalations.take(row.id).stop_propagation,
    )
    close = rx.el.button(
        t("Close"),
        key("E"),
        type="button",
        class_name="b",
        aria_label=t("Close: {name}", name=row.customer),
        on_click=Escalations.close(row.id).stop_propagation,
    )
    pass_on = rx.el.button(
        t("Pass on"),
        type="button",
        class_name="b q",
        aria_label=t("Pass on: {name}", name=row.customer),
        on_click=Escalations.pass_on(row.id).stop_propagation,
    )
    opened = link(
        t("Open"),
        to="/?c=" + row.conversation_id.to_string(),
        class_name="b q",
        aria_label=t("Open the conversation with {name}", name=row.customer),
    )
    return rx.el.div(rx.cond(row.taken, close, take), opened, pass_on, class_name="acts")


def _promise() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("A person within five minutes")),
        rx.el.p(Escalations.held, class_name="second"),
        rx.el.ul(rx.foreach(Escalations.weeks, _week), class_name="weeks"),
        class_name="promise",
    )


def _week(week: rx.Var[Bar]) -> rx.Component:
    height = rx.el.i(style={"block_size": week.percent.to_string() + "%"}, aria_hidden="true")
    return rx.el.li(
        rx.el.span(rx.cond(week.none, "–", week.percent.to_string() + "%"), class_name="num"),
        rx.el.span(height, class_name="well", aria_hidden="true"),
        rx.el.span(week.label, class_name="second"),
        rx.el.span(week.said, class_name="sr-only"),
        title=week.said,
        class_name="week",
    )
