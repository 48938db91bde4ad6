"""How is a vendor's delivery let in? Read with a cap, recognised by its signature alone, stored before it is answered.

Nobody has a key here: whose a delivery is stands in the account that its address or its path names, and only what the
account's own secret (else the environment's) has signed is taken in. What comes for nobody goes to CHANNELS_WORKSPACE.
"""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar

import structlog
from starlette.requests import Request
from starlette.responses import Response

from crm_app.accounts import queries as workspaces
from crm_app.api import bodies, rates
from crm_app.api.endpoint import Endpoint
from crm_app.channels import queries
from crm_app.channels.accounts import VendorAccount, installation_vendor_account
from crm_app.channels.wires import envelope
from crm_app.conversations.ledger import Arrival, doorstep
from crm_app.kit.errors import AppError, Unauthorised
from crm_app.kit.jobs import courtesy
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Actor, above_walls
from crm_app.language.clean import clean

log = structlog.get_logger()

WRONG_SIGNATURE = "The signature is missing or wrong."
WRONG_OR_OLD = "The signature is missing, wrong or too old."

MOST_PIECES = 1000
"""Of one body; what is beyond is kept in one row, unread."""

KNOWN_FOR_S = 1.0
"""So long an account may go on being taken for what it was: a rush is worth it, a changed secret waits no longer."""

MOST_KNOWN = 1000
LONGEST_ADDRESS, LONGEST_TOKEN = 200, 64

UNREAD = object()
"""Stands for a body that cannot be read."""

T = TypeVar("T")


@dataclass
class _Lookups:
    """Whose accounts and workspaces are which, until that moment."""

    until: float = 0.0
    found: dict[Hashable, Any] = field(default_factory=dict)


_lookups = _Lookups()


@dataclass(frozen=True)
class Delivery:
    """One request with its raw bytes."""

    request: Request
    raw: bytes

    @property
    def url(self) -> str:
        """The address as the vendor knows it: from PUBLIC_URL, never from what the request claims."""
        query = self.request.scope.get("query_string", b"").decode("latin-1")
        return settings().address + self.request.url.path + (f"?{query}" if query else "")

    def header(self, name: str) -> str:
        return self.request.headers.get(name, "")

    @property
    def token(self) -> str:
        return clean(self.request.path_params.get("token", ""), LONGEST_TOKEN)

    @property
    def mark(self) -> str:
        """What the bytes alone tell: the id of a delivery that has none of its own."""
        return "hash:" + hashlib.sha256(self.raw).hexdigest()[:40]


@dataclass(frozen=True)
class Door(Endpoint):
    """An endpoint that a vendor calls: signed instead of keyed, and described by the vendor rather than by us."""

    largest: int = bodies.LARGEST

    async def _run(self, request: Request) -> Response:
        await rates.rates().admit(rates.PER_ADDRESS, f"address:{rates.address_of(request)}")
        delivery = Delivery(request, await bodies.read_body(request, self.largest))
        with courtesy.first():  # looking up whose it is takes its time, too
            return await self.run(delivery)


def door(
    method: str, path: str, run: Callable[[Delivery], Awaitable[Response]], *, largest: int = bodies.LARGEST
) -> Door:
    """A vendor's route; `largest` is the cap on its bodies, in bytes."""
    return Door(method, path, "", "", run, largest=largest)


def by_token(path: str, run: Callable[[Delivery], Awaitable[Response]]) -> list[Door]:
    """The routes of a vendor whose path names the account by its token, or nobody."""
    return [door("POST", path, run), door("POST", path + "/{token}", run)]


@dataclass(frozen=True)
class Piece:
    """One thing to store: under which channel and outside id, in whose line, and the vendor's words."""

    channel: str
    external_id: str
    wire: str
    lane: str = ""
    words: dict[str, Any] = field(default_factory=dict)
    refused: str = ""
    raw: bytes | None = None


async def _known(what: Hashable, look_up: Callable[..., Awaitable[T]]) -> T:
    """What was looked up a moment ago, else looked up now."""
    now = time.monotonic()
    if now > _lookups.until or len(_lookups.found) >= MOST_KNOWN:
        _lookups.found, _lookups.until = {}, now + KNOWN_FOR_S
    found = _lookups.found
    if what not in found:
        async with above_walls() as session:
            found[what] = await look_up(session)
    return found[what]  # type: ignore[no-any-return]


def forget_all() -> None:
    """Look all accounts up anew."""
    _lookups.found = {}


async def candidates(kind: str, delivery: Delivery) -> list[VendorAccount]:
    """Who could have been meant, where the delivery names no address: the account of the path's token; without one
    every account of the kind, and what the environment alone makes of it."""
    if token := delivery.token:
        found = await _known((kind, token), lambda session: queries.account_of_token(session, kind, token))
        return [found] if found else []
    every = await _known(kind, lambda session: queries.accounts_of_kind(session, kind))
    return [*every, installation_vendor_account(kind)]


async def at(kinds: Sequence[str], addresses: Iterable[str]) -> dict[str, VendorAccount]:
    """The accounts at these addresses; of two at one, the one that is in use, then that of the earlier kind."""
    wanted = frozenset(address for address in addresses if 0 < len(address) <= LONGEST_ADDRESS)
    if not wanted:
        return {}
    found = await _known((*kinds, wanted), lambda session: queries.accounts_at(session, kinds, wanted))
    ranked = sorted(found, key=lambda account: (account.enabled, -kinds.index(account.kind)))
    return {account.address: account for account in ranked}


async def sender(
    kind: str, delivery: Delivery, fits: Callable[[VendorAccount], bool], otherwise: str = WRONG_SIGNATURE
) -> VendorAccount:
    """The account whose secret a delivery proves to know, of the candidates; raises Unauthorised, saying `otherwise`.
    Each is asked, so that the time tells nothing."""
    known = [account for account in await candidates(kind, delivery) if fits(account)]
    return known[0] if known else await refuse(delivery, otherwise)


async def refuse(delivery: Delivery, sentence: str = WRONG_SIGNATURE) -> NoReturn:
    """Nothing is stored; guessing is counted."""
    await rates.rates().admit(rates.WRONG_KEYS, f"wrong:{rates.address_of(delivery.request)}")
    raise Unauthorised(sentence)


async def store(account: VendorAccount, pieces: Iterable[Piece]) -> None:
    """Keep what an account was sent, each piece once, with its job; returns when all of it is committed. What comes for
    one that is switched off is nobody else's, and is not kept."""
    if not account.enabled:
        log.info("delivery_for_disabled", kind=account.kind, account=account.id)
        return
    workspace_id, pieces = account.workspace_id or await _workspace_of_nobody(), [*pieces]
    if not workspace_id:
        log.warning("delivery_for_nobody", kind=account.kind, pieces=len(pieces))
        return
    actor = Actor.system(workspace_id)
    await asyncio.gather(*(doorstep.accept(actor, _arrival(piece, account)) for piece in pieces))


def _arrival(piece: Piece, account: VendorAccount) -> Arrival:
    external_id = f"refused:{piece.external_id}" if piece.refused else piece.external_id
    payload = envelope(piece.wire, account.id, **piece.words)
    return Arrival(piece.channel, external_id, external_id, piece.lane, payload, piece.raw, piece.refused)


def unread(channel: str, wire: str, delivery: Delivery, reason: str) -> Piece:
    """A body that was signed and cannot be used: kept as it came, for a person to look at."""
    return Piece(channel, delivery.mark, wire, refused=reason, raw=delivery.raw)


async def body_of(account: VendorAccount, channel: str, wire: str, delivery: Delivery) -> Any:
    """What was posted as JSON; UNREAD where it is none, and is kept as it came for a person to look at."""
    try:
        return bodies.parse(delivery.raw)
    except AppError as error:
        await store(account, [unread(channel, wire, delivery, error.sentence)])
        return UNREAD


async def _workspace_of_nobody() -> int | None:
    """The workspace of CHANNELS_WORKSPACE, else the only one."""
    slug = settings().channels_workspace
    return await _known(f"workspace {slug}", lambda session: workspaces.named_or_only(session, slug))


def xml(content: str = "<Response/>") -> Response:
    """TwiML."""
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>{content}', media_type="text/xml")
