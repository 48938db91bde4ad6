"""How does a conversation come in that says nothing of its state? Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from crm_app.inbox.importing import Said

OLD = timedelta(days=30)


def status_of(messages: Sequence[Said], now: datetime) -> str:
    """closed when its last message is older than 30 days; else open while the customer waits, pending when answered.

    `messages` oldest first; what a program wrote waits for nobody.
    """
    if not messages or messages[-1].at < now - OLD:
        return "closed"
    people = [said for said in messages if not said.automatic]
    return "open" if people and people[-1].inbound else "pending"
