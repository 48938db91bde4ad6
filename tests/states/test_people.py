"""The people page's handlers, called as the browser calls them."""

import pytest
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext
from sqlmodel import select

import crm_app.crm_app as application
from crm_app.contacts import actions, finding
from crm_app.contacts.models import Contact
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Actor, reading, transaction
from crm_app.ui.guard import Guard
from crm_app.ui.people.opened import Person
from crm_app.ui.people.pairs import Pairs
from crm_app.ui.people.state import People, find
from crm_app.ui.rights import declared
from crm_app.ui.session import Session
from tests.states.test_session_settings import run, signed, wrong  # noqa: F401  (a fixture)


@pytest.fixture
async def janes(town) -> tuple[int, int]:
    """One person, known twice."""
    address = "18 Alder Street, Reno 89501"
    async with transaction(Actor.system(town.workspace)) as tx:
        one, _ = await actions.upsert_contact(
            tx, "c1", name="Jane Rivera", email="jane@rivera.example", address=address
        )
        two, _ = await actions.upsert_contact(tx, "c2", name="Jane Riviera", phone="+14155550101", address=address)
        return one.id, two.id


async def notice(state) -> dict:
    return (await state.get_state(Session)).notice


async def test_a_contact_is_opened_with_what_is_known_and_whom_they_may_be(signed, janes):  # noqa: F811
    person = await signed("manager", Person)
    await run(person, "open", janes[0])
    assert (person.stage, person.name, person.under) == ("ready", "Jane Rivera", "jane@rivera.example")
    assert [fact.value for fact in person.known_by] == ["jane@rivera.example", "18 Alder Street, Reno 89501"]
    assert [other.name for other in person.alike] == ["Jane Riviera"]
    await run(person, "open", 10**9)
    assert (person.stage, person.id) == ("missing", 0)
    await run(person, "open", "no number")
    assert person.stage == "missing"


async def test_a_stranger_opens_nobody_of_ours(signed, janes):  # noqa: F811
    stranger = await signed("stranger", Person)
    await run(stranger, "open", janes[0])
    assert (stranger.stage, stranger.name) == ("missing", "")


async def test_two_are_merged_and_parted_again_by_the_notices_button(signed, janes):  # noqa: F811
    pairs = await signed("manager", Pairs)
    await run(pairs, "open", 0)
    (pair,) = pairs.shown
    assert pairs.waiting == 1 and "same address" in pair.likely
    await run(pairs, "merge", pair.first.id, pair.second.id)
    assert (pairs.waiting, pairs.shown) == (0, [])
    told = await notice(pairs)
    people, person = await pairs.get_state(People), await pairs.get_state(Person)
    event = await run(people, "act", told["action"])
    assert event.handler.fn.__qualname__ == "Person.undo"
    await run(person, "undo", int(told["action"].removeprefix("part:")))
    assert (person.stage, person.id) == ("ready", pair.first.id)
    assert [other.id for other in person.alike] == [pair.second.id]
    assert "manager undid a merge" in [line.title for line in person.lines]
    await run(person, "undo", int(told["action"].removeprefix("part:")))
    assert (await notice(pairs))["kind"] == "warn"


async def test_not_the_same_leads_back_to_the_contact(signed, janes):  # noqa: F811
    pairs = await signed("admin", Pairs)
    await run(pairs, "open", janes[1])
    await run(pairs, "dismiss", pairs.shown[0].id)
    person = await pairs.get_state(Person)
    assert (pairs.waiting, person.stage, person.id, person.alike) == (0, "ready", janes[1], [])


async def test_details_are_saved_or_refused_beside_the_field(signed, janes):  # noqa: F811
    person = await signed("manager", Person)
    await run(person, "open", janes[0])
    await run(person, "edit")
    form = {**person.fields, "name": "Jane Q. Rivera", "phone": "12"}
    await run(person, "save", form)
    assert "phone" in await wrong(person) and person.editing and person.fields["name"] == "Jane Q. Rivera"
    await run(person, "save", {**form, "phone": "+34 612 345 678", "vip": "on"})
    assert (person.editing, person.name, await wrong(person)) == (False, "Jane Q. Rivera", {})
    assert person.lines[1].text.startswith("Name: Jane Rivera → Jane Q. Rivera")


async def test_the_list_counts_and_the_palette_finds_people(signed, town, janes):  # noqa: F811
    people = await signed("agent", People)
    await run(people, "on_news", [{"event": "DuplicatesChanged"}])
    assert (people.total_text, people.pairs_text) == ("2 contactos", "1 par puede ser el mismo contacto")
    await run(people, "search", "  jane ")
    assert people.query == "jane"
    found = await find(Actor(town.workspace, "agent", "agent"), "rivera")
    assert found[0]["label"] == "Jane Rivera" and found[0]["to"].startswith(f"/people?c={janes[0]}&")


@pytest.mark.parametrize("handler", ["Person.edit", "Person.save", "Person.undo", "Pairs.merge", "Pairs.dismiss"])
async def test_an_agent_reads_and_changes_nothing(handler, town, browser_page, janes):
    (name,) = [
        known for known, registered in RegistrationContext.get().event_handlers.items()
        if registered.handler.fn.__qualname__ == handler
    ]  # fmt: skip
    assert declared(RegistrationContext.get().event_handlers[name].handler.fn) in ("contacts.write", "contacts.merge")
    for role, allowed in (("agent", False), ("manager", True), ("", False)):
        root = browser_page(town.cookies.get(role, ""))
        answer = await Guard().preprocess(application.app, root, Event(name=name, payload={}))
        assert (answer is None) == allowed, role


async def test_the_lists_pages_need_a_login_and_show_only_ones_own(town, janes):
    async with reading(Actor.system(town.other_workspace)) as tx:
        assert (await finding.page(tx, Page(1))).total == 0
        assert (await tx.session.exec(select(Contact))).all() == []
