"""How fast are people found? Run: python -m tests.benchmarks.people [CONTACTS]

Makes a workspace of 100,000 contacts on SQLite in a folder of its own (about a minute), each with e-mail, phone,
address and what they are found by, one of them with 2,000 messages and 200 orders. Prints the median and the 95th
percentile in ms: a page of the list, searches, a timeline, and the look for duplicates when one more comes in."""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from crm_app.contacts import actions, duplicates, finding, timeline
from crm_app.contacts.models import Contact, Handle, Order
from crm_app.conversations import story
from crm_app.conversations.models import Conversation, Message
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Transaction, reading, transaction
from tests.places import migrated_place
from tests.ports.whole_house import Tenant, found_workspace, living_in

FIRST = "Ana Luis Jane Tom Khaled Fatima Omar Sara Lena Hiro Priya Mateo Nadia Ivan Emma Noah محمد سارة خالد".split()
PARTS = ("al", "ber", "can", "dor", "el", "fin", "gar", "har", "im", "jor", "kel", "lam", "mor", "nav", "or", "per")
STREETS = "Alder Elm King Harbour Mill Station Park Church Lake Hill Garden Bridge Market North Summer River".split()
SOURCES = (timeline.orders, timeline.changes, story.written)
BATCH, RUNS = 2000, 40


def _name(number: int, chance: random.Random) -> str:
    return f"{chance.choice(FIRST)} {''.join(chance.choice(PARTS) for _ in range(3)).title()}"


async def fill(shop: Tenant, contacts: int) -> int:
    """The contacts; returns the id of the one with a long story."""
    chance = random.Random(7)
    for start in range(0, contacts, BATCH):
        async with transaction(shop.system) as tx:
            rows = [
                Contact(
                    name=_name(n, chance), email=f"person{n}@mail{n % 500}.example", phone=f"+346{n:08d}",
                    address=f"{chance.randint(1, 200)} {chance.choice(STREETS)} Street, {10000 + n % 9000}",
                    lifetime_value=n % 5000, created_at=tx.now,
                )
                for n in range(start, min(start + BATCH, contacts))
            ]  # fmt: skip
            tx.session.add_all(rows)
            await tx.session.flush()
            tx.session.add_all(Handle(kind="email", value=row.email, contact_id=row.id) for row in rows)
            await duplicates.index(tx, rows)
        print(f"\r{start + BATCH:,} contacts", end="", flush=True)
    print()
    async with transaction(shop.system) as tx:
        return await _long_story(tx, (await tx.session.exec(select(Contact.id).limit(1))).one())


async def _long_story(tx: Transaction, contact_id: int) -> int:
    for talk in range(100):
        at = tx.now - timedelta(days=talk)
        row = Conversation(contact_id=contact_id, channel="email", created_at=at, last_message_at=at)
        tx.session.add(row)
        await tx.session.flush()
        tx.session.add_all(
            Message(
                conversation_id=row.id, direction="inbound", channel="email", author="Ana", text="Where is it? " * 40,
                sent_at=at - timedelta(minutes=n), created_at=at,
            )
            for n in range(20)
        )  # fmt: skip
    tx.session.add_all(
        Order(
            external_id=f"o{n}", number=str(n), contact_id=contact_id, currency="USD",
            placed_at=tx.now - timedelta(days=n), updated_at=tx.now,
        )
        for n in range(200)
    )  # fmt: skip
    return contact_id


async def measure(shop: Tenant, label: str, ask: Callable[[Transaction, int], Awaitable[object]]) -> None:
    """Median and 95th percentile of `RUNS` calls, each in a transaction of its own."""
    took = []
    for run in range(RUNS):
        began = time.perf_counter()
        async with reading(shop.system) as tx:
            await ask(tx, run)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    print(f"{label:42} p50 {took[RUNS // 2]:6.1f} ms   p95 {took[int(RUNS * 0.95)]:6.1f} ms", flush=True)


async def main(contacts: int) -> None:
    with tempfile.TemporaryDirectory() as folder, migrated_place(Path(folder)) as place:
        async with living_in(place, run_jobs=False):
            shop = await found_workspace("shop")
            long = await fill(shop, contacts)
            for label, typed in (
                ("search, a whole name", "Jane Alberdor"), ("search, three letters", "mor"),
                ("search, a common first name", "khaled"), ("search, in the other script", "خالد"),
                ("search, a phone's end", "00012345"), ("search, an e-mail", "person777@mail277"),
                ("search, nobody", "zzzzqq"),
            ):  # fmt: skip
                await measure(shop, label, lambda tx, _, typed=typed: finding.search(tx, typed))
            await measure(shop, "list, first page", lambda tx, _: finding.page(tx, Page(1)))
            middle = contacts // 100
            await measure(shop, "list, a page in the middle", lambda tx, n: finding.page(tx, Page(max(1, middle - n))))
            await measure(shop, "list, the last page", lambda tx, _: finding.page(tx, Page(max(1, contacts // 50))))
            await measure(shop, "timeline of 2,200 moments", lambda tx, _: timeline.timeline(tx, long, SOURCES))
            await measure(shop, "one person", lambda tx, n: finding.person(tx, n + 1))
            await measure(shop, "open suggestions", lambda tx, _: finding.suggestions(tx))
            began = time.perf_counter()
            async with transaction(shop.system) as tx:
                for n in range(RUNS):
                    await actions.find_or_create(tx, name=f"Jane Alberdor{n}", email=f"new{n}@mail.example")
            print(f"one more comes in, looked at: {(time.perf_counter() - began) * 1000 / RUNS:.1f} ms each")
            began = time.perf_counter()
            async with transaction(shop.system) as tx:
                await duplicates.sweep(tx, contacts // 2)
            print(f"nightly look at {duplicates.AT_ONCE} of {contacts:,}: {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
