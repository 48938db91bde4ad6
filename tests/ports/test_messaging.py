"""Replies over numbers and bots, against stand-ins that speak the wire format."""

import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from itertools import count
from os import environ
from zipfile import ZipFile

import pytest
from sqlmodel import func, select

from crm_app.channels import actions as channels
from crm_app.channels import rates
from crm_app.channels.models import ChannelAccount
from crm_app.channels.news import Report
from crm_app.channels.port import Inbound, Media, Sender
from crm_app.channels.problems import sentence
from crm_app.contacts.models import Handle
from crm_app.conversations import cutting, doubt, queries, receiving, replying, reports, sending, tasks, ways_out
from crm_app.conversations import media as files
from crm_app.conversations.limits import reply_limits
from crm_app.conversations.models import Attachment, Conversation, Delivery, Message, MessagePart
from crm_app.conversations.templating import send_template
from crm_app.demo import practice
from crm_app.kit import clock
from crm_app.kit.errors import Conflict, NotFound
from crm_app.kit.transaction import Actor, reading, transaction
from crm_app.language.understanding import understand
from crm_app.runtime import runtime
from launch.steps import ROOT
from tests.places import Place, migrated_place
from tests.ports.vendor_stand_ins import ADDRESSES, KINDS, SECRETS, VENDORS, File, vendors
from tests.ports.whole_house import engine_tables, eventually, found_workspace, living_in

CHANNELS = {"twilio": "sms", "meta": "whatsapp", "telegram": "telegram"}
PEOPLE = {"twilio": "+15551230001", "meta": "+15551230001", "telegram": "5550001"}
every = pytest.mark.parametrize("vendor", VENDORS)
_numbers = count(1)


@pytest.fixture
def there():
    with vendors() as server:
        yield server


both = pytest.mark.parametrize("place", ["sqlite", "postgresql"], indirect=True)
"""Where several writers meet, or a statement of its own decides; the rest is the same on either database."""


@pytest.fixture
def place(request, tmp_path, there, monkeypatch):
    for vendor in VENDORS:
        monkeypatch.setenv(f"{vendor.upper()}_BASE_URL", there.url)
    monkeypatch.setenv("JOB_DIARY", str(tmp_path / "diary"))
    on_postgres = getattr(request, "param", "") == "postgresql"
    server = request.getfixturevalue("postgres_url") if on_postgres else ""
    with migrated_place(tmp_path, server) as found:
        yield found
    clock.shift(None)


@pytest.fixture
async def shop(place):
    async with living_in(place, run_jobs=False):
        yield await found_workspace("shop")


async def connect(shop, vendor: str, **changes) -> ChannelAccount:
    given = {"kind": KINDS[vendor], "address": ADDRESSES[vendor], "secrets": SECRETS[vendor]}
    async with transaction(shop.admin) as tx:
        return await channels.save_channel_account(tx, **({"account_id": None} | given | changes))


def sender(vendor: str, who: str) -> Sender:
    return Sender("Ana", telegram=who) if vendor == "telegram" else Sender("Ana", phone=who)


async def hear(shop, vendor: str, account: ChannelAccount | None, who: str = "", **traits) -> Message:
    """A message of a customer."""
    given = {"text": "Is it still free?", "account_id": account.id if account else None, "sent_at": clock.now()}
    whose = sender(vendor, who or PEOPLE[vendor])
    inbound = Inbound(CHANNELS[vendor], f"in{next(_numbers)}", whose, **(given | traits))
    async with transaction(shop.system) as tx:
        return await receiving.receive(tx, inbound, understand(inbound.text), joins=None)


async def answer(shop, heard: Message, text: str = "Yes, it is.", actor: Actor | None = None, **more) -> Message:
    async with transaction(actor or shop.admin) as tx:
        seen = await queries.last_message_id(tx, heard.conversation_id)
        return await replying.queue_reply(
            tx, heard.conversation_id, text, seen_message_id=seen, keep_open=False, undo_seconds=0, **more
        )


async def send(shop, message: Message) -> Message:
    await tasks.send_reply.run(shop.id, message.id, 0)
    return await stored(shop, Message, message.id)


async def stored(shop, model, row_id: int):
    async with reading(shop.system) as tx:
        return (await tx.session.exec(select(model).where(model.id == row_id))).one()


def put_down(task) -> int:
    """How many jobs of a task were put down."""
    with engine_tables() as (connection, schema):
        keys = connection.exec_driver_sql(f"SELECT workflow_uuid FROM {schema}workflow_status").scalars()
        return sum(key.startswith(task.name) for key in keys)


async def parts_of(shop, message: Message) -> list[MessagePart]:
    async with reading(shop.system) as tx:
        return await cutting.of(tx, message.id)


async def talk(shop, vendor: str, **traits) -> tuple[ChannelAccount, Message]:
    account = await connect(shop, vendor)
    return account, await hear(shop, vendor, account, **traits)


@every
async def test_a_reply_leaves_by_the_account_that_was_written_to(shop, there, vendor):
    other = await connect(shop, vendor, address="+15005550007" if vendor == "twilio" else "another_one")
    account, heard = await talk(shop, vendor)
    sent = await send(shop, await answer(shop, heard))
    assert sent.state == Delivery.SENT and sent.account_id == account.id != other.id
    assert there.texts(vendor) == ["Yes, it is."]
    told = str(there.asked[0].body) + there.asked[0].path
    assert "another_one" not in told and "+15005550007" not in told
    (part,) = await parts_of(shop, sent)
    assert part.outside_id and part.state == Delivery.SENT


@pytest.fixture
def slow_chats(monkeypatch):
    """A chat takes one message in a long while, however slow this machine is."""
    monkeypatch.setattr(rates, "RATES", {kind: rates.Rate(0, 3600) for kind in KINDS.values()})


@both
async def test_a_long_text_leaves_in_parts_and_in_order(shop, there, slow_chats):
    _, heard = await talk(shop, "telegram")
    long = " ".join(f"Sentence number {n} of a long answer." for n in range(300))
    message = await answer(shop, heard, long)
    first = await send(shop, message)
    assert first.state == Delivery.QUEUED and len(there.texts("telegram")) == 1
    assert (await send(shop, message)).state == Delivery.QUEUED
    assert len(there.texts("telegram")) == 1
    with pytest.raises(Conflict, match="Too late"):
        async with transaction(shop.admin) as tx:
            await replying.undo_reply(tx, message.id)
    for minutes in (2, 4):
        clock.shift(timedelta(minutes=minutes))
        done = await send(shop, message)
    assert done.state == Delivery.SENT and len(there.texts("telegram")) == 3
    assert " ".join(there.texts("telegram")) == long


async def test_a_later_reply_waits_for_the_earlier_one(shop, there, slow_chats):
    _, heard = await talk(shop, "meta")
    first, second = await answer(shop, heard, "One"), await answer(shop, heard, "Two")
    assert (await send(shop, second)).state == Delivery.QUEUED and there.texts("meta") == []
    assert (await send(shop, first)).state == Delivery.SENT
    assert (await send(shop, second)).state == Delivery.QUEUED and there.texts("meta") == ["One"]
    clock.shift(timedelta(minutes=2))
    assert (await send(shop, second)).state == Delivery.SENT
    assert there.texts("meta") == ["One", "Two"]


@both
async def test_a_report_that_comes_before_the_answer_is_joined(shop, there):
    _, heard = await talk(shop, "twilio")
    message = await answer(shop, heard)
    async with transaction(shop.system) as tx:
        await reports.note(tx, Report("sms", f"SM{1:032x}", "delivered", "twilio"))
    assert (await send(shop, message)).state == Delivery.DELIVERED
    async with transaction(shop.system) as tx:
        await reports.note(tx, Report("sms", f"SM{1:032x}", "sent", "twilio"))
    assert (await stored(shop, Message, message.id)).state == Delivery.DELIVERED


@both
async def test_a_lost_answer_is_looked_up_and_nothing_is_sent_twice(shop, there):
    _, heard = await talk(shop, "twilio")
    there.behave("twilio", "lost")
    message = await send(shop, await answer(shop, heard))
    assert message.state == Delivery.UNKNOWN and message.problem == doubt.CHECKING
    await send(shop, message)
    there.behave("twilio lists", "fail")
    await tasks.look_for_reply.run(shop.id, message.id, 1, 0)
    assert (await stored(shop, Message, message.id)).state == Delivery.UNKNOWN
    there.behave("twilio lists", "ok")
    await tasks.look_for_reply.run(shop.id, message.id, 1, 1)
    found = await stored(shop, Message, message.id)
    assert found.state == Delivery.SENT and there.texts("twilio") == ["Yes, it is."]
    assert (await parts_of(shop, found))[0].outside_id == there.taken["twilio"][0]["sid"]


async def test_what_the_provider_never_had_is_for_a_person_to_send_again(shop, there):
    _, heard = await talk(shop, "twilio")
    there.behave("twilio", "reset", "ok")
    message = await send(shop, await answer(shop, heard))
    for look in range(3):
        assert (await stored(shop, Message, message.id)).state == Delivery.UNKNOWN
        await tasks.look_for_reply.run(shop.id, message.id, 1, look)
    gone = await stored(shop, Message, message.id)
    assert gone.state == Delivery.FAILED and gone.problem == doubt.NOT_THERE and there.texts("twilio") == []
    assert (await stored(shop, Conversation, gone.conversation_id)).status == "open"
    async with transaction(shop.admin) as tx:
        await replying.retry_reply(tx, gone.id)
    assert (await send(shop, gone)).state == Delivery.SENT and there.texts("twilio") == ["Yes, it is."]


@both
async def test_each_doubt_about_a_part_is_looked_into(shop, there):
    _, heard = await talk(shop, "twilio")
    there.behave("twilio", "reset", "reset")
    message = await send(shop, await answer(shop, heard))
    for look in range(3):
        await tasks.look_for_reply.run(shop.id, message.id, 1, look)
    assert put_down(tasks.look_for_reply) == 3
    async with transaction(shop.admin) as tx:
        await replying.retry_reply(tx, message.id)
    assert (await send(shop, message)).problem == doubt.CHECKING
    assert put_down(tasks.look_for_reply) == 4


async def test_where_the_account_is_gone_a_person_is_asked(shop, there):
    account, heard = await talk(shop, "twilio")
    there.behave("twilio", "lost")
    message = await send(shop, await answer(shop, heard))
    async with transaction(shop.admin) as tx:
        await channels.remove_channel_account(tx, account.id)
    await tasks.look_for_reply.run(shop.id, message.id, 1, 0)
    asked = await stored(shop, Message, message.id)
    assert asked.state == Delivery.UNKNOWN and asked.problem == doubt.DOUBTFUL


async def test_a_look_that_always_fails_ends_with_a_person(shop, there):
    _, heard = await talk(shop, "twilio")
    there.behave("twilio", "lost")
    message = await send(shop, await answer(shop, heard))
    await tasks.look_for_reply.gave_up(shop.id, message.id, 1, 0, reason="It failed.")
    assert (await stored(shop, Message, message.id)).problem == doubt.DOUBTFUL
    assert (await stored(shop, Conversation, message.conversation_id)).status == "open"


async def test_metas_echo_clears_a_doubt(shop, there):
    _, heard = await talk(shop, "meta")
    there.behave("meta", "lost")
    message = await send(shop, await answer(shop, heard))
    assert message.state == Delivery.UNKNOWN
    echo = there.asked[0].body["biz_opaque_callback_data"]
    async with transaction(shop.system) as tx:
        await reports.note(tx, Report("whatsapp", "wamid.X", "delivered", "meta", echo=echo))
    cleared = await stored(shop, Message, message.id)
    assert cleared.state == Delivery.DELIVERED and (await parts_of(shop, cleared))[0].outside_id == "wamid.X"
    await tasks.look_for_reply.run(shop.id, message.id, 1, 0)
    assert (await stored(shop, Message, message.id)).state == Delivery.DELIVERED


async def test_where_nobody_can_be_asked_a_person_is(shop, there):
    _, heard = await talk(shop, "telegram")
    there.behave("telegram", "lost")
    message = await send(shop, await answer(shop, heard))
    assert message.state == Delivery.UNKNOWN and message.problem == doubt.DOUBTFUL
    assert (await stored(shop, Conversation, message.conversation_id)).status == "open"


@both
async def test_wrong_credentials_hold_everything_back_until_they_are_right(shop, there):
    account, heard = await talk(shop, "meta")
    await connect(shop, "meta", account_id=account.id, secrets={"access_token": "wrong"})
    other = await hear(shop, "meta", account, "+15551230002")
    first, second = await answer(shop, heard, "One"), await answer(shop, other, "Two")
    held = [await send(shop, message) for message in (first, second)]
    assert {m.state for m in held} == {Delivery.QUEUED} and {m.problem for m in held} == {ways_out.ACCOUNT_DOWN}
    assert len(there.asked) == 1  # the second one did not even try
    down = await stored(shop, ChannelAccount, account.id)
    assert down.down_since and "token" in sentence(down.problem) and "wrong" not in down.problem
    async with transaction(shop.system) as tx:
        assert await sending.first_held_back_by(tx, account.id) == first.id
    clock.shift(timedelta(seconds=ways_out.PROBE_S + 1))
    await send(shop, first)
    assert len(there.asked) == 2  # after a while one goes to see
    await connect(shop, "meta", account_id=account.id)
    await tasks.send_held_back.run(shop.id)
    clock.shift(timedelta(seconds=ways_out.PROBE_S + 60))
    assert [(await send(shop, m)).state for m in (first, second)] == [Delivery.SENT] * 2
    works = await stored(shop, ChannelAccount, account.id)
    assert works.down_since is None and works.problem == "" and there.texts("meta") == ["One", "Two"]


async def test_the_next_one_goes_to_see_where_the_first_fails_by_itself(shop, there):
    account, heard = await talk(shop, "twilio")
    there.behave("twilio", "20003", "21211")
    other = await hear(shop, "twilio", account, "+15551230002")
    first, second = await answer(shop, heard, "One"), await answer(shop, other, "Two")
    assert {(await send(shop, message)).problem for message in (first, second)} == {ways_out.ACCOUNT_DOWN}
    clock.shift(timedelta(seconds=ways_out.PROBE_S + 1))
    looks = put_down(tasks.try_account_again)
    assert (await send(shop, first)).state == Delivery.FAILED
    assert put_down(tasks.try_account_again) == looks + 1
    async with reading(shop.system) as tx:
        assert await sending.first_held_back_by(tx, account.id) == second.id


@both
async def test_a_bot_that_is_too_fast_is_quiet_as_a_whole(shop, there):
    account, heard = await talk(shop, "telegram")
    other = await hear(shop, "telegram", account, "5550002")
    first, second = await answer(shop, heard, "One"), await answer(shop, other, "Two")
    there.behave("telegram", "429", "ok")
    assert (await send(shop, first)).state == Delivery.QUEUED
    held = (await stored(shop, ChannelAccount, account.id)).held_until
    assert held - first.created_at > timedelta(seconds=7)
    assert (await send(shop, second)).state == Delivery.QUEUED and len(there.asked) == 1
    clock.shift(timedelta(seconds=8))
    assert [(await send(shop, m)).state for m in (first, second)] == [Delivery.SENT] * 2


@pytest.mark.parametrize(("vendor", "code"), [("twilio", "21610"), ("telegram", "403")])
async def test_who_wants_nothing_gets_nothing(shop, there, vendor, code):
    _, heard = await talk(shop, vendor)
    there.behave(vendor, code, "ok")
    failed = await send(shop, await answer(shop, heard))
    assert (
        failed.state == Delivery.FAILED and (await stored(shop, Conversation, heard.conversation_id)).status == "open"
    )
    with pytest.raises(Conflict) as refused:
        await answer(shop, heard, "Hello?")
    assert refused.value.problem in (ways_out.STOPPED, ways_out.BLOCKS)
    by_itself = await send(shop, await answer(shop, heard, "Hello?", shop.system))
    assert by_itself.state == Delivery.FAILED and by_itself.problem == refused.value.problem and len(there.asked) == 1


async def test_a_wrong_number_is_remembered_until_somebody_writes_from_it(shop, there):
    account, heard = await talk(shop, "twilio")
    there.behave("twilio", "21211", "ok")
    assert (await send(shop, await answer(shop, heard))).state == Delivery.FAILED
    async with reading(shop.system) as tx:
        handle = (await tx.session.exec(select(Handle).where(Handle.kind == "phone"))).one()
    assert "another one" in sentence(handle.unreachable)
    with pytest.raises(Conflict, match="cannot receive"):
        await answer(shop, heard)
    again = await hear(shop, "twilio", account)
    assert (await send(shop, await answer(shop, again))).state == Delivery.SENT


async def test_after_a_day_whatsapp_takes_no_free_text(shop, there):
    account, heard = await talk(shop, "meta")
    clock.shift(timedelta(hours=25))
    with pytest.raises(Conflict, match="only a template"):
        await answer(shop, heard)
    clicked = await hear(shop, "meta", account, "+15551230003", details={"referral": {"source_id": "1"}})
    clock.shift(timedelta(hours=25 + 60))
    assert (await send(shop, await answer(shop, clicked))).state == Delivery.SENT


async def test_a_template_leaves_where_free_text_may_not(shop, there):
    account, heard = await talk(shop, "meta")
    visit = {"name": "visit", "language": "es", "body": "Hola {{1}}, ¿sigue interesada?"}
    async with transaction(shop.admin) as tx:
        await channels.save_templates(tx, account.id, [visit])
    clock.shift(timedelta(hours=25))
    async with reading(shop.admin) as tx:
        told = await reply_limits(tx, heard.conversation_id)
    assert told.free_text_refusal and not told.refusal and told.window_until < clock.now()
    assert [(t.name, t.places) for t in told.templates] == [("visit", 1)]
    how = {"seen_message_id": heard.id, "keep_open": False, "undo_seconds": 0}
    async with transaction(shop.admin) as tx:
        message = await send_template(tx, heard.conversation_id, "visit", "es", ["Ana"], **how)
    assert (await send(shop, message)).state == Delivery.SENT and message.text == "Hola Ana, ¿sigue interesada?"
    parameters = there.asked[0].body["template"]["components"][0]["parameters"]
    assert parameters == [{"type": "text", "text": "Ana"}]
    with pytest.raises(NotFound):
        async with transaction(shop.admin) as tx:
            await send_template(tx, heard.conversation_id, "visit", "ar", ["Ana"], **how)


async def test_limits_are_told_to_the_writer(shop, there):
    _, heard = await talk(shop, "twilio")
    async with reading(shop.admin) as tx:
        told = await reply_limits(tx, heard.conversation_id)
    assert (told.kind, told.longest, told.window_until, told.refusal, told.held) == ("twilio_sms", 1600, None, "", "")
    counted = told.count("سعر الشقة " * 10)
    assert (counted.messages, counted.segments.alphabet, counted.segments.count) == (1, "UCS-2", 2)
    assert told.count("x " * 1000).messages == 2 and told.count("  ").messages == 0


async def test_without_an_account_a_reply_waits(shop, there):
    account, heard = await talk(shop, "twilio")
    message = await answer(shop, heard)
    async with transaction(shop.admin) as tx:
        await channels.disable_channel_account(tx, account.id)
    held = await send(shop, message)
    assert held.state == Delivery.QUEUED and held.problem == ways_out.NO_ACCOUNT
    await connect(shop, "twilio", account_id=account.id)
    await tasks.send_held_back.run(shop.id)
    assert (await send(shop, message)).state == Delivery.SENT


async def test_trouble_is_tried_again_with_growing_pauses_and_then_told(shop, there):
    _, heard = await talk(shop, "telegram")
    there.behave("telegram", "500")
    message = await answer(shop, heard)
    for tries in range(1, 9):
        clock.shift(timedelta(days=tries))
        message = await send(shop, message)
        assert (message.state == Delivery.QUEUED) == (tries < 7)
        if message.state == Delivery.FAILED:
            break
    assert tries == 7 and "trouble" in message.problem


async def test_the_demos_number_writes_into_the_practice_outbox(shop, there, tmp_path):
    """Its conversations are brought in from a file, so they name no account."""
    async with transaction(shop.system) as tx:
        tx.session.add_all(practice.accounts(tx, "shop", "es"))
    heard = await hear(shop, "twilio", None)
    assert (await send(shop, await answer(shop, heard))).state == Delivery.SENT
    (file,) = (tmp_path / "outbox").glob("*.txt")
    assert "To: +15551230001" in file.read_text() and "Yes, it is." in file.read_text() and there.asked == []


def office_file() -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as folder:
        folder.writestr("[Content_Types].xml", "<Types/>")
        folder.writestr("word/document.xml", "<w/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "state", "kind"),
    [
        (b"\xff\xd8\xff\xe0 a picture", "stored", "image/jpeg"),
        (b"OggS a voice", "stored", "audio/ogg"),
        (office_file(), "stored", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"<html><script>alert(1)</script>", "refused", ""),
        (b"MZ\x90\x00 a program", "refused", ""),
    ],
)
async def test_a_file_is_fetched_and_is_what_its_bytes_say(shop, there, content, state, kind):
    account = await connect(shop, "meta")
    there.files["/media/m1"] = File(content)
    heard = await hear(shop, "meta", account, media=(Media("m1", "x.jpg", "image/png"),))
    (row,) = await attachments(shop, heard)
    assert row.state == "pending" and row.stored_as == ""
    await tasks.fetch_media.run(shop.id, row.id, 0)
    row = await stored(shop, Attachment, row.id)
    assert row.state == state
    if state == "stored":
        assert row.media_type == kind and await runtime().files.get(shop.id, row.stored_as) == content
    else:
        assert row.problem == files.NOT_KEPT and row.stored_as == ""


async def attachments(shop, message: Message) -> list[Attachment]:
    async with reading(shop.system) as tx:
        return [*(await tx.session.exec(select(Attachment).where(Attachment.message_id == message.id))).all()]


@both
async def test_a_file_is_tried_again_and_then_given_up(shop, there):
    account = await connect(shop, "meta")
    there.files["/media/m1"] = File(b"x", status=503)
    heard = await hear(shop, "meta", account, media=(Media("m1"),))
    (row,) = await attachments(shop, heard)
    await tasks.fetch_media.run(shop.id, row.id, 0)
    assert (await stored(shop, Attachment, row.id)).state == "pending"
    await tasks.fetch_media.run(shop.id, row.id, len(files.PAUSES_S))
    given_up = await stored(shop, Attachment, row.id)
    assert given_up.state == "refused" and given_up.problem == files.GAVE_UP
    before = len(there.fetched)
    await tasks.fetch_media.run(shop.id, row.id, 0)
    assert len(there.fetched) == before


async def test_a_provider_that_hangs_delays_nobody_else(place, there):
    async with living_in(place, run_jobs=True):
        shop = await found_workspace("shop")
        bot, number = await connect(shop, "telegram"), await connect(shop, "twilio")
        there.behave("telegram", "hang")
        for who in range(6):
            await answer(shop, await hear(shop, "telegram", bot, str(5550100 + who)))
        await eventually(lambda: arrived(there, "telegram"))
        message = await answer(shop, await hear(shop, "twilio", number))
        await eventually(lambda: is_in(shop, message, Delivery.SENT), seconds=90)
        async with reading(shop.system) as tx:
            ours = (Message.account_id == bot.id, Message.send_at.is_not(None))
            by_state = select(Message.state, func.count()).where(*ours).group_by(Message.state)
            states = (await tx.session.exec(by_state)).all()
        waiting = {Delivery.SENDING, Delivery.QUEUED, Delivery.UNKNOWN}
        assert {state for state, _ in states} <= waiting and dict(states)[Delivery.QUEUED]
        there.behave("telegram", "ok")
        there.released.set()


async def arrived(there, vendor: str) -> bool:
    return there.arrived[vendor].acquire(blocking=False)


async def is_in(shop, message: Message, *states: Delivery) -> bool:
    return (await stored(shop, Message, message.id)).state in states


@contextmanager
def job_process(place: Place):
    """Another process that runs this place's jobs."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from tests.ports.job_process import serve; serve()"], cwd=ROOT,
        env={**environ, **place.environment},
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@both
async def test_a_kill_between_the_row_and_the_answer_sends_nothing_twice(place, there, monkeypatch):
    monkeypatch.setattr(doubt, "LOOKS", {"twilio_sms": (0.1, 0.1)})
    there.behave("twilio", "hang", "ok")
    async with living_in(place, run_jobs=False):
        shop = await found_workspace("shop")
        _, heard = await talk(shop, "twilio")
        message = await answer(shop, heard)
        with job_process(place) as process:
            await eventually(lambda: arrived(there, "twilio"), seconds=120)
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert (await stored(shop, Message, message.id)).state == Delivery.SENDING
    async with living_in(place, run_jobs=True):
        await eventually(lambda: is_in(shop, message, Delivery.SENT), seconds=90)
    assert there.texts("twilio") == ["Yes, it is."]
