"""What HubSpot posts of changes to contacts: batches, signed with their address and time."""

from typing import Any

from starlette.responses import Response

from crm_app.api.doors import (
    MOST_PIECES,
    UNREAD,
    WRONG_OR_OLD,
    Delivery,
    Piece,
    body_of,
    by_token,
    sender,
    store,
    unread,
)
from crm_app.channels import hubspot, signatures
from crm_app.channels.told import id_of, line
from crm_app.kit import clock

KIND = "hubspot"


async def receive(delivery: Delivery) -> Response:
    """POST /webhooks/hubspot and /webhooks/hubspot/{token}: every event of a batch once."""
    account = await sender(KIND, delivery, lambda one: _fits(one.secret("client_secret"), delivery), WRONG_OR_OLD)
    body = await body_of(account, KIND, KIND, delivery)
    if body is UNREAD:
        return Response(status_code=204)
    events = [event for event in body if isinstance(event, dict)] if isinstance(body, list) else []
    pieces = [_piece(event, account.id) for event in events[:MOST_PIECES]]
    if not isinstance(body, list) or len(body) > len(pieces):
        pieces.append(unread(KIND, KIND, delivery, "This is no list of events, or some of it is unread."))
    await store(account, pieces)
    return Response(status_code=204)


def _fits(secret: str, delivery: Delivery) -> bool:
    sent, given = delivery.header("x-hubspot-request-timestamp"), delivery.header("x-hubspot-signature-v3")
    return signatures.hubspot(secret, "POST", delivery.url, delivery.raw, sent, given, clock.now())


def _piece(event: dict[str, Any], account_id: int) -> Piece:
    subject, moment, number = hubspot.place(event, account_id)
    words = {"event": event, "from": f"{line(event, 'subscriptionType', limit=60)} {id_of(event, 'objectId')}".strip()}
    lane = f"{KIND}:{id_of(event, 'objectId')[:40]}"
    return Piece(KIND, f"{subject}{moment}:{number}", KIND, lane, words)


DOORS = by_token("/webhooks/hubspot", receive)
