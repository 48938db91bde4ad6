"""How the mail accounts look: a list, and a form for one."""

import reflex as rx

from crm_app.ui.components import forms, states
from crm_app.ui.settings.email import Mail, MailboxLine
from crm_app.ui.settings.stages import confirm, section
from crm_app.ui.words import t

SECURITIES = {"starttls": "STARTTLS", "tls": "TLS"}


def email() -> rx.Component:
    """The section."""
    add = rx.el.button(t("Connect a mail account"), type="button", class_name="b p", on_click=Mail.edit(0))
    none = states.empty(
        t("No mail account yet"),
        t("Connect one: its mail comes into the inbox within seconds, and replies leave from it."),
        add,
        icon="mail",
    )
    listed = rx.fragment(
        rx.el.div(rx.foreach(Mail.lines, _account), class_name="accounts"), rx.el.div(add, class_name="acts part")
    )
    return section(
        "E-mail",
        "Mail is fetched by IMAP and sent by SMTP. Passwords are encrypted and never shown again.",
        Mail.stage,
        Mail.load,
        rx.cond(Mail.editing, _form(), rx.cond(Mail.lines.length() > 0, listed, none)),
        confirm(
            Mail.leaving != 0,
            t("Remove {name}?", name=Mail.leaving_address),
            t("Nothing is fetched or sent through it any more. Its messages stay."),
            "Remove",
            Mail.remove,
            Mail.keep,
        ),
    )


def _account(line: rx.Var[MailboxLine]) -> rx.Component:
    checking = Mail.checking == line.id
    return rx.el.div(
        rx.el.div(
            rx.el.b(line.address),
            rx.el.p(line.imap_host, rx.cond(line.smtp_host != "", " · " + line.smtp_host, ""), class_name="second cut"),
            rx.cond(line.problem != "", rx.el.p(line.problem, class_name="wrong")),
            class_name="what",
        ),
        rx.el.div(
            rx.el.button(
                rx.cond(checking, t("Testing…"), t("Test")),
                type="button",
                class_name="b",
                disabled=checking,
                on_click=Mail.check(line.id),
            ),
            rx.el.button(t("Change"), type="button", class_name="b q", on_click=Mail.edit(line.id)),
            rx.el.button(t("Remove"), type="button", class_name="b q", on_click=Mail.ask(line.id)),
            class_name="btns",
        ),
        class_name="account",
    )


def _form() -> rx.Component:
    kept = Mail.form
    return rx.el.form(
        rx.el.div(
            forms.field("email", "Address", forms.text("email", kept.address, kind="email")),
            forms.field("name", "Name that customers see", forms.text("name", kept.name, dir="auto")),
            class_name="fields",
        ),
        _group("Where mail is fetched", _fetching(kept)),
        _group("Where mail is sent", _sending(kept)),
        rx.el.div(
            forms.submit("Save"),
            rx.el.button(t("Cancel"), type="button", class_name="b q", on_click=Mail.close_form),
            class_name="acts",
        ),
        key=kept.id.to_string(),
        on_submit=Mail.save,
        class_name="form",
    )


def _group(title: str, fields: list[rx.Component]) -> rx.Component:
    return rx.el.fieldset(rx.el.legend(t(title)), rx.el.div(*fields, class_name="fields"))


def _fetching(kept: rx.Var[MailboxLine]) -> list[rx.Component]:
    tls = rx.el.label(
        rx.el.input(type="checkbox", name="imap_tls", default_checked=kept.imap_tls),
        t("Encrypted (TLS)"),
        class_name="check",
    )
    return [
        forms.field(
            "imap_host", "IMAP server", forms.text("imap_host", kept.imap_host, placeholder="imap.example.com")
        ),
        forms.field("imap_port", "Port", forms.text("imap_port", kept.imap_port, input_mode="numeric")),
        forms.field("imap_user", "User", forms.text("imap_user", kept.imap_user, auto_complete="off")),
        forms.field("imap_password", "Password", _password("imap_password", kept.has_imap_password)),
        tls,
    ]


def _sending(kept: rx.Var[MailboxLine]) -> list[rx.Component]:
    kinds = {**SECURITIES, "none": t("None")}
    return [
        forms.field(
            "smtp_host", "SMTP server", forms.text("smtp_host", kept.smtp_host, placeholder="smtp.example.com")
        ),
        forms.field("smtp_port", "Port", forms.text("smtp_port", kept.smtp_port, input_mode="numeric")),
        forms.field("smtp_user", "User", forms.text("smtp_user", kept.smtp_user, auto_complete="off")),
        forms.field("smtp_password", "Password", _password("smtp_password", kept.has_smtp_password)),
        forms.field("smtp_security", "Encryption", forms.choose("smtp_security", kept.smtp_security, kinds)),
    ]


def _password(name: str, stored: rx.Var[bool]) -> rx.Component:
    hint = rx.cond(stored, t("Unchanged"), "")
    return forms.text(name, kind="password", auto_complete="new-password", placeholder=hint)
