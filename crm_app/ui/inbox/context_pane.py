"""What stands beside the thread: why it is where it is, the customer, their order, what was solved before."""

import reflex as rx

from crm_app.ui.components import states
from crm_app.ui.inbox.lead_card import lead_card
from crm_app.ui.inbox.opened import UNKNOWN, Opened
from crm_app.ui.inbox.reasons import Part
from crm_app.ui.inbox.surroundings import Fact, Past, Step
from crm_app.ui.words import t


def context_pane() -> rx.Component:
    """The pane; empty while nothing is open."""
    return rx.el.aside(
        rx.match(
            Opened.stage,
            ("ready", rx.el.div(_why(), lead_card(), _contact(), _order(), _others(), _past(), _passages())),
            ("missing", rx.fragment()),
            rx.cond(rx.State.is_hydrated, rx.fragment(), states.loading("short", "", "", "", "short", "tall")),
        ),
        class_name="ctx",
        aria_label=t("Context"),
        tab_index=0,
    )


def _why() -> rx.Component:
    return rx.fragment(
        rx.el.h3(Opened.why),
        rx.el.div(
            rx.foreach(
                Opened.parts,
                lambda part: rx.cond(
                    part.share > 0,
                    rx.el.span(class_name=f"c-{part.kind}", style={"flexGrow": part.share, "order": part.place}),
                ),
            ),
            class_name="stack",
            aria_hidden="true",
        ),
        rx.el.dl(
            rx.foreach(Opened.parts, _part),
            rx.el.dt(t("Score"), class_name="sum"),
            rx.el.dd(Opened.score, class_name="sum"),
            class_name="kv",
        ),
        rx.cond(
            Opened.against != "",
            rx.el.p(t("Against the row above: {what}", what=Opened.against), class_name="second against"),
        ),
    )


def _part(part: rx.Var[Part]) -> rx.Component:
    return rx.fragment(
        rx.el.dt(rx.el.i(class_name=f"dot c-{part.kind}", aria_hidden="true"), part.label), rx.el.dd(part.value)
    )


def _facts(facts: rx.Var[list[Fact]]) -> rx.Component:
    return rx.el.dl(
        rx.foreach(facts, lambda fact: rx.el.div(rx.el.dt(fact.label), rx.el.dd(fact.value, dir="auto"))),
        class_name="facts",
    )


def _contact() -> rx.Component:
    return rx.fragment(rx.el.h3(Opened.around.name, dir="auto"), _facts(Opened.around.contact))


def _order() -> rx.Component:
    order = Opened.around.order
    return rx.cond(
        order.number != "",
        rx.fragment(
            rx.el.h3(t("Order #{number}", number=order.number)),
            rx.el.div(
                _facts(order.facts),
                rx.cond(order.steps.length() > 0, rx.el.ul(rx.foreach(order.steps, _step), class_name="steps")),
                class_name="card",
            ),
        ),
    )


def _step(step: rx.Var[Step]) -> rx.Component:
    return rx.el.li(step.text, class_name=rx.cond(step.now, "now", ""), dir="auto")


def _others() -> rx.Component:
    return _titled("Other orders", Opened.around.others, _facts(Opened.around.others))


def _past() -> rx.Component:
    return _titled("Similar, solved", Opened.around.past, rx.foreach(Opened.around.past, _case))


def _passages() -> rx.Component:
    return _titled("From your knowledge", Opened.around.passages, rx.foreach(Opened.around.passages, _passage))


def _titled(title: str, found: rx.Var[list], content: rx.Component) -> rx.Component:
    return rx.cond(found.length() > 0, rx.fragment(rx.el.h3(t(title)), content))


def _case(case: rx.Var[Past]) -> rx.Component:
    return rx.el.button(
        rx.el.span(case.title, dir="auto"),
        rx.el.span(case.text, dir="auto", class_name="cut"),
        type="button",
        class_name="past",
        title=case.text,
        on_click=Opened.open(case.id, UNKNOWN),
    )


def _passage(passage: rx.Var[Past]) -> rx.Component:
    return rx.el.details(
        rx.el.summary(passage.title, dir="auto"), rx.el.p(passage.text, dir="auto"), class_name="passage"
    )
