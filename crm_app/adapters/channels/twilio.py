"""SMS and WhatsApp by Twilio."""

import base64
import json
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from crm_app.adapters.channels import vendor_http, vendor_media
from crm_app.channels import vendor_errors
from crm_app.channels.accounts import VendorAccount
from crm_app.channels.port import FetchedMedia, Media, Outbound, Sent

VENDOR = "Twilio"
FILE_SERVERS = ("twiliocdn.com", "twilio.com")
CLOCKS_APART = timedelta(minutes=5)
_NEWEST = 100


class TwilioMessenger:
    """One number of one account. Twilio knows no idempotency key: whoever lost an answer asks `find`."""

    def __init__(self, account: VendorAccount, client: httpx.AsyncClient, base_url: str) -> None:
        self._account, self._client = account, client
        self._base_url = base_url.rstrip("/")
        self._login = (account.secret("account_sid"), account.secret("auth_token"))
        self._messages = f"{self._base_url}/2010-04-01/Accounts/{self._login[0]}/Messages.json"

    async def send(self, outbound: Outbound) -> Sent:
        """Send one text or template; see port.Sends."""
        answer = await vendor_http.ask(
            self._client, "POST", self._messages, data=self._form(outbound), auth=self._login
        )
        if isinstance(answer, vendor_http.NoAnswer):
            return vendor_http.silence(VENDOR, answer)
        code = answer.body.get("error_code") if answer.ok else answer.body.get("code")
        if answer.ok and code is None and isinstance(answer.body.get("sid"), str):
            return Sent("sent", answer.body["sid"])
        if vendor_http.is_in_doubt(answer, code):
            return vendor_http.in_doubt(VENDOR)
        return vendor_http.sent_as(vendor_errors.twilio(code, answer.status), answer)

    def _form(self, outbound: Outbound) -> dict[str, str]:
        address = self._account.address
        sender = "MessagingServiceSid" if address.startswith("MG") else "From"
        form = {"To": self._named(outbound.to), sender: address if sender != "From" else self._named(address)}
        if outbound.template is None:
            form["Body"] = outbound.text
        else:
            values = {str(n): value for n, value in enumerate(outbound.template.values, 1)}
            form |= {"ContentSid": outbound.template.reference, "ContentVariables": json.dumps(values)}
        if outbound.report_to:
            form["StatusCallback"] = outbound.report_to
        return form

    def _named(self, number: str) -> str:
        is_whatsapp = self._account.kind == "twilio_whatsapp" and not number.startswith("whatsapp:")
        return f"whatsapp:{number}" if is_whatsapp else number

    async def find(self, outbound: Outbound, since: datetime, known: frozenset[str]) -> Sent | None:
        """Look among the newest messages to this recipient. By the time of making rather than that of sending, which a
        message that still waits at Twilio does not have."""
        question = {"To": self._named(outbound.to), "PageSize": str(_NEWEST)}
        answer = await vendor_http.ask(self._client, "GET", self._messages, params=question, auth=self._login)
        if isinstance(answer, vendor_http.NoAnswer) or not answer.ok:
            return None
        listed = answer.body.get("messages")
        if not isinstance(listed, list):
            return None
        for message in listed:
            if self._is_it(message, outbound, since - CLOCKS_APART) and message["sid"] not in known:
                return Sent("sent", message["sid"])
        return Sent("failed") if len(listed) < _NEWEST else None

    def _is_it(self, message: Any, outbound: Outbound, since: datetime) -> bool:
        if not isinstance(message, dict) or not isinstance(message.get("sid"), str):
            return False
        if message.get("direction") == "inbound" or message.get("to") != self._named(outbound.to):
            return False
        # What a template reads like is Twilio's to say.
        if outbound.template is None and str(message.get("body", "")).strip() != outbound.text.strip():
            return False
        made = message.get("date_created") or message.get("date_sent")
        try:
            return made is None or parsedate_to_datetime(made) >= since
        except (TypeError, ValueError):
            return True

    async def fetch_media(self, media: Media, largest: int) -> FetchedMedia:
        """Fetch by the address that came with the message; see port.FetchesMedia."""
        login = base64.b64encode(":".join(self._login).encode()).decode()
        hosts = vendor_media.Hosts(self._base_url, FILE_SERVERS)
        return await vendor_media.fetch(
            self._client, media.ref, hosts, largest, secret={"Authorization": f"Basic {login}"}
        )
