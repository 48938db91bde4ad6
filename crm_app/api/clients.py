"""Workspaces, for whoever runs the installation. The API calls them clients."""

from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from crm_app.accounts import actions, queries
from crm_app.accounts.queries import WorkspaceView
from crm_app.api.endpoint import INSTALLATION, Call, Endpoint
from crm_app.kit import clock
from crm_app.kit.transaction import Actor, above_walls, transaction
from crm_app.language.clean import clean

Line = Annotated[str, Field(max_length=200), AfterValidator(lambda v: " ".join(clean(v).split()))]


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("is no time zone, as Asia/Riyadh is one")
    return value


class NewAdmin(BaseModel):
    """Who signs in first."""

    email: str = Field(min_length=3, max_length=254)
    name: Line = ""
    password: str = Field(min_length=12, max_length=256)


class NewClient(BaseModel):
    model_config = ConfigDict(extra="ignore")

    slug: str = Field(min_length=2, max_length=59, description="lower-case letters, digits and dashes")
    name: Line = Field(min_length=1)
    industry: Annotated[Line, Field(max_length=60)] = ""
    language: Literal["en", "ar", "es"] = "en"
    time_zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$")
    voice: Annotated[str, Field(max_length=2000), AfterValidator(clean)] = ""
    admin: NewAdmin


class Client(BaseModel):
    id: int
    slug: str
    name: str
    industry: str
    language: str
    time_zone: str
    currency: str

    @classmethod
    def of(cls, workspace: WorkspaceView) -> "Client":
        return cls(**{name: getattr(workspace, name) for name in cls.model_fields})


class OpenedClient(Client):
    """`api_key` is shown this once."""

    api_key: str
    admin_id: int


class ClientList(BaseModel):
    clients: list[Client]


async def open_client(call: Call) -> tuple[OpenedClient, int]:
    """POST /api/v1/clients: a workspace, its first admin and a key."""
    asked: NewClient = call.body
    traits = asked.model_dump(exclude={"slug", "name", "admin"})
    async with above_walls(write=True) as session:
        email = await actions.judge_member(session, **asked.admin.model_dump())
        workspace = await actions.create_workspace(session, slug=asked.slug, name=asked.name, now=clock.now(), **traits)
        client = Client(id=workspace.id, slug=workspace.slug, name=workspace.name, **_without(traits, "voice"))
    async with transaction(Actor.system(client.id)) as tx:
        admin = await actions.invite_member(
            tx, email=email, name=asked.admin.name, role="admin", password=asked.admin.password
        )
        _, key = await actions.create_api_key(tx, "first key")
    return OpenedClient(**client.model_dump(), api_key=key, admin_id=admin.id), 201


def _without(traits: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in traits.items() if key != name}


async def list_clients(_: Call) -> ClientList:
    """GET /api/v1/clients."""
    async with above_walls() as session:
        return ClientList(clients=[Client.of(workspace) for workspace in await queries.workspaces(session)])


ENDPOINTS = [
    Endpoint(
        "POST", "/api/v1/clients", "Open a workspace with its first admin and API key", INSTALLATION, open_client,
        {201: OpenedClient}, body=NewClient, group="Clients",
    ),
    Endpoint(
        "GET", "/api/v1/clients", "All workspaces", INSTALLATION, list_clients, {200: ClientList}, group="Clients",
    ),
]  # fmt: skip
