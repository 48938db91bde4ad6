"""When this has happened, do that: the one table of what follows from what.

AT_ONCE runs in the transaction of the event itself, because a reader must never see the one without the other.
LATER are jobs, put down in the same commit.
"""

from collections.abc import Awaitable, Callable

from crm_app.accounts.events import HoursChanged, WorkspaceActivated
from crm_app.ai import tasks as _ai  # noqa: F401  (its nightly job)
from crm_app.ai.events import BudgetReached
from crm_app.channels.events import ChannelAccountDown, ChannelAccountSaved, ChannelAccountWorks, MailboxSaved
from crm_app.channels.policy import RETRY_AFTER_S
from crm_app.contacts import tasks as _contacts  # noqa: F401  (its nightly job)
from crm_app.contacts.events import ContactChanged, ContactsMerged, MergeUndone
from crm_app.conversations import merged as conversations_merged
from crm_app.conversations import tasks as conversations
from crm_app.conversations.events import (
    AppointmentNoted,
    ButtonPressed,
    CallMissed,
    ConversationChanged,
    ConversationSnoozed,
    IntakeAccepted,
    MediaAwaited,
    MessageReceived,
    ReplyInDoubt,
    ReplyQueued,
    ReplySent,
)
from crm_app.conversations.models import Status
from crm_app.drafts import tasks as drafts
from crm_app.drafts.events import DraftRequested
from crm_app.imports import tasks as imports
from crm_app.imports.events import ImportRemoved, ImportRequested
from crm_app.inbox import actions as inbox
from crm_app.inbox import tasks as ranking
from crm_app.inbox.events import AlertsChanged, WeightsChanged
from crm_app.kit import tasks as _kit  # noqa: F401  (its nightly job)
from crm_app.kit.events import Event
from crm_app.kit.jobs import TALK, Job
from crm_app.kit.transaction import Transaction
from crm_app.leads import actions as leads
from crm_app.leads import announcing, escalating, escalation_tasks
from crm_app.leads import merged as leads_merged
from crm_app.leads import tasks as reading
from crm_app.leads.events import AnswerDue, EscalationRaised, LeadAssessed, LeadHeated, QualificationDue
from crm_app.notices import actions as notices
from crm_app.notices import tasks as notice_tasks
from crm_app.notices.events import NoticeQueued


async def _rank(tx: Transaction, event: ConversationChanged) -> None:
    await inbox.rank(tx, event.conversation_id)
    if event.reason == Status.CLOSED:
        await escalating.close_resolved(tx, event.conversation_id)


async def _rank_contact(tx: Transaction, event: ContactChanged) -> None:
    await inbox.rank_contact(tx, event.contact_id)


async def _follow_merge(tx: Transaction, event: ContactsMerged) -> None:
    await conversations_merged.follow(tx, event)
    await leads_merged.follow(tx, event)


async def _part(tx: Transaction, event: MergeUndone) -> None:
    await conversations_merged.part(tx, event)
    await leads_merged.part(tx, event)


async def _receive(tx: Transaction, event: MessageReceived) -> None:
    await escalating.consider(tx, event.conversation_id, event.message_id)
    await leads.take_up(tx, event.conversation_id, event.message_id)


async def _book(tx: Transaction, event: AppointmentNoted) -> None:
    await leads.note_appointment(tx, event.conversation_id, event.contact_id)


async def _call_a_person(tx: Transaction, event: LeadAssessed) -> None:
    await escalating.consider(tx, event.conversation_id, event.message_id)


async def _call_a_person_to_heat(tx: Transaction, event: LeadHeated) -> None:
    if event.conversation_id is not None:
        await escalating.heat(tx, event.conversation_id)


async def _reply_takes_over(tx: Transaction, event: ReplyQueued) -> None:
    await escalating.acknowledge_by_reply(tx, event.message_id)


async def _tell_of_budget(tx: Transaction, event: BudgetReached) -> None:
    await notices.tell_of_budget(tx, event.month, event.level, event.percent)


AT_ONCE: dict[type[Event], Callable[[Transaction, Event], Awaitable[None]]] = {
    ConversationChanged: _rank,
    ContactChanged: _rank_contact,
    MessageReceived: _receive,
    AppointmentNoted: _book,
    LeadAssessed: _call_a_person,
    LeadHeated: _call_a_person_to_heat,
    ReplyQueued: _reply_takes_over,
    EscalationRaised: announcing.write_letter,
    BudgetReached: _tell_of_budget,
    ContactsMerged: _follow_merge,
    MergeUndone: _part,
}


def _understand(tx: Transaction, e: IntakeAccepted) -> Job:
    key = f"{tx.workspace_id}:{e.lane if e.lane.startswith('replay') else e.intake_id}"
    lane = f"{tx.workspace_id}:{e.lane}"
    return conversations.understand_intake.job(key, lane=lane, workspace_id=tx.workspace_id, intake_id=e.intake_id)


def _qualify(tx: Transaction, e: QualificationDue) -> Job:
    ids = {"workspace_id": tx.workspace_id, "conversation_id": e.conversation_id, "message_id": e.message_id}
    return reading.qualify.job(f"{tx.workspace_id}:{e.message_id}", lane=_talk(tx, e), **ids)


def _draft(tx: Transaction, e: AnswerDue | LeadAssessed) -> Job:
    ids = {"workspace_id": tx.workspace_id, "conversation_id": e.conversation_id, "message_id": e.message_id}
    lane = _talk(tx, e) if isinstance(e, LeadAssessed) else ""
    return drafts.write_draft.job(f"{tx.workspace_id}:{e.message_id}", lane=lane, **ids)


def _talk(tx: Transaction, e: QualificationDue | LeadAssessed) -> str:
    """One lane a conversation: its messages are understood and answered in their order."""
    return f"{TALK}:{tx.workspace_id}:{e.conversation_id}"


def _draft_again(tx: Transaction, e: DraftRequested) -> Job:
    ids = {"workspace_id": tx.workspace_id, "conversation_id": e.conversation_id, "message_id": e.message_id}
    key = f"{tx.workspace_id}:{e.message_id}:{e.number}"
    return drafts.write_draft.job(key, number=e.number, variant=e.variant, **ids)


def _send(tx: Transaction, e: ReplyQueued) -> Job:
    return conversations.send_reply.job(
        f"{tx.workspace_id}:{e.message_id}:{e.attempt}", delay_s=e.delay_s, lane=e.lane or _one_of_some(e.message_id),
        workspace_id=tx.workspace_id, message_id=e.message_id, attempt=e.attempt,
    )  # fmt: skip


def _one_of_some(number: int) -> str:
    """A lane for what need not be in order, so that one vendor who hangs takes a few of them at most."""
    return f"any:{number % 16}"


def _look_for_reply(tx: Transaction, e: ReplyInDoubt) -> Job:
    return conversations.look_for_reply.job(
        f"{tx.workspace_id}:{e.message_id}:{e.number}:{e.begun_at}:{e.look}", delay_s=e.delay_s,
        lane=_one_of_some(e.message_id), workspace_id=tx.workspace_id, message_id=e.message_id, number=e.number,
        look=e.look,
    )  # fmt: skip


def _fetch_media(tx: Transaction, e: MediaAwaited) -> Job:
    return conversations.fetch_media.job(
        f"{tx.workspace_id}:{e.attachment_id}:{e.attempt}", delay_s=e.delay_s,
        lane=f"files:{tx.workspace_id}:{e.account_id}:{e.attachment_id % 4}",
        workspace_id=tx.workspace_id, attachment_id=e.attachment_id, attempt=e.attempt,
    )  # fmt: skip


def _try_account_again(tx: Transaction, e: ChannelAccountDown) -> Job:
    return conversations.try_account_again.job(
        f"{tx.workspace_id}:{e.account_id}:{e.since}", delay_s=e.delay_s,
        workspace_id=tx.workspace_id, account_id=e.account_id,
    )  # fmt: skip


def _follow_up(tx: Transaction, e: ReplySent) -> Job | None:
    if e.follow_up_days <= 0:
        return None
    return conversations.follow_up.job(
        f"{tx.workspace_id}:{e.message_id}", delay_s=e.follow_up_days * 86_400, workspace_id=tx.workspace_id,
        conversation_id=e.conversation_id, message_id=e.message_id, days=e.follow_up_days,
    )  # fmt: skip


def _answer_press(tx: Transaction, e: ButtonPressed) -> Job:
    return conversations.answer_press.job(
        f"{tx.workspace_id}:{e.callback_id}", lane=_one_of_some(e.account_id),
        workspace_id=tx.workspace_id, account_id=e.account_id, press_id=e.callback_id,
    )  # fmt: skip


def _follow_call(tx: Transaction, e: CallMissed) -> Job:
    return conversations.follow_missed_call.job(
        f"{tx.workspace_id}:{e.call_id}",
        workspace_id=tx.workspace_id, conversation_id=e.conversation_id, call_id=e.call_id, phone=e.phone,
    )  # fmt: skip


def _wake(tx: Transaction, e: ConversationSnoozed) -> Job:
    return conversations.wake_conversation.job(
        f"{tx.workspace_id}:{e.conversation_id}:{e.until}", delay_s=e.delay_s,
        workspace_id=tx.workspace_id, conversation_id=e.conversation_id, until=e.until,
    )  # fmt: skip


def _call_the_next(tx: Transaction, e: EscalationRaised) -> Job:
    return escalation_tasks.call_the_next.job(
        f"{tx.workspace_id}:{e.escalation_id}:{e.passes}", delay_s=e.patience_s,
        workspace_id=tx.workspace_id, escalation_id=e.escalation_id, passes=e.passes,
    )  # fmt: skip


def _send_notice(tx: Transaction, e: NoticeQueued) -> Job:
    pause = RETRY_AFTER_S[e.attempt - 1] if e.attempt else 0
    ids = {"workspace_id": tx.workspace_id, "notice_id": e.notice_id, "attempt": e.attempt}
    return notice_tasks.send_notice.job(f"{tx.workspace_id}:{e.notice_id}:{e.attempt}", delay_s=pause, **ids)


def _rank_rest(tx: Transaction, e: AlertsChanged) -> Job | None:
    if e.below is None:
        return None
    return ranking.rank_holding.job(
        f"{tx.workspace_id}:{tx.now.isoformat()}",
        workspace_id=tx.workspace_id, phrases=list(e.phrases), below=e.below,
    )  # fmt: skip


def _rank_everything(tx: Transaction, _: WeightsChanged | HoursChanged) -> Job:
    return ranking.rank_all.job(f"{tx.workspace_id}:{tx.now.isoformat()}", workspace_id=tx.workspace_id)


def _send_held_back(
    tx: Transaction, _: MailboxSaved | WorkspaceActivated | ChannelAccountSaved | ChannelAccountWorks
) -> Job:
    return conversations.send_held_back.job(f"{tx.workspace_id}:{tx.now.isoformat()}", workspace_id=tx.workspace_id)


_IMPORTING = {"count": imports.count, "run": imports.run, "undo": imports.undo}


def _import(tx: Transaction, e: ImportRequested) -> Job:
    key, lane = f"{tx.workspace_id}:{e.import_id}:{e.turn}", f"{tx.workspace_id}:imports"
    ids = {"workspace_id": tx.workspace_id, "import_id": e.import_id, "turn": e.turn}
    return _IMPORTING[e.work].job(key, lane=lane, **ids)


def _forget_file(tx: Transaction, e: ImportRemoved) -> Job:
    """Two hours later, when nothing is fresh any more that may be the same file."""
    return imports.forget_file.job(
        f"{tx.workspace_id}:{e.import_id}", delay_s=2 * 3600, workspace_id=tx.workspace_id, stored_as=e.stored_as
    )


LATER: dict[type[Event], Callable[[Transaction, Event], Job | None]] = {
    IntakeAccepted: _understand,
    QualificationDue: _qualify,
    AnswerDue: _draft,
    LeadAssessed: _draft,
    DraftRequested: _draft_again,
    ReplyQueued: _send,
    ReplyInDoubt: _look_for_reply,
    MediaAwaited: _fetch_media,
    ChannelAccountDown: _try_account_again,
    ChannelAccountWorks: _send_held_back,
    ChannelAccountSaved: _send_held_back,
    ReplySent: _follow_up,
    ButtonPressed: _answer_press,
    CallMissed: _follow_call,
    ConversationSnoozed: _wake,
    AlertsChanged: _rank_rest,
    WeightsChanged: _rank_everything,
    ImportRequested: _import,
    ImportRemoved: _forget_file,
    HoursChanged: _rank_everything,
    MailboxSaved: _send_held_back,
    WorkspaceActivated: _send_held_back,
    EscalationRaised: _call_the_next,
    NoticeQueued: _send_notice,
}


async def react(tx: Transaction, event: Event) -> list[Job]:
    """What follows from one event."""
    if at_once := AT_ONCE.get(type(event)):
        await at_once(tx, event)
    return follows(tx, event)


def follows(tx: Transaction, event: Event) -> list[Job]:
    """The jobs that follow from one event."""
    later = LATER.get(type(event))
    job = later(tx, event) if later else None
    return [job] if job else []
