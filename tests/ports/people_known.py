"""People of a shop as the tests make them: told, written to, merged, and read back whole."""

from decimal import Decimal

from sqlmodel import select

from crm_app.channels.port import Inbound, Sender
from crm_app.contacts import actions, finding, merging
from crm_app.contacts.models import Contact, ContactKey, DuplicateSuggestion, Handle, Order
from crm_app.conversations import receiving
from crm_app.conversations.models import Conversation
from crm_app.inbox import queries as inbox
from crm_app.kit.transaction import reading, transaction
from crm_app.language.understanding import understand
from crm_app.leads.models import Lead

ORDER = {DuplicateSuggestion: (DuplicateSuggestion.first_id, DuplicateSuggestion.second_id)}


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


async def row_of(shop, conversation_id: int) -> inbox.Row:
    async with reading(shop.system) as tx:
        return await inbox.row(tx, conversation_id)
