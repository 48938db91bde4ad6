"""Every write about letters to our own members."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import select, update

from crm_app.accounts import queries as accounts
from crm_app.accounts.models import Member, Role
from crm_app.channels.accounts import MailAccount, account_of, installation_account
from crm_app.channels.models import Mailbox
from crm_app.channels.policy import RETRY_AFTER_S
from crm_app.channels.port import Outbound, Sent
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Transaction
from crm_app.notices.events import NoticeQueued
from crm_app.notices.letters import Letter, budget_letter
from crm_app.notices.models import Notice, NoticeState

DOUBTFUL = "The connection broke while this was being sent: it may have arrived."
NO_MAILBOX = "There is no mail account to send it by."


@dataclass(frozen=True)
class Ready:
    """A letter and the account that sends it."""

    outbound: Outbound
    account: MailAccount


async def write_to(tx: Transaction, member_id: int, key: str, letter: Letter) -> bool:
    """Put a letter to a member on its way, once for each key; False when it was written before."""
    insert = (sqlite if tx.session.bind.dialect.name == "sqlite" else postgresql).insert
    row = {
        "workspace_id": tx.workspace_id, "key": key, "member_id": member_id, "subject": letter.subject[:300],
        "text": letter.text, "state": NoticeState.QUEUED, "problem": "", "created_at": tx.now,
    }  # fmt: skip
    statement = insert(Notice).values(row).on_conflict_do_nothing().returning(Notice.id)
    notice_id = (await tx.session.execute(statement)).scalar()
    if notice_id is None:
        return False
    tx.emit(NoticeQueued(notice_id))
    return True


async def tell_of_budget(tx: Transaction, month: str, level: str, percent: int) -> None:
    """Tell every admin, once a month and level, how far the budget for models is used."""
    workspace = await accounts.workspace(tx)
    url = f"{settings().address}/settings/budget"
    admins = select(Member).where(Member.role == Role.ADMIN, Member.disabled_at.is_(None))
    for member in (await tx.session.exec(admins)).all():
        letter = budget_letter(member.language, level, percent, month, workspace.name, url)
        await write_to(tx, member.id, f"budget:{month}:{level}:{member.id}", letter)


async def take(tx: Transaction, notice_id: int) -> Ready | None:
    """Claim a letter for sending. One that is found half sent stays so: nobody knows whether it left."""
    if await _move(tx, notice_id, NoticeState.SENDING, NoticeState.UNKNOWN, DOUBTFUL):
        return None
    query = select(Notice, Member).join(Member, Member.id == Notice.member_id).where(Notice.id == notice_id)
    found = (await tx.session.exec(query)).first()
    if found is None or found[1].disabled_at:
        return None
    notice, member = found
    account = await _account(tx)
    if account is None:
        await _move(tx, notice_id, NoticeState.QUEUED, NoticeState.FAILED, NO_MAILBOX)
        return None
    outbound = Outbound(
        "email", f"<notice-{tx.workspace_id}-{notice.id}@{urlsplit(settings().address).hostname}>", member.email,
        account.address, notice.text, from_name="Tacit", subject=notice.subject, automatic=True,
    )  # fmt: skip
    return Ready(outbound, account) if await _move(tx, notice_id, NoticeState.QUEUED, NoticeState.SENDING) else None


async def note(tx: Transaction, notice_id: int, attempt: int, sent: Sent) -> None:
    """Write down what became of it; one that may be tried again is put down again, with growing pauses."""
    if sent.state == "retry" and attempt < len(RETRY_AFTER_S):
        if await _move(tx, notice_id, NoticeState.SENDING, NoticeState.QUEUED, sent.reason):
            tx.emit(NoticeQueued(notice_id, attempt + 1))
        return
    states = {"sent": NoticeState.SENT, "unknown": NoticeState.UNKNOWN}
    await _move(tx, notice_id, NoticeState.SENDING, states.get(sent.state, NoticeState.FAILED), sent.reason)


async def _move(tx: Transaction, notice_id: int, before: NoticeState, after: NoticeState, problem: str = "") -> bool:
    values = {"state": after, "problem": problem[:500]} | ({"sent_at": tx.now} if after == NoticeState.SENT else {})
    here = update(Notice).where(Notice.id == notice_id, Notice.state == before)
    return (await tx.session.exec(here.values(**values))).rowcount == 1


async def _account(tx: Transaction) -> MailAccount | None:
    """The workspace's first account that can send, else the installation's."""
    rows = (await tx.session.exec(select(Mailbox).where(Mailbox.enabled.is_(True)).order_by(Mailbox.id))).all()
    return next((account for row in rows if (account := account_of(row)).can_send), installation_account())
