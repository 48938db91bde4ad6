"""Loading, ready, failed: what every section of the settings goes through."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import reflex as rx

from crm_app.ui.components import states
from crm_app.ui.components.browser import Dialog
from crm_app.ui.session import clear_wrong
from crm_app.ui.words import t

LOADING, READY, FAILED = "loading", "ready", "failed"


@asynccontextmanager
async def filling(state: rx.State) -> AsyncIterator[None]:
    """Sets `state.stage` around a load; what went wrong is told by the handler's own decorator."""
    await clear_wrong(state)
    try:
        yield
    except Exception:
        state.stage = FAILED
        raise
    state.stage = READY


def section(title: str, lead: str, stage: rx.Var[str], retry: rx.EventHandler, *content: rx.Component) -> rx.Component:
    """A section of the settings with its heading; `title` and `lead` are texts for `t`."""
    return rx.el.section(
        rx.el.h2(t(title)),
        rx.el.p(t(lead), class_name="lead"),
        rx.match(
            stage,
            (READY, rx.fragment()),
            (FAILED, states.failed(t("Your settings are safe. The server could not read them just now."), retry())),
            states.loading("short", "tall", "short", "tall", "short", "tall"),
        ),
        # Hidden, not taken away: inputs that someone has typed into keep it when the page loads anew underneath.
        rx.el.div(*content, hidden=stage != READY),
        class_name="section",
    )


def confirm(
    open: rx.Var[bool], title: rx.Var[str], text: rx.Var[str], act: str, on_yes: rx.EventHandler, on_no: rx.EventHandler
) -> rx.Component:
    """Asks before something that cannot be taken back; `act` says what will happen."""
    return Dialog.create(
        rx.el.p(text),
        rx.el.div(
            rx.el.button(t(act), type="button", class_name="b danger", on_click=on_yes()),
            rx.el.button(t("Cancel"), type="button", class_name="b q", on_click=on_no()),
            class_name="acts part",
        ),
        open=open,
        title=title,
        close_label=t("Close"),
        on_close=on_no(),
    )
