"""Who is the same person, on SQLite and on PostgreSQL?"""

from crm_app.contacts import actions as contacts
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
