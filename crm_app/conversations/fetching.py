"""Mail from the mailboxes into the ledger: each one stored together with how far its mailbox was read.

A mail is marked as read only after that commit, so whatever breaks in between is fetched again; and since a delivery
is known by its content, fetching twice stores once.
"""

import hashlib
from collections.abc import Callable
from email import policy
from email.parser import BytesHeaderParser

from crm_app.channels import actions as mailboxes
from crm_app.channels.accounts import MailAccount
from crm_app.channels.mime import read_headers
from crm_app.channels.port import Fetched, Fetches, MailboxState
from crm_app.conversations import ledger
from crm_app.conversations.ledger import Arrival
from crm_app.kit.aside import aside
from crm_app.kit.transaction import Actor, transaction
from crm_app.language.clean import clean

Opens = Callable[[MailAccount], Fetches]
"""Makes a fetcher for an account (`Runtime.mail_fetcher`)."""


async def fetch_with(fetcher: Fetches, workspace_id: int, mailbox_id: int, state: MailboxState) -> int:
    """Fetch what came after `state` with an open fetcher."""
    mails, count = fetcher.fetch_since(state), 0
    while (fetched := await aside(lambda: next(mails, None), leave=fetcher.close)) is not None:
        async with transaction(Actor.system(workspace_id)) as tx:
            await ledger.accept(tx, [arrival(fetched)])
            await mailboxes.note_progress(tx, mailbox_id, fetched.state)
        seen = fetched
        await aside(lambda: fetcher.mark_seen([seen.uid], seen.state.uidvalidity), leave=fetcher.close)  # noqa: B023
        count += 1
    return count


def arrival(fetched: Fetched) -> Arrival:
    """The delivery that a mail is: known by its content, in line with the others of its sender."""
    identity = "raw:" + hashlib.sha256(fetched.raw).hexdigest()
    headers = read_headers(BytesHeaderParser(policy=policy.compat32).parsebytes(fetched.raw))
    told = {name: " ".join(clean(headers.get(name, [""])[0], limit=300).split()) for name in ("from", "subject")}
    lane = "email:" + hashlib.sha256(told["from"].casefold().encode()).hexdigest()[:16]
    return Arrival("email", identity, identity, lane, told, fetched.raw)
