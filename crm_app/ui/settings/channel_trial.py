"""Does a number or bot work? A text is sent through it, and Telegram is told where to deliver."""

import re

import reflex as rx

from crm_app.channels import queries
from crm_app.channels.accounts import VendorAccount
from crm_app.channels.kinds import e164
from crm_app.channels.port import LearnsAddress, Outbound, Sent
from crm_app.kit import security
from crm_app.kit.errors import Invalid
from crm_app.kit.transaction import reading
from crm_app.runtime import runtime
from crm_app.ui.components import forms
from crm_app.ui.remarks import remark
from crm_app.ui.session import actor_of, clear_wrong, language_of, needs
from crm_app.ui.settings.channels import Channels, webhook_url
from crm_app.ui.words import say, t

TEXT = "This is a test of Tacit."
TRIED = ("twilio_sms", "twilio_whatsapp", "meta_whatsapp", "telegram")
_CHAT = re.compile(r"-?\d{1,18}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class ChannelTrial(rx.State):
    """What the last trial of the account in the form brought, and how that is to be shown."""

    busy: bool = False
    account: int = 0
    said: str = ""
    kind: str = ""

    @rx.event(background=True)
    @needs("channels.write")
    async def send(self, form: dict):
        """Send the test to an address, and say what the vendor answered."""
        account = await self._begin()
        to = address_in(account.kind, str(form.get("to", "")))
        test = Outbound(account.channel, f"test:{security.new_token()}", to, account.address, TEXT)
        await self._ask(runtime().messenger(account).send(test), "The vendor took it. Look whether it has arrived.")

    @rx.event(background=True)
    @needs("channels.write")
    async def tell_telegram(self):
        """Have the bot deliver to us."""
        account = await self._begin()
        bot, secret = runtime().messenger(account), account.secret("webhook_secret")
        if not isinstance(bot, LearnsAddress):
            raise Invalid("to", "Only a real Telegram bot can be told where to deliver.")
        if not _SECRET.fullmatch(secret):
            raise Invalid("webhook_secret", "Give the bot a webhook secret of letters and digits, and save, first.")
        url = webhook_url(account.kind, account.token)
        await self._ask(bot.deliver_to(url, secret), "Telegram delivers here now. Write to the bot.")

    async def _begin(self) -> VendorAccount:
        async with self:
            opened, actor = (await self.get_state(Channels)).form, await actor_of(self)
            await clear_wrong(self)
            self.said, self.account = "", opened.id
        async with reading(actor) as tx:
            account = await queries.account_by_id(tx, opened.kind, opened.id) if opened.id else None
        if account is None or account.kind not in TRIED:
            raise Invalid("to", "Save the account first.")
        return account

    async def _ask(self, asking, fine: str) -> None:
        async with self:
            self.busy = True
        try:
            sent: Sent = await asking
        finally:
            async with self:
                self.busy = False
        async with self:
            language = await language_of(self)
            self.kind = "good" if sent.state == "sent" else "wrong"
            self.said = say(language, fine) if sent.state == "sent" else remark(language, sent.reason)


def address_in(kind: str, typed: str) -> str:
    """Whom to write to: a number, or a chat of Telegram's; raises Invalid."""
    to = typed.strip()
    if kind == "telegram":
        if not _CHAT.fullmatch(to):
            raise Invalid("to", "Telegram knows people by a number, not by a name. Type the number of the chat.")
        return to
    number = e164(to)
    if not re.fullmatch(r"\+\d{6,15}", number):
        raise Invalid("to", "Type the number with its country, such as +15551230001.")
    return number


def trial(kind: str) -> rx.Component:
    """Below the form of an account of a `kind` that can write: the test, and Telegram's button."""
    hint = "Your own chat's number: @userinfobot tells it. Write to your bot first." if kind == "telegram" else ""
    example = "123456789" if kind == "telegram" else "+15551230001"
    telegram = rx.el.button(
        t("Tell Telegram"),
        type="button",
        class_name="b",
        disabled=ChannelTrial.busy,
        on_click=ChannelTrial.tell_telegram,
    )
    said = rx.el.p(ChannelTrial.said, class_name=rx.cond(ChannelTrial.kind == "good", "lead", "wrong"), role="status")
    return rx.el.form(
        forms.field("to", "Send a test to", forms.text("to", dir="ltr", placeholder=example), hint=hint),
        rx.el.div(
            rx.el.button(t("Send a test"), type="submit", class_name="b", disabled=ChannelTrial.busy),
            telegram if kind == "telegram" else rx.fragment(),
            class_name="acts",
        ),
        rx.cond(ChannelTrial.account == Channels.form.id, said),
        key=f"trial-{kind}",
        on_submit=ChannelTrial.send,
        class_name="form part",
    )
