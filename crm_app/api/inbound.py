"""What any program posts that signs as Standard Webhooks says: people, and what they wrote."""

from starlette.responses import Response

from crm_app.api.doors import UNREAD, WRONG_OR_OLD, Delivery, Piece, body_of, by_token, sender, store
from crm_app.channels import signatures
from crm_app.channels.told import id_of, line
from crm_app.conversations.intake import SIGNED
from crm_app.kit import clock, security

KIND, CHANNEL = "inbound", "web_form"


async def receive(delivery: Delivery) -> Response:
    """POST /webhooks/inbound and /webhooks/inbound/{token}: once for each webhook-id."""
    account = await sender(KIND, delivery, lambda one: _fits(one.secret("webhook_secret"), delivery), WRONG_OR_OLD)
    body = await body_of(account, CHANNEL, SIGNED, delivery)
    if body is UNREAD:
        return Response(status_code=204)
    whose = line(body, "data", "email").casefold() or line(body, "data", "phone")
    key = f"{KIND}:{account.id}:{id_of(delivery.header('webhook-id'))}"
    words = {"body": body, "from": whose or line(body, "type")}
    lane = f"{CHANNEL}:{security.digest(whose or key)[:20]}"
    await store(account, [Piece(CHANNEL, key, SIGNED, lane, words)])
    return Response(status_code=204)


def _fits(secret: str, delivery: Delivery) -> bool:
    id_, sent, given = (delivery.header(f"webhook-{name}") for name in ("id", "timestamp", "signature"))
    return signatures.standard(secret, id_, sent, delivery.raw, given, clock.now())


DOORS = by_token("/webhooks/inbound", receive)
