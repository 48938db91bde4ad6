"""How the numbers, bots and shops look: a list, the kinds to choose from, and a form that explains itself."""

import reflex as rx

from crm_app.channels.kinds import NAMED
from crm_app.ui.components import forms, states
from crm_app.ui.settings.channel_guides import GUIDES, Guide
from crm_app.ui.settings.channel_trial import TRIED, trial
from crm_app.ui.settings.channels import ChannelLine, Channels
from crm_app.ui.settings.stages import confirm, section
from crm_app.ui.settings.templates import templates
from crm_app.ui.words import t


def channels() -> rx.Component:
    """The section."""
    add = rx.el.button(t("Connect a channel"), type="button", class_name="b p", on_click=Channels.choose)
    none = states.empty(
        t("No channel yet"),
        t("Connect a number or a bot: what people write there comes into the inbox, and replies leave from it."),
        add,
        icon="radio-tower",
    )
    listed = rx.fragment(
        rx.el.div(rx.foreach(Channels.lines, _account), class_name="accounts"), rx.el.div(add, class_name="acts part")
    )
    return section(
        "Channels",
        "SMS, WhatsApp, Telegram, calls, and what your shop, its carriers and other programs report. Secrets are "
        "encrypted and never shown again.",
        Channels.stage,
        Channels.load,
        rx.cond(
            Channels.kind != "",
            rx.match(Channels.kind, *[(kind, _form(kind, guide)) for kind, guide in GUIDES.items()], rx.fragment()),
            rx.cond(Channels.choosing, _kinds(), rx.cond(Channels.lines.length() > 0, listed, none)),
        ),
        confirm(
            Channels.leaving != 0,
            t("Remove {name}?", name=Channels.leaving_address),
            t("Nothing comes in or leaves through it any more. Its messages stay."),
            "Remove",
            Channels.remove,
            Channels.keep,
        ),
    )


def _account(line: rx.Var[ChannelLine]) -> rx.Component:
    heard = rx.cond(
        line.heard != "",
        t("Last message {time} ago", time=line.heard),
        t("Nothing has come in yet"),
    )
    return rx.el.div(
        rx.el.div(
            rx.el.b(line.address, dir="auto"),
            rx.el.p(_label(line.kind), " · ", heard, class_name="second cut"),
            rx.cond(line.problem != "", rx.el.p(line.problem, class_name="wrong")),
            class_name="what",
        ),
        rx.el.div(
            rx.el.button(t("Open"), type="button", class_name="b", on_click=Channels.edit(line.id)),
            rx.el.button(t("Remove"), type="button", class_name="b q", on_click=Channels.ask(line.id)),
            class_name="btns",
        ),
        class_name="account",
    )


def _label(kind: rx.Var[str]) -> rx.Component:
    return rx.match(kind, *[(name, t(guide.label)) for name, guide in GUIDES.items()], kind)


def _kinds() -> rx.Component:
    choices = [
        rx.el.button(
            rx.icon(guide.icon, aria_hidden="true"),
            rx.el.span(rx.el.b(t(guide.label)), rx.el.span(t(guide.says), class_name="second")),
            type="button",
            class_name="kind",
            on_click=Channels.connect(kind),
        )
        for kind, guide in GUIDES.items()
    ]
    back = rx.el.button(t("Cancel"), type="button", class_name="b q", on_click=Channels.close_form)
    return rx.el.div(rx.el.div(*choices, class_name="kinds"), rx.el.div(back, class_name="acts part"))


def _form(kind: str, guide: Guide) -> rx.Component:
    kept = Channels.form
    secrets = [
        forms.field(name, label, _secret(name, kept.stored.contains(name))) for name, label in guide.secrets.items()
    ]
    way = "auto" if kind in NAMED else "ltr"
    whose = [
        forms.field("address", guide.address, forms.text("address", kept.address, placeholder=guide.example, dir=way))
    ]
    if kind not in NAMED:
        whose.append(forms.field("name", "Name for your team", forms.text("name", kept.name, dir="auto")))
    form = rx.el.form(
        rx.el.h3(t(guide.label)),
        rx.el.ol(*[rx.el.li(t(step)) for step in guide.steps], class_name="how"),
        rx.el.div(
            *whose,
            *secrets,
            class_name="fields",
        ),
        rx.cond(kept.url != "", _delivered(guide)),
        rx.el.div(
            forms.submit("Save"),
            rx.el.button(t("Close"), type="button", class_name="b q", on_click=Channels.close_form),
            class_name="acts",
        ),
        key=f"{kind}-" + kept.id.to_string(),
        on_submit=Channels.save,
        class_name="form",
    )
    further = [trial(kind)] if kind in TRIED else []
    if kind.endswith("whatsapp"):
        further.append(templates(kept.id, kind))
    return rx.fragment(form, rx.cond(kept.id > 0, rx.fragment(*further)))


def _delivered(guide: Guide) -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Where the vendor delivers")),
        rx.el.code(Channels.form.url, class_name="secret", dir="ltr"),
        rx.el.div(
            rx.el.button(t("Copy"), type="button", class_name="b", on_click=rx.set_clipboard(Channels.form.url)),
            class_name="acts",
        ),
        rx.el.p(t(guide.last), class_name="hint"),
        rx.el.p(
            rx.cond(
                Channels.form.heard != "",
                t("Last message {time} ago", time=Channels.form.heard),
                t("Waiting for the first message…"),
            ),
            class_name="second",
            role="status",
        ),
        class_name="once",
    )


def _secret(name: str, stored: rx.Var[bool]) -> rx.Component:
    return forms.text(
        name, kind="password", auto_complete="new-password", placeholder=rx.cond(stored, t("Unchanged"), ""), dir="ltr"
    )
