"""Jobs about conversations: understand what came in, send what goes out, ask vendors, bring back what was snoozed."""

import asyncio
from typing import Any

from crm_app.accounts import queries as accounts
from crm_app.channels import actions as channels
from crm_app.channels import mime, threading, wires
from crm_app.channels import queries as mailboxes
from crm_app.channels.news import News
from crm_app.channels.port import AnswersPresses, FetchedMedia, Inbound
from crm_app.channels.sniffing import sniff
from crm_app.contacts import queries as contacts
from crm_app.conversations import (
    actions,
    arriving,
    intake,
    ledger,
    media,
    messaging,
    missed_calls,
    queries,
    receiving,
    replying,
    reports,
    sending,
)
from crm_app.conversations.arriving import message_in
from crm_app.kit import security
from crm_app.kit.errors import AppError
from crm_app.kit.jobs import task
from crm_app.kit.transaction import Actor, Transaction, reading, transaction
from crm_app.language.understanding import understand
from crm_app.runtime import runtime


async def _refuse(workspace_id: int, intake_id: int, reason: str) -> None:
    async with transaction(Actor.system(workspace_id)) as tx:
        await ledger.note_refused(tx, intake_id, reason)


@task(gave_up=_refuse)
async def understand_intake(workspace_id: int, intake_id: int) -> None:
    """Turn a stored delivery into a message. Runs twice without harm: the message's outside id is unique."""
    actor = Actor.system(workspace_id)
    async with reading(actor) as tx:
        row = await ledger.waiting(tx, intake_id)
        own = frozenset(box.address for box in await mailboxes.mailboxes(tx))
    if row is None:
        return
    try:
        news = await asyncio.to_thread(_read, row.channel, row.external_id, row.payload, row.raw, own)
    except AppError as error:
        await _refuse(workspace_id, intake_id, error.sentence)
        return
    if await _other_news(actor, intake_id, news, int(row.payload.get("account") or 0)):
        return
    inbound = message_in(news)
    said = f"{inbound.subject}\n{inbound.text}" if inbound.subject else inbound.text
    understood = await asyncio.to_thread(understand, said)
    files = [await runtime().files.put(workspace_id, file.content) for file in inbound.attachments]
    async with transaction(actor) as tx:
        if not await ledger.is_waiting(tx, intake_id):
            return
        if inbound.bounce:
            await replying.note_bounce(tx, inbound.bounce)
        joins = await _joins(tx, inbound) if inbound.channel == "email" else None
        message = await receiving.receive(tx, inbound, understood, joins=joins, files=files)
        await ledger.note_stored(tx, intake_id, message.id if message else None)
        if message:
            await arriving.follow(tx, news, message)


async def _other_news(actor: Actor, intake_id: int, news: News, account_id: int) -> bool:
    """What a vendor told that is no message of its own: stored here; False when a message is still to be stored.
    `account_id`: what it came by, 0 for the environment's."""
    if isinstance(news, Inbound):
        return False
    async with transaction(actor) as tx:
        if not await ledger.is_waiting(tx, intake_id):
            return True
        told = await arriving.apply(tx, news)
        if told is not None:
            await ledger.note_stored(tx, intake_id, told.message_id, told.reason)
            if account_id:
                await channels.note_channel_received(tx, account_id)
    return told is not None


def _read(channel: str, external_id: str, payload: dict[str, Any], raw: bytes | None, own: frozenset[str]) -> News:
    if channel == "email":
        return mime.read(raw or b"", own)
    if payload["wire"] == intake.FORM:
        return intake.inbound(channel, external_id, intake.read(channel, payload["body"]))
    if payload["wire"] == intake.SIGNED:
        return intake.read_signed(external_id, payload)
    return wires.read(payload)


async def _joins(tx: Transaction, inbound: Inbound) -> int | None:
    """The conversation that a mail belongs to, when headers and sender both fit."""
    known = []
    for external_id, conversation_id, contact_id in await queries.known_messages(tx, list(inbound.thread_ids)):
        emails = await contacts.emails_of(tx, contact_id)
        known.append(threading.Known(external_id, conversation_id, tuple(emails)))
    token = threading.read_reply_token_of(inbound, security.derived_key(sending.REPLY_KEY))
    if token is not None and (contact_id := await queries.contact_of(tx, token)):
        known.append(threading.Known("", token, tuple(await contacts.emails_of(tx, contact_id))))
    return threading.join(inbound, known, token).conversation_id


async def _unsent(workspace_id: int, message_id: int, attempt: int, reason: str) -> None:
    async with transaction(Actor.system(workspace_id)) as tx:
        await sending.give_up(tx, message_id)


@task(gave_up=_unsent, outside=True)
async def send_reply(workspace_id: int, message_id: int, attempt: int) -> None:
    """Send one reply. The row says `sending` before anything leaves, so a crash never sends twice."""
    actor = Actor.system(workspace_id)
    async with transaction(actor) as tx:
        ready = await sending.take(tx, message_id)
    if ready is None:
        return
    if isinstance(ready, messaging.Ready):
        await asyncio.sleep(ready.nap_s)
        sent = await runtime().messenger(ready.account).send(ready.outbound)
        async with transaction(actor) as tx:
            await messaging.note(tx, message_id, ready.number, sent)
        return
    sender = runtime().mail_sender(ready.account) if ready.account else runtime().chat_sender
    sent = await sender.send(ready.outbound)
    async with transaction(actor) as tx:
        await sending.note(tx, message_id, attempt, sent)


@task(outside=True)
async def answer_press(workspace_id: int, account_id: int, press_id: str) -> None:
    """Let a customer's app know that a button of ours was heard."""
    async with reading(Actor.system(workspace_id)) as tx:
        account = await mailboxes.account_by_id(tx, "telegram", account_id)
    messenger = runtime().messenger(account) if account and account.secret("bot_token") else None
    if isinstance(messenger, AnswersPresses):
        await messenger.answer_press(press_id)


@task()
async def follow_missed_call(workspace_id: int, conversation_id: int, call_id: str, phone: str) -> None:
    """Write to somebody who rang and was not heard."""
    async with transaction(Actor.system(workspace_id)) as tx:
        await missed_calls.follow(tx, conversation_id, call_id, phone)


@task()
async def follow_up(workspace_id: int, conversation_id: int, message_id: int, days: float) -> None:
    """Look at a reply again that nobody answered."""
    async with transaction(Actor.system(workspace_id)) as tx:
        await actions.follow_up(tx, conversation_id, message_id, days)


@task()
async def wake_conversation(workspace_id: int, conversation_id: int, until: str) -> None:
    """End a snooze."""
    async with transaction(Actor.system(workspace_id)) as tx:
        await actions.wake(tx, conversation_id, until)


@task()
async def send_held_back(workspace_id: int) -> None:
    """Put replies on their way that had no way out, or waited for the end of a pause."""
    async with transaction(Actor.system(workspace_id)) as tx:
        for message_id in await sending.held_back(tx):
            await replying.put_down_again(tx, message_id)


async def _not_looked_for(workspace_id: int, message_id: int, number: int, look: int, reason: str) -> None:
    async with transaction(Actor.system(workspace_id)) as tx:
        await messaging.stop_looking(tx, message_id, number)


@task(outside=True, gave_up=_not_looked_for)
async def look_for_reply(workspace_id: int, message_id: int, number: int, look: int) -> None:
    """Ask what became of a message whose answer was lost."""
    actor = Actor.system(workspace_id)
    async with transaction(actor) as tx:
        doubt = await messaging.doubt_about(tx, message_id, number)
    if doubt is None:
        return
    account = doubt.ready.account
    found = await runtime().messenger(account).find(doubt.ready.outbound, doubt.begun_at, doubt.known)
    async with transaction(actor) as tx:
        await messaging.note_look(tx, message_id, number, look, account.kind, found)


@task()
async def try_account_again(workspace_id: int, account_id: int) -> None:
    """Let one reply go to see whether an account works again; the others follow it."""
    async with transaction(Actor.system(workspace_id)) as tx:
        message_id = await sending.first_held_back_by(tx, account_id)
        if message_id is not None:
            await replying.put_down_again(tx, message_id)


async def _not_fetched(workspace_id: int, attachment_id: int, attempt: int, reason: str) -> None:
    async with transaction(Actor.system(workspace_id)) as tx:
        await media.note_missing(tx, attachment_id, attempt, FetchedMedia("refused", reason=media.GAVE_UP))


@task(outside=True, gave_up=_not_fetched)
async def fetch_media(workspace_id: int, attachment_id: int, attempt: int) -> None:
    """Bring a file from its provider. Runs twice without harm: the same bytes are the same file."""
    actor = Actor.system(workspace_id)
    async with transaction(actor) as tx:
        awaited = await media.awaited(tx, attachment_id)
    if awaited is None:
        return
    fetched = await runtime().messenger(awaited.account).fetch_media(awaited.media, media.LARGEST)
    if fetched.state == "fetched" and not sniff(fetched.content):
        fetched = FetchedMedia("refused", reason=media.NOT_KEPT)
    if fetched.state == "fetched":
        stored_as = await runtime().files.put(workspace_id, fetched.content)
        async with transaction(actor) as tx:
            await media.note_stored(tx, attachment_id, fetched.content, stored_as)
        return
    async with transaction(actor) as tx:
        await media.note_missing(tx, attachment_id, attempt, fetched)


@task(cron="0 3 * * *")
async def forget_old_reports() -> None:
    """Every night: what providers reported long ago."""
    for actor in await accounts.everywhere():
        async with transaction(actor) as tx:
            await reports.forget(tx, tx.now - reports.REPORTS_LAST)
