"""Two contacts made one, and two again, on both databases."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from crm_app.contacts import editing, finding
from crm_app.contacts.models import Contact, Order
from crm_app.conversations import actions as talks
from crm_app.conversations.models import Conversation
from crm_app.inbox import queries as inbox
from crm_app.kit import clock
from crm_app.kit.errors import Conflict, Invalid, NotFound
from crm_app.kit.transaction import reading, transaction
from crm_app.leads.models import Lead
from tests.places import migrated_place
from tests.ports.people_known import (
    buy,
    everything,
    merge,
    row_of,
    tell,
    two_janes,
    undo,
    write,
)
from tests.ports.whole_house import found_workspace, living_in


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


@settings(max_examples=8, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
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
