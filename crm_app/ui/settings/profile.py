"""A member's own language and theme."""

from dataclasses import replace

import reflex as rx

from crm_app.accounts import actions
from crm_app.kit.transaction import transaction
from crm_app.ui import guard
from crm_app.ui.session import Session, actor_of, enter, needs
from crm_app.ui.words import LANGUAGES, Words, t

THEMES = {"system": "As the device", "light": "Light", "dark": "Dark"}


class Profile(rx.State):
    """The member's own choices."""

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
        class_name="section",
    )


def _choice(label: str, options: list[rx.Component]) -> rx.Component:
    name = rx.el.span(t(label), class_name="label", id=f"{label.lower()}-label")
    group = rx.el.div(*options, class_name="choice", role="group", aria_labelledby=f"{label.lower()}-label")
    return rx.el.div(name, group, class_name="field")


def _option(label: object, chosen: rx.Var[bool], on_click: object, **props: object) -> rx.Component:
    return rx.el.button(label, type="button", aria_pressed=chosen, on_click=on_click, **props)
