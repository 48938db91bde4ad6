"""Loads the demo workspaces, by the same actions as everybody else's data."""

import base64
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Mapper
from sqlmodel import SQLModel, delete, func, select

from crm_app import tables
from crm_app.accounts import actions as accounts
from crm_app.accounts import queries
from crm_app.accounts.models import ApiKey, Member
from crm_app.channels.models import Mailbox
from crm_app.contacts import actions as contacts
from crm_app.conversations import actions as conversations
from crm_app.conversations.models import Conversation, Direction, Message, Status
from crm_app.demo import practice
from crm_app.demo.leads import begin_leads
from crm_app.demo.reading import FILES, Demo, read
from crm_app.drafts import actions as drafts
from crm_app.drafts.context import gather
from crm_app.drafts.models import Draft
from crm_app.drafts.on_the_spot import by_rules
from crm_app.inbox import actions as inbox
from crm_app.inbox.importing import import_conversations, judge
from crm_app.kit import clock, security
from crm_app.kit.table import WorkspaceOwned
from crm_app.kit.transaction import Actor, Transaction, above_walls, reading, transaction
from crm_app.knowledge import actions as knowledge

PASSWORD = "lantern-harbour-58"  # printed, and the same everywhere: nothing in a demo is a secret

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """A demo workspace and who may enter it."""

    id: int
    slug: str
    name: str
    logins: tuple[tuple[str, str], ...]
    api_key: str


async def load_all(*, reset: bool, tell: Tell) -> list[Loaded]:
    """Make the demo workspaces, or find them made.

    Args:
        reset: empty them first; what was changed in them is lost.
        tell: hears what is being done.
    """
    return [await _load(read(file, clock.now()), reset=reset, tell=tell) for file in FILES]


async def _load(demo: Demo, *, reset: bool, tell: Tell) -> Loaded:
    slug, name = demo.workspace["slug"], demo.workspace["name"]
    workspace_id = await _workspace(demo)
    actor = Actor.system(workspace_id)
    if reset:
        tell(f"{name}: emptying")
        await _empty(actor)
    async with reading(actor) as tx:
        loaded = (await tx.session.exec(select(Member.id).limit(1))).first() is not None
    if not loaded:
        tell(f"{name}: contacts, orders, {len(demo.conversations)} conversations")
        await _fill(actor, demo)
        await begin_leads(actor)
    await _write_drafts(actor, lambda done: tell(f"{name}: {done} drafts"))
    key = await _api_key(actor, slug)
    tell(f"{name}: ready")
    logins = tuple((member["role"], member["email"]) for member in demo.members)
    return Loaded(workspace_id, slug, name, logins, key)


async def _workspace(demo: Demo) -> int:
    async with above_walls(write=True) as session:
        known = await queries.workspace_by_slug(session, demo.workspace["slug"])
        if known:
            return known.id
        return (await accounts.create_workspace(session, now=clock.now(), **demo.workspace)).id


async def _empty(actor: Actor) -> None:
    """Take away all that the workspace owns, children first."""
    owned = {m.local_table: m.class_ for m in _mappers() if issubclass(m.class_, WorkspaceOwned)}
    async with transaction(actor) as tx:
        for table in reversed(tables.metadata.sorted_tables):
            if table in owned:
                await tx.session.exec(delete(owned[table]))


def _mappers() -> list[Mapper]:
    return [*SQLModel._sa_registry.mappers]


async def _fill(actor: Actor, demo: Demo) -> None:
    """All in one transaction, so that a demo is there whole or not at all."""
    judged = [(found, judge(found)) for found in demo.conversations]
    hashed = [await accounts.password_hash(PASSWORD, person["email"], person["name"]) for person in demo.members]
    async with transaction(actor) as tx:
        workspace = {k: v for k, v in demo.workspace.items() if k != "slug"}
        await accounts.change_workspace(tx, **workspace, settings={"weights": None, "targets_h": None, **demo.settings})
        for person, password in zip(demo.members, hashed, strict=True):
            member = await accounts.invite_member(tx, **person, hashed=password)
            member.language = demo.workspace["language"]
        mailbox = Mailbox(address=demo.mailbox, name=demo.workspace["name"], smtp_security="folder")
        tx.session.add(mailbox)
        tx.session.add_all(practice.accounts(tx, demo.workspace["slug"], demo.workspace["language"]))
        for facts in demo.contacts:
            await contacts.upsert_contact(tx, **facts)
        for facts in demo.orders:
            await contacts.upsert_order(tx, **facts)
        for source, passages in demo.passages:
            await knowledge.replace_source(tx, source, passages)
        await inbox.watch(tx, demo.watch)
        await import_conversations(tx, judged, draft=False)
        await _assign(tx, demo.assigned)
        for found in demo.conversations:
            if found.channel == "live_chat":
                await contacts.find_or_create(tx, email=found.email, visitor=f"demo-{found.customer}")


async def _assign(tx: Transaction, assigned: dict[str, str]) -> None:
    for external_id, email in assigned.items():
        query = select(Conversation.id).where(Conversation.external_id == external_id)
        conversation_id = (await tx.session.exec(query)).one()
        member_id = (await tx.session.exec(select(Member.id).where(Member.email == email))).one()
        await conversations.assign(tx, conversation_id, member_id)


async def _write_drafts(actor: Actor, tell: Callable[[int], None]) -> None:
    """A draft for every open conversation that waits for one, by the offline engine: a demo costs nobody tokens."""
    async with reading(actor) as tx:
        waiting = await _without_draft(tx)
    for done, (conversation_id, message_id) in enumerate(waiting, 1):
        async with reading(actor) as tx:
            facts = (await gather(tx, conversation_id)).facts
        async with transaction(actor) as tx:
            await drafts.store(tx, conversation_id, message_id, 0, by_rules(facts))
        tell(done)


async def _without_draft(tx: Transaction) -> list[tuple[int, int]]:
    """Open conversations that wait, and their newest customer message, where no draft was ever written for it."""
    newest = func.max(Message.id)
    query = (
        select(Conversation.id, newest)
        .join(Message, Message.conversation_id == Conversation.id)
        .where(Conversation.status == Status.OPEN, Conversation.waiting_since.is_not(None))
        .where(Message.direction == Direction.INBOUND, Message.automatic == "")
        .group_by(Conversation.id)
    )
    drafted = set((await tx.session.exec(select(Draft.for_message_id))).all())
    return [(id_, message_id) for id_, message_id in (await tx.session.exec(query)).all() if message_id not in drafted]


async def _api_key(actor: Actor, slug: str) -> str:
    """The demo's key: nobody can guess it, and it is the same at every call, because it comes from SECRET_KEY."""
    secret = base64.urlsafe_b64encode(security.derived_key(f"demo-api-key:{slug}")).decode().rstrip("=")
    text = f"tacit_{secret}"
    async with transaction(actor) as tx:
        query = select(ApiKey.id).where(ApiKey.key_hash == security.digest(text))
        if (await tx.session.exec(query)).first() is None:
            key = ApiKey(name="Demo", prefix=text[:12], key_hash=security.digest(text), created_at=tx.now)
            tx.session.add(key)
    return text
