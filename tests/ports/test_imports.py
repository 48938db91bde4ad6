"""Files brought in as from the screen, on both databases: once, whole after a kill, and taken back exactly."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from sqlmodel import func, select

from crm_app.channels.port import Inbound, Sender
from crm_app.contacts.importing import CONTACT_FIELDS
from crm_app.contacts.models import Contact, Handle, Order
from crm_app.conversations import ledger, receiving
from crm_app.conversations.models import Attachment, Conversation, Message, Tally
from crm_app.drafts.models import Draft
from crm_app.imports import actions, queries, tasks
from crm_app.imports.models import ImportTouch, State
from crm_app.imports.reading import recognise
from crm_app.imports.sampling import sample
from crm_app.kit import clock
from crm_app.kit.paging import Page
from crm_app.kit.traces import snapshot
from crm_app.kit.transaction import reading, transaction
from crm_app.language.understanding import understand
from crm_app.runtime import runtime
from tests.places import migrated_place
from tests.ports.two_at_once import begun
from tests.ports.whole_house import found_workspace, living_in

KINDS = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
PEOPLE = (
    "Nombre completo;Correo electrónico;Teléfono;Gasto total;Cliente desde\n"
    "Ana Ruiz;ana@mail.example;+34 600 111 222;1.234,50;31/12/2020\n"
    "Luis;luis@mail.example;;12;\n"
    "Nadie;;;;\n"
    "Ana otra vez;ANA@mail.example;;99;\n"
    "Marta;marta@mail.example;;;2021-13-45\n"
)


@pytest.fixture
async def shop(kind, request, tmp_path):
    server = request.getfixturevalue("postgres_url") if kind == "postgresql" else ""
    with migrated_place(tmp_path, server) as place:
        async with living_in(place, run_jobs=False):
            yield await found_workspace("northwind")


async def upload(shop, kind: str, content: bytes | str) -> int:
    """What the route does with a file; its jobs are run by hand, so that a test decides when."""
    raw = content.encode() if isinstance(content, str) else content
    layout = recognise(BytesIO(raw))
    stored_as = await runtime().files.put(shop.id, raw)
    async with transaction(shop.admin) as tx:
        samples = sample(BytesIO(raw), layout)
        run = await actions.take(tx, kind, "file", layout, samples=samples, stored_as=stored_as, size=len(raw))
        await actions.count(tx, run.id)
    return run.id


async def see(shop, import_id: int) -> queries.ImportView:
    async with reading(shop.admin) as tx:
        return await queries.one(tx, import_id)


async def do(shop, import_id: int, work: str) -> queries.ImportView:
    """Run the job that an action has put down."""
    async with reading(shop.system) as tx:
        turn = (await queries.plan(tx, import_id)).turn
    await getattr(tasks, work).run(shop.id, import_id, turn)
    return await see(shop, import_id)


async def bring(shop, kind: str, content: bytes | str) -> queries.ImportView:
    import_id = await upload(shop, kind, content)
    await do(shop, import_id, "count")
    async with transaction(shop.admin) as tx:
        await actions.start(tx, import_id)
    return await do(shop, import_id, "run")


async def take_back(shop, import_id: int) -> queries.ImportView:
    async with transaction(shop.admin) as tx:
        await actions.undo(tx, import_id)
    return await do(shop, import_id, "undo")


async def everything(shop) -> dict[str, int]:
    async with reading(shop.system) as tx:
        tables = (Contact, Handle, Order, Conversation, Message, Draft, ImportTouch)
        return {t.__tablename__: (await tx.session.exec(select(func.count(t.id)))).one() for t in tables}


async def contact(shop, email: str) -> Contact:
    async with reading(shop.system) as tx:
        return (await tx.session.exec(select(Contact).where(Contact.email == email))).one()


@KINDS
async def test_people_are_counted_brought_in_once_and_taken_back(shop) -> None:
    nothing = await everything(shop)
    import_id = await upload(shop, "contacts", PEOPLE)
    counted = await do(shop, import_id, "count")
    assert (counted.state, counted.counts) == (State.READY, {"new": 2, "here": 1, "unusable": 2})
    assert [row["verdict"] for row in counted.preview] == ["new", "new", "unusable", "here", "unusable"]
    assert await everything(shop) == nothing
    done = await bring(shop, "contacts", PEOPLE)
    assert (done.state, done.added, done.changed, done.skipped, done.refused) == (State.DONE, 2, 0, 1, 2)
    assert [line for line, _ in done.refusals] == [4, 6]
    assert "customer_since: is no date" in done.refusals[1][1]
    ana = await contact(shop, "ana@mail.example")
    assert (ana.name, ana.phone, ana.lifetime_value) == ("Ana Ruiz", "+34600111222", 1234.5)
    assert ana.customer_since.date().isoformat() == "2020-12-31"
    whole = await everything(shop)
    again = await bring(shop, "contacts", PEOPLE)
    assert (again.added, again.changed, again.skipped) == (0, 0, 3)
    assert await everything(shop) == whole
    undone = await take_back(shop, done.id)
    assert (undone.state, undone.undone, undone.kept) == (State.UNDONE, 2, 0)
    assert await everything(shop) == nothing


@KINDS
async def test_an_undo_leaves_what_people_changed_and_says_so(shop) -> None:
    await bring(shop, "contacts", "email,name,phone\nana@mail.example,,\nluis@mail.example,Luis,\n")
    before = snapshot(await contact(shop, "ana@mail.example"), CONTACT_FIELDS)
    rows = [
        "ana@mail.example,Ana,yes,a;b",
        "luis@mail.example,Other,,",
        "new@mail.example,New,,",
        "kept@mail.example,Kept,,",
    ]
    second = "\n".join(["email,name,vip,segments", *rows])
    done = await bring(shop, "contacts", second)
    assert (done.added, done.changed, done.skipped) == (2, 1, 1)
    assert (await contact(shop, "luis@mail.example")).name == "Luis"
    async with transaction(shop.system) as tx:
        for email, fields in {"kept@mail.example": {"address": "Here"}, "ana@mail.example": {"name": "Ana R."}}.items():
            row = (await tx.session.exec(select(Contact).where(Contact.email == email))).one()
            for name, value in fields.items():
                setattr(row, name, value)
    undone = await take_back(shop, done.id)
    assert (undone.undone, undone.kept) == (1, 2)
    assert {reason for _, _, reason in undone.keepings} == {"it was changed since", "it was changed since (name)"}
    after = snapshot(await contact(shop, "ana@mail.example"), CONTACT_FIELDS)
    assert after == {**before, "name": "Ana R."}
    assert (await everything(shop))["contact"] == 3


@KINDS
async def test_the_files_word_may_be_taken_and_is_put_back(shop) -> None:
    await bring(shop, "contacts", "email,name,spent\nana@mail.example,Ana,10\n")
    import_id = await upload(shop, "contacts", "email,name,spent\nana@mail.example,Anna,2500\n")
    async with transaction(shop.admin) as tx:
        await actions.arrange(tx, import_id, existing="overwrite")
        await actions.start(tx, import_id, here=True)
    async with reading(shop.system) as tx:
        plan = await queries.plan(tx, import_id)
    with await runtime().files.open(shop.id, plan.stored_as) as file:
        await tasks.work_through(shop.system, import_id, plan, file)
    changed = await contact(shop, "ana@mail.example")
    assert (changed.name, changed.lifetime_value) == ("Anna", 2500)
    await take_back(shop, import_id)
    restored = await contact(shop, "ana@mail.example")
    assert (restored.name, restored.lifetime_value) == ("Ana", 10)


@KINDS
async def test_killed_in_the_middle_it_goes_on_where_it_was(shop, monkeypatch) -> None:
    rows = "".join(f"Person {n},p{n}@mail.example\n" for n in range(1200))
    import_id = await upload(shop, "contacts", "name,email\n" + rows)
    await do(shop, import_id, "count")
    async with transaction(shop.admin) as tx:
        await actions.start(tx, import_id)
    store, batches = actions.store_batch, []

    async def killed(tx, import_id, at, batch, *, tell=True):
        batches.append(at)
        if len(batches) == 2:
            await store(tx, import_id, at, batch, tell=tell)
            raise KeyboardInterrupt  # within the transaction, after everything is written
        return await store(tx, import_id, at, batch, tell=tell)

    monkeypatch.setattr(actions, "store_batch", killed)
    with pytest.raises(KeyboardInterrupt):
        await do(shop, import_id, "run")
    half = await see(shop, import_id)
    assert (half.state, half.done, half.added) == (State.RUNNING, 500, 500)
    done = await do(shop, import_id, "run")
    assert (done.state, done.done, done.added, done.refused) == (State.DONE, 1200, 1200, 0)
    assert batches == [0, 500, 500, 1000]
    async with transaction(shop.system) as tx:  # a second process that still holds the first batch
        assert not await store(tx, import_id, 0, [])
    assert (await everything(shop))["contact"] == 1200


@KINDS
async def test_orders_bring_their_customers_and_go_with_them(shop) -> None:
    nothing = await everything(shop)
    table = (
        "Pedido\tCliente\tCorreo\tImporte\tMoneda\tEstado\tArtículos\tFecha\n"
        "#1001\tAna\tana@mail.example\t25,90\t€\tEnviado\tlámpara, silla\t05/03/2024\n"
        "1002\tAna\tana@mail.example\tgratis\tEUR\t\t\t\n"
        "1003\t\t\t10\tEUR\t\t\t\n"
    )
    done = await bring(shop, "orders", table)
    assert (done.added, done.refused) == (1, 2)
    async with reading(shop.system) as tx:
        order = (await tx.session.exec(select(Order))).one()
    assert (order.number, str(order.total), order.currency, order.items) == (
        "1001",
        "25.90",
        "EUR",
        ["lámpara", "silla"],
    )
    assert order.placed_at.date().isoformat() == "2024-03-05"
    assert (await bring(shop, "orders", table)).added == 0
    await take_back(shop, done.id)
    assert await everything(shop) == nothing


def mail(number: int, sender: str, to: str, days_ago: float, *, answers: str = "", body: str = "Where is it?") -> str:
    at = (clock.now() - timedelta(days=days_ago)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    heads = [
        f"From: {sender}",
        f"To: {to}",
        f"Date: {at}",
        f"Message-ID: <m{number}@mail.example>",
        "Subject: My order",
    ]
    heads += [f"In-Reply-To: <{answers}>", f"References: <{answers}>"] if answers else []
    return "From x@y Thu Jan  1 00:00:00 2024\n" + "\n".join(heads) + f"\n\n{body}\n\n"


@KINDS
async def test_a_mailbox_comes_in_as_history(shop) -> None:
    nothing = await everything(shop)
    ours, jane, omar = "support@northwind.example", "Jane <jane@mail.example>", "omar@mail.example"
    content = "".join([
        mail(2, ours, jane, 39, answers="m1@mail.example", body="On its way.\n>From me"),  # before what it answers
        mail(1, jane, ours, 40),
        mail(3, jane, ours, 38, answers="m2@mail.example", body="Thank you"),
        mail(4, omar, ours, 2, answers="m1@mail.example"),  # names somebody else's mail
        mail(5, ours, omar, 1, answers="m4@mail.example", body="Sent."),
        mail(6, jane, ours, 3, body="Again?"),
        mail(7, ours, ours, 3),
        "From x@y Thu Jan  1 00:00:00 2024\nFrom: jane@mail.example\nSubject: when?\n\nNo date\n\n",
    ])  # fmt: skip
    done = await bring(shop, "contacts", content)
    assert (done.kind, done.form, done.added, done.refused) == ("conversations", "mbox", 3, 2)
    assert [line for line, _ in done.refusals] == [7, 8]
    async with reading(shop.system) as tx:
        rows = {row.external_id: row for row in (await tx.session.exec(select(Conversation))).all()}
        said = (await tx.session.exec(select(Message).order_by(Message.conversation_id, Message.id))).all()
        view = await ledger.ledger(tx, Page())
    assert sorted((str(row.status), row.waiting_since is not None) for row in rows.values()) == [
        ("closed", False), ("open", True), ("pending", False)
    ]  # fmt: skip
    janes = [m for m in said if m.conversation_id == next(m.conversation_id for m in said if "m1@" in m.external_id)]
    assert [(str(m.direction), m.external_id) for m in janes] == [
        ("inbound", "<m1@mail.example>"), ("outbound", "<m2@mail.example>"), ("inbound", "<m3@mail.example>")
    ]  # fmt: skip
    assert ">From" not in janes[1].text
    assert view.received == 0 and (await everything(shop))["draft"] == 0
    assert (await bring(shop, "conversations", content)).added == 0
    undone = await take_back(shop, done.id)
    assert undone.kept == 0 and await everything(shop) == nothing
    async with reading(shop.system) as tx:
        assert {tally.total for tally in (await tx.session.exec(select(Tally))).all()} == {0}


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_attachments_of_a_mailbox_are_kept(shop) -> None:
    body = (
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee this\n"
        "--b\nContent-Type: text/csv; name=list.csv\nContent-Disposition: attachment; filename=list.csv\n\na,b\n--b--\n"
    )
    content = mail(1, "jane@mail.example", "support@northwind.example", 1).split("\n\n")[0] + "\n" + body
    await bring(shop, "conversations", content)
    async with reading(shop.system) as tx:
        file = (await tx.session.exec(select(Attachment))).one()
    assert file.name == "list.csv" and (await runtime().files.get(shop.id, file.stored_as)).startswith(b"a,b")


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_a_conversation_that_somebody_worked_on_stays(shop) -> None:
    lines = [
        {"id": f"T-{n}", "email": f"c{n}@mail.example", "subject": "Hi",
         "messages": [{"from": "customer", "at": clock.now().isoformat(), "body": "Where is it?"}]}
        for n in range(3)
    ]  # fmt: skip
    done = await bring(shop, "conversations", "\n".join(map(json.dumps, lines)))
    assert done.added == 3 and (await everything(shop))["draft"] == 0
    async with transaction(shop.system) as tx:
        row = (await tx.session.exec(select(Conversation).where(Conversation.external_id == "T-1"))).one()
        row.assignee_id = shop.admin.member_id
    undone = await take_back(shop, done.id)
    reasons = {subject: reason for subject, _, reason in undone.keepings}
    assert reasons == {
        "conversation": "somebody wrote or worked on it since", "contact": "something else rests on it by now"
    }  # fmt: skip
    left = await everything(shop)
    assert (left["conversation"], left["contact"], left["message"]) == (1, 1, 1)


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_who_writes_while_it_is_taken_back_is_not_lost(shop) -> None:
    done = await bring(shop, "contacts", PEOPLE)
    heard = Inbound("email", "m1", Sender("Ana", "ana@mail.example"), text="Where is it?")
    async with transaction(shop.system) as tx:
        await receiving.receive(tx, heard, understand(heard.text), joins=None)
        await tx.session.flush()
        undoing = await begun(take_back(shop, done.id))
    undone = await undoing
    assert (undone.undone, [reason for *_, reason in undone.keepings]) == (1, ["something else rests on it by now"])
    assert (await everything(shop))["message"] == 1


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_another_choice_ends_the_older_count(shop) -> None:
    import_id = await upload(shop, "contacts", PEOPLE)
    async with reading(shop.system) as tx:
        turn = (await queries.plan(tx, import_id)).turn
    async with transaction(shop.admin) as tx:
        await actions.arrange(tx, import_id, column=1, field="")
    await tasks.count.run(shop.id, import_id, turn)
    assert (await see(shop, import_id)).state == State.COUNTING
    counted = await do(shop, import_id, "count")
    assert counted.counts == {"new": 1, "here": 0, "unusable": 4}  # by phone alone
