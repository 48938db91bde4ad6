"""The numbers, bots and shops that the workspace is reached by."""

from dataclasses import dataclass, field
from datetime import datetime

import reflex as rx

from crm_app.channels import actions, queries
from crm_app.channels.queries import ChannelAccountView
from crm_app.kit.settings import settings
from crm_app.kit.transaction import reading, transaction
from crm_app.ui import live
from crm_app.ui.inbox.told import span
from crm_app.ui.remarks import remark
from crm_app.ui.session import actor_of, clear_wrong, language_of, needs, tell
from crm_app.ui.settings.channel_guides import GUIDES
from crm_app.ui.settings.stages import LOADING, filling
from crm_app.ui.words import say


@dataclass
class ChannelLine:
    """One account, without its secrets. `heard`: when something last came in, in words."""

    id: int = 0
    kind: str = ""
    label: str = ""
    address: str = ""
    name: str = ""
    url: str = ""
    stored: list[str] = field(default_factory=list)
    on: bool = True
    problem: str = ""
    heard: str = ""


class Channels(rx.State):
    """The accounts, and the one in the form. `kind` is empty while none is being connected."""

    stage: str = LOADING
    lines: list[ChannelLine] = []
    form: ChannelLine = ChannelLine()
    kind: str = ""
    choosing: bool = False
    leaving: int = 0
    leaving_address: str = ""
    trying: int = 0

    @rx.event
    @needs("channels.write")
    async def load(self):
        """Read the accounts."""
        self.kind, self.choosing = "", False
        await self._read()
        await live.watch(self, Channels.on_news)

    @rx.event
    @needs("channels.write")
    async def on_news(self, news: list[dict]):
        """While the account in the form still waits for its first message, see whether that was it."""
        if self.kind and self.form.id and not self.form.heard:
            await self._read()
            self.form = next((line for line in self.lines if line.id == self.form.id), self.form)

    async def _read(self) -> None:
        async with filling(self):
            language = await language_of(self)
            async with reading(await actor_of(self)) as tx:
                found, now = await queries.channel_accounts(tx), tx.now
            self.lines = [_line(view, language, now) for view in found]

    @rx.event
    @needs("channels.write")
    async def choose(self):
        """Show the kinds of channel."""
        self.choosing = True

    @rx.event
    @needs("channels.write")
    async def connect(self, kind: str):
        """Open the form for a new account of a kind."""
        await clear_wrong(self)
        self.kind = kind if kind in GUIDES else ""
        self.form, self.choosing = ChannelLine(kind=self.kind), False

    @rx.event
    @needs("channels.write")
    async def edit(self, account_id: int):
        """Open the form with an account."""
        await clear_wrong(self)
        self.form = next((line for line in self.lines if line.id == account_id), ChannelLine())
        self.kind = self.form.kind

    @rx.event
    @needs("channels.write")
    async def close_form(self):
        """Put the form away."""
        self.kind, self.choosing = "", False

    @rx.event
    @needs("channels.write")
    async def save(self, form: dict):
        """Keep what was typed, and show where the vendor is to deliver; secrets left empty stay as they are."""
        given = {name: str(form.get(name, "")) for name in GUIDES[self.kind].secrets if form.get(name)}
        async with transaction(await actor_of(self)) as tx:
            saved = await actions.save_channel_account(
                tx,
                self.form.id or None,
                kind=self.kind,
                address=str(form.get("address", "")),
                name=str(form.get("name", "")),
                secrets=given,
            )
        await clear_wrong(self)
        await self._read()
        self.form = next(line for line in self.lines if line.id == saved.id)
        await tell(self, say(await language_of(self), "Saved."), "good")

    @rx.event
    @needs("channels.write")
    async def ask(self, account_id: int):
        """Ask before an account is removed."""
        self.leaving_address = next((line.address for line in self.lines if line.id == account_id), "")
        self.leaving = account_id if self.leaving_address else 0

    @rx.event
    @needs("channels.write")
    async def keep(self):
        """Remove nothing."""
        self.leaving = 0

    @rx.event
    @needs("channels.write")
    async def remove(self):
        """Forget the account with its secrets."""
        leaving, self.leaving = self.leaving, 0
        async with transaction(await actor_of(self)) as tx:
            await actions.remove_channel_account(tx, leaving)
        await self._read()


def webhook_url(kind: str, token: str) -> str:
    """Where the vendor delivers; built from PUBLIC_URL alone."""
    return settings().address + GUIDES[kind].path.replace("{token}", token)


def _line(view: ChannelAccountView, language: str, now: datetime) -> ChannelLine:
    heard = span(now - view.last_received_at, language) if view.last_received_at else ""
    return ChannelLine(
        view.id, view.kind, GUIDES[view.kind].label, view.address, view.name, webhook_url(view.kind, view.token),
        [*view.secrets], view.enabled, remark(language, view.problem), heard,
    )  # fmt: skip
