"""The intake ledger: everything that came in, and what became of it."""

import reflex as rx

from crm_app.ui.components import states
from crm_app.ui.frame import page
from crm_app.ui.ledger.state import FAILED, FILTERS, READY, Delivery, Ledger
from crm_app.ui.session import Session, may
from crm_app.ui.words import t


def ledger() -> rx.Component:
    """The page."""
    return page(
        rx.cond(~Session.ready | may("ledger.read"), _content(), _refused()),
        key="intake",
        title="Intake",
        lead="Everything that came in, and what became of it. Nothing is acknowledged before it stands here.",
    )


def _content() -> rx.Component:
    return rx.match(
        Ledger.stage,
        (READY, rx.fragment(_figures(), _filters(), _table(), _pages())),
        (FAILED, states.failed(t("Nothing is lost. The ledger could not be read just now."), Ledger.load())),
        states.loading("tall", "short", "tall", "tall", "tall", "tall"),
    )


def _figures() -> rx.Component:
    parts = [
        _figure("Received", Ledger.received),
        _sign("="),
        _figure("Stored", Ledger.stored),
        _sign("+"),
        _figure("Refused", Ledger.refused),
        _sign("+"),
        _figure("Waiting", Ledger.waiting),
    ]
    return rx.fragment(
        rx.el.div(*parts, class_name="figures"),
        rx.cond(Ledger.repeats != "", rx.el.p(Ledger.repeats, class_name="second")),
    )


def _figure(label: str, number: rx.Var[int]) -> rx.Component:
    return rx.el.div(rx.el.span(t(label), class_name="second"), rx.el.b(number, class_name="num"), class_name="figure")


def _sign(text: str) -> rx.Component:
    return rx.el.span(text, class_name="sign", aria_hidden="true")


def _filters() -> rx.Component:
    buttons = [
        rx.el.button(
            t(label), type="button", aria_pressed=(Ledger.shown == state).to_string(), on_click=Ledger.show(state)
        )
        for state, label in FILTERS.items()
    ]
    return rx.el.div(*buttons, class_name="choice filters", role="group", aria_label=t("Show"))


def _table() -> rx.Component:
    heads = [rx.el.th(t(label), scope="col") for label in ("When", "Channel", "What", "State", "Reason")]
    actions = rx.el.th(rx.el.span(t("Actions"), class_name="sr-only"), scope="col")
    return rx.cond(
        Ledger.lines.length() > 0,
        rx.el.div(
            rx.el.table(rx.el.thead(rx.el.tr(*heads, actions)), rx.el.tbody(rx.foreach(Ledger.lines, _line))),
            class_name="table cards",
        ),
        states.empty(
            t("Nothing here"),
            t("Messages from your form, chat and mailbox appear here the moment they arrive."),
            icon="arrow-down-to-line",
        ),
    )


def _line(line: rx.Var[Delivery]) -> rx.Component:
    replay = rx.el.button(
        t("Replay"),
        type="button",
        class_name="b",
        aria_label=t("Replay {what}", what=line.what),
        on_click=Ledger.replay(line.id),
    )
    return rx.el.tr(
        rx.el.td(line.at, class_name="num cut"),
        rx.el.td(line.channel),
        rx.el.td(rx.el.bdi(line.what), class_name="what"),
        rx.el.td(rx.el.span(line.state, class_name=f"state {line.kind}")),
        rx.el.td(rx.el.bdi(line.reason), class_name="second"),
        rx.el.td(rx.cond(line.can_replay & may("ledger.replay"), replay), class_name="end"),
    )


def _pages() -> rx.Component:
    return rx.el.div(
        rx.cond(Ledger.number > 1, rx.el.button(t("Newer"), type="button", class_name="b", on_click=Ledger.turn(-1))),
        rx.cond(Ledger.more, rx.el.button(t("Older"), type="button", class_name="b", on_click=Ledger.turn(1))),
        class_name="acts part",
    )


def _refused() -> rx.Component:
    return rx.el.div(
        rx.el.h2(t("This is not for your role")),
        rx.el.p(t("Your role does not allow this. Ask an admin of your workspace.")),
        class_name="empty",
    )
