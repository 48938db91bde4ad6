"""What follows from what: every event that needs a job has one, and its payload fits the task."""

import inspect
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from crm_app import reactions
from crm_app.accounts.events import HoursChanged, WorkspaceActivated
from crm_app.channels.events import ChannelAccountDown, ChannelAccountSaved, ChannelAccountWorks, MailboxSaved
from crm_app.conversations.events import (
    ButtonPressed,
    CallMissed,
    ConversationSnoozed,
    IntakeAccepted,
    MediaAwaited,
    ReplyInDoubt,
    ReplyQueued,
    ReplySent,
)
from crm_app.drafts.events import DraftRequested
from crm_app.imports.events import ImportRemoved, ImportRequested
from crm_app.inbox.events import AlertsChanged, WeightsChanged
from crm_app.kit.jobs import TASKS
from crm_app.leads.events import AnswerDue, EscalationRaised, LeadAssessed, QualificationDue
from crm_app.notices.events import NoticeQueued

TX = SimpleNamespace(workspace_id=7, now=datetime(2026, 3, 2, tzinfo=UTC))
EVENTS = [
    IntakeAccepted(1, "email:x"), QualificationDue(1, 2), AnswerDue(1, 2), LeadAssessed(1, 2, 3),
    DraftRequested(1, 2, 3, "shorter"),
    ReplyQueued(1, 0, 10), ReplySent(1, 2, 3), ConversationSnoozed(1, "2026-03-03T00:00:00+00:00", 60),
    AlertsChanged(("fraud",), 5), WeightsChanged(), MailboxSaved(1), HoursChanged(), WorkspaceActivated(7),
    ImportRequested(1, "count", 1), ImportRemoved(1, "imports/1/file"),
    EscalationRaised(1, 2, 3, True, 0, 300), NoticeQueued(4),
    ReplyInDoubt(1, 1, 1, 0, 20), MediaAwaited(1, 2, 0, 0), ChannelAccountDown(1, "2026-03-02", 900),
    ChannelAccountWorks(1), ChannelAccountSaved(1), CallMissed(1, "CA1", "+15551230001"), ButtonPressed(1, "press1"),
]  # fmt: skip


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.name)
async def test_its_job_exists_and_fits_the_task(event):
    (job,) = reactions.follows(TX, event)
    inspect.signature(TASKS[job.task].run).bind(**job.payload)
    assert job.lane or not job.outside  # the engine parts those by their lanes alone
    assert job.payload["workspace_id"] == 7 and job.key.startswith(f"{job.task}:7:")
    assert reactions.follows(TX, event) == [job]  # said twice it is still the same job


def test_every_event_of_the_table_is_tried_here():
    assert {type(e) for e in EVENTS} == set(reactions.LATER)


@pytest.mark.parametrize("event", [AlertsChanged(("fraud",), None), ReplySent(1, 2, 0)], ids=lambda e: e.name)
async def test_what_needs_nothing_later_puts_nothing_down(event):
    assert reactions.follows(TX, event) == []


async def test_two_tries_of_a_reply_and_two_replays_are_different_jobs():
    keys = set()
    for event in (
        ReplyQueued(1, 0, 0),
        ReplyQueued(1, 1, 0),
        IntakeAccepted(1, "replay-1-1"),
        IntakeAccepted(1, "replay-1-2"),
    ):
        (job,) = reactions.follows(TX, event)
        keys.add(job.key)
    assert len(keys) == 4
