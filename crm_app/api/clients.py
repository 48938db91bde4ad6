"""Workspaces over HTTP, which calls them clients: all of them for the installation, to each workspace its own."""

from datetime import UTC, datetime
from decimal import Decimal

from pydantic import BaseModel, Field

from crm_app.accounts import actions, queries
from crm_app.accounts.opening import open_workspace
from crm_app.ai import actions as models
from crm_app.ai import queries as model_queries
from crm_app.api.auth import KEY
from crm_app.api.client_shapes import (
    Client,
    ClientChange,
    ClientList,
    NewClient,
    OlderKey,
    OpenedClient,
    RotatedKey,
    Rotation,
    UsageReport,
)
from crm_app.api.endpoint import INSTALLATION, Call, Endpoint
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Actor, Transaction, above_walls, reading, transaction
from crm_app.leads import governing

TRAITS = NewClient.model_fields.keys() - {"slug", "name", "admin"}


class Month(BaseModel):
    month: str = Field(default="", pattern=r"^(20\d\d-(0[1-9]|1[0-2]))?$", description="as 2026-11; this month")


async def open_client(call: Call) -> tuple[OpenedClient, int]:
    """POST /api/v1/clients: a workspace, its first admin and a key."""
    asked: NewClient = call.body
    traits = {name: getattr(asked, name) for name in TRAITS}
    admin = asked.admin
    opened = await open_workspace(
        slug=asked.slug, name=asked.name, email=admin.email, admin=admin.name, password=admin.password, **traits
    )
    async with reading(Actor.system(opened.workspace_id)) as tx:
        client = await _client(tx)
    return OpenedClient(**client.model_dump(), api_key=opened.key, admin_id=opened.admin_id), 201


async def _client(tx: Transaction) -> Client:
    return Client.of(await queries.workspace(tx))


async def list_clients(_: Call) -> ClientList:
    """GET /api/v1/clients."""
    async with above_walls() as session:
        return ClientList(clients=[Client.of(workspace) for workspace in await queries.workspaces(session)])


async def show_client(call: Call) -> Client:
    """GET /api/v1/clients/{id}."""
    async with reading(call.actor) as tx:
        return await _client(tx)


async def change_client(call: Call) -> Client:
    """PATCH /api/v1/clients/{id}: what is named changes, the rest stays."""
    asked: ClientChange = call.body
    async with transaction(call.actor) as tx:
        await actions.change_workspace(tx, "client.write", **asked.changes())
        await governing.govern(tx, "client.write", **asked.rules())
        if "budget" in asked.model_fields_set:
            money = None if asked.budget.money is None else Decimal(str(asked.budget.money))
            await models.set_budget(tx, tokens=asked.budget.tokens, money=money)
        return await _client(tx)


async def activate_client(call: Call) -> Client:
    """POST /api/v1/clients/{id}/activate: replies that waited leave now."""
    async with transaction(call.actor) as tx:
        await actions.activate(tx)
        return await _client(tx)


async def pause_client(call: Call) -> Client:
    """POST /api/v1/clients/{id}/pause: nothing leaves, neither by the software nor by hand; replies that are written
    meanwhile wait, and leave on activation. Messages are still taken in."""
    async with transaction(call.actor) as tx:
        await actions.pause(tx)
        return await _client(tx)


async def rotate_api_key(call: Call) -> RotatedKey:
    """POST /api/v1/clients/{id}/rotate-api-key: a new key, shown this once; the older one works for a while longer."""
    asked: Rotation = call.body
    hours = settings().key_overlap_hours if asked.overlap_hours is None else asked.overlap_hours
    presented = call.request.headers.get(KEY, "") if call.actor.role == "api_key" else ""
    async with transaction(call.actor) as tx:
        key, text, older = await actions.rotate_api_key(tx, key_id=asked.key_id, presented=presented, overlap_h=hours)
    previous = OlderKey(id=older.id, prefix=older.prefix, expires_at=older.expires_at) if older else None
    return RotatedKey(
        id=key.id, name=key.name, prefix=key.prefix, api_key=text, created_at=key.created_at, previous=previous
    )


async def show_usage(call: Call) -> UsageReport:
    """GET /api/v1/clients/{id}/usage: what models used in a month, by task and model, against the budget."""
    asked: Month = call.query
    async with reading(call.actor) as tx:
        at = datetime.strptime(asked.month, "%Y-%m").replace(tzinfo=UTC) if asked.month else tx.now
        return UsageReport.of(await model_queries.month(tx, at))


EXAMPLE = {
    "slug": "noor-homes", "name": "Noor Homes", "industry": "real estate", "language": "ar",
    "time_zone": "Asia/Riyadh", "currency": "SAR", "voice": "Warm and brief. Signed: Noor Homes.",
    "business_hours": {"sun": [["09:00", "17:00"]], "mon": [["09:00", "17:00"]]},
    "admin": {"email": "amal@noor-homes.example", "name": "Amal", "password": "quiet-harbor-lantern"},
}  # fmt: skip
CHANGE = {
    "name": "Noor Homes", "business_hours": {"sun": [["09:00", "17:00"]]}, "budget": {"tokens": 2_000_000},
    "autonomy": {"default": "draft_only", "whatsapp": "reply_and_tell"},
    "qualification": {"on": True, "facts": ["service_interest", "budget", "location"], "high_budget": 2_000_000},
}  # fmt: skip
ONE = "/api/v1/clients/{id}"
ENDPOINTS = [
    Endpoint(
        "POST", "/api/v1/clients", "Open a workspace with its first admin and API key", INSTALLATION, open_client,
        {201: OpenedClient}, body=NewClient, group="Clients", example=EXAMPLE,
    ),
    Endpoint(
        "GET", "/api/v1/clients", "All workspaces", INSTALLATION, list_clients, {200: ClientList}, group="Clients",
    ),
    Endpoint("GET", ONE, "One workspace", "client.read", show_client, {200: Client}, group="Clients", client=True),
    Endpoint(
        "PATCH", ONE, "Change a workspace", "client.write", change_client,
        {200: Client}, body=ClientChange, group="Clients", client=True, example=CHANGE,
    ),
    Endpoint(
        "POST", f"{ONE}/activate", "Let a paused workspace send again", "client.write", activate_client,
        {200: Client}, group="Clients", client=True,
    ),
    Endpoint(
        "POST", f"{ONE}/pause", "Let nothing leave a workspace", "client.write", pause_client,
        {200: Client}, group="Clients", client=True,
    ),
    Endpoint(
        "POST", f"{ONE}/rotate-api-key", "A new API key in the place of an older one", "client.write", rotate_api_key,
        {200: RotatedKey}, body=Rotation, group="Clients", client=True, needs_body=False,
        example={"overlap_hours": 48},
    ),
    Endpoint(
        "GET", f"{ONE}/usage", "What models used in a month, and the budget", "client.read", show_usage,
        {200: UsageReport}, query=Month, group="Clients", client=True,
    ),
]  # fmt: skip
