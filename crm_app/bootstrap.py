"""Composition root: settings in, a running house out. The only file that names adapters."""

import asyncio

from crm_app import (
    reactions,
    tables,  # noqa: F401  (foreign keys find each other)
)
from crm_app.adapters.bus.redis_bus import RedisBus
from crm_app.adapters.channels.imap import ImapFetcher
from crm_app.adapters.channels.live_chat import LiveChatSender
from crm_app.adapters.channels.messengers import Messengers
from crm_app.adapters.channels.outbox import OutboxSender
from crm_app.adapters.channels.smtp import SmtpSender
from crm_app.adapters.files.folder import FolderStore
from crm_app.adapters.jobs.dbos_engine import DbosEngine
from crm_app.adapters.llm.chain import configured
from crm_app.ai.gateway import Gateway
from crm_app.channels.accounts import MailAccount
from crm_app.channels.port import Sends
from crm_app.conversations.mail_watch import MailWatch
from crm_app.drafts.warming import warm
from crm_app.kit import telemetry
from crm_app.kit.aside import aside
from crm_app.kit.bus import Bus, InProcessBus
from crm_app.kit.db import Database
from crm_app.kit.settings import Settings, settings
from crm_app.kit.transaction import House, house, settle
from crm_app.runtime import Runtime, install, runtime

_mail_watch: list[MailWatch] = []
"""The watch over the mailboxes, while jobs run in this process."""

_messengers: list[Messengers] = []
"""The connections to the vendors of numbers and bots."""

_warming: list[asyncio.Task[None]] = []
"""Beside the start rather than in it."""


async def open_runtime(*, run_jobs: bool | None = None) -> None:
    """Connect everything and make it the ground of all transactions.

    Args:
        run_jobs: whether jobs run in this process; the RUN_JOBS setting when not given.
    """
    known = settings()
    _tell_operators(known)
    database = Database(known)
    await database.check()
    bus: Bus = RedisBus(known.redis_url) if known.redis_url else InProcessBus()
    settle(House(database, DbosEngine(known), bus, reactions.react))
    install(_runtime(known, bus))
    await bus.start()
    await house().jobs.prepare()
    if known.run_jobs if run_jobs is None else run_jobs:
        await house().jobs.start()
        _mail_watch.append(MailWatch(runtime().mail_fetcher))
        _mail_watch[0].start()
        _warming.append(asyncio.create_task(aside(warm)))


def _tell_operators(known: Settings) -> None:
    """Traces and errors go where the settings say; what is not set is not even imported."""
    if known.otel_exporter_otlp_endpoint:
        from crm_app.adapters.telemetry.otel import OtelTracer

        telemetry.connect(tracer=OtelTracer(known.otel_exporter_otlp_endpoint))
    if known.sentry_dsn:
        from crm_app.adapters.telemetry.sentry import SentryReporter

        telemetry.connect(reporter=SentryReporter(known.sentry_dsn))


def _runtime(known: Settings, bus: Bus) -> Runtime:
    def mail_sender(account: MailAccount) -> Sends:
        if account.smtp_security == "folder":
            return OutboxSender(known.data_dir / "outbox")
        return SmtpSender(account)

    _messengers.append(Messengers(known, known.data_dir / "outbox"))
    return Runtime(
        gateway=Gateway(configured(known)),
        fast_gateway=Gateway(configured(known, fast=True)),
        mail_sender=mail_sender,
        mail_fetcher=ImapFetcher,
        chat_sender=LiveChatSender(bus),
        messenger=_messengers[-1].open,
        files=FolderStore(known.data_dir / "files"),
    )


async def close_runtime() -> None:
    """End what `open_runtime` began."""
    ground = house()
    while _warming:
        _warming.pop().cancel()
    while _mail_watch:
        await _mail_watch.pop().stop()
    await ground.jobs.stop()
    await ground.bus.stop()
    while _messengers:
        await _messengers.pop().close()
    await runtime().gateway.close()
    await runtime().fast_gateway.close()
    await ground.database.dispose()
    install(None)
    settle(None)
    await asyncio.to_thread(telemetry.close)
