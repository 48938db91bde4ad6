"""How long must the next message of this account wait? Pure; the times are what the ledger of sent parts tells.

One account's messages leave one after the other, in one lane of the job engine over all processes, so nobody else can
send between the question and the answer.
"""

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType


@dataclass(frozen=True)
class Rate:
    """Seconds between two messages of an account, and between two to the same chat."""

    account_s: float
    chat_s: float


RATES = MappingProxyType(
    {
        "twilio_sms": Rate(1.0, 1.0),
        "twilio_whatsapp": Rate(1 / 80, 0.0),
        "meta_whatsapp": Rate(1 / 80, 6.0),
        "telegram": Rate(1 / 30, 1.0),
    }
)


@dataclass(frozen=True)
class Wait:
    """Seconds; `whole_account` when everybody who writes from it waits, and not this chat alone."""

    seconds: float = 0.0
    whole_account: bool = False


def wait(
    kind: str,
    now: datetime,
    *,
    held_until: datetime | None = None,
    last_of_account: datetime | None = None,
    last_to_chat: datetime | None = None,
) -> Wait:
    """What the provider's rates ask for at `now`.

    `held_until`: the provider told the account to be quiet until then.
    """
    rate = RATES[kind]
    held = (held_until - now).total_seconds() if held_until else 0.0
    account = max(held, _since(last_of_account, now, rate.account_s))
    chat = _since(last_to_chat, now, rate.chat_s)
    if account <= 0 and chat <= 0:
        return Wait()
    return Wait(max(account, chat), whole_account=account >= chat)


def _since(last: datetime | None, now: datetime, gap_s: float) -> float:
    """What is left of the pause; a clock that was set back never makes it longer than the pause itself."""
    return min(gap_s, gap_s - (now - last).total_seconds()) if last else 0.0
