"""A member's own language, theme and password."""

from dataclasses import replace

import reflex as rx

from crm_app.accounts import actions
from crm_app.accounts.changing_password import change_password
from crm_app.kit.transaction import transaction
from crm_app.ui import guard
from crm_app.ui.components import forms
from crm_app.ui.session import Session, actor_of, clear_wrong, enter, language_of, needs, tell
from crm_app.ui.sign_in.routes import throttle
from crm_app.ui.words import LANGUAGES, Words, say, t

THEMES = {"system": "As the device", "light": "Light", "dark": "Dark"}


class Profile(rx.State):
    """The member's own choices. `changed`: how often the password was, so that its inputs are empty afterwards."""

    changed: int = 0

    @rx.event
    @needs("profile.write")
    async def load(self):
        """All of it is in the session already; opening the page still needs the right."""

    @rx.event
    @needs("profile.write")
    async def speak(self, language: str):
        """Show the interface in another language."""
        actor = await actor_of(self)
        async with transaction(actor) as tx:
            await actions.set_profile(tx, language=language)
        guard.forget_login(guard.token_in(self.router.headers.cookie))
        await enter(await self.get_state(Session), replace(actor, language=language), language)

    @rx.event
    @needs("profile.write")
    async def wear(self, theme: str):
        """Show light, dark, or what the device prefers."""
        async with transaction(await actor_of(self)) as tx:
            await actions.set_profile(tx, theme=theme)
        (await self.get_state(Session)).theme = theme

    @rx.event
    @needs("profile.write")
    async def change_password(self, form: dict):
        """Sign in with another password from now on; every other browser is signed out."""
        await clear_wrong(self)
        await change_password(
            await actor_of(self),
            present=str(form.get("present", "")),
            chosen=str(form.get("password", "")),
            token=guard.token_in(self.router.headers.cookie),
            address=self.router.session.client_ip,
            attempts=throttle(),
        )
        self.changed += 1
        await tell(
            self, say(await language_of(self), "Your password is changed. Other browsers are signed out."), "good"
        )


def profile() -> rx.Component:
    """The section: chosen is saved."""
    languages = [
        _option(name, Words.language == code, Profile.speak(code), lang=code) for code, name in LANGUAGES.items()
    ]
    themes = [_option(t(label), Session.theme == theme, Profile.wear(theme)) for theme, label in THEMES.items()]
    return rx.el.section(
        rx.el.h2(Session.name, dir="auto"),
        rx.el.p(Session.email, class_name="lead"),
        rx.el.div(_choice("Language", languages), _choice("Appearance", themes), class_name="form"),
        rx.el.h2(t("Password"), class_name="part"),
        _password(),
        class_name="section",
    )


def _password() -> rx.Component:
    return rx.el.form(
        rx.el.div(
            forms.field(
                "present",
                "Present password",
                forms.text("present", kind="password", auto_complete="current-password", required=True),
            ),
            forms.field(
                "password",
                "New password",
                forms.text("password", kind="password", auto_complete="new-password", required=True),
                hint="Twelve characters or more. A few unrelated words are easy to remember.",
            ),
            class_name="fields",
        ),
        rx.el.div(forms.submit("Change password"), class_name="acts"),
        rx.el.p(t("You stay signed in here; every other browser is signed out."), class_name="lead"),
        key=f"password-{Profile.changed}",
        on_submit=Profile.change_password,
        class_name="form",
    )


def _choice(label: str, options: list[rx.Component]) -> rx.Component:
    name = rx.el.span(t(label), class_name="label", id=f"{label.lower()}-label")
    group = rx.el.div(*options, class_name="choice", role="group", aria_labelledby=f"{label.lower()}-label")
    return rx.el.div(name, group, class_name="field")


def _option(label: object, chosen: rx.Var[bool], on_click: object, **props: object) -> rx.Component:
    return rx.el.button(label, type="button", aria_pressed=chosen, on_click=on_click, **props)
