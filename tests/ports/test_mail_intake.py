"""Mail from a real mailbox into conversations: nothing lost, nothing doubled."""

import asyncio
from contextlib import asynccontextmanager, closing
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import func, select

from crm_app.adapters.channels.imap import ImapFetcher
from crm_app.channels import actions as mailboxes
from crm_app.channels import queries as mailbox_queries
from crm_app.channels.models import Mailbox
from crm_app.channels.problems import sentence
from crm_app.conversations import ledger, replying, sending
from crm_app.conversations.fetching import fetch_with
from crm_app.conversations.ledger import Arrival
from crm_app.conversations.mail_watch import MailWatch
from crm_app.conversations.models import Conversation, Delivery, Direction, Intake, IntakeState, Message
from crm_app.conversations.tasks import understand_intake
from crm_app.drafts.models import Draft
from crm_app.inbox import queries as inbox
from crm_app.kit.errors import AppError
from crm_app.kit.paging import Page
from crm_app.kit.transaction import reading, transaction
from tests.places import Place, migrated_place
from tests.ports.mail_servers import PASSWORD, USER, dovecot, smtp
from tests.ports.whole_house import eventually, found_workspace, living_in, workspace_settings


def mail(number: int, text: str = "", sender: str = "Jane Rivera <jane@customer.example>", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "support@crm.example", f"Question {number}"
    message["Message-ID"] = f"<mail-{number}@customer.example>"
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content(text or f"This is question number {number}.")
    return message.as_bytes()


@pytest.fixture
def imap():
    with dovecot() as server:
        yield server


@asynccontextmanager
async def shop_reading(
    folder, imap, *, run_jobs: bool, smtp_port: int = 0, imap_password: str = PASSWORD, server_url: str = ""
):
    """A workspace whose one mailbox is read from the server."""
    with migrated_place(folder, server_url) as place:
        async with living_in(place, run_jobs=False):
            shop = await found_workspace("shop")
            async with transaction(shop.system) as tx:
                box = (await tx.session.exec(select(Mailbox))).one()
                if smtp_port:
                    box.smtp_security, box.smtp_host, box.smtp_port = "none", "127.0.0.1", smtp_port
                await mailboxes.save_mailbox(
                    tx, box.id, address="support@crm.example", imap_host="127.0.0.1", imap_port=imap.port,
                    imap_tls=False, imap_user=USER, imap_password=imap_password, smtp_host=box.smtp_host,
                    smtp_port=box.smtp_port, smtp_security=box.smtp_security,
                )  # fmt: skip
        async with living_in(place, run_jobs=run_jobs):
            yield shop, box.id


async def fetch_mailbox(shop, box_id: int) -> int:
    """Fetch once what is new, as the watch does in each of its rounds; how many mails came."""
    async with reading(shop.system) as tx:
        account, state = await mailbox_queries.source(tx, box_id)
    with closing(ImapFetcher(account)) as fetcher:
        return await fetch_with(fetcher, shop.id, box_id, state)


async def count(shop, model, *where) -> int:
    async with reading(shop.system) as tx:
        return (await tx.session.exec(select(func.count(model.id)).where(*where))).one()


async def test_a_mail_is_read_whole_once_to_be_understood_and_never_to_be_listed(shop):
    arrival = Arrival("email", "raw:1", "raw:1", "email:jane", {"subject": "Question 1"}, mail(1))
    receipt = await ledger.doorstep.accept(shop.system, arrival)
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_) -> None:
        asked.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        await understand_intake.run(shop.id, receipt.intake_id)
        async with reading(shop.admin) as tx:
            shown = await ledger.ledger(tx, Page())
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert (shown.stored, [row.summary for row in shown.rows]) == (1, ["Question 1"])
    assert len([statement for statement in asked if "intake.raw" in statement]) == 1


async def test_two_who_fetch_at_once_store_each_mail_once(imap, tmp_path):
    imap.deliver(*(mail(n) for n in range(12)))
    async with shop_reading(tmp_path, imap, run_jobs=False) as (shop, box_id):
        fetched = await asyncio.gather(*(fetch_mailbox(shop, box_id) for _ in range(2)))
        assert max(fetched) == 12
        assert await count(shop, Intake) == 12
        async with reading(shop.system) as tx:
            _, state = await mailbox_queries.source(tx, box_id)
        assert state.last_uid == 12
        assert imap.unseen() == 0
        assert await fetch_mailbox(shop, box_id) == 0


async def test_a_rebuilt_mailbox_doubles_nothing_and_loses_nothing(imap, tmp_path):
    imap.deliver(mail(1), mail(2))
    async with shop_reading(tmp_path, imap, run_jobs=False) as (shop, box_id):
        await fetch_mailbox(shop, box_id)
        imap.number_anew()
        imap.deliver(mail(3))
        assert await fetch_mailbox(shop, box_id) == 3
        assert await count(shop, Intake) == 3


async def test_progress_never_goes_back(imap, tmp_path):
    imap.deliver(*(mail(n) for n in range(3)))
    async with shop_reading(tmp_path, imap, run_jobs=False) as (shop, box_id):
        async with reading(shop.system) as tx:
            _, before = await mailbox_queries.source(tx, box_id)
        await fetch_mailbox(shop, box_id)
        async with reading(shop.system) as tx:
            _, after = await mailbox_queries.source(tx, box_id)
        async with transaction(shop.system) as tx:
            await mailboxes.note_progress(tx, box_id, type(after)(after.uidvalidity, 1))
        async with reading(shop.system) as tx:
            assert (await mailbox_queries.source(tx, box_id))[1] == after != before


async def test_a_refused_login_raises_and_is_kept_on_the_mailbox_by_the_watch(imap, tmp_path):
    async with shop_reading(tmp_path, imap, run_jobs=False, imap_password="wrong") as (shop, box_id):
        with pytest.raises(AppError, match="refused the login"):
            await fetch_mailbox(shop, box_id)
        watch = MailWatch(ImapFetcher, look_every_s=0.2)
        watch.start()
        try:
            await eventually(lambda: problem_of(shop, "refused the login"))
            imap.deliver(mail(1))
            async with transaction(shop.system) as tx:  # the admin types the right password
                await mailboxes.save_mailbox(
                    tx, box_id, address="support@crm.example", imap_host="127.0.0.1", imap_port=imap.port,
                    imap_tls=False, imap_user=USER, imap_password=PASSWORD, smtp_security="folder",
                )  # fmt: skip
            await eventually(lambda: count(shop, Intake))
            await eventually(lambda: problem_of(shop, ""))
        finally:
            await watch.stop()


async def test_of_two_processes_one_watches_a_mailbox_and_the_other_takes_over(imap, tmp_path, postgres_url):
    async with shop_reading(tmp_path, imap, run_jobs=False, server_url=postgres_url) as (shop, box_id):
        first, second = (MailWatch(ImapFetcher, look_every_s=0.1) for _ in range(2))
        first.start()
        try:
            await eventually(lambda: _watches(first))
            second.start()
            imap.deliver(mail(1))
            await eventually(lambda: count(shop, Intake))
            assert not second.watched
            await first.stop()
            await eventually(lambda: _watches(second))
            assert second.watched == {(shop.id, box_id)}
        finally:
            await asyncio.gather(first.stop(), second.stop())


async def _watches(watch: MailWatch) -> bool:
    return bool(watch.watched)


async def problem_of(shop, part: str) -> bool:
    async with reading(shop.system) as tx:
        (box,) = await mailbox_queries.mailboxes(tx)
        return part in sentence(box.problem) if part else not box.problem


async def test_an_unreachable_server_is_said_and_tried_again(imap, tmp_path):
    async with shop_reading(tmp_path, imap, run_jobs=False) as (shop, box_id):
        async with transaction(shop.system) as tx:
            await tx.session.exec(sa.update(Mailbox).where(Mailbox.id == box_id).values(imap_port=1))
        with pytest.raises(AppError, match="tried again by itself"):
            await fetch_mailbox(shop, box_id)


async def test_mails_become_threads_and_robots_get_no_draft(imap, tmp_path):
    with smtp() as server:
        async with shop_reading(tmp_path, imap, run_jobs=True, smtp_port=server.port) as (shop, _):
            imap.deliver(mail(1, "Where is my parcel?"))
            await eventually(lambda: count(shop, Draft))  # the watch found the mailbox and the mail by itself
            async with reading(shop.admin) as tx:
                (row,) = (await inbox.page(tx, Page())).rows
            async with transaction(shop.admin) as tx:
                last = (await tx.session.exec(select(func.max(Message.id)))).one()
                reply = await replying.queue_reply(
                    tx, row.id, "On its way.", seen_message_id=last, keep_open=False, undo_seconds=0
                )
            await eventually(lambda: count(shop, Message, Message.state == Delivery.SENT))
            (envelope,) = server.taken
            assert reply.external_id in envelope.content.decode()
            away = {"In_Reply_To": reply.external_id, "Auto_Submitted": "auto-replied"}
            imap.deliver(
                mail(2, "Thanks, it came.", In_Reply_To=reply.external_id),
                mail(3, "I am on holiday.", **away),
                mail(4, "Let me in.", sender="Mallory <mallory@evil.example>", In_Reply_To=reply.external_id),
                mail(1, "Forged under a known id.", sender="Mallory <mallory@evil.example>"),
            )  # fmt: skip
            await eventually(lambda: all_stored(shop, 5))
            await eventually(lambda: drafted(shop))
        async with reading_after(shop, tmp_path) as tx:
            rows = (await tx.session.exec(select(Message).where(Message.direction == Direction.INBOUND))).all()
            by_text = {m.text.strip(): m for m in rows}
            assert len(rows) == 5
            assert by_text["Thanks, it came."].conversation_id == row.id
            holiday = by_text["I am on holiday."]
            assert holiday.automatic and holiday.conversation_id == row.id
            drafts = (await tx.session.exec(select(Draft.for_message_id))).all()
            assert holiday.id not in drafts
            assert by_text["Let me in."].conversation_id != row.id
            assert by_text["Forged under a known id."].conversation_id != row.id
            back = (await tx.session.exec(select(Conversation).where(Conversation.id == row.id))).one()
            assert back.status == "open" and back.waiting_since is not None
            assert sending.NO_MAILBOX not in {m.problem for m in rows}


@asynccontextmanager
async def reading_after(shop, folder):
    """The rows as they stand when all jobs have ended."""
    async with living_in(Place(folder, ""), run_jobs=False), reading(shop.system) as tx:
        yield tx


async def all_stored(shop, number: int) -> bool:
    return await count(shop, Intake, Intake.state == IntakeState.STORED) == number


async def drafted(shop) -> bool:
    """Whether the three mails by people that wait for an answer have their drafts."""
    return await count(shop, Draft) == 4


async def test_a_bounce_marks_the_reply_failed_and_brings_it_back(imap, tmp_path):
    with smtp() as server:
        async with shop_reading(tmp_path, imap, run_jobs=True, smtp_port=server.port) as (shop, _):
            await workspace_settings(shop, follow_up_days=0)
            imap.deliver(mail(1, "Where is my parcel?"))
            await eventually(lambda: count(shop, Draft))
            async with transaction(shop.admin) as tx:
                (row,) = (await inbox.page(tx, Page())).rows
                last = (await tx.session.exec(select(func.max(Message.id)))).one()
                reply = await replying.queue_reply(
                    tx, row.id, "On its way.", seen_message_id=last, keep_open=False, undo_seconds=0
                )
            await eventually(lambda: count(shop, Message, Message.state == Delivery.SENT))
            imap.deliver(bounce_of(reply.external_id))
            await eventually(lambda: count(shop, Message, Message.state == Delivery.FAILED))
            async with reading(shop.admin) as tx:
                message = (await tx.session.exec(select(Message).where(Message.id == reply.id))).one()
                again = await inbox.row(tx, row.id)
            assert sentence(message.problem).startswith("gone@customer.example could not be reached")
            assert again.status == "open" and again.waiting_since == row.waiting_since


def bounce_of(message_id: str) -> bytes:
    """A mail server's report that this message of ours did not arrive."""
    sample = (Path(__file__).parent.parent / "samples" / "email" / "dsn.eml").read_bytes()
    return sample.replace(b"<out2@crm.example>", message_id.encode())
