"""The mail accounts that the workspace fetches from and sends through."""

import asyncio
from dataclasses import dataclass

import reflex as rx

from crm_app.channels import actions, queries
from crm_app.channels.accounts import MailAccount
from crm_app.channels.problems import MailboxTrouble
from crm_app.kit.errors import Invalid
from crm_app.kit.transaction import reading, transaction
from crm_app.runtime import runtime
from crm_app.ui.remarks import remark
from crm_app.ui.session import actor_of, clear_wrong, language_of, needs, tell
from crm_app.ui.settings.stages import LOADING, filling
from crm_app.ui.words import say

CHECK_S = 20
TEXTS = ("name", "imap_host", "imap_user", "imap_password", "smtp_host", "smtp_user", "smtp_password")


@dataclass
class MailboxLine:
    """One account, without its passwords."""

    id: int = 0
    address: str = ""
    name: str = ""
    imap_host: str = ""
    imap_port: str = "993"
    imap_tls: bool = True
    imap_user: str = ""
    has_imap_password: bool = False
    smtp_host: str = ""
    smtp_port: str = "587"
    smtp_security: str = "starttls"
    smtp_user: str = ""
    has_smtp_password: bool = False
    problem: str = ""


class Mail(rx.State):
    """The accounts, and the one in the form."""

    stage: str = LOADING
    lines: list[MailboxLine] = []
    form: MailboxLine = MailboxLine()
    editing: bool = False
    checking: int = 0
    leaving: int = 0
    leaving_address: str = ""

    @rx.event
    @needs("email.write")
    async def load(self):
        """Read the accounts."""
        self.editing = False
        await self._read()

    async def _read(self) -> None:
        async with filling(self):
            async with reading(await actor_of(self)) as tx:
                found = await queries.mailboxes(tx)
            language = await language_of(self)
            self.lines = [_line(view, language) for view in found]

    @rx.event
    @needs("email.write")
    async def edit(self, mailbox_id: int):
        """Open the form: with an account, or empty for 0."""
        await clear_wrong(self)
        self.form = next((line for line in self.lines if line.id == mailbox_id), MailboxLine())
        self.editing = True

    @rx.event
    @needs("email.write")
    async def close_form(self):
        """Put the form away."""
        self.editing = False

    @rx.event
    @needs("email.write")
    async def save(self, form: dict):
        """Keep what was typed; passwords left empty stay as they are."""
        given = {name: str(form.get(name, "")) for name in TEXTS}
        async with transaction(await actor_of(self)) as tx:
            await actions.save_mailbox(
                tx,
                self.form.id or None,
                address=str(form.get("email", "")),
                **given,
                imap_port=_port(form, "imap_port"),
                imap_tls=bool(form.get("imap_tls")),
                smtp_port=_port(form, "smtp_port"),
                smtp_security=str(form.get("smtp_security", "")),
            )
        await clear_wrong(self)
        self.editing = False
        await self._read()
        await tell(self, say(await language_of(self), "Saved."), "good")

    @rx.event(background=True)
    @needs("email.write")
    async def check(self, mailbox_id: int):
        """Sign in to the account's mailbox, and say what came of it."""
        async with self:
            actor, language = await actor_of(self), await language_of(self)
            self.checking = mailbox_id
        try:
            async with reading(actor) as tx:
                account = await queries.mail_account(tx, mailbox_id)
            problem = await _problem_of(account)
            async with transaction(actor) as tx:
                await actions.note_check(tx, mailbox_id, problem)
        finally:
            async with self:
                self.checking = 0
        async with self:
            await self._read()
            said = remark(language, problem) if problem else say(language, "The mailbox lets us in.")
            await tell(self, said, "warn" if problem else "good")

    @rx.event
    @needs("email.write")
    async def ask(self, mailbox_id: int):
        """Ask before an account is removed."""
        self.leaving_address = next((line.address for line in self.lines if line.id == mailbox_id), "")
        self.leaving = mailbox_id if self.leaving_address else 0

    @rx.event
    @needs("email.write")
    async def keep(self):
        """Remove nothing."""
        self.leaving = 0

    @rx.event
    @needs("email.write")
    async def remove(self):
        """Fetch and send through the account no more."""
        leaving, self.leaving = self.leaving, 0
        async with transaction(await actor_of(self)) as tx:
            await actions.remove_mailbox(tx, leaving)
        await self._read()


async def _problem_of(account: MailAccount) -> str:
    if not account.can_fetch:
        return "mailbox_none"
    fetcher = runtime().mail_fetcher(account)
    try:
        await asyncio.wait_for(asyncio.to_thread(fetcher.wait, 0.1), CHECK_S)
    except TimeoutError:
        return "mailbox_slow"
    except MailboxTrouble as error:
        return error.problem
    finally:
        await asyncio.to_thread(fetcher.close)
    return ""


def _line(view: queries.MailboxView, language: str) -> MailboxLine:
    shown = {name: getattr(view, name) for name in MailboxLine.__dataclass_fields__}
    shown |= {"imap_port": str(view.imap_port), "smtp_port": str(view.smtp_port)}
    return MailboxLine(**{**shown, "problem": remark(language, view.problem)})


def _port(form: dict, name: str) -> int:
    text = str(form.get(name, "")).strip()
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise Invalid(name, "A port goes from 1 to 65535.")
    return int(text)
