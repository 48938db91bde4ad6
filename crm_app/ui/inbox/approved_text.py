"""How the choice of an approved text looks, where free text is taken no more."""

import reflex as rx

from crm_app.ui.inbox.approved import ByTemplate
from crm_app.ui.inbox.reply import Reply
from crm_app.ui.session import Session
from crm_app.ui.words import t


def approved_text() -> rx.Component:
    """In place of free text, where the channel takes none: an approved text, with its values."""
    chosen = ByTemplate.templates[ByTemplate.chosen]
    form = rx.el.form(
        rx.el.div(
            rx.el.select(
                rx.foreach(
                    ByTemplate.templates,
                    lambda one, i: rx.el.option(one.name, " · ", one.language, value=i.to_string()),
                ),
                value=ByTemplate.chosen.to_string(),
                on_change=ByTemplate.choose,
                class_name="input",
                aria_label=t("Template"),
            ),
            rx.el.p(chosen.body, dir="auto"),
            rx.foreach(chosen.places, _value),
            rx.el.p(Session.wrong["values"], role="alert", class_name="wrong"),
            class_name="db approved",
        ),
        rx.el.div(
            rx.el.button(t("Send template"), type="submit", class_name="b p", disabled=Reply.sending), class_name="df"
        ),
        key=f"template-{Reply.conversation}-{ByTemplate.chosen}-{Reply.undo_number}",
        on_submit=ByTemplate.send,
    )
    none = t("No template is stored yet. An admin adds them under Settings, Channels.")
    return rx.fragment(
        rx.el.p(ByTemplate.shut, class_name="room", dir="auto"),
        rx.cond(ByTemplate.templates.length() > 0, form, rx.el.p(none, class_name="room")),
    )


def _value(name: rx.Var[str], place: rx.Var[int]) -> rx.Component:
    return rx.el.input(
        name=name, class_name="input", dir="auto", required=True, aria_label=t("Value {n}", n=place + 1),
        placeholder="{{" + (place + 1).to_string() + "}}",
    )  # fmt: skip
