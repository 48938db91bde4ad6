"""The page above all workspaces: a door that takes ADMIN_TOKEN, and behind it the list."""

import reflex as rx

from crm_app.ui.components import forms, states
from crm_app.ui.components.native import NativeForm
from crm_app.ui.frame import bare_page, plain_page
from crm_app.ui.installation.state import Installation, Line
from crm_app.ui.settings.budget import bar, limit_fields
from crm_app.ui.settings.stages import confirm
from crm_app.ui.words import LANGUAGES, t


def installation() -> rx.Component:
    """The page."""
    return rx.cond(Installation.open, _inside(), _door())


def _door() -> rx.Component:
    problem = rx.el.p(Installation.problem, role="alert", class_name="alert", id="problem")
    return bare_page(
        rx.el.div(
            rx.el.span("T", class_name="mark", aria_hidden="true"),
            rx.el.div(
                rx.el.h1(t("This installation")),
                rx.el.p(
                    t("Type ADMIN_TOKEN to see its workspaces. You stay in for half an hour."), class_name="second"
                ),
            ),
            rx.cond(Installation.problem != "", problem),
            NativeForm.create(
                rx.el.div(
                    rx.el.label(t("Token"), html_for="token"),
                    rx.el.input(
                        id="token", name="token", type="password", required=True, auto_complete="off",
                        aria_describedby="problem",
                    ),
                    class_name="field",
                ),
                rx.el.button(t("Open"), type="submit", class_name="b p"),
                action="/auth/installation",
                method="post",
                class_name="form",
            ),
            class_name="in",
        )
    )  # fmt: skip


def _inside() -> rx.Component:
    none = states.empty(t("No workspace yet"), t("Open the first one below."), icon="building-2")
    return plain_page(
        rx.el.div(
            rx.el.div(
                rx.el.h1(t("This installation")),
                rx.el.p(
                    t("Every workspace with what its models used this month. A paused one still takes messages in, and "
                      "nothing leaves it, neither by the software nor by hand."),
                    class_name="lead",
                ),
            ),
            NativeForm.create(
                rx.el.button(t("Leave"), type="submit", class_name="b q"),
                action="/auth/installation/leave",
                method="post",
            ),
            class_name="title-line",
        ),
        rx.cond(Installation.fresh != "", _shown_once()),
        rx.cond(
            Installation.lines.length() > 0,
            rx.el.ul(rx.foreach(Installation.lines, _line), class_name="accounts"),
            none,
        ),
        rx.el.h2(t("Open a workspace"), class_name="part"),
        _opening(),
        confirm(
            Installation.rotating != 0,
            t("Replace the key of {name}?", name=Installation.rotating_name),
            t("The newest key gets a successor. The old one still works for a while, so that programs can change."),
            "Replace key",
            Installation.rotate,
            Installation.keep,
        ),
    )  # fmt: skip


def _shown_once() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("The key of {name}. Copy it now: it is not shown again.", name=Installation.fresh_of)),
        rx.el.code(Installation.fresh, class_name="secret"),
        rx.el.div(
            rx.el.button(t("Copy"), type="button", class_name="b", on_click=rx.set_clipboard(Installation.fresh)),
            rx.el.button(t("Done"), type="button", class_name="b q", on_click=Installation.forget),
            class_name="acts",
        ),
        class_name="once",
        role="status",
    )


def _line(line: rx.Var[Line]) -> rx.Component:
    state = rx.cond(
        line.paused,
        rx.el.span(t("Paused"), class_name="state warn"),
        rx.el.span(t("Active"), class_name="state good"),
    )
    switch = rx.cond(
        line.paused,
        _button("Activate", Installation.activate(line.id), line),
        _button("Pause", Installation.pause(line.id), line),
    )
    what = rx.el.div(
        rx.el.div(rx.el.b(line.name, dir="auto"), " ", state),
        rx.el.div(line.slug, class_name="second"),
        class_name="what",
    )
    use = rx.el.div(rx.el.div(line.used, class_name="second num"), bar(line.share, line.level), class_name="use")
    acts = rx.el.div(
        switch,
        _button("Replace key", Installation.ask(line.id), line),
        _button("Budget", Installation.edit(line.id), line, expanded=Installation.editing == line.id),
        class_name="acts",
    )
    return rx.el.li(
        rx.el.div(what, use, acts, class_name="account"),
        rx.cond(Installation.editing == line.id, _budget(line)),
    )


def _button(label: str, act: object, line: rx.Var[Line], expanded: rx.Var[bool] | None = None) -> rx.Component:
    more = {} if expanded is None else {"aria_expanded": expanded.to_string()}
    name = t("{act}: {name}", act=t(label), name=line.name)
    return rx.el.button(t(label), type="button", class_name="b q", on_click=act, aria_label=name, **more)


def _budget(line: rx.Var[Line]) -> rx.Component:
    return rx.el.form(
        limit_fields(line.tokens, line.money),
        rx.el.div(forms.submit("Save"), class_name="acts"),
        on_submit=Installation.save_budget,
        class_name="form budget-of",
    )


def _opening() -> rx.Component:
    return rx.el.form(
        rx.el.div(
            forms.field("name", "Name", forms.text("name", auto_complete="off", dir="auto")),
            forms.field("slug", "Short name", forms.text("slug", auto_complete="off"), hint="Such as noor-homes"),
            forms.field("language", "Language of drafts in doubt", forms.choose("language", "en", LANGUAGES)),
            forms.field("admin", "First admin", forms.text("admin", auto_complete="off", dir="auto")),
            forms.field("email", "E-mail", forms.text("email", kind="email", auto_complete="off")),
            forms.field(
                "password",
                "First password",
                forms.text("password", kind="password", auto_complete="new-password"),
                hint="12 characters or more. Tell it to them yourself.",
            ),
            class_name="fields",
        ),
        rx.el.div(forms.submit("Open workspace"), class_name="acts"),
        key=Installation.round.to_string(),
        on_submit=Installation.open_one,
        class_name="form",
    )
