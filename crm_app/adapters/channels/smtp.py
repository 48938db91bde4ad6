"""E-mail out, by SMTP."""

import ssl
from datetime import UTC, datetime
from email.message import EmailMessage

import aiosmtplib

from crm_app.channels.accounts import MailAccount
from crm_app.channels.compose import compose
from crm_app.channels.port import Outbound, Sent
from crm_app.kit.coded import coded

TIMEOUT_S = 30.0
RETRY_AFTER_S = 60

_UNREACHABLE = "mail_no_line"
_LOGIN = "mail_login"
_UNKNOWN = "mail_broke"
_NO_TLS = "mail_no_tls"
_CERTIFICATE = "mail_certificate"


class SmtpSender:
    """Sends from one account; a connection a message, so that nothing is shared and nothing goes stale.

    `tls`: how certificates are checked, by default against the system's.
    """

    def __init__(
        self, account: MailAccount, *, tls: ssl.SSLContext | None = None, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._account, self._tls, self._timeout_s = account, tls, timeout_s

    async def send(self, outbound: Outbound) -> Sent:
        """Send one mail; see port.Sends."""
        try:
            message = compose(outbound, datetime.now(UTC))
        except ValueError as error:
            return Sent("failed", outbound.message_id, coded("mail_unusable", said=str(error)[:300]))
        client = self._client(outbound.from_address)
        try:
            refusal = await self._connect(client)
            return refusal or await self._hand_over(client, outbound, message)
        finally:
            client.close()

    def _client(self, from_address: str) -> aiosmtplib.SMTP:
        account = self._account
        return aiosmtplib.SMTP(
            hostname=account.smtp_host,
            port=account.smtp_port,
            # Without a name of ours the library asks the resolver for one, which may block for long.
            local_hostname=from_address.rpartition("@")[2] or "localhost",
            use_tls=account.smtp_security == "tls",
            start_tls=account.smtp_security == "starttls",
            tls_context=self._tls,
            timeout=self._timeout_s,
        )

    async def _connect(self, client: aiosmtplib.SMTP) -> Sent | None:
        """Connect and sign in. None when ready, else what to tell."""
        try:
            await client.connect()
            if self._account.smtp_user:
                await client.login(self._account.smtp_user, self._account.smtp_password)
        except aiosmtplib.SMTPAuthenticationError as error:
            return _retry(_UNREACHABLE) if error.code < 500 else Sent("failed", reason=_LOGIN, channel_down=True)
        except aiosmtplib.SMTPConnectResponseError as error:
            return answer(error.code, error.message)
        except (aiosmtplib.SMTPTimeoutError, aiosmtplib.SMTPServerDisconnected, OSError) as error:
            return _refused_certificate(error) or _retry(_UNREACHABLE)
        except aiosmtplib.SMTPConnectError as error:
            return _refused_certificate(error) or _retry(_UNREACHABLE)
        except aiosmtplib.SMTPResponseException as error:
            return answer(error.code, error.message)
        except aiosmtplib.SMTPException:  # it knows no STARTTLS, or no way to log in
            return Sent("failed", reason=_NO_TLS, channel_down=True)
        return None

    async def _hand_over(self, client: aiosmtplib.SMTP, outbound: Outbound, message: EmailMessage) -> Sent:
        text = message.as_bytes()
        try:
            if not outbound.to.isascii() and not client.supports_extension("smtputf8"):
                return Sent("failed", outbound.message_id, "mail_alphabet")
            options = [] if outbound.to.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]
            await client.mail(outbound.from_address, options=options)
            await client.rcpt(outbound.to)
        except aiosmtplib.SMTPResponseException as error:
            return answer(error.code, error.message, outbound.message_id)
        except (aiosmtplib.SMTPException, OSError):
            return _retry(_UNREACHABLE, outbound.message_id)
        try:
            code, reply = await client.data(text)
        except aiosmtplib.SMTPResponseException as error:
            return answer(error.code, error.message, outbound.message_id)
        except (aiosmtplib.SMTPException, OSError):
            return Sent("unknown", outbound.message_id, _UNKNOWN)
        return answer(code, reply, outbound.message_id)


def answer(code: int, text: str, message_id: str = "") -> Sent:
    """What a mail server's answer means: 2xx taken, 4xx try again, 5xx never, with the problem for the agent."""
    if 200 <= code < 300:
        return Sent("sent", message_id)
    if 400 <= code < 500:
        return _retry(coded("mail_later", number=code), message_id)
    if code in (530, 534, 535, 538):
        return Sent("failed", message_id, _LOGIN, channel_down=True)
    if code == 552 or "5.3.4" in text or "5.2.3" in text:
        return Sent("failed", message_id, "mail_too_large")
    if "5.2.2" in text:
        return Sent("failed", message_id, "mail_full")
    if "5.7." in text:
        return Sent("failed", message_id, coded("mail_rules", said=_short(text)))
    if "5.1." in text or code in (550, 551, 553):
        return Sent("failed", message_id, coded("mail_unknown", said=_short(text)))
    return Sent("failed", message_id, coded("mail_refused", number=code, said=_short(text)))


def _retry(reason: str, message_id: str = "") -> Sent:
    return Sent("retry", message_id, reason, retry_after_s=RETRY_AFTER_S)


def _short(text: str) -> str:
    return " ".join(text.split())[:200]


def _refused_certificate(error: BaseException) -> Sent | None:
    causes = (error, error.__cause__, error.__context__)
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Sent("failed", reason=_CERTIFICATE, channel_down=True)
    return None
