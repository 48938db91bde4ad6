"""Who is the same person, and whose is which order, on SQLite and on PostgreSQL?"""

from crm_app.contacts import actions as contacts
from crm_app.contacts.importing import Person, Purchase, bring_in, bring_in_orders
from crm_app.kit.transaction import transaction
from tests.ports.whole_house import found_workspace


async def test_a_number_is_one_person_however_it_is_typed_at_home(shop):
    home = await found_workspace("dubai", time_zone="Asia/Dubai")
    found = set()
    for typed in ("+971 50 700 1234", "00971507001234", "0507001234", "050 700 1234", "٠٥٠٧٠٠١٢٣٤"):
        async with transaction(home.system) as tx:
            found.add((await contacts.find_or_create(tx, phone=typed)).id)
            found.add((await contacts.upsert_contact(tx, f"c-{typed}", phone=typed))[0].id)
    assert len(found) == 1


async def test_an_order_that_names_no_currency_is_in_the_workspaces_own(shop):
    home = await found_workspace("dubai", currency="AED")
    async with transaction(home.system) as tx:
        await contacts.upsert_contact(tx, "c-1", name="Ana")
        told, _ = await contacts.upsert_order(tx, "o-1", "c-1", total="10")
        other, _ = await contacts.upsert_order(tx, "o-2", "c-1", currency="EUR")
        brought = await bring_in_orders(tx, [Purchase("o-3", "3", Person("c-1"))])
        assert [order.currency for order in (told, other, *brought.rows)] == ["AED", "EUR", "AED"]


async def test_an_orders_number_is_kept_without_its_sign(shop):
    home = await found_workspace("lisbon")
    async with transaction(home.system) as tx:
        await contacts.upsert_contact(tx, "c-1", name="Ana")
        for told, kept in (({"number": "#1001"}, "1001"), ({}, "1001"), ({"number": "1002"}, "1002")):
            order, _ = await contacts.upsert_order(tx, "o-1", "c-1", **told)
            assert order.number == kept
        assert (await contacts.upsert_order(tx, "o" * 200, "c-1"))[0].number == "o" * 60


async def test_a_second_id_in_a_file_is_the_same_person(shop):
    home = await found_workspace("porto")
    async with transaction(home.system) as tx:
        twice = [Person(number, "Ana", "a@mail.example") for number in ("1", "2")]
        ana = {row.id for row in (await bring_in(tx, twice)).rows}
        brought = await bring_in_orders(tx, [Purchase("o-1", "1", Person("2"))])
        assert len(ana) == 1 and {order.contact_id for order in brought.rows} == ana
        assert (await contacts.by_external_id(tx, "2")).id in ana
