"""The keys with which programs reach the workspace."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import reflex as rx

from crm_app.accounts import actions, queries
from crm_app.kit.transaction import reading, transaction
from crm_app.ui.components import forms, states
from crm_app.ui.inbox import told
from crm_app.ui.session import actor_of, clear_wrong, language_of, needs
from crm_app.ui.settings.stages import LOADING, confirm, filling, section
from crm_app.ui.words import t


@dataclass
class KeyLine:
    """One line of the list."""

    id: int
    name: str
    prefix: str
    created: str
    revoked: bool


class ApiKeys(rx.State):
    """The keys; `fresh` is the text of one that was just made, shown this once."""

    stage: str = LOADING
    lines: list[KeyLine] = []
    fresh: str = ""
    round: int = 0
    ending: int = 0
    ending_name: str = ""

    @rx.event
    @needs("keys.write")
    async def load(self):
        """Read the keys; a text that was shown is gone."""
        self.fresh = ""
        await self._read()

    async def _read(self) -> None:
        async with filling(self):
            language = await language_of(self)
            async with reading(await actor_of(self)) as tx:
                found, zone = await queries.api_keys(tx), ZoneInfo((await queries.workspace(tx)).time_zone)
            self.lines = [
                KeyLine(k.id, k.name, k.prefix, told.day(k.created_at, zone, language, year=True), k.revoked)
                for k in found
            ]

    @rx.event
    @needs("keys.write")
    async def create_key(self, form: dict):
        """Make a key and show its text."""
        async with transaction(await actor_of(self)) as tx:
            _, fresh = await actions.create_api_key(tx, str(form.get("name", ""))[:100])
        await clear_wrong(self)
        self.round += 1
        await self._read()
        self.fresh = fresh

    @rx.event
    @needs("keys.write")
    async def ask(self, key_id: int):
        """Ask before a key is revoked."""
        self.ending_name = next((line.name for line in self.lines if line.id == key_id), "")
        self.ending = key_id if self.ending_name else 0

    @rx.event
    @needs("keys.write")
    async def keep(self):
        """Revoke nothing."""
        self.ending = 0

    @rx.event
    @needs("keys.write")
    async def revoke(self):
        """Stop the key at once."""
        ending, self.ending = self.ending, 0
        async with transaction(await actor_of(self)) as tx:
            await actions.revoke_api_key(tx, ending)
        await self._read()


def api_keys() -> rx.Component:
    """The section."""
    none = states.empty(
        t("No keys yet"),
        t("A shop or a form on your site needs one to send messages, contacts and orders here."),
        icon="key-round",
    )
    return section(
        "API keys",
        "A program that holds a key can bring messages, contacts and orders in, and read and answer conversations.",
        ApiKeys.stage,
        ApiKeys.load,
        rx.cond(ApiKeys.fresh != "", _shown_once()),
        rx.cond(ApiKeys.lines.length() > 0, rx.el.div(_table(), class_name="table cards"), none),
        rx.el.form(
            rx.el.div(
                forms.field(
                    "name", "Name of a new key", forms.text("name", auto_complete="off", max_length=100, dir="auto")
                ),
                class_name="fields",
            ),
            rx.el.div(forms.submit("Create key"), class_name="acts"),
            key=ApiKeys.round.to_string(),
            on_submit=ApiKeys.create_key,
            class_name="form part",
        ),
        confirm(
            ApiKeys.ending != 0,
            t("Revoke {name}?", name=ApiKeys.ending_name),
            t("What uses this key is refused from now on. This cannot be undone."),
            "Revoke",
            ApiKeys.revoke,
            ApiKeys.keep,
        ),
    )


def _shown_once() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Copy the key now. It is not shown again.")),
        rx.el.code(ApiKeys.fresh, class_name="secret", dir="ltr"),
        rx.el.div(
            rx.el.button(
                t("Copy"), type="button", class_name="b", auto_focus=True, on_click=rx.set_clipboard(ApiKeys.fresh)
            ),
            rx.el.button(t("Done"), type="button", class_name="b q", on_click=ApiKeys.load),
            class_name="acts",
        ),
        class_name="once",
        role="status",
    )


def _table() -> rx.Component:
    heads = [rx.el.th(t(label), scope="col") for label in ("Name", "Begins with", "Created")]
    return rx.el.table(
        rx.el.thead(rx.el.tr(*heads, rx.el.th(rx.el.span(t("Actions"), class_name="sr-only"), scope="col"))),
        rx.el.tbody(rx.foreach(ApiKeys.lines, _line)),
    )


def _line(line: rx.Var[KeyLine]) -> rx.Component:
    revoke = rx.el.button(t("Revoke"), type="button", class_name="b q", on_click=ApiKeys.ask(line.id))
    return rx.el.tr(
        rx.el.td(rx.el.bdi(line.name)),
        rx.el.td(rx.el.code(line.prefix, "…", dir="ltr")),
        rx.el.td(line.created),
        rx.el.td(rx.cond(line.revoked, rx.el.span(t("Revoked"), class_name="state"), revoke), class_name="end"),
    )
