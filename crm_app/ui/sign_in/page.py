"""The door: one form that the browser posts itself."""

import reflex as rx
from starlette.requests import cookie_parser

from crm_app.ui.components.native import NativeForm
from crm_app.ui.frame import bare_page
from crm_app.ui.session import language_of, public
from crm_app.ui.sign_in.routes import TRIED, safe_path, tried
from crm_app.ui.words import say, t


class SignIn(rx.State):
    """What a failed attempt brought back."""

    problem: str = ""
    email: str = ""
    next: str = ""

    @rx.event
    @public
    async def arrive(self):
        """Show why the last attempt failed, and what was typed."""
        told = cookie_parser(self.router.headers.cookie).get(TRIED, "")
        kept = tried(told) if told else {}
        asked = kept.get("next") or self.router.url.query_parameters.get("next", "")
        self.email, self.next = kept.get("email", ""), safe_path(asked)
        self.problem = say(await language_of(self), kept.get("problem", ""))


def sign_in() -> rx.Component:
    """The sign-in page."""
    problem = rx.el.p(SignIn.problem, role="alert", class_name="alert", id="problem")
    return bare_page(
        rx.el.div(
            rx.el.span("T", class_name="mark", aria_hidden="true"),
            rx.el.div(rx.el.h1(t("Sign in to Tacit")), rx.el.p(t("The queue is in order."), class_name="second")),
            rx.cond(SignIn.problem != "", problem),
            NativeForm.create(
                rx.el.input(type="hidden", name="next", value=SignIn.next, read_only=True),
                _input("email", "E-mail", "username", type="email", default_value=SignIn.email, key=SignIn.email),
                _input(
                    "password",
                    "Password",
                    "current-password",
                    type="password",
                    key=SignIn.problem,
                    auto_focus=SignIn.problem != "",
                ),
                rx.el.button(t("Sign in"), type="submit", class_name="b p"),
                action="/auth/sign-in",
                method="post",
                class_name="form",
            ),
            class_name="in",
        )
    )


def _input(name: str, label: str, remembers: str, **props: object) -> rx.Component:
    return rx.el.div(
        rx.el.label(t(label), html_for=name),
        rx.el.input(id=name, name=name, required=True, auto_complete=remembers, aria_describedby="problem", **props),
        class_name="field",
    )
