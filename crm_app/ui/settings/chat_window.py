"""The chat window for the workspace's own site."""

import re

import reflex as rx

from crm_app.accounts import actions, queries
from crm_app.kit.errors import Invalid
from crm_app.kit.settings import settings
from crm_app.kit.transaction import reading, transaction
from crm_app.ui.components import forms
from crm_app.ui.session import actor_of, clear_wrong, language_of, needs, tell
from crm_app.ui.settings.stages import LOADING, filling, section
from crm_app.ui.words import say, t

MOST_SITES = 20
SITE = re.compile(r"(https?://)?([a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?)(?:/|$)")


class ChatWindow(rx.State):
    """Whether the chat is open, on which sites, and the line that puts it there."""

    stage: str = LOADING
    on: bool = False
    sites: str = ""
    line: str = ""

    @rx.event
    @needs("channels.write")
    async def load(self):
        """Read the settings."""
        async with filling(self):
            async with reading(await actor_of(self)) as tx:
                found = await queries.workspace(tx)
            chat = found.settings.get("chat", {})
            self.on, self.sites = bool(chat.get("on")), "\n".join(chat.get("sites", ()))
            self.line = f'<script src="{settings().address}/widget.js" data-workspace="{found.slug}" async></script>'

    @rx.event
    @needs("channels.write")
    async def save(self, form: dict):
        """Open or close the chat."""
        chat = {"on": bool(form.get("on")), "sites": sites_in(str(form.get("sites", "")))}
        async with transaction(await actor_of(self)) as tx:
            await actions.change_workspace(tx, "channels.write", settings={"chat": chat})
        await clear_wrong(self)
        await self.load()
        await tell(self, say(await language_of(self), "Saved."), "good")


def sites_in(typed: str) -> list[str]:
    """The origins that were typed, one a line; raises Invalid."""
    sites = []
    for word in typed.replace(",", "\n").split():
        found = SITE.match(word.casefold())
        if not found:
            raise Invalid("sites", "{word} is no site. It looks like https://www.example.com.", word=word[:60])
        sites.append(f"{found[1] or 'https://'}{found[2]}")
    if len(sites) > MOST_SITES:
        raise Invalid("sites", "Name at most {most} sites.", most=MOST_SITES)
    return list(dict.fromkeys(sites))


def chat_window() -> rx.Component:
    """The section."""
    return section(
        "Web chat",
        "A small window on your site: visitors write there, and read your replies in the same place.",
        ChatWindow.stage,
        ChatWindow.load,
        rx.el.form(
            rx.el.label(
                rx.el.input(
                    type="checkbox", name="on", default_checked=ChatWindow.on, key=f"on-{ChatWindow.on.to_string()}"
                ),
                t("The chat is open"),
                class_name="check",
            ),
            rx.el.div(
                forms.field(
                    "sites",
                    "Your sites",
                    forms.paragraph("sites", ChatWindow.sites, placeholder="https://www.example.com"),
                    hint="One a line. Left empty, any site may show the chat.",
                    whole=True,
                ),
                class_name="fields",
            ),
            rx.el.div(forms.submit("Save"), class_name="acts"),
            on_submit=ChatWindow.save,
            class_name="form",
        ),
        rx.el.div(
            rx.el.p(t("Put this line into your pages, before the end of the body:")),
            rx.el.code(ChatWindow.line, class_name="secret", dir="ltr"),
            rx.el.div(
                rx.el.button(t("Copy"), type="button", class_name="b", on_click=rx.set_clipboard(ChatWindow.line)),
                class_name="acts",
            ),
            class_name="once",
        ),
    )
