"""Which adapter speaks for this number or bot? One client a vendor, so that none can use up another's connections."""

from pathlib import Path

import httpx

from crm_app.adapters.channels import vendor_http
from crm_app.adapters.channels.meta import MetaMessenger
from crm_app.adapters.channels.outbox import PracticeMessenger
from crm_app.adapters.channels.telegram import TelegramMessenger
from crm_app.adapters.channels.twilio import TwilioMessenger
from crm_app.channels.accounts import VendorAccount
from crm_app.channels.port import Messenger
from crm_app.kit.settings import Settings

_VENDORS = {"twilio": TwilioMessenger, "meta": MetaMessenger, "telegram": TelegramMessenger}


class Messengers:
    """Opens numbers and bots."""

    def __init__(self, settings: Settings, outbox: Path) -> None:
        self._outbox = outbox
        self._clients = {vendor: vendor_http.new_client() for vendor in _VENDORS}
        self._addresses = {
            "twilio": settings.twilio_base_url,
            "meta": settings.meta_base_url,
            "telegram": settings.telegram_base_url,
        }

    def open(self, account: VendorAccount) -> Messenger:
        """The adapter for an account; one of the demo's without secrets writes into the practice outbox."""
        if account.settings.get("practice"):
            return PracticeMessenger(self._outbox)
        vendor = account.kind.partition("_")[0]
        client: httpx.AsyncClient = self._clients[vendor]
        return _VENDORS[vendor](account, client, self._addresses[vendor])

    async def close(self) -> None:
        """Leave all vendors."""
        for client in self._clients.values():
            await client.aclose()
