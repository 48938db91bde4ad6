"""People on both databases: how they are found, suggested to be the same, made one, and two again."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import func, select

from crm_app.accounts.models import AuditEntry
from crm_app.channels.port import Inbound, Sender
from crm_app.contacts import actions, duplicates, editing, finding, merging, tasks, timeline
from crm_app.contacts.models import Contact, ContactKey, Decision, DuplicateSuggestion, Handle, Order
from crm_app.conversations import actions as talks
from crm_app.conversations import receiving, story
from crm_app.conversations.models import Conversation
from crm_app.inbox import queries as inbox
from crm_app.kit import clock
from crm_app.kit.errors import Conflict, Forbidden, Invalid, NotFound
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Actor, reading, transaction
from crm_app.language.understanding import understand
from crm_app.leads.models import Lead
from tests.places import migrated_place
from tests.ports.whole_house import add_member, found_workspace, living_in

ORDER = {DuplicateSuggestion: (DuplicateSuggestion.first_id, DuplicateSuggestion.second_id)}
SOURCES = (timeline.orders, timeline.changes, story.written)


@pytest.fixture(params=["sqlite", "postgresql"])
async def shop(request, tmp_path):
    server = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    with migrated_place(tmp_path, server) as place:
        async with living_in(place, run_jobs=False):
            yield await found_workspace("shop")
    clock.shift(None)


async def tell(shop, external_id: str, **facts) -> int:
    async with transaction(shop.system) as tx:
        return (await actions.upsert_contact(tx, external_id, **facts))[0].id


async def write(shop, number: int, email: str, name: str = "", text: str = "Where is my parcel?") -> int:
    mail = Inbound("email", f"<m{number}@x>", Sender(name, email), text=text, message_id=f"<m{number}@x>")
    async with transaction(shop.system) as tx:
        return (await receiving.receive(tx, mail, understand(text), joins=None)).conversation_id


async def buy(shop, external_id: str, who: str, **facts) -> None:
    async with transaction(shop.system) as tx:
        await actions.upsert_order(tx, external_id, who, **facts)


async def two_janes(shop) -> tuple[int, int]:
    """One person, known twice."""
    address = "18 Alder Street, Reno 89501"
    one = await tell(shop, "c1", name="Jane Rivera", email="jane@rivera.example", address=address, lifetime_value=900.0)
    two = await tell(
        shop, "c2", name="Jane Riviera", phone="+14155550101", address=address, lifetime_value=100.5, churn_risk=0.8,
        segments=["gifts"], vip=True,
    )  # fmt: skip
    await buy(shop, "o1", "c2", number="54321", total=Decimal("20"), status="shipped")
    return one, two


async def merge(shop, keep: int, gone: int) -> int:
    async with transaction(shop.admin) as tx:
        return (await merging.merge(tx, keep, gone)).id


async def undo(shop, merge_id: int) -> None:
    async with transaction(shop.admin) as tx:
        await merging.undo_merge(tx, merge_id)


async def found(shop, typed: str) -> list[str]:
    async with reading(shop.system) as tx:
        return [row.name for row in await finding.search(tx, typed)]


async def suggested(shop) -> list[tuple[int, int]]:
    async with reading(shop.system) as tx:
        return [(s.first.id, s.second.id) for s in await finding.suggestions(tx)]


async def everything(shop) -> dict[str, list]:
    """All that a merge may touch, but for what counts changes."""
    async with reading(shop.system) as tx:
        plain = {"version", "updated_at"}
        again = {"id", "found_at"}  # one that went with its contact is found anew
        return {
            model.__name__: [
                row.model_dump(warnings=False, exclude=plain | (again if model is DuplicateSuggestion else set()))
                for row in (await tx.session.exec(query)).all()
            ]
            for model in (Contact, Handle, Order, Conversation, Lead, DuplicateSuggestion)
            for query in [select(model).order_by(*ORDER.get(model, (model.id,)))]
        } | {"keys": sorted((await tx.session.exec(select(ContactKey.contact_id, ContactKey.key))).all())}


async def test_a_contact_is_found_by_name_mail_and_phone_in_any_script(shop):
    await tell(shop, "1", name="خالد الغامدي", email="khaled@noor.example", phone="+966501234567")
    await tell(shop, "2", name="Jane Rivera", email="jane@rivera.example", phone="+14155550101")
    for typed in ("khaled ghamdi", "الغامدي", "خالد", "khaled@noor", "050 123 4567", "٠٥٠١٢٣٤٥٦٧", "Khalid"):
        assert await found(shop, typed) == ["خالد الغامدي"], typed
    for typed in ("rivera", "JAN", "(415) 555-0101", "0101"):
        assert await found(shop, typed) == ["Jane Rivera"], typed
    assert await found(shop, "nobody") == await found(shop, "   ") == await found(shop, "'\"*)") == []


async def test_the_list_goes_by_name_and_has_no_one_who_was_merged(shop):
    one, two = await two_janes(shop)
    await tell(shop, "3", name="älva")
    async with reading(shop.system) as tx:
        listed = await finding.page(tx, Page(1, 2))
    assert (listed.total, [row.name for row in listed.rows]) == (3, ["älva", "Jane Rivera"])
    await merge(shop, one, two)
    async with reading(shop.system) as tx:
        assert (await finding.page(tx, Page(1))).total == 2
        assert (await finding.person(tx, two)).id == one
        assert await finding.person(tx, 10**9) is None
    assert await found(shop, "riviera") == ["Jane Rivera"]  # it sounds the same; the merged row itself is found no more


async def test_duplicates_are_suggested_at_entry_with_reasons_and_only_suggested(shop):
    one, two = await two_janes(shop)
    assert await suggested(shop) == [(one, two)]
    async with reading(shop.system) as tx:
        (suggestion,) = await finding.suggestions(tx, contact_id=two)
        assert [reason["kind"] for reason in suggestion.reasons][:2] == ["same address", "names alike"]
        assert await finding.waiting(tx) == 1
    await tell(shop, "3", name="Luis Rivera", address="18 Alder Street, Reno 89501")
    assert await suggested(shop) == [(one, two)]
    await tell(shop, "c2", address="9 Elm Road, Boston 02101")  # nothing speaks for it any more
    assert await suggested(shop) == []


async def test_a_message_from_a_known_name_at_another_address_is_a_contact_of_its_own_and_suggested(shop):
    first = await write(shop, 1, "jane.rivera@work.example", "Jane Rivera")
    async with transaction(shop.system) as tx:
        contact = await actions.find_or_create(tx, email="jane.rivera@home.example", name="Jane Rivera")
        (await tx.session.exec(select(Contact).where(Contact.id == contact.id))).one().address = "18 Alder St, Reno"
    async with reading(shop.system) as tx:
        assert (await tx.session.exec(select(func.count(Contact.id)))).one() == 2
    assert first and await suggested(shop) == []  # a namesake, as far as anybody knows


async def test_what_a_person_dismissed_is_never_suggested_again(shop):
    await two_janes(shop)
    async with reading(shop.system) as tx:
        (suggestion,) = await finding.suggestions(tx)
    agent = await add_member(shop, "Abe")
    for action in (duplicates.dismiss, merging.undo_merge):
        with pytest.raises(Forbidden):
            async with transaction(agent) as tx:
                await action(tx, suggestion.id)
    async with transaction(shop.admin) as tx:
        await duplicates.dismiss(tx, suggestion.id)
    await tell(shop, "c1", name="Jane Riviera")
    await tasks.find_duplicates.run()
    assert await suggested(shop) == []
    async with reading(shop.system) as tx:
        assert await duplicates.tally(tx) == {Decision.DISMISSED: 1}
    with pytest.raises(NotFound):
        async with transaction(shop.admin) as tx:
            await duplicates.dismiss(tx, suggestion.id)


async def test_the_nightly_job_finds_what_came_in_without_being_looked_at(shop):
    async with transaction(shop.system) as tx:
        for phone in ("+34612345678", "612345678"):
            tx.session.add(Contact(name="Ana Ruiz", phone=phone, created_at=tx.now))
    assert await suggested(shop) == []
    await tasks.find_duplicates.run()
    assert len(await suggested(shop)) == 1
    await tasks.find_duplicates.run()
    assert len(await suggested(shop)) == 1


async def test_a_merge_moves_everything_and_the_inbox_follows(shop):
    one, two = await two_janes(shop)
    talk = await write(shop, 1, "other@mail.example", "J. Rivera", "I need to find zebra stripes.")
    async with transaction(shop.system) as tx:
        third = (await tx.session.exec(select(Conversation.contact_id).where(Conversation.id == talk))).one()
        tx.session.add(Lead(contact_id=third, source="email", created_at=tx.now, updated_at=tx.now))
    before = await row_of(shop, talk)
    await merge(shop, one, two)
    await merge(shop, one, third)
    after = await row_of(shop, talk)
    assert (after.contact_id, after.contact_name) == (one, "Jane Rivera")
    assert after.parts.customer_value == pytest.approx(2.001) and after.parts.churn_risk > before.parts.churn_risk
    async with reading(shop.system) as tx:
        assert [row.id for row in await inbox.search(tx, "jane zebra")] == [talk]
        kept = (await tx.session.exec(select(Contact).where(Contact.id == one))).one()
        assert (await tx.session.exec(select(Lead.contact_id))).all() == [one]
        assert {value for _, value in await finding.handles(tx, one)} == {
            "jane@rivera.example", "+14155550101", "other@mail.example",
        }  # fmt: skip
    assert (kept.phone, kept.vip, kept.segments, kept.churn_risk) == ("+14155550101", True, ["gifts"], 0.8)
    again = await write(shop, 2, "other@mail.example")
    assert (await row_of(shop, again)).contact_id == one
    assert await tell(shop, "c2", name=None, churn_risk=0.1) == one  # the shop's second id leads to the one kept


async def row_of(shop, conversation_id: int) -> inbox.Row:
    async with reading(shop.system) as tx:
        return await inbox.row(tx, conversation_id)


async def test_undoing_a_merge_gives_back_exactly_what_moved(shop):
    one, two = await two_janes(shop)
    await write(shop, 1, "jane@rivera.example")
    await tell(shop, "c2", email="second@mail.example")
    talk = await write(shop, 2, "second@mail.example")
    async with transaction(shop.system) as tx:
        tx.session.add(Lead(contact_id=two, conversation_id=talk, source="email", created_at=tx.now, updated_at=tx.now))
    before = await everything(shop)
    for keep, gone in ((one, two), (two, one)):
        await undo(shop, await merge(shop, keep, gone))
        assert await everything(shop) == before


@settings(
    max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
@given(
    people=st.lists(
        st.fixed_dictionaries({
            "name": st.sampled_from(["", "Ana Ruiz", "آنا رويز", "A. Ruiz"]),
            "address": st.sampled_from(["", "1 Elm Road"]),
            "lifetime_value": st.floats(0, 1e6, allow_nan=False),
            "churn_risk": st.floats(0, 1),
            "segments": st.lists(st.sampled_from(["a", "b", "c"]), unique=True),
            "vip": st.booleans(),
        }),
        min_size=2, max_size=3,
    ),
    order=st.permutations([0, 1, 2]),
)  # fmt: skip
async def test_undo_of_merge_is_as_if_nothing_happened(people, order, tmp_path_factory):
    with migrated_place(tmp_path_factory.mktemp("people")) as place:
        async with living_in(place, run_jobs=False):
            shop = await found_workspace("shop")
            ids = [await tell(shop, str(n), **facts) for n, facts in enumerate(people)]
            chosen = [ids[n] for n in order if n < len(ids)]
            before = await everything(shop)
            done = [await merge(shop, chosen[0], gone) for gone in chosen[1:]]
            for merge_id in reversed(done):
                await undo(shop, merge_id)
            assert await everything(shop) == before


async def test_what_came_in_between_goes_where_it_belongs(shop):
    one, two = await two_janes(shop)
    await tell(shop, "c2", email="second@mail.example")
    old = await write(shop, 1, "second@mail.example")
    merge_id = await merge(shop, one, two)
    clock.shift(timedelta(minutes=1))
    async with transaction(shop.admin) as tx:
        await talks.add_note(tx, old, "Call her.")
        await editing.edit_contact(tx, one, name="Jane R.", vip=False)
    hers, mine = await write(shop, 2, "second@mail.example"), await write(shop, 3, "jane@rivera.example")
    await buy(shop, "o2", "c1", number="7")
    await undo(shop, merge_id)
    owner = {talk: (await row_of(shop, talk)).contact_id for talk in (old, hers, mine)}
    assert owner == {old: two, hers: two, mine: one}
    async with reading(shop.system) as tx:
        kept = (await tx.session.exec(select(Contact).where(Contact.id == one))).one()
        assert (kept.name, kept.vip, kept.lifetime_value) == ("Jane R.", False, 900.0)
        assert dict((await tx.session.exec(select(Order.number, Order.contact_id))).all()) == {"54321": two, "7": one}


async def test_a_merge_that_cannot_be_is_refused_with_a_sentence(shop):
    one, two = await two_janes(shop)
    three = await tell(shop, "3", name="Tom Baker")
    first = await merge(shop, one, two)
    await merge(shop, three, one)
    for refused, error in (
        (merge(shop, one, one), Invalid), (merge(shop, one, 10**9), NotFound), (merge(shop, three, two), Conflict),
        (undo(shop, first), Conflict), (undo(shop, 10**9), NotFound),
    ):  # fmt: skip
        with pytest.raises(error):
            await refused


async def test_nobody_reaches_the_contacts_of_another_workspace(shop):
    one, two = await two_janes(shop)
    stranger = Actor((await found_workspace("noor")).id, "admin", "stranger")
    for act in (
        lambda tx: merging.merge(tx, one, two), lambda tx: editing.edit_contact(tx, one, name="Mine"),
        lambda tx: duplicates.dismiss(tx, 1),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            async with transaction(stranger) as tx:
                await act(tx)
    async with reading(stranger) as tx:
        assert await finding.search(tx, "jane") == await finding.suggestions(tx) == []
        assert await finding.person(tx, one) is None and (await finding.page(tx, Page(1))).total == 0
        assert await timeline.timeline(tx, one, SOURCES) == []


async def test_an_edit_is_kept_with_what_stood_there_before(shop):
    one, _ = await two_janes(shop)
    async with transaction(shop.admin) as tx:
        await editing.edit_contact(
            tx, one, name=" Jane  Q. Rivera ", email="NEW@rivera.example", phone="+34 612 345 678", segments="a, b,,a"
        )
    async with reading(shop.system) as tx:
        kept = (await tx.session.exec(select(Contact).where(Contact.id == one))).one()
        changes = (await tx.session.exec(select(AuditEntry.changes).where(AuditEntry.action == "contact.edited"))).one()
    assert (kept.name, kept.email, kept.phone, kept.segments) == (
        "Jane Q. Rivera", "new@rivera.example", "+34612345678", ["a", "b"],
    )  # fmt: skip
    assert changes["name"] == ["Jane Rivera", "Jane Q. Rivera"]
    assert await found(shop, "612345678") == ["Jane Q. Rivera"]
    for fields, error in (
        ({"email": "no address"}, Invalid), ({"phone": "12"}, Invalid), ({"name": "x" * 201}, Invalid),
        ({"phone": "+14155550101"}, Conflict),
    ):  # fmt: skip
        with pytest.raises(error):
            async with transaction(shop.admin) as tx:
                await editing.edit_contact(tx, one, **fields)
    with pytest.raises(Forbidden):
        async with transaction(await add_member(shop, "Abe")) as tx:
            await editing.edit_contact(tx, one, name="Mine")


async def test_the_timeline_has_all_channels_in_one_order_page_by_page(shop):
    one, two = await two_janes(shop)
    for number in range(1, 4):
        clock.shift(timedelta(minutes=number))
        await write(shop, number, "jane@rivera.example")
    clock.shift(timedelta(minutes=5))
    await merge(shop, one, two)
    async with reading(shop.system) as tx:
        whole = await timeline.timeline(tx, one, SOURCES)
        paged, last = [], None
        while page := await timeline.timeline(tx, one, SOURCES, before=last, limit=2):
            paged += page
            last = page[-1].place
    assert paged == whole and [moment.at for moment in whole] == sorted((m.at for m in whole), reverse=True)
    assert [(m.kind, m.what) for m in whole] == [
        ("change", "merged"), ("message", "inbound"), ("message", "inbound"), ("message", "inbound"),
        ("order", "shipped"),
    ]  # fmt: skip
