"""What the WhatsApp Cloud API sends: a handshake by GET, then batches of messages and statuses by POST."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from starlette.responses import PlainTextResponse, Response

from crm_app.api import bodies
from crm_app.api.doors import MOST_PIECES, Delivery, Piece, at, candidates, door, refuse, store, unread
from crm_app.channels import meta, signatures
from crm_app.channels.accounts import VendorAccount, installation_vendor_account
from crm_app.kit.errors import AppError

KIND, CHANNEL = "meta_whatsapp", "whatsapp"
LARGEST = 5 * 1_048_576
LONGEST_CHALLENGE = 1000


async def verify(delivery: Delivery) -> Response:
    """GET /webhooks/whatsapp: the challenge back to whoever knows the word; 403 for anybody else."""
    asked = delivery.request.query_params
    given, challenge = asked.get("hub.verify_token", ""), asked.get("hub.challenge", "")
    known = [account.secret("verify_token") for account in await candidates(KIND, delivery)]
    fits = any([signatures.same(given, word) for word in known])
    if not (fits and asked.get("hub.mode") == "subscribe" and challenge) or len(challenge) > LONGEST_CHALLENGE:
        return PlainTextResponse("Forbidden", 403)
    return PlainTextResponse(challenge, headers={"x-content-type-options": "nosniff"})


async def receive(delivery: Delivery) -> Response:
    """POST /webhooks/whatsapp: each piece goes to the workspace of the number that it names, if that one's own secret
    has signed the body. So nobody can speak in the name of another one's number."""
    try:
        body = bodies.parse(delivery.raw)
        pieces, reason = [*meta.pieces(body)], ""
    except AppError as error:
        pieces, reason = [], error.sentence
    if not pieces:
        await _file(delivery, reason)
        return Response()
    accounts = await at((KIND,), {piece.address for piece in pieces})
    signed = {
        secret: signatures.meta(secret, delivery.raw, delivery.header("x-hub-signature-256"))
        for account in [*accounts.values(), installation_vendor_account(KIND)]
        if (secret := account.secret("app_secret"))
    }
    owned = await _by_owner(delivery, pieces, accounts, signed)
    if not owned:
        await refuse(delivery)
    for account, own in owned:
        await store(account, _to_store(own, delivery))
    return Response()


async def _by_owner(
    delivery: Delivery, pieces: Iterable[meta.Piece], accounts: dict[str, VendorAccount], signed: dict[str, bool]
) -> list[tuple[VendorAccount, list[meta.Piece]]]:
    """The pieces of every account whose secret has signed the body."""
    sorted_out: dict[str, list[meta.Piece]] = defaultdict(list)
    for piece in pieces:
        sorted_out[piece.address if piece.address in accounts else ""].append(piece)
    owned = []
    for address, own in sorted_out.items():
        account = accounts.get(address) or installation_vendor_account(KIND)
        if signed.get(account.secret("app_secret")):
            owned.append((account, own))
        elif not address and (other := await _signer(delivery)) and not any(piece.address for piece in own):
            owned.append((other, own))
    return owned


async def _signer(delivery: Delivery) -> VendorAccount | None:
    """Whose secret has signed a body that names no number."""
    given = delivery.header("x-hub-signature-256")
    for account in await candidates(KIND, delivery):
        if signatures.meta(account.secret("app_secret"), delivery.raw, given):
            return account
    return None


async def _file(delivery: Delivery, reason: str) -> None:
    """A body without pieces: nothing to keep of an empty one, all of an unreadable one."""
    account = await _signer(delivery)
    if account is None:
        await refuse(delivery)
    elif reason:
        await store(account, [unread(CHANNEL, "meta", delivery, reason)])


def _to_store(pieces: list[meta.Piece], delivery: Delivery) -> list[Piece]:
    kept = [_piece(piece.external_id, piece.lane, piece.payload) for piece in pieces[:MOST_PIECES]]
    if len(pieces) > MOST_PIECES:
        kept.append(unread(CHANNEL, "meta", delivery, f"One body held {len(pieces):,} pieces: the rest is unread."))
    return kept


def _piece(external_id: str, lane: str, words: dict[str, Any]) -> Piece:
    return Piece(CHANNEL, external_id, "meta", lane, words)


DOORS = [
    door("GET", "/webhooks/whatsapp", verify),
    door("POST", "/webhooks/whatsapp", receive, largest=LARGEST),
]
