"""People on both databases: how they are found, suggested to be the same, edited and told of."""

from datetime import timedelta

import pytest
from sqlmodel import func, select

from crm_app.accounts.models import AuditEntry
from crm_app.contacts import actions, duplicates, editing, finding, merging, tasks, timeline
from crm_app.contacts.models import Contact, Decision
from crm_app.conversations import story
from crm_app.kit import clock
from crm_app.kit.errors import Conflict, Forbidden, Invalid, NotFound
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Actor, reading, transaction
from tests.ports.people_known import (
    found,
    merge,
    suggested,
    tell,
    two_janes,
    write,
)
from tests.ports.whole_house import add_member, found_workspace

SOURCES = (timeline.orders, timeline.changes, story.written)


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
