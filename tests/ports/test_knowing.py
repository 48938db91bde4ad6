"""People are found again by any of their handles; what the workspace knows is found by the words of a question."""

import pytest
from sqlmodel import func, select

from crm_app.contacts import actions
from crm_app.contacts.models import Contact, Handle
from crm_app.kit.errors import Forbidden, NotFound
from crm_app.kit.transaction import Actor, reading, transaction
from crm_app.knowledge import queries as knowledge
from crm_app.knowledge.actions import replace_source
from tests.places import migrated_place
from tests.ports.whole_house import found_workspace, living_in


@pytest.fixture(params=["sqlite", "postgresql"])
async def shops(request, tmp_path):
    server = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    with migrated_place(tmp_path, server) as place:
        async with living_in(place, run_jobs=False):
            yield [await found_workspace(slug) for slug in ("shop", "other")]


async def test_a_person_is_found_by_any_handle_and_keeps_what_is_theirs(shops):
    async with transaction(shops[0].system) as tx:
        jane = await actions.find_or_create(tx, name="Jane", email="Jane@Customer.Example")
        assert (await actions.find_or_create(tx, email="jane@customer.example", phone="+15550001")).id == jane.id
        assert (await actions.find_or_create(tx, phone="+15550001", visitor="w1")).id == jane.id
        assert (await actions.find_or_create(tx, visitor="w1", name="Somebody")).name == "Jane"
        bob = await actions.find_or_create(tx, name="Bob", email="bob@customer.example")
        again = await actions.find_or_create(tx, email="bob@customer.example", phone="+15550001")
        assert again.id == bob.id != jane.id and bob.phone is None  # the number stays hers
        assert (jane.email, jane.phone) == ("jane@customer.example", "+15550001")
    async with transaction(shops[1].system) as tx:
        assert (await actions.find_or_create(tx, email="jane@customer.example")).id != jane.id


async def test_a_shop_tells_of_the_same_person_twice(shops):
    async def told(external_id: str, **facts: object) -> tuple[Contact, bool]:
        async with transaction(shops[0].system) as tx:
            return await actions.upsert_contact(tx, external_id, **facts)

    async with transaction(shops[0].system) as tx:
        wrote = await actions.find_or_create(tx, name="Jane", email="jane@customer.example")
    email = "jane@customer.example"
    steps = [
        await told("c1", email=email, churn_risk=0.4, vip=True),
        await told("c1", phone="+15550001", vip=None, churn_risk=0.5),
        await told("c2", email=email),
        await told("c2", name="Jane Rivera"),
    ]
    assert [(contact.id, created) for contact, created in steps] == [(wrote.id, False)] * 4
    last = steps[-1][0]
    assert (last.external_id, last.name, last.vip, last.churn_risk) == ("c1", "Jane Rivera", True, 0.5)
    async with reading(shops[0].admin) as tx:
        assert (await tx.session.exec(select(func.count(Contact.id)))).one() == 1
        handles = (await tx.session.exec(select(Handle.kind).order_by(Handle.kind))).all()
        assert handles == ["email", "external", "phone"]


async def test_an_order_needs_its_person_and_an_agent_may_tell_of_neither(shops):
    async with transaction(shops[0].system) as tx:
        with pytest.raises(NotFound):
            await actions.upsert_order(tx, "o1", "nobody", number="54321")
        await actions.upsert_contact(tx, "c1", email="jane@customer.example")
        order, created = await actions.upsert_order(tx, "o1", "c1", number="54321", total=12.345)
        assert created and str(order.total) == "12.34"
        again, created = await actions.upsert_order(tx, "o1", "c1", status="sent")
        assert (again.id, created, again.number) == (order.id, False, "54321")
    with pytest.raises(Forbidden):
        async with transaction(Actor(shops[0].id, "agent", "agent")) as tx:
            await actions.upsert_contact(tx, "c9", name="Eve")


async def test_passages_are_found_by_the_words_of_a_question(shops):
    shop, other = shops
    async with transaction(shop.system) as tx:
        returns = ("Returns", "Any lamp can be returned within 30 days.", "en")
        await replace_source(tx, "policy.md", [returns, ("Care", "Dust it with a dry cloth.", "en")])
        await replace_source(tx, "سياسة", [("الإرجاع", "يمكن إرجاع المنتجات خلال ثلاثين يوما", "ar")])
    async with transaction(other.system) as tx:
        await replace_source(tx, "theirs.md", [("Returns", "No lamp is ever returned.", "en")])
    async with reading(shop.admin) as tx:
        (found, *_) = await knowledge.search(tx, "Can this LAMP be returned?")
        assert (found.title, found.source, found.language) == ("Returns", "policy.md", "en")
        assert [p.source for p in await knowledge.search(tx, "هل يمكن ارجاع المنتجات؟")] == ["سياسة"]
        assert not await knowledge.search(tx, "to be or not") and not await knowledge.search(tx, "")
    async with transaction(shop.system) as tx:
        await replace_source(tx, "policy.md", [("Care", "Dust it with a dry cloth.", "en")])
    async with reading(shop.admin) as tx:
        assert not await knowledge.search(tx, "Can this lamp be returned?")
